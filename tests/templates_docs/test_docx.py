"""Word documents: same words as the PDF, hostile templates refused, nothing of the template's author left."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from college.templates_docs import archive, assemblage_docx, documents, docx, exemple, gabarits, wordml
from college.templates_docs.gabarit_html import MODELES
from tests.outils import docx_lisibles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _fabriquer(type_document: str, gabarit: bytes | None = None) -> bytes:
    contexte = documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)
    return docx.fabriquer(type_document, contexte, gabarit)


def _mots(contenu: bytes) -> str:
    with zipfile.ZipFile(BytesIO(contenu)) as lu:
        racine = etree.fromstring(lu.read("word/document.xml"))
    paragraphes = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in racine.iter(f"{W}p"))
    return re.sub(r"\s+", " ", " ".join(paragraphes))


def _gabarit(corps: str = "", entete: str = "", titre: str = "") -> bytes:
    mot = Document()
    mot.add_paragraph(corps)
    mot.sections[0].header.paragraphs[0].text = entete
    mot.core_properties.title = titre
    mot.core_properties.author = "Auteur secret"
    sortie = BytesIO()
    mot.save(sortie)
    return sortie.getvalue()


def _remplacer(contenu: bytes, nom: str, texte: bytes) -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(BytesIO(contenu)) as lu, zipfile.ZipFile(sortie, "w") as ecrit:
        for partie in lu.namelist():
            if partie != nom:
                ecrit.writestr(partie, lu.read(partie))
        ecrit.writestr(nom, texte)
    return sortie.getvalue()


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_les_modeles_livres_sont_ceux_que_le_programme_ecrit(type_document):
    ecrit = gabarits.composer(type_document)
    livre = (MODELES / type_document / "modele.docx").read_bytes()
    assert len(livre) < 100_000
    assert _mots(ecrit) == _mots(livre)


def test_le_mot_a_mot_du_pv_est_celui_du_pdf():
    mots = _mots(_fabriquer("pv"))
    for phrase in (
        "Procès-verbal du Conseil communal",
        "M. Amaury Piette, conseiller, entre en séance avant la discussion du point.",
        "Par 7 voix pour, 2 voix contre (Florent Haulot-Dervaux, Carla Zanetti) et 2 abstentions",
        "Article\xa01er. De vendre de gré à gré".replace("\xa0", " "),
        "Passage surélevé",
        "• au fonds de réserve extraordinaire ;",
        "Huis clos – article L1122-21",
    ):
        assert phrase in mots.replace("\xa0", " "), phrase
    assert "institutrice" not in mots and "{{" not in mots and "{%" not in mots


def test_memes_faits_memes_octets():
    assert _fabriquer("deliberation") == _fabriquer("deliberation")


def test_rien_de_l_auteur_du_modele_ne_reste():
    rendu = Document(BytesIO(_fabriquer("extrait", _gabarit("{{ titre }}"))))
    assert rendu.core_properties.author == "Commune de Val-des-Aulnes"
    assert rendu.core_properties.last_modified_by == "Commune de Val-des-Aulnes"


def test_t2_un_titre_plein_de_chevrons_reste_un_titre():
    contexte = documents.contexte_de("extrait", exemple.dossier_exemple("extrait"))
    contexte["titre"] = "A & B <w:br/> « x »\x00"
    assert "A & B <w:br/> « x »" in _mots(docx.fabriquer("extrait", contexte, _gabarit("{{ titre }}")))


INJECTIONS = (
    "{{ cycler.__init__.__globals__.os.popen('touch MARQUE').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].system('touch MARQUE') }}",
    "{{ joiner.__init__.__globals__.os.system('touch MARQUE') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ titre.__class__.__base__ }}",
    "{{ titre|attr('__class__')|attr('__mro__') }}",
    "{{ (titre|attr('for' ~ 'mat'))('{0.__class__.__init__.__globals__}') }}{{ inconnu.x }}",
    "{{ config }}",
    "{{ signataires.append(1) }}",
    "{{ range(999999999)|list }}",
    "{% set x = meta.update({'a': 1}) %}",
)


@pytest.mark.parametrize("charge", INJECTIONS)
@pytest.mark.parametrize("partie", ["corps", "entete", "titre"])
def test_t1_aucune_charge_ne_s_execute(charge, partie, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception) as refus:
        _fabriquer("extrait", _gabarit(**{partie: charge}))
    assert type(refus.value).__module__.startswith("jinja2") or isinstance(refus.value, OverflowError), refus.value
    assert list(tmp_path.iterdir()) == []


EXTERNE = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://x.test/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("word/vbaProject.bin", b"x", "vbaProject.bin"),
        ("word/embeddings/objet.bin", b"x", "embeddings"),
        ("word/_rels/settings.xml.rels", EXTERNE, "settings.xml.rels"),
        ("word/_rels/a.xml.rels", EXTERNE.replace(b"t.dotm", b"a>b.dotm"), "a>b.dotm"),
        ("word/_rels/b.xml.rels", EXTERNE.replace(b"t.dotm", b"/hyperlink"), "b.xml.rels"),
        ("word/_rels/c.xml.rels", EXTERNE.replace(b'"External', b'"&#69;xternal'), "c.xml.rels"),
        (
            "word/_rels/d.xml.rels",
            EXTERNE.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
            "UTF-8",
        ),
        ("word/_rels/e.xml.rels", b"<Relationship " * 9, "illisible"),
        ("word/footnotes.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "footnotes.xml"),
        ("word/afchunk.html", b"<b>x", "afchunk"),
        ("word/media/interne.zip", b"PK", "interne.zip"),
        ("../dehors.xml", b"<a/>", "dehors"),
    ],
)
def test_t6_un_modele_dangereux_est_refuse_par_le_nom_de_sa_partie(nom, contenu, dit):
    with pytest.raises(archive.GabaritRefuse, match=re.escape(dit)):
        archive.verifier_archive(_remplacer(_gabarit("x"), nom, contenu))


def test_un_modele_garde_ses_liens_vers_des_pages():
    lien = EXTERNE.replace(b"attachedTemplate", b"hyperlink")
    archive.verifier_archive(_remplacer(_gabarit("x"), "word/_rels/autre.xml.rels", lien))
    with zipfile.ZipFile(BytesIO(_gabarit("x"))) as lu:
        assert any(nom.endswith(".rels") for nom in lu.namelist()), "its own links are read too"


def test_t6_une_bombe_est_refusee_avant_d_etre_lue():
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        ecrit.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(archive.GabaritRefuse, match="démesurée"):
        archive.verifier_archive(sortie.getvalue())
    with pytest.raises(archive.GabaritRefuse, match="lisible"):
        archive.verifier_archive(b"pas un zip")


def test_un_tableau_garde_ses_etendues():
    xml = wordml.convertir(
        '<table><tr><td colspan="2">a</td><td rowspan="2">b</td></tr><tr><td>c</td><td>d</td></tr></table>'
    )
    racine = etree.fromstring(f'<r xmlns:w="{W[1:-1]}">{xml}</r>')
    rangees = [len(r.findall(f"{W}tc")) for r in racine.iter(f"{W}tr")]
    assert rangees == [2, 3] and xml.count("w:gridSpan") == 1 and xml.count("w:vMerge") == 2


def test_une_image_est_dans_le_document():
    point = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    contexte = documents.contexte_de("extrait", exemple.dossier_exemple("extrait"))
    contexte["point"]["texte_html"] = f'<p>Plan : <img src="data:image/png;base64,{point}"></p>'
    with zipfile.ZipFile(BytesIO(docx.fabriquer("extrait", contexte))) as lu:
        assert any(nom.startswith("word/media/") for nom in lu.namelist())


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice: apt-get install libreoffice-writer")
def test_libreoffice_ouvre_chaque_document(tmp_path: Path):
    for type_document in documents.TYPES:
        (tmp_path / f"{type_document}.docx").write_bytes(_fabriquer(type_document))
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        ["soffice", profil, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]
        + [str(f) for f in sorted(tmp_path.glob("*.docx"))],
        check=True,
        capture_output=True,
        timeout=180,
    )
    textes = {f.stem: f.read_text(encoding="utf-8-sig") for f in tmp_path.glob("*.txt")}
    assert set(textes) == set(documents.TYPES)
    assert "Par 7 voix pour" in textes["pv"] and "Pour extrait conforme" in textes["extrait"]


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice: apt-get install libreoffice-writer")
def test_libreoffice_ouvre_le_recueil_et_nomme_ce_qu_il_n_ouvre_pas(tmp_path: Path):
    actes = [_fabriquer("deliberation"), _fabriquer("extrait")]
    meta = {"titre": "Délibérations", "auteur": "Commune", "sujet": "Conseil", "cree_le": "2026-11-09T00:00:00+00:00"}
    (tmp_path / "recueil.docx").write_bytes(assemblage_docx.assembler(actes, meta))
    (tmp_path / "sous").mkdir()
    (tmp_path / "sous" / "casse.docx").write_bytes(actes[0][: len(actes[0]) // 2])
    assert docx_lisibles.illisibles(tmp_path) == (2, [str(tmp_path / "sous" / "casse.docx")])
