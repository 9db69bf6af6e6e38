"""Every call of the API, fed with what no client should send: always a sentence, never a failure of ours."""

from __future__ import annotations

import io
from itertools import product

import pytest

from college.api import cadre

TEXTES = (None, "", " ", "x", "é" * 5000, "1e400", "2026-13-45", "a\x00b", "²", "9" * 5000)
FARCES = (*TEXTES, -1, 0, 2**63, 1.5, True, [], [None], {}, {"a": 1})
CORPS = ([], "texte", None, 3, {"inconnu": 1}, {})
REFS = {"Ref": ("1", "0", "2147483648", "9" * 30, "n-existe-pas"), "IntegerConverter": (1, 0, 2**31, int("9" * 30))}
REQUETES = ("", "x", "-1", "é" * 600, "%00", "²", "9" * 30)
FICHIERS = (("a.pdf", b""), ("a.docx", b"PK\x03\x04" + b"\x00" * 50), ("../é.html", b"<script>"), ("", b"x"))


@pytest.fixture
def appelants(api, monde):
    """People with rights, over a world where one point and one séance exist."""
    alice, chantal = api("alice"), api("chantal")
    point = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute", "dispositif": "Oui."}
    assert alice.post("/points", point).status_code == 201
    seance = {"organe": "college", "debut": "2026-12-01T14:00:00+01:00"}
    assert chantal.post("/seances", seance).status_code == 201
    chantal.client.application.testing = False  # a failure answers 500, as in production
    return alice, chantal, api("gaston")


def _operations():
    return sorted(cadre.operations.values(), key=lambda operation: operation.nom)


def _adresses(operation, app):
    regle = next(app.url_map.iter_rules(f"api.{operation.nom}"))
    noms = sorted(regle.arguments)
    choix = [REFS.get(type(regle._converters[nom]).__name__, REFS["Ref"]) for nom in noms]
    for valeurs in product(*choix):
        ou = dict(zip(noms, valeurs, strict=True))
        yield app.url_map.bind("localhost").build(regle.endpoint, ou, method=operation.methode)


def _corps(operation):
    yield from CORPS
    for champ in operation.corps.model_fields if operation.corps else ():
        yield from ({champ: farce} for farce in FARCES)


def _verifier(reponse, quoi):
    assert reponse.status_code < 500, f"{quoi} → {reponse.status_code} {reponse.get_data(as_text=True)[:300]}"
    if reponse.status_code >= 400:
        assert reponse.mimetype == "application/problem+json", quoi
        assert reponse.json["detail"].strip(), quoi


def test_no_body_makes_a_call_fail(app, appelants):
    for operation in _operations():
        if operation.ecrit and not operation.multipart:
            adresse, *_ = _adresses(operation, app)
            for corps, qui in product(_corps(operation), appelants):
                reponse = qui.appeler(operation.methode, adresse, headers={"If-Match": '"x"'}, json=corps)
                _verifier(reponse, f"{operation.methode} {adresse} {str(corps)[:80]}")


def test_no_address_makes_a_call_fail(app, appelants):
    for operation in _operations():
        for adresse, qui in product(_adresses(operation, app), appelants):
            _verifier(qui.appeler(operation.methode, adresse), f"{operation.methode} {adresse}")


def test_no_query_makes_a_call_fail(app, appelants):
    for operation in _operations():
        if operation.requete:
            adresse, *_ = _adresses(operation, app)
            for champ, farce in product(operation.requete.model_fields, REQUETES):
                reponse = appelants[1].get(f"{adresse}?{champ}={farce}")
                _verifier(reponse, f"GET {adresse}?{champ}={farce[:20]}")


def test_no_upload_makes_a_call_fail(app, appelants):
    for operation in _operations():
        if operation.multipart:
            adresse, *_ = _adresses(operation, app)
            champs = dict.fromkeys(operation.corps.model_fields, "x") if operation.corps else {}
            for (nom, octets), autres in product(FICHIERS, ({}, champs)):
                donnees = autres | {"fichier": (io.BytesIO(octets), nom)}
                reponse = appelants[1].post(adresse, data=donnees, content_type="multipart/form-data")
                _verifier(reponse, f"POST {adresse} {nom!r}")
            _verifier(appelants[1].post(adresse, data=champs, content_type="multipart/form-data"), adresse)
