"""`type_acte` is a code of the list of the tutelle, whatever the door; an unknown one is a sentence at its field."""

from __future__ import annotations

import re

POINT = {"organe": "conseil", "service": "travaux", "titre": "Modification budgétaire n° 2"}


def test_un_type_d_acte_inconnu_est_refuse_par_l_api_avec_sa_phrase(api):
    refus = api("alice").post("/points", POINT | {"type_acte": "BUDGET"})
    assert refus.status_code == 422
    faute = refus.json["erreurs"][0]
    assert faute["champ"] == "type_acte"
    assert "n’est pas dans la liste des types d’actes de la tutelle" in faute["message"]
    point = api("alice").post("/points", POINT | {"type_acte": "APP-MB"})
    assert (point.status_code, point.json["type_acte"]) == (201, "APP-MB")
    change = api("alice").patch(f"/points/{point.json['id']}", {"type_acte": "ZZ"}, point.headers["ETag"])
    assert change.json["erreurs"][0]["champ"] == "type_acte"


def test_un_type_d_acte_inconnu_est_refuse_par_le_formulaire_sans_rien_perdre(app, connecter):
    alice = connecter(app.test_client(), "alice")
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', alice.get("/app/points/nouveau").text)[1]
    reponse = alice.post("/app/points/nouveau", data=POINT | {"type_acte": "BUDGET", "csrf_token": jeton})
    assert reponse.status_code == 422
    page = reponse.get_data(as_text=True)
    assert "n’est pas dans la liste des types d’actes" in page
    assert "Modification budgétaire n° 2" in page.replace("\u00a0", " ")
