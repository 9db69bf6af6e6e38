"""`college importer`: published decisions and published agendas."""

from __future__ import annotations

from pathlib import Path

import click

from college import repartiteur
from college.commandes.application import avec_application
from college.commandes.francais import Groupe
from college.droits import acteur_systeme
from college.importation import decisions as decisions_publiees
from college.importation import seance as seance_publiee
from college.importation.lecture import lire
from college.reel.lecture import lire_texte
from college.transaction import ecriture

FICHIER = click.argument("fichier", metavar="FICHIER", type=click.Path(exists=True, path_type=Path, dir_okay=False))


@click.group(cls=Groupe)
def importer() -> None:
    """Importe des décisions déjà publiées, ou un ordre du jour publié."""


@importer.command()
@FICHIER
@avec_application
def decisions(fichier: Path) -> None:
    """Importe les décisions de FICHIER (.jsonl, une par ligne) dans le registre public."""
    with fichier.open(encoding="utf-8", errors="replace") as lignes:
        lues = list(lire(lignes))
    bilan = decisions_publiees.importer(acteur_systeme(0), lues, click.echo, fichier.parent)
    repartiteur.vider(tolerant=True)
    faits = f"{bilan.nouvelles} décisions nouvelles, {bilan.revues} mises à jour"
    click.echo(
        f"{faits}, {bilan.annexes} annexes ; recherche à jour." if bilan.annexes else f"{faits} ; recherche à jour."
    )


@importer.command()
@FICHIER
@click.option("--institution", metavar="CODE", help="Où l’importer ; sinon l’institution qui porte ce nom.")
@avec_application
def seance(fichier: Path, institution: str | None) -> None:
    """Importe l’ordre du jour de FICHIER (.json) comme séance à préparer."""
    agenda = lire_texte(fichier.read_text(encoding="utf-8", errors="replace"))
    with ecriture():
        creee = seance_publiee.importer(acteur_systeme(0), agenda, institution)
    click.echo(f"Séance {creee.id} : {len(agenda.points)} points inscrits.")
