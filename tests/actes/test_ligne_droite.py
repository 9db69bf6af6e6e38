"""From a settled séance to signed acts and approved minutes, over HTTP, with the real documents."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pypdfium2 import PdfDocument

from college import repartiteur, stockage
from college.actes.connecteurs import ouvrir
from college.templates_docs import rendu


def test_les_actes_existent_des_l_arret_puis_leurs_octets(chantal, conseil_arrete):
    actes = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"]
    assert [(a["type"], a["reference"], a["etat"]) for a in actes] == [
        ("pv", "PV/CC/2026-12-14", "en_preparation"),
        ("deliberation", "CC/2026/0001", "en_preparation"),
        ("deliberation", "CC/2026/0002", "en_preparation"),
    ]
    repartiteur.vider()
    acte = chantal.get(f"/actes/{actes[1]['id']}").json
    assert acte["etat"] == "a_signer" and acte["pages"] >= 1
    contenu = chantal.get(f"/actes/{acte['id']}/contenu").data
    texte = "".join(page.get_textpage().get_text_range() for page in PdfDocument(contenu))
    assert "unanimité" in texte and "D’approuver" in texte
    assert chantal.get(f"/actes/{acte['id']}/contenu?format=docx").data[:2] == b"PK"


def test_deux_signatures_puis_plus_aucune(chantal, api, conseil_arrete):
    repartiteur.vider()
    acte = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"][1]
    assert api("alice").post(f"/actes/{acte['id']}/signatures", {}).status_code in (403, 404)
    premiere = chantal.post(f"/actes/{acte['id']}/signatures", {"connecteur": "demo"})
    assert premiere.status_code == 202, premiere.json
    seconde = api("denis").post(f"/actes/{acte['id']}/signatures", {"connecteur": "demo"})
    assert seconde.status_code == 202, seconde.json
    encore = chantal.post(f"/actes/{acte['id']}/signatures", {})
    assert encore.status_code == 409 and encore.json["motif"] == "deja_signe"
    repartiteur.vider()
    signe = chantal.get(f"/actes/{acte['id']}").json
    assert signe["etat"] == "signe" and [s["etat"] for s in signe["signatures"]] == ["faite", "faite"]
    contenu = stockage.lire(signe["sha256"])
    verdicts = rendu.verifier(contenu, ouvrir("demo").racines())
    assert [(v["nom"], v["valable"]) for v in verdicts] == [("Chantal Petit", True), ("Denis Leroy", True)]
    place = contenu.index(b"stream") + 40
    alteree = contenu[:place] + bytes([contenu[place] ^ 1]) + contenu[place + 1 :]
    assert not all(v["valable"] for v in rendu.verifier(alteree, ouvrir("demo").racines()))


def test_un_pv_ne_se_signe_qu_approuve(chantal, api, conseil_arrete):
    repartiteur.vider()
    pv = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"][0]
    refus = chantal.post(f"/actes/{pv['id']}/signatures", {})
    assert refus.status_code == 409 and refus.json["article"] == "L1122-16"
    observations = [{"auteur": "Paul Wéry", "texte": "Lire « 2027 » au point 1.", "adoptee": True}]
    approuve = chantal.post(
        f"/seances/{conseil_arrete}/actions", {"action": "approuver_pv", "observations": observations}
    )
    assert approuve.status_code == 200, approuve.json
    repartiteur.vider()
    pv = chantal.get(f"/actes/{pv['id']}").json
    assert pv["etat_pv"] == "approuve_avec_corrections" and pv["version"] == 2
    with pikepdf.open(BytesIO(stockage.lire(pv["versions"][0]["sha256"]))) as ancien:
        assert ancien.docinfo["/Title"]
    texte = "".join(p.get_textpage().get_text_range() for p in PdfDocument(stockage.lire(pv["sha256"])))
    assert "Paul Wéry" in texte and "Adoptée" in texte and "PROJET" not in texte
    for qui in ("chantal", "denis"):
        assert api(qui).post(f"/actes/{pv['id']}/signatures", {}).status_code == 202
    repartiteur.vider()
    assert chantal.get(f"/actes/{pv['id']}").json["etat_pv"] == "signe"


def test_un_document_demande_deux_fois_a_les_memes_octets(chantal, conseil_arrete):
    demandes = [
        chantal.post(f"/seances/{conseil_arrete}/documents", {"type": "ordre_du_jour", "format": "pdf"}).json
        for _ in range(2)
    ]
    attente = chantal.get(f"/documents/{demandes[0]['id']}/contenu")
    assert attente.status_code == 409
    repartiteur.vider()
    prets = [chantal.get(f"/documents/{d['id']}").json for d in demandes]
    assert [d["etat"] for d in prets] == ["pret", "pret"] and prets[0]["progression"] == 100
    assert prets[0]["sha256"] == prets[1]["sha256"]
    assert chantal.get(f"/documents/{demandes[0]['id']}/contenu").data[:5] == b"%PDF-"


def test_la_portee_integrale_est_au_secretariat(api, conseil_arrete):
    alice = api("alice")
    refus = alice.post(f"/seances/{conseil_arrete}/documents", {"type": "pv"})
    assert refus.status_code == 403 and "secrétariat" in refus.json["detail"]
    assert alice.post(f"/seances/{conseil_arrete}/documents", {"type": "pv", "portee": "publique"}).status_code == 202
    faute = alice.post(f"/seances/{conseil_arrete}/documents", {"type": "roman", "portee": "publique"})
    assert faute.status_code == 422 and faute.json["erreurs"][0]["champ"] == "type"


def test_toutes_les_deliberations_en_un_fichier(chantal, conseil_arrete):
    demande = chantal.post(f"/seances/{conseil_arrete}/documents", {"type": "deliberations"}).json
    repartiteur.vider()
    document = chantal.get(f"/documents/{demande['id']}").json
    assert document["etat"] == "pret" and document["pages"] >= 2
