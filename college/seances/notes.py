"""A member's notes on a point: his alone, or his political group's. They follow the point from séance to séance.

Sealed with the house's secret, so that nobody reads them in the database; never in the journal nor an export;
gone with the mandate (an hourly pass, and no query shows them any more from that day).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import joinedload

from college import horloge
from college.boite_envoi import periodique
from college.droits import Acteur, exige
from college.erreurs import Introuvable, Invalide, Refus
from college.organisation.modele import Mandat, Mandataire
from college.organisation.requetes import en_vigueur
from college.seances.modele import Inscription
from college.seances.modele_membre import Annotation
from college.transaction import ecriture, unite

LONGUEUR = 10_000
ILLISIBLE = "Cette note ne se lit plus : le secret de l’installation a changé."
_boite: ChaCha20Poly1305 | None = None


def brancher(secret: str) -> None:
    """The key of the notes, drawn from the installation's secret."""
    global _boite
    derivation = HKDF(hashes.SHA256(), length=32, salt=None, info=b"college annotations")
    _boite = ChaCha20Poly1305(derivation.derive(secret.encode()))


def _sceller(texte: str) -> bytes:
    assert _boite is not None
    nonce = os.urandom(12)
    return nonce + _boite.encrypt(nonce, texte.encode(), None)


def _ouvrir(scelle: bytes) -> str:
    assert _boite is not None
    try:
        return _boite.decrypt(scelle[:12], scelle[12:], None).decode()
    except InvalidTag:
        return ILLISIBLE


@dataclass(frozen=True)
class Note:
    """A note as its readers see it."""

    id: int
    texte: str
    auteur: str
    le: datetime
    groupe: str
    mienne: bool


@exige("annotation.tenir")
def noter(acteur: Acteur, inscription: Inscription, texte: str, partagee: bool = False) -> Annotation:
    """A new note; shared, it is read by the members of his group in this organe."""
    propre = texte.strip()
    if not propre:
        raise Invalide("Écrivez votre note.", "texte")
    if len(propre) > LONGUEUR:
        raise Invalide("Cette note est trop longue : 10 000 caractères au plus.", "texte")
    organe_id = inscription.seance.organe_id
    moi = unite().get_one(Mandataire, acteur.mandats[organe_id])
    if partagee and not moi.groupe_politique:
        raise Refus("Vous ne siégez dans aucun groupe politique : gardez la note pour vous.", motif="groupe")
    annotation = Annotation(
        institution_id=inscription.institution_id,
        point_id=inscription.point_id,
        organe_id=organe_id,
        mandataire_id=moi.id,
        groupe=moi.groupe_politique if partagee else "",
        texte=_sceller(propre),
        le=horloge.maintenant(),
    )
    unite().add(annotation)
    unite().flush()
    return annotation


@exige("annotation.tenir")
def effacer(acteur: Acteur, inscription: Inscription, annotation_id: int) -> None:
    """One's own note, for good."""
    moi = acteur.mandats[inscription.seance.organe_id]
    trouvee = unite().get(Annotation, annotation_id)
    if trouvee is None or trouvee.mandataire_id != moi or trouvee.point_id != inscription.point_id:
        raise Introuvable("Cette note n’existe pas, ou vous n’y avez pas accès.")
    unite().delete(trouvee)
    unite().flush()


def lisibles_par(acteur: Acteur, organe_id: int) -> ColumnElement[bool]:
    """The criterion on Annotation: one's own notes, and those shared with one's group, in this organe today."""
    moi = acteur.mandats.get(organe_id, 0)
    groupe = select(Mandataire.groupe_politique).where(Mandataire.id == moi, Mandataire.groupe_politique != "")
    partagee = and_(Annotation.groupe != "", Annotation.groupe == groupe.scalar_subquery(), _en_fonction())
    return and_(Annotation.organe_id == organe_id, or_(Annotation.mandataire_id == moi, partagee))


def _en_fonction() -> ColumnElement[bool]:
    """Does the author of the note still sit there?"""
    return exists().where(
        Mandat.mandataire_id == Annotation.mandataire_id,
        Mandat.organe_id == Annotation.organe_id,
        en_vigueur(horloge.aujourdhui()),
    )


def de(acteur: Acteur, inscription: Inscription) -> list[Note]:
    """The notes that this member reads on a point, oldest first; nobody but a member reads any."""
    organe_id = inscription.seance.organe_id
    moi = acteur.mandats.get(organe_id)
    if moi is None:
        return []
    lignes = unite().scalars(
        select(Annotation)
        .options(joinedload(Annotation.mandataire, innerjoin=True))
        .where(Annotation.point_id == inscription.point_id, lisibles_par(acteur, organe_id))
        .order_by(Annotation.id)
    )
    return [
        Note(a.id, _ouvrir(a.texte), a.mandataire.nom_complet, a.le, a.groupe, a.mandataire_id == moi) for a in lignes
    ]


@periodique(3600)
def oublier_les_mandats_finis() -> None:
    """The notes of a member go with his mandate."""
    with ecriture() as session:
        session.execute(delete(Annotation).where(~_en_fonction()).execution_options(synchronize_session=False))
