"""Pages of the demo, served by the real application: time, and SQL statements (their number is the bar)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event, select

from benchmarks.mesure import Mesure, chronometrer
from college import create_app, migrations, transaction
from college.demo import installation
from college.organisation import jetons
from college.organisation.modele import Agent
from college.settings import Settings
from college.transaction import ecriture

CHEMINS = ("/points", "/seances", "/seances/1/ordre-du-jour", "/points/1", "/points/1/historique")
PUBLICS = ("/", "/recherche?q=terrasses", "/flux.atom?q=terrasses")


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """The demo commune, then its calls and pages."""
    settings = Settings(env="test", data_dir=dossier, repartiteur=False)
    app = create_app(settings)
    migrations.monter(transaction.moteur())
    with app.app_context():
        installation.assurer(settings, lambda _phrase: None)
        with ecriture() as session:
            chantal = session.scalars(select(Agent).where(Agent.identifiant == "chantal")).one()
            jeton = jetons.creer(chantal, "banc")
    client = app.test_client()
    entetes = {"Authorization": f"Bearer {jeton}"}
    chemins = [(f"/api/v1{chemin}", entetes) for chemin in CHEMINS] + [(chemin, {}) for chemin in PUBLICS]
    mesures = []
    for chemin, avec in chemins:

        def servir(chemin: str = chemin, avec: dict[str, str] = avec) -> None:
            reponse = client.get(chemin, headers=avec)
            if reponse.status_code != 200:
                raise RuntimeError(f"{chemin} answers {reponse.status_code}")

        requetes_sql = _compter(transaction.moteur(), servir)
        mediane, pire = chronometrer(servir)
        mesures.append(Mesure("S1", chemin, f"{requetes_sql} requêtes SQL", mediane, "ms", 150, pire))
    return mesures


def _compter(moteur: Engine, faire: Callable[[], None]) -> int:
    """How many statements a page asks of the database."""
    nombre = 0

    def noter(*_: object) -> None:
        nonlocal nombre
        nombre += 1

    event.listen(moteur, "before_cursor_execute", noter)
    try:
        faire()
    finally:
        event.remove(moteur, "before_cursor_execute", noter)
    return nombre
