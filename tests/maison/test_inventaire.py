"""The inventory of what is delivered (`make sbom`): each locked component, with its exact version."""

import json
import re
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[2]


def _inventaire(verrou, sortie):
    commande = [sys.executable, "-m", "cyclonedx_py", "requirements", verrou, "--output-reproducible", "-o", sortie]
    subprocess.run([*map(str, commande)], check=True, capture_output=True, cwd=RACINE)
    return json.loads(sortie.read_text())["components"]


def test_l_inventaire_nomme_chaque_composant_du_verrou(tmp_path):
    verrou = RACINE / "requirements/run.txt"
    verrouilles = {
        tuple(paire) for paire in re.findall(r"^([\w.-]+)(?:\[[^\]]+\])?==([^ ;\\]+)", verrou.read_text(), re.M)
    }
    composants = _inventaire(verrou, tmp_path / "python.json")
    assert {(c["name"].lower(), c["version"]) for c in composants} == verrouilles
    assert all(c["purl"].startswith("pkg:") for c in composants)


def test_make_sbom_lit_les_deux_verrous():
    recette = re.search(r"^sbom:.*?\n\n", (RACINE / "Makefile").read_text(), re.M | re.S)[0]
    assert "requirements/run.txt" in recette and "--package-lock-only" in recette
