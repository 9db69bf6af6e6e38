"""What one does with acts and documents. Each service: right, rule, journal, outbox."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select

from college import boite_envoi, horloge, journal
from college.actes import connecteurs, creation, dossiers, regles, requetes
from college.actes.modele import TYPES_DOCUMENT, Acte, Document, MentionMarginale, Signature
from college.connecteurs.base import ErreurConnecteur
from college.droits import Acteur, exige
from college.erreurs import Faute, Interdit, Invalide, Refus
from college.points.modele import Point
from college.seances.modele import Inscription, Seance
from college.templates_docs.documents import LIBELLES
from college.transaction import unite

FORMATS = ("pdf", "docx")
PORTEES = ("integrale", "conseillers", "publique")
DE_SEANCE = ("pv", "deliberations", "ordre_du_jour", "convocation", "note_synthese")
DE_POINT = ("deliberation", "extrait", "note_synthese")


@exige("document.demander")
def demander_document(
    acteur: Acteur,
    objet: Seance | Point,
    type_document: str,
    format_document: str = "pdf",
    portee: str = "integrale",
    contexte: dict[str, Any] | None = None,
    modele_id: int | None = None,
) -> Document:
    """Ask for a document, made in the background. `contexte` freezes its content now; `modele_id` tries a template."""
    _verifier_demande(type_document, format_document, portee, objet)
    seance = objet if isinstance(objet, Seance) else _derniere_seance(objet)
    _verifier_portee(acteur, objet, seance, portee)
    if contexte is None:
        _verifier_matiere(type_document, objet, seance, portee)
    document = Document(
        institution_id=objet.institution_id,
        type=type_document,
        format=format_document,
        portee=portee,
        seance_id=seance.id if seance else None,
        point_id=objet.id if isinstance(objet, Point) else None,
        contexte=contexte,
        modele_id=modele_id,
        empreinte_contenu=empreinte(contexte) if contexte else "",
        nom=nom_fichier(type_document, objet, seance, format_document),
        demande_par_id=acteur.agent_id,
        demande_le=horloge.maintenant(),
    )
    unite().add(document)
    unite().flush()
    journal.noter(acteur, "document.demande", document, type=type_document, format=format_document, portee=portee)
    boite_envoi.deposer("produire_document", objet.institution_id, document_id=document.id)
    return document


def _verifier_demande(type_document: str, format_document: str, portee: str, objet: Seance | Point) -> None:
    fautes = []
    if type_document not in TYPES_DOCUMENT:
        fautes.append(Faute("type", f"Écrivez l’un de ces types : {', '.join(TYPES_DOCUMENT)}."))
    elif isinstance(objet, Point) and type_document not in DE_POINT:
        fautes.append(Faute("type", f"Pour un point, demandez l’un de ces types : {', '.join(DE_POINT)}."))
    elif isinstance(objet, Seance) and type_document in ("deliberation", "extrait"):
        fautes.append(Faute("type", "Pour une séance, demandez « deliberations » ; pour un point, passez par lui."))
    if format_document not in FORMATS:
        fautes.append(Faute("format", "Écrivez « pdf » ou « docx »."))
    if portee not in PORTEES:
        fautes.append(Faute("portee", f"Écrivez l’une de ces portées : {', '.join(PORTEES)}."))
    if fautes:
        raise Invalide(fautes)


def _verifier_portee(acteur: Acteur, objet: Seance | Point, seance: Seance | None, portee: str) -> None:
    """The whole text of a séance is for those who conduct it or sit there."""
    if isinstance(objet, Point) or portee == "publique" or acteur.systeme:
        return
    organe_id = objet.organe_id
    if acteur.est_secretaire(organe_id) or (portee == "conseillers" and acteur.est_membre(organe_id)):
        return
    raise Interdit(
        "La portée intégrale est réservée au secrétariat de l’organe, la portée « conseillers » à ses membres : "
        "demandez la portée « publique »."
    )


def _verifier_matiere(type_document: str, objet: Seance | Point, seance: Seance | None, portee: str) -> None:
    """There is something to print: said at once, not by a document that fails later."""
    if isinstance(objet, Point) and seance is None and requetes.hors_seance(objet) is None:
        raise Refus(
            "Ce point n’est à l’ordre du jour d’aucune séance : inscrivez-le d’abord, puis demandez ce document.",
            motif="point_sans_seance",
        )
    if type_document == "deliberations" and not requetes.du_recueil(objet.id, portee):
        raise Refus(
            "Cette séance n’a pas encore d’acte à réunir : arrêtez-la, ou demandez un extrait de ses points.",
            motif="sans_acte",
        )


def _derniere_seance(point: Point) -> Seance | None:
    inscription = derniere_inscription(point)
    return inscription.seance if inscription else None


def derniere_inscription(point: Point) -> Inscription | None:
    """Where the point was last treated."""
    return unite().scalar(
        select(Inscription).where(Inscription.point_id == point.id).order_by(Inscription.id.desc()).limit(1)
    )


def nom_fichier(type_document: str, objet: Any, seance: Seance | None, format_document: str) -> str:
    """« proces-verbal-2026-11-09.pdf »."""
    base = {"pv": "proces-verbal"}.get(type_document, type_document.replace("_", "-"))
    suite = objet.reference.replace("/", "-") if isinstance(objet, Point) else dossiers.jour_de(objet).isoformat()
    return f"{base}-{suite}.{format_document}".lower()


def empreinte(contexte: dict[str, Any]) -> str:
    """Hash of the facts of a document."""
    return hashlib.sha256(json.dumps(contexte, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@exige("acte.gerer")
def creer_extrait(acteur: Acteur, inscription: Inscription, type_acte: str = "extrait") -> Acte:
    """An act on demand, at any later date, for a point that is settled."""
    if inscription.arrete_le is None:
        raise Refus(
            "Ce point n’est pas encore arrêté : arrêtez la séance, ou ce point, avant d’en faire un acte.",
            motif="non_arrete",
        )
    if inscription.issue not in regles.DECIDEES:
        raise Refus("Ce point n’a pas reçu de décision : il n’y a pas d’acte à en tirer.", motif="sans_decision")
    deja = unite().scalar(select(Acte).where(Acte.inscription_id == inscription.id, Acte.type != "pv"))
    return deja or creation.de_inscription(acteur, inscription, type_acte=type_acte)


@exige("acte.signer")
def signer(acteur: Acteur, acte: Acte, connecteur: str = "demo") -> Signature:
    """Ask for one's own signature on the act's frozen bytes; it is put there in the background."""
    try:
        connecteurs.verifier_disponible(connecteur)
    except ErreurConnecteur as erreur:
        raise Invalide(erreur.phrase, "connecteur") from erreur
    version = requetes.version_courante(acte)
    main = requetes.main_de(acteur, acte)
    faites = {s.champ: s for s in acte.signatures if s.version_id == version.id}
    signature = faites.get(main.champ) or Signature(
        institution_id=acte.institution_id,
        acte=acte,
        version_id=version.id,
        champ=main.champ,
        rang=len(faites) + 1,
    )
    signature.etat, signature.erreur = "demandee", ""
    signature.fonction, signature.titre = main.fonction or main.champ, main.qualite
    signature.mandataire_id, signature.nom = acteur.mandataire_id or 0, acteur.nom
    signature.connecteur, signature.le = connecteur, horloge.maintenant()
    unite().add(signature)
    unite().flush()
    journal.noter(acteur, "acte.signature_demandee", acte, champ=main.champ, connecteur=connecteur)
    boite_envoi.deposer("signer_acte", acte.institution_id, signature_id=signature.id)
    return signature


@exige("acte.gerer")
def mentionner(acteur: Acteur, acte: Acte, texte: str) -> MentionMarginale:
    """Append a marginal mention; the frozen bytes are untouched."""
    if not texte.strip():
        raise Invalide("Écrivez la mention.", "texte")
    mention = MentionMarginale(
        institution_id=acte.institution_id, acte_id=acte.id, texte=texte.strip(), le=horloge.maintenant()
    )
    unite().add(mention)
    journal.noter(acteur, "acte.mentionne", acte)
    return mention


@exige("acte.gerer")
def corriger(acteur: Acteur, acte: Acte, motif: str) -> Acte:
    """A bare typo before sending: the act is made again from the séance's text, the old bytes are kept."""
    if acte.etat not in ("en_preparation", "a_signer") or any(s.etat == "faite" for s in acte.signatures):
        raise Refus("Un acte signé ou publié ne se refait pas : prenez une décision rectificative.", motif="fige")
    if not motif.strip():
        raise Invalide("Écrivez le motif de la correction : il est gardé avec l’acte.", "motif")
    if acte.inscription is None or acte.type == "pv":
        raise Refus("Seule une délibération ou un extrait de séance se corrige ainsi.", motif="type")
    facts = dossiers.d_acte(acte.inscription, acte.reference)
    if acte.type == "extrait":
        facts = dossiers.d_extrait(acte.inscription, acte.reference, horloge.aujourdhui())
    figees = acte.versions[-1].annexes
    contexte = creation.contexte_avec(creation.type_document(acte), facts, figees)
    creation.ajouter_version(acte, contexte, motif.strip(), figees)
    acte.etat, acte.titre = "en_preparation", acte.inscription.titre
    journal.noter(acteur, "acte.corrige", acte, motif=motif.strip())
    return acte


@exige("acte.gerer")
def relancer(acteur: Acteur, acte: Acte) -> Acte:
    """Make the files of an act again, after a failure that lasted; what is there already is never replaced."""
    version = requetes.version_courante(acte)
    if version.pdf_sha256 and version.docx_sha256:
        raise Refus("Les fichiers de cet acte sont déjà faits.", motif="deja_fait")
    journal.noter(acteur, "acte.relance", acte, version=version.numero)
    boite_envoi.deposer("rediger_acte", acte.institution_id, version_id=version.id)
    return acte


def libelle(type_document: str) -> str:
    """The document's name as people read it."""
    return {"deliberations": "Toutes les délibérations"}.get(type_document) or LIBELLES.get(
        type_document, type_document
    )
