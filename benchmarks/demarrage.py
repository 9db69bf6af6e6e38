"""Start and size (S9): a first start with its demo, a second one, the web process, and what a citizen downloads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx

from benchmarks.mesure import Mesure
from college.reel import depense, serveur

PATIENCE = 600.0
PAGES = ("/", "/recherche?q=terrasses")
_LIEN = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_POLICE = re.compile(r"url\(\"?([^)\"]+\.woff2)")


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
            mesures += [Mesure("S9", f"{page} et ses fichiers", "octets reçus", *_poids(http, page)) for page in PAGES]
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


def _poids(http: httpx.Client, page: str) -> tuple[float, str, float]:
    """Kilobytes on the wire for a first visit: the page, its sheets and scripts, their fonts."""
    total, recu = _recevoir(http, page)
    for lien in sorted(set(_LIEN.findall(recu))):
        poids, texte = _recevoir(http, lien)
        total += poids
        total += sum(_recevoir(http, urljoin(lien, police))[0] for police in set(_POLICE.findall(texte)))
    return total / 1024, "ko", 100.0


def _recevoir(http: httpx.Client, chemin: str) -> tuple[int, str]:
    with http.stream("GET", chemin, headers={"Accept-Encoding": "gzip"}) as flux:
        corps = flux.read()
        return flux.num_bytes_downloaded, corps.decode(errors="replace")
