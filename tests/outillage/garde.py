"""Two guards over every test: the network is this machine only, and a skip is never silent."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CI = os.environ.get("CI", "").lower() in ("1", "true")


def manque(composant: str, commande: str) -> None:
    """Say what is missing and how to bring it: a skip at home, a failure in continuous integration."""
    phrase = f"{composant} is missing: {commande}"
    if CI:
        pytest.fail(phrase, pytrace=False)
    pytest.skip(phrase)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List each component that is missing, once."""
    raisons = {str(rapport.longrepr[2]) for rapport in terminalreporter.stats.get("skipped", [])}
    for raison in sorted(raisons):
        terminalreporter.write_line(raison.replace("Skipped: ", "skipped: "), yellow=True)


def pytest_sessionfinish(session: Any, exitstatus: int) -> None:
    """In continuous integration a skipped test is a failed run."""
    rapporteur = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and exitstatus == 0 and rapporteur and rapporteur.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _local(adresse: Any) -> bool:
    if not isinstance(adresse, tuple):
        return True  # a Unix socket
    hote = str(adresse[0])
    if hote in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(hote.split("%")[0]).is_loopback
    except ValueError:
        return False


def _garder(methode: str) -> Callable[..., Any]:
    vraie = getattr(socket.socket, methode)

    def connecter(prise: socket.socket, adresse: Any) -> Any:
        if not _local(adresse):
            raise AssertionError(f"A test tried to reach {adresse}: only this machine's loopback is allowed.")
        return vraie(prise, adresse)

    return connecter


@pytest.fixture(scope="session", autouse=True)
def reseau_ferme() -> Iterator[None]:
    """Refuse every connection that would leave the machine."""
    with pytest.MonkeyPatch.context() as remplacer:
        for methode in ("connect", "connect_ex"):
            remplacer.setattr(socket.socket, methode, _garder(methode))
        yield
