"""The organe to which a point goes on, and the choice as it is kept on the point: known, sanitised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from college.erreurs import Invalide
from college.organisation.modele import Institution, Organe
from college.points.envois import regles
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


def suite_propre(institution_id: int, suite: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is kept of a choice; empty when nothing goes on. Raises Invalide."""
    lue = regles.lire(suite or {})
    if suite is None or lue is None:
        return {}
    organe_vise(institution_id, lue.organe)
    textes = {champ: nettoyer(suite[champ], champ) for champ in ("motivation", "dispositif") if suite.get(champ)}
    return {cle: valeur for cle, valeur in (lue._asdict() | textes).items() if valeur is not None}
