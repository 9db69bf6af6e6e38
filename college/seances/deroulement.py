"""The life of a séance: each action is decided by the pure rule, traced, and told to the rooms above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from college import annonces, horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.organisation import compteurs
from college.points import services as points
from college.seances import (
    annulation,
    arret,
    composition,
    convocation,
    cycle,
    decision,
    devenir,
    requetes,
    retours,
    salle,
)
from college.seances.agenda import toucher, verrouiller
from college.seances.decisions import SaisieDecision, decider, scrutin_de, urgence_a_voter
from college.seances.modele import Inscription, Seance
from college.seances.proces_verbal import services as proces_verbal
from college.seances.releve import Releve, intercaler
from college.transaction import unite

MOTIVEES = {
    "rouvrir": "Rouvrir une séance levée demande un motif : il est gardé au journal.",
    "annuler": "Annuler une séance demande un motif : il est dit aux membres et gardé au journal.",
}


@dataclass(frozen=True)
class Options:
    """What an action may be told besides its name."""

    passer_outre: str = ""
    motif_urgence: str = ""
    motif: str = ""
    confirmer: bool = False
    remplacer_formules: bool = False
    inscriptions: Sequence[int] = ()
    observations: Sequence[dict[str, Any]] = field(default_factory=tuple)

    @property
    def raison(self) -> str:
        """The written reason, under whichever name it came."""
        return (self.passer_outre or self.motif_urgence or self.motif).strip()


@exige("seance.conduire")
def agir(acteur: Acteur, seance: Seance, action: str, options: Options | None = None) -> Seance:
    """One step of the life of a séance."""
    voulues = options or Options()
    verrouiller(seance)
    situation = situation_de(seance)
    if action == "lever":
        _refuser_ou_confirmer(acteur, seance, voulues, situation)
        situation = situation_de(seance)
    if (phrase := MOTIVEES.get(action)) and seance.etat in cycle.ACTIONS[action].depuis and not voulues.raison:
        raise Refus(phrase, motif="motif_attendu")
    passage = cycle.decider(situation, action, voulues.raison)
    FAIRE[action](acteur, seance, passage, voulues)
    if passage.outrepasses:
        seance.passages_outre = [
            *seance.passages_outre,
            {"action": action, "motif": voulues.raison, "gardes": list(passage.outrepasses)},
        ]
    journal.noter(acteur, f"seance.{action}", seance, motif=voulues.raison, passe_outre=list(passage.outrepasses))
    toucher(seance)
    unite().flush()
    return seance


def situation_de(seance: Seance, *, avec_quorum: bool = True) -> cycle.Situation:
    """The plain facts that the pure rule reads (a page that shows no opening does without the quorum)."""
    reglages = requetes.reglages(seance.organe)
    lignes = [i for i in seance.inscriptions if not i.retiree]
    ouvert = next((i.numero for i in lignes if any(v.etat == "ouvert" for v in i.scrutins)), None)
    avant = seance.etat in cycle.AVANT_SEANCE
    return cycle.Situation(
        etat=seance.etat,
        type_organe=seance.organe.type,
        jour=composition.jour_de(seance),
        aujourdhui=horloge.aujourdhui(),
        convocation=seance.convocation,
        extraordinaire=seance.type == "extraordinaire",
        precedente_en_carence=_precedente_en_carence(seance),
        nb_points=len(lignes),
        quorum=Releve(seance).quorum() if avant and avec_quorum else None,
        publication_projets=reglages.publication == "projets_et_decisions",
        scrutin_ouvert=ouvert,
        indecis=tuple(i.numero for i in lignes if not i.decisions) if not seance.carence_le else (),
        renvoyes=tuple(retours.absentes(seance)),
        decisions_masquees=reglages.decisions_masquees and seance.decisions_publiees_le is None,
        delai_francs=composition.preavis(seance),
        convocation_requise=reglages.convocation_requise or None,
        carence=seance.carence_le is not None,
        textes_arretes=any(i.arrete_le for i in seance.inscriptions),
    )


def _precedente_en_carence(seance: Seance) -> bool:
    if seance.precedente_id is None:
        return False
    precedente = unite().get(Seance, seance.precedente_id)
    return precedente is not None and precedente.carence_le is not None


def actions(seance: Seance, *, avec_quorum: bool = True) -> list[cycle.ActionProposee]:
    """The buttons of the present state, each with its sentence when it is greyed; none for what has no object."""
    proposees = cycle.actions_possibles(_sans_indecis(situation_de(seance, avec_quorum=avec_quorum), seance))
    return [a for a in proposees if a.motif_code != "decisions_lisibles"]


def _sans_indecis(situation: cycle.Situation, seance: Seance) -> cycle.Situation:
    """« Lever » is offered with points left: it then asks to confirm their default outcome."""
    if seance.etat in cycle.EN_SEANCE:
        return replace(situation, indecis=())
    return situation


def _convoquer(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    convocation.envoyer(acteur, seance)
    seance.etat = passage.vers


def _annuler_convocation(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.etat = passage.vers
    annulation.annuler_convocation(acteur, seance, options.raison)


def _annuler(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    annulation.annuler(acteur, seance, options.raison)
    seance.etat = passage.vers


def _publier_projets(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.projets_publies_le = horloge.maintenant()
    annonces.annoncer("seance.projets_publies", acteur=acteur, seance=seance)


def _constater_carence(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    """A séance without quorum is a séance: its minutes found the next notice, its points are free again."""
    convocation.figer_numeros(seance)
    composition.figer(seance)
    _presider(seance, Releve(seance))
    seance.carence_le = seance.levee_le = horloge.maintenant()
    seance.etat = passage.vers
    numeroter(seance)
    for ligne in seance.inscriptions:
        if ligne.point.phase == "inscrit" and not ligne.retiree:
            points.changer_phase(acteur, ligne.point, "valide")
    annonces.annoncer("seance.levee", acteur=acteur, seance=seance)


def _ouvrir(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    if seance.version_oj == "projet":
        convocation.figer(acteur, seance)
    composition.figer(seance)
    numeroter(seance)
    seance.etat = passage.vers
    seance.ouverte_le = horloge.maintenant()
    releve = Releve(seance)
    _presider(seance, releve)
    if releve.etats().get(seance.secretaire_id or 0) == "attendu":
        # Whoever keeps the minutes of a séance is there when it opens.
        unite().add(salle.ligne_de_presence(acteur, seance, seance.secretaire_id or 0, "arrive"))


def _presider(seance: Seance, releve: Releve) -> None:
    """Whoever chairs among those who are there signs the minutes."""
    if (president := releve.president()) is not None:
        seance.president_id = president.id


def numeroter(seance: Seance) -> None:
    """The number of the séance in its year, taken when it really starts its life outside."""
    if seance.numero is None:
        annee = composition.jour_de(seance).year
        seance.numero = compteurs.suivant(seance.institution_id, "seance", annee, seance.organe_id)


def _suspendre(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    """Suspended, or taken up again: the minutes say it at the point where it happened."""
    ici = salle.lieu_present(seance)
    incident = {
        "action": passage.action,
        "inscription": ici[0].id if ici[0] else None,
        "cote": ici[1],
        "le": horloge.maintenant().isoformat(),
    }
    seance.suspensions = [*seance.suspensions, incident]
    seance.etat = passage.vers


def _passer(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.etat = passage.vers


def _refuser_ou_confirmer(acteur: Acteur, seance: Seance, options: Options, situation: cycle.Situation) -> None:
    """Points left untouched: the list to confirm first, then the default outcome for each."""
    restants = [i for i in seance.inscriptions if not i.retiree and not i.decisions]
    if not restants or seance.etat not in cycle.EN_SEANCE or situation.scrutin_ouvert or situation.renvoyes:
        return
    if not options.confirmer:
        raise Refus(
            f"Points qui restent à décider : {len(restants)}. Confirmez la décision proposée pour chacun, "
            "ou décidez-les d’abord.",
            motif="points_indecis",
            a_confirmer=[
                {"inscription": i.id, "numero": i.numero, "titre": i.titre, "issue": issue_proposee(i)}
                for i in restants
            ],
        )
    if seance.etat == "suspendue":
        seance.etat = "ouverte"
    for ligne in restants:
        decider(acteur, ligne, SaisieDecision(issue_proposee(ligne)))
    intercaler(seance.inscriptions, restants)


def issue_proposee(inscription: Inscription) -> str:
    """What closing would decide of an untouched point: its vote, else the organe's default.

    Where the organe counts votes nothing is adopted by silence: the point is postponed.
    """
    if urgence_a_voter(inscription):
        return "reporte"
    vote = scrutin_de(inscription)
    if vote is not None and vote.resultat:
        return decision.issue_du_resultat(vote.resultat)
    reglages = requetes.reglages(inscription.seance.organe)
    nature = inscription.point.nature
    if decision.exige_un_vote(nature, reglages.mention_vote):
        return "reporte"
    if arret.sans_texte(inscription) and nature not in decision.NATURES_SANS_TEXTE:
        return "pris_acte"
    return decision.issue_par_defaut(nature, reglages.issue_defaut)


def _lever(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.etat = passage.vers
    seance.levee_le = horloge.maintenant()
    arret.garder_textes(seance)
    devenir.appliquer(acteur, seance)
    annonces.annoncer("seance.levee", acteur=acteur, seance=seance)


def _rouvrir(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.etat = passage.vers
    seance.levee_le = None
    devenir.defaire(acteur, seance)
    annonces.annoncer("seance.rouverte", acteur=acteur, seance=seance)


def _publier_decisions(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    seance.decisions_publiees_le = horloge.maintenant()
    annonces.annoncer("seance.decisions_publiees", acteur=acteur, seance=seance)


def _arreter(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    arret.arreter(acteur, seance, options.inscriptions, options.raison, options.remplacer_formules)


def _approuver_pv(acteur: Acteur, seance: Seance, passage: cycle.Passage, options: Options) -> None:
    proces_verbal.reprendre(acteur, seance, options.observations)
    proces_verbal.approuver(acteur, seance)


Geste = Callable[[Acteur, Seance, cycle.Passage, Options], None]
FAIRE: dict[str, Geste] = {
    "convoquer": _convoquer,
    "annuler_convocation": _annuler_convocation,
    "annuler": _annuler,
    "publier_projets": _publier_projets,
    "publier_decisions": _publier_decisions,
    "constater_carence": _constater_carence,
    "ouvrir": _ouvrir,
    "suspendre": _suspendre,
    "reprendre": _suspendre,
    "lever": _lever,
    "arreter": _arreter,
    "rouvrir": _rouvrir,
    "approuver_pv": _approuver_pv,
    "archiver": _passer,
}
