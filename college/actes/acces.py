"""Who may still read a document that was made: asked again at each reading, whoever asked for it once.

Rights change after the demand: a point is closed or moves to another service, a mandate ends, a member withdraws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from college.actes.modele import Document
from college.droits import Acteur
from college.points import droits as points
from college.points.modele import Point
from college.seances import requetes as seances
from college.seances.modele import Inscription, Seance
from college.transaction import unite


def imprimes(document: Document, seance: Seance | None) -> list[int]:
    """The points whose text the document holds: what its readers must be allowed to read."""
    if document.point_id is not None:
        return [document.point_id]
    lignes: Iterable[Inscription] = seance.inscriptions if seance else ()
    return sorted({i.point_id for i in lignes if document.portee != "publique" or not i.huis_clos})


def lisibles(acteur: Acteur, documents: Sequence[Document]) -> list[Document]:
    """Those that the person may read today, in three queries whatever their number; the secretary's own in one."""
    siens = [d for d in documents if d.institution_id == acteur.institution_id]
    if acteur.systeme or not siens:
        return siens
    organes = _organes(acteur, siens)
    if all(_tenu(acteur, d, organes) for d in siens):
        return siens
    demandes = {p for d in siens for p in _points(d)}
    vus = _parmi(demandes, points.visible(acteur))
    caches = _parmi(demandes - vus, points.clos())
    return [d for d in siens if _lisible(acteur, d, organes, vus, caches)]


def _points(document: Document) -> set[int]:
    return set(document.points) | ({document.point_id} if document.point_id else set())


def _organes(acteur: Acteur, documents: Sequence[Document]) -> dict[int, int]:
    """The organe of each séance that the person sees."""
    ids = {d.seance_id for d in documents if d.seance_id}
    lues = unite().execute(select(Seance.id, Seance.organe_id).where(Seance.id.in_(ids), seances.visibles(acteur)))
    return {ligne.id: ligne.organe_id for ligne in lues}


def _parmi(ids: set[int], critere: object) -> set[int]:
    return set(unite().scalars(select(Point.id).where(Point.id.in_(ids), critere))) if ids else set()  # type: ignore[arg-type]


def _tenu(acteur: Acteur, document: Document, organes: dict[int, int]) -> bool:
    """The secretary of the organe reads all that comes from its séances."""
    organe = organes.get(document.seance_id or 0)
    return organe is not None and acteur.est_secretaire(organe)


def _lisible(acteur: Acteur, document: Document, organes: dict[int, int], vus: set[int], caches: set[int]) -> bool:
    """The secretary of the organe reads all; who asked, what the scope and the points still allow."""
    organe = organes.get(document.seance_id or 0)
    if _tenu(acteur, document, organes):
        return True
    if document.demande_par_id != acteur.agent_id:
        return False
    if document.point_id is not None:
        return _points(document) <= vus
    if organe is None or document.portee == "integrale":
        return False
    if document.portee == "publique":
        return not _points(document) & caches
    return acteur.est_membre(organe) and (document.type == "pv" or _points(document) <= vus)
