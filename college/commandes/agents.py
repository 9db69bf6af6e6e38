"""`college agents`: accounts, passwords and API tokens, from the machine itself."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from sqlalchemy import select

from college import horloge, journal
from college.commandes.application import avec_application, entetees, institution, option_institution
from college.commandes.francais import Groupe
from college.droits import acteur_systeme
from college.erreurs import Introuvable, Invalide, Refus
from college.organisation import jetons, mots_de_passe, requetes, sessions
from college.organisation.modele import Agent, Appartenance
from college.transaction import ecriture, lecture, unite


@click.group(cls=Groupe)
def agents() -> None:
    """Crée des comptes, change un mot de passe, donne un jeton d’API."""


@agents.command()
@click.argument("identifiant", metavar="IDENTIFIANT")
@click.option("--prenom", required=True, help="Le prénom.")
@click.option("--nom", required=True, help="Le nom.")
@click.option("--genre", type=click.Choice(["f", "m", "x"]), default="x", help="f, m ou x.")
@click.option("--courriel", default="", help="L’adresse de courriel.")
@click.option("--administrateur", is_flag=True, help="Administre l’institution.")
@option_institution
@avec_application
def creer(identifiant: str, administrateur: bool, **saisie: str) -> None:
    """Crée un compte, sans mot de passe ni rôle."""
    with ecriture():
        commune = institution(saisie.pop("institution"))
        if requetes.agent_par_identifiant(identifiant):
            raise Refus(f"L’identifiant « {identifiant} » est déjà pris : choisissez-en un autre.")
        agent = Agent(institution_id=commune.id, identifiant=identifiant, **saisie)
        unite().add(agent)
        unite().flush()
        if administrateur:
            unite().add(Appartenance(institution_id=commune.id, agent_id=agent.id, role="administrateur"))
        _noter("agent.cree", agent)
    click.echo(f"Compte créé. Donnez-lui un mot de passe : college agents mot-de-passe {identifiant}")


@agents.command()
@click.argument("identifiant", metavar="IDENTIFIANT")
@click.option("--nom", default="", help="À quoi il servira.")
@click.option("--jours", type=click.IntRange(1, 3660), help="Sa durée de vie ; sans fin par défaut.")
@avec_application
def jeton(identifiant: str, nom: str, jours: int | None) -> None:
    """Affiche un nouveau jeton d’API ; il ne pourra plus être relu."""
    with ecriture():
        agent = _agent(identifiant)
        fin = horloge.systeme() + timedelta(days=jours) if jours else None
        secret = jetons.creer(agent, nom, fin)
        _noter("agent.jeton_cree", agent)
    click.echo(secret)


@agents.command("mot-de-passe")
@click.argument("identifiant", metavar="IDENTIFIANT")
@avec_application
def mot_de_passe(identifiant: str) -> None:
    """Change le mot de passe : une ligne sur l’entrée standard, ou deux fois au clavier."""
    if sys.stdin.isatty():
        nouveau = click.prompt("Nouveau mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    else:
        nouveau = sys.stdin.readline().rstrip("\r\n")
    with ecriture():
        agent = _agent(identifiant)
        if fautes := mots_de_passe.fautes(nouveau, nouveau, agent.identifiant, agent.nom_complet):
            raise Invalide(fautes)
        agent.mot_de_passe = mots_de_passe.hacher(nouveau)
        sessions.fermer_toutes(agent.id)
        _noter("agent.mot_de_passe_change", agent)
    click.echo("Mot de passe changé ; les sessions ouvertes de cette personne sont fermées.")


@agents.command()
@option_institution
@avec_application
def lister(**options: str) -> None:
    """Liste les comptes de l’institution, ou de toutes."""
    with lecture():
        for commune in entetees(options["institution"]):
            choix = select(Agent).where(Agent.institution_id == commune.id).order_by(Agent.identifiant)
            for agent in unite().scalars(choix):
                etat = "actif" if agent.actif else "inactif"
                click.echo(f"{agent.identifiant:<20}  {agent.nom_complet:<30}  {etat}")


def _agent(identifiant: str) -> Agent:
    if (agent := requetes.agent_par_identifiant(identifiant)) is None:
        raise Introuvable(f"Aucun compte ne porte l’identifiant « {identifiant} ».")
    return agent


def _noter(evenement: str, agent: Agent) -> None:
    journal.noter(acteur_systeme(agent.institution_id), evenement, agent, par="commande college")
