"""The list of documents: each type with the function that lays out its facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from college.templates_docs.contexte import contexte_deliberation, contexte_extrait, contexte_pv
from college.templates_docs.contexte_agenda import (
    contexte_convocation,
    contexte_note_synthese,
    contexte_ordre_du_jour,
)
from college.templates_docs.contexte_presences import contexte_presences
from college.templates_docs.contexte_suites import (
    contexte_avis_publication,
    contexte_bordereau,
    contexte_certificat_publication,
    contexte_notification,
)
from college.templates_docs.entree import Dossier, EtatPresences, Suite

DE_SEANCE: dict[str, Callable[[Dossier], dict[str, Any]]] = {
    "pv": contexte_pv,
    "deliberation": contexte_deliberation,
    "extrait": contexte_extrait,
    "convocation": contexte_convocation,
    "ordre_du_jour": contexte_ordre_du_jour,
    "note_synthese": contexte_note_synthese,
}
DE_SUITE: dict[str, Callable[[Dossier, Suite], dict[str, Any]]] = {
    "bordereau": contexte_bordereau,
    "notification": contexte_notification,
    "avis_publication": contexte_avis_publication,
    "certificat_publication": contexte_certificat_publication,
}
DE_LA_MAISON: dict[str, Callable[[Dossier, EtatPresences], dict[str, Any]]] = {"presences": contexte_presences}
"""Sheets for the payroll: no act, no Word file, no template of the commune."""
TYPES = (*DE_SEANCE, *DE_SUITE)
LIBELLES = {
    "pv": "Procès-verbal",
    "deliberation": "Délibération",
    "extrait": "Extrait conforme",
    "convocation": "Convocation",
    "ordre_du_jour": "Ordre du jour",
    "note_synthese": "Notes de synthèse et projets",
    "bordereau": "Bordereau de transmission",
    "notification": "Notification",
    "avis_publication": "Avis de publication",
    "certificat_publication": "Certificat de publication",
}


def contexte_de(
    type_document: str, dossier: Dossier, suite: Suite | None = None, etat: EtatPresences | None = None
) -> dict[str, Any]:
    """The tree of values for a document of that type."""
    if type_document in DE_LA_MAISON:
        jour = dossier.seance.jour
        return DE_LA_MAISON[type_document](dossier, etat or EtatPresences(jour, jour))
    if type_document in DE_SEANCE:
        return DE_SEANCE[type_document](dossier)
    return DE_SUITE[type_document](dossier, suite or Suite())
