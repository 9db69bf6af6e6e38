"""The life of a séance. Pure: one table of steps, and the guards of the law that each step must pass.

`decider` accepts an action or refuses it with its sentence and article; `actions_possibles` asks it for
every action, so that a button is shown iff it would work. A guard that the law lets a secretary pass
over takes a reason, which is journalled and printed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from college import delais
from college.erreurs import Refus
from college.seances import droit
from college.seances.grammaire import date_complete
from college.seances.quorum import Quorum

ETATS = {
    "en_preparation": "En préparation",
    "convoquee": "Convoquée",
    "ouverte": "En séance",
    "suspendue": "Suspendue",
    "levee": "Levée",
    "arretee": "Arrêtée",
    "pv_approuve": "PV approuvé",
    "archivee": "Archivée",
    "annulee": "Annulée",
}
EN_SEANCE = frozenset({"ouverte", "suspendue"})
AVANT_SEANCE = frozenset({"en_preparation", "convoquee"})
VERROUILLEE = frozenset({"levee", "arretee", "pv_approuve", "archivee"})


@dataclass(frozen=True)
class Action:
    """One step: its words, from where it starts, where it leads (None: it stays)."""

    code: str
    libelle: str
    depuis: frozenset[str]
    vers: str | None


ACTIONS = {
    action.code: action
    for action in (
        Action("convoquer", "Convoquer", frozenset({"en_preparation", "convoquee"}), "convoquee"),
        Action("annuler_convocation", "Annuler la convocation", frozenset({"convoquee"}), "en_preparation"),
        Action("annuler", "Annuler la séance", AVANT_SEANCE, "annulee"),
        Action("publier_projets", "Publier les projets", frozenset({"convoquee", "ouverte", "suspendue"}), None),
        Action("constater_carence", "Constater la carence", AVANT_SEANCE, "levee"),
        Action("ouvrir", "Ouvrir la séance", AVANT_SEANCE, "ouverte"),
        Action("suspendre", "Suspendre la séance", frozenset({"ouverte"}), "suspendue"),
        Action("reprendre", "Reprendre la séance", frozenset({"suspendue"}), "ouverte"),
        Action("lever", "Lever la séance", EN_SEANCE, "levee"),
        Action("arreter", "Arrêter les textes", frozenset({"levee"}), "arretee"),
        Action("publier_decisions", "Publier les décisions", VERROUILLEE, None),
        Action("rouvrir", "Rouvrir la séance", frozenset({"levee"}), "ouverte"),
        Action("approuver_pv", "Approuver le procès-verbal", frozenset({"arretee"}), "pv_approuve"),
        Action("archiver", "Archiver", frozenset({"pv_approuve"}), "archivee"),
    )
}


@dataclass(frozen=True)
class Situation:
    """What the rule needs to know of a séance, as plain facts."""

    etat: str
    type_organe: str
    jour: date
    aujourdhui: date
    convocation: int = 1
    extraordinaire: bool = False
    precedente_en_carence: bool = False
    nb_points: int = 0
    quorum: Quorum | None = None
    publication_projets: bool = False
    scrutin_ouvert: str | None = None
    indecis: tuple[str, ...] = ()
    renvoyes: tuple[str, ...] = ()
    decisions_masquees: bool = False
    a_reprendre: tuple[str, ...] = ()
    delai_francs: int | None = None
    convocation_requise: bool | None = None
    carence: bool = False
    textes_arretes: bool = False


@dataclass(frozen=True)
class Passage:
    """An accepted step: where it leads and the guards passed over, to be journalled and printed."""

    action: str
    vers: str
    outrepasses: tuple[str, ...] = field(default=())


def decider(situation: Situation, code: str, passer_outre: str = "") -> Passage:
    """Accept the action or refuse it; `passer_outre` is the secretary's written reason."""
    action = ACTIONS.get(code)
    if action is None:
        raise Refus(f"« {code} » n’est pas une action de séance : {', '.join(ACTIONS)}.", motif="action_inconnue")
    if situation.etat not in action.depuis:
        raise Refus(_mauvais_etat(action, situation.etat), motif="etat")
    outrepasses = []
    for garde in GARDES.get(code, ()):
        refus = garde(situation)
        if refus is None:
            continue
        if not (refus.franchissable and passer_outre.strip()):
            raise refus
        outrepasses.append(refus.phrase)
    return Passage(code, action.vers or situation.etat, tuple(outrepasses))


@dataclass(frozen=True)
class ActionProposee:
    """A button: shown as it is, greyed with its sentence when the rule refuses."""

    code: str
    libelle: str
    possible: bool
    motif: str = ""
    article: str | None = None
    franchissable: bool = False
    motif_code: str = ""


def actions_possibles(situation: Situation) -> list[ActionProposee]:
    """The actions of the present state; those of other states are not shown at all."""
    return [_proposer(situation, a) for a in ACTIONS.values() if situation.etat in a.depuis]


def _proposer(situation: Situation, action: Action) -> ActionProposee:
    try:
        decider(situation, action.code)
    except Refus as refus:
        return ActionProposee(
            action.code, action.libelle, False, refus.phrase, refus.article, refus.franchissable, refus.motif or ""
        )
    return ActionProposee(action.code, action.libelle, True)


def _mauvais_etat(action: Action, etat: str) -> str:
    if action.code == "rouvrir" and etat in ("arretee", "pv_approuve", "archivee"):
        return "Les textes sont arrêtés et ne changent plus : corrigez par une nouvelle décision, liée à la première."
    attendus = " ou ".join(f"« {ETATS[e].lower()} »" for e in sorted(action.depuis, key=list(ETATS).index))
    return (
        f"« {action.libelle} » n’est pas possible : la séance est « {ETATS[etat].lower()} », "
        f"et il faut qu’elle soit {attendus}."
    )


def delai(situation: Situation) -> droit.Parametre:
    """The clear days that the notice of this séance must leave (the organe's own value for that notice wins)."""
    parametre = droit.delai_convocation(
        situation.type_organe,
        situation.jour,
        convocation=situation.convocation,
        extraordinaire=situation.extraordinaire,
    )
    if situation.delai_francs is None:
        return parametre
    return replace(parametre, valeur=situation.delai_francs)


def dernier_jour_de_reception(situation: Situation) -> date | None:
    """The last day on which the notice may be received (None: the law asks for no notice)."""
    jours = delai(situation).valeur
    return delais.francs(situation.jour, jours, avant=True) if jours else None


def convocation_requise(situation: Situation) -> bool:
    if situation.convocation_requise is not None:
        return situation.convocation_requise
    if situation.extraordinaire and delai(situation).valeur:
        return True
    return bool(droit.regle("convocation_requise", situation.type_organe, situation.jour).valeur)


def _ordre_du_jour_vide(situation: Situation) -> Refus | None:
    if situation.nb_points:
        return None
    return Refus("L’ordre du jour est vide : inscrivez au moins un point avant de convoquer.", motif="ordre_vide")


def _delai_de_convocation(situation: Situation) -> Refus | None:
    """The delay is that of the first notice: a complementary agenda leaves « sans délai » (L1122-24)."""
    dernier = dernier_jour_de_reception(situation)
    if dernier is None or situation.aujourdhui <= dernier or situation.etat == "convoquee":
        return None
    parametre = delai(situation)
    premier = delais.francs(situation.aujourdhui, parametre.valeur)
    return Refus(
        f"Le délai de {parametre.valeur} jours francs n’est plus tenu : la convocation devait être reçue au plus "
        f"tard le {date_complete(dernier)}. Reçue aujourd’hui, elle vaut pour une séance à partir du "
        f"{date_complete(premier)}. En cas d’urgence, indiquez-en le motif.",
        article=parametre.article,
        motif="delai_de_convocation",
        franchissable=True,
        premiere_date=premier.isoformat(),
    )


def _convocation_suivante(situation: Situation) -> Refus | None:
    if situation.convocation == 1 or situation.precedente_en_carence:
        return None
    rang = "deuxième" if situation.convocation == 2 else "troisième"
    return Refus(
        f"Une {rang} convocation suppose que la séance précédente n’a pas réuni le quorum : "
        "constatez d’abord sa carence.",
        article=droit.regle("quorum", situation.type_organe, situation.jour).article,
        motif="precedente_sans_carence",
        franchissable=True,
    )


def _convocation_faite(situation: Situation) -> Refus | None:
    if situation.etat == "convoquee" or not convocation_requise(situation):
        return None
    return Refus(
        "Cette séance n’est pas convoquée : convoquez-la d’abord, les membres doivent recevoir l’ordre du jour.",
        article=droit.regle("convocation_requise", situation.type_organe, situation.jour).article,
        motif="non_convoquee",
        franchissable=True,
    )


def _quorum_atteint(situation: Situation) -> Refus | None:
    q = situation.quorum
    if q is None or q.atteint:
        return None
    return Refus(
        f"Le quorum n’est pas atteint — {q.explication}. Notez les arrivées, ou constatez la carence "
        "pour pouvoir convoquer à nouveau.",
        article=q.article,
        motif="quorum",
        franchissable=True,
    )


def _carence_reelle(situation: Situation) -> Refus | None:
    if situation.quorum is None or not situation.quorum.atteint:
        return None
    return Refus(
        f"Le quorum est atteint — {situation.quorum.explication} : il n’y a pas de carence, ouvrez la séance.",
        article=situation.quorum.article,
        motif="quorum_atteint",
    )


def _carence_fondee(situation: Situation) -> Refus | None:
    """Nobody is missing from a séance to which nobody was called: no further notice follows from it (L1122-17)."""
    if situation.etat == "convoquee" or not convocation_requise(situation):
        return None
    return Refus(
        "Cette séance n’a pas été convoquée : sa carence ne fonderait aucune convocation suivante. "
        "Convoquez-la à une date où les membres pourront venir, ou annulez-la.",
        article=droit.regle("quorum", situation.type_organe, situation.jour).article,
        motif="non_convoquee",
    )


def _jour_venu(situation: Situation) -> Refus | None:
    if situation.aujourdhui >= situation.jour:
        return None
    return Refus(
        f"La séance est prévue le {date_complete(situation.jour)} : elle ne peut pas s’ouvrir avant ce jour.",
        motif="avant_la_date",
        franchissable=True,
    )


def _projets_publiables(situation: Situation) -> Refus | None:
    if situation.publication_projets:
        return None
    return Refus(
        "Cet organe ne publie pas ses projets : son réglage « publication » ne le prévoit pas.",
        motif="publication_non_prevue",
    )


def _aucun_scrutin_ouvert(situation: Situation) -> Refus | None:
    if situation.scrutin_ouvert is None:
        return None
    return Refus(
        f"Un vote est encore ouvert au point {situation.scrutin_ouvert} : clôturez-le d’abord.",
        motif="scrutin_ouvert",
    )


def _tous_revenus(situation: Situation) -> Refus | None:
    if not situation.renvoyes:
        return None
    seul = len(situation.renvoyes) == 1
    return Refus(
        f"{'Le point' if seul else 'Les points'} {', '.join(situation.renvoyes)} {'est' if seul else 'sont'} chez "
        f"{'son' if seul else 'leur'} service : reprenez-{'le' if seul else 'les'}, ou "
        f"retirez-{'le' if seul else 'les'} de l’ordre du jour, avant de lever la séance.",
        motif="points_renvoyes",
    )


def _decisions_masquees(situation: Situation) -> Refus | None:
    if situation.decisions_masquees:
        return None
    return Refus("Les services lisent déjà les décisions de cette séance.", motif="decisions_lisibles")


def _tout_decide(situation: Situation) -> Refus | None:
    if not situation.indecis:
        return None
    points = "le point" if len(situation.indecis) == 1 else "les points"
    return Refus(
        f"Il reste à décider {points} {', '.join(situation.indecis)} : décidez, reportez ou retirez d’abord.",
        motif="points_indecis",
    )


def _textes_prets(situation: Situation) -> Refus | None:
    if not situation.a_reprendre:
        return None
    return Refus(
        "Des textes sont à reprendre avant d’être arrêtés : " + " ; ".join(situation.a_reprendre),
        motif="textes_a_reprendre",
        franchissable=True,
    )


def _pas_de_carence(situation: Situation) -> Refus | None:
    if not situation.carence:
        return None
    return Refus("Cette séance s’est close faute de quorum : convoquez-en une nouvelle.", motif="carence")


def _aucun_texte_arrete(situation: Situation) -> Refus | None:
    if not situation.textes_arretes:
        return None
    return Refus(
        "Des textes de cette séance sont déjà arrêtés : corrigez par une nouvelle décision, liée à la première.",
        motif="textes_arretes",
    )


Garde = Callable[[Situation], Refus | None]
GARDES: dict[str, tuple[Garde, ...]] = {
    "convoquer": (_ordre_du_jour_vide, _convocation_suivante, _delai_de_convocation),
    "publier_projets": (_projets_publiables,),
    "constater_carence": (_carence_fondee, _jour_venu, _carence_reelle),
    "ouvrir": (_convocation_faite, _jour_venu, _quorum_atteint),
    "suspendre": (_aucun_scrutin_ouvert,),
    "lever": (_aucun_scrutin_ouvert, _tous_revenus, _tout_decide),
    "publier_decisions": (_decisions_masquees,),
    "arreter": (_textes_prets,),
    "rouvrir": (_pas_de_carence, _aucun_texte_arrete),
}
