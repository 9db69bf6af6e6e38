"""`college paquet`: an institution as a readable file, to import, compare and export."""

from __future__ import annotations

import json
from pathlib import Path

import click
from sqlalchemy import select

from college.administration.paquet import apercu as dire_import
from college.administration.paquet import importer as importer_paquet
from college.administration.paquet_base import paquet_de
from college.administration.paquet_comparaison import comparer as comparer_paquets
from college.administration.paquet_ecriture import exporter as ecrire
from college.administration.paquet_format import Paquet
from college.administration.paquet_format import schema as schema_json
from college.administration.paquet_lecture import lire
from college.commandes.application import avec_application, institution, option_institution
from college.commandes.francais import Groupe
from college.droits import acteur_systeme
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture, unite

FICHIER = click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
LISIBLE = click.argument("fichier", metavar="FICHIER", type=click.Path(exists=True, path_type=Path, dir_okay=False))


@click.group(cls=Groupe)
def paquet() -> None:
    """Importe, exporte ou compare le paquet communal d’une institution."""


@paquet.command()
@LISIBLE
@click.option("--basculer", is_flag=True, help="Fait passer les points des étapes supprimées à la nouvelle chaîne.")
@click.option("--apercu", is_flag=True, help="Dit ce que l’import ferait, points déplacés compris, sans rien changer.")
@avec_application
def importer(fichier: Path, basculer: bool, apercu: bool) -> None:
    """Importe FICHIER : tout ou rien ; recommencer ne change rien."""
    decrit = _lire(fichier)
    if apercu or basculer:
        with ecriture():
            lignes = dire_import(acteur_systeme(0), decrit, basculer=basculer)
        for ligne in ("Aperçu :", *lignes):
            click.echo(ligne)
    if apercu:
        return
    with ecriture():
        bilan = importer_paquet(acteur_systeme(0), decrit, basculer=basculer)
    for ligne in bilan.lignes():
        click.echo(ligne)


@paquet.command()
@FICHIER
@option_institution
@avec_application
def exporter(fichier: Path, **options: str) -> None:
    """Écrit l’institution dans FICHIER (« - » : sur la sortie standard)."""
    with lecture():
        texte = ecrire(paquet_de(institution(options["institution"])))
    if str(fichier) == "-":
        click.echo(texte, nl=False)
        return
    fichier.write_text(texte, encoding="utf-8")
    click.echo(f"Paquet écrit dans {fichier}.")


@paquet.command()
@LISIBLE
@avec_application
def comparer(fichier: Path) -> None:
    """Dit ce que l’import de FICHIER changerait, sans rien changer."""
    nouveau = _lire(fichier)
    with lecture():
        connue = unite().scalar(select(Institution).where(Institution.code == nouveau.institution.code))
        lignes = comparer_paquets(paquet_de(connue) if connue else None, nouveau)
    for ligne in lignes or ["Rien ne changerait."]:
        click.echo(ligne)


@paquet.command()
def schema() -> None:
    """Écrit le schéma JSON du paquet, pour un éditeur de texte."""
    click.echo(json.dumps(schema_json(), ensure_ascii=False, indent=1))


def _lire(fichier: Path) -> Paquet:
    return lire(fichier.read_text(encoding="utf-8", errors="replace"))
