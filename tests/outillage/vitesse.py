"""What each test would pay again, paid once a worker: compiled routes, compiled statements, waits for the disk.

Nothing here changes what the code does: the same routes, the same SQL, the same bytes written in the same order.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine, event
from werkzeug.routing import Rule

from college import gravure, pieces, transaction
from college.organisation import mots_de_passe
from tests import fabriques

ENONCES = 4000  # every statement of the house fits, so that one test finds what the others have compiled

HACHEUR, VIDER, PRAGMAS = mots_de_passe.HACHEUR, gravure._vider, transaction.PRAGMAS


@pytest.fixture(scope="session", autouse=True)
def memoire_posee() -> None:
    """What is imported stays: the garbage collector need not read those million objects again and again."""
    for nom in pieces.MODELES + tuple(f"college.{salle}.installation" for salle in pieces.SALLES):
        import_module(nom)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def routes_gardees() -> Iterator[None]:
    """Werkzeug compiles 330 routes, twice each, for every application: the code of a same route is kept."""
    vraie: Callable[..., Any] = Rule._compile_builder
    gardees: dict[Any, Any] = {}

    def compiler(regle: Rule, append_unknown: bool = True) -> Any:
        cle = (regle.rule, append_unknown, tuple(regle._trace), repr(regle.defaults))
        if cle not in gardees:
            gardees[cle] = vraie(regle, append_unknown)
        return gardees[cle]

    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(Rule, "_compile_builder", compiler)
        yield


class GabaritsGardes(BytecodeCache):
    """The code of a template, kept under its place and its very source."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for what it has compiled before, in another application."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja gives what it has just compiled."""
        self.codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def gabarits_gardes() -> Iterator[None]:
    """Every application has templates of its own to compile, from the same files."""
    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(Flask, "jinja_options", {"bytecode_cache": GabaritsGardes()})
        yield


@pytest.fixture(scope="session", autouse=True)
def enonces_gardes() -> Iterator[None]:
    """Every fresh base has an engine of its own: those of one kind share the statements already compiled."""
    communs: dict[str, tuple[Any, Any]] = {}

    def creer(url: str, **options: Any) -> Engine:
        moteur = create_engine(url, **(options | {"query_cache_size": ENONCES}))
        if partage := communs.get(moteur.name):
            moteur.dialect, moteur._compiled_cache = partage
        else:  # a dialect is only complete once it has met its database
            premier = (moteur.dialect, moteur._compiled_cache)
            event.listen(moteur, "engine_connect", lambda _: communs.setdefault(moteur.name, premier), once=True)
        return moteur

    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(transaction, "create_engine", creer)
        yield


@pytest.fixture(scope="session", autouse=True)
def mots_de_passe_legers() -> Iterator[None]:
    """Tests sign in two thousand times: argon2id all the same, with the parameters of the world's accounts."""
    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(mots_de_passe, "HACHEUR", fabriques.HACHEUR)
        yield


@pytest.fixture
def mots_de_passe_de_production() -> Iterator[None]:
    """The parameters that protect the real accounts, for the tests about them."""
    mots_de_passe._leurre.cache_clear()
    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(mots_de_passe, "HACHEUR", HACHEUR)
        yield
    mots_de_passe._leurre.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def disque_sans_attente() -> Iterator[None]:
    """No test cuts the power: what is written need not reach the platter. A process that is started waits as ever."""
    with pytest.MonkeyPatch.context() as remplacer:
        for module, nom in ((os, "fsync"), (os, "fdatasync"), (gravure, "_vider")):
            remplacer.setattr(module, nom, os.fstat)  # still refuses a descriptor that is closed
        sans = tuple(dit.replace("synchronous=NORMAL", "synchronous=OFF") for dit in PRAGMAS)
        remplacer.setattr(transaction, "PRAGMAS", sans)
        yield


@pytest.fixture
def disque_de_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is acknowledged was flushed, as in production: for the tests about that, asked before `base`."""
    monkeypatch.setattr(gravure, "_vider", VIDER)
    monkeypatch.setattr(transaction, "PRAGMAS", PRAGMAS)
