"""Mail: a real SMTP conversation, or a file; one acceptance, no forged header."""

from __future__ import annotations

import email
from email import policy

import pytest

from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive, ErreurPassagere, Piece
from college.settings import Settings


@pytest.fixture
def boite(tmp_path):
    courriel.brancher(Settings(data_dir=tmp_path, courriel_expediteur="Collège <college@exemple.test>"))
    return tmp_path / "courriels"


def _lire(fichier):
    return email.message_from_bytes(fichier.read_bytes(), policy=policy.default)


def test_le_serveur_accepte_le_message_avec_ses_pieces(smtp):
    accepte = courriel.envoyer(
        "denis@exemple.test", "Convocation du 14 décembre", "Madame, Monsieur,", [Piece("ordre du jour.pdf", b"%PDF")]
    )
    (recu,) = smtp.recus
    assert accepte.tzinfo is not None
    assert recu["Subject"] == "Convocation du 14 décembre"
    assert [piece.get_filename() for piece in recu.iter_attachments()] == ["ordre du jour.pdf"]


@pytest.mark.parametrize(
    ("destinataire", "texte", "famille"),
    [("550 inconnu", "250 bien", ErreurDefinitive), ("250 bien", "552 trop gros", ErreurDefinitive),
     ("250 bien", "451 plus tard", ErreurPassagere)],
)  # fmt: skip
def test_chaque_refus_a_sa_famille(smtp, destinataire, texte, famille):
    smtp.au_destinataire, smtp.au_texte = destinataire, texte
    with pytest.raises(famille):
        courriel.envoyer("denis@exemple.test", "Objet", "Texte")


def test_un_serveur_eteint_est_passager(tmp_path):
    courriel.brancher(Settings(data_dir=tmp_path, courriel_url="smtp://127.0.0.1:1"))
    with pytest.raises(ErreurPassagere, match="ne répond pas"):
        courriel.envoyer("denis@exemple.test", "Objet", "Texte")


def test_sans_serveur_le_courriel_est_un_fichier(boite):
    courriel.envoyer("denis@exemple.test", "Ordre du jour", "Voici l’ordre du jour.", html="<p>Voici</p>")
    (fichier,) = boite.glob("*.eml")
    message = _lire(fichier)
    assert message["To"] == "denis@exemple.test"
    assert "Voici l’ordre du jour." in message.get_body(("plain",)).get_content()


def test_la_meme_cle_donne_le_meme_courriel(boite):
    for _ in range(3):
        courriel.envoyer("denis@exemple.test", "Ordre du jour", "Texte", cle="convocation/12/denis")
    courriel.envoyer("claire@exemple.test", "Ordre du jour", "Texte", cle="convocation/12/denis")
    assert len(list(boite.glob("*.eml"))) == 2


@pytest.mark.parametrize(
    ("destinataire", "sujet"),
    [("denis@exemple.test\nBcc: tous@exemple.test", "Objet"), ("denis@exemple.test", "Objet\r\nBcc: x@exemple.test"),
     ("denis", "Objet"), ("", "Objet")],
)  # fmt: skip
def test_un_en_tete_ne_se_forge_pas(boite, destinataire, sujet):
    with pytest.raises(ErreurDefinitive):
        courriel.envoyer(destinataire, sujet, "Texte")
    assert not boite.exists()
