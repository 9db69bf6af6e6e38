"""What commands share: the application of these settings, the institution they speak of, who acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import click
from sqlalchemy import select

from college import create_app
from college.droits import Acteur, acteur_systeme
from college.erreurs import Introuvable, Refus
from college.organisation import requetes
from college.organisation.modele import Institution
from college.settings import Settings
from college.transaction import unite


def avec_application(commande: Callable[..., Any]) -> Callable[..., Any]:
    """Open the application before the command; its settings come from the environment."""

    @wraps(commande)
    def ouvrir(*args: Any, **kwargs: Any) -> Any:
        with create_app(Settings.depuis_environnement()).app_context():
            return commande(*args, **kwargs)

    return ouvrir


option_institution = click.option("--institution", metavar="CODE", help="L’institution, s’il y en a plusieurs.")


def institution(code: str | None) -> Institution:
    """The one named, or the only one."""
    toutes = institutions(code)
    if len(toutes) == 1:
        return toutes[0]
    codes = ", ".join(i.code for i in toutes)
    raise Refus(f"Il y a plusieurs institutions : dites laquelle avec --institution ({codes}).")


def institutions(code: str | None) -> list[Institution]:
    """The one named, or all of them: what a command that only looks speaks of."""
    if code:
        return [requetes.institution(code)]
    toutes = list(unite().scalars(select(Institution).order_by(Institution.id)))
    if not toutes:
        raise Refus("Aucune institution n’existe encore : importez un paquet (college paquet importer FICHIER).")
    return toutes


def entetees(code: str | None) -> Iterator[Institution]:
    """The same; each code is said first, when there are several."""
    toutes = institutions(code)
    for commune in toutes:
        if len(toutes) > 1:
            click.echo(f"{commune.code} :")
        yield commune


def systeme(code: str | None) -> Acteur:
    """The application itself, acting in the institution."""
    return acteur_systeme(institution(code).id)


def option_agent(commande: Callable[..., Any]) -> Callable[..., Any]:
    """`--agent IDENTIFIANT`: in whose name, with whose rights."""
    return click.option(
        "--agent", "identifiant", metavar="IDENTIFIANT", required=True, help="Au nom de qui, avec ses droits."
    )(commande)


def acteur(identifiant: str) -> Acteur:
    """The person named, as the services take it."""
    if (agent := requetes.agent_par_identifiant(identifiant)) is None:
        raise Introuvable(f"Aucun compte ne porte l’identifiant « {identifiant} ».")
    return requetes.acteur_de(agent)
