"""Is it alive, is it ready, what time does it think it is."""

from __future__ import annotations

import pytest

from college import sante


def test_ready_and_the_clock_is_the_application_s(client, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    reponse = client.get("/sante")
    assert (reponse.status_code, reponse.json["etat"]) == (200, "ok")
    assert reponse.json["horloge"] == "2026-11-21T10:00:00+01:00"
    assert reponse.headers["Cache-Control"] == "no-store"


def test_alive_but_not_ready_when_the_database_is_away(creer_application, tmp_path):
    app = creer_application(database_url="postgresql+psycopg://nul@/nul?host=/nulle/part")
    client = app.test_client()
    reponse = client.get("/sante")
    assert (reponse.status_code, reponse.json["pannes"]["base"]) == (503, "La base de données ne répond pas.")
    assert client.get("/sante/vie").status_code == 200


def test_not_ready_when_the_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(sante, "PLACE_MINIMALE", 2**62)
    assert client.get("/sante").json["pannes"] == {"disque": "Le disque des données est presque plein."}


@pytest.mark.parametrize("adresse", ["/sante", "/sante/vie"])
def test_no_session_is_opened(client, adresse):
    assert "Set-Cookie" not in client.get(adresse).headers
