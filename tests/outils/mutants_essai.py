"""The process that tries mutants: libraries loaded once, nothing of ours loaded before a fork.

Those that `mutants_chauds` can try are tried there, in one fork that collects the tests once; the others each get a
fork of their own, where the module is loaded broken before anything reads it.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import os
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from math import ceil
from types import ModuleType
from typing import Any

import pytest
from fourche import bifurquer
from hypothesis import HealthCheck, Phase, settings
from mutants_chauds import MARGE, Broche, Chauds

# Without the project's configuration: warnings are errors there, and libraries loaded beforehand make one.
OPTIONS = ["-x", "-q", "-c", os.devnull, "--rootdir", os.getcwd(), "--import-mode=importlib", "--noconftest",
           "-p", "no:cacheprovider", "-p", "no:unraisableexception", "-k", "not bref"]  # fmt: skip
VUS = {int(pytest.ExitCode.TESTS_FAILED), int(pytest.ExitCode.INTERRUPTED), int(pytest.ExitCode.INTERNAL_ERROR)}


class _Remplace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the broken source for one module, and lets the others be found as usual."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, nom: str, chemin: Any = None, cible: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(nom, self) if nom == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, f"<{self.module}>", "exec"), module.__dict__)


def _pytest(tests: list[str], *greffons: object) -> tuple[int, str]:
    """Exit code of the tests in this process, and what was said."""
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], deadline=None, derandomize=True,
                              database=None, suppress_health_check=list(HealthCheck))  # fmt: skip
    settings.load_profile("mutants")
    with redirect_stdout(io.StringIO()) as dit, redirect_stderr(dit):
        code = int(pytest.main([*OPTIONS, *tests], plugins=[*greffons]))
    return code, dit.getvalue()


def _a_chaud(module: str, fichier: str, tests: list[str], broches: list[Broche]) -> list[bool | None]:
    """The verdicts of the mutants whose function is exchanged in place; None for those that cannot be."""
    with tempfile.TemporaryFile("w+") as dit:

        def tenter() -> int:
            chauds = Chauds(module, fichier, broches)
            code, paroles = _pytest(tests, chauds)
            if len(chauds.verdicts) != len(broches):
                print(paroles, file=sys.stderr, flush=True)
                return code or 1
            json.dump(chauds.verdicts, dit)
            dit.flush()
            return 0

        code, _ = bifurquer(tenter, 1200, 7200.0)
        if code:
            sys.exit(f"The tests of {module} could not be run on its mutants: {code}.")
        dit.seek(0)
        return json.load(dit)


def _a_froid(module: str, tests: list[str], source: str | None, secondes: int) -> tuple[int, float]:
    """Exit code and work of the tests, everything of ours loaded afresh, with the broken source or none."""

    def tenter() -> int:
        if source is not None:
            sys.meta_path.insert(0, _Remplace(module, source))
        return _pytest(tests)[0]

    return bifurquer(tenter, secondes)


def _prechauffer(module: str) -> str:
    """Load what the module needs, then forget what is ours: only libraries stay warm. Gives the module's file."""
    fichier = str(importlib.import_module(module).__file__)
    for nom in [nom for nom in sys.modules if nom.split(".")[0] in ("college", "search_index")]:
        del sys.modules[nom]
    return fichier


def principal() -> None:
    """Read {module, tests, mutants: [[function, source]]}; print one boolean a mutant: was it seen?"""
    lu = json.load(sys.stdin)
    module, tests, broches = lu["module"], lu["tests"], [Broche(*mutant) for mutant in lu["mutants"]]
    fichier = _prechauffer(module)
    rangs = [rang for rang, broche in enumerate(broches) if broche.fonction]
    verdicts = dict(zip(rangs, _a_chaud(module, fichier, tests, [broches[rang] for rang in rangs]), strict=True))
    code, travail = _a_froid(module, tests, None, 1200)
    if code:
        sys.exit(f"The tests of {module} fail without any mutation: {code}.")
    for rang, broche in enumerate(broches):
        if verdicts.get(rang) is None:
            code, _ = _a_froid(module, tests, broche.source, ceil(MARGE * travail))
            if code > 0 and code not in VUS:
                sys.exit(f"pytest could not run the tests of {module}: exit code {code}.")
            verdicts[rang] = code != 0
    print(json.dumps([verdicts[rang] for rang in range(len(broches))]))


if __name__ == "__main__":
    principal()
