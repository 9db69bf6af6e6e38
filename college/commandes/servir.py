"""`college servir`: web, live channel and background work, in one gunicorn process with threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from college import create_app, migrations, taches, transaction
from college.commandes.francais import Commande
from college.erreurs import Refus
from college.settings import Settings

FILS = 24


class Serveur(BaseApplication):
    """gunicorn, set from here: the application is made in the worker, once it has forked."""

    def __init__(self, settings: Settings, hote: str, pret: Callable[[], None]) -> None:
        self.settings, self.hote, self.pret = settings, hote, pret
        self.fond: taches.Repartiteur | taches.Aiguilleur | None = None
        super().__init__()

    def load_config(self) -> None:
        """One process: SQLite, the dispatcher and the live channel share it."""
        options: dict[str, Any] = {
            "bind": f"{self.hote}:{self.settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": FILS,
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
        self.fond = taches.demarrer(self.settings)

    def _cesser(self, _arbitre: Any, _ouvrier: Any) -> None:
        if self.fond:
            self.fond.arreter()

    def load(self) -> Flask:
        """The application, in the worker."""
        return create_app(self.settings)


@click.command(cls=Commande)
@click.option("--port", type=click.IntRange(1, 65535), help="Le port ; sinon celui du réglage PORT (8000).")
@click.option("--hote", default="127.0.0.1", show_default=True, help="L’adresse d’écoute.")
@click.option("--preparer", is_flag=True, help="D’abord, met la base à jour et crée la commune de démonstration.")
def servir(port: int | None, hote: str, preparer: bool) -> None:
    """Sert l’application : pages, canal direct et travail de fond."""
    settings = Settings.depuis_environnement()
    settings = settings.model_copy(update={"port": port or settings.port})
    _preparer(settings, preparer)
    Serveur(settings, hote, lambda: click.echo(f"college est prêt : {settings.adresse}")).run()


def _preparer(settings: Settings, migrer: bool) -> None:
    create_app(settings)
    moteur = transaction.moteur()
    if migrer:
        migrations.monter(moteur)
    elif migrations.revision(moteur) != migrations.tete():
        raise Refus("La base n’est pas à jour : lancez « college migrer », puis recommencez.")
    moteur.dispose()
