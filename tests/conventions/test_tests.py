"""A test that never runs is worse than none."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conventions.sources import RACINE, arbre, nom, python


def _decore_en_fixture(fonction: ast.FunctionDef) -> bool:
    return any("fixture" in ast.unparse(decorateur) for decorateur in fonction.decorator_list)


def _de_tests() -> list[Path]:
    return [c for c in python("tests") if c.name.startswith("test_") or c.name == "conftest.py"]


def test_every_function_of_a_test_file_runs():
    mortes = [
        f"{nom(chemin)}:{fonction.lineno} {fonction.name}"
        for chemin in _de_tests()
        for fonction in arbre(chemin).body
        if isinstance(fonction, ast.FunctionDef)
        and not fonction.name.startswith(("test_", "_", "pytest_"))
        and not _decore_en_fixture(fonction)
    ]
    assert not mortes, "Name it test_… or _…, or make it a fixture"


def test_every_module_beside_the_tests_is_used_by_one():
    textes = "\n".join(chemin.read_text(encoding="utf-8") for chemin in python("tests"))
    autres = {chemin for chemin in python("tests") if chemin not in _de_tests()}
    assert not [nom(chemin) for chemin in autres if textes.count(chemin.stem) < 1 + (chemin.stem in _lire(chemin))]


def _lire(chemin: Path) -> str:
    return chemin.read_text(encoding="utf-8")


def test_every_file_with_tests_is_collected():
    perdus = [
        nom(chemin)
        for chemin in python("tests")
        if not chemin.name.startswith("test_")
        and any(isinstance(n, ast.FunctionDef) and n.name.startswith("test_") for n in arbre(chemin).body)
    ]
    assert not perdus


def test_no_helper_is_unused():
    """A `_helper` of a test file that nobody calls is dead."""
    morts = []
    for chemin in python("tests"):
        texte = chemin.read_text(encoding="utf-8")
        for fonction in arbre(chemin).body:
            if (
                isinstance(fonction, ast.FunctionDef)
                and fonction.name.startswith("_")
                and texte.count(fonction.name) < 2
            ):
                morts.append(f"{nom(chemin)}: {fonction.name}")
    assert not morts


def test_every_test_asserts_something():
    """A test without assert, raises nor a helper that checks proves nothing."""
    vides = []
    for chemin in python("tests"):
        for fonction in ast.walk(arbre(chemin)):
            if isinstance(fonction, ast.FunctionDef) and fonction.name.startswith("test_") and not _verifie(fonction):
                vides.append(f"{nom(chemin)}:{fonction.lineno} {fonction.name}")
    assert not vides


def _verifie(fonction: ast.FunctionDef) -> bool:
    """An assert, a `raises`, Playwright's `expect`, or a call to something whose name says that it checks."""
    mots = ("raises", "expect", "verifier", "valider", "assert", "fail", "check", "attendre", "_doit", "refuse")
    for noeud in ast.walk(fonction):
        if isinstance(noeud, ast.Assert):
            return True
        if isinstance(noeud, ast.Call) and any(mot in ast.unparse(noeud.func) for mot in mots):
            return True
    return False


def test_the_room_of_each_test_exists():
    """`tests/<room>/` mirrors `college/`, besides a few folders of their own."""
    propres = {
        "conventions",
        "outillage",
        "maison",
        "parcours",
        "contrats",
        "securite",
        "navigateur",
        "reference",
        "search_index",
        "outils",
    }
    salles = {chemin.name.removesuffix(".py") for chemin in (RACINE / "college").iterdir()}
    dossiers = {chemin.relative_to(RACINE / "tests").parts[0] for chemin in python("tests")}
    assert not {dossier for dossier in dossiers if not dossier.endswith(".py")} - propres - salles
