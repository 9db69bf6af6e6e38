"""The organisation by the API: who asks, and the lists in which people choose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from college import horloge
from college.organisation import jetons
from college.organisation.modele import Agent, Appartenance, Jeton
from college.transaction import ecriture, unite


def _codes(page):
    return [element.get("code") or element["identifiant"] for element in page["elements"]]


def test_moi_says_roles_groups_organes_and_mandates(api):
    chantal = api("chantal").get("/moi").json
    assert chantal["libelle"] == "Chantal Petit"
    assert chantal["institution"]["code"] == "exemple"
    assert [groupe["code"] for groupe in chantal["groupes"]] == ["direction_generale"]
    assert {role["organe"]["code"] for role in chantal["roles"]} == {"college", "conseil", "cas", "bourgmestre"}
    assert {mandat["voix"] for mandat in chantal["mandats"]} == {"sans"}
    alice = api("alice").get("/moi").json
    assert alice["roles"][0] == {"role": "redacteur", "service": alice["roles"][0]["service"]}
    assert alice["roles"][0]["service"]["code"] == "travaux"


def test_the_lists_are_those_of_the_institution_in_their_order(api):
    alice = api("alice")
    assert _codes(alice.get("/organes").json) == ["college", "conseil", "cas", "bourgmestre"]
    assert _codes(alice.get("/services").json) == ["travaux", "finances"]
    assert "fatima" not in _codes(alice.get("/agents").json)
    assert _codes(alice.get("/agents?service=travaux").json) == ["alice", "bernard"]
    assert _codes(api("fatima").get("/services").json) == ["travaux"]


def test_an_organe_tells_its_keys_with_the_defaults_of_its_type(api):
    organes = {organe["code"]: organe["reglages"] for organe in api("alice").get("/organes").json["elements"]}
    assert organes["college"]["mention_vote"] == "aucune"
    assert organes["conseil"]["seance_publique"] is True


def test_mandataires_of_an_organe_with_the_terms_that_run_today(api):
    page = api("alice").get("/mandataires?organe=college").json
    assert page["total"] == 7
    denis = next(elu for elu in page["elements"] if elu["identifiant"] == "denis")
    assert {mandat["organe"]["code"] for mandat in denis["mandats"]} == {"college", "conseil", "bourgmestre"}


def test_an_unknown_organe_answers_422_at_its_field(api):
    reponse = api("alice").get("/mandataires?organe=senat")
    assert reponse.status_code == 422
    assert reponse.json["erreurs"][0]["champ"] == "organe"


@pytest.mark.parametrize("entete", ["Bearer col_faux", "Basic YWxpY2U6eA==", "Bearer "])
def test_a_wrong_token_answers_401(app, monde, entete):
    reponse = app.test_client().get("/api/v1/moi", headers={"Authorization": entete})
    assert reponse.status_code == 401


@pytest.mark.parametrize("valeurs", [{"revoque_le": horloge.systeme()}, {"expire_le": horloge.systeme()}])
def test_a_revoked_or_expired_token_answers_401(api, valeurs):
    alice = api("alice")
    with ecriture():
        unite().execute(update(Jeton).values(**valeurs))
    assert alice.get("/moi").status_code == 401


def test_a_token_still_to_expire_acts_and_an_inactive_person_does_not(app, monde):
    with ecriture():
        jeton = jetons.creer(monde.agent("alice"), expire_le=horloge.systeme() + timedelta(hours=1))
    entetes = {"Authorization": f"Bearer {jeton}"}
    assert app.test_client().get("/api/v1/moi", headers=entetes).status_code == 200
    with ecriture():
        unite().execute(update(Agent).where(Agent.identifiant == "alice").values(actif=False))
    assert app.test_client().get("/api/v1/moi", headers=entetes).status_code == 401


def test_the_token_itself_is_never_kept(api, base):
    api("alice")
    with ecriture():
        gardes = unite().query(Jeton).all()
    assert all(len(jeton.empreinte) == 64 and not jeton.empreinte.startswith("col_") for jeton in gardes)


def test_a_person_of_two_institutions_chooses_by_a_header(api, monde):
    fatima = api("fatima")
    assert fatima.get("/moi", headers={"X-Institution": "exemple"}).status_code == 404
    with ecriture():
        service = monde.service("finances")
        unite().add(
            Appartenance(
                institution_id=service.institution_id,
                agent_id=monde.agent("fatima").id,
                role="lecteur",
                service_id=service.id,
            )
        )
    ailleurs = fatima.get("/moi", headers={"X-Institution": "exemple"}).json
    assert (ailleurs["institution"]["code"], ailleurs["roles"][0]["role"]) == ("exemple", "lecteur")
    assert fatima.get("/moi").json["institution"]["code"] == "voisine"
