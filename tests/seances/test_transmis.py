"""A point of the collège that goes on to the conseil once accepted (scenarios P55 and P56), over HTTP."""

from __future__ import annotations

import io

import pytest

from college.organisation.modele import Organe
from college.transaction import ecriture, unite

SUITE = {"organe": "conseil", "titre": "Cahier des charges – Approbation", "motivation": "", "urgence": False}


@pytest.fixture
def accepter(chantal, inscrire, arriver, creer_seance, horloge_fixe):
    """`accepter(suite=…)`: a point accepted by a collège that is closed; answers its id."""

    def faire(issue="accepte", instant="2026-11-27T14:00", **champs):
        horloge_fixe(instant)
        seance = creer_seance("college", instant)
        ligne = inscrire(seance, "Rue Haute", **champs)
        arriver(seance, "denis", "claire", "joseph", "ines")
        _agir(chantal, seance, "ouvrir")
        decidee = chantal.post(f"/inscriptions/{ligne['id']}/decision", {"issue": issue})
        assert decidee.status_code == 200, decidee.json
        _agir(chantal, seance, "lever")
        return chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"][0]["point"]

    return faire


def _agir(chantal, seance, action, **corps):
    reponse = chantal.post(f"/seances/{seance}/actions", {"action": action, **corps})
    assert reponse.status_code == 200, reponse.json


def _numero(point):
    return point["id"] if isinstance(point, dict) else point


def _suites(chantal, point):
    liens = chantal.get(f"/points/{_numero(point)}").json["lien"]
    return [chantal.get(f"/points/{lien['point']['id']}").json for lien in liens if lien["type"] == "transmis_de"]


def test_p55_an_accepted_point_makes_one_point_of_the_conseil(chantal, accepter):
    point = accepter(suite=SUITE, categorie="voirie", huis_clos=False)
    suites = _suites(chantal, point)
    assert len(suites) == 1
    suite = suites[0]
    assert (suite["organe"]["code"], suite["titre"]) == ("conseil", SUITE["titre"])
    assert suite["motivation"] == "", "filled empty: emptied"
    assert "approuver" in suite["dispositif"], "not filled: the point's own"
    assert (suite["service"]["code"], suite["auteur"]["identifiant"]) == ("travaux", "alice")
    assert suite["categorie"]["code"] == "voirie"
    assert suite["lien"][0] | {"point": None} == {"type": "transmis_de", "sens": "de", "point": None}
    encore = chantal.post(f"/points/{_numero(point)}/actions", {"action": "transmettre_organe", "vers": "conseil"})
    assert (encore.status_code, encore.json["motif"]) == (409, "deja_transmis")


def test_p55_nothing_goes_on_when_the_point_is_refused(app, chantal, accepter, connecter):
    point = accepter(issue="reporte", suite=SUITE)
    assert _suites(chantal, point) == []
    lu = chantal.get(f"/points/{_numero(point)}").json
    bouton = next(action for action in lu["actions"] if action["code"] == "transmettre_organe")
    assert not bouton["possible"] and "a été reporté" in bouton["motif"]
    a_la_main = chantal.post(f"/points/{_numero(point)}/actions", {"action": "transmettre_organe", "vers": "conseil"})
    assert (a_la_main.status_code, a_la_main.json["motif"]) == (409, "non_accepte")
    page = connecter(app.test_client(), "chantal").get(f"/app/points/{_numero(point)}/liens").text
    assert "transmettez celui qui le continue" in page and "f-organe-suivant" not in page


def test_p55_category_fields_and_pieces_follow_what_the_other_organe_takes(chantal, monde, valider, horloge_fixe):
    with ecriture():
        conseil = unite().get_one(Organe, monde.organe("conseil").id)
        conseil.reglages = conseil.reglages | {
            "categories_recues": {"voirie": "finances"},
            "champs_absents": ["rapport"],
            "annexes_recues": ["publiable"],
        }
    horloge_fixe("2026-11-27T14:00")
    point = valider(
        "Rue Haute", rapport="<p>Pour le collège.</p>", categorie="voirie", suite=SUITE | {"organe": "conseil"}
    )
    for type_ in ("publiable", "interne"):
        fichier = {"fichier": (io.BytesIO(b"un texte"), f"{type_}.txt"), "type": type_}
        depot = chantal.post(f"/points/{point}/annexes", data=fichier, content_type="multipart/form-data")
        assert depot.status_code == 201, depot.json
    numero = _decider_au_college(chantal, point)
    suite = _suites(chantal, numero)[0]
    assert (suite["categorie"]["code"], suite["rapport"]) == ("finances", "")
    pieces = chantal.get(f"/points/{suite['id']}/annexes").json["elements"]
    assert [piece["nom"] for piece in pieces] == ["publiable.txt"]


def _decider_au_college(chantal, point):
    seance = chantal.post("/seances", {"organe": "college", "debut": "2026-11-27T14:00"}).json["id"]
    ligne = chantal.post(f"/seances/{seance}/inscriptions", {"point": point}).json["id"]
    for membre in ("denis", "claire", "joseph", "ines"):
        chantal.post(f"/seances/{seance}/presences", {"mandataire": membre, "evenement": "arrive"})
    _agir(chantal, seance, "ouvrir")
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200
    _agir(chantal, seance, "lever")
    return point


def test_p55_no_piece_goes_along_when_they_are_not_kept(chantal, valider, horloge_fixe):
    horloge_fixe("2026-11-27T14:00")
    point = valider("Rue Haute", suite=SUITE | {"annexes": False})
    fichier = {"fichier": (io.BytesIO(b"un texte"), "note.txt"), "type": "publiable"}
    chantal.post(f"/points/{point}/annexes", data=fichier, content_type="multipart/form-data")
    suite = _suites(chantal, _decider_au_college(chantal, point))[0]
    assert chantal.get(f"/points/{suite['id']}/annexes").json["total"] == 0


def test_p56_urgent_it_enters_the_next_seance_even_sent_as_late(
    chantal, accepter, creer_seance, horloge_fixe, inscrire
):
    horloge_fixe("2026-11-20T09:00")
    envoyee = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(envoyee, "Un point", "conseil")
    _agir(chantal, envoyee, "convoquer")
    creer_seance("conseil", "2027-01-25T19:30")
    accepter(suite=SUITE | {"urgence": True})
    lignes = chantal.get(f"/seances/{envoyee}/ordre-du-jour").json["inscriptions"]
    assert [ligne["titre"] for ligne in lignes] == ["Un point", SUITE["titre"]]
    assert lignes[1]["numero"] == "2"


def test_p56_not_urgent_it_waits_for_the_one_in_preparation(chantal, accepter, creer_seance, horloge_fixe, inscrire):
    horloge_fixe("2026-11-20T09:00")
    envoyee = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(envoyee, "Un point", "conseil")
    _agir(chantal, envoyee, "convoquer")
    suivante = creer_seance("conseil", "2027-01-25T19:30")
    accepter(suite=SUITE)
    assert len(chantal.get(f"/seances/{envoyee}/ordre-du-jour").json["inscriptions"]) == 1
    lignes = chantal.get(f"/seances/{suivante}/ordre-du-jour").json["inscriptions"]
    assert [ligne["titre"] for ligne in lignes] == [SUITE["titre"]]


def test_p56_without_a_seance_it_stays_validated_and_says_so(app, chantal, accepter, connecter):
    suite = _suites(chantal, accepter(suite=SUITE))[0]
    assert suite["etat"]["phase"] == "valide"
    page = connecter(app.test_client(), "chantal").get(f"/app/points/{suite['id']}").get_data(as_text=True)
    assert "Aucune séance à venir de l’organe" in page


def test_p55_an_unknown_organe_is_told_when_the_point_is_written_and_its_texts_are_clean(api):
    corps = {"organe": "college", "service": "travaux", "titre": "Rue Haute"}
    refus = api("alice").post("/points", corps | {"suite": SUITE | {"organe": "zorro"}})
    assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, "suite")
    point = api("alice").post("/points", corps | {"suite": SUITE | {"dispositif": "<p>Ok</p><script>x</script>"}})
    assert point.json["suite"]["dispositif"] == "<p>Ok</p>"


def test_p55_an_organe_closed_since_does_not_hold_the_seance_back(chantal, monde, valider, horloge_fixe):
    horloge_fixe("2026-11-27T14:00")
    point = valider("Rue Haute", suite=SUITE)
    with ecriture():
        unite().get_one(Organe, monde.organe("conseil").id).actif = False
    assert _suites(chantal, _decider_au_college(chantal, point)) == []
