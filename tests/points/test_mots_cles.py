"""Keywords and the date by which a decision is needed: typed, found, changed by two people, copied."""

from __future__ import annotations

import re

import pytest

from college.points.saisie import mots_cles

CORPS = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute"}


@pytest.mark.parametrize(
    ("tape", "lus"),
    [
        (" voirie ; subside ;", ["voirie", "subside"]),
        ("voirie, Subside\nvoirie;SUBSIDE", ["voirie", "Subside"]),
        (["Plan de relance", "a;b"], ["Plan de relance", "a", "b"]),
        ("", []),
        (None, []),
    ],
)
def test_une_ligne_ou_une_liste_donne_les_memes_mots(tape, lus):
    assert mots_cles(tape) == lus


def test_par_l_api_ils_se_donnent_se_cherchent_et_se_copient(api):
    alice = api("alice")
    champs = {"mots_cles": "voirie ; subside wallon", "date_limite": "2026-12-31"}
    point = alice.post("/points", CORPS | champs)
    assert (point.json["mots_cles"], point.json["date_limite"]) == (["voirie", "subside wallon"], "2026-12-31")
    numero, etag = point.json["id"], point.headers["ETag"]
    assert [p["id"] for p in alice.get("/points?q=subside").json["elements"]] == [numero]
    change = alice.patch(f"/points/{numero}", {"mots_cles": ["Égouts"], "date_limite": None}, etag)
    assert (change.json["mots_cles"], change.json["date_limite"]) == (["Égouts"], None)
    assert change.json["revision"]["numero"] == 1, "they are no text: nobody visas them again"
    assert alice.get("/points?q=subside").json["elements"] == []
    assert [p["id"] for p in alice.get("/points?q=egout").json["elements"]] == [numero]
    daté = alice.patch(f"/points/{numero}", {"date_limite": "2027-01-15"}, change.headers["ETag"])
    assert daté.json["date_limite"] == "2027-01-15"
    copie = alice.post(f"/points/{numero}/actions", {"action": "dupliquer"}).json
    assert (copie["mots_cles"], copie["date_limite"]) == (["Égouts"], None)
    nue = alice.post(f"/points/{numero}/actions", {"action": "dupliquer", "garder": ["textes"]}).json
    assert nue["mots_cles"] == []
    modele = {
        "code": "rue", "libelle": "Rue", "organe": "college", "service": "travaux",
        "contenu": {"titre": "Rue", "mots_cles": "voirie, rue"},
    }  # fmt: skip
    assert api("chantal").post("/modeles-points", modele).status_code == 201
    assert alice.post("/modeles-points/rue/points", {}).json["mots_cles"] == ["voirie", "rue"]
    for faux in ({"mots_cles": ["x" * 61]}, {"mots_cles": [f"m{n}" for n in range(21)]}, {"date_limite": "demain"}):
        assert alice.post("/points", CORPS | faux).status_code == 422, faux


def test_a_l_ecran_ils_s_ecrivent_se_lisent_et_se_disputent(app, api, connecter):
    alice = connecter(app.test_client(), "alice")
    page = alice.get("/app/points/nouveau").text
    jeton = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]}
    champs = CORPS | jeton | {"nature": "decision", "cases": "1"}
    faux = alice.post("/app/points/nouveau", data=champs | {"mots_cles": "voirie ; " + "x" * 61})
    assert faux.status_code == 422 and "au plus 60 caractères" in faux.text.replace("\u00a0", " ")
    cree = alice.post("/app/points/nouveau", data=champs | {"mots_cles": "voirie;subside", "date_limite": "2026-12-31"})
    numero = re.search(r"/points/(\d+)", cree.headers["Location"])[1]
    vue = alice.get(f"/app/points/{numero}").text.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "voirie ; subside</dd>" in vue and "Décision attendue pour le</dt><dd>31 décembre 2026</dd>" in vue
    editeur = alice.get(f"/app/points/{numero}/modifier").text
    assert 'value="voirie ; subside"' in editeur and 'value="2026-12-31"' in editeur
    cache = {nom: re.search(rf'name="{nom}" value="([^"]*)"', editeur)[1] for nom in ("version", "marques")}
    etag = api("bernard").get(f"/points/{numero}").headers["ETag"]
    sien = api("bernard").patch(f"/points/{numero}", {"date_limite": "2027-01-15", "mots_cles": "rue"}, etag)
    assert sien.status_code == 200
    mien = champs | cache | {"mots_cles": "voirie ; subside", "date_limite": "2027-02-01"}
    dispute = alice.post(f"/app/points/{numero}/modifier", data=mien)
    lu = dispute.text.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert dispute.status_code == 412 and "Le vôtre : 1er février 2027" in lu
    assert "Celui déjà enregistré : 15 janvier 2027" in lu and "Mots-clés" in lu.split("Repris tels")[1]
