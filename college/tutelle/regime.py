"""Which supervision an act falls under, until when it must be sent, and with which pieces: PURE.

CDLD, third part, book I: special supervision of approval (L3131-1, L3132-1) and general supervision of annulment
(L3121-1, L3122-1 to -6). Every figure comes from `donnees/types_actes.csv`, a rule being chosen by the day of the
decision: an old act is judged by the law of its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from college import delais

PAR_DEFAUT = "NONE-AUTRE"
ISSUES_TRANSMISES = frozenset({"accepte", "accepte_modifie"})


class Regime(StrEnum):
    """How the law supervises an act (contract: `regime_tutelle`)."""

    APPROBATION = "approbation"
    ANNULATION_OBLIGATOIRE = "annulation_obligatoire"
    ANNULATION_SUR_DEMANDE = "annulation_sur_demande"
    APPROBATION_PAR_COMMUNE = "approbation_par_commune"
    AUTRE = "autre"
    AUCUN = "aucun"

    @property
    def a_approuver(self) -> bool:
        """The act waits for an approval before it may be executed."""
        return self in (Regime.APPROBATION, Regime.APPROBATION_PAR_COMMUNE)

    @property
    def a_transmettre(self) -> bool:
        """The act must be sent without being asked for."""
        return self in (
            Regime.APPROBATION,
            Regime.ANNULATION_OBLIGATOIRE,
            Regime.APPROBATION_PAR_COMMUNE,
            Regime.AUTRE,
        )


LIBELLES = {
    Regime.APPROBATION: "Approbation",
    Regime.ANNULATION_OBLIGATOIRE: "Annulation, transmission obligatoire",
    Regime.ANNULATION_SUR_DEMANDE: "Annulation, sur demande",
    Regime.APPROBATION_PAR_COMMUNE: "Approbation par la commune",
    Regime.AUTRE: "Régime particulier",
    Regime.AUCUN: "Aucune tutelle",
}


@dataclass(frozen=True)
class Piece:
    """A required piece and the words by which it is recognised in the name of an annexe."""

    code: str
    libelle: str
    mots: tuple[str, ...] = ()


@dataclass(frozen=True)
class DelaiAnnexe:
    """A deadline that follows from the act but is not the supervision's (unions, SPF Finances)."""

    type: str
    libelle: str
    jours: int | None = None
    jour_mois: tuple[int, int] | None = None

    def echoit_le(self, decision: date) -> date:
        """The last day, in calendar days (the law gives no shift here), or the next such day of the year."""
        if self.jours is not None:
            return date.fromordinal(decision.toordinal() + self.jours)
        mois, jour = self.jour_mois or (12, 31)
        cette_annee = date(decision.year, mois, jour)
        return cette_annee if cette_annee >= decision else date(decision.year + 1, mois, jour)


@dataclass(frozen=True)
class Regle:
    """The rule of one act type between two dates."""

    code: str
    libelle: str
    regime: Regime
    organes: tuple[str, ...] = ()
    base_legale: str = ""
    autorite: str = ""
    jours_transmission: int | None = None
    jours_decision: int | None = None
    jours_prorogation: int | None = None
    effet_silence: str = ""
    condition: str = ""
    pieces: tuple[str, ...] = ()
    delai_annexe: DelaiAnnexe | None = None
    valide_du: date = date.min
    valide_au: date = date.max
    confiance: str = ""
    source: str = ""
    note: str = ""

    def en_vigueur(self, le: date) -> bool:
        """In force that day."""
        return self.valide_du <= le <= self.valide_au


@dataclass(frozen=True)
class Echeance:
    """A deadline, and the words that let a person check it."""

    type: str
    le: date
    regle: str
    depart: date
    reportee_de: date | None = None


@dataclass(frozen=True)
class Catalogue:
    """All rules, of all dates."""

    regles: tuple[Regle, ...]
    pieces: Mapping[str, Piece]

    def regle(self, code: str, le: date) -> Regle | None:
        """The rule of that act type in force that day."""
        return next((r for r in self.regles if r.code == code and r.en_vigueur(le)), None)

    def regle_d_un_acte(self, code: str, le: date) -> Regle | None:
        """As `regle`; an act without a type falls under general supervision on request (L3122-1)."""
        return self.regle(code or PAR_DEFAUT, le)

    def types(self, le: date, organe: str | None = None) -> list[Regle]:
        """The types that a person may choose for a decision of that day, for a type of organe."""
        choix = (r for r in self.regles if r.en_vigueur(le))
        return [r for r in choix if organe is None or organe in r.organes or "*" in r.organes]

    def piece(self, code: str) -> Piece:
        """A required piece by its code."""
        return self.pieces[code]

    def libelles(self, codes: Sequence[str]) -> list[str]:
        """Labels of pieces, as a person reads them."""
        return [self.pieces[code].libelle for code in codes]


def obligation(regle: Regle, decision: date) -> Echeance | None:
    """Until when the act must be sent (L3132-1 § 1, L3122-2): N days from its adoption, shifted."""
    if not regle.regime.a_transmettre or regle.jours_transmission is None:
        return None
    return compter("transmission", decision, regle.jours_transmission, "de la décision")


def a_transmettre_par(regle: Regle, type_organe: str) -> bool:
    """Must this organe send its act? Not where the commune itself is the authority (CPAS, fabriques)."""
    exercee = regle.regime is Regime.APPROBATION_PAR_COMMUNE and type_organe in ("conseil", "college")
    return regle.regime.a_transmettre and not exercee


def compter(type_: str, depart: date, jours: int, origine: str) -> Echeance:
    """A deadline by the count of L3114-1: start excluded, last day counted and shifted."""
    brut, dernier = date.fromordinal(depart.toordinal() + jours), delais.tutelle(depart, jours)
    regle = f"{jours} jours à compter {origine}, jour du départ non compté (L3114-1)"
    return Echeance(type_, dernier, regle, depart, brut if brut != dernier else None)


def delai_annexe(regle: Regle, decision: date) -> Echeance | None:
    """The side deadline of the act type, if it has one."""
    annexe = regle.delai_annexe
    return Echeance(annexe.type, annexe.echoit_le(decision), annexe.libelle, decision) if annexe else None
