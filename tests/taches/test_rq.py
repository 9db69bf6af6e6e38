"""RQ on a real Valkey: an accelerator that may lose everything without losing anything."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from redis import Redis
from rq.exceptions import DuplicateJobError

from college import bail, taches
from college.settings import Settings
from tests.outillage.patience import PATIENCE

pytestmark = [pytest.mark.redis, pytest.mark.usefixtures("registre")]


def _settings(base: str, redis_url: str) -> Settings:
    return Settings(env="test", demo=False, database_url=base, redis_url=redis_url)


def _attendre(vrai: Callable[[], object], secondes: float = PATIENCE) -> None:
    limite = time.monotonic() + secondes
    while not vrai():
        assert time.monotonic() < limite, f"never came: {bail.etat()}"
        time.sleep(0.05)


def _faits(combien: int) -> Callable[[], bool]:
    return lambda: bail.etat().get("fait") == combien


def test_les_messages_passent_par_un_ouvrier(base, redis_url, laisser, lancer, traces):
    for numero in range(20):
        laisser("tracer", numero=numero)
    lancer("rq", redis_url)
    _attendre(_faits(20))
    assert len(list(traces.glob("debut-*"))) == 20
    assert taches.sonde(_settings(base, redis_url)) == (True, "Redis répond\u00a0; ouvriers au travail\u00a0: 1.")


def test_un_message_depose_pendant_que_l_ouvrier_dort_est_pris_aussitot(base, redis_url, laisser, lancer, monkeypatch):
    monkeypatch.setattr(taches, "TOUR", 3600.0)  # nobody looks by himself: only the commit wakes
    lancer("rq_endormi", redis_url)
    aiguilleur = taches.Aiguilleur(taches.file_rq(_settings(base, redis_url))).demarrer()
    laisser("tracer", numero=0)
    _attendre(_faits(1))
    laisser("tracer", numero=1)
    _attendre(_faits(2))
    aiguilleur.arreter()


def test_redis_vide_ne_perd_rien(base, redis_url, laisser, lancer, monkeypatch):
    for numero in range(10):
        laisser("tracer", numero=numero)
    aiguilleur = taches.Aiguilleur(taches.file_rq(_settings(base, redis_url)))
    assert aiguilleur.remettre() == 10
    assert aiguilleur.remettre() == 0
    Redis.from_url(redis_url).flushall()
    monkeypatch.setattr(taches, "REMISE", 0.0)
    assert aiguilleur.remettre() == 10
    lancer("rq", redis_url)
    _attendre(_faits(10))


def test_remis_deux_fois_un_message_n_est_qu_une_fois_dans_la_file(base, redis_url, laisser, monkeypatch):
    laisser("tracer", numero=0)
    file = taches.file_rq(_settings(base, redis_url))
    for _ in range(3):
        taches.Aiguilleur(file).remettre()
    assert file.count == 1
    with pytest.raises(DuplicateJobError):
        file.enqueue_call(taches.executer, (1,), job_id=file.job_ids[0], unique=True)


@pytest.mark.parametrize("mode", ["rq", "fils"])
def test_un_ouvrier_tue_est_releve_par_un_autre(mode, redis_url, laisser, lancer, traces):
    """kill -9 in the middle: the lease runs out, somebody else does the work."""
    ident = laisser("tracer", numero=1, duree=60)
    premier = lancer(mode, redis_url if mode == "rq" else "")
    _attendre(lambda: list(traces.glob("debut-1-*")))
    premier.kill()
    premier.wait()
    assert bail.etat() == {"pris": 1}
    _accelerer(ident)
    lancer(mode, redis_url if mode == "rq" else "")
    _attendre(_faits(1))
    assert len(list(traces.glob("debut-1-*"))) == 2
    assert (traces / "fin-1").exists()


def test_cinq_ouvriers_tues_en_route_et_rien_n_est_perdu(redis_url, laisser, lancer, traces):
    idents = [laisser("tracer", numero=numero, duree=0.02) for numero in range(60)]
    for _ in range(5):
        ouvrier = lancer("rq", redis_url)
        avant = bail.etat().get("fait", 0)
        _attendre(lambda avant=avant: bail.etat().get("fait", 0) > avant)
        ouvrier.kill()
        ouvrier.wait()
        for ident in idents:
            _liberer(ident)
    lancer("rq", redis_url)
    _attendre(_faits(60))
    assert len(list(traces.glob("fin-*"))) == 60


def test_un_ouvrier_tue_entre_la_file_et_la_base_ne_retient_pas_le_message(base, redis_url, laisser, lancer):
    laisser("tracer", numero=0)
    file = taches.file_rq(_settings(base, redis_url))
    taches.Aiguilleur(file).remettre()
    file.connection.lpop(file.key)  # taken off the queue by a worker that died before it claimed the message
    assert taches.Aiguilleur(file).remettre() == 1
    assert len(file) == 1
    lancer("rq", redis_url)
    _attendre(_faits(1))


def test_une_tache_qui_nomme_autre_chose_est_refusee(base, redis_url, laisser, lancer, tmp_path):
    cible = tmp_path / "pirate"
    file = taches.file_rq(_settings(base, redis_url))
    tache = file.enqueue_call("os.mkdir", (str(cible),))
    laisser("tracer", numero=0)
    lancer("rq", redis_url)
    _attendre(_faits(1))
    _attendre(lambda: tache.is_failed)
    assert not cible.exists()


def test_sans_redis_la_sonde_dit_que_rien_n_est_perdu(base):
    bon, phrase = taches.sonde(_settings(base, "redis://127.0.0.1:1/0"))
    assert not bon
    assert "rien n’est perdu" in phrase
    assert taches.sonde(_settings(base, ""))[0]


def _accelerer(ident: int) -> None:
    """Shorten the work, and let the dead worker's lease run out."""
    with bail.ecriture() as session:
        message = session.get_one(bail.Message, ident)
        message.charge = message.charge | {"duree": 0}
    _liberer(ident)


def _liberer(ident: int) -> None:
    with bail.ecriture() as session:
        message = session.get_one(bail.Message, ident)
        if message.etat == "pris":
            message.bail_jusqu_a = message.depose_le
