"""After the séance: points that go on, points sent back, decisions still hidden, outcomes put right."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from college.journal import EntreeJournal
from college.organisation.modele import Organe
from college.points.avis.modele import Avis
from college.points.avis.requetes import herites
from college.points.modele import Point
from college.transaction import ecriture, lecture, unite


@pytest.fixture
def tenir(chantal, college_ouvert):
    """`tenir("reporte", …)`: a collège that decided so of each of its points, and was closed."""

    def faire(*issues: str, **champs) -> dict:
        seance = college_ouvert(len(issues), **champs)
        for ligne, issue in zip(seance["lignes"], issues, strict=True):
            assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": issue}).status_code == 200
        levee = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
        assert levee.status_code == 200, levee.json
        return seance

    return faire


def _point(chantal, ligne: int) -> dict:
    return chantal.get(f"/points/{chantal.get(f'/inscriptions/{ligne}').json['point']['id']}").json


def _copie(chantal, point: dict) -> dict:
    lien = next(lien for lien in point["lien"] if lien["type"] == "reporte_de")
    return chantal.get(f"/points/{lien['point']['id']}").json


def _masquer(oui: bool = True) -> None:
    with ecriture():
        organe = unite().scalars(select(Organe).where(Organe.code == "college").order_by(Organe.id)).first()
        organe.reglages = {**organe.reglages, "decisions_masquees": oui}


def test_p28_le_point_reporte_continue_en_copie_validee_liee_avec_ses_avis(chantal, api, college_ouvert, creer_seance):
    seance = college_ouvert(1)
    source = _point(chantal, seance["lignes"][0])
    demande = {"action": "demander_avis", "vers": "directeur_financier"}
    assert chantal.post(f"/points/{source['id']}/actions", demande).status_code == 200
    avis = {"action": "rendre_avis", "avis": {"valeur": "favorable", "texte": "Crédit suffisant."}}
    assert api("emile").post(f"/points/{source['id']}/actions", avis).status_code == 200
    chantal.post(f"/inscriptions/{seance['lignes'][0]}/decision", {"issue": "reporte"})
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    source = _point(chantal, seance["lignes"][0])
    copie = _copie(chantal, source)
    assert (source["etat"]["phase"], copie["etat"]["phase"]) == ("decide", "valide")
    assert copie["titre"] == source["titre"] and copie["reference"] != source["reference"]
    retour = next(lien for lien in copie["lien"] if lien["type"] == "reporte_de")
    assert retour["point"]["id"] == source["id"], "linked both ways"
    assert _avis_herites(copie["id"]) == [("favorable", "<p>Crédit suffisant.</p>")]
    with ecriture():
        unite().scalars(select(Avis).where(Avis.point_id == source["id"])).one().texte = "Crédit à ajuster."
    assert _avis_herites(copie["id"]) == [("favorable", "Crédit à ajuster.")], "the original's correction shows here"
    suivante = creer_seance(debut="2026-12-04T14:00")
    inscrite = chantal.post(f"/seances/{suivante}/inscriptions", {"point": copie["id"]})
    assert inscrite.status_code == 201, inscrite.json


def _avis_herites(point_id: int) -> list[tuple[str | None, str]]:
    with lecture():
        return [(avis.valeur, avis.texte) for avis in herites(unite().get_one(Point, point_id))]


def test_p28_reporte_de_nouveau_apres_reouverture_la_meme_copie_revient(chantal, tenir):
    seance = tenir("reporte")
    copie = _copie(chantal, _point(chantal, seance["lignes"][0]))
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "rouvrir", "passer_outre": "Oubli d’un vote"})
    assert chantal.get(f"/points/{copie['id']}").json["etat"]["phase"] == "retire"
    assert _point(chantal, seance["lignes"][0])["etat"]["phase"] == "inscrit"
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    encore = _copie(chantal, _point(chantal, seance["lignes"][0]))
    assert (encore["id"], encore["etat"]["phase"]) == (copie["id"], "valide")


def test_p29_le_point_renvoye_garde_sa_place_et_la_seance_ne_se_leve_pas(chantal, api, college_ouvert):
    alice, bernard = api("alice"), api("bernard")
    seance = college_ouvert(3)
    ligne = seance["lignes"][1]
    sans_motif = chantal.post(f"/inscriptions/{ligne}/renvoi", {"commentaire": ""})
    assert sans_motif.status_code == 422
    assert chantal.post(f"/inscriptions/{ligne}/renvoi", {"commentaire": "Revoir l’article 2"}).status_code == 200
    point = _point(chantal, ligne)
    numero = f"/points/{point['id']}"
    assert point["etat"]["phase"] == "brouillon"
    odj = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"]
    assert [i["id"] for i in odj] == seance["lignes"], "the line keeps its place"
    refus = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
    assert refus.status_code == 409 and refus.json["motif"] == "points_renvoyes" and "point 2" in refus.json["detail"]
    decide = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    assert decide.json["motif"] == "renvoye"
    efface = alice.post(f"{numero}/actions", {"action": "retirer", "commentaire": "Plus utile"})
    assert efface.status_code == 409 and "garde sa place" in efface.json["detail"]
    version = alice.get(numero).headers["ETag"]
    assert alice.patch(numero, {"dispositif": "<p>Article 2 revu.</p>"}, version).status_code == 200
    assert alice.post(f"{numero}/actions", {"action": "soumettre"}).status_code == 200
    assert alice.post(f"{numero}/actions", {"action": "viser"}).status_code in (403, 409), "only the reviewer"
    for qui in (bernard, chantal):
        assert qui.post(f"{numero}/actions", {"action": "viser"}).status_code == 200
    assert _point(chantal, ligne)["etat"]["phase"] == "inscrit"
    assert "Article 2 revu." in chantal.get(f"/inscriptions/{ligne}").json["dispositif"]
    levee = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
    assert levee.status_code == 200, levee.json


def test_p29_le_secretariat_reprend_le_point_tel_qu_il_est(chantal, college_ouvert):
    ligne = college_ouvert(1)["lignes"][0]
    chantal.post(f"/inscriptions/{ligne}/renvoi", {"commentaire": "Une faute"})
    assert chantal.post(f"/inscriptions/{ligne}/reprise", {}).status_code == 200
    assert _point(chantal, ligne)["etat"]["phase"] == "inscrit"
    assert chantal.post(f"/inscriptions/{ligne}/reprise", {}).json["motif"] == "non_renvoye"


def test_p30_le_service_lit_la_decision_une_fois_publiee(chantal, api, tenir):
    _masquer()
    seance = tenir("accepte")
    ligne, alice = seance["lignes"][0], api("alice")
    cachee = alice.get(f"/inscriptions/{ligne}").json
    assert cachee["decision"] is None and "pas encore publiée" in cachee["dispositif"]
    assert alice.get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"][0]["decision"] is None
    assert "approuver" in chantal.get(f"/inscriptions/{ligne}").json["dispositif"], "the manager reads"
    assert api("denis").get(f"/inscriptions/{ligne}").json["decision"]["issue"] == "accepte", "a member sat there"
    publie = chantal.post(f"/seances/{seance['id']}/actions", {"action": "publier_decisions"})
    assert publie.status_code == 200, publie.json
    lue = alice.get(f"/inscriptions/{ligne}").json
    assert lue["decision"]["issue"] == "accepte" and "approuver" in lue["dispositif"]


def test_p30_sans_ce_reglage_rien_n_est_cache_ni_propose(chantal, api, tenir):
    seance = tenir("accepte")
    assert api("alice").get(f"/inscriptions/{seance['lignes'][0]}").json["decision"]["issue"] == "accepte"
    codes = [a["code"] for a in chantal.get(f"/seances/{seance['id']}").json["actions"]]
    assert "arreter" in codes and "publier_decisions" not in codes


def test_une_decision_se_corrige_apres_la_levee_avec_son_motif_au_journal(chantal, tenir):
    seance = tenir("accepte", "reporte")
    une, deux = seance["lignes"]
    refus = chantal.post(f"/inscriptions/{une}/decision", {"issue": "refuse"})
    assert refus.json["motif"] == "seance_levee" and refus.json["franchissable"]
    corrige = {"issue": "reporte", "passer_outre": "Saisi par erreur"}
    assert chantal.post(f"/inscriptions/{une}/decision", corrige).status_code == 200
    assert _copie(chantal, _point(chantal, une))["etat"]["phase"] == "valide"
    retour = {"issue": "accepte", "passer_outre": "Il était bien accepté"}
    copie = _copie(chantal, _point(chantal, deux))
    assert chantal.post(f"/inscriptions/{deux}/decision", retour).status_code == 200
    assert _point(chantal, deux)["etat"]["phase"] == "decide"
    assert chantal.get(f"/points/{copie['id']}").json["etat"]["phase"] == "retire"
    with lecture():
        demande = select(EntreeJournal.details).where(EntreeJournal.evenement == "point.decide")
        details = "".join(unite().scalars(demande))
    assert "Saisi par erreur" in details and "Il était bien accepté" in details


def test_la_redaction_montre_mot_a_mot_ce_qui_a_change_et_ce_qui_bloque(chantal, tenir, connecter, app):
    seance = tenir("accepte", "accepte")
    une, deux = seance["lignes"]
    etag = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").headers["ETag"]
    chantal.patch(f"/inscriptions/{une}", {"dispositif": "<p>DÉCIDE :</p><p>Article unique. De refuser.</p>"}, etag)
    etag = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").headers["ETag"]
    chantal.patch(f"/inscriptions/{deux}", {"dispositif": "<p>Vu l’avis en date du ;</p>"}, etag)
    premiere, seconde = chantal.get(f"/seances/{seance['id']}/redaction").json["elements"]
    assert premiere["etat"] == "modifie" and seconde["etat"] == "a_corriger"
    morceaux = premiere["differences"][0]["morceaux"]
    assert "".join(m["texte"] for m in morceaux if m["genre"] != "ajoute").endswith("D’approuver.")
    assert "".join(m["texte"] for m in morceaux if m["genre"] != "retire").endswith("De refuser.")
    ecran = connecter(app.test_client(), "chantal")
    page = ecran.get(f"/app/seances/{seance['id']}/redaction").text
    assert f"/app/inscriptions/{deux}/redaction" in page and "en date du" in page
    texte = ecran.get(f"/app/inscriptions/{une}/redaction").text
    assert "<ins>" in texte and "<del>" in texte and "PROJET" in texte
    formulaire = re.search(r'action="(/app/inscriptions/[^"]+)" data-brouillon', texte)[1]
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', texte)[1]
    saisie = {
        "csrf_token": jeton,
        "titre": "Refus de la réfection",
        "dispositif": "<p>Article unique. De surseoir.</p>",
    }
    corrige = ecran.post(formulaire, data=saisie, follow_redirects=True)
    assert corrige.request.path == f"/app/inscriptions/{une}/redaction", "the drafting goes on where it was"
    assert "Refus de la réfection" in corrige.text and "Article unique. De surseoir." in corrige.text
    vide = ecran.post(formulaire, data={**saisie, "titre": " "})
    assert vide.status_code == 409 and "Écrivez l’objet du point" in vide.text


def test_p29_p30_a_l_ecran_renvoyer_reprendre_et_publier_les_decisions(chantal, college_ouvert, app, connecter):
    _masquer()
    seance = college_ouvert(1)
    ecran, ligne = connecter(app.test_client(), "chantal"), seance["lignes"][0]
    adresse = f"/app/seances/{seance['id']}"

    def agir(chemin: str, **champs: str) -> str:
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', ecran.get(adresse).text)[1]
        return ecran.post(chemin, data={"csrf_token": jeton, **champs}, follow_redirects=True).text

    assert "Chez son service" in agir(f"/app/inscriptions/{ligne}/renvoi", motif="Une faute à l’article 1")
    assert "Chez son service" not in agir(f"/app/inscriptions/{ligne}/reprise")
    chantal.post(f"{adresse.removeprefix('/app')}/actions", {"action": "lever", "confirmer": True})
    service = connecter(app.test_client(), "alice")
    assert "Accepté" in ecran.get(adresse).text and "Accepté" not in service.get(adresse).text
    agir(f"{adresse}/actions", action="publier_decisions")
    assert "Accepté" in service.get(adresse).text
