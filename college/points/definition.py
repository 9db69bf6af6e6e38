"""What a validation chain says, as frozen values: PURE. `lecture` reads them from the commune's data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from college.points.phrases import enumerer, fr, montant
from college.points.volets import TOUS

AUTEUR = "auteur"
GROUPE_DF = "directeur_financier"  # the group that gives the legality advice (CDLD L1124-40)
MONTANTS = {"montant_htva": "le montant hors TVA", "montant_tvac": "le montant TVA comprise"}
CODES = {
    "categorie": "la catégorie",
    "type_acte": "le type d'acte",
    "organe": "l'organe",
    "service": "le service",
}
OUI_NON = {
    "huis_clos": ("le point est à huis clos", "le point est public"),
    "urgence": ("l'urgence est demandée", "l'urgence n'est pas demandée"),
    "incidence_financiere": ("le point a une incidence financière", "le point est sans incidence financière"),
}
SENS = {"depense": "une dépense", "recette": "une recette"}
FAITS = (*MONTANTS, *CODES, *OUI_NON, "sens_financier")
OPERATEURS = {
    "=": "est",
    "!=": "n'est pas",
    "<": "est inférieur à",
    "<=": "ne dépasse pas",
    ">": "dépasse",
    ">=": "atteint",
    "dans": "est parmi",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a declared fact: a closed vocabulary, never an evaluation."""

    champ: str
    operateur: str
    valeur: Any

    def vraie(self, faits: Mapping[str, Any]) -> bool:
        """An unknown fact satisfies only `!=`: nothing is asked because of what nobody has said."""
        fait = faits.get(self.champ)
        if fait is None and self.champ in OUI_NON:
            fait = False
        if fait is None:
            return self.operateur == "!="
        match self.operateur:
            case "=":
                return bool(fait == self.valeur)
            case "!=":
                return bool(fait != self.valeur)
            case "<":
                return bool(fait < self.valeur)
            case "<=":
                return bool(fait <= self.valeur)
            case ">":
                return bool(fait > self.valeur)
            case ">=":
                return bool(fait >= self.valeur)
            case _:
                return fait in self.valeur

    @property
    def phrase(self) -> str:
        """« le montant hors TVA atteint 30 000 € »."""
        if self.champ in OUI_NON:
            return fr(OUI_NON[self.champ][bool(self.valeur) != (self.operateur == "=")])
        if self.champ == "sens_financier":
            return fr(f"le montant {OPERATEURS[self.operateur]} {SENS[self.valeur]}")
        sujet = MONTANTS.get(self.champ) or CODES[self.champ]
        valeurs = self.valeur if self.operateur == "dans" else (self.valeur,)
        dites = [montant(v) if isinstance(v, Decimal) else f"« {v} »" for v in valeurs]
        return fr(f"{sujet} {OPERATEURS[self.operateur]} {enumerer(dites, 'ou')}")


@dataclass(frozen=True, slots=True)
class Etape:
    """One step: who holds it, when it applies, what a changed text does to what it gave.

    `modifie` are the parts of the point that its holder may edit, `modifient` the roles of the proposing service
    that may edit them beside the holder.
    """

    code: str
    libelle: str
    type: str = "visa"
    role: str | None = None
    groupe: str | None = None
    service: str | None = None
    groupe_en_charge: bool = False
    delai_jours_ouvrables: int | None = None
    delai_jours: int | None = None
    si: tuple[Condition, ...] = ()
    obligatoire: bool = True
    parallele: str | None = None
    garde: bool = False
    modifie: tuple[str, ...] = TOUS
    modifient: tuple[str, ...] = ()
    bloquant: bool = False
    samedi: bool = False
    fin_jamais: tuple[int, ...] = ()

    @property
    def est_avis(self) -> bool:
        return self.type == "avis"

    def applicable(self, faits: Mapping[str, Any]) -> bool:
        """All its conditions hold."""
        return all(condition.vraie(faits) for condition in self.si)


@dataclass(frozen=True, slots=True)
class Chaine:
    """A published version: immutable, so that running points keep theirs."""

    code: str
    libelle: str
    etapes: tuple[Etape, ...] = ()
    raccourcis: str = "aucun"
    version: int = 1

    def rang(self, code: str) -> int | None:
        """Place of a step, or None."""
        return next((rang for rang, etape in enumerate(self.etapes) if etape.code == code), None)


def empreinte(definition: Mapping[str, Any]) -> str:
    """Fingerprint of a definition, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(definition, sort_keys=True, default=str).encode()).hexdigest()
