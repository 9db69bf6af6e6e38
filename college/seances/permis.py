"""Rights of the room. The secretary of the organe conducts; members read and vote; others read what is sent."""

from typing import Any

from college.droits import Acteur, organe_de, politique
from college.erreurs import Interdit, Introuvable


@politique("seance.preparer", "seance.conduire", "seance.decider")
def _secretariat(acteur: Acteur, objet: Any) -> None:
    if not acteur.est_secretaire(organe_de(objet)):
        raise Interdit("Seul le secrétariat de cet organe conduit sa séance : adressez-vous à lui.")


@politique("seance.lire")
def _lire(acteur: Acteur, objet: Any) -> None:
    """Anybody of the institution who has a role or a mandate; the query says which séances, which lines."""
    if not (acteur.roles or acteur.groupes or acteur.secretariats or acteur.mandats or acteur.administrateur):
        raise Interdit("Les séances sont lues par les agents et les mandataires : demandez un rôle à l’administrateur.")
    if objet is not None and objet.institution_id != acteur.institution_id:
        raise Introuvable()


@politique("seance.voter")
def _voter(acteur: Acteur, objet: Any) -> None:
    """A member for himself, or the secretary who keys; the rule of the vote says the rest."""
    organe = organe_de(objet)
    if acteur.est_secretaire(organe) or (acteur.mandats if organe is None else acteur.est_membre(organe)):
        return
    raise Interdit("Seuls les membres de l’organe votent ; le secrétariat peut saisir leur vote.")


@politique("seance.signaler", "seance.deposer")
def _signaler(acteur: Acteur, objet: Any) -> None:
    """A member may ask for a debate, or file an item of his own, before the séance."""
    _voter(acteur, objet)


@politique("annotation.tenir")
def _annoter(acteur: Acteur, objet: Any) -> None:
    """Members alone keep notes and a reading of their dossier; no other right opens them."""
    organe = organe_de(objet)
    if not (acteur.mandats if organe is None else acteur.est_membre(organe)):
        raise Interdit("Seuls les membres de l’organe ont un dossier et des notes.")


def est_secretaire(acteur: Acteur, organe_id: int) -> bool:
    return acteur.systeme or acteur.est_secretaire(organe_id)
