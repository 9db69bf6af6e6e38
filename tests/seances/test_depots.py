"""Items filed by members, interpellations of inhabitants, oral questions: who, until when, by which article."""

import re

import pytest

from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import ecriture, lecture, unite

HABITANT = {"nom": "Anne Petit", "adresse": "rue Haute 3", "naissance": "1980-05-02"}
CORPS = {"titre": "Un abri pour vélos", "note": "<p>La gare en manque.</p>", "dispositif": "<p>DÉCIDE :</p>"}


@pytest.fixture
def conseil(creer_seance, horloge_fixe):
    """The conseil of Monday 14 December 2026, in preparation."""
    horloge_fixe("2026-11-25T09:00")
    return creer_seance("conseil", "2026-12-14T19:30")


@pytest.fixture
def rose(api, app, compte):
    """Rose Collard, conseillère, with an account of her own and no role in the house."""
    return api(compte("rose"))


def _dit(reponse):
    return reponse.json["detail"].replace("\u00a0", " ")


def test_d19_un_conseiller_depose_jusqu_au_cinquieme_jour_franc(rose, chantal, conseil, horloge_fixe):
    horloge_fixe("2026-12-08T23:00")
    recu = rose.post(f"/seances/{conseil}/depots", CORPS)
    assert recu.status_code == 201, recu.json
    assert recu.json["point"]["phase"] == "valide", "no step of the administration stands in its way"
    inscrit = chantal.post(f"/seances/{conseil}/inscriptions", {"point": recu.json["point"]["id"]})
    assert inscrit.status_code == 201, inscrit.json
    horloge_fixe("2026-12-09T08:00")
    tard = rose.post(f"/seances/{conseil}/depots", CORPS)
    assert tard.status_code == 409 and tard.json["article"] == "L1122-24 CDLD"
    assert "8 décembre 2026" in _dit(tard), "the last lawful day is said"


def test_d19_ce_qui_fut_depose_a_temps_complete_un_ordre_du_jour_deja_envoye_sans_vote_d_urgence(
    rose, chantal, conseil, inscrire, arriver, horloge_fixe
):
    """L1122-24, al. 3: the notice leaves seven clear days before, members may still file until the fifth."""
    with ecriture():
        organe = unite().get_one(Seance, conseil).organe
        organe.reglages = {**organe.reglages, "ordre": ["huis_clos", "titre"]}
    inscrire(conseil, "Le budget", "conseil")
    inscrire(conseil, "Un agent", "conseil", huis_clos=True)
    assert chantal.post(f"/seances/{conseil}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2026-12-08T23:00")
    depose = rose.post(f"/seances/{conseil}/depots", CORPS | {"titre": "Abri pour vélos"}).json["point"]["id"]
    inscrit = chantal.post(f"/seances/{conseil}/inscriptions", {"point": depose})
    assert inscrit.status_code == 201 and not inscrit.json["tardive"], inscrit.json
    odj = chantal.get(f"/seances/{conseil}/ordre-du-jour").json["inscriptions"]
    assert [i["numero"] for i in odj] == ["1", "1 bis", "2"] and odj[1]["titre"] == "Abri pour vélos"
    with lecture():
        annonces = entree_seance(unite().get_one(Seance, conseil)).points
    assert [p.depose for p in annonces] == [False, True, False], "it has its heading in the notice"
    horloge_fixe("2026-12-09T09:00")
    tard = chantal.post(f"/seances/{conseil}/depots", CORPS | {"titre": "Trop tard", "habitant": HABITANT})
    assert tard.status_code == 409, tard.json
    tard = chantal.post(
        f"/seances/{conseil}/depots", CORPS | {"titre": "Trop tard", "habitant": HABITANT, "passer_outre": "Admis"}
    )
    refus = chantal.post(f"/seances/{conseil}/inscriptions", {"point": tard.json["point"]["id"]})
    assert refus.status_code == 409 and refus.json["motif"] == "urgence_a_motiver", "what came too late is an urgency"
    assert chantal.post(f"/seances/{conseil}/actions", {"action": "convoquer"}).json["version"] == "B"
    horloge_fixe("2026-12-14T19:30")
    arriver(conseil, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis", "rose")
    assert chantal.post(f"/seances/{conseil}/actions", {"action": "ouvrir"}).status_code == 200
    decide = {"issue": "accepte", "mode": "unanimite"}
    decidee = chantal.post(f"/inscriptions/{inscrit.json['id']}/decision", decide)
    assert decidee.status_code == 200, decidee.json


def test_d19_un_membre_du_college_ne_depose_pas(api, conseil):
    refus = api("denis").post(f"/seances/{conseil}/depots", CORPS)
    assert refus.status_code == 409 and refus.json["motif"] == "depot_par_le_college"


def test_d19_une_interpellation_se_depose_quinze_jours_francs_avant(chantal, conseil, horloge_fixe):
    corps = {
        "genre": "interpellation",
        "titre": "Aux abords de l’école",
        "note": "<p>…</p>",
        "habitant": HABITANT,
    }
    horloge_fixe("2026-11-28T10:00")
    assert chantal.post(f"/seances/{conseil}/depots", corps).status_code == 201
    mineur = chantal.post(f"/seances/{conseil}/depots", {**corps, "habitant": {**HABITANT, "naissance": "2010-01-01"}})
    assert mineur.status_code == 422 and mineur.json["erreurs"][0]["champ"] == "naissance"
    horloge_fixe("2026-11-29T10:00")
    tard = chantal.post(f"/seances/{conseil}/depots", corps)
    assert tard.status_code == 409 and "28 novembre 2026" in _dit(tard)
    assert _dit(tard).startswith("Cette interpellation devait être déposée") and "proposez-la" in _dit(tard)
    outre = chantal.post(f"/seances/{conseil}/depots", {**corps, "passer_outre": "Le collège l’accepte"})
    assert outre.status_code == 201


def test_un_depot_sans_note_ni_projet_est_refuse_aux_champs(rose, conseil):
    refus = rose.post(f"/seances/{conseil}/depots", {"titre": "Sans rien"})
    assert refus.status_code == 422 and {e["champ"] for e in refus.json["erreurs"]} == {"note", "dispositif"}
    question = rose.post(
        f"/seances/{conseil}/depots", {"genre": "question", "titre": "Les nids-de-poule", "note": "<p>?</p>"}
    )
    assert question.status_code == 201, "a question has no draft decision"


def test_chacun_ne_voit_que_ses_depots(rose, api, chantal, conseil):
    rose.post(f"/seances/{conseil}/depots", CORPS)
    assert rose.get(f"/seances/{conseil}/depots").json["total"] == 1
    assert api("denis").get(f"/seances/{conseil}/depots").json["total"] == 0
    assert chantal.get(f"/seances/{conseil}/depots").json["elements"][0]["mandataire"] == "rose"
    assert api("alice").get(f"/seances/{conseil}/depots").status_code == 403, "she files nothing, whatever the séance"


def test_le_conseiller_depose_depuis_sa_page_et_garde_ce_qu_il_a_ecrit(rose, client, connecter, conseil, horloge_fixe):
    navigateur = connecter(client, "rose")
    page = f"/app/seances/{conseil}/deposer"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', navigateur.get(page).get_data(as_text=True))[1]
    champs = {"csrf_token": jeton, "genre": "point", "titre": "Un abri", "note": "La gare en manque.", "dispositif": ""}
    faute = navigateur.post(page, data=champs)
    assert faute.status_code == 422 and "La gare en manque." in faute.get_data(as_text=True)
    depose = navigateur.post(page, data={**champs, "dispositif": "DÉCIDE"}, follow_redirects=True)
    assert depose.status_code == 200 and "Un abri" in depose.get_data(as_text=True)
    horloge_fixe("2026-12-09T08:00")
    tard = navigateur.post(page, data={**champs, "dispositif": "DÉCIDE"})
    texte = tard.get_data(as_text=True).replace("\u00a0", " ")
    assert tard.status_code == 409 and "8 décembre 2026" in texte and "L1122-24" in texte
