"""Write the next migration from the models: `python outils/migration.py "what changes"`.

With `--refaire`, rewrite the first one, the tables (before the first release); those written by hand after it stay.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from college import migrations
from college.transaction import creer_moteur

VERSIONS = migrations.DOSSIER / "versions"


def ecrire(message: str, refaire: bool) -> None:
    """Compare a database at head (or an empty one, to do it all again) with the models, and write the difference."""
    with tempfile.TemporaryDirectory() as dossier:
        moteur = creer_moteur(f"sqlite:///{Path(dossier) / 'vide.sqlite'}")
        versions = Path(dossier) / "versions" if refaire else VERSIONS
        versions.mkdir(exist_ok=True)
        if not refaire:
            migrations.monter(moteur)
        with moteur.connect() as connexion:
            reglages = migrations.configuration(connexion)
            reglages.set_main_option("version_locations", str(versions))
            numero = f"{len(list(versions.glob('*.py'))) + 1:04d}"
            command.revision(reglages, message, autogenerate=True, rev_id=numero)
        moteur.dispose()
        if refaire:
            _remplacer(versions)


def _remplacer(versions: Path) -> None:
    (nouvelle,) = versions.glob("*.py")
    for ancienne in VERSIONS.glob("*_0001_*.py"):
        ancienne.unlink()
    (VERSIONS / nouvelle.name).write_text(nouvelle.read_text())


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--refaire"]
    ecrire(" ".join(arguments) or "schema initial", "--refaire" in sys.argv)
