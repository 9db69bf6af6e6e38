"""News from the rooms below, heard inside their own transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from college.actes import approbation, creation, dossiers, hors_seance, services
from college.annonces import abonner
from college.droits import Acteur
from college.points.modele import Point
from college.seances.modele import Inscription, Seance
from college.templates_docs import documents


@abonner("seance.arretee")
def _faire_les_actes(acteur: Acteur, seance: Seance, inscriptions: Sequence[Inscription]) -> None:
    creation.de_seance(acteur, seance, inscriptions)


@abonner("seance.pv_approuve")
def _approuver_le_pv(
    acteur: Acteur,
    seance: Seance,
    observations: Sequence[dict[str, Any]] = (),
    parties: Collection[str] | None = None,
    seance_tenante: bool = False,
) -> bool:
    """True once every part is approved."""
    return approbation.approuver(acteur, seance, observations, parties, seance_tenante)


@abonner("seance.convoquee")
def _garder_la_convocation(acteur: Acteur, seance: Seance, lettre: str) -> None:
    """What was sent is kept as it was sent: the notice and the agenda of this version."""
    facts = dossiers.de_seance(seance, "integrale", projet=False)
    for type_document in ("convocation", "ordre_du_jour"):
        contexte = documents.contexte_de(type_document, facts)
        services.demander_document(acteur, seance, type_document, "pdf", "integrale", contexte=contexte)


@abonner("point.decide_hors_seance")
def _faire_l_acte(acteur: Acteur, point: Point) -> None:
    """A decision without a séance (pratique §4): its own number, register and signatures."""
    creation.hors_seance(acteur, point.organe, point, hors_seance.dossier(point))
