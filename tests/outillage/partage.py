"""One worker runs the whole of a file whose world is long to make: two workers would make it twice.

xdist has a mark for this, which names a test anew; since pytest 9.2 a name given that way is not read. Its scheduler
is asked here through its public hook instead.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

ENTIERS = (
    "tests/navigateur/test_chaque_ecran.py",
    "tests/securite/test_arrets_brutaux.py",
    "tests/templates_docs/test_atelier.py",
)


def part(nodeid: str) -> str:
    """What goes to one worker together: the file, or the test alone."""
    fichier = nodeid.partition("::")[0]
    return fichier if fichier in ENTIERS else nodeid


class Partage(LoadGroupScheduling):
    """The parts with most tests go first, so that none is left for the end."""

    def _split_scope(self, nodeid: str) -> str:
        return part(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Partage | None:
    """For `--dist loadgroup`, as `make test` asks."""
    return Partage(config, log) if config.getvalue("dist") == "loadgroup" else None
