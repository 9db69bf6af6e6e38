"""The house keeps its walls: pure files, no circle of imports, no import hidden in a function.

The layers themselves are import-linter contracts in pyproject.toml (`make lint`).
"""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.conventions.sources import RACINE, arbre, module, nom, python

IMPURS = ("flask", "sqlalchemy", "werkzeug", "college.transaction", "college.stockage")
# Heavy libraries that the web process must not load are imported where they are used.
PARESSEUX = {"weasyprint", "docxtpl", "docx", "pikepdf", "pypdfium2", "pyhanko", "rq", "html4docx", "playwright"}


@cache
def _graphe() -> grimp.ImportGraph:
    return grimp.build_graph(
        "college", "search_index", include_external_packages=True, exclude_type_checking_imports=True
    )


def _purs() -> list[str]:
    return [module(chemin) for chemin in python() if "PURE" in (ast.get_docstring(arbre(chemin)) or "")]


def test_some_files_say_that_they_are_pure():
    assert len(_purs()) >= 15


@pytest.mark.parametrize("pur", _purs())
def test_a_pure_file_knows_neither_the_web_nor_the_database(pur):
    graphe = _graphe()
    for impur in IMPURS:
        if impur in graphe.modules:
            chaine = graphe.find_shortest_chain(importer=pur, imported=impur)
            assert chaine is None, f"{pur} says PURE, but: {' → '.join(chaine)}"


def test_there_is_no_circle_of_imports():
    graphe = _graphe()
    liens = {
        module: {voisin for voisin in graphe.find_modules_directly_imported_by(module) if voisin.startswith("college")}
        for module in graphe.modules
        if module.startswith("college")
    }
    try:
        tuple(TopologicalSorter(liens).static_order())
    except CycleError as cercle:
        pytest.fail(" → ".join(reversed(cercle.args[1])), pytrace=False)


def test_no_import_is_hidden_in_a_function():
    caches = []
    for chemin in python():
        for fonction in ast.walk(arbre(chemin)):
            if isinstance(fonction, ast.FunctionDef | ast.AsyncFunctionDef):
                caches += [f"{nom(chemin)}:{ligne}" for ligne in _importes_dans(fonction)]
    assert not caches, "Import at the top; if that makes a circle, the drawing is wrong: fix the drawing"


def _importes_dans(fonction: ast.AST) -> list[int]:
    lignes = []
    for noeud in ast.walk(fonction):
        noms = [noeud.module or ""] if isinstance(noeud, ast.ImportFrom) else []
        noms += [alias.name for alias in noeud.names] if isinstance(noeud, ast.Import) else []
        if noms and not all(n.split(".")[0] in PARESSEUX for n in noms):
            lignes.append(noeud.lineno)
    return lignes


def test_the_web_process_never_loads_the_document_libraries(tmp_path):
    """They weigh 100 MB; documents are written in processes of their own."""
    demande = f"""
import sys
from college import create_app
from college.settings import Settings
create_app(Settings(env="test", data_dir="{tmp_path}"))
print(*({{"weasyprint", "docxtpl", "docx", "pypdfium2", "pyhanko"}} & sys.modules.keys()))
"""
    dit = subprocess.run([sys.executable, "-c", demande], capture_output=True, text=True, check=True, cwd=RACINE).stdout
    assert dit.strip() == ""
