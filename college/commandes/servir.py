"""`college servir`: web, live channel and background work, in one gunicorn process with threads."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from college import create_app, fond, memoire, migrations, transaction
from college.commandes.francais import Commande
from college.demo import installation as demonstration
from college.erreurs import Refus
from college.francais import insecables
from college.organisation.modele import Institution
from college.seances.sonnette import PLACES
from college.settings import Settings
from college.transaction import lecture

FILS = 12  # more would only wait for each other: one interpreter works at a time
PREMIERS_PAS = (
    "À essayer d’abord :",
    "  1. Entrez en un clic sur la page de connexion, par exemple comme secrétaire.",
    "  2. « Séances » : la séance de demain se compose, celle d’hier a tous ses documents.",
    "  3. Déconnecté, cherchez une décision sur la page d’accueil : c’est ce que voit le citoyen.",
)
AUCUN = "La base est vide : importez un paquet (college paquet importer FICHIER), ou retirez COLLEGE_DEMO=0."


class Serveur(BaseApplication):
    """gunicorn, set from here: the application is made in the worker, once it has forked."""

    def __init__(self, settings: Settings, hote: str, pret: Callable[[], None]) -> None:
        self.settings, self.hote, self.pret = settings, hote, pret
        self.fond: fond.TravailDeFond | None = None
        super().__init__()

    def load_config(self) -> None:
        """One process: SQLite, the dispatcher and the live channel share it."""
        options: dict[str, Any] = {
            "bind": f"{self.hote}:{self.settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": FILS + PLACES,  # streams hold none, save on a connection that cannot be lent (TLS)
            "worker_connections": 2000,
            "timeout": 120,
            "graceful_timeout": 5,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "college",
            "when_ready": lambda _arbitre: self.pret(),
            "post_worker_init": self._travailler,
            "worker_exit": self._cesser,
        }
        for nom, valeur in options.items():
            self.cfg.set(nom, valeur)

    def _travailler(self, _ouvrier: Any) -> None:
        """Background work lives in the worker, beside the web threads."""
        self.fond = fond.demarrer(self.settings)

    def _cesser(self, _arbitre: Any, _ouvrier: Any) -> None:
        if self.fond:
            self.fond.arreter()

    def load(self) -> Flask:
        """The application, in the worker; what it is made of stays for good, and is not looked through for garbage."""
        app = create_app(self.settings)
        gc.collect()
        gc.freeze()
        return app


@click.command(cls=Commande)
@click.option("--port", type=click.IntRange(1, 65535), help="Le port ; sinon celui du réglage PORT (8000).")
@click.option("--hote", default="127.0.0.1", show_default=True, help="L’adresse d’écoute.")
@click.option("--preparer", is_flag=True, help="D’abord, met la base à jour et crée la commune de démonstration.")
def servir(port: int | None, hote: str, preparer: bool) -> None:
    """Sert l’application : pages, canal direct et travail de fond."""
    memoire.borner()
    settings = Settings.depuis_environnement()
    settings = settings.model_copy(update={"port": port or settings.port})
    with create_app(settings).app_context():
        accueil = _preparer(settings) if preparer else _verifier()
        transaction.moteur().dispose()  # the worker opens its own connections
    Serveur(settings, hote, lambda: _accueillir(settings, accueil)).run()


def _verifier() -> list[str]:
    if migrations.revision(transaction.moteur()) != migrations.tete():
        raise Refus("La base n’est pas à jour : lancez « college migrer », puis recommencez.")
    return []


def _preparer(settings: Settings) -> list[str]:
    """Migrate; on the first start of the demo, make its commune. Returns what to say once it serves."""
    migrations.monter(transaction.moteur())
    with lecture() as session:
        vide = session.scalar(select(Institution.id).limit(1)) is None
    if settings.demo and vide:
        demonstration.assurer(settings, click.echo)
    if settings.demo and (gens := demonstration.personnes()):
        return [*demonstration.presentation(gens), "", *PREMIERS_PAS]
    return [AUCUN] if vide else []


def _accueillir(settings: Settings, accueil: list[str]) -> None:
    for ligne in [*accueil, "", f"college est prêt : {settings.adresse}  (Ctrl+C pour arrêter)"]:
        click.echo(insecables(ligne))
