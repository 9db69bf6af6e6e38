"""What a point's page shows of its advices: those that the person reads, the one that they owe or may offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from college.droits import Acteur
from college.erreurs import Erreur
from college.points import chaine, permis
from college.points.avis import requetes, visa
from college.points.avis.modele import Avis
from college.points.avis.regles import GROUPE_DF
from college.points.etats import texte
from college.points.formulaires import en_texte
from college.points.modele import Point
from college.points.valeurs import AVIS, Action, Etat


def section(qui: Acteur, point: Point, avis: Sequence[Avis], vu: Etat, liens: Sequence[Any]) -> dict[str, Any]:
    """The data of `_avis.html`. Inherited advices are looked for only where a link says that there are some."""
    continue_ = any(genre in requetes.HERITAGES and sens == "de" for genre, sens, _ in liens)
    du = attendu(avis, qui, vu)
    return {
        "avis": requetes.lisibles(qui, point, avis),
        "avis_caches": requetes.redigent(qui, avis),
        "avis_herites": requetes.herites_lisibles(qui, point) if continue_ else [],
        "avis_attendu": du,
        "avis_brouillon": en_texte(du.brouillon) if du else "",
        "avis_confidentiable": du is not None and not (du.groupe and du.groupe.code == GROUPE_DF),
        "initiatives": initiatives(vu, qui),
        "visa_df": visa.propose(point, avis, continue_) if "motivation" in chaine.volets_ouverts(vu, qui) else "",
        "revision_actuelle": texte(point).id,
        "valeurs_avis": AVIS,
        "nom_avis": nom,
        "cle_avis": cle,
    }


def nom(avis: Avis) -> str:
    """« Directeur financier »."""
    consulte = avis.groupe or avis.service
    return consulte.nom if consulte else "Avis"


def cle(avis: Avis) -> str:
    """What names this advice in an act: its step, or the group or service asked."""
    consulte = avis.groupe or avis.service
    return avis.etape or (consulte.code if consulte else "")


def attendu(avis: Sequence[Avis], acteur: Acteur, vu: Etat) -> Avis | None:
    """The advice that this person may give now: theirs, and no other's draft."""
    try:
        droit = permis.permettre(vu, Action.RENDRE_AVIS, acteur, None)
    except Erreur:
        return None
    voulue = droit.etape or droit.vers
    return next((a for a in reversed(avis) if a.rendu_le is None and cle(a) == voulue), None)


def initiatives(vu: Etat, acteur: Acteur) -> list[tuple[str, str]]:
    """The groups in whose name the person may speak unasked."""
    boutons = [a for a in chaine.actions_possibles(vu, acteur) if a.code == Action.RENDRE_AVIS and a.vers]
    return [(bouton.vers or "", bouton.libelle) for bouton in boutons]
