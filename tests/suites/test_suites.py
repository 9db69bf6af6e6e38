"""After the decision: letters with their proof, tasks with their evidence, measures, attendance (pratique §4, §10)."""

from __future__ import annotations

import re

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from college import repartiteur, stockage
from college.actes.modele import Document
from college.organisation.modele import Organe
from college.suites.modele import Mesure
from college.transaction import ecriture, lecture, unite

ORDONNANCE = {
    "organe": "bourgmestre",
    "service": "travaux",
    "nature": "ordonnance",
    "titre": "Ordonnance de police : fermeture de la rue Haute",
    "motivation": "<p>Vu l’article 134 de la nouvelle loi communale ;</p>",
    "dispositif": "<p>Article 1er. La rue Haute est fermée.</p>",
}


def _envois(chantal, seance: int) -> dict[str, dict]:
    return {e["destinataire"]: e for e in chantal.get(f"/seances/{seance}/expeditions").json["elements"]}


def test_arreter_prepare_les_envois_de_chaque_destinataire(chantal, suivi):
    envois = _envois(chantal, suivi["id"])
    assert {nom: (e["genre"], e["piece"]) for nom, e in envois.items() if nom != "Travaux"} == {
        "Finances": ("service", "releve"),
        "SA Dubois": ("tiers", "notification"),
        "M. Jean Petit": ("demandeur", "notification"),
    }
    assert all(e["etat"] == "a_expedier" for e in envois.values())


def test_un_recommande_part_avec_son_numero_et_le_recours_court_de_la_reception(chantal, suivi, horloge_fixe):
    lettre = _envois(chantal, suivi["id"])["SA Dubois"]["id"]
    demain = chantal.post(f"/expeditions/{lettre}/depart", {"canal": "simple", "le": "2026-11-30"})
    assert demain.json["motif"] == "date" and "à venir : notez-le le jour où il part" in demain.json["detail"].replace(
        "\u00a0", " "
    )
    horloge_fixe("2026-12-02T09:00")
    refus = chantal.post(f"/expeditions/{lettre}/depart", {"canal": "recommande", "le": "2026-11-30"})
    assert refus.status_code == 409 and "numéro du recommandé" in refus.json["detail"].replace("\u00a0", " ")
    partie = chantal.post(
        f"/expeditions/{lettre}/depart", {"canal": "recommande", "numero": "RR 12 345", "le": "2026-11-30"}
    ).json
    assert (partie["etat"], partie["recours_le"]) == ("expediee", "2027-01-29")
    tot = chantal.post(f"/expeditions/{lettre}/retour", {"etat": "recue", "le": "2026-11-29"})
    assert tot.json["motif"] == "date"
    tard = chantal.post(f"/expeditions/{lettre}/retour", {"etat": "recue", "le": "2026-12-03"})
    assert tard.json["motif"] == "date" and "à venir" in tard.json["detail"]
    recue = chantal.post(f"/expeditions/{lettre}/retour", {"etat": "recue", "le": "2026-12-02"}).json
    assert (recue["etat"], recue["recours_le"]) == ("recue", "2027-02-01")


def test_la_lettre_de_notification_cite_la_decision_et_le_recours(chantal, suivi):
    envoi = _envois(chantal, suivi["id"])["SA Dubois"]["id"]
    reponse = chantal.post(f"/expeditions/{envoi}/lettre", {})
    assert reponse.status_code == 202, reponse.json
    repartiteur.vider(tolerant=True)
    with lecture():
        document = unite().get_one(Document, reponse.json["id"])
        assert document.etat == "pret", document.erreur
        octets = stockage.lire(document.sha256)
    texte = " ".join("".join(p.get_textpage().get_text_range() for p in PdfDocument(octets)).split())
    assert "SA Dubois" in texte and "4000 Liège" in texte
    assert "D’approuver la convention" in texte and "Conseil d’État" in texte
    assert "jusqu’au 26 janvier 2027" in texte


def test_la_charge_devient_une_tache_du_service_nomme_close_avec_sa_preuve(chantal, api, suivi):
    tache = next(t for t in chantal.get("/taches").json["elements"] if t["genre"] == "charge")
    assert tache["service"]["code"] == "finances" and "paiement" in tache["libelle"]
    sans_preuve = chantal.post(f"/taches/{tache['id']}/fin", {"etat": "faite", "preuve": " "})
    assert sans_preuve.status_code == 409
    assert api("alice").post(f"/taches/{tache['id']}/fin", {"etat": "faite", "preuve": "x"}).status_code == 404
    close = api("hugo").post(f"/taches/{tache['id']}/fin", {"etat": "faite", "preuve": "Payé le 3 décembre"})
    assert close.status_code == 200 and close.json["preuve"] == "Payé le 3 décembre"
    assert tache["id"] not in [t["id"] for t in chantal.get("/taches").json["elements"]]


def test_les_taches_et_les_mesures_se_lisent_page_par_page(chantal, suivi, ordonnance):
    for adresse in ("/taches", "/mesures"):
        tout = chantal.get(adresse).json
        assert tout["total"] == len(tout["elements"]) >= 1 and tout["suivant"] is None
        assert len(chantal.get(f"{adresse}?limite=1").json["elements"]) == 1
        refus = chantal.get(f"{adresse}?curseur=zzz")
        assert refus.status_code == 422 and refus.json["erreurs"][0]["champ"] == "curseur"


@pytest.fixture
def ordonnance(api, chantal, horloge_fixe):
    """An urgent ordonnance of the bourgmestre; gives what the API says of its measure."""
    horloge_fixe("2026-12-01T09:00")
    point = api("alice").post("/points", ORDONNANCE)
    assert point.status_code == 201, point.json
    decide = api("denis").post(f"/points/{point.json['id']}/actions", {"action": "decider_hors_seance"})
    assert decide.status_code == 200, decide.json
    return chantal.get("/mesures").json["elements"][0]


def test_l_ordonnance_134_cree_le_point_de_confirmation_du_prochain_conseil(chantal, ordonnance):
    assert ordonnance["confirmation"] == "a_confirmer" and ordonnance["du"] == "2026-12-01"
    point = chantal.get(f"/points/{ordonnance['point_confirmation']}").json
    titre = point["titre"].replace("\u00a0", " ")
    attendu = "Confirmation de l’ordonnance de police du bourgmestre du 1er décembre 2026 : fermeture de la rue Haute"
    assert titre == attendu
    assert point["etat"]["phase"] == "valide" and point["nature"] == "ratification"
    assert "ratifie" in [lien["type"] for lien in point["lien"]]


@pytest.mark.parametrize(("inscrit", "attendu"), [(True, "confirmee"), (False, "caduque")])
def test_le_conseil_confirme_l_ordonnance_ou_elle_est_caduque(
    chantal, ordonnance, creer_seance, inscrire, arriver, horloge_fixe, inscrit, attendu
):
    seance = creer_seance("conseil", "2026-12-14T19:30")
    ligne = inscrire(seance, "Autre point", "conseil")["id"]
    if inscrit:
        corps = {"point": ordonnance["point_confirmation"]}
        ligne = chantal.post(f"/seances/{seance}/inscriptions", corps).json["id"]
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    horloge_fixe("2026-12-14T19:30")
    arriver(seance, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
    chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
    chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    levee = chantal.post(f"/seances/{seance}/actions", {"action": "lever", "confirmer": True})
    assert levee.status_code == 200, levee.json
    with lecture():
        assert unite().scalars(select(Mesure.confirmation)).one() == attendu
    assert bool(chantal.get("/mesures").json["elements"]) is inscrit, "a lapsed measure is in force no more"


def _formulaire(ecran, page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', ecran.get(page).text)[1]


def test_une_mesure_se_date_se_leve_et_le_college_en_prend_acte_en_un_clic(chantal, ordonnance, app, connecter, monde):
    ecran, liste = connecter(app.test_client(), "chantal"), "/app/suites/mesures"
    jeton = _formulaire(ecran, liste)
    page = f"{liste}/{ordonnance['id']}"
    ecran.post(page, data={"csrf_token": jeton, "du": "2026-12-01", "au": "2026-12-20", "lieux": "Rue Haute"})
    assert "Rue Haute" in ecran.get(liste).text
    assert chantal.get("/mesures?jour=2026-12-21").json["elements"] == []
    ecran.post("/app/suites/prise-d-acte", data={"csrf_token": jeton, "organe": monde.organe("college").id})
    listes = [p for p in chantal.get("/points?organe=college").json["elements"] if "Prise d’acte" in p["titre"]]
    assert len(listes) == 1 and listes[0]["etat"]["phase"] == "valide"
    ecran.post(page, data={"csrf_token": jeton, "le": "2026-12-05", "motif": "Toiture sécurisée"})
    assert chantal.get("/mesures?jour=2026-12-05").json["elements"] == []
    acte = chantal.get(f"/actes/{ordonnance['acte']}").json
    assert "Toiture sécurisée" in ecran.get(f"/app/actes/{acte['id']}").text, "said in the margin of the act"


def _feuille(ecran, periode):
    """The words of the sheet, which is tagged for assistive technology as every document is."""
    octets = ecran.get(f"/app/suites/presences.pdf?{periode}").data
    assert b"pdfuaid:part>1" in octets
    return " ".join(PdfDocument(octets)[0].get_textpage().get_text_bounded().split())


def test_l_etat_des_presences_se_valide_une_fois_et_ne_change_plus(chantal, suivi, app, connecter, monde, horloge_fixe):
    with ecriture():
        organe = unite().get_one(Organe, monde.organe("college").id)
        organe.reglages = {**organe.reglages, "jeton": 125}
        numero = organe.id
    horloge_fixe("2027-01-05T09:00")
    ecran = connecter(app.test_client(), "chantal")
    periode = f"organe={numero}&du=2026-10-01&au=2026-12-31"
    page = ecran.get(f"/app/suites/presences?{periode}").text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Denis Leroy" in page and "125 €" in page and "500 €" in page
    projet = _feuille(ecran, periode)
    assert all(dit in projet for dit in ("PROJET", "Une séance tenue : ", "Jeton : 125 € par présence.")), projet
    jeton = _formulaire(ecran, f"/app/suites/presences?{periode}")
    corps = {"csrf_token": jeton, "organe": numero, "du": "2026-10-01", "au": "2026-12-31"}
    assert ecran.post("/app/suites/presences", data=corps).status_code == 303
    assert "Validé" in ecran.get(f"/app/suites/presences?{periode}").text
    with ecriture():
        unite().get_one(Organe, numero).reglages |= {"jeton": 300}
    fini = _feuille(ecran, periode)
    assert "PROJET" not in fini and "Validé le 5 janvier 2027" in fini and "Total 500 €" in fini, "what was validated"
    csv = ecran.get(f"/app/suites/presences.csv?{periode}").text
    assert ("Denis Leroy;1;1;125,00;validé" in csv and "Sophie Thiry" not in csv.split("Denis")[0]) or "0,00" in csv


def test_au_conseil_le_jeton_va_aux_conseillers_au_centime_pres(chantal, conseil_ouvert, app, connecter, monde):
    with ecriture():
        organe = unite().get_one(Organe, monde.organe("conseil").id)
        organe.reglages = {**organe.reglages, "jeton": "125.55"}
        numero = organe.id
    seance = conseil_ouvert(1)["id"]
    assert chantal.post(f"/seances/{seance}/actions", {"action": "lever", "confirmer": True}).status_code == 200
    adresse = f"/app/suites/presences.csv?organe={numero}&du=2026-10-01&au=2026-12-31"
    csv = connecter(app.test_client(), "chantal").get(adresse).text
    assert "Rose Collard;1;1;125,55;projet" in csv
    assert "Denis Leroy;1;1;0,00;projet" in csv, "the bourgmestre is paid as such (L1122-7)"


def test_les_ecrans_des_suites(suivi, app, connecter, chantal):
    ecran = connecter(app.test_client(), "chantal")
    page = ecran.get("/app/suites").text.replace("\u00a0", " ")
    assert "SA Dubois" in page and "4000 Liège" in page
    jeton = _formulaire(ecran, "/app/suites")
    envoi = _envois(chantal, suivi["id"])["SA Dubois"]["id"]
    parti = ecran.post("/app/suites/expeditions", data={"csrf_token": jeton, "expedition": envoi, "le": "2026-11-27"})
    assert parti.status_code == 303
    tache = chantal.get("/taches").json["elements"][0]
    envois = {
        "/app/suites/expeditions": {"expedition": envoi, "le": "2026-02-31"},
        f"/app/suites/expeditions/{envoi}/retour": {"etat": "recue", "le": "31/02/2026"},
        f"/app/suites/taches/{tache['id']}": {"echeance": "0001-01-01"},
        "/app/suites/presences": {"du": "9" * 30, "au": "2026-12-31"},
    }
    for adresse, saisie in envois.items():
        page = ecran.post(adresse, data={"csrf_token": jeton, **saisie}, follow_redirects=True).text
        assert "Écrivez une date qui existe" in page, adresse
    assert _envois(chantal, suivi["id"])["SA Dubois"]["expedie_le"] == "2026-11-27", "no day read as another"
    assert "Recours jusqu’au" in ecran.get("/app/suites?etat=expediee").text.replace("\u00a0", " ")
    assert "paiement" in ecran.get("/app/suites/taches").text
    assert "Aucune tâche" in ecran.get("/app/suites/taches?retard=1").text
    assert connecter(app.test_client(), "gaston").get("/app/suites").status_code == 403
