"""The Region of the demo: the simulated authority, which has answered some files and still examines another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from college import horloge, repartiteur
from college.connecteurs.simulateur.serveur import Simulateur
from college.settings import Settings
from college.transaction import lecture
from college.tutelle import passerelles, taches
from college.tutelle.modele import Envoi
from college.tutelle.suivi import CHEZ_L_AUTORITE

TOURS = 5  # as many questions as an authority has answers


@contextmanager
def ouverte(settings: Settings, scenario: str) -> Iterator[None]:
    """The authority listens, with that scenario; it remembers its files in the data folder."""
    if settings.etutelle != "etutelle_http" or settings.etutelle_url:
        yield
        return
    memoire = settings.data_dir / "simulateur-tutelle.jsonl"
    with Simulateur(scenario=scenario, delai=0.0, horloge=horloge.maintenant, fichier=memoire) as region:
        passerelles.brancher(settings.model_copy(update={"etutelle_url": region.adresse}))
        yield
    passerelles.brancher(settings)


def ecouter() -> None:
    """Send what waits, then hear all that the authority has to say today."""
    repartiteur.vider(tolerant=True)
    for _ in range(TOURS):
        for envoi_id, code, reference in _chez_elle():
            taches.relever_envoi(envoi_id, code, reference, _dernier(envoi_id))


def _chez_elle() -> list[tuple[int, str, str]]:
    with lecture() as session:
        demande = select(Envoi.id, Envoi.connecteur, Envoi.reference)
        lignes = session.execute(demande.where(Envoi.etat.in_(CHEZ_L_AUTORITE), Envoi.reference.is_not(None)))
        return [(ligne.id, ligne.connecteur, ligne.reference or "") for ligne in lignes]


def _dernier(envoi_id: int) -> int:
    with lecture() as session:
        return max((echange.numero or 0 for echange in session.get_one(Envoi, envoi_id).echanges), default=0)
