"""Votes: create, open, cast, count, close, proclaim. The law is in `scrutin` and `election`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.francais import compte, majuscule
from college.points import report
from college.seances import (
    bulletins,
    candidatures,
    composition,
    cycle,
    depouillement,
    distance,
    droit,
    election,
    lies,
    presence,
    propositions,
    requetes,
    urgence,
    urne,
    vus,
)
from college.seances import scrutin as regles
from college.seances.grammaire import accorder
from college.seances.modele import Inscription, Presence, Scrutin
from college.seances.releve import Releve
from college.seances.verrou import toucher, verrouiller
from college.transaction import unite

OBJETS = ("proposition", "urgence", "huis_clos", "amendement")


@dataclass(frozen=True)
class SaisieScrutin:
    """What is asked of the members; `vu`: the last vote of the line that the screen showed."""

    mode: str
    question: str = ""
    exceptions: Mapping[int, str] = field(default_factory=dict)
    candidats: Sequence[Mapping[str, Any]] = ()
    tour: int = 1
    postes: int = 1
    objet: str = "proposition"
    passer_outre: str = ""
    lie_a: Scrutin | None = None
    vu: str | None = None


@exige("seance.conduire")
def creer_scrutin(acteur: Acteur, inscription: Inscription, saisie: SaisieScrutin) -> Scrutin:
    """A vote on a point: « unanimité » (with exceptions) is proclaimed at once, the others wait to be opened."""
    seance = inscription.seance
    verrouiller(seance)
    _en_seance(inscription)
    vus.verifier_vote(inscription, saisie.vu)
    _urgence_avant_le_fond(inscription, saisie.objet)
    if (ouvert := _ailleurs_aux_voix(inscription)) is None:
        appeler_point(inscription, traite=saisie.objet in regles.SUR_LE_FOND)
    elif saisie.mode == "unanimite":  # the others are made ready only
        raise _aux_voix(ouvert, inscription)
    releve = Releve(seance)
    _quorum(releve, inscription, saisie.passer_outre)
    if saisie.mode == "election" and len(saisie.candidats) < 1:
        raise Invalide("Donnez au moins un candidat.", "candidats")
    if saisie.objet == "amendement" and not saisie.question.strip():
        raise Invalide("Dites de qui est l’amendement et ce qu’il change : le procès-verbal le rapporte.", "question")
    if saisie.lie_a is not None:
        _lier(saisie, saisie.lie_a)
    vote = Scrutin(
        institution_id=seance.institution_id,
        lie_a_id=(saisie.lie_a.lie_a_id or saisie.lie_a.id) if saisie.lie_a else None,
        seance_id=seance.id,
        seance=seance,
        inscription_id=inscription.id,
        mode=saisie.mode,
        question=saisie.question,
        tour=saisie.tour,
        candidats=candidatures.preparer(seance.institution_id, saisie.candidats),
        regle=_regle(inscription, saisie),
        instantane={},
        comptes={},
        noms={},
    )
    inscription.scrutins.append(vote)
    unite().flush()
    journal.noter(acteur, "scrutin.cree", vote, inscription=inscription.id, mode=saisie.mode, objet=saisie.objet,
                  passer_outre=saisie.passer_outre)  # fmt: skip
    if saisie.mode == "unanimite":
        _unanimite(acteur, vote, releve, saisie.exceptions)
    toucher(seance)
    return vote


def _lier(saisie: SaisieScrutin, premiere: Scrutin) -> None:
    """Another proposition among which the members choose: the result of the first one waits for it."""
    if not saisie.question.strip():
        raise Invalide("Donnez un intitulé à la proposition liée : il figure au procès-verbal.", "question")
    objet = str(premiere.regle.get("objet", "proposition"))
    lies.verifier(saisie.mode, saisie.objet, (premiere.mode, objet, premiere.etat))


def _en_seance(inscription: Inscription) -> None:
    seance = inscription.seance
    if seance.etat != "ouverte":
        raise Refus(
            f"On ne vote qu’en séance : elle est « {cycle.ETATS[seance.etat].lower()} ».", motif="seance_non_ouverte"
        )
    if inscription.retiree or inscription.issue == "retire":
        raise Refus(
            f"Le point {inscription.numero} est retiré de l’ordre du jour : il ne se vote plus. "
            "S’il revient en discussion, corrigez d’abord sa décision.",
            motif="point_retire",
        )


def _aux_voix(ouvert: Scrutin, inscription: Inscription) -> Refus:
    """The room does not leave a point while it is being voted."""
    return Refus(
        f"Un vote est ouvert au point {ouvert.inscription.numero} : clôturez-le avant de passer au point "
        f"{inscription.numero}.",
        motif="scrutin_ouvert",
    )


def _ailleurs_aux_voix(inscription: Inscription) -> Scrutin | None:
    ouvert = requetes.scrutin_ouvert(inscription.seance)
    return ouvert if ouvert is not None and ouvert.inscription_id != inscription.id else None


def _quorum(releve: Releve, inscription: Inscription, passer_outre: str) -> None:
    q = releve.quorum(inscription)
    if not q.atteint and not passer_outre.strip():
        raise Refus(
            f"L’organe ne peut pas délibérer sur le point {inscription.numero} : {q.explication}.",
            article=q.article,
            motif="quorum",
            franchissable=True,
        )
    if not q.atteint:
        passee = {"action": "voter", "motif": passer_outre.strip(), "gardes": [q.explication]}
        inscription.seance.passages_outre = [*inscription.seance.passages_outre, passee]


def _regle(inscription: Inscription, saisie: SaisieScrutin) -> dict[str, Any]:
    """The rule of this vote, stored with it: an old vote is judged by what held when it was opened."""
    conseil = inscription.seance.organe.type == "conseil"
    return {
        "objet": saisie.objet,
        "majorite": "deux_tiers_presents" if saisie.objet not in regles.SUR_LE_FOND and conseil else "absolue",
        "type_organe": inscription.seance.organe.type,
        "postes": saisie.postes,
        "urgence_reconnue": _urgence_reconnue(inscription),
        "partages_anterieurs": _partages_anterieurs(inscription),
    }


def _urgence_reconnue(inscription: Inscription) -> bool:
    votes = (v for v in inscription.scrutins if v.regle.get("objet") == "urgence")
    return any(v.resultat == "adopte" and v.proclame_le for v in votes)


def _urgence_avant_le_fond(inscription: Inscription, objet: str) -> None:
    """Where it makes the president's voice decisive, urgency is not recognised once the tie is known (L1123-22)."""
    seance = inscription.seance
    regle = droit.regle("voix_preponderante", seance.organe.type, composition.jour_de(seance))
    if objet != "urgence" or not regle.valeur:
        return
    fond = (v for v in inscription.scrutins if v.regle.get("objet", "proposition") in regles.SUR_LE_FOND)
    urgence.verifier_avant_le_fond(inscription.numero, any(v.ouvert_le for v in fond), regle.article)


def _partages_anterieurs(inscription: Inscription) -> int:
    """How many former séances tied on the same matter (L1123-22)."""
    demande = (
        select(func.count(func.distinct(Scrutin.seance_id)))
        .join(Inscription, Inscription.id == Scrutin.inscription_id)
        .where(
            Inscription.point_id.in_([inscription.point_id, *report.origines(inscription.point)]),
            Inscription.id != inscription.id,
            Scrutin.resultat == "partage",
        )
    )
    return unite().scalar(demande) or 0


def appeler_point(inscription: Inscription, traite: bool = True) -> None:
    """This point is now the one in discussion; it takes its place in the order of treatment, unless only its
    urgency or its doors are voted: the item itself comes later."""
    seance = inscription.seance
    seance.inscription_courante_id = inscription.id
    if traite and inscription.rang_traite is None:
        _ramener_les_mouvements(inscription)
        inscription.rang_traite = max((i.rang_traite or 0 for i in seance.inscriptions), default=0) + 1


# A withdrawal for interest belongs to its point, even noted ahead; the others are facts of the moment.
_FAITS = ("arrive", "quitte", "revient")


def _ramener_les_mouvements(inscription: Inscription) -> None:
    """Who left or came while a point was only looked at did so before the point that is really called next."""
    lignes = inscription.seance.inscriptions
    a_venir = [i.id for i in lignes if i.rang_traite is None and i is not inscription and not i.retiree]
    unite().execute(
        update(Presence)
        .where(
            Presence.seance_id == inscription.seance_id,
            Presence.inscription_id.in_(a_venir),
            Presence.evenement.in_(_FAITS),
            Presence.cote == presence.AVANT,
        )
        .values(inscription_id=inscription.id)
    )


@exige("seance.conduire")
def appeler(acteur: Acteur, inscription: Inscription) -> Inscription:
    """« Point suivant »: the live screens follow."""
    seance = inscription.seance
    verrouiller(seance)
    if seance.etat not in cycle.EN_SEANCE:
        raise Refus("La séance n’est pas ouverte : aucun point n’est en discussion.", motif="seance_non_ouverte")
    if (ouvert := _ailleurs_aux_voix(inscription)) is not None:
        raise _aux_voix(ouvert, inscription)
    appeler_point(inscription)
    toucher(seance)
    return inscription


def _unanimite(acteur: Acteur, vote: Scrutin, releve: Releve, exceptions: Mapping[int, str]) -> None:
    votants = releve.votants(vote.inscription)
    if not votants:
        raise Refus(
            "Aucun membre avec voix délibérative n’est noté présent : notez d’abord les présences.", motif="presences"
        )
    for membre in exceptions:
        if membre not in votants:
            assis = accorder("présent", [releve.par_id[membre].genre] if membre in releve.par_id else ["m"])
            raise Refus(
                f"{releve.nom(membre)} n’est pas {assis} avec voix délibérative à ce point : "
                "son exception ne compte pas.",
                motif="exception_absente",
            )
    choix = regles.unanimite(votants, exceptions)
    bulletins.deposer_tous(acteur, vote, choix)
    maintenant = horloge.maintenant()
    vote.ouvert_le = vote.clos_le = maintenant
    vote.etat = "clos"
    depouillement.conclure(vote, releve, choix)
    depouillement.proclamer(vote, releve)


@exige("seance.conduire")
def agir_scrutin(acteur: Acteur, vote: Scrutin, action: str) -> Scrutin:
    """ouvrir, clore, proclamer: closing is not proclaiming; proclaiming fixes the sentence."""
    verrouiller(vote.seance)
    if action not in ETAPES:
        raise Refus(f"« {action} » n’est pas une action de vote : {', '.join(ETAPES)}.", motif="action_inconnue")
    depuis, faire = ETAPES[action]
    if vote.etat != depuis:
        raise Refus(f"Ce vote est {EN_MOTS[vote.etat]} : « {action} » n’est plus ou pas encore possible.", motif="etat")
    faire(vote)
    journal.noter(acteur, f"scrutin.{action}", vote, votants=vote.votants, resultat=vote.resultat)
    toucher(vote.seance)
    return vote


EN_MOTS = {"cree": "créé et pas encore ouvert", "ouvert": "ouvert", "clos": "clos", "proclame": "proclamé"}


def _ouvrir(vote: Scrutin) -> None:
    _en_seance(vote.inscription)
    _urgence_avant_le_fond(vote.inscription, str(vote.regle.get("objet")))
    if (autre := requetes.scrutin_ouvert(vote.seance)) is not None:
        raise Refus(
            f"Un vote est déjà ouvert au point {autre.inscription.numero} : clôturez-le avant d’en ouvrir un autre.",
            motif="scrutin_ouvert",
        )
    if vote.lie_a_id and any(v.etat == "proclame" for v in propositions.groupe(vote)):
        raise Refus("Les propositions liées sont déjà proclamées : recommencez le vote.", motif="lien_impossible")
    appeler_point(vote.inscription, traite=vote.regle.get("objet") in regles.SUR_LE_FOND)
    vote.etat = "ouvert"
    vote.ouvert_le = horloge.maintenant()
    vote.regle = {**vote.regle, "urgence_reconnue": _urgence_reconnue(vote.inscription)}  # since it was made ready
    if bulletins.est_secret(vote):
        vote.cle_publique = urne.ouvrir(vote.id)
    unite().flush()


def _clore(vote: Scrutin) -> None:
    releve = Releve(vote.seance)
    vote.etat = "clos"
    vote.clos_le = horloge.maintenant()
    if bulletins.est_secret(vote):
        depouillement.ouvrir_urne(vote, releve)
    else:
        par_membre = {b.mandataire_id: b.choix for b in vote.bulletins}
        suite = [m.id for m in releve.membres_a(vote.inscription) if m.id in par_membre]
        depouillement.conclure(vote, releve, {membre: par_membre[membre] for membre in suite})


def _proclamer(vote: Scrutin) -> None:
    """Linked propositions are proclaimed together, once all of them are closed."""
    liees = propositions.groupe(vote)
    if en_cours := [v for v in liees if v.etat == "ouvert"]:
        raise Refus(
            f"La proposition liée « {propositions.libelle(en_cours[0])} » est encore aux voix : clôturez son vote, "
            "elles se proclament ensemble.",
            motif="proposition_ouverte",
        )
    releve = Releve(vote.seance)
    for liee in liees:
        depouillement.proclamer(liee, releve)


ETAPES = {"ouvrir": ("cree", _ouvrir), "clore": ("ouvert", _clore), "proclamer": ("clos", _proclamer)}


@exige("seance.conduire")
def depouiller(
    acteur: Acteur, vote: Scrutin, comptes: Mapping[str, object], naissances: Mapping[str, date] | None = None
) -> Scrutin:
    """Counts of a paper ballot or of a show of hands, given by the secretary; they close the vote."""
    verrouiller(vote.seance)
    if vote.etat == "cree":
        _ouvrir(vote)
    if vote.etat != "ouvert":
        raise Refus(
            f"Ce vote est {EN_MOTS[vote.etat]} : le dépouillement se donne tant qu’il est ouvert.", motif="vote_clos"
        )
    releve = Releve(vote.seance)
    ids = releve.votants(vote.inscription)
    votants = len(ids)
    if bulletins.est_secret(vote):
        article = droit.regle("distance", vote.seance.organe.type, composition.jour_de(vote.seance)).article
        ailleurs = [m.personne.nom_complet for m in releve.connectes() if m.id in ids]
        distance.verifier_papier(ailleurs, article)
    if vote.mode == "election":
        postes = int(vote.regle.get("postes", 1))
        voix = election.valider_voix(comptes, depouillement.candidats(vote), votants=votants, postes=postes)
        candidatures.dater(vote, naissances or {})
        election.verifier_ages(depouillement.issue_election(vote, voix, ids), vote.tour)
    else:
        deja = propositions.voix_comptees(vote)
        regles.valider_comptes(comptes, votants, secret=bulletins.est_secret(vote), lies=deja)
    if deposes := bulletins.deposes(vote):
        raise Refus(
            f"{majuscule(compte(deposes, 'bulletin est déjà déposé', 'bulletins sont déjà déposés'))} sur les "
            "appareils : clôturez ce vote, ou recommencez-le sur papier.",
            motif="bulletins_deposes",
        )
    vote.etat = "clos"
    vote.clos_le = horloge.maintenant()
    if bulletins.est_secret(vote):
        depouillement.fermer_urne(vote)
    depouillement.conclure_comptes(vote, releve, {c: int(n) for c, n in comptes.items() if isinstance(n, int)})
    journal.noter(acteur, "scrutin.depouille", vote, votants=vote.votants, resultat=vote.resultat)
    toucher(vote.seance)
    return vote
