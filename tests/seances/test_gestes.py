"""In session: the doors closed on a public point, and a member who asks for a debate."""

from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import lecture, unite


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


def test_un_membre_demande_qu_un_point_soit_discute(api, chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    assert api("denis").post(f"/inscriptions/{une}/signalements", {}).json["a_discuter"]
    assert not api("denis").post(f"/inscriptions/{une}/signalements", {"a_discuter": False}).json["a_discuter"]
    assert api("alice").post(f"/inscriptions/{une}/signalements", {}).status_code == 403
    chantal.post(f"/inscriptions/{deux}/decision", {"issue": "accepte", "mode": "unanimite"})
    tard = api("denis").post(f"/inscriptions/{deux}/signalements", {})
    assert tard.status_code == 409 and "déjà décidé" in tard.json["detail"]
