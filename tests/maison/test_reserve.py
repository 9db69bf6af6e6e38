"""Connections to PostgreSQL: those that rested are tried first, so that a restarted server is not noticed."""

import pytest
from sqlalchemy import text

from college import reserve, transaction
from college.transaction import lecture

COUPER = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> :moi"
)


def _numero():
    with lecture() as unite:
        return unite.scalar(text("SELECT pg_backend_pid()"))


@pytest.fixture
def essais(app_postgresql, monkeypatch):
    """How many connections were tried."""
    faits, vrai = [], transaction.moteur().dialect.do_ping
    monkeypatch.setattr(transaction.moteur().dialect, "do_ping", lambda c: faits.append(c) or vrai(c))
    return faits


@pytest.mark.postgresql
def test_une_connexion_coupee_pendant_son_repos_est_remplacee_sans_bruit(essais, monkeypatch):
    premiere = _numero()
    assert _numero() == premiere and not essais, "it has just served"
    monkeypatch.setattr(reserve, "REPOS", 0)
    assert _numero() == premiere and len(essais) == 1
    with transaction.moteur().connect().execution_options(isolation_level="AUTOCOMMIT") as autre:
        moi = autre.execute(text("SELECT pg_backend_pid()")).scalar()
        with transaction.moteur().connect() as victime:
            coupee = victime.execute(text("SELECT pg_backend_pid()")).scalar()
        autre.execute(COUPER, {"moi": moi})
    assert coupee not in {_numero(), _numero()} and len(essais) > 1
