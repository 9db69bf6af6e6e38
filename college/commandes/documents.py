"""`college documents` and `college modeles`: documents and their templates, from the machine itself."""

from __future__ import annotations

from pathlib import Path

import click

from college import repartiteur, stockage
from college.actes import requetes, services, services_modeles
from college.commandes.application import acteur, avec_application, entetees, option_agent, option_institution
from college.commandes.francais import Groupe
from college.droits import Acteur, acteur_systeme, verifier
from college.erreurs import Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points import requetes as points
from college.seances import requetes as seances
from college.transaction import ecriture, lecture

FICHIER = click.Path(exists=True, path_type=Path, dir_okay=False)
SORTIE = click.Path(path_type=Path, dir_okay=False)
TYPES = sorted({*services.DE_SEANCE, *services.DE_POINT})


@click.group(cls=Groupe)
def documents() -> None:
    """Rédige et regarde les documents."""


@documents.command()
@click.argument("sortie", metavar="FICHIER", type=SORTIE)
@click.option("--seance", metavar="N", help="La séance.")
@click.option("--point", metavar="REFERENCE", help="Le point.")
@click.option("--type", "type_document", type=click.Choice(TYPES), default="pv", help="Quel document.")
@click.option("--portee", type=click.Choice(services.PORTEES), default="integrale", help="Pour quels yeux.")
@option_agent
@avec_application
def apercu(sortie: Path, seance: str, point: str, type_document: str, portee: str, identifiant: str) -> None:
    """Rédige un document dans FICHIER (.pdf ou .docx)."""
    with ecriture():
        qui = acteur(identifiant)
        if not (seance or point):
            raise Refus("Dites de quoi : --seance N ou --point REFERENCE.")
        objet = seances.seance(qui, seance) if seance else points.point(qui, point)
        demande = services.demander_document(qui, objet, type_document, sortie.suffix.lstrip(".") or "pdf", portee)
    _livrer(demande.id, sortie, identifiant)


@documents.command()
@avec_application
def rediger() -> None:
    """Rédige maintenant tout ce qui attend de l’être."""
    click.echo(f"{repartiteur.vider(tolerant=True)} tâches faites.")


@click.group(cls=Groupe)
def modeles() -> None:
    """Liste, dépose, essaie et active les modèles de documents."""


@modeles.command()
@click.option("--agent", "identifiant", metavar="IDENTIFIANT", help="Au nom de qui, avec ses droits.")
@option_institution
@avec_application
def lister(identifiant: str | None, **options: str) -> None:
    """Les modèles de la commune ; ceux de la maison servent quand il n’y en a pas."""
    with lecture():
        if identifiant:
            verifier("modele.gerer", acteur(identifiant))
            _lister(acteur(identifiant))
            return
        for commune in entetees(options["institution"]):
            _lister(acteur_systeme(commune.id))


def _lister(qui: Acteur) -> None:
    for modele in requetes.modeles(qui):
        quoi = f"{modele.type:<16}{modele.format:<6}v{modele.version:<4}"
        click.echo(f"{modele.id:>5}  {quoi}{modele.etat:<10}{modele.nom}")


@modeles.command()
@click.argument("fichier", metavar="FICHIER", type=FICHIER)
@click.option("--type", "type_document", type=click.Choice(TYPES), required=True, help="Pour quel document.")
@click.option("--organe", metavar="CODE", help="Pour un seul organe ; pour tous par défaut.")
@option_agent
@avec_application
def deposer(fichier: Path, type_document: str, organe: str | None, identifiant: str) -> None:
    """Dépose un modèle (.docx, .html ou .zip), inactif tant qu’on ne l’active pas."""
    gabarit = services_modeles.essayer(type_document, fichier.name, fichier.read_bytes())
    with ecriture():
        qui = acteur(identifiant)
        de = organisation.nomme(Organe, qui.institution_id, organe, "organe") if organe else None
        modele = services_modeles.deposer(qui, de, gabarit)
    click.echo(f"Modèle {modele.id} déposé. Essayez-le, puis : college modeles activer {modele.id}")


@modeles.command("apercu")
@click.argument("numero", metavar="N", type=int)
@click.argument("sortie", metavar="FICHIER", type=SORTIE)
@click.option("--seance", metavar="N", required=True, help="La séance sur laquelle l’essayer.")
@option_agent
@avec_application
def essayer(numero: int, sortie: Path, seance: str, identifiant: str) -> None:
    """Essaie un modèle sur une vraie séance."""
    with ecriture():
        qui = acteur(identifiant)
        modele = requetes.modele(qui, numero)
        format_document = "docx" if modele.format == "docx" else "pdf"
        objet = seances.seance(qui, seance)
        demande = services.demander_document(qui, objet, modele.type, format_document, modele_id=modele.id)
    _livrer(demande.id, sortie, identifiant)


@modeles.command()
@click.argument("numero", metavar="N", type=int)
@option_agent
@avec_application
def activer(numero: int, identifiant: str) -> None:
    """Met un modèle en vigueur ; les actes déjà faits gardent le leur."""
    with ecriture():
        qui = acteur(identifiant)
        modele = services_modeles.activer(qui, requetes.modele(qui, numero))
    click.echo(f"Modèle {modele.id} : {modele.etat}.")


def _livrer(document_id: int, sortie: Path, identifiant: str) -> None:
    """Make what is due, then write the document where it was asked."""
    repartiteur.vider(tolerant=True)
    with lecture():
        fait = requetes.document(acteur(identifiant), document_id)
        if fait.sha256 is None:
            raise Refus(f"Le document n’a pas pu être rédigé : {fait.erreur or 'il attend son tour'}")
        sortie.write_bytes(stockage.lire(fait.sha256))
    click.echo(f"{sortie} : {fait.nom}")
