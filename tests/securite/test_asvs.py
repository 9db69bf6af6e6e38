"""The security pages claim only what a test proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PREUVES = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (RACINE / "docs/security/asvs.md").read_text("utf-8"))))


# Section → how many items it has at levels 1 and 2 of ASVS 5.0.0 (their numbers follow each other from 1).
ITEMS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip


def _dits() -> list[str]:
    """The items of levels 1 and 2 that the page names, ranges spelt out."""
    dits = []
    for premiere in re.findall(
        r"^\| (\d[^|]*) \|", (RACINE / "docs/security/asvs.md").read_text("utf-8"), re.MULTILINE
    ):
        for morceau in premiere.split(", "):
            if morceau.endswith("³"):
                continue
            debut, _, fin = morceau.partition("–")
            section, numero = debut.rsplit(".", 1)
            assert not fin or fin.rsplit(".", 1)[0] == section, morceau
            dits += [f"{section}.{n}" for n in range(int(numero), int((fin or debut).rsplit(".", 1)[1]) + 1)]
    return dits


def test_each_item_of_level_2_is_answered_once():
    dits, attendus = _dits(), {f"{section}.{n}" for section, nombre in ITEMS.items() for n in range(1, nombre + 1)}
    assert {item for item in dits if dits.count(item) > 1} == set()
    assert (attendus - set(dits), set(dits) - attendus) == (set(), set())


@pytest.mark.parametrize(("fichier", "nom"), PREUVES)
def test_each_claim_has_its_test(fichier: str, nom: str):
    assert re.search(rf"^def {nom}\(", (RACINE / fichier).read_text("utf-8"), re.MULTILINE)


def test_the_pages_point_to_each_other_and_the_threats_to_tests():
    assert len(PREUVES) > 35
    for page in ("SECURITY.md", "docs/security/asvs.md", "docs/security/menaces.md"):
        texte = (RACINE / page).read_text("utf-8")
        for lien in re.findall(r"\]\(((?!http)[^)#]+)\)", texte):
            assert (RACINE / page).parent.joinpath(lien).exists(), (page, lien)
