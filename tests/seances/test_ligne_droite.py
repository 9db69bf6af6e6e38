"""The room over HTTP: from an empty séance to frozen texts."""


def test_un_college_du_premier_point_a_l_arret(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    horloge_fixe("2026-11-27T14:00")
    seance = creer_seance()
    une, deux = inscrire(seance, "Premier"), inscrire(seance, "Second")
    assert (une["numero"], deux["numero"]) == ("1", "2")
    arriver(seance, "denis", "claire", "joseph", "ines")
    ouverte = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    assert ouverte.status_code == 200, ouverte.json
    assert ouverte.json["etat"] == "ouverte" and ouverte.json["version"] == "A"
    odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json
    assert [li["reference"] for li in odj["inscriptions"]] == ["COL/20261127-1", "COL/20261127-2"]
    decide = chantal.post(f"/inscriptions/{une['id']}/decision", {"issue": "accepte"})
    assert decide.status_code == 200, decide.json
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "lever"})
    assert refus.status_code == 409
    assert refus.json["a_confirmer"] == [
        {"inscription": deux["id"], "numero": "2", "titre": "Second", "issue": "accepte"}
    ]
    levee = chantal.post(f"/seances/{seance}/actions", {"action": "lever", "confirmer": True})
    assert levee.json["etat"] == "levee", levee.json
    arretee = chantal.post(f"/seances/{seance}/actions", {"action": "arreter"})
    assert arretee.json["etat"] == "arretee", arretee.json
    pv = chantal.post(f"/seances/{seance}/actions", {"action": "approuver_pv"})
    assert pv.json["etat"] == "pv_approuve", pv.json


def test_un_conseil_convoque_vote_et_arrete(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    refus = chantal.post(f"/inscriptions/{une}/decision", {"issue": "accepte"})
    assert refus.status_code == 409 and refus.json["motif"] == "vote_manquant"
    exceptions = [{"mandataire": "paul", "choix": "contre"}, {"mandataire": "rose", "choix": "abstention"}]
    vote = chantal.post(f"/inscriptions/{une}/scrutins", {"mode": "unanimite", "exceptions": exceptions})
    assert vote.status_code == 201, vote.json
    assert vote.json["phrase"] == "Par 10 voix pour, une voix contre (Paul Wéry) et une abstention (Rose Collard),"
    assert vote.json["etat"] == "proclame" and vote.json["resultat"] == "adopte"
    assert chantal.post(f"/inscriptions/{une}/decision", {"issue": "accepte"}).status_code == 200
    vote = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "public"}).json
    assert chantal.post(f"/scrutins/{vote['id']}/actions", {"action": "ouvrir"}).json["etat"] == "ouvert"
    compte = chantal.post(f"/scrutins/{vote['id']}/depouillement", {"comptes": {"pour": 6, "contre": 6}})
    assert compte.json["resultat"] == "rejete", compte.json
    chantal.post(f"/scrutins/{vote['id']}/actions", {"action": "proclamer"})
    assert chantal.post(f"/inscriptions/{deux}/decision", {"issue": "refuse"}).status_code == 200
    for action in ("lever", "arreter", "approuver_pv"):
        reponse = chantal.post(f"/seances/{seance['id']}/actions", {"action": action})
        assert reponse.status_code == 200, reponse.json
