"""`college demo`: the fictional commune and its CPAS, in an empty database."""

from __future__ import annotations

import json

import click
from flask import current_app

from college.commandes.application import avec_application
from college.commandes.francais import Commande
from college.demo import installation


@click.command(cls=Commande)
@click.option("--json", "en_json", is_flag=True, help="Donne les personnes en JSON, rien d’autre.")
@avec_application
def demo(en_json: bool) -> None:
    """Crée la démonstration, ou la retrouve, et donne ses personnes."""
    taire = bool(en_json)
    installation.assurer(current_app.extensions["college"], (lambda _phrase: None) if taire else click.echo)
    gens = installation.personnes()
    if en_json:
        click.echo(json.dumps([personne.en_clair() for personne in gens], ensure_ascii=False, indent=1))
        return
    for ligne in installation.presentation(gens):
        click.echo(ligne)
