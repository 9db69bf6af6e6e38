"""The process that tries mutants: libraries loaded once, one fork a mutant, nothing of ours loaded before the fork."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import os
import resource
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from math import ceil
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

# Without the project's configuration: warnings are errors there, and libraries loaded beforehand make one.
OPTIONS = ["-x", "-q", "-c", os.devnull, "--rootdir", os.getcwd(), "--import-mode=importlib", "--noconftest",
           "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not bref"]  # fmt: skip
VUS = {int(pytest.ExitCode.TESTS_FAILED), int(pytest.ExitCode.INTERRUPTED), int(pytest.ExitCode.INTERNAL_ERROR)}
PATIENCE = 600.0  # seconds on the clock: a mutant may wait for ever
MARGE = 5  # times the work of the tests alone: a mutant may loop for ever, and a busy machine must not hide it


class _Remplace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the broken source for one module, and lets the others be found as usual."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, nom: str, chemin: Any = None, cible: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(nom, self) if nom == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, f"<{self.module}>", "exec"), module.__dict__)


def _lancer(module: str, tests: list[str], source: str | None) -> int:
    """The tests, in this process, with the broken source or none."""
    if source is not None:
        sys.meta_path.insert(0, _Remplace(module, source))
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], deadline=None, derandomize=True,
                              database=None, suppress_health_check=list(HealthCheck))  # fmt: skip
    settings.load_profile("mutants")
    with redirect_stdout(io.StringIO()) as dit, redirect_stderr(dit):
        code = int(pytest.main([*OPTIONS, *tests]))
    if source is None and code:
        print(dit.getvalue(), file=sys.stderr, flush=True)
    return code


def _bifurquer(module: str, tests: list[str], source: str | None, travail: int) -> tuple[int, float]:
    """The exit code of a fork that runs the tests, and its seconds of work; one that works beyond `travail` is killed
    by the system, which counts as seen."""
    numero = os.fork()
    if not numero:
        code = 3
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (travail, travail))
            code = _lancer(module, tests, source)
        finally:
            os._exit(code)
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        fini, etat, cout = os.wait4(numero, os.WNOHANG)
        if fini:
            return os.waitstatus_to_exitcode(etat), cout.ru_utime + cout.ru_stime
        time.sleep(0.01)
    os.kill(numero, signal.SIGKILL)
    os.waitpid(numero, 0)
    return 1, PATIENCE


def _prechauffer(module: str) -> None:
    """Load what the module needs, then forget what is ours: only libraries stay warm."""
    importlib.import_module(module)
    for nom in [nom for nom in sys.modules if nom.split(".")[0] in ("college", "search_index")]:
        del sys.modules[nom]


def principal() -> None:
    """Read {module, tests, sources}; print one boolean a source: was it seen?"""
    lu = json.load(sys.stdin)
    module, tests = lu["module"], lu["tests"]
    _prechauffer(module)
    code, travail = _bifurquer(module, tests, None, 600)
    if code:
        sys.exit(f"The tests of {module} fail without any mutation.")
    codes = [_bifurquer(module, tests, source, ceil(MARGE * travail))[0] for source in lu["sources"]]
    inattendus = {code for code in codes if code > 0 and code not in VUS}
    if inattendus:
        sys.exit(f"pytest could not run the tests of {module}: exit codes {inattendus}.")
    print(json.dumps([code != 0 for code in codes]))


if __name__ == "__main__":
    principal()
