"""What the templates of the live screens receive: the cockpit, the member's page, the room."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from college import francais
from college.droits import Acteur
from college.seances import (
    affichage,
    amendement,
    bulletins,
    connexions,
    cycle,
    decision,
    ecran,
    ecran_mandats,
    intitules,
    paroles,
    propositions,
    representations,
    requetes,
    services,
    vus,
)
from college.seances.modele import Bulletin, Emargement, Scrutin, Seance
from college.seances.releve import Releve
from college.transaction import unite

EN_COURS = cycle.AVANT_SEANCE | cycle.EN_SEANCE  # nothing moves any more once it is closed
CHOIX_SECRETS = [
    ("pour", "Oui", "coche"),
    ("contre", "Non", "croix"),
    ("abstention", "Abstention", "tiret"),
    ("blanc", "Blanc", "rond"),
]


def commun(
    acteur: Acteur, seance: Seance, point: int | None, *, releve: Releve | None = None, grille: bool = False
) -> dict[str, Any]:
    """What the three screens share."""
    vue_ = ecran.ecran(acteur, seance, point, releve=releve, grille=grille)
    textes = representations.textes(acteur, vue_.courante)
    reglages = requetes.reglages(seance.organe)
    secret = vue_.scrutin is not None and bulletins.est_secret(vue_.scrutin)
    papier = secret and vue_.scrutin is not None and not bulletins.sur_appareil(vue_.scrutin)
    intitule = intitules.intitule(acteur, vue_.courante) if vue_.courante else ""
    return {
        "e": vue_,
        "seance": seance,
        "flux": f"/api/v1/seances/{seance.id}/direct/flux" if seance.etat in EN_COURS else "",
        "titre_court": affichage.titre_court(seance),
        "reglages": reglages,
        "secret": secret,
        "papier": papier,
        "voulu": point,
        "motivation": Markup(textes["motivation"]),  # noqa: S704 - sanitised when written
        "dispositif": Markup(textes["dispositif"]),  # noqa: S704
        "intitule": intitule,
        "annonce": paroles.annonce(vue_, None, intitule),
    }


def cockpit(acteur: Acteur, seance: Seance, point: int | None, volet: str) -> dict[str, Any]:
    """Everything that the secretary conducts with."""
    contexte = commun(acteur, seance, point, grille=True)
    courante = contexte["e"].courante
    mention = contexte["reglages"].mention_vote
    return contexte | {
        "quorum": contexte["e"].releve.quorum(),
        "issues": ecran.issues(courante),
        "issue": ecran.issue_suggeree(courante),
        **ecran.precision(courante),
        "grille": ecran.CHOIX_GRILLE,
        "actions": {a.code: a for a in services.actions(seance)},
        "volet": volet,
        "vu_vote": vus.du_vote(courante) if courante is not None else "",
        "vu_decision": vus.de_la_decision(courante, contexte["e"].libelle) if courante is not None else "",
        "marques": amendement.marques(courante) if courante is not None else "",
        "saisis": {},
        "distance": connexions.possible(seance),
        "mandats": ecran_mandats.lire(contexte["e"].releve, courante),
        "vote_exige": courante is not None and decision.exige_un_vote(courante.point.nature, mention),
    }


def salle(acteur: Acteur, seance: Seance, releve: Releve | None = None) -> dict[str, Any]:
    """The room: the same for whoever looks, a closed item shows its public wording only."""
    contexte = commun(acteur, seance, None, releve=releve)
    courante = contexte["e"].courante
    return contexte | {
        "heure": francais.heure(seance.debut),
        "ferme": courante is not None and courante.huis_clos,
        "titre_dit": intitules.intitule_public(courante) if courante else "",
    }


def membre(
    acteur: Acteur,
    seance: Seance,
    point: int | None,
    releve: Releve | None = None,
    refuse: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The member's page: the point to read, the ballot, and the choice that was just refused to him."""
    contexte = commun(acteur, seance, point, releve=releve)
    ouvert = requetes.scrutin_ouvert(seance)
    if ouvert is not None and not requetes.lisibles(acteur, [ouvert.inscription]):
        ouvert = None  # its question may name somebody
    vue_ = contexte["e"]
    propre = {
        "refuse": refuse,
        "note": note(acteur, vue_),
        "annonce": paroles.annonce(vue_, ouvert, contexte["intitule"]),
    }
    return contexte | urne(acteur, seance, ouvert, vue_.releve) | propre


def urne(acteur: Acteur, seance: Seance, ouvert: Scrutin | None, releve: Releve) -> dict[str, Any]:
    """The ballot of this person: may he vote here, what does the server hold of him?"""
    mandat = acteur.mandats.get(seance.organe_id)
    sur_appareil = ouvert is not None and bulletins.sur_appareil(ouvert)
    secret = ouvert is not None and bulletins.est_secret(ouvert)
    ailleurs = propositions.deja_votants(ouvert).get(mandat or 0) if ouvert is not None else None
    return {
        "ailleurs": propositions.libelle(ailleurs) if ailleurs else "",
        "ouvert": ouvert,
        "aux_voix": paroles.aux_voix(ouvert) if ouvert is not None else "",
        "secret_ouvert": secret,
        "sur_papier": secret and not sur_appareil,
        "moi": next((m for m in releve.membres if m.id == mandat), None),
        "present": mandat in releve.presents(),
        "signalee": mandat in seance.presences_signalees,
        "admis": ouvert is not None
        and sur_appareil
        and mandat in releve.votants(ouvert.inscription)
        and ailleurs is None,
        "bulletin": mien(ouvert, mandat) if not secret else None,
        "emarge": _emarge(ouvert, mandat) if secret else False,
        "choix_election": _choix(ouvert),
    }


def acquitte(vote: Scrutin, bulletin: Bulletin | None) -> dict[str, Any]:
    """A ballot that was just taken: nothing else on the page has changed."""
    return {
        "ouvert": vote,
        "aux_voix": paroles.aux_voix(vote),
        "secret_ouvert": bulletins.est_secret(vote),
        "moi": True,
        "present": True,
        "admis": True,
        "bulletin": bulletin,
        "emarge": bulletin is None,
        "choix_election": _choix(vote),
        "refuse": None,
        "sur_papier": False,
    }


def note(acteur: Acteur, vue_: ecran.Ecran) -> Markup | str:
    """The summary that a member reads first."""
    if vue_.courante is None or not vue_.lisible:
        return ""
    return Markup(representations.note(acteur, vue_.courante))  # noqa: S704 - sanitised when written


def mien(ouvert: Scrutin | None, mandat: int | None) -> Bulletin | None:
    """The public ballot that the server holds for this member."""
    if ouvert is None or mandat is None:
        return None
    demande = select(Bulletin).where(Bulletin.scrutin_id == ouvert.id, Bulletin.mandataire_id == mandat)
    return unite().scalar(demande)


def _emarge(ouvert: Scrutin | None, mandat: int | None) -> bool:
    """Has this member already put a secret ballot in the urn?"""
    if ouvert is None or mandat is None:
        return False
    demande = select(Emargement.id).where(Emargement.scrutin_id == ouvert.id, Emargement.mandataire_id == mandat)
    return unite().scalar(demande) is not None


def _choix(ouvert: Scrutin | None) -> list[tuple[str, str, str]] | None:
    """The buttons of a secret vote; None: those of a public one."""
    if ouvert is None or not bulletins.est_secret(ouvert):
        return None
    if ouvert.mode == "secret":
        return CHOIX_SECRETS
    return [(c["code"], c["nom"], "personne") for c in ouvert.candidats] + [("blanc", "Blanc", "tiret")]
