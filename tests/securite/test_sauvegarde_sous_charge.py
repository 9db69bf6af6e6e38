"""A backup taken while people work, restored elsewhere: same rows, files, chain, and the same things for each face."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from college import journal, migrations, sauvegarde, transaction
from college.organisation.modele import Institution
from college.transaction import lecture
from tests.outillage.patience import PATIENCE
from tests.securite.scene import Scene, _instant, jouer

FACES = ("alice", "bernard", "emile", "chantal", "secretaire_a", "membre_b", "denis", "fatima")
LIEUX = [
    pytest.param("sqlite", "postgresql", marks=pytest.mark.postgresql),
    pytest.param("sqlite", "sqlite", marks=pytest.mark.long),
    pytest.param("postgresql", "sqlite", marks=[pytest.mark.postgresql, pytest.mark.long]),
]


@pytest.fixture
def ouvrir(creer_application, postgresql, tmp_path) -> Callable[..., object]:
    """`ouvrir("avant", "postgresql")`: an application on an empty, migrated base of that kind, or on a restored one."""

    def brancher(lieu: str, genre: str, restaurer: Path | None = None) -> object:
        dossier = tmp_path / lieu
        dossier.mkdir()
        url = postgresql(None) if genre == "postgresql" else f"sqlite:///{dossier / 'college.sqlite'}"
        moteur = transaction.creer_moteur(url)
        if restaurer:
            debut = time.monotonic()
            bilan = sauvegarde.restaurer(moteur, dossier / "fichiers", restaurer)
            print(f"{genre}: {bilan.lignes} rows and {bilan.fichiers} files in {time.monotonic() - debut:.1f} s")
        else:
            migrations.monter(moteur)
        moteur.dispose()
        return creer_application(database_url=url, data_dir=dossier)

    return brancher


def _travailler(scene: Scene, fini: threading.Event, faits: list[int]) -> None:
    """Points proposed one after the other, each with a piece: rows and files that come during the backup."""
    api = scene.api("alice")
    for numero in count(1):
        if fini.is_set():
            return
        corps = {"organe": "college", "service": "travaux", "titre": f"Dossier {numero}"}
        point = api.post("/points", corps)
        assert point.status_code == 201, point.json
        api.post(f"/points/{point.json['id']}/actions", {"action": "soumettre"})
        faits.append(point.json["id"])


def _tables(archive: Path) -> Iterator[tuple[str, list[str]]]:
    with zipfile.ZipFile(archive) as ouverte:
        for nom in ouverte.namelist():
            if nom.startswith("tables/"):
                yield nom, ouverte.read(nom).decode().splitlines()


def _points(scene: Scene, qui: str) -> dict[int, str]:
    """What that face finds in its lists: id and title."""
    vus, suite = {}, "/points"
    while suite:
        page = scene.api(qui).get(suite).json
        assert "elements" in page, page
        vus |= {point["id"]: point["titre"] for point in page["elements"]}
        suite = page["suivant"]
    return vus


def _vue(scene: Scene) -> dict[str, object]:
    """What each face reads of the points, the agendas and the acts; statuses included, for what one may not know."""
    dites: dict[str, object] = {}
    for qui in FACES:
        dites[f"{qui}: points"] = _points(scene, qui)
        for genre, numeros in (("seances", scene.seances.values()), ("actes", scene.numeros["acte"])):
            for numero in numeros:
                suite = "/ordre-du-jour" if genre == "seances" else ""
                lu = scene.api(qui).get(f"/{genre}/{numero}{suite}")
                dites[f"{qui}: {genre} {numero}"] = (lu.status_code, json.dumps(lu.json, sort_keys=True))
    return dites


@pytest.mark.parametrize(("depart", "arrivee"), LIEUX)
def test_une_sauvegarde_prise_pendant_qu_on_travaille_rend_tout_a_chacun(ouvrir, tmp_path, depart, arrivee):
    scene = jouer(ouvrir("avant", depart))
    for qui in FACES:
        scene.api(qui)  # a token given after the backup is not in it
    archive, fini, faits = tmp_path / "college.zip", threading.Event(), []
    fil = threading.Thread(target=_travailler, args=(scene, fini, faits))
    fil.start()
    try:
        while len(faits) < 3:
            assert fil.is_alive()
            time.sleep(0.02)
        avant = len(faits)
        sauvegarde.sauvegarder(transaction.moteur(), tmp_path / "avant" / "fichiers", archive)
        assert len(faits) >= avant
    finally:
        fini.set()
        fil.join(PATIENCE)
    vue, fichiers = _vue(scene), _fichiers(tmp_path / "avant")
    scene.app = ouvrir("apres", arrivee, archive)
    _instant("2026-12-14T19:30")  # the clock of the scene, which a new application has set to the machine's
    rendue = _vue(scene)
    gardes = _points(scene, "alice")
    assert set(faits[:avant]) <= set(gardes), "what was acknowledged before the backup is in it"
    for titre, dit in vue.items():
        attendu = {n: t for n, t in dit.items() if n in gardes or n not in faits} if isinstance(dit, dict) else dit
        assert rendue[titre] == attendu, titre
    restaures = _fichiers(tmp_path / "apres")
    assert restaures and restaures.items() <= fichiers.items()
    assert all(hashlib.sha256(octets).hexdigest() == nom for nom, octets in restaures.items())
    _meme_sauvegarde(archive, tmp_path)
    with lecture() as session:
        for institution in session.scalars(select(Institution.id)):
            assert journal.verifier(institution).intacte
    migrations.descendre(transaction.moteur())
    assert set(inspect(transaction.moteur()).get_table_names()) <= {"alembic_version"}, "down, with all this data"


def _fichiers(dossier: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in (dossier / "fichiers").glob("??/*")}


def _meme_sauvegarde(premiere: Path, tmp_path: Path) -> None:
    """Saved again from its new place, whatever its database, every row of every table is the same."""
    seconde = tmp_path / "seconde.zip"
    sauvegarde.sauvegarder(transaction.moteur(), tmp_path / "apres" / "fichiers", seconde)
    avant, apres = dict(_tables(premiere)), dict(_tables(seconde))
    assert set(avant) == set(apres)
    assert {nom: len(lignes) for nom, lignes in avant.items()} == {nom: len(lignes) for nom, lignes in apres.items()}
    differentes = {nom for nom in avant if list(map(json.loads, avant[nom])) != list(map(json.loads, apres[nom]))}
    assert differentes == set()
