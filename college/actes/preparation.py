"""What a demanded document is made of: frozen bytes where they exist, else facts laid out now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from college import francais, horloge, stockage
from college.actes import acces, annexes, dossiers, modeles, redaction, requetes
from college.actes.creation import type_document
from college.actes.modele import Acte, ActeVersion, Document
from college.actes.services import derniere_inscription, empreinte
from college.boite_envoi import Abandon
from college.organisation import requetes as organisation
from college.organisation.modele import Agent, Organe
from college.points import masques
from college.points.annuaire import annuaire
from college.points.modele import Point
from college.seances.modele import Inscription, Seance
from college.templates_docs import documents, rendu
from college.templates_docs.entree import Dossier
from college.templates_docs.rendu import Resultat
from college.transaction import lecture, unite

__all__ = ["Commande", "commande", "type_document"]

ANNONCES = ("ordre_du_jour", "convocation", "note_synthese")
ARRETEES = ("arretee", "pv_approuve", "archivee")


@dataclass(frozen=True)
class Commande:
    """How to make the document, outside any transaction, and the hash of what it is made from."""

    produire: Callable[[], Resultat]
    empreinte: str


def commande(document: Document) -> Commande:
    """Read everything that the document needs."""
    if document.contexte is not None:
        organe = _organe(document)
        return _rendu(document, document.contexte, organe)
    if document.type == "deliberations":
        return _assemblage(document)
    if document.point_id is not None:
        return _de_point(document, unite().get_one(Point, document.point_id))
    return _de_seance(document, unite().get_one(Seance, document.seance_id))


def _de_seance(document: Document, seance: Seance) -> Commande:
    fige = _acte_fige(document, seance)
    if fige:
        return fige
    projet = document.type in ("pv", "note_synthese") or seance.version_oj == "projet"
    if document.type == "pv" and seance.etat in ARRETEES:
        projet = not _pv_approuve(seance)
    facts = dossiers.de_seance(seance, document.portee, projet, annonce=document.type in ANNONCES)
    return _rendu(document, documents.contexte_de(document.type, facts), seance.organe)


def _acte_fige(document: Document, seance: Seance) -> Commande | None:
    """Minutes that are frozen are given as they are: same bytes for everybody, signed if they are signed."""
    if document.type != "pv" or document.modele_id or _cache(document):
        return None
    pv = unite().scalars(select(Acte).where(Acte.seance_id == seance.id, Acte.type == "pv")).all()
    if document.portee == "publique":
        pv = [acte for acte in pv if acte.partie == "publique"]
    return _des_que_redige(pv[0].versions[-1], document.format) if len(pv) == 1 else None


def _pv_approuve(seance: Seance) -> bool:
    etats = unite().scalars(select(Acte.etat_pv).where(Acte.seance_id == seance.id, Acte.type == "pv")).all()
    return bool(etats) and all(etat in ("approuve", "approuve_avec_corrections", "signe") for etat in etats)


def _de_point(document: Document, point: Point) -> Commande:
    inscription = derniere_inscription(point)
    if inscription is None:
        return _hors_seance(document, point)
    if document.type != "note_synthese" and not document.modele_id and not _cache(document):
        acte = unite().scalar(
            select(Acte).where(Acte.inscription_id == inscription.id, Acte.type == document.type).limit(1)
        )
        if acte:
            return _avec_annexes(_des_que_redige(acte.versions[-1], document.format), document, acte)
    certifie = document.type == "extrait" and inscription.arrete_le is not None
    acte = _acte_de(inscription) if certifie else None
    if certifie:
        facts = _extrait(inscription, acte)
    else:
        facts = dossiers.d_acte(inscription, inscription.reference, projet=inscription.arrete_le is None)
    commande = _rendu(document, documents.contexte_de(document.type, facts), inscription.seance.organe)
    return _avec_annexes(commande, document, acte)


def _acte_de(inscription: Inscription) -> Acte | None:
    """The act of a settled point, whichever kind it is."""
    return unite().scalar(
        select(Acte).where(Acte.inscription_id == inscription.id, Acte.type != "pv").order_by(Acte.id).limit(1)
    )


def _avec_annexes(commande: Commande, document: Document, acte: Acte | None) -> Commande:
    """What is part of the act comes after it, stamped; the bytes of the act itself are attached unchanged."""
    version = requetes.version_courante(acte) if acte else None
    if acte is None or version is None or document.format != "pdf" or not annexes.communicables(version.annexes):
        return commande
    numero, titre = version.id, f"{acte.reference} – {acte.titre}"

    def produire() -> Resultat:
        redaction.rediger(numero)
        with lecture():
            liasse = requetes.octets_annexes(unite().get_one(ActeVersion, numero))
        return rendu.joindre(commande.produire().contenu, liasse, titre)

    pieces = "".join(figee["sha256"] for figee in version.annexes)
    return Commande(produire, hashlib.sha256((commande.empreinte + pieces).encode()).hexdigest())


def _hors_seance(document: Document, point: Point) -> Commande:
    """What an authority decided alone is its act, whatever it is asked for as."""
    acte = requetes.hors_seance(point)
    if acte is None:
        raise Abandon("Ce point n’est plus à l’ordre du jour d’aucune séance : inscrivez-le, puis recommencez.")
    version = requetes.version_courante(acte)
    if _cache(document):
        return _rendu(document, version.contexte, acte.organe)
    return _avec_annexes(_des_que_redige(version, document.format), document, acte)


def _extrait(inscription: Inscription, acte: Acte | None) -> Dossier:
    """A certified copy of today: the number of its act, and what was said of it since (mentions marginales)."""
    mentions = [f"{m.texte} ({francais.date_longue(m.le)})" for m in acte.mentions] if acte else []
    reference = acte.reference if acte else inscription.reference
    return dossiers.d_extrait(inscription, reference, horloge.aujourdhui(), mentions=mentions)


def _des_que_redige(version: ActeVersion, format_document: str) -> Commande:
    """The act's own bytes; they are made here and now if nobody has yet, never twice."""
    numero = version.id

    def produire() -> Resultat:
        redaction.rediger(numero)
        with lecture():
            fige = _fige(unite().get_one(ActeVersion, numero), format_document)
        if fige is None:
            raise LookupError(f"Version {numero} has no {format_document}.")
        return fige.produire()

    return _fige(version, format_document) or Commande(produire, empreinte(version.contexte))


def _fige(version: ActeVersion, format_document: str) -> Commande | None:
    sha = version.docx_sha256 if format_document == "docx" else version.pdf_signe_sha256 or version.pdf_sha256
    if sha is None:
        return None
    octets, pages = stockage.lire(sha), version.pages if format_document == "pdf" else None
    return Commande(lambda: Resultat(octets, {"pages": pages}), sha)


def _cache(document: Document) -> masques.Masque | None:
    """What its texts pass through for whoever asked for it: the passages of these points hidden from them (P53).

    Frozen bytes are then not given: the same facts are laid out again, without these passages.
    """
    agent = unite().get(Agent, document.demande_par_id or 0)
    if agent is None or not annuaire(document.institution_id).masquants:
        return None
    acteur = organisation.acteur_de(agent, document.institution_id)
    seance = unite().get(Seance, document.seance_id) if document.seance_id else None
    imprimes = unite().scalars(select(Point).where(Point.id.in_(acces.imprimes(document, seance))))
    return masques.reunir(masques.masques(acteur, imprimes.all()).values())


def _rendu(document: Document, contexte: dict[str, Any], organe: Organe) -> Commande:
    if cache := _cache(document):
        contexte = masques.arbre(cache, contexte)
    choisi = f"{document.format}={document.modele_id}" if document.modele_id else None
    gabarit = modeles.octets(choisi or modeles.en_vigueur(organe, document.type), document.format)
    type_doc, format_doc = document.type, document.format
    trace = hashlib.sha256(empreinte(contexte).encode() + (gabarit or b"")).hexdigest()
    return Commande(lambda: rendu.rendre(type_doc, format_doc, contexte, gabarit), trace)


def _assemblage(document: Document) -> Commande:
    """Every délibération of a séance in one file, as each is kept; the Word one is made of their Word files."""
    if _cache(document):
        raise Abandon("Ces délibérations portent des passages que vous ne lisez pas : demandez-les au secrétariat.")
    actes = requetes.du_recueil(document.seance_id or 0, document.portee)
    mot = document.format == "docx"
    empreintes = [
        (requetes.version_courante(acte).docx_sha256 if mot else requetes.empreinte(acte)) or "" for acte in actes
    ]
    if not all(empreintes):
        raise LookupError("Acts are still being made: try again later.")
    octets = [stockage.lire(sha) for sha in empreintes]
    trace = hashlib.sha256("".join(empreintes).encode()).hexdigest()
    if mot:
        meta = _meta(unite().get_one(Seance, document.seance_id))
        return Commande(lambda: rendu.assembler_docx(octets, meta), trace)
    pieces = [(f"{acte.reference} – {acte.titre}", blob) for acte, blob in zip(actes, octets, strict=True)]
    return Commande(lambda: rendu.assembler(pieces), trace)


def _meta(seance: Seance) -> dict[str, str]:
    """The properties of the Word file."""
    jour = dossiers.jour_de(seance)
    titre = f"Délibérations de la séance du {francais.date_longue(jour)}"
    auteur = seance.organe.institution.nom
    return {"titre": titre, "auteur": auteur, "sujet": seance.organe.nom, "cree_le": f"{jour}T00:00:00+00:00"}


def _organe(document: Document) -> Organe:
    return unite().get_one(Seance, document.seance_id).organe
