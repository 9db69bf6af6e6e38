"""The served document: complete, coherent, readable; every call of the contract is in it."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

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


def test_every_schema_is_sound_and_its_defaults_obey_it(document):
    schemas = list(document["components"]["schemas"].values())
    champs = [champ for schema in schemas for champ in schema.get("properties", {}).values()]
    for schema in (*schemas, *champs):
        Draft202012Validator.check_schema(schema)
        if "default" in schema and "$ref" not in json.dumps(schema):
            Draft202012Validator(schema).validate(schema["default"])


def test_the_document_says_what_each_call_answers(document):
    """What is no JSON, what creates, what says nothing, what asks for a version, and that any refusal is a problem."""
    appels = document["paths"]
    contenu = appels["/documents/{document}/contenu"]["get"]["responses"]
    assert "application/pdf" in contenu["200"]["content"] and "409" in contenu
    assert list(appels["/seances/{suivie}/direct/flux"]["get"]["responses"]["200"]["content"]) == ["text/event-stream"]
    dit = {nom.rsplit("__")[-1] for nom in document["components"]["schemas"]}
    assert {"PointVu", "SeanceVue", "ScrutinVu", "ActeVu", "DocumentVu", "EnvoiVu", "Liste"} <= dit
    assert "content" not in appels["/seances/{suivie}/direct"]["get"]["responses"]["204"]
    assert {"200", "201", "413", "415", "422"} <= appels["/points/{point}/actions"]["post"]["responses"].keys()
    assert "429" in appels["/public/decisions"]["get"]["responses"]
    retrait = appels["/annexes/{annexe}"]["delete"]
    assert {"204"} == retrait["responses"].keys() & {"200", "204", "412", "428"}
    exiges = {
        f"{methode} {chemin}"
        for chemin, methodes in appels.items()
        for methode, appel in methodes.items()
        if any(p["name"] == "If-Match" and p["required"] for p in appel["parameters"])
    }
    assert exiges == {
        "patch /points/{point}",
        "patch /inscriptions/{inscription}",
        "delete /inscriptions/{inscription}",
    }
    defauts = [appel["responses"]["default"] for methodes in appels.values() for appel in methodes.values()]
    assert all("application/problem+json" in defaut["content"] for defaut in defauts)


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


def test_the_address_of_the_api_needs_no_slash_and_a_redirection_is_told_in_french(app):
    client = app.test_client()
    assert client.get("/api/v1").data == client.get("/api/v1/").data
    assert client.post("/api/v1").mimetype == "application/problem+json"
    ailleurs = client.get("/app")
    assert (ailleurs.status_code, "à une autre adresse" in ailleurs.text, "Redirecting" in ailleurs.text) == (
        308, True, False
    )  # fmt: skip
