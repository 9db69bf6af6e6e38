"""A process that sends what the outbox holds until it is killed: `python -m benchmarks.expediteur DOSSIER URL`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from college import create_app, fond, reprises
from college.settings import Settings

if __name__ == "__main__":
    reprises.PLAFOND = 0.3  # a bench does not wait a minute between two tries
    settings = Settings(env="test", demo=False, data_dir=Path(sys.argv[1]), etutelle_url=sys.argv[2])
    create_app(settings)
    fond.demarrer(settings)
    time.sleep(3600)
