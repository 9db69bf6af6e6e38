"""« Adopter en bloc »: which points may be voted together. Pure.

The titles are called, each point gets its own nominal result, and one voice that objects takes a point out of the
block. Never together: persons, secret matters, closed items, a budget, a regulation (unless the ROI says so).
"""

from collections.abc import Sequence

from college.erreurs import Refus
from college.francais import compte, enumerer, majuscule

SEULS = {
    "election": "on y choisit des personnes",
    "installation": "il concerne une personne",
    "reglement": "un règlement se vote pour lui-même",
    "ordonnance": "une ordonnance se vote pour elle-même",
}


# The commune's own budget and its regulations; those of a fabrique or of the CPAS are approved like any other point.
TYPES = {
    "APP-BUDGET": "le budget se vote pour lui-même",
    "APP-BUDGET-RCO": "le budget se vote pour lui-même",
    "APP-MB": "une modification budgétaire se vote pour elle-même",
    "APP-TAXE": SEULS["reglement"],
    "APP-REDEVANCE": SEULS["reglement"],
    "ANN-ROI-CC": SEULS["reglement"],
}


def verifier(numero: str, *, nature: str, type_acte: str, huis_clos: bool) -> None:
    """Refuse a point that is voted by itself."""
    raison = SEULS.get(nature) or TYPES.get(type_acte, "")
    if huis_clos:
        raison = "il se traite à huis clos"
    if raison:
        raise Refus(f"Le point {numero} ne se vote pas en bloc : {raison}. Votez-le à part.", motif="hors_bloc")


def dire(faits: Sequence[tuple[str, str]]) -> str:
    """What was done of each point (number, outcome): « 2 points adoptés en bloc. Il est pris acte du point 3, … »"""
    actes = [numero for numero, issue in faits if issue == "pris_acte"]
    adoptes = len(faits) - len(actes)
    dits = []
    if adoptes or not actes:
        dits.append(f"{compte(adoptes, 'point adopté', 'points adoptés')} en bloc.")
    if actes:
        un = len(actes) == 1
        lesquels = f"du point {actes[0]}, qui ne se vote" if un else f"des points {enumerer(actes)}, qui ne se votent"
        dits.append(f"Il est pris acte {lesquels} pas.")
    return majuscule(" ".join(dits))
