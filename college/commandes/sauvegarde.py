"""`college sauvegarder` and `college restaurer`."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask import current_app

from college import migrations, sauvegarde, transaction
from college.commandes.application import avec_application
from college.commandes.francais import Commande
from college.erreurs import Refus


@click.command(cls=Commande)
@click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@avec_application
def sauvegarder(fichier: Path) -> None:
    """Écrit toute la base et tous les fichiers dans FICHIER, sans arrêter le service."""
    if not migrations.revision(transaction.moteur()):
        raise Refus("Rien à sauvegarder : cette base est vide. Voyez COLLEGE_DATA_DIR et COLLEGE_DATABASE_URL.")
    depart = time.monotonic()
    bilan = sauvegarde.sauvegarder(transaction.moteur(), _fichiers(), fichier)
    duree = time.monotonic() - depart
    click.echo(f"{bilan.lignes} lignes et {bilan.fichiers} fichiers sauvegardés en {duree:.1f} s dans {fichier}.")


@click.command(cls=Commande)
@click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@avec_application
def restaurer(fichier: Path) -> None:
    """Restaure FICHIER dans une base vide, en vérifiant chaque empreinte."""
    depart = time.monotonic()
    bilan = sauvegarde.restaurer(transaction.moteur(), _fichiers(), fichier)
    duree = time.monotonic() - depart
    click.echo(f"{bilan.lignes} lignes et {bilan.fichiers} fichiers restaurés en {duree:.1f} s.")
    click.echo("Reconstruisez l’index de recherche : college index reconstruire")


def _fichiers() -> Path:
    return current_app.extensions["college"].data_dir / "fichiers"
