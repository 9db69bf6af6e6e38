"""Deciding: one point, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.francais import enumerer
from college.points import services as points
from college.points import texte_riche
from college.seances import (
    amendement,
    composition,
    cycle,
    decision,
    depouillement,
    devenir,
    en_bloc,
    fragments,
    mandats,
    propositions,
    requetes,
    retours,
    urgence,
    vus,
)
from college.seances.agenda import toucher, verrouiller
from college.seances.modele import Decision, Inscription, Scrutin, Seance
from college.seances.votes import SaisieScrutin, appeler_point, creer_scrutin
from college.transaction import unite

REVENUS = frozenset({"reporte", "renvoye", "nul_a_representer"})


@dataclass(frozen=True)
class SaisieDecision:
    """What is decided, and the vote that carries it; `vu`: what the screen showed as decided."""

    issue: str
    dispositif: str | None = None
    libelle: str = ""
    articles: str = ""
    precision: str = ""
    scrutin: Scrutin | None = None
    mode: str = ""
    exceptions: Mapping[int, str] = field(default_factory=dict)
    passer_outre: str = ""
    vu: str | None = None


@exige("seance.decider")
def decider(acteur: Acteur, inscription: Inscription, saisie: SaisieDecision) -> Decision:
    """Decide a point; again with another `libelle` for a second decision of the same point."""
    seance = inscription.seance
    verrouiller(seance)
    vus.verifier_decision(inscription, saisie.libelle, saisie.vu, f"{saisie.issue} {saisie.precision}")
    if correction := _corrige(inscription, saisie):
        devenir.reprendre(acteur, inscription)
    retours.avant_de_decider(acteur, inscription, saisie.issue)
    _verifier_urgence(inscription, saisie)
    vote = saisie.scrutin or scrutin_de(inscription, saisie.libelle)
    if saisie.mode == "unanimite" and vote is None:
        decision.verifier(saisie.issue, _cas(inscription, None, "adopte"))
        vote = creer_scrutin(acteur, inscription, SaisieScrutin("unanimite", saisie.libelle, saisie.exceptions))
    decision.verifier(saisie.issue, _cas(inscription, vote, correction=correction))
    mandats.verifier_issue(inscription, saisie.issue)
    decision.verifier_precision(saisie.issue, saisie.precision, composition.jour_de(seance))
    if saisie.dispositif is not None:
        amendement.ecrire(inscription, amendement.propres({"dispositif": saisie.dispositif}))
    rendue = _ecrire(acteur, inscription, saisie, vote)
    if correction:
        devenir.trancher(acteur, inscription)
    else:
        appeler_point(inscription)
        _suivre_phase(acteur, inscription, saisie.issue)
    motif = saisie.passer_outre.strip() if correction else ""
    journal.noter(acteur, "point.decide", inscription, issue=saisie.issue, libelle=saisie.libelle, motif=motif)
    toucher(seance)
    return rendue


def _corrige(inscription: Inscription, saisie: SaisieDecision) -> bool:
    """Is it an outcome put right after the séance was closed, with its reason, before the text is frozen?"""
    levee = inscription.seance.etat == "levee" and bool(inscription.decisions)
    return levee and inscription.arrete_le is None and bool(saisie.passer_outre.strip())


def urgence_a_voter(inscription: Inscription) -> bool:
    """A late item of a conseil, whose urgency is not declared yet (L1122-24)."""
    conseil = urgence.a_voter(inscription.seance.organe.type, inscription.tardive)
    return conseil and not urgence.admise(votes_d_urgence(inscription))


def votes_d_urgence(inscription: Inscription) -> list[Scrutin]:
    """The votes on the urgency of a line that gave a result."""
    return [v for v in inscription.scrutins if v.regle.get("objet") == "urgence" and v.proclame_le]


def _verifier_urgence(inscription: Inscription, saisie: SaisieDecision) -> None:
    if saisie.issue not in decision.ISSUES_VOTEES or not urgence_a_voter(inscription):
        return
    try:
        urgence.verifier(inscription.numero, votes_d_urgence(inscription))
    except Refus as refus:
        if not (refus.franchissable and saisie.passer_outre.strip()):
            raise
        passee = {"action": "decider", "motif": saisie.passer_outre.strip(), "gardes": [refus.phrase]}
        inscription.seance.passages_outre = [*inscription.seance.passages_outre, passee]


def scrutin_de(inscription: Inscription, libelle: str = "") -> Scrutin | None:
    """The vote that carries the decision: the last one on the proposition (of that label where there is one)."""
    votes = [v for v in inscription.scrutins if v.regle.get("objet", "proposition") == "proposition"]
    if libelle and (propres := [v for v in votes if v.question == libelle]):
        votes = propres
    return propositions.retenue(votes[-1]) if votes else None


def _cas(
    inscription: Inscription, vote: Scrutin | None, resultat: str | None = None, *, correction: bool = False
) -> decision.Cas:
    seance = inscription.seance
    return decision.Cas(
        numero=inscription.numero,
        nature=inscription.point.nature,
        mention_vote=requetes.reglages(seance.organe).mention_vote,
        a_un_texte=not (fragments.est_vide(inscription.motivation) and fragments.est_vide(inscription.dispositif)),
        resultat=resultat or (vote.resultat if vote and vote.etat in ("clos", "proclame") else None),
        scrutin_ouvert=any(v.etat == "ouvert" for v in inscription.scrutins),
        seance_commencee=seance.etat not in cycle.AVANT_SEANCE,
        seance_verrouillee=seance.etat in cycle.VERROUILLEE and not correction,
    )


def _ecrire(acteur: Acteur, inscription: Inscription, saisie: SaisieDecision, vote: Scrutin | None) -> Decision:
    """The row: the same label is corrected, a new label is a further decision."""
    rendue = next((d for d in inscription.decisions if d.libelle == saisie.libelle), None)
    if rendue is None:
        rang = max((d.rang for d in inscription.decisions), default=0) + 1
        rendue = Decision(institution_id=inscription.institution_id, rang=rang, libelle=saisie.libelle)
        inscription.decisions.append(rendue)
    rendue.issue, rendue.precision = saisie.issue, saisie.precision
    rendue.articles = texte_riche.nettoyer(saisie.articles)
    rendue.scrutin = vote
    rendue.phrase = depouillement.imprimee(vote)
    rendue.decide_par_id = acteur.agent_id
    rendue.le = horloge.maintenant()
    inscription.issue = inscription.decisions[0].issue
    inscription.decide_le = rendue.le
    unite().flush()
    return rendue


def _suivre_phase(acteur: Acteur, inscription: Inscription, issue: str) -> None:
    """The point follows: decided, or still on the agenda until the séance is closed."""
    voulue = "inscrit" if issue in REVENUS or issue == "retire" else "decide"
    if inscription.point.phase != voulue:
        points.changer_phase(acteur, inscription.point, voulue)


@dataclass
class Bilan:
    """Many at once, answered one by one."""

    faits: list[Inscription] = field(default_factory=list)
    refuses: list[tuple[Inscription, str]] = field(default_factory=list)


@exige("seance.decider")
def decider_plusieurs(
    acteur: Acteur,
    seance: Seance,
    saisie: SaisieDecision,
    *,
    plage: tuple[str, str] | None = None,
    inscriptions: Sequence[int] | None = None,
    sauf: Sequence[str] = (),
) -> Bilan:
    """One outcome for a range of numbers, a list, or all that is left; what was already decided is kept."""
    verrouiller(seance)
    bilan = Bilan()
    for ligne in _choisies(seance, plage, inscriptions, {str(s) for s in sauf}):
        if ligne.decisions:
            dite = decision.ISSUES[ligne.decisions[0].issue].lower()
            bilan.refuses.append((ligne, f"Le point {ligne.numero} est déjà décidé\u00a0: {dite}."))
            continue
        try:
            if saisie.mode:
                en_bloc.verifier(ligne.numero, nature=ligne.point.nature, type_acte=ligne.point.type_acte,
                                 huis_clos=ligne.huis_clos)  # fmt: skip
            with unite().begin_nested():
                decider(acteur, ligne, _propre_a(ligne, saisie))
            bilan.faits.append(ligne)
        except Refus as refus:
            bilan.refuses.append((ligne, refus.phrase))
    return bilan


def _propre_a(ligne: Inscription, saisie: SaisieDecision) -> SaisieDecision:
    """Nobody votes on what is only communicated: in a block of adoptions it is taken note of."""
    if saisie.mode and saisie.issue == "accepte" and ligne.point.nature in decision.PRISES_ACTE:
        return replace(saisie, issue="pris_acte", mode="")
    return saisie


def _choisies(
    seance: Seance, plage: tuple[str, str] | None, inscriptions: Sequence[int] | None, sauf: set[str]
) -> list[Inscription]:
    lignes = [i for i in sorted(seance.inscriptions, key=lambda i: i.rang) if not i.retiree]
    if inscriptions is not None:
        connues = {i.id for i in lignes}
        if inconnues := [n for n in inscriptions if n not in connues]:
            raise Invalide(
                f"Ces inscriptions ne sont pas de cette séance : {enumerer(list(map(str, inconnues)))}.", "inscriptions"
            )
        return [i for i in lignes if i.id in set(inscriptions) and not {str(i.id), i.numero} & sauf]
    if plage is not None:
        numeros = [i.numero for i in lignes]
        for borne in plage:
            if borne not in numeros:
                raise Refus(f"Le point {borne} n’est pas à cet ordre du jour.", motif="numero_inconnu")
        de, a = sorted(numeros.index(borne) for borne in plage)
        lignes = lignes[de : a + 1]
    else:
        lignes = [i for i in lignes if not i.decisions]
    return [i for i in lignes if i.numero not in sauf]
