"""Acts on demand, who reads them, what may still be changed, screens."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdfium2 import PdfDocument

from college import repartiteur, stockage
from college.actes import requetes
from college.actes.modele import Acte
from college.actes.taches import rediger_acte, signer_acte
from college.erreurs import Introuvable
from college.transaction import lecture, unite


def _texte(contenu: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(contenu))


def test_un_college_ne_fait_d_actes_qu_a_la_demande(chantal, college_arrete):
    seance = college_arrete({}, {})
    assert [a["type"] for a in chantal.get(f"/seances/{seance['id']}/actes").json["elements"]] == ["pv"]
    acte = chantal.post(f"/inscriptions/{seance['lignes'][0]}/actes", {})
    assert acte.status_code == 201 and acte.json["reference"] == "COL/2026/0001"
    encore = chantal.post(f"/inscriptions/{seance['lignes'][0]}/actes", {})
    assert encore.json["id"] == acte.json["id"]
    repartiteur.vider()
    contenu = chantal.get(f"/actes/{acte.json['id']}/contenu").data
    assert "Pour extrait conforme" in _texte(contenu) and "en séance publique" not in _texte(contenu)


def test_un_acte_de_tutelle_nait_des_l_arret_meme_au_college(chantal, college_arrete):
    seance = college_arrete({}, {"type_acte": "APP-BUDGET"})
    actes = chantal.get(f"/seances/{seance['id']}/actes").json["elements"]
    assert [a["type"] for a in actes] == ["pv", "deliberation"]


def test_d17_le_pv_public_tait_le_point_ferme_et_le_pv_ferme_le_porte(monde, chantal, api, conseil_ouvert, inscrire):
    seance = conseil_ouvert(1)["id"]
    ferme = inscrire(seance, "Licenciement de Zébulon", "conseil", huis_clos=True, motif_urgence="Il faut agir.")
    odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    urgence = {"mode": "unanimite", "objet": "urgence"}
    assert chantal.post(f"/inscriptions/{ferme['id']}/scrutins", urgence).status_code == 201
    for ligne in odj:
        chantal.post(f"/inscriptions/{ligne['id']}/scrutins", {"mode": "unanimite"})
        reponse = chantal.post(f"/inscriptions/{ligne['id']}/decision", {"issue": "accepte"})
        assert reponse.status_code == 200, reponse.json
    for action in ("lever", "arreter"):
        assert chantal.post(f"/seances/{seance}/actions", {"action": action}).status_code == 200
    repartiteur.vider()
    actes = chantal.get(f"/seances/{seance}/actes").json["elements"]
    pv = {a["partie"]: a for a in actes if a["type"] == "pv"}
    assert set(pv) == {"publique", "huis_clos"} and ferme["id"]
    public = stockage.lire(pv["publique"]["sha256"])
    assert b"Z\xc3\xa9bulon" not in public and "Zébulon" not in _texte(public) and "Huis clos" in _texte(public)
    assert "Zébulon" in _texte(stockage.lire(pv["huis_clos"]["sha256"]))
    assert api("hugo").get(f"/actes/{pv['huis_clos']['id']}").status_code == 404
    vus = api("hugo").get(f"/seances/{seance}/actes").json["elements"]
    assert all("Zébulon" not in str(a) and a["partie"] == "publique" for a in vus)
    numero, elle = pv["huis_clos"]["id"], replace(monde.acteur("chantal"), mandats={})
    with lecture():
        organe = unite().get_one(Acte, numero).organe_id
        assert requetes.acte(elle, numero).id == numero
        for autre in (replace(elle, secretariats=elle.secretariats - {organe}), replace(elle, institution_id=0)):
            with pytest.raises(Introuvable):
                requetes.acte(autre, numero)


def test_une_correction_garde_les_anciens_octets(chantal, conseil_arrete):
    repartiteur.vider()
    acte = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"][1]
    assert chantal.post(f"/actes/{acte['id']}/corrections", {"motif": ""}).status_code == 422
    assert chantal.post(f"/actes/{acte['id']}/corrections", {"motif": "Coquille"}).status_code == 200
    repartiteur.vider()
    corrige = chantal.get(f"/actes/{acte['id']}").json
    assert corrige["version"] == 2 and corrige["etat"] == "a_signer"
    assert stockage.lire(corrige["versions"][0]["sha256"])


def test_un_acte_signe_ne_se_refait_pas_mais_se_mentionne(chantal, conseil_arrete):
    repartiteur.vider()
    acte = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"][1]["id"]
    assert chantal.post(f"/actes/{acte}/signatures", {}).status_code == 202
    repartiteur.vider()
    refus = chantal.post(f"/actes/{acte}/corrections", {"motif": "Coquille"})
    assert refus.status_code == 409 and "rectificative" in refus.json["detail"]
    avant = chantal.get(f"/actes/{acte}").json["sha256"]
    assert chantal.post(f"/actes/{acte}/mentions", {"texte": "Approuvé le 3 janvier 2027."}).status_code == 201
    apres = chantal.get(f"/actes/{acte}").json
    assert apres["sha256"] == avant and apres["mentions"][0]["texte"] == "Approuvé le 3 janvier 2027."


def test_refaire_le_travail_de_fond_ne_change_rien(chantal, conseil_arrete):
    repartiteur.vider()
    acte = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"][1]["id"]
    signature = chantal.post(f"/actes/{acte}/signatures", {}).json["id"]
    repartiteur.vider()
    avant = chantal.get(f"/actes/{acte}").json
    with lecture():
        objet = unite().get(Acte, acte)
        institution, version = objet.institution_id, requetes.version_courante(objet).id
    rediger_acte(institution, version_id=version)
    signer_acte(institution, signature_id=signature)
    assert chantal.get(f"/actes/{acte}").json == avant


def test_un_modele_de_la_commune_s_essaie_et_un_fautif_est_refuse(chantal, conseil_arrete):
    html = b"<html><head><title>x</title></head><body>{{ titre }} {{ surtitre }}</body></html>"
    modele = chantal.post("/modeles", data={"type": "pv", "fichier": (BytesIO(html), "pv.html")})
    assert modele.status_code == 201, modele.json
    assert chantal.post(f"/modeles/{modele.json['id']}/actions", {"action": "activer"}).json["etat"] == "actif"
    apercu = chantal.post(f"/modeles/{modele.json['id']}/apercu", {"seance": conseil_arrete})
    assert apercu.status_code == 202, apercu.json
    repartiteur.vider()
    assert chantal.get(f"/documents/{apercu.json['id']}").json["etat"] == "pret"
    refus = chantal.post("/modeles", data={"type": "pv", "fichier": (BytesIO(b"{{ numro }}"), "pv.html")})
    assert refus.status_code == 422 and "numro" in refus.json["erreurs"][0]["message"]


def test_les_ecrans(app, connecter, chantal, conseil_arrete):
    repartiteur.vider()
    client = connecter(app.test_client(), "chantal")
    registre = client.get("/app/actes")
    assert registre.status_code == 200 and "CC/<wbr>2026/<wbr>0001" in registre.text
    acte = re.findall(r'href="(/app/actes/\d+)"', registre.text)[1]  # the minutes come first
    page = client.get(acte)
    assert page.status_code == 200 and "Signer" in page.text and "D’approuver" in page.text
    assert client.get(f"{acte}/contenu.pdf").data[:5] == b"%PDF-"
    documents = client.get(f"/app/seances/{conseil_arrete}/documents")
    assert documents.status_code == 200 and "Procès-verbal" in documents.text
    assert client.get("/app/documents").status_code == 200
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    signe = client.post(f"{acte}/signatures", data={"csrf_token": jeton})
    assert signe.status_code == 303
    assert "Signature en cours" in client.get(f"{acte}/etat").text
    repartiteur.vider()
    assert "Signé le" in client.get(acte).text
