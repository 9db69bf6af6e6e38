"""`college ouvrier` and `college envois`: the work that follows people's acts."""

from __future__ import annotations

import click

from college import bail, create_app, taches
from college.commandes.application import avec_application
from college.commandes.francais import Commande, Groupe
from college.francais import compte
from college.settings import Settings

LIBELLES = {"a_faire": "à faire", "pris": "en cours", "fait": "faits", "mort": "abandonnés"}


@click.command(cls=Commande)
@click.option("--rafale", is_flag=True, help="S’arrête quand il n’y a plus rien à faire.")
def ouvrier(rafale: bool) -> None:
    """Fait le travail de fond remis à Redis (COLLEGE_REDIS_URL)."""
    settings = Settings.depuis_environnement()
    taches.ouvrier(create_app(settings), settings, rafale=rafale)


@click.group(cls=Groupe)
def envois() -> None:
    """Regarde et relance la boîte d’envoi."""


@envois.command()
@avec_application
def etat() -> None:
    """Compte les messages par état."""
    comptes = bail.etat()
    for code, libelle in LIBELLES.items():
        click.echo(f"{libelle:<12}{comptes.get(code, 0):>8}")


@envois.command()
@click.option("--numero", type=int, help="Un seul message ; tous les abandonnés par défaut.")
@avec_application
def rejouer(numero: int | None) -> None:
    """Redonne une chance aux messages abandonnés."""
    click.echo(f"{compte(bail.rejouer(numero), 'message remis', 'messages remis')} dans la file.")
