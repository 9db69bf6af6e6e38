"""Every route, enumerated: form token, API token, no write on GET, headers, other people's numbers (T11–T13, T29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Select, Table, select

from college.api.cadre import operations
from college.base import Base
from college.journal import EntreeJournal
from college.transaction import lecture, unite
from tests.securite.scene import Scene
from tests.securite.test_fuites import _adresses, _valeurs

INCONNU = 987_654
SURS = {"GET", "HEAD", "OPTIONS"}
TRACES = {"session_web"}  # when a session was last seen
# Who read a confidential annex stands in the journal (architecture § 7.10: an access log may be written on GET, if this
# test leaves it out by name). Only these lines: any other line of the journal written by a GET is a fault.
ACCES = "annexe.consultee"
PUBLICS = ("/static/", "/teinte/")  # the same for everybody: kept by browsers
STATIQUE = "/static/dist/inconnu.css"


def _empreinte(*, acces: bool = True) -> dict[str, int]:
    """Table → hash of all its rows, those of the access log or not."""
    with lecture():
        return {
            table.name: hash(tuple(sorted(map(repr, unite().execute(_lignes(table, acces)).all()))))
            for table in Base.metadata.sorted_tables
            if table.name not in TRACES
        }


def _lignes(table: Table, acces: bool) -> Select[Any]:
    if acces or table.name != EntreeJournal.__tablename__:
        return select(table)
    return select(table).where(table.c.evenement != ACCES)


def _non_surs(scene: Scene) -> Iterator[tuple[str, str]]:
    """(method, address) of every route that could change something, on things that exist."""
    adaptateur = scene.app.url_map.bind("localhost")
    for regle in scene.app.url_map.iter_rules():
        valeurs: dict[str, Any] = {}
        for argument in regle.arguments:
            connues = _valeurs(scene, argument) or [{"nom": "services", "chemin": "rien"}.get(argument, 1)]
            valeurs[argument] = connues[0]
        for methode in sorted((regle.methods or set()) - SURS):
            yield methode, adaptateur.build(regle.endpoint, valeurs, method=methode)


def test_t12_every_form_is_refused_without_its_token(piege: Scene):
    client, avant = piege.navigateur("chantal"), _empreinte()
    essais = [(m, a) for m, a in _non_surs(piege) if not a.startswith("/api/")]
    assert len(essais) > 40
    for methode, adresse in essais:
        assert client.open(adresse, method=methode, data={"action": "x"}).status_code == 400, adresse
    assert _empreinte() == avant


def test_t12_the_api_takes_a_browser_only_with_its_form_token(piege: Scene):
    client, avant = piege.navigateur("chantal"), _empreinte()
    for methode, adresse in _non_surs(piege):
        if adresse.startswith("/api/") and not adresse.endswith("/rien"):
            assert client.open(adresse, method=methode, json={}).status_code == 403, adresse
    assert _empreinte() == avant


def test_t12_another_site_never_writes_even_with_a_token(piege: Scene):
    api = piege.api("chantal")
    for site in ("cross-site", "same-site"):
        refus = api.post("/seances", {"organe": "college"}, headers={"Sec-Fetch-Site": site})
        assert refus.status_code == 403


def test_every_call_of_the_api_that_is_not_public_asks_who(piege: Scene):
    client = piege.app.test_client()
    publiques = {o.chemin for o in operations.values() if o.publique}
    for methode, adresse in [*_non_surs(piege), *(("GET", a) for a in _adresses(piege))]:
        chemin = adresse.removeprefix("/api/v1")
        if adresse == chemin or "/public/" in chemin or chemin in publiques or adresse.endswith("/rien"):
            continue
        for entetes in ({}, {"Authorization": "Bearer col_faux"}, {"Authorization": "Basic YTpi"}):
            reponse = client.open(adresse, method=methode, headers=entetes)
            assert reponse.status_code == 401, (methode, adresse)


@pytest.mark.parametrize("qui", ["gaston", "chantal"])
def test_t12_no_get_changes_anything(piege: Scene, qui: str):
    client, avant = piege.navigateur(qui), _empreinte(acces=False)
    for adresse in _adresses(piege):
        client.get(adresse)
        client.head(adresse)
    apres = _empreinte(acces=False)
    assert {nom for nom in avant if avant[nom] != apres[nom]} == set()


def test_headers_of_every_answer_errors_included(piege: Scene):
    agent, public = piege.navigateur("chantal"), piege.app.test_client()
    adresses = [*_adresses(piege), STATIQUE, "/rien"]
    reponses = [(a, c, c.get(a)) for c in (agent, public) for a in adresses]
    reponses += [(a, public, public.open(a, method=m)) for m, a in _non_surs(piege)]
    for adresse, client, reponse in reponses:
        entetes = reponse.headers
        regles = {r.partition(" ")[0]: r.partition(" ")[2] for r in entetes["Content-Security-Policy"].split("; ")}
        assert "unsafe" not in str(regles) and "*" not in str(regles), adresse
        assert regles["default-src"] == "'none'", adresse
        assert "sandbox" in regles or (regles["frame-ancestors"], regles["base-uri"]) == ("'none'", "'none'"), adresse
        assert entetes["X-Content-Type-Options"] == "nosniff" and entetes["X-Frame-Options"] == "DENY", adresse
        assert entetes["Referrer-Policy"] == "same-origin", adresse
        assert "charset=utf-8" in entetes.get("Content-Type", "charset=utf-8") or not reponse.mimetype.startswith(
            "text/"
        )
        assert "Server" not in entetes or "Python" not in entetes["Server"]
        if client is agent and not adresse.startswith(PUBLICS):
            assert entetes["Cache-Control"] == "no-store", adresse


def test_what_a_token_reads_is_kept_by_no_shared_cache(piege: Scene):
    api = piege.api("chantal")
    for chemin in (
        "/moi",
        "/points",
        f"/points/{piege.points['fermekanar']}",
        f"/annexes/{piege.numeros['annexe'][0]}/contenu",
    ):
        regle = api.get(chemin).headers["Cache-Control"]
        assert regle in ("no-store", "private, no-cache"), chemin


def test_t9_the_numbers_of_another_institution_do_not_exist(piege: Scene):
    api, avant = piege.api("fatima"), _empreinte()
    for adresse in (a for a in _adresses(piege) if a.startswith("/api/") and any(c.isdigit() for c in a[8:])):
        if "/public/" not in adresse and f"/points/{piege.points['voisinekanar']}" not in adresse:
            reel, inconnu = (api.get(a).status_code for a in (adresse, re.sub(r"/\d+", f"/{INCONNU}", adresse)))
            assert reel == inconnu and reel in (403, 404), (adresse, "a right not held is refused before any number")
    for methode, adresse in _non_surs(piege):
        if adresse.startswith("/api/") and any(c.isdigit() for c in adresse[8:]):
            assert api.appeler(methode, adresse, {}).status_code in (403, 404, 415, 422), adresse
    refus = api.get("/moi", headers={"X-Institution": "exemple"})
    assert refus.status_code == 404
    assert _empreinte() == avant


def test_t29_every_body_refuses_the_fields_that_it_does_not_name(piege: Scene):
    api, avant = piege.api("chantal"), _empreinte()
    for operation in operations.values():
        if operation.corps is not None:
            assert operation.corps.model_config.get("extra") == "forbid", operation.nom
    corps = {"organe": "college", "service": "travaux", "titre": "X"}
    for champ in ("etat", "phase", "institution_id", "institution", "role", "auteur_id", "id", "version", "reference"):
        refus = api.post("/points", corps | {champ: 1})
        assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, champ)
    assert _empreinte() == avant


@pytest.mark.parametrize(
    "suite",
    ["//evil.be", "/\\evil.be", "http://evil.be", "https:evil.be", "http:///evil.be", "/\t/evil.be", " //evil.be",
     "/%0d%0aLocation:evil", "javascript:alert(1)", "\\\\evil.be", "///evil.be",
     "/app/\r\nSet-Cookie: a=b", "@evil.be"],
)  # fmt: skip
def test_t13_sign_in_never_sends_elsewhere(piege: Scene, suite: str):
    client = piege.app.test_client()
    page = client.get("/connexion", query_string={"suite": suite}).get_data(as_text=True)
    jeton = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    saisie = {"identifiant": "alice", "mot_de_passe": "pommier-lanterne-42", "csrf_token": jeton, "suite": suite}
    entree = client.post("/connexion", data=saisie)
    assert entree.status_code == 303
    assert entree.location in ("/app/", "/%0d%0aLocation:evil")
    assert "a=b" not in str(entree.headers)


@pytest.mark.parametrize("hote", ["evil.be", "evil.be:8000", "127.0.0.1@evil.be"])
def test_t31_the_host_header_is_written_nowhere(piege: Scene, hote: str):
    client = piege.app.test_client()
    entetes = {"Host": hote, "X-Forwarded-Host": "evil.be", "Forwarded": "host=evil.be"}
    for adresse in ("/", "/recherche?q=dossier", "/flux.atom", "/sitemap.xml", "/robots.txt", "/agenda.ics",
                    "/export.csv", "/app/", "/api/v1/public/decisions", "/api/v1/openapi.json", "/rien",
                    "/exemple/conseil/2026-12-14", "/exemple/conseil/2026-12-14/1-dossier"):  # fmt: skip
        reponse = client.get(adresse, headers=entetes)
        assert "evil.be" not in reponse.get_data(as_text=True) + str(reponse.headers), adresse


def test_t31_a_host_that_is_no_name_is_refused_without_a_fault_of_ours(piege: Scene):
    piege.app.testing = False
    for adresse in ("/", "/rien", "/app/", "/api/v1/moi"):
        refus = piege.app.test_client().get(adresse, headers={"Host": "a" * 300})
        assert (refus.status_code, "n’a pas pu être lue" in refus.text) == (400, True), adresse
