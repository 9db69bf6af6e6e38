"""A process that sends what the outbox holds, until it is killed.

python expediteur_essai.py DOSSIER DATABASE_URL ETUTELLE_URL
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from college import create_app, fond, reprises
from college.settings import Settings

if __name__ == "__main__":
    reprises.PLAFOND = 0.3
    settings = Settings(
        env="test", demo=False, data_dir=Path(sys.argv[1]), database_url=sys.argv[2], etutelle_url=sys.argv[3]
    )
    create_app(settings)
    fond.demarrer(settings)
    time.sleep(3600)
