"""Publish the chains of a paquet. A changed chain becomes its next version; running points keep theirs.

As a guard against mistakes, a version that drops a step in which points stand is refused, unless the
secretary asks to move them (`basculer`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import horloge
from college.administration.paquet_format import Chaine as ChaineDecrite
from college.erreurs import Refus
from college.francais import insecables
from college.points import services as points
from college.points.definition import empreinte
from college.points.modele import Chaine, ChaineVersion, Point
from college.transaction import unite


def publier(institution_id: int, decrites: list[ChaineDecrite], basculer: bool = False) -> tuple[list[str], list[str]]:
    """The sentences of what was published and of the points moved. Raises Refus (the points named)."""
    publiees, bascules = [], []
    for decrite in decrites:
        chaine = _chaine(institution_id, decrite)
        definition = definition_de(decrite)
        courante = chaine.versions[-1] if chaine.versions else None
        if courante is not None and courante.empreinte == empreinte(definition):
            continue
        bloques = _points_sans_etape(chaine, {etape.code for etape in decrite.etapes})
        if bloques and not basculer:
            raise Refus(_refus(decrite, bloques), motif="etapes_occupees", points=[p.reference for p in bloques])
        version = _publier(chaine, definition, courante)
        if courante is not None or decrite.etapes:
            publiees.append(f"Chaîne « {decrite.code} » : version {version.numero} publiée.")
        bascules += [_basculer(point, version) for point in bloques]
    unite().flush()
    return publiees, bascules


def definition_de(decrite: ChaineDecrite) -> dict[str, Any]:
    """The definition as `points.lecture` reads it; defaults left out, so that the fingerprint is stable."""
    definition = decrite.model_dump(mode="json", exclude_defaults=True)
    return {"code": decrite.code, "libelle": decrite.libelle or decrite.code, "etapes": [], **definition}


def _chaine(institution_id: int, decrite: ChaineDecrite) -> Chaine:
    demande = select(Chaine).where(Chaine.institution_id == institution_id, Chaine.code == decrite.code)
    chaine = unite().scalar(demande)
    if chaine is None:
        chaine = Chaine(institution_id=institution_id, code=decrite.code)
        unite().add(chaine)
    chaine.libelle = decrite.libelle or decrite.code
    unite().flush()
    return chaine


def _publier(chaine: Chaine, definition: dict[str, Any], courante: ChaineVersion | None) -> ChaineVersion:
    version = ChaineVersion(
        institution_id=chaine.institution_id,
        numero=courante.numero + 1 if courante else 1,
        definition=definition,
        empreinte=empreinte(definition),
        publiee_le=horloge.maintenant(),
    )
    chaine.versions.append(version)
    unite().flush()
    return version


def _points_sans_etape(chaine: Chaine, codes: set[str]) -> list[Point]:
    demande = (
        select(Point)
        .join(ChaineVersion, Point.chaine_version_id == ChaineVersion.id)
        .where(ChaineVersion.chaine_id == chaine.id, Point.phase == "en_validation", Point.etape.not_in(codes))
        .order_by(Point.reference)
    )
    return list(unite().scalars(demande)) if chaine.id else []


def _refus(decrite: ChaineDecrite, bloques: list[Point]) -> str:
    noms = ", ".join(f"{point.reference} (étape « {point.etape} »)" for point in bloques[:10])
    suite = f" et {len(bloques) - 10} autres" if len(bloques) > 10 else ""
    return insecables(
        f"La chaîne « {decrite.code} » perd une étape où des points se trouvent : {noms}{suite}. Attendez qu’ils en "
        "sortent, ou faites-les passer à la nouvelle version : « Publier et déplacer ces points » à l’écran, "
        "--basculer en ligne de commande."
    )


def _basculer(point: Point, version: ChaineVersion) -> str:
    ancienne, point.chaine_version, point.chaine_version_id = point.etape, version, version.id
    points.recalculer(point)
    ou = f"attend désormais « {point.etape_libelle} »" if point.etape else "est désormais validé"
    return f"Point {point.reference} : passe de l’étape « {ancienne} » à la version {version.numero}, et {ou}."
