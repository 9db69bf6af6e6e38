"""Opening a signature connector. The demonstration authority is there whenever this is not production."""

from __future__ import annotations

import os
from pathlib import Path

from college.connecteurs import registre
from college.connecteurs.registre import ConnecteurIndisponible
from college.connecteurs.signature import ConnecteurSignature
from college.connecteurs.signature_demo import ReglagesDemo, SignatureDemo
from college.settings import Settings

_settings: Settings | None = None


def brancher(settings: Settings) -> None:
    """Keep the deployment's choices for the handlers of this process."""
    global _settings
    _settings = settings


def dossier_demo(data_dir: Path) -> Path:
    """Where the demonstration authority keeps its keys."""
    return data_dir / "autorite-demo"


def ouvrir(code: str) -> ConnecteurSignature:
    """A connector ready to sign. Raises ConnecteurIndisponible with its sentence."""
    settings = _settings or Settings()
    if code == SignatureDemo.code:
        if settings.env == "production":
            raise ConnecteurIndisponible("L’autorité de démonstration n’existe pas en production.")
        return SignatureDemo(ReglagesDemo(dossier=dossier_demo(settings.data_dir)))
    ouvert = registre.ouvrir("signature", code, autorises=settings.connecteurs, environnement=os.environ)
    if not isinstance(ouvert, ConnecteurSignature):
        raise ConnecteurIndisponible(f"Le connecteur « {code} » ne signe pas.")
    return ouvert


def verifier_disponible(code: str) -> None:
    """Raises ConnecteurIndisponible at the demand, rather than later in the background."""
    if code != SignatureDemo.code:
        registre.classe("signature", code, (_settings or Settings()).connecteurs)
    elif (_settings or Settings()).env == "production":
        raise ConnecteurIndisponible("L’autorité de démonstration n’existe pas en production.")
