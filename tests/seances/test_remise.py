"""The proof that each member received his notice: by mail, or on paper, noted by a person (L1122-13)."""

import re

import pytest

from college import repartiteur


@pytest.fixture
def convoquee(chantal, creer_seance, inscrire, horloge_fixe):
    """A conseil of 14 December called on the 4th; two members alone have a mail address."""
    horloge_fixe("2026-12-04T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Un point", "conseil")
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    repartiteur.vider()
    return seance


def _envois(chantal, seance, version="A"):
    lus = chantal.get(f"/seances/{seance}/convocations").json["elements"]
    return {e["membre"]: e for e in lus if e["version"] == version}


def test_qui_n_a_pas_d_adresse_attend_son_papier_et_la_remise_se_note_avec_sa_preuve(chantal, convoquee, horloge_fixe):
    envois = _envois(chantal, convoquee)
    assert envois["denis"]["recue_le"] and envois["denis"]["moyen"] == "courriel"
    assert envois["rose"]["recue_le"] is None and "mains propres" in envois["rose"]["erreur"]
    horloge_fixe("2026-12-05T18:00")
    remise = {"moyen": "main_propre", "le": "2026-12-05T17:30", "preuve": "Accusé signé par la conseillère"}
    notee = chantal.post(f"/convocations/{envois['rose']['id']}/remise", remise)
    assert notee.status_code == 200, notee.json
    assert (notee.json["moyen"], notee.json["preuve"], notee.json["hors_delai"]) == (
        "main_propre", "Accusé signé par la conseillère", False,
    )  # fmt: skip
    assert notee.json["recue_le"].startswith("2026-12-05T17:30")


@pytest.mark.parametrize(
    ("change", "champ"),
    [({"preuve": " "}, "preuve"), ({"moyen": "pigeon"}, "moyen"), ({"le": "2026-12-03T10:00"}, "le"),
     ({"le": "2026-12-06T10:00"}, "le")],
)  # fmt: skip
def test_une_remise_sans_preuve_ou_hors_du_temps_est_refusee(chantal, convoquee, horloge_fixe, change, champ):
    horloge_fixe("2026-12-05T18:00")
    envoi = _envois(chantal, convoquee)["rose"]["id"]
    corps = {"moyen": "domicile", "le": "2026-12-05T10:00", "preuve": "Témoin"} | change
    refus = chantal.post(f"/convocations/{envoi}/remise", corps)
    assert refus.status_code == 422, refus.json
    assert [f["champ"] for f in refus.json["erreurs"]] == [champ]


def test_la_preuve_du_courriel_ne_se_remplace_pas(chantal, convoquee):
    corps = {"moyen": "main_propre", "le": "2026-12-04T09:00", "preuve": "x"}
    refus = chantal.post(f"/convocations/{_envois(chantal, convoquee)['denis']['id']}/remise", corps)
    assert (refus.status_code, refus.json["motif"]) == (409, "deja_recue")


def test_d7_une_remise_apres_le_dernier_jour_est_dite_hors_delai(app, connecter, chantal, convoquee, horloge_fixe):
    horloge_fixe("2026-12-07T10:00")
    envois = _envois(chantal, convoquee)
    remise = {"moyen": "recommande", "preuve": "RR 12 345"}
    a_temps = chantal.post(f"/convocations/{envois['rose']['id']}/remise", remise | {"le": "2026-12-06T23:00"})
    tard = chantal.post(f"/convocations/{envois['paul']['id']}/remise", remise | {"le": "2026-12-07T08:00"})
    assert (a_temps.json["hors_delai"], tard.json["hors_delai"]) == (False, True), "received by 6 December (L1122-13)"
    page = connecter(app.test_client(), "chantal").get(f"/app/seances/{convoquee}/convocation").text
    assert page.count("hors délai") == 1
    assert "dimanche 6 décembre 2026" in page.replace("\u00a0", " ")


def test_l_ecran_montre_la_preuve_de_chacun_et_note_la_remise(app, connecter, chantal, convoquee, horloge_fixe):
    ecran, page = connecter(app.test_client(), "chantal"), f"/app/seances/{convoquee}/convocation"
    vue = ecran.get(page).text.replace("\u00a0", " ")
    nombre = len(_envois(chantal, convoquee))
    assert f"2 sur {nombre} l’ont reçue" in vue
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', vue)[1]
    envoi = _envois(chantal, convoquee)["rose"]["id"]
    corps = {"csrf_token": jeton, "moyen": "main_propre", "le": "2026-12-04T09:00", "preuve": ""}
    refus = ecran.post(f"/app/convocations/{envoi}/remise", data=corps)
    assert refus.status_code == 409 and "ce qui le prouve" in refus.text
    assert ecran.post(f"/app/convocations/{envoi}/remise", data=corps | {"preuve": "Témoin"}).status_code == 303
    vue = ecran.get(page).text.replace("\u00a0", " ")
    assert f"3 sur {nombre} l’ont reçue" in vue and "Remise en mains propres le 4" in vue and "Témoin" in vue
    assert f"reçue à temps par 3 sur {nombre}, J-2" in vue and "> tenu<" not in vue, "sent is not received (L1122-13)"
    horloge_fixe("2026-12-08T09:00")
    assert f"reçue à temps par 3 sur {nombre}, dépassé" in ecran.get(page).text.replace("\u00a0", " ")


def test_l_ordre_du_jour_complementaire_se_lit_avant_de_partir_et_ne_part_pas_pour_rien(
    app, connecter, chantal, convoquee, inscrire
):
    ecran, page = connecter(app.test_client(), "chantal"), f"/app/seances/{convoquee}"
    avant = ecran.get(f"{page}/convocation").text
    assert "n’a pas changé depuis le dernier envoi" in avant and "Envoyer l’ordre du jour complémentaire" not in avant
    assert "depuis la version A" not in ecran.get(page).text
    inscrire(convoquee, "Chaudière mobile", "conseil", urgence=True, motif_urgence="Panne")
    assert "Un point ajouté ou retiré depuis la version A" in ecran.get(page).text
    vue = ecran.get(f"{page}/convocation").text.replace("\u00a0", " ")
    assert "Ajouté : 2 Chaudière mobile" in vue and "Envoyer l’ordre du jour complémentaire" in vue
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', vue)[1]
    envoye = ecran.post(f"{page}/actions", data={"csrf_token": jeton, "action": "convoquer"}, follow_redirects=True)
    assert "L’ordre du jour complémentaire (version B) est envoyé aux membres." in envoye.text.replace("\u00a0", " ")
    assert "n’ont pas encore reçu" not in envoye.text
    premiere = _envois(chantal, convoquee, "A")["rose"]["id"]
    vue = ecran.get(f"{page}/convocation").text
    assert f'/app/convocations/{premiere}/remise"' in vue, "the paper of the first notice is still noted: it counts"


def test_seul_le_secretariat_lit_et_note_les_remises(api, connecter, app, chantal, convoquee):
    envoi = _envois(chantal, convoquee)["rose"]["id"]
    for qui in ("alice", "denis"):
        assert api(qui).get(f"/seances/{convoquee}/convocations").status_code == 403
        corps = {"moyen": "main_propre", "le": "2026-12-04T09:00", "preuve": "x"}
        assert api(qui).post(f"/convocations/{envoi}/remise", corps).status_code == 403
        assert connecter(app.test_client(), qui).get(f"/app/seances/{convoquee}/convocation").status_code == 403


def test_d9_la_deuxieme_convocation_se_prepare_a_l_ecran_avec_son_propre_delai(
    app, connecter, chantal, convoquee, arriver, horloge_fixe
):
    """From the carence on screen to the notice of the second séance, as the secretary does it."""
    horloge_fixe("2026-12-14T19:45")
    arriver(convoquee, "denis", "claire")
    assert chantal.post(f"/seances/{convoquee}/actions", {"action": "constater_carence"}).status_code == 200
    ecran = connecter(app.test_client(), "chantal")
    lien = re.search(r'href="(/app/seances/nouvelle\?precedente=\d+)"', ecran.get(f"/app/seances/{convoquee}").text)
    formulaire = ecran.get(lien[1]).text
    assert re.search(r'<option value="2" selected|<option selected value="2"', formulaire), "already a second notice"
    champs = dict(re.findall(r'name="(csrf_token|precedente)" value="([^"]+)"', formulaire))
    organe = re.search(
        r'<option value="(\d+)" selected>Conseil communal|<option selected value="(\d+)">Conseil communal', formulaire
    )
    corps = champs | {"organe": organe[1] or organe[2], "jour": "2026-12-18", "heure": "19:30", "type": "ordinaire",
                      "convocation": "2", "precedente": str(convoquee)}  # fmt: skip
    creee = ecran.post("/app/seances/nouvelle", data=corps)
    assert creee.status_code == 303, creee.text
    suivante = creee.headers["Location"]
    page = ecran.get(f"{suivante}/convocation").text.replace("\u00a0", " ")
    assert "mardi 15 décembre 2026" in page, "2 clear days before the 18th"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert ecran.post(f"{suivante}/actions", data={"csrf_token": jeton, "action": "convoquer"}).status_code == 303
    repartiteur.vider()
    courriels = (app.extensions["college"].data_dir / "courriels").glob("*.eml")
    textes = [c.read_bytes().decode("utf-8", "replace") for c in courriels]
    assert any("L1122-17" in texte for texte in textes), "the notice says that it is the second one, and its article"
