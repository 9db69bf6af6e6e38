"""`college connecteurs` and `college simulateur-tutelle`: what the installation talks to."""

from __future__ import annotations

import os
from pathlib import Path

import click

from college import create_app, horloge
from college.commandes.francais import Commande, Groupe
from college.connecteurs import registre
from college.connecteurs.base import ErreurConnecteur
from college.connecteurs.signature_demo import SignatureDemo
from college.connecteurs.simulateur.scenarios import SCENARIOS
from college.connecteurs.simulateur.serveur import Simulateur
from college.erreurs import Refus
from college.settings import Settings


@click.group(cls=Groupe)
def connecteurs() -> None:
    """Liste et essaie les connecteurs."""


@connecteurs.command()
def lister() -> None:
    """Tous les connecteurs installés ; une étoile marque ceux que COLLEGE_CONNECTEURS active."""
    settings = Settings.depuis_environnement()
    for metier in registre.METIERS:
        for code in sorted(registre.installes(metier)):
            click.echo(f"{'*' if code in settings.connecteurs else ' '} {metier:<12}{code}")
    if settings.env != "production":  # no entry point: it is there, or it is not, by the environment alone
        click.echo(f"* {'signature':<12}{SignatureDemo.code}")


@connecteurs.command()
def sonder() -> None:
    """Essaie chaque connecteur actif, sans rien laisser chez l’autre."""
    settings = Settings.depuis_environnement()
    create_app(settings)
    muets = []
    for metier, code in registre.actifs(settings.connecteurs):
        ok, phrase = essayer(settings, metier, code)
        click.echo(f"{'✓' if ok else '✗'} {metier}/{code} : {phrase}")
        if not ok:
            muets.append(code)
    if muets:
        raise Refus(f"Ne répondent pas : {', '.join(muets)}.")


def essayer(settings: Settings, metier: str, code: str) -> tuple[bool, str]:
    """Open one connector and probe it: does it work, and a sentence."""
    try:
        sonde = registre.ouvrir(metier, code, autorises=settings.connecteurs, environnement=os.environ).sonde()
    except ErreurConnecteur as erreur:
        return False, erreur.phrase
    return sonde.ok, sonde.phrase


@click.command("simulateur-tutelle", cls=Commande)
@click.option("--port", type=click.IntRange(0, 65535), default=8100, show_default=True, help="Le port ; 0 : au hasard.")
@click.option("--scenario", type=click.Choice(sorted(SCENARIOS)), default="nominal", help="Ce que l’autorité répond.")
@click.option("--delai", type=click.FloatRange(0), default=1.0, help="Secondes par étape de l’instruction.")
@click.option("--fichier", type=click.Path(path_type=Path), help="Garde les dépôts dans ce fichier.")
def simulateur_tutelle(port: int, scenario: str, delai: float, fichier: Path | None) -> None:
    """Sert une autorité de tutelle simulée, pour l’essai et les tests."""
    settings = Settings.depuis_environnement()
    horloge.regler(horloge.source(settings.horloge))
    simulateur = Simulateur(port, scenario, delai, horloge=horloge.maintenant, fichier=fichier)
    click.echo(simulateur.adresse)
    try:
        simulateur.servir()
    except KeyboardInterrupt:
        simulateur.fermer()
