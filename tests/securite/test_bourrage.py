"""Every call of the API, fed from its own published schema with right, odd and wrong values: never a 5xx.

A bounded property test: the values come from the OpenAPI document, then one of them in four is replaced by
something hostile. The world that they hit is a copy, spoilt on purpose.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.securite.scene import Scene

HOSTILES: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 1e308, "", " ", "\x00", "a\x00b", "²", "٣", "x" * 5000, "0000-00-00", "2026-02-30",
    "9999-12-31T23:59:59Z", "2026-01-01T00:00:00", "P1D", [], {}, [None], {"a": 1}, "<script>", "' OR 1=1 --", "\u202e",
    "{{7*7}}", "../../etc", "NaN", "1e999", -0.0, [[]] * 3, "\ud7ff", "𝔘", "college", "conseil", "pour", "denis",
]  # fmt: skip
NOMS = {"organe": "college", "service": "travaux", "mandataire": "denis", "type": "pv", "format": "pdf"}


def _operations(openapi: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (methode.upper(), chemin, operation)
        for chemin, methodes in openapi["paths"].items()
        for methode, operation in methodes.items()
        if methode in ("get", "post", "put", "patch", "delete")
    ]


class Generateur:
    """Values from a JSON schema: just enough of the vocabulary for what our models publish."""

    def __init__(self, openapi: dict[str, Any], tirer: Any) -> None:
        self.openapi = openapi
        self.tirer = tirer

    def valeur(self, schema: dict[str, Any], nom: str = "", profondeur: int = 0) -> Any:
        """One value, in one case of four a hostile one."""
        if self.tirer(st.integers(0, 3)) == 0:
            return self.tirer(st.sampled_from(HOSTILES))
        if "$ref" in schema:
            noeud: Any = self.openapi
            for cle in schema["$ref"].removeprefix("#/").split("/"):
                noeud = noeud[cle]
            return self.valeur(noeud, nom, profondeur + 1)
        for choix in ("anyOf", "oneOf"):
            if choix in schema:
                return self.valeur(self.tirer(st.sampled_from(schema[choix])), nom, profondeur + 1)
        if "enum" in schema or "const" in schema:
            return self.tirer(st.sampled_from(schema.get("enum") or [schema["const"]]))
        return self._simple(schema, nom, profondeur)

    def _simple(self, schema: dict[str, Any], nom: str, profondeur: int) -> Any:
        match schema.get("type"):
            case "object":
                return self.objet(schema, profondeur)
            case "array":
                nombre = self.tirer(st.integers(0, 2)) if profondeur < 4 else 0
                return [self.valeur(schema.get("items", {}), nom, profondeur + 1) for _ in range(nombre)]
            case "integer":
                return self.tirer(st.integers(0, 8))
            case "number":
                return self.tirer(st.floats(-10, 1e6))
            case "boolean":
                return self.tirer(st.booleans())
            case "null":
                return None
        if "date" in schema.get("format", ""):
            return "2026-12-15T10:00:00+01:00" if "time" in schema["format"] else "2026-12-15"
        return NOMS.get(nom) or self.tirer(st.sampled_from(["Rue Haute", "1", "<p>Vu.</p>", "é" * 20]))

    def objet(self, schema: dict[str, Any], profondeur: int = 0) -> dict[str, Any]:
        """Required fields, and each other one or not."""
        voulus = set(schema.get("required", []))
        champs = schema.get("properties", {})
        return {
            nom: self.valeur(sous, nom, profondeur + 1)
            for nom, sous in champs.items()
            if nom in voulus or self.tirer(st.booleans())
        }


@pytest.mark.parametrize("lot", range(4))
def test_no_call_answers_5xx_whatever_its_schema_lets_in(piege_jetable: Scene, lot: int):
    scene = piege_jetable
    api = scene.api("chantal")
    scene.app.testing = False  # a fault is then a 500, as in production
    openapi = api.get("/openapi.json").json
    operations = _operations(openapi)[lot::4]
    assert len(operations) > 12

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def bourrer(donnees: st.DataObject) -> None:
        methode, chemin, operation = donnees.draw(st.sampled_from(operations))
        generateur = Generateur(openapi, donnees.draw)
        requete: dict[str, Any] = {}
        for parametre in operation.get("parameters", []):
            nom = parametre["name"]
            if parametre["in"] == "path":
                ref = donnees.draw(st.sampled_from(["1", "2", "3", "4", "7", "²", "2147483648", "a b", "2026-0007"]))
                chemin = chemin.replace("{" + nom + "}", quote(ref))
            elif parametre["in"] == "query" and donnees.draw(st.booleans()):
                requete[nom] = str(generateur.valeur(parametre.get("schema", {}), nom))
        contenu = operation.get("requestBody", {}).get("content", {})
        options: dict[str, Any] = {"query_string": requete, "headers": {"If-Match": '"1"'}}
        if "application/json" in contenu:
            options["json"] = generateur.valeur(contenu["application/json"]["schema"])
        elif contenu:
            options["data"] = {"type": "interne", "fichier": "x"}
        reponse = api.appeler(methode, chemin, **options)
        assert reponse.status_code < 500, (methode, chemin, options, reponse.json)

    bourrer()
