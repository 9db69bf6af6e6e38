"""From a frozen envoi to what a connector takes: names, bytes, manifest. The same envoi gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from college import stockage
from college.connecteurs.base import Complement, Dossier, Piece
from college.connecteurs.depot_assiste import nom_sur
from college.tutelle import fil, requetes
from college.tutelle.donnees import catalogue
from college.tutelle.modele import Echange, Envoi
from college.tutelle.regime import obligation


def dossier_de(envoi: Envoi) -> Dossier:
    """The file as its connector takes it; the bytes come from the store, by their hash."""
    acte, regle = envoi.acte, fil.regle(envoi)
    decision = requetes.jour_de_decision(acte)
    terme = obligation(regle, decision)
    premiere, *annexes = pieces_de(envoi.pieces)
    return Dossier(
        cle_idempotence=envoi.cle_idempotence,
        reference=acte.reference,
        titre=acte.titre,
        institution=acte.organe.institution.nom,
        organe=acte.organe.nom,
        type_acte=regle.code,
        libelle_type=regle.libelle,
        regime=regle.regime,
        autorite=regle.autorite,
        base_legale=regle.base_legale,
        date_decision=decision,
        transmettre_avant=terme.le if terme else None,
        acte=premiere,
        annexes=tuple(annexes),
        pieces_absentes=tuple(envoi.pieces_absentes),
        deposant=str(acte.organe.institution.reglages.get("deposant", "")),
        contact=str(acte.organe.institution.reglages.get("courriel", "")),
    )


def complement_de(envoi: Envoi, echange: Echange) -> Complement:
    """The pieces added by an exchange."""
    return Complement(
        cle_idempotence=f"{envoi.cle_idempotence}-c{echange.id}",
        reference=envoi.reference or "",
        pieces=tuple(pieces_de(echange.contenu["pieces"])),
        message=echange.texte,
    )


def pieces_de(decrites: Sequence[dict[str, Any]]) -> list[Piece]:
    """Pieces read from the store; each has a name of its own, safe for any file system."""
    return [
        Piece(
            nom=f"{rang:02d}-{nom_sur(decrite['nom'])}",
            contenu=stockage.lire(decrite["sha256"]),
            type_mime=decrite["mime"],
            code=decrite["code"],
            libelle=decrite["libelle"],
        )
        for rang, decrite in enumerate(decrites, 1)
    ]


def decrire(code: str, nom: str, sha256: str, mime: str, taille: int) -> dict[str, Any]:
    """One piece as the envoi freezes it."""
    connue = catalogue().pieces.get(code)
    return {
        "code": code,
        "libelle": connue.libelle if connue else nom,
        "nom": nom,
        "sha256": sha256,
        "mime": mime,
        "taille": taille,
    }


def cle_idempotence(institution: str, reference: str, pieces: Sequence[dict[str, Any]], rang: int) -> str:
    """The same for every attempt on the same bytes; another for a corrected act or a second envoi."""
    graine = "\n".join([institution, reference, str(rang), *(piece["sha256"] for piece in pieces)])
    return f"college-{hashlib.sha256(graine.encode()).hexdigest()[:40]}"
