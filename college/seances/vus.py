"""Two secretaries conduct one séance: what the other has just voted or decided is seen before it is done again.

A form carries what its screen showed; on something newer the gesture is refused, once, and the page shows what is.
"""

from __future__ import annotations

from college.erreurs import Refus
from college.seances import decision
from college.seances.modele import Inscription


def du_vote(inscription: Inscription) -> str:
    """The last vote of the line."""
    return str(max((v.id for v in inscription.scrutins), default=0))


def de_la_decision(inscription: Inscription, libelle: str = "") -> str:
    """What is decided under that label."""
    rendue = next((d for d in inscription.decisions if d.libelle == libelle), None)
    return f"{rendue.issue} {rendue.precision}".strip() if rendue else ""


def verifier_vote(inscription: Inscription, vu: str | None) -> None:
    """Raise when a vote came on this line since the screen was drawn."""
    if vu is None or vu == du_vote(inscription):
        return
    dernier = max(inscription.scrutins, key=lambda v: v.id)
    fait = "proclamé" if dernier.etat == "proclame" else "préparé" if dernier.etat == "cree" else "ouvert"
    raise Refus(
        f"Un vote vient d’être {fait} au point {inscription.numero} depuis un autre écran : le vôtre n’est pas compté. "
        "Regardez-le ; s’il faut voter à nouveau, refaites votre geste.",
        motif="vote_entre_temps",
    )


def verifier_decision(inscription: Inscription, libelle: str, vu: str | None, voulu: str) -> None:
    """Raise when something else was decided since the screen was drawn."""
    faite = de_la_decision(inscription, libelle)
    if vu is None or faite in (vu, voulu.strip()):
        return
    dite = decision.ISSUES[faite.split()[0]] if faite else "plus rien de décidé"
    raise Refus(
        f"Le point {inscription.numero} vient d’être décidé depuis un autre écran : « {dite} ». Votre décision n’est "
        "pas enregistrée ; si c’est la bonne, refaites votre geste.",
        motif="decision_entre_temps",
    )
