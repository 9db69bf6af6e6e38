"""Sitting from elsewhere: only where the law allows it, said in the notice, shown in the room, told in the minutes."""

import email
from email import policy

import pytest

from college import repartiteur
from college.seances.compte_rendu import CompteRendu
from college.seances.modele import Seance
from college.transaction import ecriture, lecture, unite

from .conftest import CONSEIL

CRUE = {"motif": "Inondations du 10 décembre", "outil": "Webex", "explication": "Un lien est joint."}


@pytest.fixture
def conseil(chantal, creer_seance, inscrire, horloge_fixe):
    """The conseil of 14 December, in preparation, with three points of which the last is closed."""
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    titres = (("Budget", False), ("Voirie", False), ("Sanction d’un agent", True))
    return {"id": seance, "lignes": [inscrire(seance, t, "conseil", huis_clos=h)["id"] for t, h in titres]}


def _ouvrir(chantal, conseil, arriver, horloge_fixe, *connectes):
    assert chantal.post(f"/seances/{conseil['id']}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2026-12-14T19:30")
    arriver(conseil["id"], *[m for m in CONSEIL if m not in connectes])
    adresse = f"/seances/{conseil['id']}/presences"
    recus = [chantal.post(adresse, {"mandataire": m, "evenement": "arrive", "a_distance": True}) for m in connectes]
    assert chantal.post(f"/seances/{conseil['id']}/actions", {"action": "ouvrir"}).status_code == 200
    return recus


def test_sans_mention_dans_la_convocation_un_membre_connecte_ne_siege_pas(chantal, conseil, arriver, horloge_fixe):
    (refus,) = _ouvrir(chantal, conseil, arriver, horloge_fixe, "rose")
    assert refus.status_code == 409 and refus.json["motif"] == "distance_non_prevue"
    assert "rose" not in chantal.get(f"/seances/{conseil['id']}/presences").json["presents"]
    tard = chantal.post(f"/seances/{conseil['id']}/distance", CRUE)
    assert tard.status_code == 409 and "convocation est partie" in tard.json["detail"]


def test_p47_connectes_au_pv_comptes_au_quorum_et_hors_d_un_point_reserve_a_la_salle(
    app, chantal, conseil, arriver, horloge_fixe
):
    prevue = chantal.post(f"/seances/{conseil['id']}/distance", CRUE)
    assert prevue.status_code == 200 and prevue.json["distance"] == CRUE
    assert {r.status_code for r in _ouvrir(chantal, conseil, arriver, horloge_fixe, "rose", "paul")} == {200}
    repartiteur.vider()
    lettre = next((app.extensions["college"].data_dir / "courriels").glob("*.eml")).read_bytes()
    recu = email.message_from_bytes(lettre, policy=policy.default).get_content().replace("\u00a0", " ")
    assert "par Webex. Motif : Inondations du 10 décembre. Un lien est joint." in recu, "the notice itself says it"
    lues = chantal.get(f"/seances/{conseil['id']}/presences").json
    assert lues["quorum"]["presents"] == 12
    assert {m["mandataire"] for m in lues["membres"] if m["a_distance"]} == {"rose", "paul"}
    budget, voirie, sanction = conseil["lignes"]
    vote = chantal.post(f"/inscriptions/{budget}/scrutins", {"mode": "unanimite"}).json
    assert vote["comptes"]["pour"] == 12
    chantal.post(f"/inscriptions/{budget}/decision", {"issue": "accepte"})
    chantal.post(f"/seances/{conseil['id']}/presences", {"mandataire": "paul", "evenement": "quitte"})
    retour = {"mandataire": "paul", "evenement": "revient", "inscription": voirie}
    chantal.post(f"/seances/{conseil['id']}/presences", retour)
    chantal.post(f"/inscriptions/{voirie}/decision", {"issue": "accepte", "mode": "unanimite"})
    urne = chantal.post(f"/inscriptions/{sanction}/scrutins", {"mode": "secret"}).json["id"]
    papier = chantal.post(f"/scrutins/{urne}/depouillement", {"comptes": {"pour": 12}})
    assert papier.status_code == 409 and papier.json["motif"] == "papier_a_distance"
    assert "Rose Collard siège à distance" in papier.json["detail"]
    assert chantal.post(f"/scrutins/{urne}/actions", {"action": "ouvrir"}).status_code == 200
    reserve = chantal.post(f"/inscriptions/{sanction}/presence-physique", {})
    assert reserve.status_code == 200 and reserve.json["presence_physique"]
    trop = chantal.post(f"/scrutins/{urne}/depouillement", {"comptes": {"pour": 12}})
    assert trop.status_code in (409, 422), "one paper more than there are members in the room"
    assert chantal.post(f"/scrutins/{urne}/depouillement", {"comptes": {"pour": 11}}).status_code == 200
    chantal.post(f"/scrutins/{urne}/actions", {"action": "proclamer"})
    vote = chantal.post(f"/inscriptions/{sanction}/scrutins", {"mode": "unanimite"}).json
    assert vote["comptes"]["pour"] == 11 and "rose" not in vote["noms"]["pour"]
    trop_tard = chantal.post(f"/inscriptions/{sanction}/presence-physique", {"presence_physique": False})
    assert trop_tard.status_code == 409 and trop_tard.json["motif"] == "deja_vote"
    with lecture():
        rendu = CompteRendu(unite().get_one(Seance, conseil["id"]))
        public, ferme = rendu.dossier("publique"), rendu.dossier("huis_clos")
    assert public.seance.ouverture[1].replace("\u00a0", " ") == (
        "M. Paul Wéry, conseiller, et Mme Rose Collard, conseillère, participent à distance par Webex, "
        "vus et entendus de tous (Inondations du 10 décembre)."
    )
    assert ferme.seance.ouverture[1] == (
        "Le local d’où Mme Rose Collard, conseillère, participe préserve le huis clos."
    )
    dits = {p.nom: (p.presence, p.groupe) for p in public.seance.presences}
    assert dits["Mme Rose Collard"] == ("connectée", "connecte")
    assert dits["M. Paul Wéry"] == ("connecté, sorti après le point\u00a01, rentré au point\u00a02", "connecte")
    assert dits["M. Denis Leroy"] == ("présent", "present")
    (sanction,) = ferme.points
    assert "Les membres qui participent à distance ne prennent pas part à ce point." in sanction.avant
    assert {p.nom: p.groupe for p in sanction.presents}["Mme Rose Collard"] == "absent"


def test_l_ecran_prevoit_la_distance_et_garde_ce_qui_fut_ecrit(chantal, conseil, client, connecter, monde):
    secretaire, page = connecter(client, "chantal"), f"/app/seances/{conseil['id']}/date"
    jeton = secretaire.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    faute = secretaire.post(f"/app/seances/{conseil['id']}/distance", data={"csrf_token": jeton, **CRUE, "outil": ""})
    assert faute.status_code == 409 and "nom commercial" in faute.text and CRUE["motif"] in faute.text
    fait = secretaire.post(f"/app/seances/{conseil['id']}/distance", data={"csrf_token": jeton, **CRUE})
    assert fait.status_code in (302, 303) and "Webex" in secretaire.get(page).text
    cockpit = f"/app/seances/{conseil['id']}/direct"
    assert 'value="arrive_distance"' in secretaire.get(cockpit).text
    rose = monde.mandataire("rose").id
    envoi = {"csrf_token": jeton, "mandataire": rose, "evenement": "arrive_distance"}
    vue = secretaire.post(f"{cockpit}/presences", data=envoi, follow_redirects=True).text
    assert "conseillère, à distance" in vue


def test_sans_regle_le_cockpit_ne_propose_pas_de_connexion(college_ouvert, client, connecter, monde):
    seance = college_ouvert(membres=("denis", "claire", "joseph", "ines"))
    adresse = f"/app/seances/{seance['id']}/direct"
    secretaire = connecter(client, "chantal")
    assert "arrive_distance" not in secretaire.get(adresse).text
    with ecriture():
        organe = unite().merge(monde.organe("college"))
        organe.reglages = {**organe.reglages, "participation_distance": "ROI art. 7"}
    assert "arrive_distance" in secretaire.get(adresse).text, "an article of its own rules lets a collège do so"
