"""Files stay short, clean and free of what belongs to one machine."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from college.settings import Settings
from tests.conventions.sources import RACINE, arbre, nom, python, suivis

LIGNES_MAX = 400
FONCTION_MAX = 60
OCTETS_MAX = 500_000
INACHEVE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|assert True\b|pytest\.mark\.(skip|xfail)\b")
HOTES = "|".join(("py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian.org"))
MACHINE = re.compile(rf"{HOTES}|(?<![\w.])/(?:ro" + r"ot|home/[a-z]+|work)/")
BINAIRES = {".png", ".jpg", ".woff2", ".pdf", ".docx", ".ico", ".ttf", ".otf", ".zip"}


def _textes():
    for chemin in suivis():
        if chemin.suffix not in BINAIRES:
            yield chemin, chemin.read_text(encoding="utf-8")


def test_no_file_is_long():
    longs = {nom(c): n for c in python("college", "search_index", "tests") if (n := _lignes(c)) > LIGNES_MAX}
    assert not {fichier: n for fichier, n in longs.items() if "/migrations/versions/" not in fichier}


def _lignes(chemin) -> int:
    return chemin.read_text(encoding="utf-8").count("\n")


def test_no_function_is_long():
    longues = [
        f"{nom(chemin)}:{fonction.lineno} {fonction.name}"
        for chemin in python()
        if "versions" not in chemin.parts
        for fonction in ast.walk(arbre(chemin))
        if isinstance(fonction, ast.FunctionDef) and _propres(fonction) > FONCTION_MAX
    ]
    assert not longues


def _propres(fonction: ast.FunctionDef) -> int:
    """Its lines, without those of the functions that it holds."""
    dedans = [enfant for enfant in fonction.body if isinstance(enfant, ast.FunctionDef)]
    return _etendue(fonction) - sum(_etendue(enfant) for enfant in dedans)


def _etendue(fonction: ast.FunctionDef) -> int:
    return (fonction.end_lineno or fonction.lineno) - fonction.lineno + 1


def test_no_file_is_heavy():
    lourds = {nom(chemin): taille for chemin in suivis() if (taille := chemin.stat().st_size) > OCTETS_MAX}
    assert not lourds


def test_nothing_is_left_unfinished():
    inacheves = [
        f"{nom(chemin)}: {trouve[0]}"
        for chemin, texte in _textes()
        if chemin.suffix in (".py", ".js", ".html", ".css", ".sh")
        and "conventions" not in chemin.parts
        and (trouve := INACHEVE.search(texte))
    ]
    assert not inacheves


def test_nothing_names_a_machine_or_a_registry():
    nommes = [f"{nom(chemin)}: {trouve[0]}" for chemin, texte in _textes() if (trouve := MACHINE.search(texte))]
    assert not nommes


def test_every_module_says_what_it_is_for():
    muets = [nom(chemin) for chemin in python() if not ast.get_docstring(arbre(chemin))]
    assert not muets


def test_every_setting_is_documented():
    page = (RACINE / "docs" / "configuration.md").read_text(encoding="utf-8")
    variables = {"PORT" if champ == "port" else f"COLLEGE_{champ.upper()}" for champ in Settings.model_fields}
    assert not {variable for variable in variables if f"`{variable}`" not in page}


def test_every_documented_setting_exists():
    page = (RACINE / "docs" / "configuration.md").read_text(encoding="utf-8")
    code = "\n".join(chemin.read_text(encoding="utf-8") for chemin in python())
    connus = {f"COLLEGE_{champ.upper()}" for champ in Settings.model_fields}
    prefixes = tuple(f"COLLEGE_{metier}_" for metier in ("ETUTELLE", "SIGNATURE", "STOCKAGE", "ANNUAIRE"))
    fantomes = set(re.findall(r"`(COLLEGE_[A-Z0-9_]+)`", page)) - connus
    assert not {variable for variable in fantomes if variable not in code and not variable.startswith(prefixes)}


@pytest.mark.parametrize(("liste", "verrou"), [("run", "run.txt"), ("run", "dev.txt"), ("dev", "dev.txt")])
def test_every_dependency_is_locked_with_its_hashes(liste, verrou):
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    demandes = projet["project"]["dependencies"] if liste == "run" else projet["dependency-groups"]["dev"]
    verrouilles = (RACINE / "requirements" / verrou).read_text(encoding="utf-8")
    noms = {re.split(r"[\[<>=;! ]", demande, maxsplit=1)[0].lower() for demande in demandes}
    absents = {nom for nom in noms if not re.search(rf"^{re.escape(nom)}(\[[\w,]+\])?==", verrouilles, re.MULTILINE)}
    assert not absents, "Run: make verrous"
    assert verrouilles.count("--hash=sha256:") > verrouilles.count("==")
