"""Start and size (S9): a first start with its demo, a second one, the web process, and what a citizen downloads."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from benchmarks.mesure import Mesure
from college.reel import depense, serveur

PATIENCE = 600.0
PAGES = ("/", "/recherche?q=terrasses")
LENTE = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}  # a telephone in the country
LCP = """() => new Promise((dire) => new PerformanceObserver((liste) =>
    dire(liste.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}))"""


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """`college servir --preparer`, twice in the same folder; `petit` makes no demo."""
    environ = {**os.environ, "COLLEGE_DATA_DIR": str(dossier), "COLLEGE_DEMO": "0" if petit else "1"}
    mesures = []
    for quoi, barre in (("premier démarrage, démonstration comprise", 150), ("démarrage suivant", 5)):
        with _serveur(environ) as (http, pid, secondes):
            mesures.append(Mesure("S9", quoi, "college servir", secondes, "s", barre))
            if quoi.startswith("premier"):
                continue
            cout = depense.mesurer(pid)
            if cout:
                mesures.append(Mesure("S9", "processus web, au plus", "au démarrage", cout.memoire, "Mo", 150))
            mesures += [mesure for page in PAGES for mesure in _visiter(str(http.base_url).rstrip("/"), page)]
    return mesures


@contextmanager
def _serveur(environ: dict[str, str]) -> Iterator[tuple[httpx.Client, int, float]]:
    """The server, how long it took to answer; stopped after."""
    port = serveur.port_libre()
    debut = time.perf_counter()
    commande = [sys.executable, "-m", "college", "servir", "--preparer", "--port", str(port)]
    lance = subprocess.Popen(commande, env=environ, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            _attendre(http, lance)
            yield http, lance.pid, time.perf_counter() - debut
    finally:
        lance.terminate()
        lance.wait(30)


def _attendre(http: httpx.Client, lance: subprocess.Popen[bytes]) -> None:
    limite = time.monotonic() + PATIENCE
    while time.monotonic() < limite and lance.poll() is None:
        try:
            if http.get("/sante").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError("The server does not answer.")


def _visiter(adresse: str, page: str) -> list[Mesure]:
    """A first visit in a real browser: what it fetches, then its largest paint on a slow telephone."""
    lourd = _ouvrir(adresse + page)[0]
    peint = statistics.median(_ouvrir(adresse + page, LENTE)[1] for _ in range(5))
    return [
        Mesure("S9", f"{page} et ses fichiers", "octets reçus", lourd, "ko", 100),
        Mesure("S9", f"{page} peinte (LCP)", "1,6 Mbit/s, 150 ms", peint, "ms", 1500),
    ]


def _ouvrir(adresse: str, reseau: dict[str, float] | None = None) -> tuple[float, float]:
    """Kilobytes received and milliseconds to the largest paint, nothing in the cache."""
    recus: list[float] = []
    with sync_playwright() as pilote:
        chromium = pilote.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page()
        espion = page.context.new_cdp_session(page)
        espion.send("Network.enable")
        espion.on("Network.loadingFinished", lambda fini: recus.append(fini["encodedDataLength"]))
        if reseau:
            espion.send("Network.emulateNetworkConditions", {"offline": False, **reseau})
        page.goto(adresse, wait_until="networkidle")
        peint = page.evaluate(LCP)
        chromium.close()
    return sum(recus) / 1024, peint
