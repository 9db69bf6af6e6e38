"""What comes in: files over HTTP, words that break parsers, numbers that break databases (T4, T6, T8)."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog{}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def _png() -> bytes:
    tampon = io.BytesIO()
    Image.new("RGB", (2, 2)).save(tampon, "PNG")
    return tampon.getvalue()


def _zip(**membres: bytes) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), contenu)
    return tampon.getvalue()


def _docx(**autres: bytes) -> bytes:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _zip(**{"[Content_Types]_xml": types, "word__document_xml": b"<w:document/>", **autres})


REFUSES = {
    "page.html": b"<script>alert(1)</script>",
    "dessin.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "page.pdf": b"%PDF-1.4\n<script>alert(1)</script>",
    "actif.pdf": PDF.replace(b"{}", b"/OpenAction<</S/JavaScript/JS(app.alert)>>"),
    "lance.pdf": PDF.replace(b"{}", b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "virus.txt": EICAR.encode(),
    "macro.docx": _docx(word__vbaProject_bin=b"x"),
    "macro.docm": _docx(),
    "bombe.docx": _docx(word__bombe_xml=b"0" * 60_000_000),
    "externe.xlsx": _zip(rien=b"x"),
    "programme.exe": b"MZ\x90\x00",
    "script.pdf.exe": b"MZ\x90\x00",
    "faux.png": b"GIF89a<script>alert(1)</script>",
    "page.jpg": b"\xff\xd8\xff<html><script>alert(1)</script>",
    "archive.zip": _zip(a=b"x"),
    "vide.pdf": b"",
    "entite.docx": _docx(word__styles_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
}
NOMS = ["../../etc/passwd.png", "a\r\nSet-Cookie: a=b.png", "gnp.\u202eexe.png", "CON.png", "a" * 400 + ".png",
        "..\\..\\a.png", 'a"; filename="evil.html.png', "<img src=x onerror=alert(1)>.png", "\u200b.png"]  # fmt: skip


@pytest.fixture
def point(api) -> int:
    corps = {"organe": "college", "service": "travaux", "titre": "Plan"}
    return api("alice").post("/points", corps).json["id"]


def _joindre(api, point: int, nom: str, octets: bytes):
    return api("alice").post(f"/points/{point}/annexes", data={"fichier": (io.BytesIO(octets), nom), "type": "interne"})


@pytest.mark.parametrize("nom", REFUSES)
def test_t6_what_could_run_hide_or_swell_is_refused_with_its_reason(api, point, nom: str):
    refus = _joindre(api, point, nom, REFUSES[nom])
    assert refus.status_code in (413, 415, 422), refus.json
    assert len(refus.json["detail"]) > 20
    assert api("alice").get(f"/points/{point}/annexes").json["total"] == 0


@pytest.mark.parametrize("nom", NOMS)
def test_t6_the_name_of_a_file_stays_a_name(api, point, nom: str):
    reponse = _joindre(api, point, nom, _png())
    assert reponse.status_code in (201, 415, 422), reponse.json
    if reponse.status_code == 201:
        garde = reponse.json["nom"]
        assert len(garde) <= 200
        assert not set(garde) & set("/\\\r\n\u202e\u200b\x00")
        contenu = api("alice").get(f"/annexes/{reponse.json['id']}/contenu")
        assert contenu.headers["Content-Disposition"].startswith("attachment")
        assert contenu.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert contenu.headers["X-Content-Type-Options"] == "nosniff"
        assert contenu.mimetype == "image/png"
        assert "Set-Cookie" not in contenu.headers


HOSTILES = [
    "\x00", "a\x00b", "'", '"', "%", "_", "\\", "' OR 1=1 --", "*" * 200, "?*?*?*x", "(" * 250, "[a TO z]", "a~9",
    "NOT " * 60, "NOT" , "AND OR NOT", "a" * 5000, "\ud7ff", "𝔘" * 50, "é" * 300, '"' * 99, "-" * 99, "{{7*7}}",
    "${7*7}", "<script>", "\u202e", "\n" * 20, "titre:", "titre:*", "^2", "a^99999999999", "+-+-", "0" * 300, "\x0b",
]  # fmt: skip


@pytest.mark.parametrize(
    "adresse", ["/recherche", "/flux.atom", "/agenda.ics", "/export.csv", "/api/v1/public/decisions"]
)
def test_t8_no_search_breaks_the_public_pages(client, monde, adresse: str):
    for mot in HOSTILES:
        for nom in ("q", "organe", "annee", "matiere", "page", "tri", "issue"):
            reponse = client.get(adresse, query_string={nom: mot})
            assert reponse.status_code in (200, 301, 404, 422, 429), (nom, mot)


def test_t8_no_search_breaks_the_staff_pages(client, monde, connecter):
    connecter(client, "alice")
    for adresse in ("/app/recherche", "/app/points", "/api/v1/points", "/app/seances", "/app/actes", "/app/"):
        for rang, mot in enumerate(HOSTILES):
            autre = ("organe", "phase", "page", "limite", "curseur", "liste", "etat")[rang % 7]
            reponse = client.get(adresse, query_string={"q": mot, autre: mot})
            assert reponse.status_code in (200, 404, 422), (adresse, autre, mot)


@pytest.mark.parametrize(
    "numero", ["0", "-1", str(2**31), str(2**63), str(2**64), "9" * 400, "1e9", "٣", "²", "0x1", "1.5"]
)
def test_no_number_breaks_an_address(client, monde, connecter, numero: str):
    connecter(client, "chantal")
    for patron in ("/app/points/{}", "/app/seances/{}", "/app/actes/{}", "/app/annexes/{}", "/app/documents/{}/contenu",
                   "/app/documents/etat?ids={}", "/app/tutelle/envois/{}", "/api/v1/points/{}", "/api/v1/seances/{}",
                   "/api/v1/actes/{}", "/api/v1/documents/{}", "/api/v1/inscriptions/{}", "/api/v1/scrutins/{}",
                   "/api/v1/annexes/{}/contenu", "/api/v1/envois/{}", "/api/v1/public/decisions/{}",
                   "/exemple/conseil/2026-12-14/{}-a", "/annexes/{}/abc", "/app/seances?organe={}",
                   "/app/points?page={}", "/app/actes?page={}", "/recherche?page={}"):  # fmt: skip
        assert client.get(patron.format(numero)).status_code in (200, 301, 404, 422), patron


@pytest.mark.parametrize(
    "titre", ["Voirie\x0bcachée", "a\x00b", "\u202ea", "=1+1", "<script>alert(1)</script>", "&lt;b&gt;"]
)
def test_a_title_is_only_text(client, api, connecter, titre: str):
    reponse = api("alice").post("/points", {"organe": "college", "service": "travaux", "titre": titre})
    assert reponse.status_code in (201, 422)
    if reponse.status_code == 201:
        garde = api("alice").get(f"/points/{reponse.json['id']}").json["titre"]
        assert not set(garde) & set("\x00\x0b\u202e")
        page = connecter(client, "alice").get(f"/app/points/{reponse.json['id']}").get_data(as_text=True)
        assert "<script>alert" not in page
