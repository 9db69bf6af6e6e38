"""The served document: complete, coherent, readable; every call of the contract is in it."""

from __future__ import annotations

import json
import re

import pytest

from college.api import cadre

APPELS = """
GET /moi | GET /organes | GET /services | GET /mandataires | GET /agents
POST /points | GET /points | GET /points/{} | PATCH /points/{} | POST /points/{}/actions
GET /points/{}/historique | GET /points/{}/revisions/{} | POST /points/{}/annexes | GET /points/{}/annexes
GET /annexes/{}/contenu
POST /seances | GET /seances/{} | GET /seances/{}/points-disponibles | POST /seances/{}/inscriptions
PATCH /inscriptions/{} | DELETE /inscriptions/{} | GET /seances/{}/ordre-du-jour | POST /seances/{}/actions
POST /seances/{}/presences | GET /seances/{}/presences
POST /inscriptions/{}/scrutins | POST /scrutins/{}/actions | POST /scrutins/{}/bulletins
POST /scrutins/{}/depouillement | GET /scrutins/{} | POST /seances/{}/decisions | POST /inscriptions/{}/decision
GET /seances/{}/direct
GET /seances/{}/direct/flux
POST /seances/{}/documents | POST /points/{}/documents | GET /documents/{} | GET /documents/{}/contenu
GET /seances/{}/actes | GET /actes/{} | POST /actes/{}/signatures | POST /actes/{}/actions
GET /actes/{}/biffures | POST /actes/{}/biffures | GET /points/{}/biffures | POST /points/{}/biffures
POST /actes/{}/envois | GET /envois/{}
GET /modeles | POST /modeles | POST /modeles/{}/actions | POST /modeles/{}/apercu
GET /public/decisions | GET /public/decisions/{} | GET /public/seances
"""


@pytest.fixture
def document(app):
    reponse = app.test_client().get("/api/v1/openapi.json")
    assert reponse.status_code == 200
    return reponse.json


def _appels(document) -> set[str]:
    return {
        f"{methode.upper()} {re.sub(r'{[^}]*}', '{}', chemin)}"
        for chemin, methodes in document["paths"].items()
        for methode in methodes
    }


def test_every_call_of_the_contract_is_served(document):
    attendus = {appel.strip() for ligne in APPELS.splitlines() for appel in ligne.split("|") if appel.strip()}
    assert not attendus - _appels(document)


def test_every_operation_is_in_the_document_with_a_summary(document):
    assert document["openapi"] == "3.1.0"
    decrits = [appel for methodes in document["paths"].values() for appel in methodes.values()]
    assert {appel["operationId"] for appel in decrits} == {operation.nom for operation in cadre.operations.values()}
    assert not [appel["operationId"] for appel in decrits if not appel["summary"]]


def test_every_reference_leads_somewhere(document):
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(references) <= document["components"]["schemas"].keys()


def test_every_variable_of_an_address_is_described(document):
    for chemin, methodes in document["paths"].items():
        for appel in methodes.values():
            decrites = {parametre["name"] for parametre in appel["parameters"] if parametre["in"] == "path"}
            assert decrites == set(re.findall(r"{(\w+)}", chemin)), chemin


def test_the_page_for_readers_lists_every_call(app, document):
    page = app.test_client().get("/api/v1/").get_data(as_text=True)
    for chemin, methodes in document["paths"].items():
        for methode in methodes:
            assert f"{methode.upper()} {chemin}" in page
