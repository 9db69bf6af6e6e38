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


def verifier(numero: str, *, nature: str, type_acte: str, huis_clos: bool) -> None:
    """Refuse a point that is voted by itself."""
    raison = SEULS.get(nature, "")
    if huis_clos:
        raison = "il se traite à huis clos"
    elif "budget" in type_acte:
        raison = "le budget se vote pour lui-même"
    if raison:
        raise Refus(f"Le point {numero} ne se vote pas en bloc : {raison}. Votez-le à part.", motif="hors_bloc")
