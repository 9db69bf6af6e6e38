"""What the law fixes for each kind of organe: dated parameters, each with its article.

A séance is judged by the rules in force on its date. Nothing here is a constant of the program:
an organe may carry its own value (its ROI), which then wins over the line found here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

ORIGINE = date(2004, 8, 12)  # entry into force of the CDLD
LO_CPAS = date(1976, 8, 5)


@dataclass(frozen=True)
class Parametre:
    """One value of the law, its article and the time it holds."""

    valeur: Any
    article: str
    valid_from: date = ORIGINE
    valid_to: date | None = None

    def vaut(self, jour: date) -> bool:
        return self.valid_from <= jour and (self.valid_to is None or jour <= self.valid_to)


COMMUNAUX = ("college", "conseil")
CPAS = ("bureau_permanent", "conseil_action_sociale", "comite_special")
QUORUM_MAJORITE = "majorite"  # more than half of the members in function
AUCUN = Parametre(None, "règlement d’ordre intérieur", LO_CPAS)

# (parameter, organe type) -> values, oldest first. "*" stands for every other type.
REGLES: dict[tuple[str, str], tuple[Parametre, ...]] = {
    ("convocation_requise", "conseil"): (Parametre(True, "L1122-13 CDLD"),),
    ("convocation_requise", "conseil_action_sociale"): (Parametre(True, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_requise", "bureau_permanent"): (Parametre(True, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_requise", "comite_special"): (Parametre(True, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_requise", "comite_concertation"): (Parametre(True, "art. 26 LO CPAS", LO_CPAS),),
    ("convocation_requise", "college"): (Parametre(False, "L1123-20 CDLD"),),
    ("convocation_requise", "*"): (Parametre(False, "règlement d’ordre intérieur", LO_CPAS),),
    ("convocation_francs", "conseil"): (Parametre(7, "L1122-13 CDLD"),),
    ("convocation_francs", "conseil_action_sociale"): (Parametre(5, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_francs", "bureau_permanent"): (Parametre(5, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_francs", "comite_special"): (Parametre(5, "art. 30 LO CPAS", LO_CPAS),),
    ("convocation_francs", "*"): (Parametre(0, "règlement d’ordre intérieur", LO_CPAS),),
    ("convocation_budget_francs", "conseil_action_sociale"): (Parametre(7, "art. 88 LO CPAS", LO_CPAS),),
    ("convocation_suivante_francs", "conseil"): (Parametre(2, "L1122-17 CDLD"),),
    ("convocation_suivante_francs", "*"): (Parametre(2, "art. 30 LO CPAS", LO_CPAS),),
    # An ordinary collège sits on fixed days; only an extraordinary one is called.
    ("convocation_extraordinaire_francs", "college"): (Parametre(2, "L1123-21 CDLD"),),
    ("point_conseiller_francs", "conseil"): (Parametre(5, "L1122-24 CDLD"),),
    ("interpellation_francs", "conseil"): (Parametre(15, "L1122-14 CDLD"),),
    ("publication_projets_francs", "conseil"): (Parametre(5, "L3221-4 CDLD", date(2022, 9, 1)),),
    ("quorum", "conseil"): (Parametre(QUORUM_MAJORITE, "L1122-17 CDLD"),),
    ("quorum", "college"): (Parametre(QUORUM_MAJORITE, "L1123-20 CDLD"),),
    ("quorum", "autorite"): (Parametre(None, "L1123-29 CDLD"),),
    ("quorum", "*"): (Parametre(QUORUM_MAJORITE, "art. 32 LO CPAS", LO_CPAS),),
    ("troisieme_convocation", "conseil"): (Parametre(True, "L1122-17 CDLD"),),
    ("troisieme_convocation", "*"): (Parametre(True, "art. 32 LO CPAS", LO_CPAS),),
    ("troisieme_convocation", "college"): (Parametre(False, "L1123-20 CDLD"),),
    ("parite", "conseil"): (Parametre("rejete", "L1122-26 CDLD"),),
    ("parite", "college"): (Parametre("partage", "L1123-22 CDLD"),),
    ("parite", "*"): (Parametre("rejete", "art. 33 LO CPAS", LO_CPAS),),
    ("voix_preponderante", "college"): (Parametre(True, "L1123-22 CDLD"),),
    ("majorite", "college"): (Parametre("absolue", "L1123-22 CDLD"),),
    ("majorite", "conseil"): (Parametre("absolue", "L1122-26 CDLD"),),
    ("majorite", "*"): (Parametre("absolue", "art. 33 LO CPAS", LO_CPAS),),
    ("urgence", "conseil"): (Parametre((2, 3), "L1122-24 CDLD"),),
    ("appel_nominal", "conseil"): (Parametre((1, 3), "L1122-27 CDLD"),),
    ("election", "*"): (Parametre("ballottage", "L1122-28 CDLD"),),
    ("interet", "conseil"): (Parametre(True, "L1122-19 CDLD"),),
    ("interet", "college"): (Parametre(True, "L1122-19 CDLD"),),
    ("interet", "*"): (Parametre(True, "art. 37 LO CPAS", LO_CPAS),),
    ("huis_clos", "conseil"): (Parametre(True, "L1122-21 CDLD"),),
    ("huis_clos", "college"): (Parametre(True, "L1123-20 CDLD"),),
    ("huis_clos", "*"): (Parametre(True, "art. 31 LO CPAS", LO_CPAS),),
    # At once where persons are discussed; for public order, a vote of two thirds of those present (L1122-20, al. 2).
    ("huis_clos_vote", "conseil"): (Parametre((2, 3), "L1122-20 CDLD"),),
    ("budget_public", "conseil"): (Parametre(True, "L1122-20 CDLD"),),
    # Who sits in one room sits elsewhere only in an extraordinary situation (décret of 15 July 2021).
    ("distance", "conseil"): (Parametre("extraordinaire", "L6511-1 CDLD", date(2021, 10, 1)),),
    ("distance", "conseil_action_sociale"): (Parametre("extraordinaire", "L6511-1 CDLD", date(2021, 10, 1)),),
    ("distance", "comite_special"): (Parametre("extraordinaire", "L6511-1 CDLD", date(2021, 10, 1)),),
    # What is said before taking office, and from when one who resigns has left it.
    ("serment", "conseil"): (
        Parametre("Je jure fidélité au Roi, obéissance à la Constitution et aux lois du peuple belge.", "L1126-1 CDLD"),
    ),
    ("demission", "conseil"): (Parametre("acceptation", "L1122-9 CDLD"),),
    ("approbation_pv", "conseil"): (Parametre(True, "L1122-16 CDLD"),),
    ("lecture_pv_francs", "conseil"): (Parametre(7, "L1122-16 CDLD"),),
    ("approbation_pv", "*"): (Parametre(True, "règlement d’ordre intérieur", LO_CPAS),),
}


def regle(nom: str, type_organe: str, jour: date) -> Parametre:
    """The value in force on that day for that kind of organe (a silent law answers None)."""
    for cle in ((nom, type_organe), (nom, "*")):
        for parametre in reversed(REGLES.get(cle, ())):
            if parametre.vaut(jour):
                return parametre
    return AUCUN


def delai_convocation(type_organe: str, jour: date, *, convocation: int = 1, extraordinaire: bool = False) -> Parametre:
    """How many clear days a notice must leave before the séance of that day."""
    if convocation > 1:
        return regle("convocation_suivante_francs", type_organe, jour)
    if extraordinaire and ("convocation_extraordinaire_francs", type_organe) in REGLES:
        return regle("convocation_extraordinaire_francs", type_organe, jour)
    return regle("convocation_francs", type_organe, jour)
