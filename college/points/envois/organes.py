"""The organe to which a point goes on, and the choice as it is kept on the point: known, sanitised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import aliased

from college.erreurs import Invalide
from college.organisation.modele import Institution, Organe
from college.points.annuaire import annuaire
from college.points.envois import regles
from college.points.modele import LienPoints, Point
from college.points.phrases import fr
from college.points.texte_riche import nettoyer
from college.transaction import unite


def organe_vise(institution_id: int, vers: str) -> Organe:
    """The organe that a code names, here or elsewhere. Raises Invalide."""
    institution, _, code = vers.rpartition("/")
    demande = select(Organe).where(Organe.code == code, Organe.actif.is_(True))
    if institution:
        ailleurs = Institution.code == institution
        demande = demande.join(Institution, Institution.id == Organe.institution_id).where(ailleurs)
    else:
        demande = demande.where(Organe.institution_id == institution_id)
    organe = unite().scalar(demande)
    if organe is None:
        raise Invalide(fr(f"« {vers} » n'est pas un organe connu : écrivez ORGANE ou INSTITUTION/ORGANE."), "vers")
    return organe


def offerts(point: Point) -> list[tuple[str, str]]:
    """Where a point may go on: the other organes here, then those of the neighbours (commune and CPAS of one place)."""
    ici = [(o.code, o.nom) for o in annuaire(point.institution_id).choix["o"] if o.id != point.organe_id]
    maison, voisine = aliased(Institution), aliased(Institution)
    demande = (
        select(voisine.code, Organe.code, voisine.nom, Organe.nom)
        .join(voisine, voisine.id == Organe.institution_id)
        .join(maison, maison.reglages["localite"].as_string() == voisine.reglages["localite"].as_string())
        .where(maison.id == point.institution_id, voisine.id != maison.id, Organe.actif.is_(True))
        .order_by(voisine.nom, Organe.rang)
    )
    return ici + [(f"{chez}/{code}", f"{lieu} : {nom}") for chez, code, lieu, nom in unite().execute(demande)]


def ailleurs(point: Point) -> list[tuple[str, str, str, str]]:
    """The same matter in another authority: `vers` or `de`, who, which organe, reference; never what is written there.

    Who sent it knows its reference there; who received it is told the authority only, for its organe may be secret.
    """
    sens = case((LienPoints.vers_id == point.id, "vers"), else_="de")
    demande = (
        select(sens, Institution.nom, Organe.nom, Point.reference)
        .select_from(LienPoints)
        .join(Point, Point.id == case((LienPoints.vers_id == point.id, LienPoints.de_id), else_=LienPoints.vers_id))
        .join(Organe, Organe.id == Point.organe_id)
        .join(Institution, Institution.id == Point.institution_id)
        .where(or_(LienPoints.vers_id == point.id, LienPoints.de_id == point.id))
        .where(LienPoints.type == "transmis_de", Point.institution_id != point.institution_id)
        .order_by(LienPoints.id)
    )
    return [tuple(ligne) for ligne in unite().execute(demande)]


def suite_propre(institution_id: int, suite: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is kept of a choice; empty when nothing goes on. Raises Invalide."""
    lue = regles.lire(suite or {})
    if suite is None or lue is None:
        return {}
    organe_vise(institution_id, lue.organe)
    textes = {champ: nettoyer(suite[champ], champ) for champ in ("motivation", "dispositif") if suite.get(champ)}
    return {cle: valeur for cle, valeur in (lue._asdict() | textes).items() if valeur is not None}
