"""The API framework: what it validates, refuses, repeats and pages, before any room exists."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm.exc import StaleDataError

from college import horloge
from college.api import entretien
from college.api.modele import ReponseGardee
from college.organisation.modele import Service
from college.transaction import HorsTransaction, ecriture, lecture

SERVICES = "/api/v1/services"


def _nombre() -> int:
    with lecture() as unite:
        return unite.scalar(select(func.count()).select_from(Service))


def _champs(reponse) -> dict[str, str]:
    assert reponse.mimetype == "application/problem+json"
    assert reponse.json["status"] == reponse.status_code
    return {erreur["champ"]: erreur["message"] for erreur in reponse.json["erreurs"]}


def test_a_valid_body_acts_and_answers_201_with_iso_instants_in_belgian_time(client):
    corps = {"code": "  neuf ", "le": "2026-07-01T10:00:00Z", "jour": "2026-07-01", "montant": "12.50", "membres": [3]}
    reponse = client.post(SERVICES, json=corps)
    assert reponse.status_code == 201
    assert reponse.headers["Location"].endswith(f"/services/{reponse.json['id']}")
    assert reponse.json["code"] == "neuf"
    assert reponse.json["le"] == "2026-07-01T12:00:00+02:00"
    assert reponse.json["jour"] == "2026-07-01"
    assert reponse.json["montant"] == 12.5
    assert client.get(f"{SERVICES}/{reponse.json['id']}").json["nom"] == "Sans nom"


@pytest.mark.parametrize(
    ("corps", "champ", "message"),
    [
        ({}, "code", "Ce champ est obligatoire."),
        ({"code": "x"}, "code", "Écrivez au moins 2\u00a0caractères."),
        ({"code": "xx", "couleur": "bleu"}, "couleur", "Ce champ n’est pas connu ici"),
        ({"code": "xx", "genre": "vert"}, "genre", "Choisissez parmi\u00a0: bleu, rouge."),
        ({"code": "xx", "le": "demain"}, "le", "Écrivez un instant ISO 8601"),
        ({"code": "xx", "jour": "2026-02-30"}, "jour", "Écrivez une date ISO"),
        ({"code": "xx", "jour": "0001-01-01"}, "jour", "Écrivez une date entre 1800 et 2199."),
        ({"code": "xx", "le": "9999-12-31T23:59:59Z"}, "le", "Écrivez une date entre 1800 et 2199."),
        ({"code": "xx", "le": "20260302"}, "le", "Écrivez un instant ISO 8601"),
        ({"code": "xx", "le": 20260302}, "le", "Écrivez un instant ISO 8601"),
        ({"code": "xx", "jour": 1767225600}, "jour", "Écrivez une date ISO"),
        ({"code": "xx", "qui": ["alice"]}, "qui", "Écrivez un texte."),
        ({"code": "xx", "qui": {"id": 3}}, "qui", "Écrivez un texte."),
        ({"code": "xx", "montant": -1}, "montant", "Écrivez une valeur d’au moins 0."),
        ({"code": "xx", "montant": "beaucoup"}, "montant", "Écrivez un nombre."),
        ({"code": "xx", "urgent": "peut-être"}, "urgent", "Écrivez true ou false."),
        ({"code": "xx", "membres": [1, "deux"]}, "membres[1]", "Écrivez un nombre entier."),
        ({"code": "xx", "nom": "a\x00b"}, "nom", "Le caractère nul n’est pas admis"),
        ([], "", "Écrivez un objet JSON."),
    ],
)
def test_a_wrong_field_answers_422_with_a_french_sentence_at_that_field(client, corps, champ, message):
    avant = _nombre()
    reponse = client.post(SERVICES, json=corps)
    assert reponse.status_code == 422
    assert _champs(reponse)[champ].startswith(message)
    assert _nombre() == avant


def test_a_sentence_about_several_fields_is_said_once_and_names_them(client):
    corps = {"code": "xx", "couleur": "bleu", "taille": 3, "genre": "vert"}
    detail = client.post(SERVICES, json=corps).json["detail"]
    assert detail.count("n’est pas connu ici") == 1
    assert "couleur, taille\u00a0: Ce champ" in detail
    assert "Choisissez parmi" in detail


@pytest.mark.parametrize("octets", [b"{", b'{"code": NaN}', b'{"code": "\\ud800"}', b"\xff", b"[" * 100_000])
def test_unreadable_json_answers_422(client, octets):
    reponse = client.post(SERVICES, data=octets, content_type="application/json")
    assert reponse.status_code == 422
    phrase = reponse.json["detail"]
    assert phrase.startswith("Le corps n’est pas du JSON lisible (ligne 1, colonne "), phrase
    assert not {"line", "column", "expected", "value"} & set(phrase.split())


@pytest.mark.parametrize(
    "octets", [b'{"code": "xx", "code": "yy"}', b'{"code": "xx", "membres": [{"a": 1, "\\u0061": 2}]}']
)
def test_a_field_written_twice_answers_422_and_names_it(client, octets):
    avant = _nombre()
    reponse = client.post(SERVICES, data=octets, content_type="application/json")
    assert reponse.status_code == 422
    assert [phrase[:28] for phrase in _champs(reponse).values()] == ["Ce champ est écrit deux fois"]
    assert _nombre() == avant


def test_a_body_that_is_not_json_answers_415(client):
    assert client.post(SERVICES, data="code=xx", content_type="text/plain").status_code == 415
    assert client.post("/api/v1/fichiers", json={"type": "x"}).status_code == 415


def test_a_body_larger_than_the_limit_answers_413(client):
    reponse = client.post(SERVICES, data=b" " * 5_000_000, content_type="application/json")
    assert reponse.status_code == 413
    assert "taille" in reponse.json["detail"]


def test_nobody_and_a_wrong_token_answer_401(client):
    client.environ_base.pop("HTTP_AUTHORIZATION")
    reponse = client.post(SERVICES, json={"code": "xx"})
    assert reponse.status_code == 401
    assert "Authorization: Bearer" in reponse.json["detail"]
    assert reponse.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.get(SERVICES, headers={"Authorization": "Bearer mallory"}).status_code == 401
    assert client.get("/api/v1/ouvert").json == {"acteur": None}


def test_unknown_addresses_objects_and_methods_answer_problem_documents(client):
    for adresse in ("/api/v1/rien", f"{SERVICES}/999", f"{SERVICES}/99999999999999999999", f"{SERVICES}/a%00b"):
        reponse = client.get(adresse)
        assert reponse.status_code == 404, adresse
        assert _champs(reponse) == {}
    reponse = client.delete(SERVICES)
    assert reponse.status_code == 405
    assert set(reponse.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize(("genre", "statut"), [("interdit", 403), ("refus", 409), ("trop", 429)])
def test_a_refusal_rolls_everything_back_and_tells_why(client, genre, statut):
    avant = _nombre()
    reponse = client.post(f"/api/v1/refus/{genre}")
    assert reponse.status_code == statut
    assert reponse.json["detail"]
    assert _nombre() == avant
    if genre == "refus":
        assert reponse.json["article"] == "L1122-17"
        assert reponse.json["motif"] == "quorum"
        assert reponse.json["a_confirmer"] == [1, 2]
    if genre == "trop":
        assert reponse.headers["Retry-After"] == "7"


def test_an_edit_needs_the_version_that_it_changes(client):
    adresse = f"{SERVICES}/1"
    lu = client.get(adresse)
    version = lu.headers["ETag"]
    assert client.patch(adresse, json={"code": "xx", "nom": "A"}).status_code == 428
    assert client.patch(adresse, json={"code": "xx", "nom": "A"}, headers={"If-Match": version}).json["nom"] == "A"
    perime = client.patch(adresse, json={"code": "xx", "nom": "B"}, headers={"If-Match": version})
    assert perime.status_code == 412
    assert perime.json["courant"]["nom"] == "A"
    assert client.get(adresse, headers={"If-None-Match": version}).status_code == 200
    assert client.get(adresse, headers={"If-None-Match": client.get(adresse).headers["ETag"]}).status_code == 304


def test_a_repeated_post_with_a_key_acts_once_and_answers_the_same(client):
    cle = {"Idempotency-Key": "k-1"}
    premier = client.post(SERVICES, json={"code": "unique"}, headers=cle)
    second = client.post(SERVICES, json={"code": "unique"}, headers=cle)
    assert (second.status_code, second.data) == (201, premier.data)
    assert second.headers["Location"] == premier.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert _nombre() == 6
    autre = client.post(SERVICES, json={"code": "autre"}, headers=cle)
    assert autre.status_code == 422
    de_bernard = cle | {"Authorization": "Bearer bernard"}
    assert client.post(SERVICES, json={"code": "bernard"}, headers=de_bernard).status_code == 201


def test_a_key_whose_request_was_refused_may_serve_again(client):
    cle = {"Idempotency-Key": "k-2"}
    assert client.post("/api/v1/refus/refus", headers=cle).status_code == 409
    assert client.post(SERVICES, json={"code": "apres"}, headers=cle).status_code == 201


def test_ten_parallel_posts_with_one_key_act_once(client):
    app = client.application
    entetes = {"Authorization": "Bearer alice", "Idempotency-Key": "course"}

    def _poster(_):
        return app.test_client().post(SERVICES, json={"code": "course"}, headers=entetes)

    with ThreadPoolExecutor(10) as fils:
        reponses = list(fils.map(_poster, range(10)))
    assert {reponse.status_code for reponse in reponses} == {201}
    assert len({reponse.data for reponse in reponses}) == 1
    assert _nombre() == 6


def test_a_list_is_followed_by_its_cursor_to_the_end(client):
    vus, adresse = [], f"{SERVICES}?limite=2"
    while adresse:
        page = client.get(adresse).json
        assert page["total"] == 5
        vus += [element["code"] for element in page["elements"]]
        adresse = page["suivant"]
    assert vus == ["tourisme", "sports", "culture", "finances", "travaux"]


def test_the_cursor_keeps_the_filters_of_the_query(client):
    page = client.get(f"{SERVICES}?code=travaux&code=sports&limite=1").json
    suite = client.get(page["suivant"]).json
    assert [page["total"], page["elements"][0]["code"], suite["elements"][0]["code"]] == [2, "sports", "travaux"]
    assert suite["suivant"] is None


def test_a_list_in_memory_is_paged_too(client):
    page = client.get("/api/v1/liste?limite=4").json
    assert (page["elements"], page["total"]) == ([1, 2, 3, 4], 7)
    assert client.get(page["suivant"]).json == {"elements": [5, 6, 7], "suivant": None, "total": 7}


@pytest.mark.parametrize("requete", ["limite=0", "limite=201", "limite=x", "curseur=%25", "curseur=WzFd", "page=2"])
def test_a_wrong_query_answers_422(client, requete):
    assert client.get(f"{SERVICES}?{requete}").status_code == 422


def test_a_multipart_body_gives_its_fields_and_files(client):
    donnees = {"type": "interne", "fichier": (io.BytesIO(b"12345"), "a.txt")}
    reponse = client.post("/api/v1/fichiers", data=donnees, headers={"Idempotency-Key": "f"})
    assert (reponse.status_code, reponse.json) == (201, {"type": "interne", "taille": 5})
    sans_type = client.post("/api/v1/fichiers", data={"fichier": (io.BytesIO(b"1"), "a.txt")})
    assert _champs(sans_type) == {"type": "Ce champ est obligatoire."}


def test_a_get_that_writes_is_a_fault_of_ours(client):
    client.application.testing = True
    with pytest.raises(HorsTransaction):
        client.get("/api/v1/ecrit")
    client.application.testing = False
    assert client.get("/api/v1/ecrit").status_code == 500


def test_answers_are_not_kept_by_shared_caches(client):
    assert client.get(SERVICES).headers["Cache-Control"] == "no-store"
    assert client.get(f"{SERVICES}/1").headers["Cache-Control"] == "private, no-cache"


def test_kept_answers_are_forgotten_after_a_week(client):
    client.post(SERVICES, json={"code": "vieux"}, headers={"Idempotency-Key": "vieille"})
    entretien.oublier()
    with ecriture() as unite:
        assert unite.scalar(select(func.count()).select_from(ReponseGardee)) == 1
        unite.execute(update(ReponseGardee).values(le=horloge.systeme() - timedelta(days=8)))
    entretien.oublier()
    with lecture() as unite:
        assert unite.scalar(select(func.count()).select_from(ReponseGardee)) == 0


@pytest.mark.parametrize("chemin", ["/api/v1/points", "/app/points"])
def test_what_two_did_at_once_is_a_conflict_said_in_a_sentence(app, chemin):
    with app.test_request_context(chemin, method="POST"):
        reponse = app.make_response(app.handle_user_exception(StaleDataError("UPDATE matched 0 rows")))
    assert reponse.status_code == 409
    assert "au même moment" in (reponse.json["detail"] if reponse.is_json else reponse.get_data(as_text=True))
