"""`college servir`: web, live channel and background work, from one command."""

from __future__ import annotations

import gc
import os
import sys

import click
from sqlalchemy import select

from college import create_app, memoire, migrations, processus, transaction
from college.commandes.francais import Commande
from college.commandes.serveur import Serveur
from college.demo import installation as demonstration
from college.erreurs import Refus
from college.francais import insecables
from college.organisation.modele import Institution
from college.settings import Settings
from college.transaction import lecture

PREMIERS_PAS = (
    "À essayer d’abord :",
    "  1. Entrez en un clic sur la page de connexion, par exemple comme secrétaire.",
    "  2. « Séances » : la séance de demain se compose, celle d’hier a tous ses documents.",
    "  3. Déconnecté, cherchez une décision sur la page d’accueil : c’est ce que voit le citoyen.",
)
AUCUN = "La base est vide : importez un paquet (college paquet importer FICHIER), ou retirez COLLEGE_DEMO=0."


@click.command(cls=Commande)
@click.option("--port", type=click.IntRange(1, 65535), help="Le port ; sinon celui du réglage PORT (8000).")
@click.option("--hote", default="127.0.0.1", show_default=True, help="L’adresse d’écoute.")
@click.option("--preparer", is_flag=True, help="D’abord, met la base à jour et crée la commune de démonstration.")
def servir(port: int | None, hote: str, preparer: bool) -> None:
    """Sert l’application : pages, canal direct et travail de fond."""
    memoire.borner()
    settings = Settings.depuis_environnement()
    settings = settings.model_copy(update={"port": port or settings.port})
    app = create_app(settings)
    with app.app_context():
        accueil = _preparer(settings) if preparer else _verifier()
    transaction.moteur().dispose()  # each process opens its own connections
    gc.collect()
    gc.freeze()  # what the application is made of stays for good: shared, and not looked through for garbage
    Serveur(app, hote, lambda: _accueillir(settings, accueil)).run()


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
        _creer(settings)
    if settings.demo and (gens := demonstration.personnes()):
        return [*demonstration.presentation(gens), "", *PREMIERS_PAS]
    return [AUCUN] if vide else []


def _creer(settings: Settings) -> None:
    """The demo is made in a copy of this process, and all that it takes of memory goes with the copy."""
    transaction.moteur().dispose()
    copie = os.fork()
    if copie == 0:
        processus.suivre_le_parent()
        demonstration.assurer(settings, click.echo)
        sys.exit()
    if statut := os.waitstatus_to_exitcode(os.waitpid(copie, 0)[1]):
        sys.exit(abs(statut))  # the copy has said why


def _accueillir(settings: Settings, accueil: list[str]) -> None:
    for ligne in [*accueil, "", f"college est prêt : {settings.adresse}  (Ctrl+C pour arrêter)"]:
        click.echo(insecables(ligne))
