"""Scanned pages: read by the command of the place, found by their words, and said when nobody can read them."""

from __future__ import annotations

import io
import shutil
import sys

import pytest
from PIL import Image, ImageDraw, ImageFont

from college import bail, repartiteur
from college.boite_envoi import Abandon, Message
from college.points import recherche, requetes, services
from college.points.annexes import ocr
from college.points.annexes.modele import Annexe
from college.points.annexes.requetes import du_point
from college.points.annexes.services import joindre
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite

# A reader as small as can be: it insists on a PNG of a fine page, and answers a word by the darkness of the page.
PETIT_LECTEUR = """
import io, sys
from PIL import Image
image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
assert image.format == "PNG" and image.width >= 1000, (image.format, image.width)
noirs = sum(image.convert("L").histogram()[:128])
print("MOULIN" if noirs else "")
"""


@pytest.fixture
def lecteur(tmp_path):
    """Debian's reader where it is installed, else the small one; unplugged after the test."""
    petit = tmp_path / "lire.py"
    petit.write_text(PETIT_LECTEUR)

    def brancher(code=None):
        if code is not None:
            petit.write_text(code)
        vrai = shutil.which("tesseract") if code is None else None
        ocr.brancher(f"{vrai} stdin stdout" if vrai else f"{sys.executable} {petit}")

    yield brancher
    ocr.brancher("")


def _scan(*pages):
    """A PDF of pictures: no page has a word."""
    feuilles = []
    for dit in pages:
        feuille = Image.new("RGB", (1240, 1754), "white")
        ImageDraw.Draw(feuille).text((120, 300), dit, fill="black", font=ImageFont.load_default(90))
        feuilles.append(feuille)
    flux = io.BytesIO()
    feuilles[0].save(flux, "PDF", save_all=True, append_images=feuilles[1:], resolution=150)
    return flux.getvalue()


@pytest.fixture
def deposer(monde, app):
    """A draft with one piece, the outbox emptied; answers the state and the words of the piece."""

    def faire(octets, nom="plan.pdf"):
        alice = monde.acteur("alice")
        with ecriture():
            point = services.proposer(alice, Saisie(organe="college", service="travaux", titre="Vanne")).id
            joindre(alice, requetes.point(alice, point), nom, octets)
        repartiteur.vider()
        return point, *_etat(alice, point)

    return faire


def _etat(qui, point):
    with lecture():
        (piece,) = du_point(requetes.point(qui, point))
        return piece.etat_texte, piece.texte


def _trouves(monde, q):
    with lecture():
        demande = recherche.liste(monde.acteur("alice"), recherche.Filtre(q=q, pieces=True))
        return [point.titre for point in unite().scalars(demande).unique()]


def test_sans_lecteur_une_image_le_dit_et_se_trouve_par_son_nom(deposer, monde, app, connecter):
    point, etat, texte = deposer(_scan("MOULIN"))
    assert (etat, texte) == ("image", "") and _trouves(monde, "moulin") == []
    page = connecter(app.test_client(), "alice").get(f"/app/points/{point}").text
    assert "image sans texte, se trouve par son nom seulement" in page


def test_les_pages_numerisees_se_trouvent_par_leurs_mots(deposer, monde, lecteur):
    lecteur()
    _, etat, texte = deposer(_scan("MOULIN", ""))
    assert etat == "reconnu" and texte.count("\f") == 1 and "MOULIN" in texte.upper().split("\f")[0]
    assert _trouves(monde, "moulin") == ["Vanne"]


def test_une_photo_se_lit_aussi_et_une_page_blanche_le_dit(deposer, lecteur):
    lecteur()
    flux = io.BytesIO()
    Image.new("RGB", (1200, 900), "white").save(flux, "PNG")
    assert deposer(flux.getvalue(), "photo.png")[1:] == ("image", "")


def test_un_document_qui_a_ses_mots_n_est_pas_relu(deposer, lecteur, tmp_path):
    lecteur(f"open({str(tmp_path / 'appele')!r}, 'w')")
    weasyprint = pytest.importorskip("weasyprint")
    assert deposer(weasyprint.HTML(string="<p>Convention").write_pdf())[1:] == ("lu", "Convention")
    assert not (tmp_path / "appele").exists()


@pytest.mark.parametrize(
    ("code", "phrase"), [("raise SystemExit(3)", "finit par le code 3"), ("1/0", "finit par le code 1")]
)
def test_un_lecteur_qui_echoue_laisse_un_etat_clair_et_se_rejoue(deposer, lecteur, code, phrase):
    lecteur(code)
    with pytest.raises(Abandon, match=f"ne peuvent pas être reconnues.*{phrase}"):
        deposer(_scan("MOULIN"))
    with lecture():
        assert unite().query(Annexe).one().etat_texte == "echec"
        envoi = unite().query(Message).filter_by(sujet="reconnaitre_annexe").one().id
    lecteur(PETIT_LECTEUR)
    assert bail.rejouer(envoi) == 1
    repartiteur.vider()
    with lecture():
        assert unite().query(Annexe).one().etat_texte == "reconnu"


def test_un_lecteur_absent_ou_sans_fin_est_nomme():
    ocr.brancher("/nulle/part stdin stdout")
    with pytest.raises(ocr.EchecOcr, match="ne se lance pas"):
        ocr.lire(b"x")
    ocr.brancher(f"{sys.executable} -c 'import time; time.sleep(60)'")
    with pytest.raises(ocr.EchecOcr, match="ne répond pas"):
        ocr.lire(b"x", delai=0.5)
    ocr.brancher("")
    assert not ocr.branche()


def test_le_lecteur_ne_recoit_ni_secret_ni_memoire_sans_fin(lecteur, monkeypatch):
    monkeypatch.setenv("COLLEGE_SECRET_KEY", "canari")
    lecteur("import os, sys; sys.stdin.buffer.read(); print('|'.join(f'{c}={v}' for c, v in os.environ.items()))")
    dit = ocr.lire(b"x")
    assert "PATH=" in dit and "canari" not in dit
    lecteur("import sys; sys.stdin.buffer.read(); x = bytearray(5 << 30); print('gros')")
    with pytest.raises(ocr.EchecOcr, match="finit par le code 1"):
        ocr.lire(b"x")
