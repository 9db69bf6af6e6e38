"""A real browser: Debian's Chromium, driven by Playwright; one a worker, a fresh context a test."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.outillage.garde import manque

PATIENCE = 60_000  # milliseconds: what a page shall show may come late, on a busy machine
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """One Chromium for the whole worker."""
    with sync_playwright() as pilote:
        chromium = pilote.chromium.launch(executable_path=_chemin(), args=OPTIONS)
        expect.set_options(timeout=PATIENCE)
        yield chromium
        chromium.close()


def _chemin() -> str | None:
    chemin = shutil.which("chromium") or shutil.which("chromium-browser")
    if chemin is None:
        manque("Chromium", "apt-get install chromium")
    return chemin


@pytest.fixture(autouse=True)
def boucle_de_playwright(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its event loop marked as running: hide it from the tests that start their own."""
    boucle = asyncio._get_running_loop()
    if boucle is None or "navigateur" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(boucle)


@pytest.fixture
def contexte(navigateur: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make contexts: `contexte(color_scheme="dark", viewport={"width": 320, "height": 700})`."""
    ouverts: list[BrowserContext] = []

    def creer(**options: Any) -> BrowserContext:
        reglages = {"locale": "fr-BE", "timezone_id": "Europe/Brussels", "viewport": {"width": 1280, "height": 900}}
        ouverts.append(navigateur.new_context(**(reglages | options)))
        ouverts[-1].set_default_timeout(PATIENCE)
        return ouverts[-1]

    yield creer
    for ouvert in ouverts:
        ouvert.close()


class Profil:
    """A Chromium of its own whose profile is on disk, as on a member's tablet."""

    def __init__(self, navigateur: Browser, dossier: Path) -> None:
        self._genre, self._dossier = navigateur.browser_type, dossier
        self.contexte: BrowserContext | None = None

    def ouvrir(self) -> BrowserContext:
        self.contexte = self._genre.launch_persistent_context(
            self._dossier, executable_path=_chemin(), args=OPTIONS, locale="fr-BE", timezone_id="Europe/Brussels"
        )
        return self.contexte

    def tuer(self) -> None:
        """`kill -9`: nothing is written any more, nobody is told."""
        assert self.contexte is not None
        _, _, pid = os.readlink(self._dossier / "SingletonLock").rpartition("-")
        with self.contexte.expect_event("close"):
            os.kill(int(pid), signal.SIGKILL)


@pytest.fixture
def profil(navigateur: Browser, tmp_path: Path) -> Iterator[Profil]:
    """Opened, killed, and opened again: what it kept is there."""
    tenu = Profil(navigateur, tmp_path / "profil")
    yield tenu
    if tenu.contexte is not None:
        tenu.contexte.close()


@pytest.fixture
def page(contexte: Callable[..., BrowserContext]) -> Page:
    """A page of 1280 × 900."""
    return contexte().new_page()
