"""Every list of the API answers `{elements, suivant, total}`: a client pages them all alike."""

from __future__ import annotations

import ast

from tests.conventions import sources

ENVELOPPE = {"elements", "suivant", "total"}
PUBLIC = "college/public/api.py"  # the public search answers facets too


def _dictionnaires():
    for chemin in sources.python("college"):
        if sources.nom(chemin) != PUBLIC:
            for noeud in ast.walk(sources.arbre(chemin)):
                if isinstance(noeud, ast.Dict):
                    cles = {cle.value for cle in noeud.keys if isinstance(cle, ast.Constant)}
                    yield f"{sources.nom(chemin)}:{noeud.lineno}", cles


def test_no_list_forgets_its_total_or_its_next_page():
    nus = [ou for ou, cles in _dictionnaires() if "elements" in cles and not cles >= ENVELOPPE]
    assert nus == [], "Answer college.api.listes.liste_entiere(…) or paginer_liste(…)"
