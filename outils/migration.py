"""Write the next migration from the models: `python outils/migration.py "what changes"`.

With `--refaire`, rewrite the only migration (before the first release).
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
    """Compare a database at head with the models, and write the difference."""
    VERSIONS.mkdir(exist_ok=True)
    if refaire:
        for ancienne in VERSIONS.glob("*.py"):
            ancienne.unlink()
    with tempfile.TemporaryDirectory() as dossier:
        moteur = creer_moteur(f"sqlite:///{Path(dossier) / 'vide.sqlite'}")
        if not refaire:
            migrations.monter(moteur)
        with moteur.connect() as connexion:
            numero = f"{len(list(VERSIONS.glob('*.py'))) + 1:04d}"
            command.revision(migrations.configuration(connexion), message, autogenerate=True, rev_id=numero)
        moteur.dispose()


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--refaire"]
    ecrire(" ".join(arguments) or "schema initial", "--refaire" in sys.argv)
