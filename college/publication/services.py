"""Publish, plan, withdraw; projects before the séance. Each leaves a numbered line in the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select

from college import boite_envoi, horloge, journal
from college.actes.modele import Acte
from college.connecteurs import horodatage
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.organisation import compteurs
from college.organisation.reglages import reglages_organe
from college.publication import entree, pages, regles
from college.publication.biffures import services as biffures
from college.publication.modele import EntreeRegistre, Publication
from college.seances.modele import Inscription, Seance
from college.transaction import unite


@exige("publication.decider")
def publier(
    acteur: Acteur, acte: Acte, masquer_en_attente: bool = False, entree_en_vigueur: date | None = None
) -> Publication:
    """Show the act to the public, now; a regulation may say itself when it binds (L1133-2)."""
    page = _preparer(acteur, acte, masquer_en_attente)
    regle = entree.concerne(page.nature, page.type_acte, page.issue)
    entree.verifier(entree_en_vigueur, horloge.aujourdhui(), regle)
    page.entree_autre = entree_en_vigueur
    _mettre_en_ligne(acteur, page, "publication")
    acte.etat = "publie"
    journal.noter(acteur, "acte.publie", acte, chemin=page.chemin, masques=page.masques)
    return page


@exige("publication.decider")
def programmer(acteur: Acteur, acte: Acte, le: datetime, masquer_en_attente: bool = False) -> Publication:
    """Show the act at a chosen instant; until then the public sees nothing new."""
    regles.programmable(le, horloge.maintenant())
    deja = pages.de_acte(acte)
    if deja.id and deja.etat == "publiee" and deja.objet == "projet":
        raise Refus(
            "Le projet de ce point est en ligne à la même adresse : publiez la décision sans la programmer.",
            motif="projet_en_ligne",
        )
    page = _preparer(acteur, acte, masquer_en_attente)
    page.etat, page.programmee_pour = "programmee", le
    unite().add(page)
    journal.noter(acteur, "acte.programme", acte, le=le)
    return page


@exige("publication.decider")
def retirer(acteur: Acteur, acte: Acte, motif: str) -> Publication:
    """Take the page away; a tombstone says when and why."""
    page = pages.de_acte(acte)
    if page.id is None or page.etat == "retiree":
        raise Refus(f"L’acte {acte.reference} n’est pas publié.", motif="non_publie")
    if not motif.strip():
        raise Invalide("Écrivez pourquoi l’acte est retiré : la page le dira.", "commentaire")
    page.etat, page.retiree_le, page.motif_retrait = "retiree", horloge.maintenant(), motif.strip()
    _marquer_change(page)
    _enregistrer(acteur, page, "retrait", motif.strip())
    acte.etat = "retire"
    journal.noter(acteur, "acte.retire", acte, motif=motif.strip())
    return page


@exige("publication.decider")
def publier_projets(acteur: Acteur, seance: Seance) -> list[Publication]:
    """Title, note and project of each public point; a closed one shows its number only (art. L3221-4)."""
    cles = reglages_organe(seance.organe.type, seance.organe.reglages)
    regles.projets_publiables(cles.publication, cles.secret_social)
    publiees = [_publier_projet(acteur, i) for i in seance.inscriptions if not i.retiree]
    journal.noter(acteur, "projets.publies", seance, nombre=len(publiees))
    return publiees


def _publier_projet(acteur: Acteur, inscription: Inscription) -> Publication:
    if inscription.huis_clos:
        page = pages.retenir(inscription)
    else:
        marques = biffures.proposer(acteur, inscription.point)
        page = pages.de_inscription(inscription) or pages.pour(inscription)
        pages.remplir_projet(page, inscription, biffures.a_masquer(marques))
    _mettre_en_ligne(acteur, page, "projet")
    return page


@exige("publication.decider")
def suivre_huis_clos(acteur: Acteur, inscription: Inscription) -> None:
    """The doors closed, or opened, in session: a page already there follows at once."""
    page = pages.de_inscription(inscription)
    if page is not None:
        page.retenue, page.motif_retenue = False, ""
        _publier_projet(acteur, inscription)


@exige("publication.decider")
def clore_projets(acteur: Acteur, seance: Seance, inscriptions: Iterable[Inscription]) -> None:
    """After the séance, a project says what became of it, even when no act follows (reported, withdrawn…)."""
    for inscription in inscriptions:
        page = pages.de_inscription(inscription)
        if page is not None and page.objet == "projet" and not page.retenue:
            page.issue = inscription.issue
            _marquer_change(page)
            _enregistrer(acteur, page, "modification")


@exige("publication.decider")
def retirer_projets(acteur: Acteur, seance: Seance, motif: str) -> None:
    """The séance will not be held: each of its pages gives way to a tombstone that says so."""
    ouvertes = select(Publication).where(Publication.seance_id == seance.id, Publication.etat == "publiee")
    for page in unite().scalars(ouvertes).all():
        page.etat, page.retiree_le, page.motif_retrait = "retiree", horloge.maintenant(), motif
        _marquer_change(page)
        _enregistrer(acteur, page, "retrait", motif)


@exige("publication.decider")
def suivre_tutelle(acteur: Acteur, acte: Acte, suivi: dict[str, Any]) -> None:
    """The public page follows the supervision of its act."""
    page = pages.de_acte(acte)
    if page.id is None or page.etat != "publiee" or _sans_affichage(page.tutelle) == suivi:
        return
    affichee = page.tutelle.get("affichee_le")
    if suivi.get("etat") in entree.APPROUVES:
        affichee = affichee or horloge.aujourdhui().isoformat()
    page.tutelle = suivi | ({"affichee_le": affichee} if affichee else {})
    _fixer_entree(page)
    _marquer_change(page)
    if suivi.get("etat") in entree.APPROUVES and entree.concerne(page.nature, page.type_acte, page.issue):
        _enregistrer(acteur, page, "tutelle")  # the approval is part of what is published (L1133-1)


def _sans_affichage(suivi: dict[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in suivi.items() if cle != "affichee_le"}


def _fixer_entree(page: Publication) -> None:
    """The day on which a regulation binds, from what the page shows today."""
    page.obligatoire_le = None
    if page.publiee_le and entree.concerne(page.nature, page.type_acte, page.issue) and page.objet == "decision":
        publiee = horloge.locale(page.publiee_le).date()
        page.obligatoire_le = entree.obligatoire_le(publiee, page.tutelle, page.entree_autre)


@exige("publication.decider")
def publier_programmee(acteur: Acteur, page: Publication) -> None:
    """The hour has come."""
    _mettre_en_ligne(acteur, page, "publication")
    if (acte := unite().get(Acte, page.acte_id)) is not None:
        acte.etat = "publie"
        journal.noter(acteur, "acte.publie", acte, chemin=page.chemin, programme=True)


def _preparer(acteur: Acteur, acte: Acte, masquer_en_attente: bool) -> Publication:
    """The rule asked, then the masked copy. Nothing is on line yet."""
    page = pages.de_acte(acte)
    regles.publiable(_faits(acte, page, 0), masquer_en_attente=True)
    marques = biffures.proposer(acteur, acte)
    regles.publiable(_faits(acte, page, biffures.en_attente(marques)), masquer_en_attente)
    pages.remplir_decision(page, acte, biffures.a_masquer(marques))
    if acte.seance is not None:
        _retenir_huis_clos(acteur, acte.seance)
    return page


def _retenir_huis_clos(acteur: Acteur, seance: Seance) -> None:
    """Closed points of a séance have their line too, so that no number is missing without a reason."""
    deja = exists().where(Publication.inscription_id == Inscription.id)
    closes = select(Inscription).where(Inscription.seance_id == seance.id, Inscription.huis_clos.is_(True), ~deja)
    for inscription in unite().scalars(closes.order_by(Inscription.rang)).all():
        _mettre_en_ligne(acteur, pages.retenir(inscription), "publication")


def _faits(acte: Acte, page: Publication, en_attente: int) -> regles.Faits:
    cles = reglages_organe(acte.organe.type, acte.organe.reglages)
    return regles.Faits(
        reference=acte.reference,
        type=acte.type,
        etat=acte.etat,
        etat_pv=acte.etat_pv,
        en_ligne=page.etat == "publiee" and page.objet != "projet",
        huis_clos=acte.huis_clos or acte.partie == "huis_clos",
        publication=cles.publication,
        secret_social=cles.secret_social,
        signature_requise=cles.signature_avant_publication,
        seance_publique=cles.seance_publique,
        en_attente=en_attente,
    )


def _mettre_en_ligne(acteur: Acteur, page: Publication, evenement: str) -> None:
    page.etat, page.programmee_pour = "publiee", None
    page.publiee_le, page.retiree_le, page.motif_retrait = horloge.maintenant(), None, ""
    _fixer_entree(page)
    unite().add(page)
    unite().flush()
    _marquer_change(page)
    _enregistrer(acteur, page, evenement)
    if page.acte_id and not page.retenue and page.objet != "projet" and page.masques:
        boite_envoi.deposer("rendre_publication", page.institution_id, publication_id=page.id)


def _marquer_change(page: Publication) -> None:
    page.modifiee_le, page.a_indexer = horloge.maintenant(), True
    boite_envoi.deposer_un_seul("indexer_publications", page.institution_id)


def _enregistrer(acteur: Acteur, page: Publication, evenement: str, motif: str = "") -> None:
    """One numbered line: what was shown, when; its moment is proved by a third party where one is set (RFC 3161)."""
    maintenant = horloge.maintenant()
    annee = horloge.locale(maintenant).year
    ligne = EntreeRegistre(
        institution_id=page.institution_id,
        annee=annee,
        numero=compteurs.suivant(page.institution_id, "registre_publication", annee),
        publication_id=page.id,
        evenement=evenement,
        sha256=pages.empreinte(page),
        motif=motif,
        par_id=acteur.agent_id,
        le=maintenant,
    )
    unite().add(ligne)
    unite().flush()
    journal.noter(acteur, "registre.inscrit", ligne, numero=f"{annee}/{ligne.numero}", sha256=ligne.sha256)
    if horodatage.branche():
        boite_envoi.deposer("horodater_publication", page.institution_id, entree=ligne.id)
