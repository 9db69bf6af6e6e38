"""In session: the doors closed on a public point, and a member who asks for a debate."""

from datetime import date

import pytest
from sqlalchemy import select

from college.erreurs import Refus
from college.organisation.modele import Mandat
from college.seances import en_bloc
from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import ecriture, lecture, unite


def _etiquette(chantal, seance):
    return chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]


def test_prononcer_le_huis_clos_demande_un_motif_et_ferme_tout(app, api, chantal, conseil_ouvert, connecter):
    seance = conseil_ouvert(2)
    ligne = seance["lignes"][0]
    adresse = f"/inscriptions/{ligne}"
    sans = chantal.patch(adresse, {"huis_clos": True}, _etiquette(chantal, seance["id"]))
    assert (sans.status_code, sans.json["motif"], sans.json["article"]) == (409, "motif_attendu", "L1122-21 CDLD")
    ferme = {"huis_clos": True, "motif": "Question de personnes."}
    assert chantal.patch(adresse, ferme, _etiquette(chantal, seance["id"])).json["huis_clos"]
    lues = api("hugo").get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"]
    assert lues[0]["titre"].startswith("Huis clos") and lues[0]["point"] is None
    chantal.post(f"{adresse}/decision", {"issue": "accepte", "mode": "unanimite"})
    with lecture():
        pv = entree_seance(unite().get_one(Seance, seance["id"]))
    assert pv.points[0].huis_clos
    assert pv.points[0].avant[-1] == "Le président prononce le huis clos\u00a0: question de personnes."
    rouvre = {"huis_clos": False, "motif": "Plus aucune personne n’est en cause"}
    assert not chantal.patch(adresse, rouvre, _etiquette(chantal, seance["id"])).json["huis_clos"]
    assert api("hugo").get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"][0]["titre"] == "Point 1"


@pytest.mark.parametrize("en_seance", [False, True])
def test_d18_le_budget_ne_se_traite_jamais_a_huis_clos(
    chantal, creer_seance, inscrire, conseil_ouvert, horloge_fixe, en_seance
):
    horloge_fixe("2026-12-01T09:00")
    if en_seance:
        seance = conseil_ouvert(1, type_acte="APP-BUDGET")
        ligne = seance["lignes"][0]
    else:
        seance = {"id": creer_seance("conseil", "2026-12-14T19:30")}
        ligne = inscrire(seance["id"], "Budget 2027", "conseil", type_acte="APP-BUDGET")["id"]
    ferme = {"huis_clos": True, "motif": "Ordre public"} if en_seance else {"huis_clos": True}
    refus = chantal.patch(f"/inscriptions/{ligne}", ferme, _etiquette(chantal, seance["id"]))
    assert (refus.status_code, refus.json["motif"], refus.json["article"]) == (409, "toujours_public", "L1122-20 CDLD")
    assert not chantal.get(f"/inscriptions/{ligne}").json["huis_clos"]


def test_un_membre_demande_qu_un_point_soit_discute(api, chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    assert api("denis").post(f"/inscriptions/{une}/signalements", {}).json["a_discuter"]
    assert not api("denis").post(f"/inscriptions/{une}/signalements", {"a_discuter": False}).json["a_discuter"]
    assert api("alice").post(f"/inscriptions/{une}/signalements", {}).status_code == 403
    chantal.post(f"/inscriptions/{deux}/decision", {"issue": "accepte", "mode": "unanimite"})
    tard = api("denis").post(f"/inscriptions/{deux}/signalements", {})
    assert tard.status_code == 409 and "déjà décidé" in tard.json["detail"]


@pytest.mark.parametrize("type_acte", ["APP-BUDGET", "APP-MB", "APP-TAXE"])
def test_l14_ni_budget_ni_reglement_dans_un_bloc(type_acte):
    with pytest.raises(Refus, match=r"^Le point 7 ne se vote pas en bloc : .* se vote pour (lui|elle)-même"):
        en_bloc.verifier("7", nature="decision", type_acte=type_acte, huis_clos=False)
    en_bloc.verifier("8", nature="decision", type_acte="TUT-FE-BUDGET", huis_clos=False)


@pytest.mark.parametrize(
    ("faits", "phrase"),
    [
        ([("1", "accepte"), ("2", "accepte")], "2\u00a0points adoptés en bloc."),
        ([("1", "accepte"), ("2", "pris_acte")],
         "Un point adopté en bloc. Il est pris acte du point 2, qui ne se vote pas."),
        ([("3", "pris_acte"), ("4", "pris_acte")], "Il est pris acte des points 3 et 4, qui ne se votent pas."),
        ([], "Aucun point adopté en bloc."),
    ],
)  # fmt: skip
def test_l14_le_bloc_dit_ce_qui_est_vrai_de_chaque_point(faits, phrase):
    assert en_bloc.dire(faits) == phrase


def test_l14_adopter_en_bloc_laisse_dehors_ce_qui_se_vote_seul(chantal, conseil_ouvert, client, connecter):
    seance = conseil_ouvert(3)
    ferme = {"huis_clos": True, "motif": "Question de personnes."}
    chantal.patch(f"/inscriptions/{seance['lignes'][1]}", ferme, _etiquette(chantal, seance["id"]))
    page = connecter(client, "chantal").get(f"/app/seances/{seance['id']}/direct").text
    jeton = page.split('name="csrf_token" value="')[1].split('"')[0]
    envoi = {"csrf_token": jeton, "de": "1", "a": "3", "sauf": ""}
    suite = client.post(f"/app/seances/{seance['id']}/direct/bloc", data=envoi, follow_redirects=True).text
    assert "2\u00a0points adoptés en bloc" in suite and "Le point 2 ne se vote pas en bloc" in suite
    lignes = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"]
    assert [bool(li["decision"]) for li in lignes] == [True, False, True]
    noms = [chantal.get(f"/scrutins/{li['scrutins'][0]}").json["noms"]["pour"] for li in (lignes[0], lignes[2])]
    assert len(noms[0]) == len(noms[1]) == 12, "each point has its own nominal result"


def test_l14_une_objection_sort_un_point_du_bloc_et_une_communication_s_y_entend(chantal, conseil_ouvert):
    communication = conseil_ouvert(1, nature="communication")
    corps = {"issue": "accepte", "mode": "unanimite", "plage": [1, 1]}
    chantal.post(f"/seances/{communication['id']}/decisions", corps)
    entendue = chantal.get(f"/inscriptions/{communication['lignes'][0]}").json
    assert (entendue["decision"]["issue"], entendue["scrutins"]) == ("pris_acte", []), (
        "nobody votes on what is only told"
    )
    seance = conseil_ouvert(3)
    corps = {"issue": "accepte", "mode": "unanimite", "plage": [1, 3], "sauf": [2]}
    bilan = chantal.post(f"/seances/{seance['id']}/decisions", corps).json
    assert bilan == {"faits": [seance["lignes"][0], seance["lignes"][2]], "refuses": []}


def test_un_point_retire_a_l_instant_ne_se_vote_plus(chantal, conseil_ouvert):
    ligne = conseil_ouvert(1)["lignes"][0]
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"}).json["id"]
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "retire"}).status_code == 200
    for refus in (
        chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"}),
        chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"}),
    ):
        assert refus.status_code == 409 and refus.json["motif"] == "point_retire"
        assert "ne se vote plus" in refus.json["detail"]


def test_une_seconde_decision_garde_son_intitule_a_l_ecran(chantal, conseil_ouvert, client, connecter):
    seance = conseil_ouvert(1)
    ligne = seance["lignes"][0]
    chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte", "mode": "unanimite"})
    secretaire = connecter(client, "chantal")
    adresse = f"/app/seances/{seance['id']}/direct"
    jeton = secretaire.get(adresse).text.split('name="csrf_token" value="')[1].split('"')[0]
    voter = {"csrf_token": jeton, "mode": "unanimite", "question": "Décharge aux administrateurs"}
    secretaire.post(f"/app/inscriptions/{ligne}/vote", data=voter)
    page = secretaire.get(adresse).text
    assert 'name="libelle" value="Décharge aux administrateurs"' in page
    decider = {"csrf_token": jeton, "issue": "accepte", "libelle": "Décharge aux administrateurs"}
    secretaire.post(f"/app/inscriptions/{ligne}/decider", data=decider)
    assert "Décharge aux administrateurs" in secretaire.get(f"/app/seances/{seance['id']}/membre").text
    decisions = chantal.get(f"/inscriptions/{ligne}").json["decisions"]
    assert [d["libelle"] for d in decisions] == ["", "Décharge aux administrateurs"]


def test_p41_un_present_note_trop_tot_se_corrige_avant_l_ouverture(
    app, chantal, connecter, creer_seance, inscrire, arriver
):
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Point 1", "conseil")
    arriver(seance, "paul")
    page = connecter(app.test_client(), "chantal").get(f"/app/seances/{seance}/direct").text
    rangee = page.split("Paul Wéry<small>")[1].split("</li>")[0]
    assert 'value="absent"' in rangee and 'value="excuse"' in rangee, "what was noted too soon can be taken back"
    assert 'value="quitte"' not in rangee, "nobody leaves a séance that is not open"
    corrige = chantal.post(f"/seances/{seance}/presences", {"mandataire": "paul", "evenement": "absent"})
    assert corrige.status_code == 200, corrige.json
    with lecture():
        presences = entree_seance(unite().get_one(Seance, seance)).seance.presences
    assert [p.presence for p in presences if "Wéry" in p.nom] == ["absent"], "the minutes tell no exit"


def test_passer_outre_au_quorum_laisse_son_motif(chantal, conseil_ouvert):
    seance = conseil_ouvert(1)
    for membre in ("paul", "rose", "simon", "zoe", "nadia", "louis"):
        chantal.post(f"/seances/{seance['id']}/presences", {"mandataire": membre, "evenement": "quitte"})
    adresse = f"/inscriptions/{seance['lignes'][0]}/scrutins"
    assert chantal.post(adresse, {"mode": "unanimite"}).json["motif"] == "quorum"
    assert chantal.post(adresse, {"mode": "unanimite", "passer_outre": "Urgence impérieuse"}).status_code == 201
    (passee,) = chantal.get(f"/seances/{seance['id']}").json["passages_outre"]
    assert (passee["action"], passee["motif"]) == ("voter", "Urgence impérieuse")


def test_un_mandat_qui_finit_aujourd_hui_vote_jusqu_a_minuit(chantal, api, conseil_ouvert, monde, horloge_fixe):
    with ecriture():
        for mandat in unite().scalars(select(Mandat).where(Mandat.mandataire_id == monde.mandataire("denis").id)):
            mandat.au = date(2026, 12, 14)
    ligne = conseil_ouvert(1)["lignes"][0]
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    assert api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "pour"}).status_code == 201
    horloge_fixe("2026-12-15T00:10")
    tard = api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "contre"})
    assert tard.status_code in (403, 404) and "enregistré" not in tard.json["detail"]
    clos = chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"}).json
    assert clos["noms"] == {"pour": ["denis"]}, "what he voted before midnight stands"


def test_un_depart_note_sur_un_point_seulement_regarde_compte_pour_le_point_appele(chantal, conseil_ouvert):
    seance = conseil_ouvert(3)
    _, deux, trois = seance["lignes"]
    for membre, geste in (("paul", "quitte"), ("ines", "se_retire")):
        corps = {"mandataire": membre, "evenement": geste, "inscription": deux}
        assert chantal.post(f"/seances/{seance['id']}/presences", corps).status_code == 200
    vote = chantal.post(f"/inscriptions/{trois}/scrutins", {"mode": "unanimite"}).json
    assert "paul" not in vote["noms"]["pour"], "he left before this vote: he is not counted"
    assert "ines" in vote["noms"]["pour"], "she withdraws for point 2 only"
    vote = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "unanimite"}).json
    assert not {"paul", "ines"} & set(vote["noms"]["pour"])
    with lecture():
        pv = entree_seance(unite().get_one(Seance, seance["id"]))
    dit = {p.titre: p.avant for p in pv.points}
    assert "quitte la séance avant la discussion du point\u00a03" in dit["Point 3"][-1]
