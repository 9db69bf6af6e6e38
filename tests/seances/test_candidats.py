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
