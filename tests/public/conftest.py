"""Published pages, written straight into the table: the public room reads nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from college import horloge, repartiteur
from college.boite_envoi import deposer
from college.organisation.modele import Organe
from college.publication.modele import Publication
from college.transaction import ecriture
from tests.seances.conftest import chantal, creer_seance, inscrire, valider  # noqa: F401


@pytest.fixture
def publier(app, monde) -> Callable[..., str]:
    """`publier("Titre", texte="<p>…</p>", organe="college")` gives the address of a page on line."""

    def faire(titre: str, numero: str = "1", organe: str = "conseil", jour: str = "2026-11-09", **champs: Any) -> str:
        with ecriture() as unite:
            proprietaire = unite.scalars(
                select(Organe).where(Organe.code == organe, Organe.institution_id == monde.institution_id)
            ).one()
            page = Publication(
                institution_id=proprietaire.institution_id,
                organe=proprietaire,
                objet=champs.pop("objet", "decision"),
                etat=champs.pop("etat", "publiee"),
                date_seance=datetime.date.fromisoformat(jour),
                numero=numero,
                rang=int(numero) if numero.isdigit() else 0,
                chemin=f"/exemple/{organe}/{jour}/{numero.replace('.', '-')}-{champs.pop('limace', 'page')}",
                titre=titre,
                texte_html=champs.pop("texte", ""),
                vote=champs.pop("vote", {}),
                issue=champs.pop("issue", "accepte"),
                nature=champs.pop("nature", "decision"),
                publiee_le=horloge.maintenant(),
                modifiee_le=horloge.maintenant(),
                **champs,
            )
            unite.add(page)
            deposer("indexer_publications", proprietaire.institution_id)
        repartiteur.vider()
        return page.chemin

    return faire
