"""From the projects before the séance to the decisions after it, as the public sees them, over HTTP."""

from __future__ import annotations

import json

import pytest
from pypdfium2 import PdfDocument

from college import repartiteur
from college.publication import index
from college.publication.taches import publier_les_programmees
from tests.publication.conftest import _faire_sur

EGOUTTAGE, SEPULTURE, HUIS_CLOS = (
    "Égouttage de la rue de l’Église",
    "Concession de sépulture",
    "Nomination de Zorglub à l’école",
)
CANAUX = (
    "/", "/recherche", "/recherche?q=zorglub", "/recherche?q=nominations", "/seances", "/exemple/conseil/2026-12-14",
    "/exemple/conseil/2026-12-14.json", "/flux.atom", "/export.csv", "/sitemap.xml", "/agenda.ics",
    "/api/v1/public/decisions", "/api/v1/public/decisions?q=zorglb", "/api/v1/public/seances",
)  # fmt: skip


@pytest.fixture
def chercher(client):
    """What the public search answers, once the outbox is empty."""

    def faire(q: str, **filtres):
        repartiteur.vider()
        return client.get("/api/v1/public/decisions", query_string={"q": q, **filtres}).json

    return faire


def _publier(secretaire, acte, **corps):
    return secretaire.post(f"/actes/{acte}/actions", {"action": "publier", **corps})


def test_projects_are_published_before_the_seance(client, secretaire, conseil_convoque, chercher):
    seance = conseil_convoque()
    assert chercher("égouttage")["total"] == 0
    _faire_sur(secretaire, seance["id"], "publier_projets")
    trouve = chercher("égouttage")["elements"][0]
    assert (trouve["objet"], trouve["url"]) == (
        "projet",
        "/exemple/conseil/2026-12-14/1-egouttage-de-la-rue-de-l-eglise",
    )
    page = client.get(trouve["url"]).get_data(as_text=True)
    assert "Projet de décision" in page
    assert "Le collecteur date de 1961." in page
    assert "lundi 14\u00a0décembre\u00a02026" in page


def test_d23_personal_data_of_a_project_are_masked_before_anybody_has_read_them(
    client, secretaire, conseil_convoque, chercher
):
    _faire_sur(secretaire, conseil_convoque()["id"], "publier_projets")
    page = client.get(chercher("sépulture")["elements"][0]["url"]).get_data(as_text=True)
    assert "donnée masquée" in page
    for secret in ("Tournesol", "80.03.03", "0475/12"):
        assert secret not in page
    assert chercher("tournesol")["total"] == 0


def test_late_projects_are_published_and_marked(client, secretaire, conseil_convoque, chercher, horloge_fixe):
    seance = conseil_convoque()
    horloge_fixe("2026-12-10T09:00")
    _faire_sur(secretaire, seance["id"], "publier_projets")
    page = client.get(chercher("égouttage")["elements"][0]["url"]).get_data(as_text=True)
    assert "moins de cinq jours francs" in page


def test_d17_l20_a_closed_point_leaves_a_number_and_nothing_else(client, secretaire, conseil_arrete, signer):
    seance = conseil_arrete()
    signer(seance["actes"][EGOUTTAGE])
    _publier(secretaire, seance["actes"][EGOUTTAGE])
    refus = _publier(secretaire, seance["actes"][HUIS_CLOS])
    assert (refus.status_code, refus.json["article"]) == (409, "L1122-21")
    repartiteur.vider()
    for adresse in CANAUX:
        corps = client.get(adresse).get_data(as_text=True)
        for secret in ("Zorglub", "Nomination"):
            assert secret not in corps, adresse
    page = client.get("/exemple/conseil/2026-12-14").get_data(as_text=True)
    assert "Point n°\u00a03" in page
    assert "art. L1122-21" in page


def test_an_act_of_the_conseil_waits_for_its_signatures(secretaire, conseil_arrete):
    seance = conseil_arrete()
    refus = _publier(secretaire, seance["actes"][EGOUTTAGE])
    assert (refus.status_code, refus.json["motif"]) == (409, "non_signe")


def test_a_decision_takes_the_address_of_its_project(client, secretaire, conseil_arrete, signer, chercher):
    seance = conseil_arrete()
    avant = chercher("égouttage")["elements"][0]
    signer(seance["actes"][EGOUTTAGE])
    assert _publier(secretaire, seance["actes"][EGOUTTAGE]).json["etat"] == "publie"
    apres = chercher("égouttage", issue="accepte", organe="conseil", annee="2026")
    assert apres["total"] == 1
    assert (apres["elements"][0]["objet"], apres["elements"][0]["url"]) == ("decision", avant["url"])
    page = client.get(avant["url"]).get_data(as_text=True)
    assert "Accepté" in page or "Décidé" in page
    assert "À l’unanimité" in page
    assert "Lire le projet publié le 1er\u00a0décembre\u00a02026" in page
    assert client.get(avant["url"] + ".json").json["vote"]["pour"] == 12
    assert client.get(avant["url"] + ".pdf").data[:5] == b"%PDF-"
    assert _publier(secretaire, seance["actes"][EGOUTTAGE]).json["motif"] == "deja_publie"


def test_d23_an_act_with_personal_data_waits_for_a_person_or_masks_them(
    client, secretaire, conseil_arrete, signer, chercher
):
    seance = conseil_arrete()
    acte = seance["actes"][SEPULTURE]
    signer(acte)
    refus = _publier(secretaire, acte)
    assert (refus.status_code, refus.json["motif"], refus.json["article"]) == (409, "biffures_en_attente", "L3221-4")
    assert _publier(secretaire, acte, masquer_en_attente=True).status_code == 200
    trouve = chercher("sépulture")["elements"][0]
    pdf = client.get(trouve["url"] + ".pdf").data
    lu = "".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf))
    page = client.get(trouve["url"]).get_data(as_text=True)
    donnees = json.dumps(client.get(trouve["url"] + ".json").json, ensure_ascii=False)
    for support in (page, donnees, lu.replace("\r\n", " ")):
        assert "donnée masquée" in support
        assert "Tournesol" not in support
        assert "80.03.03" not in support
    assert b"Tournesol" not in pdf


def test_d23_a_name_may_be_left_but_never_a_register_number(client, secretaire, conseil_arrete, signer, chercher):
    seance = conseil_arrete()
    acte = seance["actes"][SEPULTURE]
    signer(acte)
    marques = {m["extrait"]: m["id"] for m in secretaire.get(f"/actes/{acte}/biffures").json["elements"]}
    trancher = {"action": "valider_biffures", "ecarter": [marques["80.03.03-001.58"]]}
    refus = secretaire.post(f"/actes/{acte}/actions", trancher)
    assert (refus.status_code, refus.json["motif"]) == (409, "niss")
    trancher["ecarter"] = [marques["Octave Tournesol"]]
    assert secretaire.post(f"/actes/{acte}/actions", trancher).status_code == 200
    assert _publier(secretaire, acte).status_code == 200
    page = client.get(chercher("sépulture")["elements"][0]["url"]).get_data(as_text=True)
    assert "Octave Tournesol" in page
    assert "80.03.03" not in page


def test_a_mark_of_the_service_on_its_point_is_inherited_by_the_act(
    api, client, secretaire, conseil_convoque, chercher
):
    seance = conseil_convoque()
    point = seance["lignes"][0]["point"]
    texte = {"champ": "motivation", "debut": 0, "fin": 2, "motif": "secret des affaires"}
    assert api("hugo").post(f"/points/{point}/biffures", texte).status_code in (403, 404)
    assert api("alice").post(f"/points/{point}/biffures", texte | {"fin": 9_999}).status_code == 422
    inconnu = api("alice").post(f"/points/{point}/biffures", texte | {"champ": "roman"})
    assert inconnu.json["erreurs"][0]["champ"] == "champ"
    collecteur = api("alice").post(f"/points/{point}/biffures", texte | {"debut": 27, "fin": 45})
    assert collecteur.status_code == 201, collecteur.json
    _faire_sur(secretaire, seance["id"], "publier_projets")
    page = client.get(chercher("égouttage")["elements"][0]["url"]).get_data(as_text=True)
    assert collecteur.json["extrait"] == "l’état du collecteur"  # stretched to whole words
    assert "collecteur ;" not in page


def test_l19_a_planned_act_appears_at_its_hour_and_not_before(
    client, secretaire, conseil_arrete, signer, horloge_fixe, chercher
):
    seance = conseil_arrete(projets=False)
    acte = seance["actes"][EGOUTTAGE]
    signer(acte)
    passe = secretaire.post(f"/actes/{acte}/actions", {"action": "programmer", "le": "2026-12-14T10:00:00+01:00"})
    assert passe.json["motif"] == "moment_passe"
    assert secretaire.post(f"/actes/{acte}/actions", {"action": "programmer"}).status_code == 422
    prevu = secretaire.post(f"/actes/{acte}/actions", {"action": "programmer", "le": "2026-12-16T08:00:00+01:00"})
    assert prevu.json["publication"]["etat"] == "programmee"
    adresse = prevu.json["publication"]["url"]
    horloge_fixe("2026-12-16T07:59")
    publier_les_programmees()
    assert chercher("égouttage")["total"] == 0
    assert client.get(adresse).status_code == 404
    assert "egouttage" not in client.get("/sitemap.xml").get_data(as_text=True)
    horloge_fixe("2026-12-16T08:00")
    publier_les_programmees()
    assert chercher("égouttage")["total"] == 1
    assert client.get(adresse).status_code == 200
    assert "egouttage" in client.get("/sitemap.xml").get_data(as_text=True)
    assert secretaire.get(f"/actes/{acte}").json["etat"] == "publie"


def test_l19_a_withdrawn_act_leaves_a_tombstone(client, secretaire, conseil_arrete, signer, chercher):
    seance = conseil_arrete()
    acte = seance["actes"][EGOUTTAGE]
    signer(acte)
    _publier(secretaire, acte)
    adresse = chercher("égouttage")["elements"][0]["url"]
    assert secretaire.post(f"/actes/{acte}/actions", {"action": "retirer"}).status_code == 422
    retrait = secretaire.post(f"/actes/{acte}/actions", {"action": "retirer", "commentaire": "Erreur de texte."})
    assert (retrait.status_code, retrait.json["etat"]) == (200, "retire")
    tombe = client.get(adresse)
    assert tombe.status_code == 410
    assert "Erreur de texte." in tombe.get_data(as_text=True)
    assert "collecteur" not in tombe.get_data(as_text=True)
    assert chercher("égouttage")["total"] == 0
    for suite in (".json", ".pdf"):
        assert client.get(adresse + suite).status_code == 404
    assert "egouttage" not in client.get("/sitemap.xml").get_data(as_text=True)


def test_l24_the_index_and_the_database_agree_and_the_gap_is_told(client, secretaire, conseil_arrete, signer, chercher):
    seance = conseil_arrete()
    assert index.ecarts() == {"manquantes": [], "en_trop": [], "differentes": []}
    signer(seance["actes"][EGOUTTAGE])
    _publier(secretaire, seance["actes"][EGOUTTAGE])
    assert len(index.ecarts()["differentes"]) == 1
    repartiteur.vider()
    assert index.ecarts() == {"manquantes": [], "en_trop": [], "differentes": []}
    index.publique().retirer(index.publique().inventaire())
    assert len(index.ecarts()["manquantes"]) == 2
    assert index.reconstruire() == 2
    assert chercher("égouttage")["total"] == 1


def test_the_minutes_are_published_once_approved(client, secretaire, conseil_arrete, signer):
    seance = conseil_arrete()
    pv = next(numero for titre, numero in seance["actes"].items() if "huis clos" not in titre and "Procès" in titre)
    assert _publier(secretaire, pv, masquer_en_attente=True).json["article"] == "L1122-16"
    _faire_sur(secretaire, seance["id"], "approuver_pv")
    repartiteur.vider()
    signer(pv)
    reponse = _publier(secretaire, pv, masquer_en_attente=True)
    assert reponse.status_code == 200, reponse.json
    repartiteur.vider()
    pdf = client.get("/exemple/conseil/2026-12-14.pdf")
    assert pdf.data[:5] == b"%PDF-"
    texte = "".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf.data))
    assert "Zorglub" not in texte
    assert "Tournesol" not in texte


def test_the_secretary_alone_publishes(api, conseil_arrete):
    seance = conseil_arrete()
    acte = seance["actes"][EGOUTTAGE]
    assert api("alice").post(f"/actes/{acte}/actions", {"action": "publier"}).status_code == 403
    assert api("fatima").post(f"/actes/{acte}/actions", {"action": "publier"}).status_code in (403, 404)
    assert api("chantal").post(f"/actes/{acte}/actions", {"action": "brûler"}).status_code == 422
