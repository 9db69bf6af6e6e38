"""Building an agenda over HTTP: availability, order, numbers, late points, concurrent editing."""

import pytest


@pytest.fixture
def odj(chantal):
    """`odj(seance)`: the lines as [(numero, titre)], and the ETag."""

    def lire(seance):
        reponse = chantal.get(f"/seances/{seance}/ordre-du-jour")
        return [(li["numero"], li["titre"]) for li in reponse.json["inscriptions"]], reponse.headers["ETag"]

    return lire


def _disponibles(chantal, seance):
    return {e["titre"] for e in chantal.get(f"/seances/{seance}/points-disponibles").json["elements"]}


def test_p16_p17_p18_les_points_disponibles(chantal, creer_seance, valider, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    m1, m2, m3 = (creer_seance(debut=f"2026-{jour}T14:00") for jour in ("11-27", "12-04", "12-11"))
    valider("i1")
    valider("i2", seance_souhaitee=m2)
    valider("i3", seance_souhaitee=m3)
    assert _disponibles(chantal, m1) == {"i1"}
    assert _disponibles(chantal, m2) == {"i1", "i2"}
    assert _disponibles(chantal, m3) == {"i1", "i2", "i3"}
    for seance in (m1, m2, m3):
        inscrire(seance, f"rempli {seance}")
        assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    assert _disponibles(chantal, m1) == set()
    assert _disponibles(chantal, m2) == {"i2"}
    assert _disponibles(chantal, m3) == {"i2", "i3"}


def test_p17_un_point_tardif_est_marque_et_numerote(chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    inscrire(seance, "Premier")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    tardif = inscrire(seance, "Tardif")
    assert (tardif["numero"], tardif["reference"], tardif["tardive"]) == ("2", "COL/20261127-2", True)


def test_p22_la_reference_nait_a_l_envoi(chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    ligne = inscrire(seance, "Premier")
    assert ligne["reference"] == ""
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    lue = chantal.get(f"/inscriptions/{ligne['id']}").json
    assert lue["reference"] == "COL/20261127-1"
    chantal.post(f"/seances/{seance}/actions", {"action": "annuler_convocation"})
    assert chantal.get(f"/inscriptions/{ligne['id']}").json["reference"] == ""
    devant = inscrire(seance, "Second")["id"]
    etiquette = chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]
    chantal.patch(f"/inscriptions/{devant}", {"numero": 1}, version=etiquette)
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    assert chantal.get(f"/inscriptions/{ligne['id']}").json["reference"] == "COL/20261127-2", "it moved"


def test_un_point_retire_apres_l_envoi_garde_son_numero(chantal, creer_seance, inscrire, odj, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    une = inscrire(seance, "Premier")
    inscrire(seance, "Second")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    _, etiquette = odj(seance)
    retire = chantal.delete(f"/inscriptions/{une['id']}", version=etiquette)
    assert [(i["numero"], i["retire"]) for i in retire.json["inscriptions"]] == [("1", True), ("2", False)]
    assert inscrire(seance, "Troisième")["numero"] == "3"


def test_p48_retirer_avant_l_envoi_libere_le_point(chantal, creer_seance, inscrire, odj):
    seance = creer_seance()
    une = inscrire(seance, "Premier")
    inscrire(seance, "Second")
    _, etiquette = odj(seance)
    reste = chantal.delete(f"/inscriptions/{une['id']}", version=etiquette)
    assert [i["numero"] for i in reste.json["inscriptions"]] == ["1"]
    assert chantal.get(f"/inscriptions/{une['id']}").status_code == 404
    assert chantal.get(f"/points/{une['point']['id']}").json["etat"]["phase"] == "valide"
    assert "Premier" in _disponibles(chantal, seance)


def test_deplacer_demande_l_etiquette_et_refuse_la_perimee(chantal, creer_seance, inscrire, odj):
    seance = creer_seance()
    lignes = [inscrire(seance, f"Point {n}")["id"] for n in (1, 2, 3)]
    _, etiquette = odj(seance)
    assert chantal.patch(f"/inscriptions/{lignes[2]}", {"numero": 1}).status_code == 428
    for numero in ("9" * 5000, "²", -1):
        refus = chantal.patch(f"/inscriptions/{lignes[2]}", {"numero": numero}, version=etiquette)
        assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, "numero"), numero
    assert chantal.patch(f"/inscriptions/{lignes[2]}", {"avant": lignes[0]}, version=etiquette).status_code == 200
    assert odj(seance)[0] == [("1", "Point 3"), ("2", "Point 1"), ("3", "Point 2")]
    perimee = chantal.patch(f"/inscriptions/{lignes[0]}", {"numero": 3}, version=etiquette)
    assert perimee.status_code == 412
    assert [i["titre"] for i in perimee.json["courant"]["inscriptions"]] == ["Point 3", "Point 1", "Point 2"]


def test_p10_les_sous_points_suivent(chantal, creer_seance, inscrire, odj):
    seance = creer_seance()
    lignes = [inscrire(seance, f"Point {n}")["id"] for n in range(1, 5)]
    for ligne in lignes[1:3]:
        _, etiquette = odj(seance)
        chantal.patch(f"/inscriptions/{ligne}", {"sous_point": True}, version=etiquette)
    assert [n for n, _ in odj(seance)[0]] == ["1", "1.1", "1.2", "2"]
    inscrire(seance, "Point 5")
    chantal.patch(f"/inscriptions/{lignes[0]}", {"apres": lignes[3]}, version=odj(seance)[1])
    assert odj(seance)[0][:3] == [("1", "Point 4"), ("2", "Point 1"), ("2.1", "Point 2")], "a block moves whole"
    assert chantal.delete(f"/inscriptions/{lignes[3]}", version=odj(seance)[1]).status_code == 200
    assert [n for n, _ in odj(seance)[0]] == ["1", "1.1", "1.2", "2"], "its sub-points follow the one above"


def test_p8_l_ordre_des_services(chantal, creer_seance, inscrire, odj, api, valider):
    seance = creer_seance()
    inscrire(seance, "Travaux 1")
    hugo = api("hugo")
    point = hugo.post("/points", {"organe": "college", "service": "finances", "titre": "Finances 1"}).json["id"]
    hugo.post(f"/points/{point}/actions", {"action": "soumettre"})
    chantal.post(f"/points/{point}/actions", {"action": "viser"})
    inscrit = chantal.post(f"/seances/{seance}/inscriptions", {"point": point})
    assert inscrit.status_code == 201, inscrit.json
    inscrire(seance, "Travaux 2")
    assert [t for _, t in odj(seance)[0]] == ["Travaux 1", "Travaux 2", "Finances 1"]
    chantal.patch(f"/inscriptions/{inscrit.json['id']}", {"numero": 1}, version=odj(seance)[1])
    inscrire(seance, "Travaux 3")
    dits = [t for _, t in odj(seance)[0]]
    assert dits == ["Travaux 3", "Finances 1", "Travaux 1", "Travaux 2"], "before the first that is greater"


def test_inscrire_deux_fois_ne_cree_qu_une_ligne(chantal, creer_seance, valider):
    seance, point = creer_seance(), valider("Un")
    une, deux = (chantal.post(f"/seances/{seance}/inscriptions", {"point": point}).json["id"] for _ in range(2))
    assert une == deux


def test_un_point_non_valide_ou_d_un_autre_organe_est_refuse(chantal, api, creer_seance, valider):
    seance = creer_seance()
    brouillon = api("alice").post("/points", {"organe": "college", "service": "travaux", "titre": "B"}).json["id"]
    assert chantal.post(f"/seances/{seance}/inscriptions", {"point": brouillon}).json["motif"] == "non_valide"
    autre = valider("Pour le conseil", "conseil")
    assert chantal.post(f"/seances/{seance}/inscriptions", {"point": autre}).json["motif"] == "organe"
    assert chantal.post(f"/seances/{seance}/inscriptions", {"point": 999999}).status_code == 422


def test_d24_l_avis_du_df_bloque_l_inscription(chantal, api, creer_seance, horloge_fixe):
    horloge_fixe("2026-12-17T09:00")
    seance = creer_seance(debut="2026-12-22T14:00")
    alice = api("alice")
    point = alice.post("/points", {"organe": "college", "service": "travaux", "titre": "Marché", "montant_htva": 31000,
                                   "dispositif": "<p>DÉCIDE</p>"}).json["id"]  # fmt: skip
    alice.post(f"/points/{point}/actions", {"action": "soumettre"})
    api("bernard").post(f"/points/{point}/actions", {"action": "viser"})
    refus = chantal.post(f"/seances/{seance}/inscriptions", {"point": point})
    assert refus.status_code == 409


def test_une_urgence_se_motive_une_fois_le_conseil_convoque(chantal, creer_seance, inscrire, valider, horloge_fixe):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Premier", "conseil")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    point = valider("Urgent", "conseil")
    refus = chantal.post(f"/seances/{seance}/inscriptions", {"point": point})
    assert refus.status_code == 409 and refus.json["article"] == "L1122-24 CDLD"
    motive = chantal.post(f"/seances/{seance}/inscriptions", {"point": point, "motif_urgence": "Toiture arrachée"})
    assert motive.status_code == 201 and motive.json["tardive"]


def test_l_ordre_du_jour_complementaire_dit_ce_qui_change(chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    inscrire(seance, "Premier")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).json["motif"] == "rien_de_nouveau"
    inscrire(seance, "Second")
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).json["version"] == "B"
    b = chantal.get(f"/seances/{seance}/ordre-du-jour?version=B").json
    assert b["version"] == "B"
    a = chantal.get(f"/seances/{seance}/ordre-du-jour?version=A").json
    assert [i["titre"] for i in a["inscriptions"]] == ["Premier"]
    assert chantal.get(f"/seances/{seance}/ordre-du-jour?version=Z").status_code == 404


def test_un_agent_d_une_autre_commune_ne_voit_rien(api, creer_seance):
    seance = creer_seance()
    assert api("fatima").get(f"/seances/{seance}").status_code == 404
    assert api("alice").get(f"/seances/{seance}").status_code == 404, "not sent yet: for secretary and members only"
    assert api("denis").get(f"/seances/{seance}").status_code == 200


def test_seul_le_secretariat_compose(api, creer_seance, valider):
    seance, point = creer_seance(), valider("Un")
    assert api("denis").post(f"/seances/{seance}/inscriptions", {"point": point}).status_code == 403
    corps = {"organe": "college", "debut": "2026-12-01T10:00"}
    assert api("alice").post("/seances", corps).status_code == 403


@pytest.mark.parametrize(
    ("corps", "champ"),
    [
        ({"organe": "inconnu", "debut": "2026-12-01T10:00"}, "organe"),
        ({"organe": "college", "debut": "demain"}, "debut"),
        ({"organe": "college"}, "debut"),
        ({"organe": "bourgmestre", "debut": "2026-12-01T10:00"}, "organe"),
        ({"organe": "college", "debut": "2026-12-01T10:00", "convocation": 4}, "convocation"),
        ({"organe": "college", "debut": "2026-12-01T10:00", "couleur": "bleu"}, "couleur"),
        ({"organe": "conseil", "debut": "2026-12-01T10:00", "convocation": 2}, "precedente"),
        ({"organe": "conseil", "debut": "2026-12-01T10:00", "precedente": 999}, "precedente"),
        ({"organe": "conseil", "debut": 1796115600}, "debut"),
    ],
)
def test_une_seance_mal_ecrite_est_refusee_au_champ(chantal, corps, champ):
    refus = chantal.post("/seances", corps)
    assert refus.status_code == 422, refus.json
    assert [e["champ"] for e in refus.json["erreurs"]] == [champ]


def test_t9_une_seance_ne_reprend_pas_l_ordre_du_jour_d_un_autre_organe(chantal):
    autre = chantal.post("/seances", {"organe": "college", "debut": "2026-12-01T10:00"}).json["id"]
    suite = {"organe": "conseil", "debut": "2026-12-02T19:30", "precedente": autre}
    refus = chantal.post("/seances", suite)
    assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, "precedente"), refus.json
