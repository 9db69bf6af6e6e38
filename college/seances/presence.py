"""Who was in the room, when: timed movements, and the presence that follows from them. Pure.

A movement hangs on a place in the treatment of the agenda: before (0) or after (1) the point of a rank;
rank 0 is before the opening. Only a person records one: a lost connection is never a departure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from college.erreurs import Invalide, Refus
from college.francais import de

EVENEMENTS = ("arrive", "quitte", "revient", "excuse", "absent", "se_retire")
Etat = Literal["attendu", "present", "sorti", "retire", "excuse", "absent"]
AVANT, APRES = 0, 1

RESULTAT: dict[str, Etat] = {
    "arrive": "present",
    "revient": "present",
    "quitte": "sorti",
    "se_retire": "retire",
    "excuse": "excuse",
    "absent": "absent",
}
# From which states an event may happen; the same state again is a double click, and changes nothing.
DEPUIS: dict[str, frozenset[str]] = {
    "arrive": frozenset({"attendu", "excuse", "absent", "sorti", "retire"}),
    "revient": frozenset({"sorti", "retire"}),
    "quitte": frozenset({"present", "retire"}),
    "se_retire": frozenset({"present"}),
    "excuse": frozenset({"attendu", "absent"}),
    "absent": frozenset({"attendu", "excuse"}),
}
# Before the opening nobody has sat yet: « présent » noted too soon is corrected, and the minutes tell no exit.
CORRECTION = frozenset({"present", "sorti"})
ETATS_EN_MOTS = {
    "attendu": "n’a pas encore été noté",
    "present": "est en séance",
    "sorti": "a quitté la séance",
    "retire": "s’est retiré",
    "excuse": "est excusé",
    "absent": "est absent",
}


NOMS = {
    "arrive": "L’arrivée",
    "revient": "Le retour",
    "quitte": "La sortie",
    "se_retire": "Le retrait",
    "excuse": "L’excuse",
    "absent": "L’absence",
}
DANS_LA_SALLE = ("quitte", "revient", "se_retire")
TOLERANCE = timedelta(minutes=5)  # two watches never say the same


@dataclass(frozen=True)
class Moments:
    """The clock of a séance: planned, opened, closed, and now."""

    debut: datetime
    ouverte: datetime | None
    levee: datetime | None
    maintenant: datetime


@dataclass(frozen=True)
class Mouvement:
    """One event: who, what, at which place of the treatment (`rang`, `cote`), in which order."""

    membre: int
    evenement: str
    rang: int = 0
    cote: int = AVANT
    sequence: int = 0
    a_distance: bool = False

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.rang, self.cote, self.sequence)


@dataclass(frozen=True)
class Instantane:
    """Presence frozen at the close of a vote: entitled, present, voted. Never computed again later."""

    ayants_droit: tuple[int, ...]
    presents: tuple[int, ...]
    votants: tuple[int, ...]


def etats(mouvements: Iterable[Mouvement], jusqu_a: tuple[int, int] | None = None) -> dict[int, Etat]:
    """The state of each member at a place of the treatment (None: now)."""
    releve: dict[int, Etat] = {}
    for mouvement in sorted(mouvements, key=lambda m: m.place):
        if jusqu_a is None or (mouvement.rang, mouvement.cote) <= jusqu_a:
            releve[mouvement.membre] = RESULTAT[mouvement.evenement]
    return releve


def presents_au_point(mouvements: Iterable[Mouvement], rang: int, cote: int = AVANT) -> frozenset[int]:
    """Who sits during the point of that rank: everything up to « before the point », or up to now."""
    return frozenset(m for m, etat in etats(mouvements, (rang, cote)).items() if etat == "present")


def presents(mouvements: Iterable[Mouvement]) -> frozenset[int]:
    """Who sits now."""
    return frozenset(m for m, etat in etats(mouvements).items() if etat == "present")


def connectes(mouvements: Iterable[Mouvement], jusqu_a: tuple[int, int] | None = None) -> frozenset[int]:
    """Among those who sit at that place of the treatment, who does so from elsewhere."""
    suite = [m for m in sorted(mouvements, key=lambda m: m.place) if jusqu_a is None or (m.rang, m.cote) <= jusqu_a]
    assis = {m for m, etat in etats(suite).items() if etat == "present"}
    derniers = {m.membre: m.a_distance for m in suite}
    return frozenset(m for m in assis if derniers[m])


def retires_au_point(mouvements: Iterable[Mouvement], rang: int) -> frozenset[int]:
    """Who withdrew for interest and is still out during the point."""
    return frozenset(m for m, etat in etats(mouvements, (rang, AVANT)).items() if etat == "retire")


def retours_a_proposer(mouvements: Sequence[Mouvement], rang: int) -> frozenset[int]:
    """Whose return to propose at this point: out for interest since an earlier one (a person confirms)."""
    retraits = {m.membre: m.rang for m in sorted(mouvements, key=lambda m: m.place) if m.evenement == "se_retire"}
    return frozenset(m for m in retires_au_point(mouvements, rang) if retraits[m] < rang)


def decider(
    mouvements: Iterable[Mouvement], nouveau: Mouvement, nom: str, *, avant_l_ouverture: bool = False
) -> Mouvement | None:
    """Accept a movement, ignore a repeated one (None), or refuse it with the sentence that says why."""
    if nouveau.evenement not in RESULTAT:
        raise Refus(f"« {nouveau.evenement} » n’est pas un mouvement : {', '.join(EVENEMENTS)}.", motif="mouvement")
    etat = etats(mouvements, (nouveau.rang, nouveau.cote)).get(nouveau.membre, "attendu")
    if etat == RESULTAT[nouveau.evenement]:
        return None
    corrige = avant_l_ouverture and nouveau.evenement in ("excuse", "absent") and etat in CORRECTION
    if etat not in DEPUIS[nouveau.evenement] and not corrige:
        raise Refus(
            f"{nom} {ETATS_EN_MOTS[etat]} à ce moment : corrigez d’abord ce mouvement.",
            motif="mouvement_impossible",
        )
    return nouveau


def verifier_moment(evenement: str, le: datetime, moments: Moments, nom: str) -> None:
    """A movement has its moment: not in the future, nor after the close, nor before there was a room to sit in.

    A séance opened ahead of its hour may be told at its hour; an excuse comes days before, within the year.
    """
    fin = moments.levee or max(moments.maintenant, moments.debut)
    if le > fin + TOLERANCE:
        pourquoi = "la séance était levée" if moments.levee else "ce moment n’est pas encore venu"
    elif le < _au_plus_tot(evenement, moments):
        pourquoi = "la séance n’était pas ouverte" if evenement in DANS_LA_SALLE else "c’est bien avant la séance"
    else:
        return
    raise Invalide(
        f"{NOMS[evenement]} {de(nom)} ne peut pas porter cette date et cette heure : {pourquoi}. "
        "Corrigez-les, ou laissez-les vides pour noter le mouvement maintenant.",
        "le",
    )


def _au_plus_tot(evenement: str, moments: Moments) -> datetime:
    debut = min(moments.debut, moments.ouverte or moments.debut)
    if evenement in ("excuse", "absent"):
        return debut - timedelta(days=365)
    if evenement in DANS_LA_SALLE and moments.ouverte:
        return moments.ouverte - TOLERANCE
    return debut - timedelta(hours=12)  # who arrives early waits a morning at most


def refuser_si_a_vote(numeros: Sequence[str], nom: str) -> None:
    """A member who voted on a point cannot be set absent from it (P42): the items are named."""
    if numeros:
        points = "au point" if len(numeros) == 1 else "aux points"
        raise Refus(
            f"{nom} a voté {points} {', '.join(numeros)} : corrigez ce vote avant de noter son absence.",
            motif="a_vote",
        )
