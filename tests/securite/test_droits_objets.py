"""The right that a route names is asked of the object that its address names: every route × every face (T9).

A route names its right once, without an object (« could this person ever? »); who holds it for one organe must not get
by with it in another. Read: 403 or 404 unless the right holds on that object. Written: refused too, and nothing
changed; whatever the answer shows, no word that this face may not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from college import droits
from college.actes.modele import Acte, Document, ModeleDocument
from college.api.cadre import operations
from college.organisation import requetes as organisation
from college.points.modele import Point
from college.points.modeles.modele import ModelePoint
from college.seances.modele import Convocation, Inscription, Scrutin, Seance
from college.seances.proces_verbal.modele import ObservationPv
from college.suites.modele import Expedition, Mesure, Tache
from college.transaction import lecture, unite
from tests.securite.scene import PERMIS, Scene
from tests.securite.test_fuites import _texte, _valeurs
from tests.securite.test_routes import _empreinte

# Argument → what it names; the first one found in an address is what its right is asked of.
OBJETS: dict[str, Any] = {
    "inscription": Inscription, "scrutin": Scrutin, "urne": Scrutin, "observation": ObservationPv,
    "expedition": Expedition, "tache": Tache, "mesure": Mesure, "document": Document, "modele": ModeleDocument,
    "convocation": Convocation, "acte": Acte, "seance": Seance, "suivie": Seance, "point": Point, "code": ModelePoint,
}  # fmt: skip
# Found by a query that has asked already: the line of a register, an envoi of the e-tutelle, one's own file, a clause.
AUTREMENT = {"entree", "envoi", "numero"}
SANS_OBJET = ("public", "connecte", "administration")  # what asks nobody, or nothing but to be there
FACES = ("secretaire_a", "secretaire_b", "membre_a", "membre_b", "hugo", "emile", "gaston", "stagiaire", "fatima")
REFUSES = (403, 404)
# Filled so that a form goes as far as it can before anybody asks who sends it.
CHAMPS = {
    "action": "convoquer", "tous": "1", "version": "0", "texte": "x", "motif": "x", "choix": "pour", "etat": "faite",
    "preuve": "x", "issue": "accepte", "geste": "lier", "mandataire": "1", "evenement": "arrive", "adoptee": "1",
    "mode": "unanimite", "titre": "x", "partie": "publique", "sens": "haut", "a_discuter": "0", "genre": "pdf",
}  # fmt: skip


def _droit(scene: Scene, regle: Rule) -> str:
    fonction: Any = scene.app.view_functions[regle.endpoint]
    return str(getattr(getattr(fonction, "operation", fonction), "droit", "public"))


def _combinaisons(scene: Scene, regle: Rule) -> Iterator[dict[str, Any]]:
    noms = sorted(regle.arguments)
    premieres = {nom: list(_valeurs(scene, nom)) or [1] for nom in noms}
    porteur = next((nom for nom in noms if nom.removesuffix("_id") in OBJETS), None)
    for valeur in premieres[porteur] if porteur else ():
        yield {nom: valeur if nom == porteur else premieres[nom][0] for nom in noms}


def test_no_address_escapes(piege: Scene):
    """A new argument is named above, or nobody tries what it opens."""
    inconnues = {
        (regle.rule, droit)
        for regle in piege.app.url_map.iter_rules()
        if regle.arguments and (droit := _droit(piege, regle)) not in SANS_OBJET
        if not {nom.removesuffix("_id") for nom in regle.arguments} & (OBJETS.keys() | AUTREMENT)
    }
    assert not inconnues


def _objet(valeurs: dict[str, Any]) -> Any:
    """What the address names, whoever asks."""
    for argument, modele in OBJETS.items():
        for nom in (argument, f"{argument}_id"):
            if nom in valeurs and modele is ModelePoint:
                return unite().query(ModelePoint).filter_by(code=valeurs[nom]).one()
            if nom in valeurs:
                return unite().get_one(modele, valeurs[nom])
    raise LookupError(valeurs)


def _interdites(scene: Scene, qui: str, methode: str) -> Iterator[tuple[Rule, str]]:
    """(rule, address) of what the named right refuses to this face, on what exists."""
    adaptateur = scene.app.url_map.bind("localhost")
    with lecture():
        acteur = organisation.acteur_de(scene.monde.agent(qui))
        for regle in scene.app.url_map.iter_rules():
            droit = _droit(scene, regle)
            if methode not in (regle.methods or ()) or droit == "public":
                continue
            for valeurs in _combinaisons(scene, regle):
                if not droits.peut(droit, acteur, _objet(valeurs)):
                    yield regle, adaptateur.build(regle.endpoint, valeurs, method=methode)


def _ne_dit_rien(qui: str, adresse: str, reponse: Any) -> None:
    texte = _texte(reponse).replace(adresse.casefold(), "")
    dits = [canari for canari, permis in PERMIS.items() if qui not in permis and canari in texte]
    assert not dits, (qui, adresse, dits)


@pytest.mark.parametrize("qui", FACES)
def test_t9_a_right_held_elsewhere_reads_nothing_here(piege: Scene, qui: str):
    client = piege.navigateur(qui)
    essais = list(_interdites(piege, qui, "GET"))
    assert essais
    for _, adresse in essais:
        for entetes in ({}, {"HX-Request": "true"}):
            reponse = client.get(adresse, headers=entetes, query_string={"depuis": "999999"})
            assert reponse.status_code in REFUSES, (qui, adresse, reponse.status_code)


def _jeton(client: FlaskClient) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/app/compte").text)[1]


@pytest.mark.parametrize("qui", FACES)
def test_t9_a_right_held_elsewhere_writes_nothing_here_by_a_form(piege_jetable: Scene, qui: str):
    client = piege_jetable.navigateur(qui)
    saisie, avant = CHAMPS | {"csrf_token": _jeton(client)}, _empreinte()
    essais = [(r, a) for r, a in _interdites(piege_jetable, qui, "POST") if not a.startswith("/api/")]
    assert essais
    for _, adresse in essais:
        for entetes in ({}, {"HX-Request": "true"}):
            reponse = client.post(adresse, data=saisie, headers=entetes)
            assert reponse.status_code in REFUSES, (qui, adresse, reponse.status_code)
            _ne_dit_rien(qui, adresse, reponse)
    assert _empreinte() == avant


def _corps(modele: Any, openapi: dict[str, Any]) -> dict[str, Any]:
    """A body that its model takes: required fields, each with a plain value."""
    schema = modele.model_json_schema()
    return {nom: _plain(schema["properties"][nom], schema, nom) for nom in schema.get("required", ())}


def _plain(schema: dict[str, Any], racine: dict[str, Any], nom: str) -> Any:
    if "$ref" in schema:
        return _plain(racine["$defs"][schema["$ref"].rsplit("/", 1)[1]], racine, nom)
    if choix := schema.get("anyOf"):
        return _plain(choix[0], racine, nom)
    if valeurs := schema.get("enum") or ([schema["const"]] if "const" in schema else None):
        return valeurs[0]
    if schema.get("type") == "object":
        return {n: _plain(schema["properties"][n], racine, n) for n in schema.get("required", ())}
    simples = {"integer": 1, "number": 1, "boolean": True, "array": [], "string": CONNUS.get(nom, "x")}
    return simples[schema["type"]]


CONNUS = {"organe": "college", "service": "travaux", "mandataire": "denis", "debut": "2026-12-20T10:00:00+01:00"}


@pytest.mark.parametrize("qui", FACES)
def test_t9_a_right_held_elsewhere_writes_nothing_here_by_the_api(piege_jetable: Scene, qui: str):
    api, avant = piege_jetable.api(qui), _empreinte()
    par_nom = {f"api.{o.nom}": o for o in operations.values()}
    for methode in ("POST", "PATCH", "DELETE"):
        for regle, adresse in _interdites(piege_jetable, qui, methode):
            if not adresse.startswith("/api/"):
                continue
            operation = par_nom[regle.endpoint]
            options: dict[str, Any] = {"headers": {"If-Match": '"1"'}}
            if operation.multipart:
                options["data"] = {"type": "interne"}
            elif operation.corps:
                options["json"] = _corps(operation.corps, {})
            reponse = api.appeler(methode, adresse, **options)
            assert reponse.status_code in REFUSES, (qui, methode, adresse, reponse.json)
            _ne_dit_rien(qui, adresse, reponse)
    assert {nom: h for nom, h in _empreinte().items() if nom != "jeton_api"} == {
        nom: h for nom, h in avant.items() if nom != "jeton_api"
    }
