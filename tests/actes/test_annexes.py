"""Annexes that are part of an act: frozen and named by their hash, stamped in one file, never in the act's own."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from college import repartiteur, stockage


def _pdf(pages: int, largeur: float = 595) -> bytes:
    with pikepdf.new() as neuf:
        for _ in range(pages):
            neuf.add_blank_page(page_size=(largeur, 842))
        sortie = BytesIO()
        neuf.save(sortie)
    return sortie.getvalue()


def _image() -> bytes:
    sortie = BytesIO()
    Image.new("RGB", (300, 200), "navy").save(sortie, "PNG")
    return sortie.getvalue()


def _texte(contenu: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in PdfDocument(contenu)]


PIECES = (
    ("convention.pdf", "integrante", "false", _pdf(2)),
    ("plan.png", "integrante", "false", _image()),
    ("chiffres.csv", "integrante", "false", b"a;b\n1;2\n"),
    ("secret.pdf", "integrante", "true", _pdf(1)),
    ("note.pdf", "interne", "false", _pdf(1)),
)


@pytest.fixture
def acte_avec_annexes(chantal, api, creer_seance, arriver, horloge_fixe):
    """The act of a collège's point that had these pieces."""
    horloge_fixe("2026-11-27T14:00")
    alice, bernard = api("alice"), api("bernard")
    corps = {"organe": "college", "service": "travaux", "titre": "Convention", "type_acte": "APP-BUDGET"}
    point = alice.post("/points", {**corps, "dispositif": "<p>D’approuver la convention.</p>"}).json["id"]
    for nom, genre, secrete, octets in PIECES:
        envoi = {"fichier": (BytesIO(octets), nom), "type": genre, "confidentielle": secrete}
        jointe = alice.post(f"/points/{point}/annexes", data=envoi)
        assert jointe.status_code == 201, jointe.json
    for qui, action in ((alice, "soumettre"), (bernard, "viser"), (chantal, "viser")):
        assert qui.post(f"/points/{point}/actions", {"action": action}).status_code == 200
    seance = creer_seance()
    assert chantal.post(f"/seances/{seance}/inscriptions", {"point": point}).status_code == 201
    arriver(seance, "denis", "claire", "joseph", "ines")
    for action in ({"action": "ouvrir"}, {"action": "lever", "confirmer": True}, {"action": "arreter"}):
        assert chantal.post(f"/seances/{seance}/actions", action).status_code == 200
    actes = chantal.get(f"/seances/{seance}/actes").json["elements"]
    return next(a["id"] for a in actes if a["type"] == "deliberation")


def test_les_annexes_integrantes_sont_figees_visees_et_nommees_par_l_acte(chantal, acte_avec_annexes):
    chemin = f"/actes/{acte_avec_annexes}"
    attente = chantal.get(f"{chemin}/annexes/contenu")
    assert attente.status_code == 409 and attente.json["motif"] == "en_preparation"
    repartiteur.vider()
    acte = chantal.get(chemin).json
    assert [a["nom"] for a in acte["annexes"]] == ["convention.pdf", "plan.png", "chiffres.csv"]
    for annexe, (_nom, _genre, _secrete, octets) in zip(acte["annexes"], PIECES, strict=False):
        assert chantal.get(annexe["url"].removeprefix("/api/v1")).data == octets
        assert stockage.lire(annexe["sha256"]) == octets
    liasse = _texte(chantal.get(f"{chemin}/annexes/contenu").data)
    visa = f"Vu pour être annexé à la délibération du Collège communal du 27 novembre 2026 ({acte['reference']})"
    assert len(liasse) == 4 and all(visa in " ".join(page.split()) for page in liasse)
    assert "annexe 1 sur 3, page 2 sur 2" in " ".join(liasse[1].split())
    de_l_acte = "".join("".join(_texte(chantal.get(f"{chemin}/contenu").data)).split())
    assert all(a["sha256"] in de_l_acte for a in acte["annexes"])
    assert "convention.pdf(2pages)" in de_l_acte and "secret.pdf" not in de_l_acte
    assert "piececonfidentielle" in de_l_acte.replace("è", "e")


def test_la_signature_ne_touche_ni_l_acte_ni_ses_annexes(chantal, acte_avec_annexes):
    repartiteur.vider()
    chemin = f"/actes/{acte_avec_annexes}"
    avant = chantal.get(f"{chemin}/annexes/contenu").data
    assert chantal.post(f"{chemin}/signatures", {}).status_code == 202
    repartiteur.vider()
    assert chantal.get(f"{chemin}/annexes/contenu").data == avant
    assert chantal.post(f"{chemin}/corrections", {"motif": "Coquille"}).status_code == 409


def test_l_acte_et_ses_annexes_se_lisent_en_un_fichier_qui_porte_l_acte_signe(chantal, acte_avec_annexes):
    repartiteur.vider()
    chemin = f"/actes/{acte_avec_annexes}"
    assert chantal.post(f"{chemin}/signatures", {}).status_code == 202
    repartiteur.vider()
    signe = chantal.get(f"{chemin}/contenu").data
    ensemble = chantal.get(f"{chemin}/contenu?annexes=true").data
    assert ensemble == chantal.get(f"{chemin}/contenu?annexes=true").data
    textes, pages = [" ".join(t.split()) for t in _texte(ensemble)], chantal.get(chemin).json["pages"]
    assert len(textes) == pages + 4
    assert "Signé électroniquement par" in " ".join(textes[:pages])
    assert "annexe 1 sur 3, page 1 sur 2" in textes[pages] and "annexe 3 sur 3" in textes[-1]
    with pikepdf.open(BytesIO(ensemble)) as lu, lu.open_outline() as plan:
        assert lu.attachments["acte.pdf"].get_file().read_bytes() == signe
        assert "/AcroForm" not in lu.Root, "the signatures are those of the attached file"
        assert [signet.title.split(" : ")[0] for signet in plan.root][1:] == ["Annexe 1", "Annexe 2", "Annexe 3"]


def test_l_extrait_demande_apporte_les_annexes_visees(chantal, acte_avec_annexes):
    point = chantal.get(f"/actes/{acte_avec_annexes}").json["point"]
    demande = chantal.post(f"/points/{point}/documents", {"type": "extrait"}).json
    repartiteur.vider()
    assert chantal.get(f"/documents/{demande['id']}").json["etat"] == "pret"
    textes = [" ".join(t.split()) for t in _texte(chantal.get(f"/documents/{demande['id']}/contenu").data)]
    assert "Extrait" in textes[0] and "annexe 3 sur 3, page 1 sur 1" in textes[-1]
    assert sum("Vu pour être annexé" in texte for texte in textes) == 4
