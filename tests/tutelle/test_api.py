"""The API of supervision as an outsider calls it: sends, follows, is refused with reasons."""

from __future__ import annotations

import pytest

from college import repartiteur


@pytest.fixture(autouse=True)
def aujourdhui(horloge_fixe, app):
    """The application sets the machine's clock when it is made: stop it afterwards."""
    horloge_fixe("2026-12-16T10:00")


def test_un_acte_transmis_se_suit_jusqu_a_sa_decision(creer_acte, tutelle, api, attendre):
    tutelle("prorogation")
    acte = creer_acte()
    chantal = api("chantal")
    reponse = chantal.post(f"/actes/{acte.id}/envois", {"connecteur": "etutelle_http"})
    assert reponse.status_code == 201
    envoi = reponse.json
    assert envoi["etat"] == "en_preparation"
    assert envoi["regime_tutelle"] == "approbation"
    attendre(envoi["id"], "approuve")
    lu = chantal.get(f"/envois/{envoi['id']}").json
    assert lu["etat"] == "approuve"
    assert lu["executoire"]["possible"]
    assert lu["tentatives"] == 1
    assert {"type", "recu_le", "reference"} == lu["accuses"][0].keys()
    assert {"type", "date", "regle"} == lu["echeances"][0].keys()
    assert [e["type"] for e in lu["echanges"]] == [
        "transmis", "accuse_technique", "en_instruction", "proroge", "approuve",
    ]  # fmt: skip
    assert chantal.get(f"/actes/{acte.id}/envois").json["total"] == 1
    assert [e["id"] for e in chantal.get("/envois?etat=approuve").json["elements"]] == [envoi["id"]]


def test_les_pieces_manquantes_sont_nommees_et_se_passent_outre(creer_acte, tutelle, api):
    tutelle()
    acte = creer_acte(annexes=())
    refus = api("chantal").post(f"/actes/{acte.id}/envois", {})
    assert refus.status_code == 409
    assert refus.json["article"] == "L3132-1"
    assert refus.json["pieces_manquantes"][0] == {"code": "pieces_justificatives", "libelle": "Pièces justificatives"}
    assert api("chantal").post(f"/actes/{acte.id}/envois", {"passer_outre": "Sur papier"}).status_code == 201
    assert api("chantal").post(f"/actes/{acte.id}/envois", {"passer_outre": "Encore"}).status_code == 409


def test_une_repetition_avec_la_meme_cle_rend_le_meme_envoi(creer_acte, tutelle, api):
    autorite = tutelle()
    acte, entetes = creer_acte(), {"Idempotency-Key": "envoi-du-budget"}
    deux = [api("chantal").post(f"/actes/{acte.id}/envois", {}, headers=entetes).json["id"] for _ in range(2)]
    repartiteur.vider()
    assert deux[0] == deux[1]
    assert len(autorite.depots) == 1


@pytest.mark.parametrize(
    ("corps", "champ"),
    [({"connecteur": "pigeon"}, "connecteur"), ({"pieces": {"avis_df": 99}}, "pieces"), ({"inconnu": 1}, "inconnu"),
     ({"pieces": {"avis_df": "x"}}, "pieces.avis_df")],
)  # fmt: skip
def test_une_mauvaise_demande_dit_le_champ(creer_acte, api, corps, champ):
    reponse = api("chantal").post(f"/actes/{creer_acte().id}/envois", corps)
    assert reponse.status_code == 422
    assert reponse.json["erreurs"][0]["champ"] == champ


def test_qui_ne_peut_pas_l_apprend_et_qui_ne_doit_pas_savoir_ne_sait_pas(creer_acte, tutelle, api):
    tutelle()
    acte = creer_acte()
    envoi = api("chantal").post(f"/actes/{acte.id}/envois", {}).json["id"]
    assert api("hugo").post(f"/actes/{acte.id}/envois", {}).status_code == 403
    assert api("hugo").get(f"/envois/{envoi}").status_code == 200
    assert api("fatima").get(f"/envois/{envoi}").status_code == 404
    assert api("chantal").get("/envois/999").status_code == 404


def test_le_silence_se_certifie_par_l_api(creer_acte, tutelle, api, attendre, horloge_fixe):
    tutelle("silence")
    envoi = api("chantal").post(f"/actes/{creer_acte().id}/envois", {}).json["id"]
    attendre(envoi, "en_instruction")
    tot = api("chantal").post(f"/envois/{envoi}/actions", {"action": "certifier_expiration"})
    assert (tot.status_code, tot.json["motif"]) == (409, "delai_non_echu")
    horloge_fixe("2027-01-18T10:00")
    lu = api("chantal").get(f"/envois/{envoi}").json
    assert (lu["delai_echu"], lu["libelle"]) == (True, "Délai échu, à confirmer")
    fini = api("chantal").post(f"/envois/{envoi}/actions", {"action": "certifier_expiration"}).json
    assert fini["etat"] == "executoire_par_expiration"


def test_les_types_d_actes_sont_publies_avec_leur_regime(api):
    elements = {e["code"]: e for e in api("alice").get("/types-actes").json["elements"]}
    assert elements["APP-BUDGET"]["regime_tutelle"] == "approbation"
    assert elements["APP-BUDGET"]["jours_transmission"] == 15


def test_l_acte_dit_son_regime(creer_acte, api):
    assert (
        api("chantal").get(f"/actes/{creer_acte('ANN-ROI-CC').id}").json["regime_tutelle"] == "annulation_obligatoire"
    )
