"""The drafting time between `lever` and `arreter`: what must be taken up again, what changed since the vote."""

from __future__ import annotations

from dataclasses import dataclass

from college.points.differences import Morceau, differences
from college.seances import arret
from college.seances.modele import Inscription, Seance
from college.seances.releve import ordre_traite

CHAMPS = {"titre": "Titre", "motivation": "Motivation", "dispositif": "Décision"}


@dataclass(frozen=True)
class Fiche:
    """One text: frozen, to take up again, changed since it was decided, or ready as decided."""

    ligne: Inscription
    etat: str
    defauts: list[str]


def feuille(seance: Seance) -> list[Fiche]:
    """The texts of the séance in the order treated."""
    return [fiche(ligne) for ligne in ordre_traite(seance.inscriptions)]


def fiche(ligne: Inscription) -> Fiche:
    if ligne.arrete_le is not None:
        return Fiche(ligne, "fige", [])
    defauts = [defaut.phrase for defaut in arret.relire(ligne)]
    if defauts:
        return Fiche(ligne, "a_corriger", defauts)
    return Fiche(ligne, "modifie" if modifie(ligne) else "pret", [])


def modifie(ligne: Inscription) -> bool:
    """Does the text differ from the one that stood when the séance was closed?"""
    garde = ligne.texte_decide
    return bool(garde) and any(garde.get(champ, "") != getattr(ligne, champ) for champ in CHAMPS)


def ecarts(ligne: Inscription) -> list[tuple[str, list[Morceau]]]:
    """Word by word, field by field, against what was decided."""
    if not modifie(ligne):
        return []
    lus = [
        (nom, differences(ligne.texte_decide.get(champ, ""), getattr(ligne, champ))) for champ, nom in CHAMPS.items()
    ]
    return [(nom, morceaux) for nom, morceaux in lus if morceaux]
