"""The demonstration commune behind a real server, made once, visited by real browsers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.outillage.patience import PATIENCE

RACINE = Path(__file__).parents[2]
AXE = RACINE / "node_modules/axe-core/axe.min.js"
TAILLE = "target-size"
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]


@dataclass
class Demonstration:
    """A running demonstration: its address, and who may enter it."""

    adresse: str
    mot_de_passe: str

    def entrer(self, page: Page, identifiant: str) -> None:
        """Sign in through the form."""
        page.goto(f"{self.adresse}/connexion")
        page.get_by_label("Identifiant ou adresse de courriel").fill(identifiant)
        page.get_by_label("Mot de passe").fill(self.mot_de_passe)
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_url(f"{self.adresse}/app/")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """`make run` in a fresh folder, on a free port; the first start makes the commune."""
    dossier, port = tmp_path_factory.mktemp("demonstration"), _port_libre()
    milieu = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("COLLEGE_")}
    milieu |= {"COLLEGE_DATA_DIR": str(dossier / "var"), "PORT": str(port), "COLLEGE_DEMO": "1"}
    with (dossier / "journal.txt").open("w+") as sortie:
        commande = [sys.executable, "-m", "college", "servir", "--preparer"]
        serveur = subprocess.Popen(commande, cwd=RACINE, env=milieu, stdout=sortie, stderr=subprocess.STDOUT)
        try:
            _attendre(serveur, f"http://127.0.0.1:{port}/sante", dossier / "journal.txt")
            yield Demonstration(f"http://127.0.0.1:{port}", "lavoir-tilleuls-2026")
        finally:
            serveur.terminate()
            serveur.wait(PATIENCE)


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def _attendre(serveur: subprocess.Popen, adresse: str, journal: Path) -> None:
    limite = time.monotonic() + PATIENCE
    while time.monotonic() < limite:
        if serveur.poll() is not None:
            break
        try:
            with urlopen(adresse, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"The demonstration did not start:\n{journal.read_text()[-3000:]}", pytrace=False)


@dataclass
class Ecoute:
    """What a page says to its console, and whom it asks for something."""

    erreurs: list[str] = field(default_factory=list)
    ailleurs: list[str] = field(default_factory=list)


@pytest.fixture
def ecouter() -> Callable[[Page, str], Ecoute]:
    """`ecouter(page, adresse)` notes console errors, script errors and requests that leave our address."""

    def brancher(page: Page, adresse: str) -> Ecoute:
        entendu = Ecoute()
        page.on("console", lambda m: entendu.erreurs.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda erreur: entendu.erreurs.append(str(erreur)))
        page.on("request", lambda r: None if r.url.startswith((adresse, "data:")) else entendu.ailleurs.append(r.url))
        return entendu

    return brancher


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, run inside the page: `page.evaluate` is not stopped by the content policy."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: npm ci", pytrace=False)
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def juger() -> Callable[[Page, list[str] | None], list[str]]:
    """`juger(page, regles)` lists what axe, already in the page, finds by these rules, or by all: rule and places."""

    def lire(page: Page, regles: list[str] | None = None) -> list[str]:
        trouve = _enfreintes(page, {"type": "rule", "values": regles} if regles else {"type": "tag", "values": REGLES})
        if TAILLE in trouve:
            trouve[TAILLE] = _ou_que_l_on_soit(page, trouve[TAILLE])
        return [f"{regle}: {lieux[:3]}" for regle, lieux in trouve.items() if lieux]

    return lire


def _enfreintes(page: Page, choix: dict[str, object]) -> dict[str, list[str]]:
    options = {"runOnly": choix, "resultTypes": ["violations"]}
    trouve = page.evaluate("options => axe.run(document, options)", options)
    return {v["id"]: [noeud["target"][0] for noeud in v["nodes"]] for v in trouve["violations"]}


def _ou_que_l_on_soit(page: Page, petites: list[str]) -> list[str]:
    """What the bar at the foot of the window cuts in two is whole once one scrolls; a small target stays small."""
    page.evaluate("scrollBy(0, 60)")
    encore = _enfreintes(page, {"type": "rule", "values": [TAILLE]})
    page.evaluate("scrollBy(0, -60)")
    return [lieu for lieu in petites if lieu in encore.get(TAILLE, [])]


@pytest.fixture
def examiner(axe: str, juger: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """`examiner(page)` brings axe into the page and lists what it finds."""

    def lire(page: Page) -> list[str]:
        page.evaluate(axe)
        return juger(page)

    return lire


@pytest.fixture
def entree(demonstration: Demonstration, contexte: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`entree("chantal", color_scheme="dark")` is a page where she is signed in; None is a visitor."""

    def ouvrir(qui: str | None, **options: object) -> Page:
        page = contexte(**options).new_page()
        if qui:
            demonstration.entrer(page, qui)
        return page

    return ouvrir
