"""`college journal`: prove that nobody touched the audit journal."""

from __future__ import annotations

import click
from sqlalchemy import select

from college import journal as registre
from college.commandes.application import avec_application
from college.commandes.francais import Groupe
from college.erreurs import Refus
from college.organisation.modele import Institution
from college.transaction import ecriture, unite


@click.group(cls=Groupe)
def journal() -> None:
    """Vérifie le journal d’audit."""


@journal.command()
@avec_application
def verifier() -> None:
    """Scelle les dernières entrées, puis recalcule toute la chaîne de chaque institution."""
    mauvaises = []
    with ecriture():
        while registre.sceller():
            unite().flush()
        for commune in unite().scalars(select(Institution).order_by(Institution.code)).all():
            bilan = registre.verifier(commune.id)
            click.echo(f"{commune.code} : {bilan.lues} entrées lues, {'intact' if bilan.intacte else 'ALTÉRÉ'}")
            if not bilan.intacte:
                mauvaises.append(f"{commune.code}, entrée {bilan.premiere_mauvaise}")
    if mauvaises:
        raise Refus(f"Le journal a été altéré : première entrée fautive {' ; '.join(mauvaises)}.")
