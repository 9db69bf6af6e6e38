"""« Adopter en bloc »: which points may be voted together. Pure.

The titles are called, each point gets its own nominal result, and one voice that objects takes a point out of the
block. Never together: persons, secret matters, closed items, a budget, a regulation (unless the ROI says so).
"""

from college.erreurs import Refus

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
