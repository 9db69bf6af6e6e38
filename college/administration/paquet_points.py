"""The templates of points and the register of delegations, between the database and a paquet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from college.administration.paquet_format import Paquet
from college.administration.paquet_format_points import Delegation, ModelePoint
from college.administration.paquet_registre import Registre
from college.droits import Acteur
from college.organisation.modele import Organe, Service
from college.points.delegations import panneaux as _tenir  # noqa: F401 - declares who keeps the register
from college.points.delegations import services as delegations_
from college.points.delegations.modele import DelegationPouvoir
from college.points.modeles import droits as _gerer  # noqa: F401 - declares who writes templates
from college.points.modeles import modele as tables
from college.points.modeles import regles
from college.points.modeles import services as modeles_
from college.transaction import unite

MODELES, DELEGATIONS = "modèles de points", "délégations"


def modeles(institution_id: int) -> list[dict[str, Any]]:
    """The templates as a paquet says them."""
    return [_modele(ligne) for ligne in _lire(tables.ModelePoint, institution_id, "rang", "code")]


def delegations(institution_id: int) -> list[dict[str, Any]]:
    """The register as a paquet says it."""
    return [_delegation(ligne) for ligne in _lire(DelegationPouvoir, institution_id, "du", "id")]


def _lire(table: Any, institution_id: int, *ordre: str) -> Any:
    demande = select(table).where(table.institution_id == institution_id)
    return unite().scalars(demande.order_by(*(getattr(table, colonne) for colonne in ordre))).all()


def _modele(ligne: tables.ModelePoint) -> dict[str, Any]:
    variables = [v._asdict() | {"choix": list(v.choix)} for v in regles.lire(ligne.variables)]
    return {
        "code": ligne.code, "libelle": ligne.libelle, "organe": ligne.organe.code,
        "service": ligne.service.code if ligne.service else None, "recurrent": ligne.recurrent,
        "actif": ligne.actif, "contenu": dict(ligne.contenu), "variables": variables,
    }  # fmt: skip


def _delegation(ligne: DelegationPouvoir) -> dict[str, Any]:
    champs = ("matiere", "acte_du", "du", "au", "base", "acte")
    plafond = None if ligne.plafond is None else float(ligne.plafond)
    return {
        "de": ligne.de.code, "vers": ligne.vers.code, **{champ: getattr(ligne, champ) for champ in champs},
        "categories": list(ligne.categories), "plafond": plafond,
    }  # fmt: skip


def importer(acteur: Acteur, registre: Registre, paquet: Paquet) -> None:
    """Make the templates and the delegations as they are described; what is the same already is left alone."""
    anciens = {m.code: m for m in _lire(tables.ModelePoint, registre.institution_id, "rang", "code")}
    for rang, decrit in enumerate(paquet.modeles_points):
        ancien = anciens.get(decrit.code)
        voulu = decrit.model_copy(update={"contenu": modeles_.propre(decrit.contenu)})
        if ancien is None or ModelePoint.model_validate(_modele(ancien)) != voulu or ancien.rang != rang:
            _compter(registre, MODELES, ancien)
            modeles_.deposer(acteur, _saisie(registre, voulu, rang))
    connues = {
        Delegation.model_validate(_delegation(d)).cle: d
        for d in _lire(DelegationPouvoir, registre.institution_id, "id")
    }
    for delegation in paquet.delegations:
        ligne = connues.get(delegation.cle)
        if ligne is None or Delegation.model_validate(_delegation(ligne)) != delegation:
            _compter(registre, DELEGATIONS, ligne)
            delegations_.inscrire(acteur, _delegue(registre, delegation), ligne)


def _compter(registre: Registre, nom: str, ancien: Any) -> None:
    (registre.crees if ancien is None else registre.modifies)[nom] += 1


def _saisie(registre: Registre, decrit: ModelePoint, rang: int) -> modeles_.SaisieModele:
    service = registre.de(Service)[decrit.service] if decrit.service else None
    variables = regles.lire([variable.model_dump() for variable in decrit.variables])
    return modeles_.SaisieModele(
        decrit.code, decrit.libelle, registre.de(Organe)[decrit.organe], service, decrit.contenu,
        tuple(variables), decrit.recurrent, decrit.actif, rang,
    )  # fmt: skip


def _delegue(registre: Registre, decrite: Delegation) -> delegations_.SaisieDelegation:
    organes = registre.de(Organe)
    plafond = None if decrite.plafond is None else Decimal(str(decrite.plafond))
    return delegations_.SaisieDelegation(
        organes[decrite.de], organes[decrite.vers], decrite.matiere, decrite.acte_du, decrite.du, decrite.au,
        tuple(decrite.categories), decrite.base, decrite.acte, plafond,
    )  # fmt: skip
