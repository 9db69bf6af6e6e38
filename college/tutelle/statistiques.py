"""Figures of the last twelve months, of the whole institution, never of persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from college import horloge
from college.actes.modele import Acte
from college.droits import Acteur
from college.transaction import unite
from college.tutelle import requetes
from college.tutelle.modele import Envoi
from college.tutelle.suivi import Etat

FAVORABLES = (Etat.APPROUVE, Etat.SANS_MESURE)
CORRIGES = (Etat.APPROUVE_PARTIELLEMENT, Etat.REFORME, Etat.ANNULE_PARTIELLEMENT)
REFUSES = (Etat.NON_APPROUVE, Etat.ANNULE)


@dataclass(frozen=True)
class Chiffres:
    """What the board shows at its foot."""

    transmis: int
    delai_moyen: float | None
    favorables: int
    corriges: int
    refuses: int
    par_expiration: int


def douze_mois(acteur: Acteur) -> Chiffres:
    """One statement."""
    depuis = horloge.maintenant() - timedelta(days=365)
    demande = (
        select(Envoi.etat, Envoi.transmis_le, Acte.date_decision)
        .join(Envoi.acte)
        .where(requetes.visibles(acteur), Envoi.transmis_le >= depuis)
    )
    lignes = unite().execute(demande).all()
    compte = Counter(ligne.etat for ligne in lignes)
    attentes = [max((ligne.transmis_le - ligne.date_decision).total_seconds() / 86_400, 0) for ligne in lignes]
    return Chiffres(
        transmis=len(lignes),
        delai_moyen=sum(attentes) / len(attentes) if attentes else None,
        favorables=sum(compte[e] for e in FAVORABLES),
        corriges=sum(compte[e] for e in CORRIGES),
        refuses=sum(compte[e] for e in REFUSES),
        par_expiration=compte[Etat.EXECUTOIRE_PAR_EXPIRATION],
    )
