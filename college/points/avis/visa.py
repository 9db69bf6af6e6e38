"""The sentence about the financial director's advice in the recitals: proposed, then written by a person (D25)."""

from __future__ import annotations

from collections.abc import Sequence

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.points import chaine, requetes
from college.points.avis import regles
from college.points.avis.modele import Avis
from college.points.avis.suites import groupe_df
from college.points.etats import etat_de, texte
from college.points.liens.regles import inserer
from college.points.modele import Point
from college.points.phrases import fr
from college.points.revisions import reviser
from college.points.services import recalculer


def propose(point: Point, avis: Sequence[Avis], continue_: bool) -> str:
    """What the recitals should say today (CDLD L1124-40), empty where nothing is due or it is written already."""
    if point.phase in ("decide", "retire") or not (continue_ or any(groupe_df(un) for un in avis)):
        return ""
    phrase = requetes.phrase_avis_df(point, horloge.aujourdhui(), continue_)
    return "" if f"<p>{phrase}</p>" in texte(point).motivation else phrase


@exige("point.modifier")
def inserer_visa(acteur: Acteur, point: Point) -> str:
    """Put the sentence after the visas, in the place of the one written before; answers it."""
    chaine.peut_modifier(etat_de(point), acteur, {"motivation"})
    phrase = requetes.phrase_avis_df(point, horloge.aujourdhui())
    if not phrase:
        raise Refus(fr("Aucun avis du directeur financier n'est demandé sur ce point."), motif="avis_absent")
    reviser(acteur, point, {"motivation": inserer(regles.sans_attendus(texte(point).motivation), phrase)})
    point.modifie_le = horloge.maintenant()
    recalculer(point)
    journal.noter(acteur, "point.avis_vise", point)
    return phrase
