"""Sending an agenda: freeze its numbers and text as a version, one notice a member, the point read by all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import annonces, boite_envoi, horloge
from college.droits import Acteur
from college.erreurs import Refus
from college.organisation.modele import Agent, Mandataire
from college.points import services as points
from college.seances import agenda, composition, pv_precedents, requetes, versions
from college.seances.intitules import intitule_public
from college.seances.modele import Convocation, Inscription, OrdreDuJourVersion, Seance
from college.transaction import unite


def envoyer(acteur: Acteur, seance: Seance) -> OrdreDuJourVersion:
    """A first notice, or a complementary one when the agenda changed since."""
    version = figer(acteur, seance)
    composition.figer(seance)
    seance.convoquee_le = horloge.maintenant()
    courriels = adresses([m.id for m in composition.membres(seance)])
    for membre in composition.membres(seance):
        unite().add(
            Convocation(
                institution_id=seance.institution_id,
                seance_id=seance.id,
                mandataire_id=membre.id,
                lettre=version.lettre,
                courriel=courriels.get(membre.id, ""),
            )
        )
    boite_envoi.deposer(
        "envoyer_convocation",
        seance.institution_id,
        cle_unique=f"convocation:{seance.id}:{version.lettre}",
        seance=seance.id,
        lettre=version.lettre,
    )
    annonces.annoncer("seance.convoquee", acteur=acteur, seance=seance, lettre=version.lettre)
    return version


def figer(acteur: Acteur, seance: Seance) -> OrdreDuJourVersion:
    """Freeze numbers, references and the content sent, with what changed since the former version."""
    envoyees = requetes.versions(seance)
    anciennes = [version for version in envoyees if version.annulee_le is None]
    figer_numeros(seance)
    contenu = photographier(seance)
    ecart = versions.comparer(anciennes[-1].contenu, contenu) if anciennes else None
    if ecart is not None and ecart.vide and seance.etat == "convoquee":
        raise Refus("L’ordre du jour n’a pas changé depuis le dernier envoi : rien à envoyer.", motif="rien_de_nouveau")
    lettre = versions.lettre(len(envoyees) + 1)
    version = OrdreDuJourVersion(
        institution_id=seance.institution_id,
        seance_id=seance.id,
        lettre=lettre,
        contenu=contenu,
        differences=ecart.dire() if ecart else {},
        le=horloge.maintenant(),
    )
    unite().add(version)
    seance.version_oj = lettre
    for ligne in seance.inscriptions:
        if not ligne.retiree:
            pv_precedents.designer(ligne)
            points.diffuser(acteur, ligne.point)
    unite().flush()
    return version


def figer_numeros(seance: Seance) -> None:
    """From now on a number never changes hands."""
    agenda.renumeroter(seance)
    for ligne in seance.inscriptions:
        if not ligne.numero_fige:
            ligne.reference = agenda.reference(seance, ligne.numero)
            ligne.numero_fige = True


def defiger(seance: Seance) -> None:
    """The notice is cancelled: the agenda is a project again, its numbers are free."""
    seance.version_oj = versions.PROJET
    for ligne in seance.inscriptions:
        ligne.numero_fige = False
    agenda.renumeroter(seance)
    agenda.toucher(seance, ordre_du_jour=True)


def photographier(seance: Seance) -> list[dict[str, Any]]:
    """The agenda as it stands: its lines with the text and the pieces that members read."""
    lignes = sorted(seance.inscriptions, key=lambda i: i.rang)
    pieces = requetes.pieces_communes(lignes)
    return [_ligne(ligne, pieces.get(ligne.point_id, [])) for ligne in lignes]


def a_envoyer(seance: Seance) -> versions.Difference | None:
    """What a complementary agenda would say now, before it is sent; None before the first notice."""
    envoyees = requetes.versions_en_cours(seance)
    return versions.comparer(envoyees[-1].contenu, photographier(seance)) if envoyees else None


def non_envoyes(seance: Seance) -> int:
    """How many lines came or went since the last agenda that members received, while one may still be sent."""
    if seance.etat != "convoquee" or not (envoyees := requetes.versions_en_cours(seance)):
        return 0
    connues = {ligne["id"]: bool(ligne.get("retire")) for ligne in envoyees[-1].contenu}
    return sum(1 for i in seance.inscriptions if connues.get(i.id, True) != i.retiree)


def _ligne(inscription: Inscription, pieces: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": inscription.id,
        "numero": inscription.numero,
        "reference": inscription.reference,
        "titre": inscription.titre,
        "titre_public": intitule_public(inscription) if inscription.huis_clos else inscription.titre_public,
        "huis_clos": inscription.huis_clos,
        "section": inscription.section,
        "tardive": inscription.tardive,
        "retire": inscription.retiree,
        "revision": inscription.revision_id,
        "empreinte": inscription.revision.empreinte if inscription.revision else "",
        "pieces": pieces,
    }


def adresses(mandataires: list[int]) -> dict[int, str]:
    """The mail address of each member (that of the account with which he signs in)."""
    demande = select(Mandataire.id, Agent.courriel).join(Agent, Agent.id == Mandataire.agent_id)
    lignes = unite().execute(demande.where(Mandataire.id.in_(mandataires)))
    return {ligne.id: ligne.courriel for ligne in lignes}
