"""Templates of the commune: tried outside any transaction, refused with part, field and line; screen and catalogue."""

from __future__ import annotations

import re
import threading
from io import BytesIO

import pytest
from docx import Document as Word

from college.actes import services_modeles
from college.erreurs import Invalide
from college.templates_docs import catalogue, documents, rendu
from college.transaction import ecriture
from tests.outillage.patience import PATIENCE

HOSTILE = b"{% for a in range(90000) %}{% for b in range(90000) %}{{ a * b }}{% endfor %}{% endfor %}"


def _word(corps: str = "", entete: str = "") -> bytes:
    mot = Word()
    mot.add_paragraph("Titre")
    mot.add_paragraph(corps)
    mot.sections[0].header.paragraphs[0].text = entete
    sortie = BytesIO()
    mot.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("pv.docx", _word("{{ numro }}"), "« numro », dans le corps du document, paragraphe 2"),
        ("pv.docx", _word(entete="{{ etablisement.nom }}"), "« etablisement », dans l’en-tête"),
        ("pv.html", b"<p>{{ titre }}</p>\n<p>{{ point.numro }}</p>", "« point », à la ligne 2"),
        ("pv.html", b" \n", "Ce modèle est vide"),
        ("pv.html", b"<p>\n{% for p in presences %}</p>", "balise mal formée, à la ligne"),
    ],
)
def test_un_modele_fautif_est_refuse_par_sa_partie_son_champ_et_sa_ligne(nom, octets, dit):
    with pytest.raises(Invalide) as refus:
        services_modeles.essayer("pv", nom, octets)
    assert dit in refus.value.fautes[0].message


def test_t5_un_modele_hostile_ne_tient_jamais_la_base(chantal, monde, monkeypatch):
    """Somebody else begins to write after the trial has begun in its worker, and has written before it ends."""
    verdict: list = []
    confie, confier = threading.Event(), rendu.essayer_gabarit
    monkeypatch.setattr(rendu, "essayer_gabarit", lambda *args: confie.set() or confier(*args))
    depot = {"type": "pv", "fichier": (BytesIO(HOSTILE), "pv.html")}
    fil = threading.Thread(target=lambda: verdict.append(chantal.post("/modeles", data=depot)))
    fil.start()
    assert confie.wait(PATIENCE)
    with ecriture():
        pass
    encore = fil.is_alive()
    fil.join(PATIENCE)
    assert encore, "the writer waited for the end of the trial"
    assert verdict[0].status_code == 422, verdict[0].json


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_le_catalogue_nomme_chaque_champ_en_francais(type_document):
    champs = catalogue.champs(type_document)
    assert {"titre", "etablissement.nom", "signataires"} <= {c.chemin for c in champs}
    assert all(c.libelle for c in champs)


def test_l_ecran_des_modeles(app, connecter):
    client = connecter(app.test_client(), "chantal")
    page = client.get("/app/modeles")
    assert page.status_code == 200 and "Aucun modèle déposé" in page.text
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    depot = {"csrf_token": jeton, "type": "pv", "fichier": (BytesIO(b"{{ numro }}"), "pv.html")}
    refus = client.post("/app/modeles/nouveau", data=depot)
    assert refus.status_code == 422 and "« numro », à la ligne 1" in refus.text.replace("\u00a0", " ")
    depot |= {"fichier": (BytesIO(b"<html><body>{{ titre }}</body></html>"), "pv.html")}
    assert client.post("/app/modeles/nouveau", data=depot).status_code == 303
    page = client.get("/app/modeles").text
    numero = re.search(r"/app/modeles/(\d+)/exemple", page)[1]
    assert client.get(f"/app/modeles/{numero}/exemple").data[:5] == b"%PDF-"
    action = {"csrf_token": jeton, "action": "activer"}
    assert client.post(f"/app/modeles/{numero}/actions", data=action).status_code == 303
    assert "Désactiver" in client.get("/app/modeles").text
    assert "signataires" in client.get("/app/modeles/champs?type=extrait").text


def test_un_modele_d_extrait_s_essaie_sur_un_point_de_la_seance(chantal, conseil_arrete):
    depot = {"type": "extrait", "fichier": (BytesIO(b"<html><body>{{ objet }}</body></html>"), "extrait.html")}
    modele = chantal.post("/modeles", data=depot).json["id"]
    demande = chantal.post(f"/modeles/{modele}/apercu", {"seance": conseil_arrete})
    assert demande.status_code == 202, demande.json
    assert demande.json["type"] == "extrait" and demande.json["point"]
