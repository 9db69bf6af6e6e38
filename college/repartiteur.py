"""Running what the outbox holds: claim, hand to its handler, settle.

`vider()` runs everything that is due, here and now (tests, `college demo`). `demarrer()` starts the threads of the
default installation: no Redis, nothing else to run. With COLLEGE_REDIS_URL the same messages go through
`college.taches` to RQ workers; the rows stay the only truth.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType

from flask import Flask, has_app_context

from college import bail, entretien, transaction
from college.bail import Prise
from college.boite_envoi import GESTIONNAIRES, PERIODIQUES, Abandon, Periodique, options

TRAVAILLEURS = 4
REPOS = 1.0
BATTEMENT = 8.0

ENTRETIEN = (entretien.sceller_le_journal, entretien.oublier_les_messages_faits)  # registered by their import

trace = logging.getLogger("college.repartiteur")
_app: Flask | None = None


class GestionnaireInconnu(Abandon):
    """A message whose subject no room handles: a fault of ours, kept as a dead letter."""


def brancher(app: Flask) -> None:
    """The application whose context the handlers run in."""
    global _app
    _app = app


def _contexte() -> AbstractContextManager[object]:
    return nullcontext() if _app is None or has_app_context() else _app.app_context()


def traiter(prise: Prise) -> Exception | None:
    """Hand one claimed message to its handler and settle the claim; the failure is returned, and recorded."""
    try:
        gestionnaire = GESTIONNAIRES.get(prise.sujet)
        if gestionnaire is None:
            raise GestionnaireInconnu(f"Aucun gestionnaire pour le sujet « {prise.sujet} ».")
        with _contexte():
            gestionnaire(prise.institution_id, **prise.charge)
    except Exception as erreur:
        _noter_echec(prise, erreur)
        return erreur
    bail.finir(prise)
    return None


def _noter_echec(prise: Prise, erreur: Exception) -> None:
    motif = f"{type(erreur).__name__}: {erreur}"
    if not isinstance(erreur, Abandon) and prise.tentatives < options(prise.sujet).essais:
        quand = bail.echouer(prise, motif)
        trace.warning("%s (message %s) failed, again at %s: %s", prise.sujet, prise.id, quand, motif)
        return
    trace.error("%s (message %s) given up: %s", prise.sujet, prise.id, motif, exc_info=erreur)
    if (renoncer := options(prise.sujet).abandon) is not None:
        with _contexte():
            renoncer(prise.institution_id, str(erreur), **prise.charge)
    bail.mettre_au_rebut(prise, motif)


def vider(limite: int = 10_000, *, tolerant: bool = False) -> int:
    """Run all that is due, one after the other; the first failure is raised unless `tolerant`."""
    faits = 0
    while faits < limite and (prise := bail.prendre()):
        erreur = traiter(prise)
        if erreur is not None and not tolerant:
            raise erreur
        faits += 1
    return faits


def periodiques(dernieres: dict[Periodique, float], instant: float) -> None:
    """Run the periodic functions that are due; one that fails is logged and comes back at its time."""
    for fonction, secondes in PERIODIQUES.items():
        if instant - dernieres.get(fonction, 0.0) < secondes:
            continue
        dernieres[fonction] = instant
        try:
            with _contexte():
                fonction()
        except Exception:
            trace.exception("Periodic %s failed", fonction.__qualname__)


class Repartiteur:
    """Threads that empty the outbox: workers, one that keeps their leases, one for what is periodic.

    With no worker it only keeps leases and time for somebody else (an RQ worker).
    """

    def __init__(self, travailleurs: int = TRAVAILLEURS) -> None:
        self._travailleurs = travailleurs
        self._reveil = threading.Condition()
        self._appels = 0
        self._arret = threading.Event()
        self._tenus: dict[int, None] = {}
        self._finis: dict[str, float] = {}
        boucles = [self._travailler] * travailleurs + [self._battre, self._scander]
        self._fils = [threading.Thread(target=b, name=f"repartiteur-{n}", daemon=True) for n, b in enumerate(boucles)]

    def demarrer(self) -> Repartiteur:
        """Start, and wake at each commit."""
        transaction.apres_commit(self.reveiller)
        for fil in self._fils:
            fil.start()
        return self

    def reveiller(self) -> None:
        """Something was committed: one worker looks now; each that finds something calls the next one."""
        with self._reveil:
            self._appels += 1
            self._reveil.notify()

    def arreter(self, attente: float = 10.0) -> None:
        """Finish what is in hand, within that many seconds in all, then stop."""
        self._arret.set()
        with self._reveil:
            self._reveil.notify_all()
        echeance = time.monotonic() + attente
        for fil in self._fils:
            fil.join(max(0.0, echeance - time.monotonic()))

    def tenir_et_traiter(self, prise: Prise) -> None:
        """Run a claimed message while its lease is kept alive."""
        self._tenus[prise.id] = None
        try:
            self._souffler(prise.sujet)
            traiter(prise)
            self._finis[prise.sujet] = time.monotonic()
        except Exception:  # the settlement itself failed (disk full, base away): the lease will run out
            trace.exception("Message %s could not be settled", prise.id)
        finally:
            self._tenus.pop(prise.id, None)

    def _souffler(self, sujet: str) -> None:
        """A subject that was just done here and asks for a pause gets it."""
        attente = self._finis.get(sujet, 0.0) + options(sujet).souffle - time.monotonic()
        if attente > 0:
            self._arret.wait(attente)

    def __enter__(self) -> Repartiteur:
        return self.demarrer()

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, trace_: TracebackType | None
    ) -> None:
        self.arreter()

    def _travailler(self) -> None:
        while not self._arret.is_set():
            vus = self._appels
            prise = self._prendre()
            if prise is None:
                with self._reveil:
                    if vus == self._appels and not self._arret.is_set():  # nothing was committed while we looked
                        self._reveil.wait()
                continue
            self.reveiller()
            self.tenir_et_traiter(prise)

    def _prendre(self) -> Prise | None:
        try:
            return bail.prendre()
        except Exception:
            trace.exception("The outbox cannot be read")
            self._arret.wait(REPOS)
            return None

    def _battre(self) -> None:
        while not self._arret.wait(BATTEMENT):
            try:
                if tenus := list(self._tenus):
                    bail.renouveler(tenus)
            except Exception:
                trace.exception("Leases could not be renewed")

    def _scander(self) -> None:
        """One look a second for all: what comes back later, or was left by another process, wakes a worker."""
        dernieres: dict[Periodique, float] = {}
        while not self._arret.wait(REPOS):
            if self._a_faire():
                self.reveiller()
            periodiques(dernieres, time.monotonic())

    def _a_faire(self) -> bool:
        try:
            return self._travailleurs > 0 and bail.restent()
        except Exception:
            trace.exception("The outbox cannot be read")
            return False
