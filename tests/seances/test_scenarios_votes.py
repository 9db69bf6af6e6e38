"""Scenarios of presence and votes told over HTTP, from the gesture to the sentence of the minutes."""

import pytest
from sqlalchemy import select

from college.organisation.modele import Mandat
from college.seances.compte_rendu import CompteRendu, entree_point, presences_au_point
from college.seances.modele import Inscription, Seance
from college.transaction import ecriture, lecture, unite

from .conftest import COLLEGE, CONSEIL


@pytest.fixture
def bouger(chantal):
    """`bouger(seance, "rose", "quitte", ligne)`: the answer to one movement."""

    def faire(seance, membre, evenement, ligne=None):
        corps = {"mandataire": membre, "evenement": evenement} | ({"inscription": ligne} if ligne else {})
        return chantal.post(f"/seances/{seance}/presences", corps)

    return faire


def _unanimite(chantal, ligne, **choix):
    exceptions = [{"mandataire": m, "choix": c} for m, c in choix.items()]
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "exceptions": exceptions})
    assert vote.status_code == 201, vote.json
    return vote.json


def test_p41_absent_du_point_un_jusqu_au_point_deux_excuse_absent_retire(chantal, conseil_ouvert, bouger):
    seance = conseil_ouvert(3, membres=tuple(m for m in CONSEIL if m != "zoe"))
    un, deux, trois = seance["lignes"]
    assert bouger(seance["id"], "rose", "quitte", un).status_code == 200
    for ligne in (un, deux):
        vote = _unanimite(chantal, ligne)
        assert vote["votants"] == 10 and "rose" not in vote["noms"]["pour"], "both items are marked"
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    excuse = bouger(seance["id"], "rose", "excuse")
    assert excuse.status_code == 409 and "a quitté la séance" in excuse.json["detail"]
    retrait = bouger(seance["id"], "zoe", "se_retire", trois)
    assert retrait.status_code == 409 and "n’a pas encore été noté" in retrait.json["detail"], "only who is there"
    assert bouger(seance["id"], "rose", "revient", trois).status_code == 200
    assert "rose" in _unanimite(chantal, trois)["noms"]["pour"]


def test_p42_qui_a_vote_ne_peut_plus_etre_dit_absent_et_les_points_sont_nommes(chantal, conseil_ouvert, bouger):
    seance = conseil_ouvert(2)
    for ligne in seance["lignes"]:
        _unanimite(chantal, ligne)
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    refus = bouger(seance["id"], "rose", "se_retire", seance["lignes"][0])
    assert refus.status_code == 409 and "Rose Collard a voté aux points 1, 2" in refus.json["detail"]
    assert bouger(seance["id"], "rose", "quitte", seance["lignes"][1]).status_code == 200
    with lecture():
        la = [p.presence for p in presences_au_point(unite().get_one(Inscription, seance["lignes"][1]))]
    assert "sortie" not in la, "she left after the point on which she voted"


@pytest.mark.parametrize("mode", ["public", "secret"])
def test_p42_des_voix_comptees_sans_nom_gardent_autant_de_votants(chantal, conseil_ouvert, bouger, mode):
    seance = conseil_ouvert(1)
    ligne = seance["lignes"][0]
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"pour": 11, "contre": 1}})
    refus = bouger(seance["id"], "rose", "se_retire", ligne)
    assert refus.status_code == 409 and "Rose Collard a voté au point 1" in refus.json["detail"], "12 voices of 12"


@pytest.mark.parametrize("convoquee", [False, True])
def test_p48_un_point_retire_perd_ses_absences(
    chantal, creer_seance, inscrire, arriver, bouger, horloge_fixe, convoquee
):
    horloge_fixe("2026-11-27T14:00")
    seance = creer_seance()
    un, deux = (inscrire(seance, f"Point {n}")["id"] for n in (1, 2))
    if convoquee:
        assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    arriver(seance, *COLLEGE)
    assert "denis" not in bouger(seance, "denis", "se_retire", deux).json["presents"]
    etiquette = chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]
    assert chantal.delete(f"/inscriptions/{deux}", version=etiquette).status_code == 200
    assert "denis" in chantal.get(f"/seances/{seance}/presences").json["presents"], "his withdrawal went with it"
    assert chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"}).status_code == 200
    assert "denis" in _unanimite(chantal, un)["noms"]["pour"]


def test_d5_au_troisieme_partage_sur_la_meme_affaire_la_voix_du_president_decide(
    chantal, college_ouvert, creer_seance, arriver, horloge_fixe
):
    contre = dict.fromkeys(("ines", "marc", "sophie"), "contre")
    seance = college_ouvert()
    identifiant, ligne = seance["id"], seance["lignes"][0]
    for fois, jour in enumerate(("2026-12-04", "2026-12-11"), start=1):
        vote = _unanimite(chantal, ligne, **contre)
        assert vote["resultat"] == "partage", f"tie number {fois}"
        assert _unanimite(chantal, ligne, **contre)["resultat"] == "partage", "taken again: still the same séance"
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "reporte"})
        chantal.post(f"/seances/{identifiant}/actions", {"action": "lever"})
        point = chantal.get(f"/inscriptions/{ligne}").json["point"]["id"]
        liens = chantal.get(f"/points/{point}").json["lien"]
        copie = next(x["point"]["id"] for x in liens if x["type"] == "reporte_de" and x["point"]["id"] > point)
        horloge_fixe(f"{jour}T14:00")
        identifiant = creer_seance(debut=f"{jour}T14:00")
        ligne = chantal.post(f"/seances/{identifiant}/inscriptions", {"point": copie}).json["id"]
        arriver(identifiant, *COLLEGE)
        assert chantal.post(f"/seances/{identifiant}/actions", {"action": "ouvrir"}).status_code == 200
    vote = _unanimite(chantal, ligne, **contre)
    assert (vote["resultat"], vote["voix_preponderante"]) == ("adopte", True), vote
    assert "troisième partage" in vote["phrase"] and "la voix du bourgmestre est décisive" in vote["phrase"]


def test_d11_d12_l_abstention_n_est_pas_dans_la_base_et_le_pv_nomme_contre_et_abstentions(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    rejete, adopte = seance["lignes"]
    egalite = dict.fromkeys(CONSEIL[:5], "contre") | dict.fromkeys(CONSEIL[5:7], "abstention")
    vote = _unanimite(chantal, rejete, **egalite)
    assert (vote["comptes"]["pour"], vote["comptes"]["contre"], vote["resultat"]) == (5, 5, "rejete")
    assert "2 abstentions hors du calcul" in vote["explication"] or "parité" in vote["explication"]
    chantal.post(f"/inscriptions/{rejete}/decision", {"issue": "refuse"})
    choix = dict.fromkeys(CONSEIL[:3], "contre") | dict.fromkeys(CONSEIL[3:8], "abstention")
    vote = _unanimite(chantal, adopte, **choix)
    assert vote["resultat"] == "adopte", "4 of 7 expressed, of 12 present"
    chantal.post(f"/inscriptions/{adopte}/decision", {"issue": "accepte"})
    with lecture():
        points = CompteRendu(unite().get_one(Seance, seance["id"])).dossier().points
    dits = [(d.phrase_vote or d.phrase_issue).replace("\u00a0", " ") for p in points for d in p.decisions]
    assert dits[0].startswith("Par 5 voix pour, 5 voix contre (Denis Leroy, Claire Dupont, ")
    assert dits[0].endswith("la proposition n’est pas adoptée : il y a parité de voix.")
    assert dits[1] == (
        "Par 4 voix pour, 3 voix contre (Denis Leroy, Claire Dupont et Joseph Maréchal) et 5 abstentions "
        "(Inès Gilles, Marc Delvaux, Sophie Thiry, Louis Bastin et Nadia Haddad),"
    )


def test_d14_le_cockpit_dit_combien_peuvent_demander_l_appel_nominal(client, connecter, conseil_ouvert):
    seance = conseil_ouvert(1, membres=CONSEIL[:10])
    page = connecter(client, "chantal").get(f"/app/seances/{seance['id']}/direct").text.replace("\u00a0", " ")
    assert "4 des 10 membres présents peuvent demander l’appel nominal (L1122-27 CDLD)" in page


def test_p46_a_l_unanimite_ne_se_dit_que_si_tous_les_presents_ont_vote_pour(chantal, conseil_ouvert):
    une, deux = conseil_ouvert(2)["lignes"]
    for ligne, nombre, dite in ((une, 9, "Par 9 voix pour,"), (deux, 12, "À l’unanimité,")):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"}).json["id"]
        chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        compte = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"pour": nombre}}).json
        assert compte["phrase"] == dite, f"{nombre} of 12 present"
        chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})


def test_la_presidente_du_cpas_se_retire_du_college_qui_juge_le_cpas(chantal, college_ouvert, bouger):
    seance = college_ouvert(type_acte="TUT-CPAS-PERS")
    assert bouger(seance["id"], "sophie", "se_retire", seance["lignes"][0]).status_code == 200
    assert bouger(seance["id"], "claire", "se_retire", seance["lignes"][0]).status_code == 200
    with lecture():
        dits = entree_point(unite().get_one(Inscription, seance["lignes"][0])).avant
    assert "Sophie Thiry" in dits[0] and "l’article L1123-8 du Code" in dits[0]
    assert "Claire Dupont" in dits[1] and "l’article L1122-19 du Code" in dits[1]


def test_la_presidente_du_cpas_conseille_le_conseil_sans_y_voter(chantal, conseil_ouvert, monde):
    with ecriture():
        sophie, conseil = monde.mandataire("sophie").id, monde.organe("conseil").id
        mandats = unite().scalars(select(Mandat).where(Mandat.mandataire_id == sophie, Mandat.organe_id == conseil))
        mandats.one().fonction = "president_cpas"  # L1123-3: she sits there with a consultative voice
    seance = conseil_ouvert(1)
    quorum = chantal.get(f"/seances/{seance['id']}/presences").json["quorum"]
    assert (quorum["requis"], quorum["presents"]) == (6, 11), "of eleven who deliberate"
    vote = _unanimite(chantal, seance["lignes"][0])
    assert vote["votants"] == 11 and "sophie" not in vote["noms"]["pour"]
    with lecture():
        presents = CompteRendu(unite().get_one(Seance, seance["id"])).dossier().seance.presences
    assert next(p.qualite for p in presents if "Thiry" in p.nom) == "présidente du CPAS, avec voix consultative"


def test_une_commission_decide_au_feminin(chantal, college_ouvert, monde):
    with ecriture():
        unite().merge(monde.organe("college")).nom = "Commission des finances"
    seance = college_ouvert(1)
    chantal.post(f"/inscriptions/{seance['lignes'][0]}/decision", {"issue": "reporte"})
    with lecture():
        dossier = CompteRendu(unite().get_one(Seance, seance["id"])).dossier()
    assert dossier.corps.genre == "f"
    assert dossier.points[0].decisions[0].phrase_issue == "La Commission des finances décide de reporter le point."


def test_le_budget_du_cpas_se_convoque_sept_jours_francs_avant(chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-12-07T09:00")  # the 6th was the last of seven clear days, the 8th is the last of five
    for type_acte, statut in (("", 200), ("TUT-CPAS-BUDGET", 409)):
        seance = creer_seance("cas", "2026-12-14T19:30")
        inscrire(seance, "Point du CPAS", "cas", type_acte=type_acte)
        reponse = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
        assert reponse.status_code == statut, reponse.json
    assert "7 jours francs" in reponse.json["detail"]
