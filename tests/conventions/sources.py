"""What the convention tests read: the project's own files, parsed once."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

RACINE = Path(__file__).parents[2]
CODE = ("college", "search_index")


@cache
def suivis() -> tuple[Path, ...]:
    """Every file of the project: those that git follows, and the new ones that it does not ignore."""
    commande = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    noms = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(RACINE / nom for nom in noms if nom and (RACINE / nom).is_file())


def python(*dossiers: str) -> list[Path]:
    """The Python files of these folders (of the application by default)."""
    racines = tuple(RACINE / dossier for dossier in dossiers or CODE)
    return [chemin for chemin in suivis() if chemin.suffix == ".py" and any(r in chemin.parents for r in racines)]


@cache
def arbre(chemin: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(chemin.read_text(encoding="utf-8"), str(chemin))


def nom(chemin: Path) -> str:
    """A path as people write it."""
    return chemin.relative_to(RACINE).as_posix()


def module(chemin: Path) -> str:
    """`college/points/regles.py` is the module `college.points.regles`."""
    return nom(chemin).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
