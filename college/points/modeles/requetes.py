"""Reading templates: those that a person may take, those that they write."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from college.droits import Acteur, peut
from college.erreurs import Introuvable
from college.points.droits import services_proposants
from college.points.modeles.modele import ModelePoint
from college.transaction import unite


def offerts(acteur: Acteur) -> Sequence[ModelePoint]:
    """Active templates of one's services, or of every service; those that come back by themselves are not offered."""
    demande = select(ModelePoint).options(joinedload(ModelePoint.organe), joinedload(ModelePoint.service))
    demande = demande.where(
        ModelePoint.institution_id == acteur.institution_id,
        ModelePoint.actif.is_(True),
        ModelePoint.recurrent.is_(False),
    )
    if not acteur.secretariats:
        siens = ModelePoint.service_id.in_(services_proposants(acteur))
        demande = demande.where(or_(ModelePoint.service_id.is_(None), siens))
    return unite().scalars(demande.order_by(ModelePoint.rang, ModelePoint.libelle)).all()


def tous(acteur: Acteur) -> list[ModelePoint]:
    """Every template that the person may write."""
    demande = select(ModelePoint).options(joinedload(ModelePoint.organe), joinedload(ModelePoint.service))
    ici = demande.where(ModelePoint.institution_id == acteur.institution_id)
    ranges = unite().scalars(ici.order_by(ModelePoint.actif.desc(), ModelePoint.rang, ModelePoint.libelle))
    return [modele for modele in ranges if peut("modele_point.gerer", acteur, modele)]


def a_prendre(acteur: Acteur, code: str) -> ModelePoint:
    """The one of this code, when one's service may take it. Raises Introuvable."""
    trouve = modele(acteur, code)
    ailleurs = trouve.service_id is not None and trouve.service_id not in services_proposants(acteur)
    if ailleurs and not acteur.secretariats:
        raise Introuvable("Ce modèle n’existe pas.")
    return trouve


def modele(acteur: Acteur, code: str) -> ModelePoint:
    """By its code, here. Raises Introuvable."""
    trouve = unite().scalar(
        select(ModelePoint).where(ModelePoint.institution_id == acteur.institution_id, ModelePoint.code == code)
    )
    if trouve is None:
        raise Introuvable("Ce modèle n’existe pas.")
    return trouve
