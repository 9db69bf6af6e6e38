"""Background work of an installation: threads by default, RQ workers when COLLEGE_REDIS_URL is set.

RQ is an accelerator, never the source of truth: a job says « look at message 12 », the row says whether there is
anything to do. Redis may be emptied, a worker killed: each turn hands over again what is still due. Jobs are JSON and
can name one function only, so that whoever writes to Redis cannot make a worker run something else.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from college import bail, presence, repartiteur, transaction
from college.boite_envoi import options
from college.repartiteur import Repartiteur
from college.settings import Settings

TOUR = 2.0
REMISE = 30.0
LOT = 500
DUREE_MAX = 900
ICI = "Le travail de fond tourne, dans un processus de « college servir »."
PLUS_TARD = "Le travail de fond se fera dans un processus de « college servir », qui ne tourne pas en ce moment."
VIE: dict[str, Any] = {"unique": True, "result_ttl": 0, "failure_ttl": 86_400, "ttl": 3600}

trace = logging.getLogger("college.taches")
_veille: Repartiteur | None = None


def executer(message_id: int) -> None:
    """The one job: run that message if it is still due, then its like where a subject works one at a time."""
    prise = bail.prendre(message_id)
    while prise is not None:
        if _veille is not None:
            _veille.tenir_et_traiter(prise)
        else:
            repartiteur.traiter(prise)
        prise = bail.prendre(sujet=prise.sujet) if options(prise.sujet).seul else None


class TacheRefusee(RuntimeError):
    """A job that names anything else than `executer`."""


class Tache(Job):
    """A job that can only be `executer`, whatever its text says."""

    @property
    def func(self) -> Callable[[int], None]:
        """Never resolved from the name that Redis holds."""
        if self.func_name != f"{executer.__module__}.{executer.__qualname__}":
            raise TacheRefusee(f"Job refused: {self.func_name}")
        return executer


def file_rq(settings: Settings) -> Queue:
    """The queue of this installation: two of them may share one Redis."""
    site = hashlib.sha256(settings.url_base_de_donnees.encode()).hexdigest()[:8]
    connexion = Redis.from_url(settings.redis_url, socket_connect_timeout=3, health_check_interval=30)
    return Queue(
        f"college-{site}",
        connection=connexion,
        serializer=JSONSerializer,
        job_class=Tache,
        default_timeout=DUREE_MAX,
    )


class Aiguilleur:
    """A thread that hands over to RQ what is due, at each commit and at each turn."""

    def __init__(self, file: Queue) -> None:
        self.file = file
        self._remis: dict[tuple[int, int], float] = {}
        self._reveil, self._arret = threading.Event(), threading.Event()
        self._fil = threading.Thread(target=self._tourner, name="aiguilleur", daemon=True)

    def demarrer(self) -> Aiguilleur:
        """Start, and wake at each commit."""
        transaction.apres_commit(self._reveil.set)
        self._fil.start()
        return self

    def arreter(self, attente: float = 10.0) -> None:
        """Stop; what is due stays in the rows."""
        self._arret.set()
        self._reveil.set()
        self._fil.join(attente)

    def remettre(self) -> int:
        """Hand over what is due and was not handed over lately; returns how many."""
        instant = time.monotonic()
        self._remis = {cle: le for cle, le in self._remis.items() if instant - le < REMISE}
        remis = 0
        for cle in bail.dus(LOT):
            if cle in self._remis:
                continue
            self._enfiler(*cle)
            self._remis[cle] = instant
            remis += 1
        return remis

    def _enfiler(self, message_id: int, tentatives: int) -> None:
        """One job a try. A worker killed between taking a job and claiming its message leaves a job that no
        queue holds any more: the message then travels under another name (the claim sorts out doubles)."""
        nom = f"boite-{message_id}-{tentatives}"
        try:
            self.file.enqueue_call(executer, (message_id,), job_id=nom, **VIE)
        except DuplicateJobError:
            if self.file.get_job_position(nom) is None:
                self.file.enqueue_call(executer, (message_id,), **VIE | {"unique": False})

    def _tourner(self) -> None:
        while not self._arret.is_set():
            self._reveil.wait(TOUR)
            self._reveil.clear()
            try:
                self.remettre()
            except RedisError as erreur:
                trace.warning("Redis is away, messages wait in the outbox: %s", erreur)
                self._arret.wait(TOUR)
            except Exception:
                trace.exception("The outbox cannot be read")
                self._arret.wait(TOUR)


def aiguiller(settings: Settings) -> Aiguilleur:
    """The hand-over to RQ, from the process of the background work."""
    return Aiguilleur(file_rq(settings)).demarrer()


def ouvrier(app: Flask, settings: Settings, *, rafale: bool = False) -> None:
    """An RQ worker: takes messages, keeps its leases, hands over what others left. Runs until stopped."""
    global _veille
    file = file_rq(settings)
    with app.app_context(), Repartiteur(travailleurs=0) as _veille:
        aiguilleur = Aiguilleur(file).demarrer()
        travailleur = SimpleWorker([file], connection=file.connection, serializer=JSONSerializer, job_class=Tache)
        try:
            travailleur.work(burst=rafale, logging_level="WARNING")
        finally:
            aiguilleur.arreter()
            _veille = None


def sonde(settings: Settings) -> tuple[bool, str]:
    """How background work is done, for `college doctor` and `/sante`."""
    if not settings.repartiteur:
        return True, "Le travail de fond est laissé à d’autres (COLLEGE_REPARTITEUR=0)."
    if not settings.redis_url:
        return True, ICI if presence.tenue(settings.data_dir) else PLUS_TARD
    try:
        file = file_rq(settings)
        file.connection.ping()
        ouvriers = SimpleWorker.count(queue=file)
    except RedisError as erreur:
        return False, f"Redis ne répond pas ({erreur}) : les tâches attendent dans la base, rien n’est perdu."
    if ouvriers == 0:
        return False, "Redis répond, mais aucun ouvrier ne tourne : lancez « college ouvrier »."
    return True, f"Redis répond ; ouvriers au travail : {ouvriers}."
