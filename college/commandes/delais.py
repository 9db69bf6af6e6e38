"""`college delais`: the three day counts of the law; prints one ISO date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import click

from college import delais as comptes
from college.commandes.francais import Groupe


def _options(commande):
    commande = click.option("--avant", is_flag=True, help="Compte à rebours.")(commande)
    commande = click.option("--jours", type=int, required=True, metavar="N", help="Le nombre de jours.")(commande)
    jour = click.DateTime(["%Y-%m-%d"])
    return click.option("--depuis", type=jour, required=True, metavar="AAAA-MM-JJ", help="Le jour de départ.")(commande)


@click.group(cls=Groupe)
def delais() -> None:
    """Compte les jours francs, ouvrables ou de tutelle."""


@delais.command()
@_options
def francs(depuis: datetime, jours: int, avant: bool) -> None:
    """Jours francs : ni le premier ni le dernier ne comptent."""
    _dire(comptes.francs, depuis, jours, avant=avant)


@delais.command()
@_options
def tutelle(depuis: datetime, jours: int, avant: bool) -> None:
    """Jours de tutelle : le départ ne compte pas ; l’échéance est reportée au jour utile."""
    _dire(comptes.tutelle, depuis, jours, avant=avant)


@delais.command()
@_options
@click.option("--samedi", is_flag=True, help="Compte aussi les samedis.")
def ouvrables(depuis: datetime, jours: int, avant: bool, samedi: bool) -> None:
    """Jours ouvrables : du lundi au vendredi, sans les dix jours fériés."""
    _dire(comptes.ouvrables, depuis, jours, avant=avant, samedi=samedi)


def _dire(compter: Callable[..., date], depuis: datetime, jours: int, **options: bool) -> None:
    if not 0 <= jours <= 3660:
        raise click.UsageError("Le nombre de jours va de 0 à 3660.")
    try:
        click.echo(compter(depuis.date(), jours, **options).isoformat())
    except OverflowError as erreur:
        raise click.UsageError("Le calcul sort du calendrier : partez d’un jour plus proche du nôtre.") from erreur
