"""Formula injection (T7): whatever is written in a title, no cell of an export computes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from college import tableur

FORMULES = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "＠A1",
    '=HYPERLINK("http://evil")',
]


@pytest.mark.parametrize("valeur", FORMULES)
def test_t7_a_formula_is_text(valeur: str):
    assert tableur.inerte(valeur) == f"'{valeur}"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")), min_size=1, max_size=4))
def test_t7_no_cell_starts_like_a_formula_and_nothing_is_lost(cellules: list[str]):
    lu = tableur.tableau(["a"], [cellules]).decode("utf-8-sig")
    rangee = list(csv.reader(io.StringIO(lu, newline=""), delimiter=";"))[1]
    for ecrite, voulue in zip(rangee, cellules, strict=True):
        assert ecrite.removeprefix("'") == voulue.removeprefix("'")
        assert not ecrite.lstrip().startswith(tableur.FORMULES)
