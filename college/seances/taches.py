"""What follows an act of the séance: the notices leave by mail, each with its proof of delivery."""

from __future__ import annotations

import itertools

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge
from college.boite_envoi import gestionnaire
from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive
from college.seances import courrier, requetes
from college.seances import lettre as mots
from college.seances.modele import Convocation, Seance
from college.transaction import ecriture, lecture, unite

SANS_ADRESSE = "Aucune adresse électronique connue : remettez la convocation en mains propres."


@gestionnaire("envoyer_convocation")
def envoyer_convocation(institution_id: int, seance: int, lettre: str) -> None:
    """Send the notice to each member not yet served; one already accepted is never sent again."""
    with lecture():
        restantes = _restantes(seance, lettre)
    for convocation_id, adresse, sujet, texte in restantes:
        erreur = _remettre(adresse, sujet, texte, cle=f"convocation-{convocation_id}")
        with ecriture():
            _constater(convocation_id, erreur)


def _restantes(seance_id: int, version: str) -> list[tuple[int, str, str, str]]:
    seance = unite().get_one(Seance, seance_id)
    ecart = next((v.differences for v in requetes.versions(seance) if v.lettre == version), {})
    envoi = mots.Envoi(version, _suite(seance, version), ecart, courrier.dossier(seance_id))
    demande = (
        select(Convocation)
        .options(joinedload(Convocation.mandataire))
        .where(Convocation.seance_id == seance_id, Convocation.lettre == version, Convocation.envoyee_le.is_(None))
        .order_by(Convocation.id)
    )
    sujet = mots.sujet(seance, envoi)
    return [(c.id, c.courriel, sujet, mots.convocation(seance, envoi, c.mandataire)) for c in unite().scalars(demande)]


def _suite(seance: Seance, lettre: str) -> str:
    """A complement of an agenda already sent, or what replaces a cancelled notice."""
    avant = itertools.takewhile(lambda version: version.lettre != lettre, requetes.versions(seance))
    annulees = [version.annulee_le is not None for version in avant]
    return "" if not annulees else "remplace" if all(annulees) else "complement"


def _remettre(adresse: str, sujet: str, texte: str, cle: str) -> str:
    """The reason of a final failure, or nothing: one bad address must not hold back the other members."""
    if not adresse:
        return SANS_ADRESSE
    try:
        courriel.envoyer(adresse, sujet, texte, cle=cle)
    except ErreurDefinitive as erreur:
        return str(erreur)
    return ""


def _constater(convocation_id: int, erreur: str) -> None:
    convocation = unite().get_one(Convocation, convocation_id)
    convocation.erreur = erreur
    convocation.envoyee_le = horloge.maintenant()
    if not erreur:
        convocation.recue_le = convocation.envoyee_le
