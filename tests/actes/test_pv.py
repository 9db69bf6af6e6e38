"""Minutes approved at the next séance or by the secretary, their observations, both parts apart (L1122-16)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from college import repartiteur
from college.actes import correction
from college.journal import EntreeJournal
from college.seances.proces_verbal.regles import Suivante, lecture_courte, trop_tot
from college.transaction import lecture, unite


def _page(ecran, seance: int) -> str:
    return ecran.get(f"/app/seances/{seance}/proces-verbal").text.replace("\u00a0", " ")


def test_l_observation_adoptee_fait_une_version_ou_les_mots_sont_corriges(chantal, conseil_arrete, app, connecter):
    ligne = chantal.get(f"/seances/{conseil_arrete}/ordre-du-jour").json["inscriptions"][0]["id"]
    mots = {"au_lieu_de": "D'approuver", "lire": "D’adopter"}
    corps = {"auteur": "Paul Wéry", "inscription": ligne, "texte": "Une faute.", **mots}
    note = chantal.post(f"/seances/{conseil_arrete}/observations", corps)
    assert note.status_code == 201, note.json
    refus = chantal.post(f"/seances/{conseil_arrete}/actions", {"action": "approuver_pv"})
    assert refus.json["motif"] == "observations_en_attente" and refus.json["article"] == "L1122-16 CDLD"
    assert refus.json["detail"].endswith("dites si elle est adoptée.")
    assert chantal.post(f"/observations/{note.json['id']}/decision", {"adoptee": True}).status_code == 200
    assert chantal.post(f"/seances/{conseil_arrete}/actions", {"action": "approuver_pv"}).json["etat"] == "pv_approuve"
    repartiteur.vider(tolerant=True)
    page = _page(connecter(app.test_client(), "chantal"), conseil_arrete)
    assert "<del>approuver</del>" in page and "<ins>adopter</ins>" in page, "word by word"
    assert "Approuvé, avec corrections" in page and "Paul Wéry" in page
    tard = chantal.post(f"/seances/{conseil_arrete}/observations", {"texte": "Trop tard"})
    assert tard.status_code == 409


def test_une_observation_dont_les_mots_n_existent_pas_est_refusee_en_les_citant(chantal, conseil_arrete):
    faux = {"texte": "Faux", "au_lieu_de": "mille euros", "lire": "dix euros", "adoptee": True}
    chantal.post(f"/seances/{conseil_arrete}/observations", faux)
    refus = chantal.post(f"/seances/{conseil_arrete}/actions", {"action": "approuver_pv"})
    assert refus.status_code == 409 and "mille euros" in refus.json["detail"]
    assert chantal.get(f"/seances/{conseil_arrete}").json["etat"] == "arretee"


def test_le_point_d_approbation_de_la_seance_suivante_approuve_la_partie_publique(
    chantal, conseil_arrete, creer_seance, inscrire, arriver, horloge_fixe, app, connecter
):
    horloge_fixe("2026-12-15T09:00")
    suivante = creer_seance("conseil", "2027-01-25T19:30")
    vide = {"nature": "pv", "motivation": "", "dispositif": ""}
    ligne = inscrire(suivante, "Procès-verbal du 14 décembre 2026", "conseil", **vide)["id"]
    chantal.post(f"/seances/{suivante}/actions", {"action": "convoquer"})
    horloge_fixe("2027-01-25T19:30")
    arriver(suivante, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
    avant = _page(connecter(app.test_client(), "chantal"), conseil_arrete)
    assert "Le point 1 de la séance du 25 janvier 2027 soumet ce procès-verbal" in avant
    assert "Soumis à l’approbation par le point 1" in avant and "Approuvé par" not in avant
    assert chantal.post(f"/seances/{suivante}/actions", {"action": "ouvrir"}).status_code == 200
    ecran = connecter(app.test_client(), "chantal")
    cockpit = ecran.get(f"/app/seances/{suivante}/direct").text
    assert f'href="/app/seances/{conseil_arrete}/proces-verbal"' in cockpit, "observations are settled in the séance"
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200
    assert chantal.get(f"/seances/{conseil_arrete}").json["etat"] == "arretee", "not before the séance is closed"
    une = chantal.post(f"/seances/{conseil_arrete}/observations", {"texte": "Une faute"}).json["id"]
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', cockpit)[1]
    arretee = ecran.post(f"/app/seances/{suivante}/actions", data={"csrf_token": jeton, "action": "lever"})
    assert arretee.status_code == 409 and "Trancher les observations" in arretee.text
    chantal.post(f"/observations/{une}/decision", {"adoptee": False})
    levee = chantal.post(f"/seances/{suivante}/actions", {"action": "lever"})
    assert levee.status_code == 200, levee.json
    assert chantal.get(f"/seances/{conseil_arrete}").json["etat"] == "pv_approuve"
    page = _page(connecter(app.test_client(), "chantal"), conseil_arrete)
    assert "Approuvé par le point 1" in page and "25 janvier 2027" in page, "both sides are linked"


def test_les_deux_parties_s_approuvent_a_part_dont_une_seance_tenante(
    chantal, creer_seance, inscrire, arriver, horloge_fixe, app, connecter
):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    lignes = [inscrire(seance, titre, "conseil", huis_clos=ferme)["id"] for titre, ferme in (("A", False), ("B", True))]
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    horloge_fixe("2026-12-14T19:30")
    arriver(seance, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
    chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    for ligne in lignes:
        chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    for action in ("lever", "arreter"):
        assert chantal.post(f"/seances/{seance}/actions", {"action": action}).status_code == 200
    ecran, adresse = connecter(app.test_client(), "chantal"), f"/app/seances/{seance}"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', ecran.get(f"{adresse}/proces-verbal").text)[1]
    publique = {"csrf_token": jeton, "partie": "publique", "seance_tenante": "1"}
    assert ecran.post(f"{adresse}/approbation", data=publique).status_code == 303
    assert chantal.get(f"/seances/{seance}").json["etat"] == "arretee", "the closed part waits"
    page = _page(ecran, seance)
    assert page.count("Approuvé") >= 1 and "Approuver : partie à huis clos" in page
    assert ecran.post(f"{adresse}/approbation", data=publique | {"partie": "huis_clos"}).status_code == 303
    assert chantal.get(f"/seances/{seance}").json["etat"] == "pv_approuve"


def test_les_mots_se_retrouvent_quelle_que_soit_la_typographie():
    point = {"numero": "3", "texte_html": "<p>D’un montant de 1\u00a0000\u00a0€ &amp; plus</p>"}
    contexte = {"sections": [{"points": [point]}]}
    assert correction.remplacer(contexte, "D'un montant de 1 000 €", "De 900 €", "4") == 0
    assert correction.remplacer(contexte, "D'un montant de 1 000 € & plus", "De 900 € <b>", "3") == 1
    assert point["texte_html"] == "<p>De 900 € &lt;b&gt;</p>"


def test_t9_seul_qui_conduit_la_seance_lit_ses_textes_et_ses_observations(chantal, api, conseil_arrete):
    chantal.post(f"/seances/{conseil_arrete}/observations", {"texte": "Une faute."})
    for feuille in ("redaction", "observations"):
        assert chantal.get(f"/seances/{conseil_arrete}/{feuille}").json["elements"]
        assert api("alice").get(f"/seances/{conseil_arrete}/{feuille}").status_code in (403, 404), feuille


A_VENIR, TENUE = Suivante(date(2027, 1, 25), False), Suivante(date(2027, 1, 25), True)


@pytest.mark.parametrize(
    ("suivantes", "francs", "dit"),
    [
        ((), 7, "après 7 jours francs de lecture : aucune n’est encore prévue"),
        ((A_VENIR,), None, "à la séance suivante : celle du 25\u00a0janvier\u00a02027 n’a pas encore eu lieu"),
        (
            (TENUE, Suivante(date(2027, 2, 22), False, ("3",))),
            7,
            "Le point 3 de la séance du 22\u00a0février\u00a02027",
        ),
        ((Suivante(date(2027, 2, 22), False, ("3", "5")),), 7, "Les points 3 et 5 de la séance du 22\u00a0février"),
        ((TENUE, A_VENIR), 7, ""),
    ],
)
def test_approuver_soi_meme_avant_la_seance_suivante_se_dit(suivantes, francs, dit):
    phrase = trop_tot(suivantes, francs)
    assert dit in phrase and bool(dit) == bool(phrase)


def test_des_minutes_arretees_trop_tard_pour_etre_lues_se_disent():
    seance = date(2027, 1, 25)
    assert lecture_courte(date(2027, 1, 17), seance, 7) == "" == lecture_courte(None, seance, None)
    court = lecture_courte(date(2027, 1, 18), seance, 7).replace("\u00a0", " ")
    assert court == "Arrêté le 18 janvier 2027, il laisse 6 jours francs de lecture aux membres : il en faut 7."
    assert "aucun jour franc" in lecture_courte(date(2027, 1, 25), seance, 7)
    assert "dès le 17\u00a0janvier" in lecture_courte(None, seance, 7)


def test_le_journal_garde_ce_que_l_approbation_a_devance(chantal, conseil_arrete):
    assert chantal.post(f"/seances/{conseil_arrete}/actions", {"action": "approuver_pv"}).json["etat"] == "pv_approuve"
    with lecture():
        garde = unite().query(EntreeJournal).filter_by(evenement="seance.pv_approuve").one()
        assert "aucune n’est encore prévue" in garde.details
