"""The ladder of a search: all the words, then mended words, then any of them.

Each rung below the first is told to the person. Facets and dates never choose the rung.
"""

from dataclasses import dataclass, field, replace

from search_index.grammaire import Clause, Demande
from search_index.orthographe import proches
from search_index.plan import Plan, Vue
from search_index.requete import Niveau, Requete


@dataclass
class Reparation:
    """What became of the words that nothing contains."""

    positives: list[Clause] = field(default_factory=list)
    corriges: dict[Clause, str] = field(default_factory=dict)
    inconnus: list[Clause] = field(default_factory=list)
    defaites: list[Clause] = field(default_factory=list)


@dataclass(frozen=True)
class Palier:
    """The rung that answers, and what had to be changed to reach it."""

    plan: Plan
    niveau: Niveau
    reparation: Reparation = field(default_factory=Reparation)


def monter(vue: Vue, demande: Demande, cadre: Requete) -> Palier:
    tous = Plan(demande.positives, demande.negatives, cadre)
    if demande.vide:
        return Palier(tous, "tout")
    if vue.total(tous.sans_filtres):
        return Palier(tous, "exact")
    repare = _reparer(vue, tous)
    plan = replace(tous, positives=tuple(dict.fromkeys(repare.positives)))
    if not plan.positives:
        return Palier(tous, "vide", repare)
    if vue.total(plan.sans_filtres):
        return Palier(plan, "partiel" if repare.inconnus or repare.defaites else "corrige", repare)
    large = replace(plan, mode="ou")
    return Palier(large, "large", repare) if vue.total(large.sans_filtres) else Palier(tous, "vide", repare)


def _reparer(vue: Vue, tous: Plan) -> Reparation:
    """Only what nothing contains is touched: a phrase is taken apart, a word is corrected or left out."""
    repare = Reparation()
    for clause in tous.positives:
        if _existe(vue, tous, clause):
            repare.positives.append(clause)
        elif mots := _mots(clause):
            repare.defaites.append(clause)
            for mot in mots:
                _reparer_mot(vue, tous, mot, repare)
        else:
            _reparer_mot(vue, tous, clause, repare)
    return repare


def _reparer_mot(vue: Vue, tous: Plan, mot: Clause, repare: Reparation) -> None:
    if mot.ecrit == mot.terme and _existe(vue, tous, mot):
        repare.positives.append(mot)
    elif terme := _meilleur(vue, tous, mot):
        repare.corriges[mot] = terme
        repare.positives.append(Clause(mot.ecrit, ((terme,),)))
    else:
        repare.inconnus.append(mot)


def _mots(clause: Clause) -> list[Clause]:
    """The words of a phrase or of a compound; nothing for a plain word."""
    return [Clause(terme, ((terme,),)) for suite in clause.choix if len(suite) > 1 for terme in suite]


def _existe(vue: Vue, tous: Plan, clause: Clause) -> bool:
    """Asked within what this person may see: a hidden document must not even lend its words."""
    return vue.total(Plan((clause,), (), tous.sans_filtres.cadre)) > 0


def _meilleur(vue: Vue, tous: Plan, clause: Clause) -> str | None:
    if not clause.terme:
        return None
    candidats = (Clause(terme, ((terme,),)) for terme in proches(clause.terme, vue.vocabulaire()))
    return next((c.terme for c in candidats if _existe(vue, tous, c)), None)
