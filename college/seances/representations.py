"""What the API and the screens say of a séance, a line, a vote: plain dicts, made for one person."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from college.droits import Acteur
from college.points.modele import Revision
from college.seances import composition, decision, depouillement, permis, requetes, services
from college.seances.intitules import intitule_public, masque, montrable
from college.seances.membre import Membre
from college.seances.modele import Decision, Inscription, Scrutin, Seance
from college.seances.quorum import Quorum
from college.seances.releve import Releve
from college.transaction import unite


def organe(seance: Seance) -> dict[str, Any]:
    return {"id": seance.organe.id, "code": seance.organe.code, "nom": seance.organe.nom, "libelle": seance.organe.nom}


def seance_vue(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    """`GET /seances/{id}`."""
    return {
        "id": seance.id,
        "organe": organe(seance),
        "debut": seance.debut,
        "lieu": seance.lieu,
        "lien_video": seance.lien_video,
        "distance": seance.distance,
        "type": seance.type,
        "convocation": seance.convocation,
        "precedente": seance.precedente_id,
        "numero": seance.numero,
        "etat": seance.etat,
        "carence": seance.carence_le is not None,
        "version": seance.version_oj,
        "revision": seance.revision,
        "quorum": quorum(Releve(seance).quorum()),
        "inscription_courante": seance.inscription_courante_id,
        "convoquee_le": seance.convoquee_le,
        "ouverte_le": seance.ouverte_le,
        "levee_le": seance.levee_le,
        "arretee_le": seance.arretee_le,
        "pv_approuve_le": seance.pv_approuve_le,
        "projets_publies_le": seance.projets_publies_le,
        "annulee_le": seance.annulee_le,
        "motif_annulation": seance.motif_annulation,
        "passages_outre": seance.passages_outre,
        "actions": actions(acteur, seance),
    }


def actions(acteur: Acteur, seance: Seance) -> list[dict[str, Any]]:
    """The buttons; greyed for all but the secretary, who alone conducts."""
    proposees = [asdict(a) for a in services.actions(seance)]
    if not permis.est_secretaire(acteur, seance.organe_id):
        for action in proposees:
            action |= {"possible": False, "motif": "Seul le secrétariat de cet organe conduit la séance."}
    return proposees


def quorum(q: Quorum) -> dict[str, Any]:
    """`requis, presents, atteint, explication`, with the base and the article."""
    return asdict(q)


def ligne_vue(inscription: Inscription, lisible: bool, acteur: Acteur | None = None) -> dict[str, Any]:
    """A line of the agenda; who may not hear it has its number and its public wording only."""
    if lisible and acteur is not None and masquee(acteur, inscription):
        return ligne_vue(inscription, lisible) | {"decision": None, "decisions": [], "scrutins": []}
    if not lisible:
        return {
            "id": inscription.id,
            "numero": inscription.numero,
            "reference": inscription.reference,
            "titre": intitule_public(inscription),
            "huis_clos": inscription.huis_clos,
            "retire": inscription.retiree,
            "point": None,
            "decision": None,
        }
    return {
        "id": inscription.id,
        "numero": inscription.numero,
        "reference": inscription.reference,
        "titre": inscription.titre,
        "titre_public": intitule_public(inscription),
        "huis_clos": inscription.huis_clos,
        "urgence": inscription.urgence,
        "tardive": inscription.tardive,
        "section": inscription.section,
        "sous_point": inscription.sous_point,
        "a_discuter": inscription.a_discuter,
        "presence_physique": inscription.presence_physique,
        "retire": inscription.retiree,
        "point": {
            "id": inscription.point.id,
            "reference": inscription.point.reference,
            "nature": inscription.point.nature,
            "service": {"code": inscription.point.service.code, "libelle": inscription.point.service.nom},
        },
        "decision": decision_vue(inscription.decisions[0]) if inscription.decisions else None,
        "decisions": [decision_vue(d) for d in inscription.decisions],
        "scrutins": [v.id for v in inscription.scrutins],
        "arrete_le": inscription.arrete_le,
    }


def inscription_vue(acteur: Acteur, inscription: Inscription) -> dict[str, Any]:
    """One line with its texts, for those who may read it."""
    ligne = montrable(acteur, inscription.seance, ligne_vue(inscription, True, acteur))
    vue = {**ligne, "seance": inscription.seance_id, **textes(acteur, inscription)}
    return vue if masquee(acteur, inscription) else vue | {"modifie_en_seance": inscription.modifie_en_seance}


def textes(acteur: Acteur, inscription: Inscription | None) -> dict[str, str]:
    """The texts of a readable line, as this person may read them: not before they are published to the services
    (P30), and without the passages hidden from the observers of its organe (P53)."""
    if inscription is None:
        return dict.fromkeys(TEXTES, "")
    if masquee(acteur, inscription):
        return {"motivation": MASQUE, "dispositif": MASQUE, "observations": ""}
    cache = masque(acteur, inscription)
    lus = {champ: getattr(inscription, champ) for champ in TEXTES}
    return {champ: cache(lu, True) for champ, lu in lus.items()} if cache else lus


def note(acteur: Acteur, inscription: Inscription) -> str:
    """The summary that a member reads first (L1122-13), without what is hidden from this person."""
    lue = unite().scalar(select(Revision.note_synthese).where(Revision.id == inscription.revision_id)) or ""
    cache = masque(acteur, inscription)
    return cache(lue, True) if cache else lue


TEXTES = ("motivation", "dispositif", "observations")


MASQUE = "Décision pas encore publiée par le secrétariat."


def masquee(acteur: Acteur, inscription: Inscription) -> bool:
    """Is what was decided of this line still kept from the services (P30)?"""
    return bool(inscription.decisions) and decisions_masquees(acteur, inscription.seance)


def decisions_masquees(acteur: Acteur, seance: Seance) -> bool:
    """Until the secretary publishes them, only he and the members read the decisions of such an organe."""
    if seance.decisions_publiees_le is not None or acteur.systeme:
        return False
    if acteur.est_secretaire(seance.organe_id) or acteur.est_membre(seance.organe_id):
        return False
    return requetes.reglages(seance.organe).decisions_masquees


def decision_vue(rendue: Decision) -> dict[str, Any]:
    return {
        "id": rendue.id,
        "issue": rendue.issue,
        "issue_libelle": decision.ISSUES[rendue.issue],
        "precision": rendue.precision,
        "libelle": rendue.libelle,
        "articles": rendue.articles,
        "scrutin": rendue.scrutin_id,
        "phrase": rendue.phrase,
        "le": rendue.le,
    }


def scrutin_vue(acteur: Acteur, vote: Scrutin) -> dict[str, Any]:
    """While open, only how many voted; whoever conducts sees the choices of a public vote, with origin."""
    vue: dict[str, Any] = {
        "id": vote.id,
        "inscription": vote.inscription_id,
        "etat": vote.etat,
        "mode": vote.mode,
        "question": vote.question,
        "objet": vote.regle.get("objet", "proposition"),
        "tour": vote.tour,
        "lie_a": vote.lie_a_id,
        "candidats": vote.candidats,
        "votants": vote.votants,
        "ouvert_le": vote.ouvert_le,
        "clos_le": vote.clos_le,
        "proclame_le": vote.proclame_le,
        "comptes": None,
        "resultat": None,
        "phrase": "",
        "explication": "",
    }
    if masquee(acteur, vote.inscription):
        return vue
    if vote.etat in ("clos", "proclame"):
        return vue | _resultat(vote)
    if vote.etat == "ouvert" and vote.mode == "public" and permis.est_secretaire(acteur, vote.seance.organe_id):
        vue["bulletins"] = [
            {"mandataire": b.mandataire.identifiant, "choix": b.choix, "titre": b.titre, "le": b.le}
            for b in vote.bulletins
        ]
    return vue


def _resultat(vote: Scrutin) -> dict[str, Any]:
    issue = decision.issue_du_resultat(vote.resultat) if vote.resultat else None
    resultat: dict[str, Any] = {
        "comptes": vote.comptes,
        "resultat": vote.resultat,
        "issue_proposee": issue,
        "phrase": vote.phrase or depouillement.phrase(vote, Releve(vote.seance)),
        "explication": vote.explication,
        "article": vote.regle.get("article"),
        "voix_preponderante": bool(vote.regle.get("voix_preponderante")),
        "instantane": vote.instantane,
    }
    if vote.mode == "election":
        resultat |= {"elus": vote.regle.get("elus", []), "ballottage": vote.regle.get("ballottage", [])}
    elif vote.noms:
        codes = composition.identifiants(composition.membres(vote.seance))
        resultat["noms"] = {choix: [codes.get(m, m) for m in ids] for choix, ids in vote.noms.items()}
        resultat["origines"] = {codes.get(b.mandataire_id, b.mandataire_id): b.titre for b in vote.bulletins}
    return resultat


def presences_vue(seance: Seance, releve: Releve | None = None) -> dict[str, Any]:
    """`GET /seances/{id}/presences`: who is there now, the quorum, and where each member stands."""
    releve = releve or Releve(seance)
    presents = releve.presents()
    etats = releve.etats()
    connectes = {m.id for m in releve.connectes()}
    return {
        "presents": [m.identifiant for m in releve.membres if m.id in presents],
        "quorum": quorum(releve.quorum()),
        "president": _code(releve.president()),
        "membres": [
            {
                "mandataire": m.identifiant,
                "id": m.id,
                "nom": m.personne.nom_complet,
                "qualite": m.personne.qualite,
                "voix": m.voix,
                "etat": etats[m.id],
                "a_distance": m.id in connectes,
                "signale": m.id in seance.presences_signalees,
            }
            for m in releve.membres
        ],
        "mandats": [_mandat(m) for m in releve.sieges if m.entree or m.sortie or m.attendu],
    }


def _mandat(siege: Membre) -> dict[str, Any]:
    """A seat that begins or ends at a point: `depuis` and `jusqu_a` are lines of the agenda, the point included."""
    return {
        "mandataire": siege.identifiant,
        "fonction": siege.fonction,
        "depuis": siege.entree or None,
        "jusqu_a": siege.sortie or None,
        "cause": siege.cause,
        "attendu": not siege.a_siege,
    }


def _code(membre: Membre | None) -> str | None:
    return membre.identifiant if membre else None
