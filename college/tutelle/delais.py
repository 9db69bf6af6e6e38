"""The clocks of a supervised act: PURE. Days are counted by `college.delais` (L3114-1).

The decision delay starts at the receipt of a complete file. Its extension by half is read in two ways, which differ
when the first delay fell on a non-working day: half more counted from the receipt, or from the shifted end. Both are
shown; silence is only held against the authority after the later one, for to execute too early is the costly error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from college.tutelle.regime import Echeance, Regle, compter, delai_annexe, obligation
from college.tutelle.suivi import CHEZ_NOUS, FINS, Etat, Situation


@dataclass(frozen=True)
class Horloges:
    """All deadlines of an act, and the one that counts now."""

    toutes: tuple[Echeance, ...]
    courante: Echeance | None
    echue: bool

    @property
    def decision(self) -> date | None:
        """The last day on which the authority may decide, by the later reading."""
        return max((e.le for e in self.toutes if e.type in DE_DECISION), default=None)


DE_DECISION = frozenset({"decision", "prorogation", "prorogation_prudente"})


def echeances_de_decision(regle: Regle, complet_le: date, proroge: bool) -> tuple[Echeance, ...]:
    """The end of the decision delay, and both readings of its extension."""
    if regle.jours_decision is None:
        return ()
    premiere = compter("decision", complet_le, regle.jours_decision, "de la réception du dossier complet")
    if not proroge or regle.jours_prorogation is None:
        return (premiere,)
    total = regle.jours_decision + regle.jours_prorogation
    depuis_reception = compter("prorogation", complet_le, total, "de la réception du dossier complet")
    depuis_terme = compter(
        "prorogation_prudente", premiere.le, regle.jours_prorogation, "de la fin du premier délai, reportée"
    )
    return (premiere, depuis_reception, depuis_terme)


def horloges(regle: Regle, decision: date, situation: Situation, aujourdhui: date) -> Horloges:
    """Every deadline of the act today; the current one is what somebody must watch."""
    envoi, annexe = obligation(regle, decision), delai_annexe(regle, decision)
    examen = echeances_de_decision(regle, situation.complet_le, situation.proroge) if situation.complet_le else ()
    toutes = tuple(e for e in (envoi, annexe, *examen) if e is not None)
    courante = _courante(situation, envoi, examen)
    return Horloges(toutes, courante, courante is not None and aujourdhui > courante.le)


def _courante(situation: Situation, envoi: Echeance | None, examen: tuple[Echeance, ...]) -> Echeance | None:
    if situation.etat in CHEZ_NOUS:
        return envoi
    if situation.etat in FINS or situation.etat is Etat.INCOMPLET or not examen:
        return None
    return max(examen[1:] if situation.proroge and len(examen) > 1 else examen, key=lambda e: e.le)
