"""Typed links: nine types, each with its visa, read from both sides; points of one file read together."""

from __future__ import annotations

import re
from datetime import date

import pytest

from college.points.liens import regles

POINT = {"service": "travaux", "organe": "bourgmestre", "dispositif": "<p>Ordonne.</p>"}
LE_12_MARS = date(2026, 3, 12)


def _lie(**autrement):
    return regles.Lie(
        **{"titre": "Budget", "organe": "Conseil communal", "meme_organe": True, "decide_le": LE_12_MARS} | autrement
    )


@pytest.mark.parametrize(
    ("genre", "meme", "attendu"),
    [
        ("modifie", True, "Revu sa délibération du 12 mars 2026 « Budget » ;"),
        ("abroge", True, "Revu sa délibération du 12 mars 2026 « Budget » ;"),
        ("retire", True, "Revu sa délibération du 12 mars 2026 « Budget » ;"),
        ("rectifie", True, "Revu sa délibération du 12 mars 2026 « Budget » ;"),
        ("fait_suite_a", True, "Revu sa délibération du 12 mars 2026 « Budget » ;"),
        ("execute", True, "Vu sa délibération du 12 mars 2026 « Budget » ;"),
        ("execute", False, "Vu la décision du Conseil communal du 12 mars 2026 « Budget » ;"),
        ("ratifie", False, "Vu la décision du Conseil communal du 12 mars 2026 « Budget » ;"),
        ("approuve", False, "Vu la décision du Conseil communal du 12 mars 2026 « Budget » ;"),
        ("communique", False, "Vu la décision du Conseil communal du 12 mars 2026 « Budget » ;"),
        ("modifie", False, "Vu la décision du Conseil communal du 12 mars 2026 « Budget » ;"),
        ("copie_de", True, ""),
    ],
)
def test_chaque_lien_offre_son_visa(genre, meme, attendu):
    assert regles.visa(genre, _lie(meme_organe=meme)).replace("\u00a0", " ") == attendu


def test_un_point_pas_encore_decide_n_offre_aucun_visa():
    assert regles.visa("modifie", _lie(decide_le=None)) == ""


def test_le_visa_se_place_apres_les_autres_et_une_seule_fois():
    texte = "<p>Vu le Code ;</p><p>Revu ceci ;</p><p>Considérant cela ;</p>"
    avec = regles.inserer(texte, "Vu la loi ;")
    assert avec == "<p>Vu le Code ;</p><p>Revu ceci ;</p><p>Vu la loi ;</p><p>Considérant cela ;</p>"
    assert regles.inserer(avec, "Vu la loi\u00a0;") == avec
    assert regles.inserer("", "Vu la loi ;") == "<p>Vu la loi ;</p>"


@pytest.fixture
def deux(api):
    """An ordonnance already decided, and a draft that takes it up again."""
    ancien = api("alice").post("/points", POINT | {"titre": "Ordonnance de circulation"}).json["id"]
    fait = api("denis").post(f"/points/{ancien}/actions", {"action": "decider_hors_seance"})
    assert fait.status_code == 200, fait.json
    nouveau = api("alice").post(
        "/points", POINT | {"titre": "Levée de l’ordonnance", "motivation": "<p>Vu la NLC ;</p>"}
    )
    return ancien, nouveau.json["id"]


def test_un_lien_se_lit_des_deux_cotes_et_son_visa_s_ecrit(api, deux):
    ancien, nouveau = deux
    fait = api("alice").post(f"/points/{nouveau}/liens", {"point": ancien, "type": "abroge", "inserer_visa": True})
    assert fait.status_code == 201, fait.json
    assert fait.json["visa"].startswith("Revu sa délibération du")
    assert fait.json["visa"] in api("alice").get(f"/points/{nouveau}").json["motivation"]
    autre_cote = api("alice").get(f"/points/{ancien}/liens").json["elements"][0]
    assert (autre_cote["libelle"], autre_cote["point"]["id"], autre_cote["visa"]) == ("Abrogé par", nouveau, None)
    deux_fois = api("alice").post(f"/points/{nouveau}/liens", {"point": ancien, "type": "abroge"})
    assert (deux_fois.status_code, deux_fois.json["motif"]) == (409, "deja_lie")
    assert api("alice").post(f"/points/{nouveau}/liens", {"point": nouveau, "type": "abroge"}).status_code == 422
    assert api("alice").post(f"/points/{nouveau}/liens", {"point": ancien, "type": "copie_de"}).status_code == 422
    assert api("hugo").post(f"/points/{nouveau}/liens", {"point": ancien, "type": "abroge"}).status_code == 404
    assert api("alice").delete(f"/points/{nouveau}/liens/abroge/{ancien}").status_code in (200, 204)
    assert api("alice").get(f"/points/{ancien}/liens").json["total"] == 0


def test_la_page_lie_ecrit_le_visa_classe_et_prevoit_la_suite(app, api, deux, connecter):
    ancien, nouveau = deux
    alice = connecter(app.test_client(), "alice")
    adresse = f"/app/points/{nouveau}/liens"
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', alice.get(adresse).text)[1]

    def faire(**champs):
        reponse = alice.post(adresse, data={"csrf_token": jeton, **champs}, follow_redirects=True)
        return reponse.get_data(as_text=True)

    assert "Écrivez la référence" in faire(geste="lier", type="abroge", autre="")
    assert "Revu sa délibération du" in faire(geste="lier", type="abroge", autre=str(ancien), visa="1")
    assert "est classé dans" in faire(geste="classer", dossier="Circulation 2026")
    api("alice").post("/points", POINT | {"titre": "Autre", "dossier": "Circulation 2026"})
    assert "Autre" in alice.get(adresse).text
    assert "partira à cet organe" in faire(geste="suite", organe="conseil", titre="Confirmation", urgence="1")
    lu = api("alice").get(f"/points/{nouveau}").json
    assert (lu["suite"]["organe"], lu["suite"]["urgence"], lu["dossier"]) == ("conseil", True, "Circulation 2026")
    page = alice.get(f"/app/points/{nouveau}").text
    assert "Conseil communal" in page and "Abroge" in page
    assert "Rien ne partira" in faire(geste="suite", organe="")
    assert (
        'id="transmettre"' not in alice.get(adresse).text
        and 'id="transmettre"' in alice.get(f"/app/points/{ancien}/liens").text
    ), "what is decided may go on from here, to a neighbour too"
