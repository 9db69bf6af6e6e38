"""The console script `college`: exit 0, 1 (refused or failed, one French sentence on stderr) or 2 (usage)."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from college import __version__
from college.commandes import pannes
from college.commandes.francais import Groupe, phrase
from college.erreurs import Erreur
from college.francais import insecables
from college.settings import ReglageInvalide

COMMANDES = {
    "agents": "college.commandes.agents:agents",
    "chaines": "college.commandes.chaines:chaines",
    "connecteurs": "college.commandes.connecteurs:connecteurs",
    "delais": "college.commandes.delais:delais",
    "demo": "college.commandes.demo:demo",
    "documents": "college.commandes.documents:documents",
    "doctor": "college.commandes.doctor:doctor",
    "envois": "college.commandes.taches:envois",
    "importer": "college.commandes.importer:importer",
    "index": "college.commandes.index:index",
    "journal": "college.commandes.journal:journal",
    "migrer": "college.commandes.migrer:migrer",
    "modeles": "college.commandes.documents:modeles",
    "ouvrier": "college.commandes.taches:ouvrier",
    "paquet": "college.commandes.paquet:paquet",
    "reel": "college.commandes.reel:reel",
    "restaurer": "college.commandes.sauvegarde:restaurer",
    "sauvegarder": "college.commandes.sauvegarde:sauvegarder",
    "servir": "college.commandes.servir:servir",
    "simulateur-tutelle": "college.commandes.connecteurs:simulateur_tutelle",
}


@click.group("college", cls=Groupe, paresseuses=COMMANDES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="college", message="%(prog)s %(version)s", help="Montre la version.")
def cli() -> None:
    """Gestion des décisions des pouvoirs locaux wallons."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    try:
        sys.exit(cli.main(arguments, prog_name="college", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as demande:
        click.echo(demande.format_message())
        sys.exit(2)
    except click.UsageError as erreur:
        chemin = erreur.ctx.command_path if erreur.ctx else "college"
        _refuser(f"{phrase(erreur)} Voyez « {chemin} --help ».", 2)
    except click.Abort:
        _refuser("Interrompu.", 1)
    except click.ClickException as erreur:
        _refuser(erreur.format_message(), 1)
    except (Erreur, ReglageInvalide) as erreur:
        _refuser(str(erreur), 1)
    except SQLAlchemyError as erreur:
        _refuser(pannes.de_la_base(erreur), 1)
    except OSError as erreur:
        _refuser(pannes.du_systeme(erreur), 1)


def _refuser(texte: str, statut: int) -> None:
    click.echo(insecables(texte), err=True)
    sys.exit(statut)
