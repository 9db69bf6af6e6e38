"""Play the demo: two paquets, then every event at its instant, the oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from college import horloge, transaction
from college.administration.paquet import importer
from college.administration.paquet_lecture import lire as lire_paquet
from college.demo import parcours_actes, parcours_points, parcours_seances, usages
from college.demo.scene import DOSSIER, Evenement, Scene, a, lire, points
from college.droits import acteur_systeme
from college.settings import Settings

PAQUETS = ("val_des_aulnes.yaml", "cpas_val_des_aulnes.yaml")
DEPART_EN_CHEMIN = (-9, -3)  # points under way were proposed these last days


def jouer(settings: Settings, dire: Callable[[str], None] = print) -> Scene:
    """Make the demo in a migrated, empty database."""
    scene = Scene(settings, horloge.maintenant())
    installer(scene)
    suite = sorted(evenements(scene))
    for rang, evenement in enumerate(suite, start=1):
        evenement.jouer()
        if rang % 100 == 0:
            dire(f"{rang} événements sur {len(suite)}…")
    parcours_actes.vider()
    return scene


def installer(scene: Scene) -> None:
    """The two institutions and their people, as they were six weeks ago."""
    with a(scene.instant(-45)):
        for nom in PAQUETS:
            with transaction.ecriture():
                importer(acteur_systeme(0), lire_paquet((DOSSIER / nom).read_text(encoding="utf-8")))
        with transaction.ecriture():
            usages.installer(scene)


def evenements(scene: Scene) -> Iterator[Evenement]:
    """Everything that happens in the demo, in no order."""
    descriptions, seances = points(), lire("seances.yaml")
    scene.placer(seances)
    departs = _departs(scene, seances)
    rangs = {cle: rang for rang, cle in enumerate(descriptions)}
    yield from chain.from_iterable(
        parcours_points.evenements(scene, description, rangs[cle], departs.get(cle, _en_chemin(rangs[cle])))
        for cle, description in descriptions.items()
    )
    yield from chain.from_iterable(parcours_seances.evenements(scene, seance, descriptions) for seance in seances)
    for seance in seances:
        if seance["etat"] == "pv_approuve":
            yield from parcours_actes.evenements(scene, seance)
    for cle, description in descriptions.items():
        if description.get("stade") == "decide":
            yield from parcours_actes.hors_seance(scene, description, _en_chemin(rangs[cle]) + 3)


def _departs(scene: Scene, seances: list[dict[str, Any]]) -> dict[str, int]:
    """A point of a séance was proposed in time for its agenda."""
    avances = {organe: etapes[1] for organe, etapes in parcours_seances.AVANCES.items()}
    premiers = {s["cle"]: min(scene.ecart(s["cle"]) + avances[s["organe"]], 0) - 5 for s in seances}
    return {cle: premiers[seance["cle"]] for seance in seances for cle in seance["points"]}


def _en_chemin(rang: int) -> int:
    premier, dernier = DEPART_EN_CHEMIN
    return premier + rang % (dernier - premier + 1)
