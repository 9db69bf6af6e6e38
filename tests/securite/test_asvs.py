"""The security pages claim only what a test proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PREUVES = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (RACINE / "docs/security/asvs.md").read_text("utf-8"))))


@pytest.mark.parametrize(("fichier", "nom"), PREUVES)
def test_each_claim_has_its_test(fichier: str, nom: str):
    assert re.search(rf"^def {nom}\(", (RACINE / fichier).read_text("utf-8"), re.MULTILINE)


def test_the_pages_point_to_each_other_and_the_threats_to_tests():
    assert len(PREUVES) > 35
    for page in ("SECURITY.md", "docs/security/asvs.md", "docs/security/menaces.md"):
        texte = (RACINE / page).read_text("utf-8")
        for lien in re.findall(r"\]\(((?!http)[^)#]+)\)", texte):
            assert (RACINE / page).parent.joinpath(lien).exists(), (page, lien)
