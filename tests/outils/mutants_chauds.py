"""Mutants tried where the tests are already collected: one fork each, the code of one function exchanged.

A test that never enters a function cannot see what is broken in it: only the others are run, the quickest first, until
one fails. What was called while the tests were collected may have left its mark on them (a table of parameters, a
cache): its mutants, like those of the constants, are left to `mutants_essai`, which loads everything afresh.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from math import ceil
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest
from fourche import PLANTE, bifurquer

MARGE = 5  # times the work of the tests alone: a mutant may loop for ever, and a busy machine must not hide it
VU, PAS_VU = 1, 0


class Broche(NamedTuple):
    """A mutant of the body of a function: which one, and its whole file."""

    fonction: str
    source: str


class Entrees:
    """The functions of one file that are called, by their outermost name."""

    def __init__(self, fichier: str) -> None:
        self.fichier, self.noms = fichier, set[str]()

    def __call__(self, cadre: FrameType, evenement: str, objet: Any) -> None:
        if evenement == "call" and cadre.f_code.co_filename == self.fichier:
            self.noms.add(cadre.f_code.co_qualname.split(".<locals>")[0])


class Chauds:
    """The pytest plugin that runs the mutants in place of the tests."""

    def __init__(self, module: str, fichier: str, broches: list[Broche]) -> None:
        self.module, self.fichier, self.broches = module, fichier, broches
        self.verdicts: list[bool | None] = []
        self.echecs: list[str] = []
        self.a_la_collecte = Entrees(fichier)
        sys.setprofile(self.a_la_collecte)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.echecs.append(f"{report.nodeid}\n{report.longreprtext}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.setprofile(None)
        temoin = self._temoin(session.items)
        for broche in self.broches:
            self.verdicts.append(self._essayer(broche, session.items, temoin))
        return True

    def _temoin(self, items: list[pytest.Item]) -> list[tuple[float, list[str]]]:
        """What each test costs without any mutant, and the functions that it enters."""
        with tempfile.TemporaryFile("w+") as dit:

            def mesurer() -> int:
                lus = []
                for item in items:
                    entrees, debut = Entrees(self.fichier), time.process_time()
                    sys.setprofile(entrees)
                    self._jouer([item])
                    sys.setprofile(None)
                    lus.append((time.process_time() - debut, sorted(entrees.noms)))
                json.dump([self.echecs, lus], dit)
                dit.flush()
                return 0

            code, _ = bifurquer(mesurer, 1200, 3600.0)
            assert code == 0, f"The tests of {self.module} could not be run: {code}."
            dit.seek(0)
            echecs, lus = json.load(dit)
        assert not echecs, f"The tests of {self.module} fail without any mutation: {echecs}"
        return lus

    def _essayer(self, broche: Broche, items: list[pytest.Item], temoin: list[tuple[float, list[str]]]) -> bool | None:
        """Was it seen? None when its function cannot be exchanged in place."""
        vivante = _vivante(sys.modules[self.module], broche.fonction)
        code = next(c for c in _codes(compile(broche.source, self.fichier, "exec")) if c.co_qualname == broche.fonction)
        if (
            vivante is None
            or broche.fonction in self.a_la_collecte.noms
            or code.co_freevars != vivante.__code__.co_freevars
        ):
            return None
        choisis = sorted((cout, rang) for rang, (cout, noms) in enumerate(temoin) if broche.fonction in noms)

        def tenter() -> int:
            vivante.__code__ = code
            return VU if self._jouer([items[rang] for _, rang in choisis]) else PAS_VU

        fini, _ = bifurquer(tenter, ceil(MARGE * sum(cout for cout, _ in choisis)) + 1)
        assert fini != PLANTE, f"pytest could not run the tests of {self.module} on a mutant of {broche.fonction}."
        return fini != PAS_VU

    def _jouer(self, items: list[pytest.Item]) -> bool:
        """Run until one fails: did one?"""
        for item in items:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.echecs:
                return True
        return False


def _vivante(module: Any, nom: str) -> FunctionType | None:
    """The function of that name as everybody holds it; None when something is wrapped around it."""
    objet = module
    for partie in nom.split("."):
        objet = vars(objet).get(partie)
    if isinstance(objet, property):
        objet = objet.fget
    entiere = isinstance(objet, FunctionType) and objet.__code__.co_qualname == nom
    return objet if entiere else None


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constante in code.co_consts:
        if isinstance(constante, CodeType):
            yield from _codes(constante)
