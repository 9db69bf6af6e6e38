"""In demo mode and without an e-tutelle address, the simulated authority runs inside this process: the whole line
works with nothing else to start. Its files are kept in the data folder, so a restart forgets nothing."""

from __future__ import annotations

from college import horloge
from college.connecteurs.simulateur.serveur import Simulateur
from college.settings import Settings
from college.tutelle import passerelles

DELAI = 8.0


def demarrer(settings: Settings, delai: float = DELAI) -> Simulateur | None:
    """Start it where it is wanted, and point this process's roads at it; None elsewhere."""
    if not settings.demo or settings.etutelle != "etutelle_http" or settings.etutelle_url:
        return None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    memoire = settings.data_dir / "simulateur-tutelle.jsonl"
    autorite = Simulateur(delai=delai, horloge=horloge.maintenant, fichier=memoire).__enter__()
    passerelles.brancher(settings.model_copy(update={"etutelle_url": autorite.adresse}))
    return autorite
