"""Files: bombs, polyglots, macros, viruses, names. Each is refused with its reason."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from college.erreurs import Erreur, Invalide, TropGros, TypeRefuse
from college.points.annexes import regles
from college.points.annexes.paquets import RATIO_MAX
from college.points.annexes.regles import examiner, nom_sur


def _pdf(**options):
    document = pikepdf.new()
    document.add_blank_page()
    flux = io.BytesIO()
    if script := options.get("script"):
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
    if joint := options.get("joint"):
        document.attachments["joint.txt"] = joint
    document.save(flux, encryption=options.get("encryption", False))
    return flux.getvalue()


def _docx():
    flux = io.BytesIO()
    document = Document()
    document.add_paragraph("Convention")
    document.save(flux)
    return flux.getvalue()


def _zip(**entrees):
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in entrees.items():
            archive.writestr(nom, contenu)
    return flux.getvalue()


def _docx_avec(**entrees):
    base = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return _zip(**{**base, **entrees})


def _image(format_="PNG"):
    flux = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(flux, format_)
    return flux.getvalue()


@pytest.mark.parametrize(
    ("nom", "octets", "mime"),
    [
        ("plan.pdf", _pdf(), "application/pdf"),
        ("Convention signée.DOCX", _docx(), "wordprocessingml"),
        ("photo.jpeg", _image("JPEG"), "image/jpeg"),
        ("liste.csv", "n°;objet\n1;été\n".encode("cp1252"), "text/csv"),
        (
            "tableau.ods",
            _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<a/>"}),
            "opendocument.spreadsheet",
        ),
    ],
)
def test_pieces_acceptees(nom, octets, mime):
    assert mime in examiner(nom, octets).mime


@pytest.mark.parametrize(
    ("nom", "octets", "raison"),
    [
        ("plan.pdf", b"PK\x03\x04 pas un pdf", "pas un PDF complet"),
        ("plan.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", "cache un autre fichier"),
        ("plan.pdf", _pdf() + _zip(a=b"x"), "PDF complet|cache un autre"),
        ("plan.pdf", b"%PDF-1.4\nrien\n%%EOF", "endommagé"),
        ("plan.pdf", _pdf(script="app.alert(1)"), "action automatique"),
        ("plan.pdf", _pdf(joint=b"secret"), "fichiers joints"),
        ("plan.pdf", _pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "mot de passe"),
        ("acte.docx", _pdf(), "pas un fichier « .docx »"),
        ("acte.docx", _zip(**{"readme.txt": b"x"}), "pas un fichier « .docx »"),
        ("acte.docx", _docx_avec(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("acte.docx", _docx_avec(**{"[Content_Types].xml": b"application/vnd.ms-word.macroEnabled"}), "macros"),
        ("acte.docx", _docx_avec(**{"word/embeddings/piege.exe": b"x"}), "contient un autre fichier"),
        ("acte.docx", _docx_avec(**{"word/header1.xml": b'<?xml version="1.0"?><!DOCTYPE a>'}), "XML interdite"),
        ("acte.docx", _docx_avec(**{"word/media/a.xml": b"\0" * 8_000_000}), "démesuré"),
        ("acte.docx", _docx_avec(**{f"w{n}.xml": b"" for n in range(2100)}), "démesuré"),
        ("acte.docx", _docx()[:-200], "endommagé"),
        ("photo.png", _image("JPEG"), "pas une image PNG"),
        ("photo.png", _image() + b"<script>alert(1)</script>", "cache un autre fichier"),
        ("photo.png", _image() + _zip(a=b"x"), "cache un autre fichier"),
        ("notes.txt", b"<html><script>", "pas du texte simple"),
        ("notes.txt", b"a\0b", "pas du texte simple"),
        ("virus.txt", regles.EICAR, "virus"),
        ("virus.pdf", _pdf() + regles.EICAR + b"%%EOF", "virus"),
    ],
)
def test_pieces_refusees_avec_leur_raison(nom, octets, raison):
    with pytest.raises(TypeRefuse, match=raison.replace("« ", "«\u00a0").replace(" »", "\u00a0»")) as refus:
        examiner(nom, octets)
    assert refus.value.phrase.endswith(".")


def test_extension_inconnue_vide_et_trop_gros(monkeypatch):
    with pytest.raises(TypeRefuse, match="exe"):
        examiner("facture.pdf.exe", b"MZ")
    with pytest.raises(Invalide, match="vide"):
        examiner("plan.pdf", b"")
    monkeypatch.setattr(regles, "TAILLE_MAX", 100)
    with pytest.raises(TropGros, match="60"):
        examiner("plan.pdf", _pdf())


def test_une_bombe_ne_gonfle_pas_en_memoire():
    assert RATIO_MAX <= 200
    with pytest.raises(TypeRefuse, match="démesuré"):
        examiner("a.docx", _docx_avec(**{"word/a.xml": b"<w:p/>" * 2_000_000}))


@pytest.mark.parametrize(
    ("nom", "sur"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("plan\u202efdp.pdf", "planfdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_noms(nom, sur):
    assert nom_sur(nom) == sur


@given(st.text(max_size=300))
def test_un_nom_est_toujours_sur_ou_refuse(nom):
    try:
        sur = nom_sur(nom)
    except Erreur as refus:
        assert refus.phrase.endswith(".")
        return
    assert 0 < len(sur) <= regles.NOM_MAX
    assert not set(sur) & set('/\\<>:"|?*\r\n\0')
    assert nom_sur(sur) == sur
