"""Moving running points to the version in force, after a look at what each gains and loses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import journal
from college.droits import Acteur, exige
from college.points.essai import Essai, essayer
from college.points.lecture import lire
from college.points.modele import Chaine, ChaineVersion, Point
from college.points.services import recalculer
from college.transaction import unite

A_LA_FOIS = 200


def derniere(chaine: Chaine) -> ChaineVersion | None:
    """The version in force."""
    return chaine.versions[-1] if chaine.versions else None


def apercu(chaine: Chaine, au_plus: int | None = A_LA_FOIS) -> list[Essai]:
    """The points under validation on a former version, tried on the one in force."""
    version = derniere(chaine)
    if version is None:
        return []
    lue = lire(version.definition, version=version.numero)
    anciennes = select(ChaineVersion.id).where(ChaineVersion.chaine_id == chaine.id, ChaineVersion.id != version.id)
    points = unite().scalars(
        select(Point)
        .options(joinedload(Point.chaine_version), joinedload(Point.organe), joinedload(Point.service))
        .where(Point.chaine_version_id.in_(anciennes), Point.phase == "en_validation")
        .order_by(Point.reference)
        .limit(au_plus)
    )
    return [essayer(point, lue) for point in points]


@exige("administration")
def basculer(acteur: Acteur, chaine: Chaine, retenus: set[int] | None = None) -> list[Essai]:
    """Move those points (all, or the chosen ones); what was given on steps that remain is kept."""
    version = derniere(chaine)
    assert version is not None
    faits = [essai for essai in apercu(chaine, None) if retenus is None or essai.point.id in retenus]
    for essai in faits:
        essai.point.chaine_version, essai.point.chaine_version_id = version, version.id
        recalculer(essai.point)
        journal.noter(acteur, "point.bascule", essai.point, version=version.numero)
    unite().flush()
    return faits
