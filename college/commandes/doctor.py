"""`college doctor`: each thing that this installation needs, whether it is there, and how to bring it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass

import click
from sqlalchemy.exc import SQLAlchemyError

from college import actifs, create_app, migrations, sante, taches, transaction
from college.commandes.connecteurs import essayer
from college.commandes.francais import Commande
from college.connecteurs import registre
from college.settings import Settings

SIGNES = {"ok": "✓", "info": "•", "panne": "✗"}


@dataclass(frozen=True)
class Constat:
    """One line of the report; only a « panne » makes the command fail."""

    etat: str
    phrase: str


@click.command(cls=Commande)
def doctor() -> None:
    """Examine l’installation et dit quoi faire ; réussit si rien ne manque."""
    settings = Settings.depuis_environnement()
    create_app(settings)
    constats = list(examiner(settings))
    for constat in constats:
        click.echo(f"{SIGNES[constat.etat]} {constat.phrase}")
    if any(constat.etat == "panne" for constat in constats):
        sys.exit(1)


def examiner(settings: Settings) -> Iterator[Constat]:
    """Every finding, in the order in which one would mend them."""
    yield Constat("ok", f"Python {sys.version.split()[0]}, environnement {settings.env}")
    yield _donnees(settings)
    yield _base()
    yield from (Constat("panne", phrase) for phrase in sante.bilan(settings).values())
    yield _pango()
    yield _interface()
    yield _fond(settings)
    yield from _connecteurs(settings)


def _donnees(settings: Settings) -> Constat:
    dossier = settings.data_dir.absolute()
    if os.access(dossier, os.W_OK):
        return Constat("ok", f"Dossier de données {dossier}")
    return Constat("panne", f"Le dossier de données {dossier} n’est pas inscriptible : changez ses droits.")


def _base() -> Constat:
    try:
        revision = migrations.revision(transaction.moteur())
    except SQLAlchemyError as erreur:
        return Constat(
            "panne", f"La base de données ne répond pas ({type(erreur).__name__}) : voyez COLLEGE_DATABASE_URL."
        )
    nom = transaction.moteur().dialect.name
    if not revision:
        return Constat("info", f"La base {nom} est vide : « college migrer » (ou « make run ») la prépare.")
    if revision != migrations.tete():
        return Constat("panne", f"La base {nom} n’est pas à jour : lancez « college migrer ».")
    return Constat("ok", f"Base {nom} à jour ({revision})")


def _pango() -> Constat:
    if find_library("pangoft2-1.0"):
        return Constat("ok", "Pango (documents PDF)")
    return Constat("panne", "Pango manque, les PDF ne peuvent être faits : apt-get install libpangoft2-1.0-0")


def _interface() -> Constat:
    if (actifs.RACINE / "dist").is_dir():
        return Constat("ok", "Interface construite")
    return Constat("info", "Interface servie sans icônes ni polices : installez Node 20, puis « make install ».")


def _fond(settings: Settings) -> Constat:
    ok, phrase = taches.sonde(settings)
    return Constat("ok" if ok else "panne", phrase)


def _connecteurs(settings: Settings) -> Iterator[Constat]:
    for metier, code in registre.actifs(settings.connecteurs):
        ok, phrase = essayer(settings, metier, code)
        yield Constat("ok" if ok else "info", f"Connecteur {metier}/{code} : {phrase}")
