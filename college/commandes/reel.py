"""`college reel DIR`: the whole main job on real agendas, over HTTP, against a server started for it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from college.commandes.francais import Commande
from college.reel.lancement import lancer


@click.command(cls=Commande)
@click.argument("dossier", metavar="DIR", type=click.Path(exists=True, path_type=Path, file_okay=False))
@click.option("--sortie", default="var/reel", type=click.Path(path_type=Path), help="Où écrire les PV et les actes.")
@click.option("--limite", type=click.IntRange(1), metavar="N", help="Seulement les N premiers ordres du jour.")
@click.option("--sans-generes", is_flag=True, help="Sans le collège de 250 points ni l’organe de CPAS.")
def reel(dossier: Path, sortie: Path, limite: int | None, sans_generes: bool) -> None:
    """Mène les ordres du jour de DIR de la proposition à la tutelle, et mesure chaque étape."""
    ennuis = lancer(dossier, sortie, click.echo, generees=not sans_generes, limite=limite)
    sys.exit(1 if ennuis else 0)
