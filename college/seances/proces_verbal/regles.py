"""When minutes are approved: at the next séance, once its members could read them. Pure (art. L1122-16 CDLD).

The secretary may record an approval by himself (it is journalled): nothing here refuses, it says what is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from college import delais
from college.francais import compte, date_longue, enumerer


@dataclass(frozen=True)
class Suivante:
    """A later séance of the same organe: its day, whether it was held, its undecided points on these minutes."""

    jour: date
    tenue: bool
    points: tuple[str, ...] = ()


def trop_tot(suivantes: Sequence[Suivante], francs: int | None) -> str:
    """Why it is too early to approve by oneself; empty once a next séance was held."""
    if attendue := next((s for s in suivantes if s.points), None):
        un = len(attendue.points) == 1
        return (
            f"{'Le point' if un else 'Les points'} {enumerer(list(attendue.points))} de la séance du "
            f"{date_longue(attendue.jour)} {'soumet' if un else 'soumettent'} ce procès-verbal à ses membres : "
            f"{'il l’approuvera' if un else 'ils l’approuveront'} quand cette séance sera levée."
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
