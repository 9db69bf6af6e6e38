"""Outside the demo, secretaries and administrators set a second factor up first (contract §8)."""

import re
from time import time

import pytest

from college.organisation import totp
from college.settings import Settings


@pytest.fixture
def app(creer_application, base):
    return creer_application(database_url=base, second_facteur="obligatoire")


def test_a_secretary_is_led_to_the_second_factor_then_works(client, monde, connecter):
    connecter(client, "chantal")
    assert client.get("/app/points").location == "/app/compte/second-facteur"
    refus = client.get("/api/v1/moi")
    assert refus.status_code == 403 and "second facteur" in refus.json["detail"]
    page = client.get("/app/compte/second-facteur").text
    secret = re.search(r'class="empreinte gros">([A-Z2-7]+)<', page)[1]
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    code = totp.code(secret, time())
    reponse = client.post("/app/compte/second-facteur", data={"code": code, "csrf_token": jeton})
    assert reponse.status_code == 303
    assert client.get("/app/points").status_code == 200


def test_an_agent_without_that_role_is_not_stopped(client, monde, connecter):
    connecter(client, "alice")
    assert client.get("/app/points").status_code == 200


def test_the_demo_and_the_setting_relax_it():
    assert Settings(demo=False).second_facteur_exige
    assert not Settings(demo=True).second_facteur_exige
    assert not Settings(demo=False, second_facteur="facultatif").second_facteur_exige
