"""The life of an act at its supervisor's: states, transitions, deadlines, enforceability. PURE.

What the authority says is a fact: it is recorded even when it surprises (a decision that its regime does not know,
an event out of order). What a person does is checked. Nothing executes by itself: when a delay has run out the act
is « délai échu, à confirmer » until a person certifies that nothing was received (pratique §13.6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from college import francais
from college.tutelle.regime import Regime, Regle


class Etat(StrEnum):
    """States of an envoi (metier §6, contract §8)."""

    A_TRANSMETTRE = "a_transmettre"
    EN_PREPARATION = "en_preparation"
    TRANSMIS = "transmis"
    ACCUSE_TECHNIQUE = "accuse_technique"
    INCOMPLET = "incomplet"
    COMPLETE = "complete"
    EN_INSTRUCTION = "en_instruction"
    PROROGE = "proroge"
    APPROUVE = "approuve"
    APPROUVE_PARTIELLEMENT = "approuve_partiellement"
    REFORME = "reforme"
    NON_APPROUVE = "non_approuve"
    ANNULE = "annule"
    ANNULE_PARTIELLEMENT = "annule_partiellement"
    SANS_MESURE = "sans_mesure"
    EXECUTOIRE_PAR_EXPIRATION = "executoire_par_expiration"
    ERREUR = "erreur"
    RETIRE = "retire"


LIBELLES = {
    Etat.A_TRANSMETTRE: "À transmettre",
    Etat.EN_PREPARATION: "En préparation",
    Etat.TRANSMIS: "Transmis",
    Etat.ACCUSE_TECHNIQUE: "Accusé technique",
    Etat.INCOMPLET: "Incomplet",
    Etat.COMPLETE: "Complété",
    Etat.EN_INSTRUCTION: "À l’examen",
    Etat.PROROGE: "Prorogé",
    Etat.APPROUVE: "Approuvé",
    Etat.APPROUVE_PARTIELLEMENT: "Approuvé en partie",
    Etat.REFORME: "Réformé",
    Etat.NON_APPROUVE: "Non approuvé",
    Etat.ANNULE: "Annulé",
    Etat.ANNULE_PARTIELLEMENT: "Annulé en partie",
    Etat.SANS_MESURE: "Sans mesure",
    Etat.EXECUTOIRE_PAR_EXPIRATION: "Exécutoire par expiration",
    Etat.ERREUR: "Erreur d’envoi",
    Etat.RETIRE: "Retiré",
}
ECHU = "Délai échu, à confirmer"

DECISIONS = frozenset(
    {
        Etat.APPROUVE,
        Etat.APPROUVE_PARTIELLEMENT,
        Etat.REFORME,
        Etat.NON_APPROUVE,
        Etat.ANNULE,
        Etat.ANNULE_PARTIELLEMENT,
        Etat.SANS_MESURE,
    }
)
TACITES = frozenset({Etat.EXECUTOIRE_PAR_EXPIRATION, Etat.SANS_MESURE})
FINS = DECISIONS | {Etat.EXECUTOIRE_PAR_EXPIRATION, Etat.RETIRE}
CHEZ_NOUS = frozenset({Etat.A_TRANSMETTRE, Etat.EN_PREPARATION, Etat.ERREUR})
CHEZ_L_AUTORITE = frozenset(Etat) - CHEZ_NOUS - FINS
COMPLETS = frozenset({Etat.ACCUSE_TECHNIQUE, Etat.COMPLETE, Etat.EN_INSTRUCTION, Etat.PROROGE})

_MARCHE = (Etat.TRANSMIS, Etat.ACCUSE_TECHNIQUE, Etat.INCOMPLET, Etat.COMPLETE, Etat.EN_INSTRUCTION, Etat.PROROGE)
_EXAMEN = frozenset({Etat.INCOMPLET, Etat.COMPLETE, Etat.EN_INSTRUCTION, Etat.PROROGE, Etat.RETIRE})
_EXAMINE = _EXAMEN | DECISIONS | {Etat.EXECUTOIRE_PAR_EXPIRATION}

SUITES: dict[Etat, frozenset[Etat]] = {
    Etat.A_TRANSMETTRE: frozenset({Etat.EN_PREPARATION, Etat.TRANSMIS, Etat.RETIRE}),
    Etat.EN_PREPARATION: frozenset({Etat.A_TRANSMETTRE, Etat.TRANSMIS, Etat.ERREUR, Etat.RETIRE}),
    Etat.ERREUR: frozenset({Etat.EN_PREPARATION, Etat.TRANSMIS, Etat.RETIRE}),
    Etat.TRANSMIS: _EXAMINE | {Etat.ACCUSE_TECHNIQUE, Etat.ERREUR},
    Etat.ACCUSE_TECHNIQUE: _EXAMINE,
    Etat.INCOMPLET: _EXAMINE - {Etat.INCOMPLET, Etat.EXECUTOIRE_PAR_EXPIRATION, Etat.PROROGE},
    Etat.COMPLETE: _EXAMINE - {Etat.COMPLETE},
    Etat.EN_INSTRUCTION: _EXAMINE - {Etat.EN_INSTRUCTION},
    Etat.PROROGE: _EXAMINE - {Etat.PROROGE, Etat.EN_INSTRUCTION},
    # A decision taken in time may arrive after somebody certified the silence: it then prevails.
    Etat.EXECUTOIRE_PAR_EXPIRATION: DECISIONS,
    Etat.SANS_MESURE: DECISIONS - {Etat.SANS_MESURE},
    **{decision: frozenset() for decision in DECISIONS - {Etat.SANS_MESURE}},
    Etat.RETIRE: frozenset(),
}


class TransitionImpossible(ValueError):
    """A person asked for a step that the state does not allow; the sentence says why."""


@dataclass(frozen=True)
class Fait:
    """One thing that happened: the state that it leads to, and its legal day."""

    etat: Etat
    le: date


@dataclass(frozen=True)
class Situation:
    """Where the act stands, as the fold of its facts."""

    etat: Etat = Etat.A_TRANSMETTRE
    transmis_le: date | None = None
    complet_le: date | None = None
    proroge: bool = False
    termine_le: date | None = None

    @property
    def en_attente_de_decision(self) -> bool:
        """The authority's clock runs."""
        return self.complet_le is not None and self.etat in COMPLETS


def avancer(situation: Situation, fait: Fait) -> Situation:
    """The situation after one more fact; an impossible step raises a sentence."""
    if fait.etat not in SUITES[situation.etat]:
        raise TransitionImpossible(
            f"Cet envoi est à l’état « {LIBELLES[situation.etat]} » : il ne peut pas passer à "
            f"« {LIBELLES[fait.etat]} »."
        )
    return _apres(situation, fait)


def entendre(situation: Situation, fait: Fait) -> Situation:
    """As `avancer`, for what the authority says: a fact that comes late or twice changes nothing."""
    return _apres(situation, fait) if fait.etat in SUITES[situation.etat] else situation


def situer(faits: Iterable[Fait]) -> Situation:
    """Fold all facts, in their order."""
    situation = Situation()
    for fait in faits:
        situation = entendre(situation, fait)
    return situation


def _apres(situation: Situation, fait: Fait) -> Situation:
    suivante = replace(situation, etat=fait.etat)
    if fait.etat is Etat.INCOMPLET:
        return replace(suivante, complet_le=None, proroge=False)
    if fait.etat is Etat.COMPLETE or (fait.etat in COMPLETS and situation.complet_le is None):
        suivante = replace(suivante, complet_le=fait.le)
    if fait.etat in _MARCHE and situation.transmis_le is None:
        suivante = replace(suivante, transmis_le=fait.le)
    if fait.etat is Etat.PROROGE:
        suivante = replace(suivante, proroge=True)
    return replace(suivante, termine_le=fait.le) if fait.etat in FINS else suivante


def certifier(situation: Situation, regle: Regle, echeance: date | None, aujourdhui: date) -> Fait:
    """The fact that a person certifies: the delay ran out and nothing was received (L3132-1 § 4).

    Silence approves where the act was to be approved, and ends supervision elsewhere.
    """
    if situation.etat not in COMPLETS or echeance is None:
        raise TransitionImpossible("Aucun délai de décision ne court pour cet envoi : il n’y a rien à constater.")
    if aujourdhui <= echeance:
        raise TransitionImpossible(
            f"L’autorité peut encore décider jusqu’au {francais.date_longue(echeance)} : "
            "l’expiration se constate le lendemain."
        )
    fin = Etat.EXECUTOIRE_PAR_EXPIRATION if regle.regime.a_approuver else Etat.SANS_MESURE
    return Fait(fin, aujourdhui)


@dataclass(frozen=True)
class Execution:
    """May the act be carried out? With the sentence that a person reads."""

    possible: bool
    phrase: str


def execution(regime: Regime, etat: Etat) -> Execution:
    """L3132-1 § 4 (approval suspends execution), L3122-2 (executable once transmitted)."""
    if etat in _PHRASES_DE_FIN:
        return _PHRASES_DE_FIN[etat]
    if regime.a_approuver:
        return Execution(False, "Décidé, pas encore exécutoire : l’acte attend son approbation (L3132-1).")
    if regime is not Regime.ANNULATION_OBLIGATOIRE:
        return Execution(True, "Exécutoire : aucun acte de tutelle n’est attendu.")
    if etat in COMPLETS:
        return Execution(True, "Exécutoire depuis sa transmission complète ; il peut encore être annulé.")
    return Execution(False, "Pas encore exécutoire : l’acte doit d’abord être transmis avec toutes ses pièces.")


_PHRASES_DE_FIN = {
    Etat.APPROUVE: Execution(True, "Approuvé : l’acte est exécutoire."),
    Etat.APPROUVE_PARTIELLEMENT: Execution(True, "Approuvé en partie : seule la partie approuvée est exécutoire."),
    Etat.REFORME: Execution(True, "Réformé : l’acte est exécutoire tel que l’autorité l’a réformé."),
    Etat.SANS_MESURE: Execution(True, "Aucune mesure de tutelle : l’acte est définitif."),
    Etat.EXECUTOIRE_PAR_EXPIRATION: Execution(True, "Exécutoire par l’expiration du délai de tutelle."),
    Etat.NON_APPROUVE: Execution(False, "Non approuvé : l’acte ne peut pas être exécuté."),
    Etat.ANNULE: Execution(False, "Annulé : l’acte n’existe plus."),
    Etat.ANNULE_PARTIELLEMENT: Execution(True, "Annulé en partie : le reste de l’acte est exécutoire."),
    Etat.RETIRE: Execution(False, "L’envoi est retiré : rien n’est soumis à l’autorité."),
}
