"""PURE: the facts of a document frozen by an earlier release, completed for the templates of today.

A frozen context is never written again, but it is still laid out: a public rendition that masks a name, a Word
file that failed. A field born since is given its empty value, which prints nothing, so that the act reads as it
did. A field that changes its meaning takes a new name: an old one is never reinterpreted.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from college.templates_docs import documents, exemple


def completer(type_document: str, contexte: dict[str, Any]) -> dict[str, Any]:
    """The context with every field that today's templates may name; what it says itself is untouched."""
    complet: dict[str, Any] = _completer(contexte, forme(type_document))
    return complet


@cache
def forme(type_document: str) -> dict[str, Any]:
    """The tree of a document as it is made today, each list with at least one element that shows its fields."""
    dossier = exemple.dossier_exemple(type_document)
    mains = (*dossier.signataires, replace(dossier.signataires[0], a_signe=True))
    return documents.contexte_de(type_document, replace(dossier, signataires=mains), exemple.SUITE)


def _completer(valeur: Any, modele: Any) -> Any:
    if isinstance(valeur, dict) and isinstance(modele, dict):
        manque = {cle: _vide(m) for cle, m in modele.items() if cle not in valeur}
        return {**{cle: _completer(v, modele.get(cle)) for cle, v in valeur.items()}, **manque}
    if isinstance(valeur, list) and isinstance(modele, list) and modele:
        return [_completer(v, modele[0]) for v in valeur]
    return valeur


def _vide(modele: Any) -> Any:
    """What stands for a field that was not known: nothing, in its own type."""
    if isinstance(modele, dict):
        return {cle: _vide(m) for cle, m in modele.items()}
    return None if modele is None else type(modele)()
