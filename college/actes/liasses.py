"""A séance in one file: its documents for whoever may read them, its evidence for its secretary."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from college import journal, stockage
from college.actes import requetes
from college.actes.modele import Acte
from college.droits import Acteur, exige
from college.journal import EntreeJournal
from college.seances import requetes as seances
from college.seances.modele import Presence, Seance
from college.transaction import unite

Piece = tuple[str, bytes]
_EPOQUE = (1980, 1, 1, 0, 0, 0)
SECRETS = ("secret", "election")


def zipper(pieces: Iterable[Piece]) -> bytes:
    """An archive whose bytes depend on its pieces alone; its manifest names each by its hash."""
    pieces = sorted(dict(pieces).items())
    manifeste = "".join(f"{hashlib.sha256(octets).hexdigest()}  {nom}\n" for nom, octets in pieces)
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in (*pieces, ("SHA256SUMS", manifeste.encode())):
            archive.writestr(zipfile.ZipInfo(nom, _EPOQUE), octets, zipfile.ZIP_DEFLATED)
    return sortie.getvalue()


def documents(acteur: Acteur, seance: Seance) -> bytes:
    """The acts and documents of the séance that the person may read, as they are kept; nothing is made again."""
    pieces: dict[str, bytes] = {}
    for acte in requetes.de_seance(acteur, seance):
        pieces |= _de_l_acte(acte)
    for document in requetes.documents_de_seance(acteur, seance):  # the latest first
        if document.sha256:
            pieces.setdefault(f"documents/{document.portee}-{document.nom}", stockage.lire(document.sha256))
    return zipper(pieces.items())


def _de_l_acte(acte: Acte) -> dict[str, bytes]:
    version, nom = requetes.version_courante(acte), f"actes/{acte.reference.replace('/', '-')}"
    fichiers = {f"{nom}.pdf": requetes.empreinte(acte), f"{nom}-annexes.pdf": version.annexes_sha256}
    return {chemin: stockage.lire(sha) for chemin, sha in fichiers.items() if sha}


@exige("acte.gerer")
def preuves(acteur: Acteur, seance: Seance) -> bytes:
    """What proves the séance: agendas sent, presences, votes, acts, signatures, journal. No name of a secret vote."""
    actes = requetes.de_seance(acteur, seance)
    faits = {
        "ordres-du-jour": [
            {"version": v.lettre, "le": v.le, "contenu": v.contenu, "differences": v.differences}
            for v in seances.versions(seance)
        ],
        "presences": _presences(seance),
        "scrutins": [_scrutin(vote) for ligne in seance.inscriptions for vote in ligne.scrutins],
        "actes": [_acte(acte) for acte in actes],
        "journal": _journal(seance, actes),
    }
    pieces: list[Piece] = [(f"{nom}.json", _json(valeur)) for nom, valeur in faits.items()]
    for acte in actes:
        pieces += _de_l_acte(acte).items()
    archive = zipper(pieces)
    journal.noter(acteur, "seance.preuves", seance, sha256=hashlib.sha256(archive).hexdigest(), pieces=len(pieces))
    return archive


def _json(valeur: Any) -> bytes:
    return json.dumps(valeur, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _presences(seance: Seance) -> list[dict[str, Any]]:
    lignes = unite().scalars(select(Presence).where(Presence.seance_id == seance.id).order_by(Presence.id))
    return [
        {"qui": p.mandataire.nom_complet, "evenement": p.evenement, "inscription": p.inscription_id, "le": p.le}
        for p in lignes
    ]


def _scrutin(vote: Any) -> dict[str, Any]:
    """A secret vote gives its counts; a public one its names too."""
    vu = {"id": vote.id, "mode": vote.mode, "etat": vote.etat, "comptes": vote.comptes, "resultat": vote.resultat}
    return vu if vote.mode in SECRETS else {**vu, "noms": vote.noms, "instantane": vote.instantane}


def _acte(acte: Acte) -> dict[str, Any]:
    return {
        "reference": acte.reference,
        "type": acte.type,
        "etat": acte.etat,
        "versions": [
            {"numero": v.numero, "motif": v.motif, "pdf": v.pdf_sha256, "signe": v.pdf_signe_sha256, "le": v.cree_le}
            for v in acte.versions
        ],
        "annexes": requetes.version_courante(acte).annexes,
        "signatures": [
            {"nom": s.nom, "qualite": s.titre, "le": s.le, "sha256": s.sha256_apres} for s in acte.signatures
        ],
    }


def _journal(seance: Seance, actes: Sequence[Acte]) -> list[dict[str, Any]]:
    """The lines of the séance, its points and acts, with their seals; nothing of who dropped a secret ballot."""
    ouverts = [v.id for ligne in seance.inscriptions for v in ligne.scrutins if v.mode not in SECRETS]
    objets = {
        "seance": [seance.id],
        "inscription": [i.id for i in seance.inscriptions],
        "scrutin": ouverts,
        "acte": [a.id for a in actes],
    }
    criteres = [and_(EntreeJournal.objet_type == t, EntreeJournal.objet_id.in_(ids)) for t, ids in objets.items()]
    lignes = unite().scalars(
        select(EntreeJournal)
        .where(EntreeJournal.institution_id == seance.institution_id, or_(*criteres))
        .order_by(EntreeJournal.id)
    )
    champs = ("id", "le", "acteur", "evenement", "objet_type", "objet_id", "details", "sceau")
    return [{champ: getattr(ligne, champ) for champ in champs} for ligne in lignes]
