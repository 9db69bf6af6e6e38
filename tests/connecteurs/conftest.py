"""A file to send, and the connector that speaks to a simulated authority."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from college.connecteurs.base import Dossier, Piece
from college.connecteurs.etutelle_http import EtutelleHttp


@pytest.fixture
def dossier() -> Callable[..., Dossier]:
    def creer(cle: str = "envoi-1", regime: str = "approbation", **autres) -> Dossier:
        champs = {
            "cle_idempotence": cle,
            "reference": "CC/2026/151",
            "titre": "Modification budgétaire n° 2 de 2026",
            "institution": "Commune du Val-des-Aulnes",
            "organe": "Conseil communal",
            "type_acte": "APP-MB",
            "libelle_type": "Modification budgétaire",
            "regime": regime,
            "autorite": "Gouvernement wallon",
            "base_legale": "CDLD L3131-1 §1er 1°",
            "date_decision": date(2026, 11, 9),
            "transmettre_avant": date(2026, 11, 24),
            "acte": Piece("délibération.pdf", b"%PDF-1.7 " + cle.encode() * 40, libelle="Délibération"),
            "annexes": (Piece("avis du DF.pdf", b"%PDF-1.7 avis", libelle="Avis du directeur financier"),),
        }
        return Dossier(**(champs | autres))

    return creer


@pytest.fixture
def joindre() -> Callable[..., EtutelleHttp]:
    def ouvrir(adresse: str, **reglages) -> EtutelleHttp:
        return EtutelleHttp(EtutelleHttp.Reglages(url=adresse, **({"delai_reponse": 10} | reglages)))

    return ouvrir
