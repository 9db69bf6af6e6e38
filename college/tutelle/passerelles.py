"""The roads of this process to supervisory authorities: opened once, as the deployment's settings say."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dotenv import dotenv_values

from college.connecteurs import registre
from college.connecteurs.base import ConnecteurTutelle
from college.connecteurs.registre import ConnecteurIndisponible
from college.erreurs import Invalide
from college.settings import Settings

METIER = "etutelle"
_settings = Settings()
_ouvertes: dict[str, ConnecteurTutelle] = {}


def brancher(settings: Settings) -> None:
    """Keep the deployment's choices for this process; roads already open are forgotten."""
    global _settings
    _settings = settings
    _ouvertes.clear()


def codes() -> list[str]:
    """The connectors that may be used, the default one first."""
    actives = [code for metier, code in registre.actifs(_settings.connecteurs) if metier == METIER]
    return sorted(actives, key=lambda code: (code != _settings.etutelle, code))


def libelle(code: str) -> str:
    """The connector's name; its code when it is no longer installed."""
    try:
        return str(registre.classe(METIER, code, _settings.connecteurs).libelle)
    except ConnecteurIndisponible:
        return code


def choisir(code: str) -> str:
    """The connector asked for, or the default one. Raises Invalide at the field."""
    voulu = code or _settings.etutelle
    try:
        registre.classe(METIER, voulu, _settings.connecteurs)
    except ConnecteurIndisponible as erreur:
        raise Invalide(erreur.phrase, "connecteur") from erreur
    return voulu


def ouvrir(code: str) -> ConnecteurTutelle:
    """A road ready for use. Raises ConnecteurIndisponible with its sentence."""
    if code not in _ouvertes:
        ouvert = registre.ouvrir(METIER, code, autorises=_settings.connecteurs, environnement=_environnement())
        if not isinstance(ouvert, ConnecteurTutelle):
            raise ConnecteurIndisponible(f"Le connecteur « {code} » ne transmet pas à la tutelle.")
        _ouvertes[code] = ouvert
    return _ouvertes[code]


def _environnement() -> Mapping[str, str]:
    """`.env`, then the process; the address is a setting of the house, so tests and commands may give it."""
    lus = {cle: valeur for cle, valeur in dotenv_values(".env").items() if valeur}
    return lus | dict(os.environ) | {"COLLEGE_ETUTELLE_URL": _settings.etutelle_url}
