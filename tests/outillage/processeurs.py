"""How many workers run the tests: one more than there are processors.

A worker spends a part of its time waiting: a browser draws, a server starts, a lease ends. Another one works meanwhile.
"""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`, as `make test` asks; PYTEST_XDIST_AUTO_NUM_WORKERS says another number."""
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") or len(os.sched_getaffinity(0)) + 1)
