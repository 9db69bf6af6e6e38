"""`make bench`: run the measures, print the table, keep `benchmarks/results/latest.json`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks import chaine, demarrage, direct, documents, pages, points, publication, recherche, tutelle
from benchmarks.mesure import Mesure

RESULTATS = Path(__file__).parent / "results"
MODULES = {
    "chaine": chaine,
    "recherche": recherche,
    "publication": publication,
    "documents": documents,
    "pages": pages,
    "points": points,
    "direct": direct,
    "tutelle": tutelle,
    "demarrage": demarrage,
}


def main() -> int:
    """Run the chosen measures; 0 even when a bar is missed: a noisy machine is no failure."""
    lecteur = argparse.ArgumentParser(prog="benchmarks", description="Measures, seeded, median of five.")
    lecteur.add_argument("quoi", nargs="*", choices=[*MODULES, []], help="only these (default: all)")
    lecteur.add_argument("--petit", action="store_true", help="a tenth of the data, to try the commands")
    options = lecteur.parse_args()
    debut = time.monotonic()
    with tempfile.TemporaryDirectory() as dossier:
        mesures = [
            mesure
            for nom in options.quoi or MODULES
            for mesure in MODULES[nom].mesurer(Path(dossier) / nom, options.petit)
        ]
    for ligne in tableau(mesures):
        print(ligne)
    RESULTATS.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "coeurs": os.cpu_count(), "charge": os.getloadavg()[0]}
    contenu = {"le": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "machine": machine, "secondes": time.monotonic() - debut}
    contenu["mesures"] = [mesure.en_clair() for mesure in mesures]
    (RESULTATS / "latest.json").write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n")
    return 0


def tableau(mesures: Iterable[Mesure]) -> list[str]:
    """One aligned line a measure; « ✓ » within the bar, « ! » beyond."""
    lignes = [f"{'':<2} {'':<4} {'mesure':<52} {'taille':<20} {'médiane':>12} {'pire':>10} {'barre':>10}"]
    for m in mesures:
        signe = {True: "✓", False: "!", None: " "}[m.tenue]
        barre = f"{m.barre:g}" if m.barre is not None else ""
        pire = f"{m.pire:.1f}" if m.pire is not None else ""
        valeur = f"{m.valeur:.2f} {m.unite}"
        lignes.append(
            f"{signe:<2} {m.code:<4} {m.quoi:<52} {m.taille:<20} {valeur:>12} {pire:>10} {barre:>10} {m.a_cote}"
        )
    return lignes


if __name__ == "__main__":
    sys.exit(main())
