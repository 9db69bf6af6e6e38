"""The file that a person carries: numbered, hashed, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from college.connecteurs.base import Piece
from college.connecteurs.depot_assiste import DepotAssiste, archive, bordereau, nom_archive, nom_sur


def test_l_archive_est_numerotee_et_verifiable(dossier):
    envoi = dossier()
    with zipfile.ZipFile(io.BytesIO(archive(envoi))) as zip_:
        noms = zip_.namelist()
        assert noms == ["00-bordereau.txt", "01-deliberation.pdf", "02-avis-du-DF.pdf", "SHA256SUMS", "manifeste.json"]
        for ligne in zip_.read("SHA256SUMS").decode().splitlines():
            empreinte, nom = ligne.split("  ")
            assert hashlib.sha256(zip_.read(nom)).hexdigest() == empreinte
        assert json.loads(zip_.read("manifeste.json")) == envoi.manifeste()


def test_l_archive_est_la_meme_a_chaque_fois(dossier):
    assert archive(dossier()) == archive(dossier())


def test_le_bordereau_dit_ce_qui_manque_et_jusqu_a_quand(dossier):
    texte = bordereau(dossier(pieces_absentes=("Avis de la commission art. 12 RGCC",)))
    assert "au plus tard le 24/11/2026" in texte
    assert "– Avis de la commission art. 12 RGCC" in texte
    assert "Guichet des pouvoirs locaux" in texte


def test_un_nom_de_piece_ne_sort_jamais_de_l_archive(dossier):
    envoi = dossier(acte=Piece("../../etc/passwd", b"x"), annexes=(Piece("C:\\é\0.pdf", b"y"), Piece("///", b"z")))
    with zipfile.ZipFile(io.BytesIO(archive(envoi))) as zip_:
        assert zip_.namelist()[1:4] == ["01-etc-passwd", "02-C-e-.pdf", "03-piece"]
    assert nom_sur("a" * 400) == "a" * 120


def test_le_recu_dit_qu_une_personne_doit_encore_deposer(dossier):
    recu = DepotAssiste().deposer(dossier())
    assert recu.en_attente_manuelle
    assert recu.reference == nom_archive(dossier())
