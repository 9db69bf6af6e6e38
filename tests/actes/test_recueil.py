"""Every délibération of a séance in one file, PDF or Word; refused at once where there is none."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from docx import Document

from college import repartiteur


def _contenu(chantal, seance: int, forme: str) -> bytes:
    demande = chantal.post(f"/seances/{seance}/documents", {"type": "deliberations", "format": forme})
    assert demande.status_code == 202, demande.json
    repartiteur.vider()
    document = chantal.get(f"/documents/{demande.json['id']}").json
    assert document["etat"] == "pret", document
    assert document["nom"].endswith(f".{forme}")
    return chantal.get(f"/documents/{demande.json['id']}/contenu").data


def test_le_recueil_word_dit_chaque_deliberation_dans_sa_section(chantal, conseil_arrete):
    recueil = Document(BytesIO(_contenu(chantal, conseil_arrete, "docx")))
    actes = [a for a in chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"] if a["type"] != "pv"]
    pieces = [Document(BytesIO(chantal.get(f"/actes/{a['id']}/contenu?format=docx").data)) for a in actes]
    paroles = [p.text for piece in pieces for p in piece.paragraphs]
    assert [p.text for p in recueil.paragraphs if p.text] == [texte for texte in paroles if texte]
    pieds = [section.footer.paragraphs[0].text for section in recueil.sections]
    assert len(pieds) == len(actes) == 2
    assert all(acte["reference"] in pied for acte, pied in zip(actes, pieds, strict=True))
    assert recueil.core_properties.title.replace("\u00a0", " ") == "Délibérations de la séance du 14 décembre 2026"


def test_le_meme_recueil_a_les_memes_octets(chantal, conseil_arrete):
    premier = _contenu(chantal, conseil_arrete, "docx")
    assert premier == _contenu(chantal, conseil_arrete, "docx")
    with ZipFile(BytesIO(premier)) as lu:
        assert lu.testzip() is None and len(set(lu.namelist())) == len(lu.namelist())


def test_sans_acte_a_reunir_le_refus_est_immediat(chantal, conseil_ouvert):
    seance = conseil_ouvert(1)["id"]
    for forme in ("pdf", "docx"):
        refus = chantal.post(f"/seances/{seance}/documents", {"type": "deliberations", "format": forme})
        assert refus.status_code == 409 and refus.json["motif"] == "sans_acte", refus.json
        assert "arrêtez-la" in refus.json["detail"]


def test_un_point_sans_seance_ni_acte_n_a_pas_de_deliberation(chantal, api):
    alice = api("alice")
    corps = {"organe": "conseil", "service": "travaux", "titre": "Réparer le préau", "dispositif": "<p>D’approuver</p>"}
    point = alice.post("/points", corps).json
    refus = alice.post(f"/points/{point['id']}/documents", {"type": "deliberation"})
    assert refus.status_code == 409 and refus.json["motif"] == "point_sans_seance", refus.json
