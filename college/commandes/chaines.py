"""`college chaines`: the commune's validation chains, their versions, and the points that follow them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import yaml
from sqlalchemy import select

from college.administration import bascule
from college.administration import chaines as administration
from college.commandes.application import avec_application, entetees, institutions, option_institution
from college.commandes.francais import Groupe
from college.droits import acteur_systeme
from college.erreurs import Refus
from college.francais import compte
from college.points import services
from college.points.modele import Chaine, ChaineVersion, Point
from college.transaction import ecriture, lecture, unite

FICHIER = click.Path(exists=True, path_type=Path, dir_okay=False)


@click.group(cls=Groupe)
def chaines() -> None:
    """Liste, montre, vérifie et publie les chaînes de validation."""


@chaines.command()
@option_institution
@avec_application
def lister(**options: str) -> None:
    """Les chaînes, leur version en vigueur et les points en cours."""
    with lecture():
        for commune in entetees(options["institution"]):
            for chaine in _toutes(commune.id):
                en_vigueur = chaine.versions[-1]
                etapes = compte(len(en_vigueur.definition["etapes"]), "étape", feminin=True)
                points = compte(len(_en_cours(chaine)), "point en cours", "points en cours")
                click.echo(f"{chaine.code:<20}v{en_vigueur.numero:<4}{etapes:<14}{points}")


@chaines.command()
@click.argument("code", metavar="CODE")
@option_institution
@avec_application
def montrer(code: str, **options: str) -> None:
    """La version en vigueur, en YAML, comme dans un paquet."""
    with lecture():
        chaine = _chaine(options["institution"], code)
        click.echo(yaml.safe_dump(chaine.versions[-1].definition, allow_unicode=True, sort_keys=False), nl=False)


@chaines.command()
@option_institution
@avec_application
def verifier(**options: str) -> None:
    """Recalcule l’étape de chaque point en cours et corrige celles qui ne sont plus justes."""
    with ecriture():
        communes = institutions(options["institution"])
        points = [p for commune in communes for chaine in _toutes(commune.id) for p in _en_cours(chaine)]
        corriges = [point.reference for point in points if services.recalculer(point)]
    for reference in corriges:
        click.echo(f"{reference} : étape corrigée")
    click.echo(f"{compte(len(points), 'point vérifié', 'points vérifiés')}, {compte(len(corriges), 'corrigé')}.")


@chaines.command()
@click.argument("fichier", metavar="FICHIER", type=FICHIER)
@click.option("--basculer", is_flag=True, help="Fait passer à la nouvelle version les points des étapes supprimées.")
@option_institution
@avec_application
def publier(fichier: Path, basculer: bool, **options: str) -> None:
    """Publie FICHIER (YAML d’une chaîne) comme version suivante ; les points en cours gardent la leur."""
    definition = _lire(fichier)
    with ecriture():
        chaine = _chaine(options["institution"], str(definition.get("code", "")))
        lignes = administration.publier(acteur_systeme(chaine.institution_id), chaine, definition, basculer)
    for ligne in lignes or ["Rien n’a changé."]:
        click.echo(ligne)


@chaines.command()
@click.argument("code", metavar="CODE")
@click.option("--oui", is_flag=True, help="Le fait ; sans cette option, dit seulement ce qui changerait.")
@option_institution
@avec_application
def basculer(code: str, oui: bool, **options: str) -> None:
    """Fait passer les points en cours à la version en vigueur ; dit ce que chacun gagne et perd."""
    with ecriture():
        chaine = _chaine(options["institution"], code)
        qui = acteur_systeme(chaine.institution_id)
        version = chaine.versions[-1]
        essais = bascule.basculer(qui, chaine) if oui else bascule.apercu(chaine, au_plus=None)
        for essai in essais:
            click.echo(f"{essai.point.reference}  {essai.phrase}")
    fait = "Fait" if oui else "À faire (ajoutez --oui)"
    click.echo(f"{fait} : {compte(len(essais), 'point')} vers la version {version.numero}.")


def _toutes(institution_id: int) -> list[Chaine]:
    choix = select(Chaine).where(Chaine.institution_id == institution_id, Chaine.versions.any())
    return list(unite().scalars(choix.order_by(Chaine.code)))


def _chaine(institution: str | None, code: str) -> Chaine:
    """The chain of that code: in the institution named, or in the only one that has it."""
    trouvees = [c for commune in institutions(institution) for c in _toutes(commune.id) if c.code == code]
    if len(trouvees) > 1:
        raise Refus(f"Plusieurs institutions ont une chaîne « {code} » : dites laquelle avec --institution.")
    if trouvees:
        return trouvees[0]
    raise Refus(f"Aucune chaîne ne porte le code « {code} » : voyez « college chaines lister ».")


def _en_cours(chaine: Chaine) -> list[Point]:
    versions = select(ChaineVersion.id).where(ChaineVersion.chaine_id == chaine.id)
    choix = select(Point).where(Point.chaine_version_id.in_(versions), Point.phase == "en_validation")
    return list(unite().scalars(choix.order_by(Point.reference)))


def _lire(fichier: Path) -> dict[str, Any]:
    try:
        lu = yaml.safe_load(fichier.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as erreur:
        raise Refus(f"{fichier} n’est pas du YAML lisible : {erreur}") from erreur
    if not isinstance(lu, dict):
        raise Refus(f"{fichier} doit décrire une chaîne : code et etapes.")
    return lu
