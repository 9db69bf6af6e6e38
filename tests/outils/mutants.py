"""Mutation of a pure rule file: break it in one place, run its tests, count what nobody noticed.

What is broken: comparisons and their bounds, and/or, not, tests of `if`, arithmetic, numbers, booleans, codes (a
string without a space), returns, removed statements. What is left alone: docstrings, annotations, decorators, and
prose, whose words are for people. Each mutant runs in a fork (`mutants_essai`), so that nothing of the house is changed
on disk and several files can be tried at once.
"""

from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

RACINE = Path(__file__).parents[2]
GRAINE = 20261121
AU_PLUS = 150  # mutants tried a file; beyond, a seeded sample

_COMPARAISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_CALCULS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_MUETS = ("annotation", "returns", "decorator_list", "type_params")
_MOTS_CLES = ("strict", "slots", "frozen", "maxsize")


class Mutant(NamedTuple):
    """One broken copy of the file; `fonction` names the function whose body is broken, if it is one."""

    ligne: int
    dit: str
    source: str
    fonction: str = ""


class Bilan(NamedTuple):
    """How many were tried, and those that no test saw."""

    essayes: int
    survivants: list[Mutant]

    @property
    def taux(self) -> float:
        return 1 - len(self.survivants) / self.essayes

    def __str__(self) -> str:
        tete = f"{self.taux:.1%} of {self.essayes} mutants killed"
        return "\n".join([tete, *(f"  line {m.ligne}: {m.dit}" for m in self.survivants)])


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a source, in the order of the file."""
    arbre = ast.parse(source)
    corps = dict(_corps(arbre))
    tous = []
    for parent, champ, rang, noeud in _places(arbre):
        for variante in _variantes(noeud, parent):
            _poser(parent, champ, rang, variante)
            dit, ligne = f"{_court(noeud)} -> {_court(variante)}", getattr(noeud, "lineno", 0)
            broche = ast.unparse(ast.fix_missing_locations(arbre))
            tous.append(Mutant(ligne, dit, broche, corps.get(ligne, "")))
            _poser(parent, champ, rang, noeud)
    return sorted(tous, key=lambda m: m.ligne)


def eprouver(module: str, tests: list[str], au_plus: int = AU_PLUS) -> Bilan:
    """Run `tests` (files, without any conftest) against mutants of `module`."""
    chemin = RACINE / (module.replace(".", "/") + ".py")
    choisis = mutants(chemin.read_text(encoding="utf-8"))
    if len(choisis) > au_plus:
        choisis = sorted(random.Random(GRAINE).sample(choisis, au_plus))
    demande = json.dumps({"module": module, "tests": tests, "mutants": [(m.fonction, m.source) for m in choisis]})
    milieu = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith("PYTEST_")}
    milieu |= {"PYTHONPATH": str(RACINE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    fait = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("mutants_essai.py"))],
        input=demande, capture_output=True, text=True, cwd=RACINE, env=milieu, check=False,
    )  # fmt: skip
    assert fait.returncode == 0, fait.stderr[-4000:]
    vus = json.loads(fait.stdout.splitlines()[-1])
    return Bilan(len(choisis), [mutant for mutant, vu in zip(choisis, vus, strict=True) if not vu])


def _corps(noeud: ast.AST, prefixe: str = "") -> Iterator[tuple[int, str]]:
    """Each line of the body of a function of the file or of its classes, and that function's name."""
    for enfant in ast.iter_child_nodes(noeud):
        if isinstance(enfant, ast.ClassDef):
            yield from _corps(enfant, f"{prefixe}{enfant.name}.")
        elif isinstance(enfant, ast.FunctionDef):
            for ligne in range(max(enfant.body[0].lineno, enfant.lineno + 1), (enfant.end_lineno or 0) + 1):
                yield ligne, prefixe + enfant.name


def _places(noeud: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Each node with the place where it hangs, outside what is left alone."""
    for champ, valeur in ast.iter_fields(noeud):
        if champ in _MUETS:
            continue
        if isinstance(valeur, list):
            suite: list[tuple[int | None, Any]] = list(enumerate(valeur))
        else:
            suite = [(None, valeur)]
        for rang, enfant in suite:
            if not isinstance(enfant, ast.AST) or _muet(enfant):
                continue
            yield noeud, champ, rang, enfant
            yield from _places(enfant)


def _muet(noeud: ast.AST) -> bool:
    if isinstance(noeud, ast.Expr) and isinstance(noeud.value, ast.Constant):
        return True  # a docstring
    if isinstance(noeud, ast.Assign) and isinstance(noeud.targets[0], ast.Name):
        return noeud.targets[0].id.startswith("__")
    return isinstance(noeud, (ast.JoinedStr, ast.Import, ast.ImportFrom)) or (
        isinstance(noeud, ast.keyword) and noeud.arg in _MOTS_CLES
    )


def _variantes(noeud: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    match noeud:
        case ast.Compare(left, [seule], suite):
            yield from (ast.Compare(left, [autre()], suite) for autre in _COMPARAISONS[type(seule)])
        case ast.BoolOp(op, valeurs):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), valeurs)
        case ast.UnaryOp(ast.Not(), operande):
            yield operande
        case ast.BinOp(gauche, op, droite) if type(op) in _CALCULS:
            yield ast.BinOp(gauche, _CALCULS[type(op)](), droite)
        case ast.Constant():
            yield from _constantes(noeud.value)
        case ast.Return(ast.expr() as valeur) if not (isinstance(valeur, ast.Constant) and valeur.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Break() | ast.Continue():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
    condition = isinstance(parent, (ast.If, ast.IfExp, ast.While)) and noeud is parent.test
    if condition and not isinstance(noeud, (ast.Compare, ast.UnaryOp)):
        yield ast.UnaryOp(ast.Not(), noeud)  # type: ignore[arg-type]


def _constantes(valeur: object) -> Iterator[ast.AST]:
    if isinstance(valeur, bool):
        yield ast.Constant(not valeur)
    elif isinstance(valeur, int):
        yield ast.Constant(valeur + 1)
    elif isinstance(valeur, str) and valeur and " " not in valeur:
        yield ast.Constant(f"{valeur}_x")


def _poser(parent: ast.AST, champ: str, rang: int | None, noeud: ast.AST) -> None:
    if rang is None:
        setattr(parent, champ, noeud)
    else:
        getattr(parent, champ)[rang] = noeud


def _court(noeud: ast.AST) -> str:
    texte = ast.unparse(ast.fix_missing_locations(noeud)).replace("\n", " ")
    return texte if len(texte) <= 100 else f"{texte[:99]}…"
