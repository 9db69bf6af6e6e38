"""A small application with the API framework alone, on an in-memory base with a few services."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask, request

from college import transaction
from college.api import bp, cadre
from college.base import Base
from college.droits import Acteur
from college.erreurs import NonIdentifie
from college.organisation.modele import Agent, Institution, Service
from tests.api import appels


@pytest.fixture
def operations() -> Iterator[dict]:
    """The process's registries, put back as they were."""
    registres = (cadre.operations, cadre.chercheurs, cadre.identifications)
    avant = [registre.copy() for registre in registres]
    for registre in registres:
        registre.clear()
    yield cadre.operations
    for registre, contenu in zip(registres, avant, strict=True):
        registre.clear()
        registre.extend(contenu) if isinstance(registre, list) else registre.update(contenu)


@pytest.fixture
def petite_base(tmp_path) -> Iterator[SimpleNamespace]:
    """An institution, two people and five services, in a real SQLite file."""
    ancienne = transaction._fabrique
    moteur = transaction.creer_moteur(f"sqlite:///{tmp_path / 'api.sqlite'}")
    transaction.brancher(moteur)
    Base.metadata.create_all(moteur)
    with transaction.ecriture() as unite:
        commune = Institution(code="exemple", nom="Commune d’Exemple", type="commune")
        unite.add(commune)
        unite.flush()
        for identifiant in ("alice", "bernard"):
            unite.add(Agent(institution_id=commune.id, identifiant=identifiant, prenom="A", nom="B"))
        for rang, code in enumerate(("travaux", "finances", "culture", "sports", "tourisme")):
            unite.add(Service(institution_id=commune.id, code=code, nom=code.title(), rang=rang))
        unite.flush()
        monde = SimpleNamespace(institution_id=commune.id)
    yield monde
    moteur.dispose()
    transaction._fabrique = ancienne


@pytest.fixture
def client(operations, petite_base):
    """A client of the small application; `Bearer alice` is enough to be alice."""

    def par_jeton():
        entete = request.headers.get("Authorization", "")
        if not entete:
            return None
        agents = {"alice": 1, "bernard": 2}
        identifiant = entete.removeprefix("Bearer ")
        if identifiant not in agents:
            raise NonIdentifie("Ce jeton n’est pas connu.")
        return Acteur(agents[identifiant], identifiant, identifiant.title(), petite_base.institution_id)

    cadre.identifie(par_jeton)
    appels.declarer()
    app = Flask("essai")
    app.config["MAX_CONTENT_LENGTH"] = 8 * 1024 * 1024
    app.register_blueprint(bp)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer alice"
    return client
