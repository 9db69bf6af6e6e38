"""Naming the candidates of an election over HTTP."""


def test_un_candidat_se_nomme_par_son_identifiant(chantal, conseil_ouvert):
    ligne = conseil_ouvert(nature="election")["lignes"][0]
    nom = next(m["libelle"] for m in chantal.get("/mandataires").json["elements"] if m["identifiant"] == "paul")
    corps = {"mode": "election", "candidats": ["paul", "Bruno Colin"]}
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", corps).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    elu = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"paul": 7, "c2": 4}}).json
    assert elu["elus"] == ["paul"]
    phrase = chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"}).json["phrase"]
    assert nom in phrase and "Bruno Colin obtient 4 voix" in phrase


def test_une_liste_qui_ne_pourrait_pas_se_depouiller_est_refusee_avant_le_vote(chantal, conseil_ouvert):
    """Found at the close, it would hold the séance: nobody could count, nor open another vote."""
    ligne = conseil_ouvert(nature="election")["lignes"][0]
    for candidats, dit in (
        (["paul", "paul"], "déjà parmi les candidats"),
        ([{"nom": "Anne Petit", "code": "blanc"}], "ni blanc ni nul"),
        ([{"nom": "Anne Petit", "code": "é" * 60}], "mot court"),
        ([{"nom": "Anne Petit", "naissance": "31/05/1974"}], "1974-05-31"),
        (["x" * 201], "200 caractères"),
    ):
        refus = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "election", "candidats": candidats})
        assert (refus.status_code, dit in refus.json["detail"]) == (422, True), refus.json
    anne = {"nom": "Anne Petit", "naissance": "1974-05-31", "genre": {"a": 1}}
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "election", "candidats": [anne]})
    assert vote.status_code == 201, vote.json
