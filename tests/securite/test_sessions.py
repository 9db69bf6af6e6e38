"""Sessions, passwords, waits (T11, T25) and what must not be forged in logs and mails (T10, T28, T31)."""

from __future__ import annotations

import json
import logging
import re
import time

import pytest
from flask.testing import FlaskClient

from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive
from tests.fabriques import MOT_DE_PASSE

NOUVEAU = "verger-boussole-97-lune"


def _jeton(client: FlaskClient, adresse: str = "/connexion") -> str:
    page = client.get(adresse).get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def _essayer(client: FlaskClient, identifiant: str, mot_de_passe: str):
    saisie = {"identifiant": identifiant, "mot_de_passe": mot_de_passe, "csrf_token": _jeton(client)}
    return client.post("/connexion", data=saisie)


def _voler(client: FlaskClient, app) -> FlaskClient:
    """Another browser with the same cookies."""
    copie = app.test_client()
    for nom in ("college", "college-visite"):
        if cookie := client.get_cookie(nom):
            copie.set_cookie(nom, cookie.value)
    return copie


def test_t11_a_copied_cookie_opens_nothing_after_sign_out(app, client, connecter):
    connecter(client, "alice")
    copie = _voler(client, app)
    assert copie.get("/app/compte").status_code == 200
    client.post("/deconnexion", data={"csrf_token": _jeton(client, "/app/compte")})
    assert copie.get("/app/compte").status_code == 303
    assert copie.get("/api/v1/moi").status_code == 401


def test_t11_a_session_chosen_by_somebody_else_is_never_used(app, connecter):
    client = app.test_client()
    client.set_cookie("college", "choisi-par-un-autre")
    connecter(client, "alice")
    assert client.get_cookie("college").value != "choisi-par-un-autre"
    avant = client.get_cookie("college").value
    connecter(client, "alice")
    assert client.get_cookie("college").value != avant
    ancien = app.test_client()
    ancien.set_cookie("college", avant)
    assert ancien.get("/app/compte").status_code == 303


def test_t11_the_visit_before_sign_in_opens_nothing_after_it(app, client, connecter):
    client.get("/connexion")
    visite = _voler(client, app)
    connecter(client, "alice")
    assert visite.get("/app/compte").status_code == 303


def test_t11_a_new_password_closes_the_other_sessions(app, client, connecter):
    connecter(client, "alice")
    ailleurs = connecter(app.test_client(), "alice")
    champs = {"ancien": MOT_DE_PASSE, "actuel": MOT_DE_PASSE, "nouveau": NOUVEAU, "encore": NOUVEAU}
    page = client.get("/app/compte").get_data(as_text=True)
    noms = set(re.findall(r'<input[^>]*type="password"[^>]*name="([^"]+)"', page))
    noms |= set(re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="password"', page))
    saisie = {nom: champs.get(nom, NOUVEAU) for nom in noms} | {"csrf_token": _jeton(client, "/app/compte")}
    assert client.post("/app/compte/mot-de-passe", data=saisie).status_code == 303
    assert ailleurs.get("/app/compte").status_code == 303
    assert client.get("/app/compte").status_code == 200
    assert _essayer(app.test_client(), "alice", MOT_DE_PASSE).status_code == 422


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(creer_application, base, monde, connecter):
    app = creer_application(database_url=base, base_url="https://commune.example")
    client = app.test_client()
    entete = client.get("/connexion", base_url="https://commune.example").headers.getlist("Set-Cookie")
    assert entete
    for cookie in entete:
        assert cookie.startswith("__Host-")
        for attribut in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribut in cookie
        assert "Domain" not in cookie


def test_t25_the_wait_is_for_one_account_never_for_the_house(app, monde):
    client = app.test_client()
    statuts = [_essayer(client, "alice", f"faux-{n}").status_code for n in range(12)]
    assert 429 in statuts
    assert _essayer(client, "alice", MOT_DE_PASSE).status_code == 429
    assert _essayer(client, "ALICE ", MOT_DE_PASSE).status_code == 429
    assert _essayer(client, "bernard", MOT_DE_PASSE).status_code == 303


def test_t25_an_unknown_account_is_answered_like_a_wrong_password(app, monde):
    client = app.test_client()
    pages = [_essayer(client, nom, "faux-mot-de-passe") for nom in ("alice", "personne")]
    textes = [re.sub(r'value="[^"]*"', "", p.get_data(as_text=True)) for p in pages]
    assert textes[0] == textes[1]
    assert [p.status_code for p in pages] == [422, 422]


def test_t28_what_is_typed_forges_no_log_line_and_no_secret_is_logged(app, monde, caplog):
    client = app.test_client()
    with caplog.at_level(logging.DEBUG):
        _essayer(client, "alice\r\nERROR forged", "secret-tres-secret")
        client.get("/recherche?q=%0d%0aERROR+forged")
        client.get("/app/points", headers={"Authorization": "Bearer col_jeton-secret"})
        client.get("/rien%0aERROR%20forged", headers={"X-Request-Id": "a\tb"})
    for ligne in caplog.messages:
        assert "\nERROR forged" not in ligne
        assert "secret-tres-secret" not in ligne and "col_jeton-secret" not in ligne


def test_asvs_16_3_2_a_refusal_leaves_one_json_line_without_what_was_typed(app, monde, api, connecter, caplog):
    alice = connecter(app.test_client(), "alice")
    with caplog.at_level(logging.WARNING, "college.refus"):
        assert alice.get("/app/administration/organes/1?q=secret-tres-secret").status_code == 403
        assert (
            api("alice").post("/seances", {"organe": "college", "debut": "2026-12-14T19:30:00+01:00"}).status_code
            == 403
        )
        assert app.test_client().get("/api/v1/moi", headers={"Authorization": "Bearer col_faux"}).status_code == 401
    lignes = [json.loads(m) for m in caplog.messages]
    numero = monde.agent("alice").id
    assert [(ligne["refus"], ligne["agent"], ligne["route"], ligne["objets"]) for ligne in lignes] == [
        (403, numero, "/app/administration/organes/<int:numero>", {"numero": 1}),
        (403, numero, "/api/v1/seances", {}),
        (401, None, "/api/v1/moi", {}),
    ]
    assert "secret" not in caplog.text and "col_faux" not in caplog.text


@pytest.mark.parametrize("sujet", ["Séance\r\nBcc: evil@evil.be", "Séance\nBcc: evil@evil.be", "Séance\r\n\r\nCorps"])
def test_t10_a_mail_subject_adds_no_header(app, tmp_path, sujet: str):
    with pytest.raises(ErreurDefinitive, match="caractère interdit"):
        courriel.envoyer("alice@exemple.test", sujet, "Bonjour")
    assert not list((tmp_path / "var").glob("courriels/*.eml"))


@pytest.mark.parametrize("adresse", ["a@b.be\r\nBcc: evil@evil.be", "a@b.be, evil@evil.be", "a@b.be;evil@evil.be"])
def test_t31_a_mail_goes_to_one_person(app, tmp_path, adresse: str):
    with pytest.raises(ErreurDefinitive):
        courriel.envoyer(adresse, "Séance", "Bonjour")
    assert not list((tmp_path / "var").glob("courriels/*.eml"))


def test_t25_sign_in_takes_the_same_time_for_an_unknown_account(mots_de_passe_de_production, app, monde):
    client, durees = app.test_client(), {"alice": [], "personne": []}
    for _ in range(2):
        for nom, mesures in durees.items():
            debut = time.process_time()
            _essayer(client, nom, "faux-mot-de-passe")
            mesures.append(time.process_time() - debut)
    assert min(durees["personne"]) > 0.02  # a dummy hash is verified: tens of milliseconds at least
