"""Signing in and out. The services before anybody is known: they take no actor and leave their own trace."""

from __future__ import annotations

from time import time

from sqlalchemy import select

from college import francais, horloge, journal
from college.droits import Acteur
from college.erreurs import TropDeRequetes
from college.organisation import mots_de_passe, requetes, totp
from college.organisation.modele import Agent, TentativeConnexion
from college.transaction import unite

PHRASE = "Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules, puis réessayez."


class CodeAttendu(Exception):
    """The password was right; the second factor is still to be given."""

    def __init__(self, agent_id: int) -> None:
        super().__init__()
        self.agent_id = agent_id


def reconnaitre(identifiant: str, mot_de_passe: str) -> Agent | None:
    """The agent whose password this is; None otherwise (the failure is kept, the caller says `PHRASE`).

    Raises TropDeRequetes during the wait, CodeAttendu when a second factor is set. The answer and its time are
    the same for an unknown account.
    """
    compte = identifiant.strip().casefold()
    tentative = _tentative(compte)
    _attendre_son_tour(tentative)
    agent = requetes.agent_par_identifiant(compte)
    bon = mots_de_passe.verifier(agent.mot_de_passe if agent else None, mot_de_passe)
    if not (agent and bon and agent.actif):
        _echec(tentative, compte)
        return None
    if agent.mot_de_passe and mots_de_passe.a_refaire(agent.mot_de_passe):
        agent.mot_de_passe = mots_de_passe.hacher(mot_de_passe)
    if agent.secret_totp:
        raise CodeAttendu(agent.id)
    if tentative:
        unite().delete(tentative)
    return agent


def confirmer(agent_id: int, code: str) -> Agent | None:
    """The second factor: the agent when the code is right and new; None otherwise, and the failure is kept."""
    agent = requetes.agent(agent_id)
    if agent is None or not agent.actif:
        return None
    compte = f"code:{agent.id}"
    tentative = _tentative(compte)
    _attendre_son_tour(tentative)
    if agent.secret_totp and not _code_reconnu(agent, code):
        _echec(tentative, compte)
        return None
    if tentative:
        unite().delete(tentative)
    return agent


def _tentative(compte: str) -> TentativeConnexion | None:
    return unite().scalar(select(TentativeConnexion).where(TentativeConnexion.compte == compte))


def _attendre_son_tour(tentative: TentativeConnexion | None) -> None:
    if tentative is None or tentative.bloque_jusqu_a is None:
        return
    reste = (tentative.bloque_jusqu_a - horloge.systeme()).total_seconds()
    if reste <= 0:
        return
    secondes = int(reste) + 1
    attente = francais.compte(secondes, "seconde") if secondes < 90 else francais.compte(secondes // 60 + 1, "minute")
    raise TropDeRequetes(
        f"Trop d’essais manqués pour ce compte\u00a0: patientez {attente}, puis réessayez. "
        "Votre administrateur peut vous donner un nouveau mot de passe.",
        attendre=secondes,
    )


def _echec(tentative: TentativeConnexion | None, compte: str) -> None:
    if tentative is None:
        tentative = TentativeConnexion(compte=compte[:200], echecs=0)
        unite().add(tentative)
    tentative.echecs += 1
    attente = mots_de_passe.attente(tentative.echecs)
    tentative.bloque_jusqu_a = horloge.systeme() + attente if attente else None


def _code_reconnu(agent: Agent, code: str) -> bool:
    """A code serves once: the last time step used is kept."""
    pas = totp.pas_reconnu(agent.secret_totp or "", code, time(), agent.preferences.get("dernier_code", 0))
    if pas is None:
        return False
    agent.preferences = {**agent.preferences, "dernier_code": pas}
    return True


def noter_entree(agent: Agent, comment: str) -> Acteur:
    """The trace of a sign-in, and the actor that it opens."""
    acteur = requetes.acteur_de(agent)
    journal.noter(acteur, "connexion", agent, comment=comment)
    return acteur
