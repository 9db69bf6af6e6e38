"""A séance in one file: documents for its readers, evidence for its secretary alone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

from sqlalchemy import select

from college import repartiteur
from college.journal import EntreeJournal
from college.transaction import lecture


def _ouvrir(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(octets)) as lu:
        return {nom: lu.read(nom) for nom in lu.namelist()}


def test_le_dossier_d_une_seance_porte_ses_actes_et_leurs_empreintes(chantal, api, conseil_arrete):
    chantal.post(f"/seances/{conseil_arrete}/documents", {"type": "ordre_du_jour"})
    repartiteur.vider()
    premier = chantal.get(f"/seances/{conseil_arrete}/dossier")
    assert premier.status_code == 200 and premier.mimetype == "application/zip"
    pieces = _ouvrir(premier.data)
    assert {"actes/CC-2026-0001.pdf", "actes/CC-2026-0002.pdf", "actes/PV-CC-2026-12-14.pdf"} <= set(pieces)
    assert any(nom.startswith("documents/integrale-ordre-du-jour") for nom in pieces)
    for ligne in pieces.pop("SHA256SUMS").decode().splitlines():
        empreinte, nom = ligne.split("  ", 1)
        assert hashlib.sha256(pieces[nom]).hexdigest() == empreinte
    assert chantal.get(f"/seances/{conseil_arrete}/dossier").data == premier.data


def test_le_dossier_de_preuve_est_au_secretariat_et_se_journalise(chantal, api, conseil_ouvert):
    seance = conseil_ouvert(2)
    publique, secrete = seance["lignes"]
    assert chantal.post(f"/inscriptions/{publique}/scrutins", {"mode": "unanimite"}).status_code == 201
    chantal.post(f"/inscriptions/{publique}/decision", {"issue": "accepte"})
    vote = chantal.post(f"/inscriptions/{secrete}/scrutins", {"mode": "secret"}).json
    chantal.post(f"/scrutins/{vote['id']}/actions", {"action": "ouvrir"})
    votants = chantal.get(f"/scrutins/{vote['id']}").json["votants"]
    presents = len(chantal.get(f"/seances/{seance['id']}/presences").json["presents"])
    comptes = {"pour": votants or presents}
    depouille = chantal.post(f"/scrutins/{vote['id']}/depouillement", {"comptes": comptes})
    assert depouille.status_code in (200, 409), depouille.json
    for qui in ("alice", "hugo"):
        assert api(qui).post(f"/seances/{seance['id']}/preuves", {}).status_code in (403, 404)
    reponse = chantal.post(f"/seances/{seance['id']}/preuves", {})
    assert reponse.status_code == 200
    pieces = _ouvrir(reponse.data)
    scrutins = {s["mode"]: s for s in json.loads(pieces["scrutins.json"])}
    assert "noms" in scrutins["unanimite"] and {"noms", "instantane"}.isdisjoint(scrutins["secret"])
    lignes = json.loads(pieces["journal.json"])
    assert lignes and all((x["objet_type"], x["objet_id"]) != ("scrutin", vote["id"]) for x in lignes)
    with lecture() as session:
        note = session.scalar(select(EntreeJournal).where(EntreeJournal.evenement == "seance.preuves"))
        assert note and hashlib.sha256(reponse.data).hexdigest() in note.details
