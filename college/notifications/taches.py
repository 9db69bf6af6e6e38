"""Mails: at once or as a digest, never twice, never of what the person may no longer read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from college import boite_envoi, horloge
from college.boite_envoi import Abandon, gestionnaire, periodique
from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive
from college.erreurs import Introuvable
from college.notifications import abonnements, phrases, regles, requetes
from college.notifications.modele import Notification
from college.notifications.phrases import Dite
from college.organisation.courriels import mode
from college.organisation.modele import Agent
from college.organisation.requetes import acteur_de
from college.points import masques
from college.points.modele import Point
from college.settings import Settings
from college.transaction import ecriture, lecture, unite

_adresse = ""


def brancher(settings: Settings) -> None:
    """The address that mails lead to."""
    global _adresse
    _adresse = settings.adresse


@gestionnaire("prevenir")
def prevenir(institution_id: int, agent: int, point: int) -> None:
    """One mail of one dossier, unless one left today: what it would have told then waits for the digest."""
    with lecture():
        qui = unite().get_one(Agent, agent)
        lot = _lot(qui, institution_id, point) if mode(qui.preferences) == "immediat" else []
    _envoyer(qui, lot, cle=f"point-{agent}-{point}-{horloge.aujourdhui()}")


@gestionnaire("resume")
def resume(institution_id: int, agent: int) -> None:
    """The digest of the day."""
    with lecture():
        qui = unite().get_one(Agent, agent)
        lot = _lot(qui, institution_id)
    _envoyer(qui, lot, cle=f"resume-{agent}-{horloge.aujourdhui()}")


@periodique(60)
def resumes_du_jour() -> None:
    """Ask for the digests whose hour has come: one a person and a day."""
    maintenant = horloge.locale(horloge.maintenant())
    with lecture():
        prets = [
            agent
            for agent, le in requetes.en_attente()
            if regles.au_resume(agent.preferences, horloge.locale(le), maintenant)
        ]
    if prets:
        with ecriture():
            for agent in prets:
                cle = f"resume-{agent.id}-{maintenant.date()}"
                boite_envoi.deposer("resume", agent.institution_id, cle_unique=cle, agent=agent.id)


@periodique(3600)
def rappels() -> None:
    """Before the delay of an advice or of a visa ends, those who owe it are told."""
    with lecture():
        dus = [point.id for point in requetes.qui_finissent()]
    for numero in dus:
        with ecriture():
            abonnements.rappeler(unite().get_one(Point, numero))


def _lot(agent: Agent, institution_id: int, point: int | None = None) -> list[tuple[int, Dite]]:
    """What to tell, rights asked now; nothing to who is absent, nor to who is gone."""
    if not agent.actif or not agent.courriel or requetes.absent(agent.id):
        return []
    try:
        acteur = acteur_de(agent, institution_id)
    except Introuvable:
        return []
    dues = requetes.a_dire(acteur, point)
    titres = masques.titres(acteur, [une.point for une, _ in dues])
    return [(une.id, _dite(une, titres[une.point_id], neutre)) for une, neutre in dues]


def _dite(notification: Notification, titre: str, neutre: bool) -> Dite:
    point = notification.point
    return Dite(
        notification.genre,
        point.reference,
        "" if neutre else titre,
        notification.acteur_nom,
        "" if neutre else notification.commentaire,
        f"{_adresse}/app/points/{point.id}",
    )


def _envoyer(agent: Agent, lot: Sequence[tuple[int, Dite]], cle: str) -> None:
    if not lot:
        return
    dites = [dite for _, dite in lot]
    texte = phrases.corps(agent.prenom, dites, f"{_adresse}/app/compte#courriels")
    try:
        courriel.envoyer(agent.courriel, phrases.objet(dites), texte, cle=cle)
    except ErreurDefinitive as erreur:
        raise Abandon(f"Le courriel de {agent.nom_complet} n’est pas accepté : {erreur.phrase}") from erreur
    with ecriture():
        numeros = [numero for numero, _ in lot]
        unite().execute(
            update(Notification).where(Notification.id.in_(numeros)).values(envoyee_le=horloge.maintenant())
        )
