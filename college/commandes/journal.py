"""`college journal`: prove that nobody touched the audit journal."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import select

from college import ancrage, francais
from college import journal as registre
from college.commandes.application import avec_application
from college.commandes.francais import Groupe
from college.erreurs import Refus
from college.organisation.modele import Institution
from college.transaction import ecriture, unite
from college.typographie import instant


@click.group(cls=Groupe)
def journal() -> None:
    """Vérifie le journal d’audit."""


@journal.command()
@avec_application
def verifier() -> None:
    """Scelle les dernières entrées, recalcule toute la chaîne de chaque institution, puis la confronte à ses ancres."""
    mauvaises = []
    with ecriture():
        while registre.sceller():
            unite().flush()
        for commune in unite().scalars(select(Institution).order_by(Institution.code)).all():
            bilan = registre.verifier(commune.id)
            click.echo(f"{commune.code} : {bilan.lues} entrées lues, {'intact' if bilan.intacte else 'ALTÉRÉ'}")
            if not bilan.intacte:
                mauvaises.append(f"première entrée fautive {commune.code}, entrée {bilan.premiere_mauvaise}")
            mauvaises += [f"{commune.code}, {faute}" for faute in _ancres(commune)]
    if mauvaises:
        raise Refus(f"Le journal a été altéré : {' ; '.join(mauvaises)}.")


def _ancres(commune: Institution) -> tuple[str, ...]:
    """Say what the third party's tokens prove; the sentences of those that do not hold."""
    bilan = ancrage.verifier(commune.id)
    if bilan.tenues:
        le = datetime.fromisoformat(bilan.derniere)
        combien = francais.compte(bilan.tenues, "ancre tenue", "ancres tenues")
        click.echo(f"{commune.code} : {combien}, la dernière du {instant(le)} par « {bilan.autorite} »")
    return bilan.fautes
