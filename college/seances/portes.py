"""Which points of a conseil are never behind closed doors. Pure.

L1122-20: the doors are open where the conseil deliberates on the budget, one of its changes or the accounts; neither
public order nor a vote of two thirds of the members closes them.
"""

from datetime import date

from college.erreurs import Refus
from college.seances import droit

TOUJOURS_PUBLICS = {
    "APP-BUDGET": "le budget se discute",
    "APP-MB": "une modification budgétaire se discute",
    "APP-COMPTES": "les comptes se discutent",
}


def verifier_fermeture(numero: str, *, type_acte: str, type_organe: str, jour: date) -> None:
    """Refuse the closed session for a point that the law wants public."""
    regle = droit.regle("budget_public", type_organe, jour)
    dit = TOUJOURS_PUBLICS.get(type_acte)
    if regle.valeur and dit:
        raise Refus(
            f"Le point {numero} ne se traite pas à huis clos : {dit} toujours en séance publique. "
            "Si une personne est en cause, inscrivez ce qui la concerne dans un point à part.",
            article=regle.article,
            motif="toujours_public",
        )
