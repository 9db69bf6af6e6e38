"""Every route names its right, every service asks one, and every named right has its policy."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from college.api import cadre
from college.droits import POLITIQUES
from college.web import PUBLIC
from tests.conventions.sources import module, python

SANS_DROIT = {"static", "api.inconnue"}  # files of the interface; the 404 of the API


def _droit(vue) -> str | None:
    operation = getattr(vue, "operation", None)
    return operation.droit if operation else getattr(vue, "droit", None)


def _routes(app) -> list[tuple[str, str, str | None]]:
    regles = [regle for regle in app.url_map.iter_rules() if regle.endpoint not in SANS_DROIT]
    return [(regle.rule, regle.endpoint, _droit(app.view_functions[regle.endpoint])) for regle in regles]


def test_every_route_names_its_right(app):
    anonymes = [f"{chemin} ({point})" for chemin, point, droit in _routes(app) if droit is None]
    assert not anonymes, "Declare these with @vue(bp, chemin, droit=…) or @cadre.get(chemin, droit=…)"


def test_two_views_never_share_an_address_and_a_method(app):
    """The second would never be reached, without a word."""
    vues: dict[tuple[str, str], set[str]] = {}
    for regle in app.url_map.iter_rules():
        for methode in regle.methods - {"HEAD", "OPTIONS"}:
            vues.setdefault((regle.rule, methode), set()).add(regle.endpoint)
    assert not {adresse: qui for adresse, qui in vues.items() if len(qui) > 1}


def test_every_named_right_has_its_policy(app):
    inconnus = {(point, droit) for _, point, droit in _routes(app) if droit not in POLITIQUES and droit != PUBLIC}
    assert not inconnus, "Declare the policy: @politique(« nom »)"


def test_a_page_of_the_staff_is_never_public(app):
    ouvertes = [chemin for chemin, _, droit in _routes(app) if chemin.startswith("/app") and droit == PUBLIC]
    assert not ouvertes


def test_every_service_asks_a_right(app):
    """A public function of a `services` module that takes an acteur first has its `@exige`."""
    fautifs = []
    for chemin in python("college"):
        if chemin.stem != "services" and chemin.parent.name != "services":
            continue
        salle = import_module(module(chemin))
        for nom, fonction in inspect.getmembers(salle, inspect.isfunction):
            parametres = list(inspect.signature(fonction).parameters)
            if nom.startswith("_") or inspect.unwrap(fonction).__module__ != salle.__name__:
                continue
            if parametres[:1] == ["acteur"] and getattr(fonction, "droit", None) not in POLITIQUES:
                fautifs.append(f"{salle.__name__}.{nom}")
    assert not fautifs, "A service's first beat is @exige(« droit »)"


def test_every_body_refuses_unknown_fields(app):
    modeles = {modele for operation in cadre.operations.values() for modele in (operation.corps, operation.requete)}
    laches = [modele.__name__ for modele in modeles - {None} if modele.model_config.get("extra") != "forbid"]
    assert not laches, "Derive request models from cadre.Corps or cadre.Filtre"


def test_an_unsafe_form_without_its_token_is_refused(app, client):
    """CSRF everywhere: each POST address of the pages refuses a form without token, whoever asks."""
    acceptees = []
    for regle in app.url_map.iter_rules():
        if regle.rule.startswith("/api/") or not {"POST", "PUT", "PATCH", "DELETE"} & regle.methods:
            continue
        valeurs = {nom: next(iter(getattr(c, "items", ["1"]))) for nom, c in regle._converters.items()}
        with app.test_request_context():
            adresse = app.url_map.bind("localhost").build(regle.endpoint, valeurs, method="POST")
        if client.post(adresse).status_code not in (400, 401, 403, 404, 419):
            acceptees.append(regle.rule)
    assert not acceptees


@pytest.mark.parametrize("methode", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_acts_for_nobody(app, client, methode):
    """Without sign-in every unsafe call answers 401 before it looks at anything."""
    ouvertes = []
    for operation in cadre.operations.values():
        if operation.methode == methode and not operation.publique:
            adresse = app.url_map.bind("localhost").build(
                f"api.{operation.nom}", dict.fromkeys(_variables(app, operation), "1"), method=methode
            )
            if client.open(adresse, method=methode, json={}).status_code != 401:
                ouvertes.append(f"{methode} {operation.chemin}")
    assert not ouvertes


def _variables(app, operation) -> set[str]:
    return next(regle.arguments for regle in app.url_map.iter_rules(f"api.{operation.nom}"))
