"""The words of the pieces: read by a limited worker after the commit, searched by those who may know of them."""

from __future__ import annotations

import io
import zipfile

import pytest
import weasyprint

from college import repartiteur
from college.points import recherche, requetes, services
from college.points.annexes.requetes import du_point
from college.points.annexes.services import joindre
from college.points.saisie import Saisie
from college.templates_docs import extraction
from college.transaction import ecriture, lecture, unite

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Le lavoir des </w:t></w:r><w:r><w:t>Tilleuls</w:t></w:r>'
    "<w:del><w:r><w:delText>effacé</w:delText></w:r></w:del></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Pavé</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
ODT = (
    '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><text:h>Charte</text:h>'
    "<text:p>de la<text:s/>forêt <text:span>d’Aulnes</text:span></text:p></office:body></office:document-content>"
)


def _archive(nom, contenu):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr(nom, contenu)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("genre", "octets", "attendu"),
    [
        ("docx", _archive("word/document.xml", DOCX), "Le lavoir des Tilleuls\nPavé"),
        ("odt", _archive("content.xml", ODT), "Charte\nde la forêt d’Aulnes"),
        ("docx", _archive("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), ""),
    ],
)
def test_les_mots_d_un_document(genre, octets, attendu):
    assert extraction.extraire(genre, octets) == attendu


def test_un_texte_sans_fin_est_coupe():
    long = DOCX.replace("Tilleuls", "mot " * 100_000)
    assert len(extraction.extraire("docx", _archive("word/document.xml", long))) <= extraction.CARACTERES_MAX


@pytest.fixture
def pdf():
    return weasyprint.HTML(string="<p>Convention du moulin").write_pdf()


def _trouves(monde, qui, q, pieces=True):
    with lecture():
        filtre = recherche.Filtre(q=q, pieces=pieces)
        return [point.titre for point in unite().scalars(recherche.liste(monde.acteur(qui), filtre)).unique()]


def test_une_piece_confidentielle_ne_se_trouve_que_par_ceux_qui_y_travaillent(monde, app, pdf):
    alice, chantal = monde.acteur("alice"), monde.acteur("chantal")
    champs = {"organe": "college", "service": "travaux", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
    with ecriture():
        point = services.proposer(alice, Saisie(titre="Vanne", **champs))
        joindre(alice, point, "fiche.pdf", pdf, confidentielle=True)
        services.agir(alice, point, "soumettre")
        services.agir(monde.acteur("bernard"), point, "viser")
        services.agir(chantal, point, "viser")
        services.changer_phase(chantal, point, "inscrit")
    repartiteur.vider()
    assert _trouves(monde, "alice", "moulin") == _trouves(monde, "chantal", "moulin") == ["Vanne"]
    assert _trouves(monde, "hugo", "vanne") == ["Vanne"] and _trouves(monde, "hugo", "moulin") == []


def test_une_piece_se_trouve_par_ses_mots(monde, app, pdf):
    alice = monde.acteur("alice")
    with ecriture():
        point = services.proposer(alice, Saisie(organe="college", service="travaux", titre="Vanne"))
        joindre(alice, point, "convention.pdf", pdf)
    repartiteur.vider()
    with lecture():
        (piece,) = du_point(requetes.point(alice, point.id))
        assert piece.texte == "Convention du moulin"
    assert _trouves(monde, "alice", "MOULIN vanne") == ["Vanne"]
    assert _trouves(monde, "alice", "moulin", pieces=False) == []
    assert _trouves(monde, "hugo", "moulin") == []
