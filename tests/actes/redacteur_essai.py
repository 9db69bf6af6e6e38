"""A process that makes what the outbox holds, until it is killed: python redacteur_essai.py DOSSIER DATABASE_URL"""

from __future__ import annotations

import sys
from pathlib import Path

from college import create_app, repartiteur
from college.settings import Settings

if __name__ == "__main__":
    create_app(Settings(env="test", demo=False, data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))
    print("pret", flush=True)
    repartiteur.vider(tolerant=True)
