"""`college migrer`: bring the database to the revision that this version expects."""

from __future__ import annotations

import click

from college import migrations, transaction
from college.commandes.application import avec_application
from college.commandes.francais import Commande


@click.command(cls=Commande)
@avec_application
def migrer() -> None:
    """Met la base de données à jour ; sans effet si elle l’est déjà."""
    avant = migrations.revision(transaction.moteur())
    migrations.monter(transaction.moteur())
    apres = migrations.revision(transaction.moteur())
    click.echo(f"Base à jour ({apres})." if avant == apres else f"Base mise à jour : {avant or 'vide'} → {apres}.")
