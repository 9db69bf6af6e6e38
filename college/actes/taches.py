"""Background work of the room: make the bytes, put the signatures. Idempotent; renders outside transactions."""

from __future__ import annotations

from typing import Any

from college import annonces, horloge, journal
from college.actes import acces, connecteurs, dossiers, preparation, redaction, regles, requetes
from college.actes.modele import Acte, ActeVersion, Document, Signature
from college.actes.redaction import DisquePlein, garder
from college.actes.tour import tour
from college.boite_envoi import Abandon, gestionnaire
from college.connecteurs.base import ErreurConnecteur, ErreurDefinitive
from college.connecteurs.signature import DemandeSignature
from college.droits import acteur_systeme
from college.seances.modele import Seance
from college.templates_docs import rendu
from college.templates_docs.rendu import EchecRendu
from college.transaction import ecriture, lecture, unite


@gestionnaire("rediger_acte", essais=24)
def rediger_acte(institution_id: int, version_id: int) -> None:
    """PDF and DOCX of a frozen version."""
    redaction.rediger(version_id)


def _document_abandonne(institution_id: int, phrase: str, document_id: int) -> None:
    with ecriture():
        document = unite().get_one(Document, document_id)
        document.etat, document.erreur = "echec", phrase
        document.fini_le = horloge.maintenant()


@gestionnaire("produire_document", essais=12, abandon=_document_abandonne)
def produire_document(institution_id: int, document_id: int) -> None:
    """Make a document that somebody asked for; its progress and its failure are on its row."""
    with ecriture():
        document = unite().get_one(Document, document_id)
        if document.etat == "pret":
            return
        document.etat, document.progression = "en_cours", 10
    with lecture():
        demande = unite().get_one(Document, document_id)
        commande = preparation.commande(demande)
        imprimes = acces.imprimes(demande, unite().get(Seance, demande.seance_id) if demande.seance_id else None)
    _avancer(document_id, 40)
    try:
        resultat = commande.produire()
    except EchecRendu as echec:
        if echec.genre in ("refus", "delai", "memoire"):
            raise Abandon(echec.phrase) from echec
        raise
    _avancer(document_id, 90)
    try:
        empreinte = garder(resultat.contenu)
    except DisquePlein as plein:
        _remettre_en_file(document_id, str(plein))
        raise
    with ecriture():
        document = unite().get_one(Document, document_id)
        document.etat, document.progression, document.erreur = "pret", 100, ""
        document.sha256, document.pages = empreinte, resultat.pages
        document.empreinte_contenu, document.points = commande.empreinte, imprimes
        document.fini_le = horloge.maintenant()


def _remettre_en_file(document_id: int, phrase: str) -> None:
    """Still to be made, and why it waits."""
    with ecriture():
        document = unite().get_one(Document, document_id)
        document.etat, document.progression, document.erreur = "en_file", 0, phrase


def _avancer(document_id: int, progression: int) -> None:
    with ecriture():
        unite().get_one(Document, document_id).progression = progression


def _signature_abandonnee(institution_id: int, phrase: str, signature_id: int) -> None:
    with ecriture():
        signature = unite().get_one(Signature, signature_id)
        signature.etat, signature.erreur = "echec", phrase


@gestionnaire("signer_acte", essais=6, abandon=_signature_abandonnee)
def signer_acte(institution_id: int, signature_id: int) -> None:
    """Put one signature into the file: the hands of one act after each other, those of many acts together."""
    with lecture():
        version_id = unite().get_one(Signature, signature_id).version_id
    with tour("signer", version_id):
        _signer(institution_id, signature_id)


def _signer(institution_id: int, signature_id: int) -> None:
    """An incremental update of exactly the bytes that stand now."""
    with lecture():
        signature = unite().get_one(Signature, signature_id)
        if signature.etat == "faite":
            return
        version = unite().get_one(ActeVersion, signature.version_id)
        avant = version.pdf_signe_sha256 or version.pdf_sha256
        demande, connecteur = _demande(signature), signature.connecteur
        octets = requetes.octets(version)
    try:
        signe = connecteurs.ouvrir(connecteur).signer(octets, demande, rendu.signer)
    except ErreurDefinitive as erreur:
        raise Abandon(erreur.phrase) from erreur
    except EchecRendu as echec:
        if echec.genre == "refus":
            raise Abandon(echec.phrase) from echec
        raise
    apres = garder(signe)
    with ecriture():
        _noter_signature(institution_id, signature_id, avant, apres)


def _noter_signature(institution_id: int, signature_id: int, avant: str | None, apres: str) -> None:
    signature = unite().get_one(Signature, signature_id)
    version = unite().get_one(ActeVersion, signature.version_id, with_for_update=True)
    if signature.etat == "faite":
        return
    if (version.pdf_signe_sha256 or version.pdf_sha256) != avant:
        raise ErreurConnecteur("Une autre signature est arrivée entre-temps : celle-ci sera refaite.")
    signature.etat, signature.sha256_avant, signature.sha256_apres = "faite", avant, apres
    version.pdf_signe_sha256 = apres
    acte: Acte = signature.acte
    faites = sum(1 for s in acte.signatures if s.version_id == version.id and s.etat == "faite")
    acte.etat = regles.etat_apres_signature(acte.etat, faites, len(requetes.mains(version)))
    complet = faites >= len(requetes.mains(version))
    if complet and acte.etat_pv:
        acte.etat_pv = "signe"
    systeme = acteur_systeme(institution_id)
    journal.noter(systeme, "acte.signe", acte, par=signature.nom, champ=signature.champ, sha256=apres)
    if complet:
        annonces.annoncer("acte.signe", acteur=systeme, acte=acte)


def _demande(signature: Signature) -> DemandeSignature:
    acte = signature.acte
    contexte: dict[str, Any] = next(v.contexte for v in acte.versions if v.id == signature.version_id)
    return DemandeSignature(
        champ=signature.champ,
        nom=signature.nom,
        qualite=signature.titre,
        fonction=signature.fonction,
        institution=acte.organe.institution.nom,
        instant=signature.le,
        moment=dossiers.moment(signature.le),
        motif=f"{acte.titre[:120]} ({acte.reference})",
        lieu=str(contexte["etablissement"].get("lieu", "")),
    )
