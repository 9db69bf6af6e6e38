"""The leak matrix: every face × every address × one secret word an object (T9, T10): zero leak."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from werkzeug.test import TestResponse

from tests.securite.scene import PERMIS, TOUS, Scene, courriels

INCONNU = 987_654
SUFFIXES = ("", ".json", ".pdf")
SOURCES = ("fermekanar", "soumiskanar")  # former texts to take up again
FIXES: dict[str, Any] = {
    "format_document": ("pdf", "docx"), "numero": (1, 2, 3), "decision": range(1, 5), "entree": (1,), "envoi": (1,),
    "page": (1,), "code": ("modelekanar",), "genre": ("yaml", "bpmn", "svg"), "couleur": ("1f4e79",),
    "empreinte": ("0" * 64,), "nom": ("services", "groupes", "categories"),
}  # fmt: skip
# Built elsewhere: the public pages, by `_publiques`; the secret address of a calendar, by its own test; files.
AILLEURS = {"institution", "organe", "jour", "adresse", "jeton", "filename", "chemin"}


def _valeurs(scene: Scene, argument: str) -> list[Any]:
    """What to put in a hole of an address."""
    connus = scene.numeros | {"point": list(scene.points.values()), "scrutin": list(scene.scrutins.values())}
    connus |= {"suivie": connus["seance"], "urne": connus["scrutin"], "autre": connus["point"][:1]}
    connus["source"] = [scene.points[canari] for canari in SOURCES if canari in scene.points]
    nom = argument.removesuffix("_id")
    return list(connus.get(nom) or FIXES.get(nom, ()))


def _adresses(scene: Scene) -> Iterator[str]:
    """Every GET of the application, with every number that exists."""
    adaptateur = scene.app.url_map.bind("localhost")
    for regle in scene.app.url_map.iter_rules():
        if "GET" not in (regle.methods or ()) or regle.endpoint == "static":
            continue
        combinaisons: list[dict[str, Any]] = [{}]
        for argument in sorted(regle.arguments):
            combinaisons = [{**deja, argument: v} for deja in combinaisons for v in _valeurs(scene, argument)]
        for valeurs in combinaisons:
            yield adaptateur.build(regle.endpoint, valeurs)
    yield from _publiques()
    yield from ("/app/points?phase=retire", "/app/points?q=dossier", "/app/recherche?q=dossier", "/recherche?q=dossier")
    yield from ("/api/v1/points?q=dossier", "/api/v1/public/decisions?q=considerant", "/flux.atom?organe=college")
    yield from ("/app/?liste=service", "/app/?liste=en_cours", "/app/actes?q=dossier", "/nulle/part/du/tout")


def _publiques() -> Iterator[str]:
    for adresse in ("/exemple/college/2026-12-04", "/exemple/conseil/2026-12-14"):
        yield from (adresse + suffixe for suffixe in SUFFIXES)
        yield from (f"{adresse}/{numero}-dossier" for numero in range(1, 5))
        yield from (f"{adresse}/1-dossier-publiekanar{suffixe}" for suffixe in SUFFIXES)


def _premier_message(reponse: TestResponse) -> bytes:
    """A stream does not end: what it says first is what it says later, then the door is closed."""
    premier = next(iter(reponse.response))
    reponse.close()
    return premier if isinstance(premier, bytes) else premier.encode()


def _texte(reponse: TestResponse) -> str:
    """Everything readable in an answer: headers, text, and inside PDF and DOCX with their metadata."""
    octets = _premier_message(reponse) if reponse.mimetype == "text/event-stream" else reponse.data
    lu = [str(reponse.headers)]
    if octets[:5] == b"%PDF-":
        lu += _textes_du_pdf(octets)
    elif octets[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            lu += [archive.read(nom).decode("utf-8", "replace") for nom in archive.namelist()]
    lu.append(octets.decode("utf-8", "replace"))
    return re.sub(r"</?mark[^>]*>|\u00ad", "", " ".join(lu)).casefold()


@lru_cache(maxsize=64)
def _textes_du_pdf(octets: bytes) -> list[str]:
    """The text layer, then every string and every XML stream: metadata, outline, alternatives, attachments."""
    lus = [page.get_textpage().get_text_range() for page in PdfDocument(octets)]
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        for objet in pdf.objects:
            if isinstance(objet, pikepdf.Dictionary):
                lus += [str(valeur) for valeur in objet.values() if isinstance(valeur, pikepdf.String)]
            elif isinstance(objet, pikepdf.Stream) and objet.get("/Type") in ("/Metadata", "/EmbeddedFile"):
                lus.append(objet.read_bytes().decode("utf-8", "replace"))
    return lus


def _releve(scene: Scene, lire: Any) -> dict[str, set[str]]:
    """canary → the addresses where it was found."""
    trouves: dict[str, set[str]] = {canari: set() for canari in PERMIS}
    for adresse in _adresses(scene):
        texte = _texte(lire(adresse)).replace(adresse.casefold(), "")
        for canari, ou in trouves.items():
            if canari in texte:
                ou.add(adresse)
    return trouves


def _verifier_les_lectures(qui: str, trouves: dict[str, set[str]]) -> None:
    fuites = {canari: sorted(ou) for canari, ou in trouves.items() if ou and qui not in PERMIS[canari]}
    assert not fuites, f"{qui} reads what they may not: {fuites}"
    absents = [canari for canari, ou in trouves.items() if not ou and qui in PERMIS[canari]]
    assert not absents, f"{qui} finds nowhere what they may read: {absents}"


def test_no_hole_of_an_address_is_left_empty(piege: Scene):
    """An address that nobody can build is an address that nobody tries."""
    trous = {a for r in piege.app.url_map.iter_rules() if "GET" in (r.methods or ()) for a in r.arguments}
    vides = {trou for trou in trous - AILLEURS if not _valeurs(piege, trou)}
    assert not vides


@pytest.mark.parametrize("qui", sorted(TOUS))
def test_t9_t10_nobody_reads_in_a_browser_what_is_not_theirs(piege: Scene, qui: str):
    client = piege.navigateur(qui)
    _verifier_les_lectures(qui, _releve(piege, client.get))


@pytest.mark.parametrize("qui", ["hugo", "gaston", "membre_b", "fatima"])
def test_t9_t10_nobody_reads_with_a_token_what_is_not_theirs(piege: Scene, qui: str):
    api = piege.api(qui)
    client = api.client
    trouves = _releve(piege, lambda adresse: client.get(adresse, headers={**api.entetes, "HX-Request": "true"}))
    fuites = {canari: sorted(ou) for canari, ou in trouves.items() if ou and qui not in PERMIS[canari]}
    assert not fuites


@pytest.mark.parametrize("qui", ["hugo", "gaston", "membre_b", "anonyme"])
def test_t9_a_search_for_a_hidden_word_answers_as_for_a_word_that_nobody_wrote(piege: Scene, qui: str):
    client = piege.navigateur(qui)
    for canari in (c for c, permis in PERMIS.items() if qui not in permis):
        leurre = "zzzzz" + canari[5:]
        for adresse in ("/recherche", "/app/recherche", "/app/points", "/api/v1/public/decisions", "/api/v1/points"):
            vrai, faux = (client.get(adresse, query_string={"q": mot}) for mot in (canari, leurre))
            assert vrai.status_code == faux.status_code
            nu = [_sans_alea(r.get_data(as_text=True)).replace(m, "") for r, m in ((vrai, canari), (faux, leurre))]
            assert nu[0] == nu[1], (adresse, canari)


def _sans_alea(page: str) -> str:
    """The page without what is drawn anew for each form: its token, and its key against a double sending."""
    page = re.sub(r'(csrf[-_]token"[^>]*(?:value|content)=")[^"]*', r"\1", page)
    return re.sub(r'(name="cle_unique" value=")[\w-]{22}(?=")', r"\1", page)


@pytest.mark.parametrize("qui", ["hugo", "gaston", "membre_b", "fatima"])
def test_t9_hidden_and_unknown_are_the_same_answer(piege: Scene, qui: str):
    api = piege.api(qui)
    for canari, numero in piege.points.items():
        if qui in PERMIS[canari]:
            continue
        for patron in ("/points/{}", "/points/{}/historique", "/points/{}/annexes", "/points/{}/revisions/1"):
            cache, inconnu = (api.get(patron.format(n)) for n in (numero, INCONNU))
            assert (cache.status_code, cache.json["detail"]) == (404, inconnu.json["detail"])
            assert "ETag" not in cache.headers and "Last-Modified" not in cache.headers


def test_d16_t16_a_secret_vote_shows_counts_and_never_a_name(piege: Scene):
    for qui in ("chantal", "denis", "alice"):
        vu = piege.api(qui).get(f"/scrutins/{piege.scrutins['secret']}")
        assert vu.status_code == 200
        assert not vu.json.get("noms")
        assert vu.json["comptes"]["contre"] == 1


def test_t10_no_mail_says_more_than_its_reader_may_know(piege: Scene):
    lettres = courriels(piege.app.extensions["college"].data_dir)
    assert lettres
    for lettre in lettres:
        texte = lettre.read_text("utf-8").casefold()
        destinataire = re.search(r"^to:.*?([\w.]+)@", texte, re.MULTILINE)[1]
        sujet = re.search(r"^subject:(.*)", texte, re.MULTILINE)[1]
        for canari, permis in PERMIS.items():
            assert canari not in sujet
            assert canari not in texte or destinataire in permis, (lettre.name, canari)


def test_t28_no_log_line_carries_what_a_closed_point_says(piege: Scene, caplog):
    with caplog.at_level("DEBUG"):
        piege.navigateur("chantal").get(f"/app/points/{piege.points['fermekanar']}")
        piege.navigateur("hugo").get(f"/app/points/{piege.points['fermekanar']}")
    assert "fermekanar" not in caplog.text
