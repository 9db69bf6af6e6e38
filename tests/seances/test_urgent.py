"""The urgent point of the same morning: one screen, from nothing to the agenda, members told at once."""

import re

import pytest

from college import repartiteur

URGENT = {"titre": "Toiture de l’école", "service": "travaux", "motif": "La pluie entre", "dispositif": "<p>DÉCIDE</p>"}


@pytest.fixture
def matin(creer_seance, inscrire, horloge_fixe):
    """The collège of this afternoon, nine in the morning."""
    horloge_fixe("2026-11-27T09:00")
    seance = creer_seance()
    inscrire(seance, "Ordinaire")
    return seance


def test_un_point_urgent_est_cree_valide_et_inscrit_d_un_coup(chantal, api, matin, app):
    fait = chantal.post(f"/seances/{matin}/urgences", URGENT)
    assert fait.status_code == 201, fait.json
    assert fait.json["urgence"] and fait.json["numero"] == "2"
    point = chantal.get(f"/points/{fait.json['point']['id']}").json
    assert point["etat"]["phase"] == "inscrit"
    assert "à régulariser" in str(point), "the steps passed over say so"
    repartiteur.vider(tolerant=True)
    courriels = [c.read_bytes().decode() for c in (app.extensions["college"].data_dir / "courriels").glob("*.eml")]
    assert [c for c in courriels if "denis@exemple.test" in c and "Point urgent" in c]
    vise = api("bernard").post(f"/points/{point['id']}/actions", {"action": "viser"})
    assert vise.status_code == 200, "its holder regularises the step afterwards"


def test_un_refus_ne_laisse_rien_derriere_lui(chantal, matin, api):
    avant = chantal.get("/points").json["total"]
    for champ in ("titre", "motif", "service"):
        refus = chantal.post(f"/seances/{matin}/urgences", {**URGENT, champ: ""})
        assert refus.status_code == 422 and refus.json["erreurs"][0]["champ"] == champ
    assert api("alice").post(f"/seances/{matin}/urgences", URGENT).status_code in (403, 404)
    assert chantal.get("/points").json["total"] == avant


def test_l_ecran_du_point_urgent(client, connecter, matin):
    navigateur = connecter(client, "chantal")
    page = f"/app/seances/{matin}/urgent"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', navigateur.get(page).get_data(as_text=True))[1]
    faute = navigateur.post(page, data={**URGENT, "csrf_token": jeton, "motif": ""})
    assert faute.status_code == 422 and "Toiture de l’école" in faute.get_data(as_text=True), "what was typed stays"
    fait = navigateur.post(page, data={**URGENT, "csrf_token": jeton}, follow_redirects=True)
    texte = fait.get_data(as_text=True).replace("\u00a0", " ")
    assert fait.status_code == 200 and "inscrit en urgence : les membres sont prévenus" in texte


def test_d20_au_conseil_l_urgence_se_vote_d_abord_depuis_le_cockpit(chantal, client, connecter, conseil_ouvert):
    seance = conseil_ouvert(1)
    ligne = chantal.post(f"/seances/{seance['id']}/urgences", URGENT)
    assert ligne.status_code == 201 and ligne.json["tardive"]
    refus = chantal.post(f"/inscriptions/{ligne.json['id']}/decision", {"issue": "accepte"})
    assert refus.status_code == 409 and refus.json["motif"] == "urgence_a_voter"
    page = f"/app/seances/{seance['id']}/direct?point={ligne.json['id']}&volet=vote"
    cockpit = connecter(client, "chantal").get(page).get_data(as_text=True).replace("\u00a0", " ")
    assert "Urgence à voter d’abord" in cockpit and "Proclamer ce vote d’urgence" in cockpit
