"""When minutes are approved: at the next séance, once its members could read them. Pure (art. L1122-16 CDLD).

The secretary may record an approval by himself (it is journalled): nothing here refuses, it says what is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from college import delais
from college.francais import compte, date_longue


@dataclass(frozen=True)
class Suivante:
    """A later séance of the same organe: its day, whether it was held, its undecided point on these minutes."""

    jour: date
    tenue: bool
    point: str = ""


def trop_tot(suivantes: Sequence[Suivante], francs: int | None) -> str:
    """Why it is too early to approve by oneself; empty once a next séance was held."""
    if attendue := next((s for s in suivantes if s.point), None):
        return (
            f"Le point {attendue.point} de la séance du {date_longue(attendue.jour)} soumet ce procès-verbal à ses "
            "membres : il l’approuvera quand cette séance sera levée."
        )
    if any(s.tenue for s in suivantes):
        return ""
    lecture = f", après {francs} jours francs de lecture" if francs else ""
    if not suivantes:
        return (
            f"Un procès-verbal s’approuve à la séance suivante{lecture} : aucune n’est encore prévue. "
            "Créez-la, puis inscrivez-y l’approbation."
        )
    return (
        f"Un procès-verbal s’approuve à la séance suivante{lecture} : celle du {date_longue(suivantes[0].jour)} n’a "
        "pas encore eu lieu. Inscrivez l’approbation à son ordre du jour."
    )


def lecture_courte(arrete: date | None, seance: date, francs: int | None) -> str:
    """Minutes settled too late to be at the members’ disposal in time for that séance; empty when they were."""
    if not francs:
        return ""
    if arrete is None:
        limite = date_longue(delais.francs(seance, francs, avant=True))
        return f"Ses textes ne sont pas encore arrêtés : les membres doivent pouvoir le lire dès le {limite}."
    laisses = delais.francs_entre(arrete, seance)
    if laisses >= francs:
        return ""
    reste = compte(max(laisses, 0), "jour franc", "jours francs")
    return f"Arrêté le {date_longue(arrete)}, il laisse {reste} de lecture aux membres : il en faut {francs}."
