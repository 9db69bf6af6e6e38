"""The life of a séance over HTTP: notice, quorum, presence, decisions, closing, freezing."""

from datetime import date

import pytest
from sqlalchemy import select

from college import repartiteur
from college.organisation.modele import Mandat, Mandataire
from college.seances import lettre
from college.seances.compte_rendu import CompteRendu, presences_au_point
from college.seances.modele import Inscription, Seance
from college.templates_docs import contexte_agenda
from college.transaction import ecriture, lecture, unite


def test_d7_convoquer_a_temps_puis_trop_tard(chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Premier", "conseil")
    horloge_fixe("2026-12-07T09:00")
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    assert refus.status_code == 409
    assert (refus.json["article"], refus.json["premiere_date"]) == ("L1122-13 CDLD", "2026-12-15")
    urgence = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer", "motif_urgence": "Toiture arrachée"})
    assert urgence.status_code == 200, urgence.json
    assert urgence.json["passages_outre"][0]["motif"] == "Toiture arrachée"
    horloge_fixe("2026-12-06T23:59")
    a_temps = creer_seance("conseil", "2026-12-14T20:30")
    inscrire(a_temps, "Dernier jour", "conseil")
    convoquee = chantal.post(f"/seances/{a_temps}/actions", {"action": "convoquer"})
    assert convoquee.status_code == 200 and convoquee.json["passages_outre"] == [], "Sunday 6 is the last day"


def test_d1_d2_le_college_de_six_s_ouvre_a_quatre(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    horloge_fixe("2026-11-27T14:00")
    seance = creer_seance()
    inscrire(seance, "Premier")
    arriver(seance, "denis", "claire", "joseph")
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    assert (refus.status_code, refus.json["article"]) == (409, "L1123-20 CDLD")
    assert "quorum : 4 requis, 3 présents" in refus.json["detail"].replace("\u00a0", " ")
    arriver(seance, "ines")
    assert chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"}).json["etat"] == "ouverte"


def test_d9_carence_puis_deuxieme_et_troisieme_convocation(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Premier", "conseil")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    for convocation, jour in ((1, "2026-12-14"), (2, "2026-12-21")):
        horloge_fixe(f"{jour}T19:30")
        arriver(seance, "denis", "claire", "joseph")
        refus = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
        assert refus.status_code == 409 and "quorum : 7 requis, 3 présents" in refus.json["detail"].replace(
            "\u00a0", " "
        )
        carence = chantal.post(f"/seances/{seance}/actions", {"action": "constater_carence"})
        assert carence.json["etat"] == "levee" and carence.json["carence"], carence.json
        suite = {"organe": "conseil", "convocation": convocation + 1, "precedente": seance,
                 "debut": f"2026-12-{14 + 7 * convocation}T19:30"}  # fmt: skip
        reponse = chantal.post("/seances", suite)
        assert reponse.status_code == 201, reponse.json
        seance = reponse.json["id"]
        odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
        assert [i["titre"] for i in odj] == ["Premier"], "the same agenda"
        if convocation == 2:
            nouveau = inscrire(seance, "Nouveau", "conseil")["id"]
        convoquee = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
        assert convoquee.status_code == 200, convoquee.json
    horloge_fixe("2026-12-28T19:30")
    presents = arriver(seance, "denis", "claire", "joseph")
    assert presents["quorum"]["requis"] == 0 and "troisième convocation" in presents["quorum"]["explication"]
    assert chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"}).status_code == 200
    unanime = {"issue": "accepte", "mode": "unanimite"}
    refus = chantal.post(f"/inscriptions/{nouveau}/decision", unanime)
    assert (refus.status_code, refus.json["motif"]) == (409, "quorum"), "it stands there for the first time"
    assert chantal.post(f"/inscriptions/{odj[0]['id']}/decision", unanime).status_code == 200
    with lecture():
        tenue = unite().get_one(Seance, seance)
        dite = lettre.convocation(tenue, lettre.Envoi("A"), Mandataire(nom="Leroy", genre="m"))
        annonce = contexte_agenda.contexte_convocation(CompteRendu(tenue).dossier(annonce=True))["rang"]
    assert "troisième convocation pour le point 1 déjà porté à l’ordre du jour précédent" in dite
    assert "le point 1 est mis pour la troisième fois" in annonce.replace("\u00a0", " ")


def test_d9_pas_de_carence_sans_convocation(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    """Nobody is missing where nobody was called: no second notice follows from it."""
    horloge_fixe("2026-12-14T19:30")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Premier", "conseil")
    arriver(seance, "denis", "claire")
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "constater_carence", "passer_outre": "Personne"})
    assert (refus.status_code, refus.json["motif"], refus.json["article"]) == (409, "non_convoquee", "L1122-17 CDLD")
    assert chantal.get(f"/seances/{seance}").json["etat"] == "en_preparation"


def test_le_conseil_ne_s_ouvre_pas_sans_convocation(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    horloge_fixe("2026-12-14T19:30")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Premier", "conseil")
    arriver(seance, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    assert refus.json["motif"] == "non_convoquee" and refus.json["franchissable"]


def test_la_convocation_part_par_courriel_et_garde_sa_preuve(chantal, creer_seance, inscrire, horloge_fixe, app, monde):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Dossier personnel de Mme Secrète", "conseil", huis_clos=True)
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    repartiteur.vider(tolerant=True)
    courriels = [c.read_bytes().decode() for c in (app.extensions["college"].data_dir / "courriels").glob("*.eml")]
    envoyes = [c for c in courriels if "denis@exemple.test" in c]
    assert len(envoyes) == 1 and "Convocation" in envoyes[0]
    assert not any("Secr" in c for c in courriels), "a closed item's title never leaves by mail"


def test_p41_p42_les_mouvements_impossibles(chantal, college_ouvert):
    seance = college_ouvert(2)
    ligne = seance["lignes"][0]
    adresse = f"/seances/{seance['id']}/presences"
    refus = chantal.post(adresse, {"mandataire": "denis", "evenement": "excuse"})
    assert refus.status_code == 409 and "Denis Leroy est en séance" in refus.json["detail"]
    chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
    retrait = chantal.post(adresse, {"mandataire": "denis", "evenement": "se_retire", "inscription": ligne})
    assert retrait.json["motif"] == "a_vote" and "point 1" in retrait.json["detail"]


@pytest.mark.parametrize(
    ("corps", "statut"),
    [
        ({"mandataire": "inconnu", "evenement": "arrive"}, 422),
        ({"mandataire": "denis", "evenement": "danse"}, 422),
        ({"mandataire": "louis", "evenement": "arrive"}, 422),
        ({"mandataire": "denis", "evenement": "se_retire", "inscription": 99999}, 422),
        ({"evenement": "arrive"}, 422),
    ],
)
def test_un_mouvement_mal_ecrit_est_refuse_au_champ(chantal, college_ouvert, corps, statut):
    assert chantal.post(f"/seances/{college_ouvert()['id']}/presences", corps).status_code == statut


def test_un_double_clic_ne_note_qu_un_mouvement(chantal, college_ouvert):
    seance = college_ouvert()["id"]
    avant = chantal.get(f"/seances/{seance}").json["revision"]
    chantal.post(f"/seances/{seance}/presences", {"mandataire": "denis", "evenement": "arrive"})
    assert chantal.get(f"/seances/{seance}").json["revision"] == avant


def test_l5_la_presence_a_chaque_vote_est_figee(chantal, college_ouvert, horloge_fixe, monde):
    seance = college_ouvert(2)
    une, deux = seance["lignes"]
    premier = chantal.post(f"/inscriptions/{une}/scrutins", {"mode": "unanimite"}).json
    rendue = chantal.post(f"/inscriptions/{une}/decision", {"issue": "accepte"}).json
    assert premier["phrase"] == "À l’unanimité," and rendue["phrase"] == "", "a collège prints its decisions only"
    chantal.post(f"/seances/{seance['id']}/presences", {"mandataire": "marc", "evenement": "quitte"})
    second = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "unanimite"}).json
    assert len(premier["instantane"]["presents"]) == 6 and len(second["instantane"]["presents"]) == 5
    horloge_fixe("2027-11-29T09:00")
    with ecriture():
        for mandat in unite().scalars(select(Mandat).where(Mandat.mandataire_id == monde.mandataire("marc").id)):
            mandat.au = date(2026, 1, 31)  # a year later, his mandate is said to have ended before the séance
    assert chantal.get(f"/scrutins/{premier['id']}").json["instantane"] == premier["instantane"]
    with lecture():
        marc = [
            next(p.presence for p in presences_au_point(unite().get_one(Inscription, ligne)) if "Delvaux" in p.nom)
            for ligne in (une, deux)
        ]
    assert marc[0] == "présent" and "sorti" in marc[1], "the minutes still show him for 1, and not for 2"


def test_l11_qui_se_retire_ne_vote_pas_ne_lit_plus_et_revient_sur_confirmation(chantal, conseil_ouvert, api):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    point = chantal.get(f"/inscriptions/{une}").json["point"]["id"]
    assert api("denis").get(f"/points/{point}").status_code == 200
    retrait = chantal.post(f"/seances/{seance['id']}/presences",
                           {"mandataire": "denis", "evenement": "se_retire", "inscription": une})  # fmt: skip
    assert "denis" not in retrait.json["presents"]
    assert api("denis").get(f"/points/{point}").status_code == 404
    vote = chantal.post(f"/inscriptions/{une}/scrutins", {"mode": "unanimite"}).json
    assert vote["votants"] == 11
    chantal.post(f"/inscriptions/{une}/decision", {"issue": "accepte"})
    encore_sorti = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "unanimite", "question": "a"}).json
    assert encore_sorti["votants"] == 11, "only a person records a return"
    chantal.post(f"/seances/{seance['id']}/presences", {"mandataire": "denis", "evenement": "revient"})
    revenu = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "unanimite", "question": "b"}).json
    assert revenu["votants"] == 12


def test_p26_on_ne_decide_ni_avant_la_seance_ni_sans_texte(chantal, creer_seance, inscrire, college_ouvert):
    seance = creer_seance(debut="2027-01-08T14:00")
    ligne = inscrire(seance, "Trop tôt")["id"]
    refus = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    assert refus.json["motif"] == "avant_la_seance" and "point 1" in refus.json["detail"]
    vide = college_ouvert(motivation="", dispositif="")["lignes"][0]
    refus = chantal.post(f"/inscriptions/{vide}/decision", {"issue": "accepte"})
    assert refus.json["motif"] == "texte_vide" and "point 1" in refus.json["detail"]
    assert chantal.post(f"/inscriptions/{vide}/decision", {"issue": "pris_acte"}).status_code == 200


def test_l14_adopter_en_bloc_de_1_a_5_sauf_3(chantal, conseil_ouvert):
    seance = conseil_ouvert(5)
    corps = {"plage": ["1", "5"], "sauf": ["3"], "issue": "accepte", "mode": "unanimite"}
    bilan = chantal.post(f"/seances/{seance['id']}/decisions", corps).json
    assert bilan["faits"] == [seance["lignes"][n] for n in (0, 1, 3, 4)] and bilan["refuses"] == []
    assert len(chantal.get(f"/inscriptions/{seance['lignes'][0]}").json["scrutins"]) == 1
    encore = chantal.post(f"/seances/{seance['id']}/decisions", {"issue": "reporte"}).json
    assert encore["faits"] == [seance["lignes"][2]]


def test_plusieurs_a_la_fois_repond_une_par_une(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    bilan = chantal.post(f"/seances/{seance['id']}/decisions", {"issue": "accepte"}).json
    assert bilan["faits"] == [] and [r["inscription"] for r in bilan["refuses"]] == seance["lignes"]
    assert "demande un vote" in bilan["refuses"][0]["motif"]


def test_l16_le_conseil_n_adopte_rien_par_silence(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    refus = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    assert {c["issue"] for c in refus.json["a_confirmer"]} == {"reporte"}
    levee = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
    assert levee.json["etat"] == "levee"
    point = chantal.get(f"/inscriptions/{seance['lignes'][0]}").json["point"]["id"]
    suite = next(lien for lien in chantal.get(f"/points/{point}").json["lien"] if lien["type"] == "reporte_de")
    copie = chantal.get(f"/points/{suite['point']['id']}").json
    assert copie["etat"]["phase"] == "valide", "postponed: it goes on as a copy, available again"


def test_apres_la_levee_les_decisions_sont_verrouillees_et_les_textes_libres(chantal, college_ouvert):
    seance = college_ouvert(1)
    ligne = seance["lignes"][0]
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "refuse"}).json["motif"] == "seance_levee"
    assert chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"}).status_code == 409
    etiquette = chantal.get(f"/inscriptions/{ligne}").headers["ETag"]
    corrige = chantal.patch(f"/inscriptions/{ligne}", {"dispositif": "<p>DÉCIDE : corrigé.</p>"}, version=etiquette)
    assert corrige.status_code == 200 and "corrigé" in corrige.json["dispositif"]
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter"})
    etiquette = chantal.get(f"/inscriptions/{ligne}").headers["ETag"]
    fige = chantal.patch(f"/inscriptions/{ligne}", {"dispositif": "<p>Autre.</p>"}, version=etiquette)
    assert fige.status_code == 409 and fige.json["motif"] == "texte_arrete"


def test_rouvrir_demande_un_motif(chantal, college_ouvert):
    seance = college_ouvert(1)["id"]
    chantal.post(f"/seances/{seance}/actions", {"action": "lever", "confirmer": True})
    assert chantal.post(f"/seances/{seance}/actions", {"action": "rouvrir"}).json["motif"] == "motif_attendu"
    rouverte = chantal.post(f"/seances/{seance}/actions", {"action": "rouvrir", "motif": "Vote mal noté"})
    assert rouverte.json["etat"] == "ouverte"


@pytest.mark.parametrize(
    ("dispositif", "extrait"),
    [
        ("<p>Par x voix pour, x voix contre et x abstention(s),</p><p>DÉCIDE :</p>", "vote en blanc"),
        ("<p>À l'unanimité,</p><p>DÉCIDE :</p>", "contredit le vote proclamé (11 pour et 1 contre)"),
        ("<p>DÉCIDE de nommer ____________</p>", "resté à compléter"),
    ],
)
def test_un_texte_blanc_ou_contredit_n_est_pas_arrete(chantal, conseil_ouvert, dispositif, extrait):
    seance = conseil_ouvert(1, dispositif=dispositif)
    ligne = seance["lignes"][0]
    exceptions = [{"mandataire": "paul", "choix": "contre"}]
    chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "exceptions": exceptions})
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    refus = chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter"})
    assert refus.status_code == 409 and extrait in refus.json["detail"]
    passe = chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter", "passer_outre": "Vu avec le DG"})
    assert passe.json["etat"] == "arretee", passe.json


def test_la_formule_collee_laisse_place_au_resultat(chantal, conseil_ouvert):
    seance = conseil_ouvert(
        1, dispositif="<p>DÉCIDE, par x voix pour et x voix contre :</p><p>Article unique. Oui.</p>"
    )
    ligne = seance["lignes"][0]
    chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
    chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    fait = chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter", "remplacer_formules": True})
    assert fait.json["etat"] == "arretee", fait.json
    assert chantal.get(f"/inscriptions/{ligne}").json["dispositif"].startswith("<p>DÉCIDE, [vote]")


def test_arreter_quelques_points_d_abord(chantal, college_ouvert):
    seance = college_ouvert(2)
    une, deux = seance["lignes"]
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True})
    partie = chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter", "inscriptions": [une]})
    assert partie.json["etat"] == "levee"
    assert (
        chantal.get(f"/inscriptions/{une}").json["arrete_le"]
        and not chantal.get(f"/inscriptions/{deux}").json["arrete_le"]
    )
    assert chantal.post(f"/seances/{seance['id']}/actions", {"action": "arreter"}).json["etat"] == "arretee"


def test_un_college_de_soixante_points_se_ferme_d_un_coup(chantal, college_ouvert):
    seance = college_ouvert(12)
    exceptions = chantal.post(f"/inscriptions/{seance['lignes'][4]}/decision", {"issue": "reporte"})
    assert exceptions.status_code == 200
    liste = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"}).json["a_confirmer"]
    assert len(liste) == 11 and {p["issue"] for p in liste} == {"accepte"}
    assert (
        chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever", "confirmer": True}).json["etat"] == "levee"
    )


def test_le_secretaire_est_present_des_l_ouverture(chantal, college_ouvert):
    presences = chantal.get(f"/seances/{college_ouvert()['id']}/presences").json
    assert "chantal" in presences["presents"] and presences["quorum"]["presents"] == 6


def test_le_direct_repond_204_tant_que_rien_ne_change(chantal, college_ouvert):
    seance = college_ouvert()["id"]
    vu = chantal.get(f"/seances/{seance}/direct").json
    assert chantal.get(f"/seances/{seance}/direct?depuis={vu['revision']}").status_code == 204
    chantal.post(f"/seances/{seance}/presences", {"mandataire": "marc", "evenement": "quitte"})
    suite = chantal.get(f"/seances/{seance}/direct?depuis={vu['revision']}")
    assert suite.status_code == 200 and suite.json["revision"] > vu["revision"]


@pytest.mark.parametrize(
    ("debut", "phrase"),
    [
        ("2026-03-29T02:30", "Cette heure n’existe pas"),
        ("0001-01-01T00:00", "Écrivez une date entre 1800 et 2199."),
        ("9999-12-31T23:59:59Z", "Écrivez une date entre 1800 et 2199."),
    ],
)
def test_une_seance_ne_se_tient_qu_a_une_heure_que_les_horloges_montrent(chantal, debut, phrase):
    refus = chantal.post("/seances", {"organe": "conseil", "debut": debut})
    assert refus.status_code == 422
    assert refus.json["erreurs"][0]["champ"] == "debut"
    assert refus.json["erreurs"][0]["message"].startswith(phrase)


def test_une_action_inconnue_est_refusee_a_son_champ(chantal, creer_seance):
    refus = chantal.post(f"/seances/{creer_seance('conseil', '2026-12-14T19:30')}/actions", {"action": "danser"})
    assert refus.status_code == 422
    assert refus.json["erreurs"][0]["champ"] == "action"
    assert "convoquer" in refus.json["erreurs"][0]["message"]


def test_une_issue_inconnue_est_refusee_a_son_champ_meme_pour_plusieurs(chantal, college_ouvert):
    seance = college_ouvert(2)
    une = seance["lignes"][0]
    for adresse in (f"/inscriptions/{une}/decision", f"/seances/{seance['id']}/decisions"):
        refus = chantal.post(adresse, {"issue": "danser"})
        assert refus.status_code == 422, adresse
        assert refus.json["erreurs"][0]["champ"] == "issue"
    refus = chantal.post(f"/seances/{seance['id']}/decisions", {"issue": "accepte", "inscriptions": [une, 999_999]})
    assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, "inscriptions")
    assert "999999." in refus.json["detail"]
    assert chantal.get(f"/inscriptions/{une}").json["decision"] is None


@pytest.mark.parametrize("comptes", [{}, {"pour": -1}, {"pour": "huit"}, {"pour": 1.5}, None])
def test_un_depouillement_vide_ou_mal_ecrit_ne_clot_pas_le_vote(chantal, conseil_ouvert, comptes):
    une = conseil_ouvert(1)["lignes"][0]
    vote = chantal.post(f"/inscriptions/{une}/scrutins", {"mode": "secret"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    refus = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": comptes})
    assert refus.status_code == 422
    assert refus.json["erreurs"][0]["champ"].startswith("comptes")
    assert chantal.get(f"/scrutins/{vote}").json["etat"] == "ouvert"


@pytest.mark.parametrize(
    ("observation", "champ"),
    [
        ({"texte": ["x"]}, "observations[0].texte"),
        ({"texte": "Lire douze.", "adoptee": "x"}, "observations[0].adoptee"),
        ({"texte": "Lire douze.", "inscription": 999_999}, "observations[0].inscription"),
        ({"texte": "Lire douze.", "inscription": [1]}, "observations[0].inscription"),
        (5, "observations[0]"),
    ],
)
def test_une_observation_mal_ecrite_n_approuve_pas_le_proces_verbal(chantal, college_ouvert, observation, champ):
    seance = f"/seances/{college_ouvert(1)['id']}"
    for action in ("lever", "arreter"):
        fait = chantal.post(f"{seance}/actions", {"action": action, "confirmer": True})
        assert fait.status_code == 200, fait.json
    refus = chantal.post(f"{seance}/actions", {"action": "approuver_pv", "observations": [observation]})
    assert refus.status_code == 422, refus.json
    assert refus.json["erreurs"][0]["champ"] == champ
    assert chantal.get(seance).json["etat"] == "arretee"
