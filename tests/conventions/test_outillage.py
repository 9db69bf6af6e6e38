"""The tools of the tests themselves: a guard that does not guard is worse than none."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace

import psycopg
import pytest
import redis

from college.base import Base
from tests.conventions.sources import RACINE
from tests.outillage.navigateur import boucle_de_playwright
from tests.outillage.partage import ENTIERS, part


def test_no_test_can_leave_the_machine():
    with socket.socket() as prise, pytest.raises(AssertionError, match="loopback"):
        prise.connect(("192.0.2.1", 80))


def test_a_file_whose_world_is_long_to_make_goes_to_one_worker_whole():
    assert all((RACINE / fichier).exists() for fichier in ENTIERS)
    assert {part(f"{fichier}::test_{n}[a::b]") for fichier in ENTIERS for n in range(3)} == set(ENTIERS)
    assert part("tests/maison/test_base.py::test_a") != part("tests/maison/test_base.py::test_b")


@pytest.mark.postgresql
def test_postgresql_is_a_real_18_and_the_role_cannot_pass_through_row_security(base_postgresql):
    with psycopg.connect(base_postgresql.replace("+psycopg", "")) as connexion:
        assert connexion.info.server_version // 10000 == 18
        droits = connexion.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert droits.fetchone() == (False, False)
        tables = connexion.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (len(Base.metadata.tables),)


@pytest.mark.redis
def test_redis_answers(redis_url):
    with redis.Redis.from_url(redis_url) as serveur:
        assert serveur.ping()


@pytest.mark.navigateur
def test_a_real_browser_runs_scripts(page):
    page.set_content("<h1>0</h1><script>document.querySelector('h1').textContent = 1 + 1</script>")
    assert page.inner_text("h1") == "2"


@pytest.mark.navigateur
def test_a_test_after_the_browser_may_run_its_own_event_loop(navigateur):
    boucle = asyncio._get_running_loop()
    assert boucle is not None
    suivante = boucle_de_playwright.__wrapped__(SimpleNamespace(fixturenames=[]))
    next(suivante)
    assert asyncio.run(asyncio.sleep(0, "fait")) == "fait"
    assert next(suivante, None) is None
    assert asyncio._get_running_loop() is boucle
