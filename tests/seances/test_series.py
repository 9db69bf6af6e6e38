"""A year of séances, closing dates for services, and séances in one's own calendar."""

import re
from datetime import date, datetime

import pytest

from college.horloge import BRUXELLES
from college.organisation.modele import Organe
from college.seances import cloture, series
from college.transaction import ecriture

NOEL = {"organe": "college", "du": "2026-12-15", "au": "2027-01-12", "jour": 1, "heure": "09:00"}


def test_chaque_mardi_sans_les_feries_ni_les_semaines_libres():
    jours = series.jours(date(2026, 10, 27), date(2027, 1, 5), 1, sauf={53}, ponts={date(2026, 11, 10)})
    assert [j.jour.isoformat() for j in jours if not j.motif][:3] == ["2026-10-27", "2026-11-03", "2026-11-17"]
    assert {j.jour: j.motif for j in jours if j.motif} == {
        date(2026, 11, 10): "la maison est fermée",
        date(2026, 12, 29): "semaine 53 laissée libre",
    }
    feries = series.jours(date(2027, 5, 1), date(2027, 5, 31), 3)
    assert [j.motif for j in feries if j.jour == date(2027, 5, 6)] == ["jour férié"], "Ascension"


@pytest.mark.parametrize(("rang", "attendu"), [(4, ["2026-09-28", "2026-10-26"]), (5, ["2026-09-28", "2026-10-26"])])
def test_le_quatrieme_ou_le_dernier_lundi_du_mois(rang, attendu):
    jours = series.jours(date(2026, 9, 1), date(2026, 10, 31), 0, "mois", rang=rang)
    assert [j.jour.isoformat() for j in jours] == attendu


def test_les_semaines_s_ecrivent_en_clair():
    assert series.semaines("29-31, 52") == {29, 30, 31, 52} and series.semaines("") == frozenset()
    with pytest.raises(ValueError, match="60"):
        series.semaines("60")


def test_une_serie_se_cree_d_un_coup_et_ne_double_rien(chantal, creer_seance):
    creer_seance("college", "2026-12-22T09:00")
    essai = chantal.post("/seances/series", {**NOEL, "sauf": "53", "essai": True})
    assert essai.status_code == 201 and essai.json["seances"] == []
    fait = chantal.post("/seances/series", {**NOEL, "sauf": "53"}).json
    assert fait["jours"] == ["2026-12-15", "2027-01-05", "2027-01-12"]
    assert {s["motif"] for s in fait["sautes"]} == {"déjà prévue", "semaine 53 laissée libre"}
    assert chantal.get(f"/seances/{fait['seances'][0]}").json["debut"].startswith("2026-12-15T")
    refus = chantal.post("/seances/series", {**NOEL, "au": "2026-01-01"})
    assert refus.status_code == 422 and refus.json["erreurs"][0]["champ"] == "au"


def test_la_serie_se_prepare_sur_un_ecran(client, connecter, monde):
    navigateur = connecter(client, "chantal")
    page = navigateur.get("/app/seances/serie").get_data(as_text=True)
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    champs = {
        **NOEL,
        "organe": monde.organe("college").id,
        "rythme": "semaine",
        "rang": "1",
        "lieu": "",
        "sauf": "",
        "csrf_token": jeton,
    }
    montre = navigateur.post("/app/seances/serie", data=champs).get_data(as_text=True).replace("\u00a0", " ")
    assert "mardi 15 décembre 2026" in montre and "Créer ces séances" in montre
    cree = navigateur.post(
        "/app/seances/serie", data={**champs, "creer": "1", "date": ["2026-12-15", "2027-01-12"]}, follow_redirects=True
    )
    assert "2 séances sont créées" in cree.get_data(as_text=True).replace("\u00a0", " ")


def _le(texte):
    return datetime.fromisoformat(texte).replace(tzinfo=BRUXELLES)


def test_trop_tard_dit_la_seance_suivante():
    prevues = [cloture.Prochaine(1, _le("2026-11-24T09:00")), cloture.Prochaine(2, _le("2026-12-01T09:00"))]
    assert cloture.limite(prevues[0].debut, 2, "12:00") == _le("2026-11-20T12:00"), "working days, not Saturday"
    a_temps = cloture.annoncer(prevues, _le("2026-11-20T11:59"), 2, "12:00").replace("\u00a0", " ")
    assert a_temps.startswith("À temps pour la séance du mardi 24 novembre 2026 : points reçus jusqu’au vendredi 20")
    tard = cloture.annoncer(prevues, _le("2026-11-20T12:01"), 2, "12:00").replace("\u00a0", " ")
    assert tard.startswith("Trop tard pour la séance du mardi 24 novembre 2026 → séance du mardi 1er décembre 2026")
    assert "aucune autre" in cloture.annoncer(prevues, _le("2026-12-01T08:00"), 2, "12:00")
    assert cloture.limite(prevues[0].debut, 2, "12:00", {date(2026, 11, 20)}) == _le("2026-11-19T12:00")


def test_le_point_dit_la_seance_qu_il_atteindra(client, connecter, creer_seance, api, monde, horloge_fixe):
    with ecriture() as unite:
        organe = unite.get_one(Organe, monde.organe("college").id)
        organe.reglages = {**organe.reglages, "cloture_jours": 2}
    horloge_fixe("2026-11-23T09:00")
    creer_seance("college", "2026-11-24T09:00")
    creer_seance("college", "2026-12-01T09:00")
    point = api("alice").post("/points", {"organe": "college", "service": "travaux", "titre": "Un marché"}).json["id"]
    page = connecter(client, "alice").get(f"/app/points/{point}").get_data(as_text=True).replace("\u00a0", " ")
    assert "Trop tard pour la séance du mardi 24 novembre 2026 → séance du mardi 1er décembre 2026" in page


def test_les_seances_dans_son_agenda_sans_les_points(client, connecter, creer_seance, inscrire, app):
    seance = creer_seance("conseil", "2026-12-14T19:30", lieu="Maison communale, salle du Conseil")
    inscrire(seance, "Secret de polichinelle", "conseil", huis_clos=True)
    navigateur = connecter(client, "denis")
    seule = navigateur.get(f"/app/seances/{seance}.ics")
    texte = seule.get_data(as_text=True)
    assert seule.mimetype == "text/calendar" and "DTSTART:20261214T183000Z" in texte and "STATUS:TENTATIVE" in texte
    assert "Maison communale\\, salle du Conseil" in texte and "polichinelle" not in texte
    assert all(len(ligne.encode()) <= 75 for ligne in texte.split("\r\n"))
    jeton = re.search(
        r'name="csrf_token" value="([^"]+)"', navigateur.get("/app/seances/agenda").get_data(as_text=True)
    )[1]
    ouvert = navigateur.post("/app/seances/agenda", data={"csrf_token": jeton, "creer": "1"}).get_data(as_text=True)
    adresse = re.search(r"(/agenda/[\w-]+\.ics)", ouvert)[1]
    anonyme = app.test_client()
    assert f"UID:seance-{seance}@" in anonyme.get(adresse).get_data(as_text=True)
    assert anonyme.get(adresse[:-6] + "xx.ics").status_code == 404
    navigateur.post("/app/seances/agenda", data={"csrf_token": jeton, "fermer": "1"})
    assert anonyme.get(adresse).status_code == 404, "a closed address answers nothing"
