"""Acts and documents as the API and the screens show them: plain values."""

from __future__ import annotations

from typing import Any

from college import annonces
from college.actes import annexes, requetes, services
from college.actes.modele import Acte, Document, ModeleDocument

PREFIXE = "/api/v1"


def acte(objet: Acte, complet: bool = True) -> dict[str, Any]:
    """An act: its number, where it stands, its files and hands."""
    version = requetes.version_courante(objet)
    vue = {
        "id": objet.id,
        "reference": objet.reference,
        "type": objet.type,
        "partie": objet.partie,
        "organe": {"id": objet.organe_id, "code": objet.organe.code, "libelle": objet.organe.nom},
        "seance": objet.seance_id,
        "inscription": objet.inscription_id,
        "point": objet.point_id,
        "titre": objet.titre,
        "huis_clos": objet.huis_clos,
        "issue": objet.issue,
        "etat": objet.etat,
        "etat_pv": objet.etat_pv,
        "sha256": version.pdf_signe_sha256 or version.pdf_sha256,
        "regime_tutelle": _regime(objet),
        "type_acte": objet.type_acte or None,
        "pages": version.pages,
        "version": version.numero,
        "documents": _documents(objet),
        "annexes": _annexes(objet),
        "signatures": [signature(s) for s in objet.signatures if s.version_id == version.id],
        "signataires": [
            {"champ": m.champ, "fonction": m.fonction, "nom": m.nom, "qualite": m.qualite}
            for m in requetes.mains(version)
        ],
    }
    if complet:
        vue["mentions"] = [{"texte": m.texte, "le": m.le} for m in objet.mentions]
        vue["versions"] = [
            {"numero": v.numero, "motif": v.motif, "sha256": v.pdf_sha256, "cree_le": v.cree_le} for v in objet.versions
        ]
    return vue


def _regime(objet: Acte) -> str | None:
    """The regime is the tutelle room's to say, if it is there."""
    dits = annonces.annoncer("acte.regime", acte=objet) if objet.type_acte else []
    return next((str(dit) for dit in dits if dit), None)


def _documents(objet: Acte) -> list[dict[str, Any]]:
    version = requetes.version_courante(objet)
    formats = {"pdf": version.pdf_signe_sha256 or version.pdf_sha256, "docx": version.docx_sha256}
    return [
        {
            "format": nom,
            "etat": "pret" if empreinte else "en_file",
            "sha256": empreinte,
            "url": f"{PREFIXE}/actes/{objet.id}/contenu?format={nom}",
        }
        for nom, empreinte in formats.items()
    ]


def _annexes(objet: Acte) -> list[dict[str, Any]]:
    """What is part of the act, each piece by its hash; the stamped file holds them all."""
    version = requetes.version_courante(objet)
    liasse = f"{PREFIXE}/actes/{objet.id}/annexes/contenu" if version.annexes_sha256 else None
    return [
        {
            "id": f["id"],
            "nom": f["nom"],
            "sha256": f["sha256"],
            "pages": f["pages"],
            "url": f"{PREFIXE}/annexes/{f['id']}/contenu",
            "liasse": liasse,
        }
        for f in annexes.communicables(version.annexes)
    ]


def signature(objet: Any) -> dict[str, Any]:
    """One hand, asked for or given."""
    return {
        "id": objet.id,
        "champ": objet.champ,
        "fonction": objet.fonction,
        "nom": objet.nom,
        "connecteur": objet.connecteur,
        "etat": objet.etat,
        "le": objet.le,
        "erreur": objet.erreur or None,
        "sha256": objet.sha256_apres,
    }


def document(objet: Document) -> dict[str, Any]:
    """A demanded document and how far it is."""
    return {
        "id": objet.id,
        "type": objet.type,
        "libelle": services.libelle(objet.type),
        "format": objet.format,
        "portee": objet.portee,
        "seance": objet.seance_id,
        "point": objet.point_id,
        "etat": objet.etat,
        "progression": objet.progression,
        "erreur": objet.erreur or None,
        "sha256": objet.sha256,
        "pages": objet.pages,
        "nom": objet.nom,
        "demande_le": objet.demande_le,
        "contenu": f"{PREFIXE}/documents/{objet.id}/contenu",
    }


def modele(objet: ModeleDocument) -> dict[str, Any]:
    """A template of the commune."""
    return {
        "id": objet.id,
        "nom": objet.nom,
        "type": objet.type,
        "format": objet.format,
        "organe": objet.organe_id,
        "version": objet.version,
        "sha256": objet.sha256,
        "etat": objet.etat,
        "depose_le": objet.depose_le,
    }
