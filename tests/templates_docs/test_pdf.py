"""PDF: what it says, that it is the same each time, that it calls nobody and leaks nothing."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from college.templates_docs import documents, exemple, pdf

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
REFERENCES = Path(__file__).parent / "references"


def _texte(contenu: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(contenu)]
    return "\n".join(pages).replace("\r\n", "\n")


def _fabriquer(type_document: str, dossier=None) -> bytes:
    facts = dossier or exemple.dossier_exemple(type_document)
    return pdf.fabriquer(type_document, documents.contexte_de(type_document, facts, exemple.SUITE))[0]


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_chaque_document_dit_ce_que_dit_sa_reference(type_document):
    """Golden texts: read the difference, and replace the file when the new text is the better one."""
    reference = REFERENCES / f"{type_document}.txt"
    assert _texte(_fabriquer(type_document)) == reference.read_text()


def test_memes_faits_memes_octets():
    assert _fabriquer("pv") == _fabriquer("pv")


def test_un_projet_le_dit_sur_chaque_page():
    textes = [
        p.get_textpage().get_text_range() for p in PdfDocument(_fabriquer("pv", replace(exemple.DOSSIER, projet=True)))
    ]
    assert all("PROJET" in texte for texte in textes)
    assert "PROJET" not in _texte(_fabriquer("pv"))


@pytest.mark.parametrize(("type_document", "combien"), [("convocation", 8), ("ordre_du_jour", 12)])
def test_les_mains_ne_sont_jamais_seules_sur_leur_page(type_document, combien):
    points = tuple(replace(exemple.POINTS[1], numero=str(rang), titre="Dernière ligne") for rang in range(combien))
    pages = [
        p.get_textpage().get_text_range()
        for p in PdfDocument(_fabriquer(type_document, replace(exemple.DOSSIER, points=points)))
    ]
    assert len(pages) == 2 and "Par le Collège" in pages[1]
    assert "se consultent" in pages[1] or "Dernière ligne" in pages[1], "the last words come with those who sign them"


def test_les_faits_voyagent_dans_le_fichier_et_rien_d_autre():
    with pikepdf.open(BytesIO(_fabriquer("pv"))) as lu:
        assert list(lu.attachments) == ["donnees.json"]
        assert "Désignation" not in lu.attachments["donnees.json"].get_file().read_bytes().decode()


def test_t10_le_public_ne_lit_nulle_part_le_titre_d_un_point_ferme():
    contenu = _fabriquer("pv")
    with pikepdf.open(BytesIO(contenu)) as lu:
        xmp = lu.Root.Metadata.read_bytes().decode()
        plan = [item.title for item in lu.open_outline().root]
        alternatives = [str(o.get("/Alt", "")) for o in lu.objects if isinstance(o, pikepdf.Dictionary)]
        proprietes = [str(v) for v in lu.docinfo.values()]
    for endroit in (_texte(contenu), xmp, *plan, *alternatives, *proprietes):
        assert "institutrice" not in endroit


VECTEURS = (
    '<img src="http://127.0.0.1:{port}/img">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/css">',
    '<style>@import "http://127.0.0.1:{port}/import";</style>',
    "<style>@font-face {{ font-family: x; src: url(http://127.0.0.1:{port}/font) }} p {{ font-family: x }}</style>",
    '<p style="background: url(http://127.0.0.1:{port}/fond)">a</p>',
    '<link rel="attachment" href="http://127.0.0.1:{port}/piece">',
    '<a rel="attachment" href="file:///etc/hostname">a</a>',
    '<object data="http://127.0.0.1:{port}/objet"></object><embed src="file:///etc/hostname">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:{port}/svg" width="9" height="9"/></svg>',
)


def test_une_liste_garde_son_premier_numero_et_ses_lettres():
    texte = '<ol start="4"><li>trier<ol type="a" start="2"><li>le verre</li></ol></li></ol>'
    point = replace(exemple.POINTS[0], dispositif_html=texte)
    contexte = documents.contexte_de("deliberation", replace(exemple.DOSSIER, points=(point,)))
    lu = _texte(pdf.fabriquer("deliberation", contexte)[0])
    assert re.search(r"^4\.", lu, re.M) and re.search(r"^b\.", lu, re.M), lu


@pytest.fixture
def ecoute():
    """A real listener on loopback: its port, and the connections that it saw."""
    visites: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as serveur:
        serveur.settimeout(0.2)
        fini = threading.Event()

        def _servir():
            while not fini.is_set():
                try:
                    connexion, _ = serveur.accept()
                except TimeoutError:
                    continue
                visites.append(connexion.recv(200))
                connexion.close()

        fil = threading.Thread(target=_servir, daemon=True)
        fil.start()
        yield serveur.getsockname()[1], visites
        fini.set()
        fil.join()


@pytest.mark.parametrize("vecteur", VECTEURS)
def test_t3_un_modele_hostile_n_appelle_personne(vecteur, ecoute):
    port, visites = ecoute
    source = "<html><head><title>t</title></head><body><p>Texte</p>" + vecteur.format(port=port) + "</body></html>"
    contenu, _pages = pdf.depuis_html(source, {"cree_le": "2026-11-09T00:00:00+00:00"})
    assert visites == []
    with pikepdf.open(BytesIO(contenu)) as lu:
        assert list(lu.attachments) == []
    nom = Path("/etc/hostname").read_text().strip()
    assert nom not in _texte(contenu)


@pytest.mark.parametrize(
    "adresse",
    ["college-asset:../../settings.py", "college-asset:polices/../modeles/base.html", "college-asset:/etc/passwd",
     "file:///etc/passwd", "http://127.0.0.1/", "data:text/html,<b>x", "ftp://x.test/",
     "data:image/png;base64," + "A" * 3_000_000],
)  # fmt: skip
def test_le_guichet_refuse_toute_autre_adresse(adresse):
    with pytest.raises(ValueError, match="refused"):
        pdf.Guichet().fetch(adresse)
