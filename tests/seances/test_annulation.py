"""A séance that will not be held, a notice taken back: who is told, what returns, what never comes to be."""

import email
import re
from email import policy

from college import repartiteur


def _courriels(app, dossier="courriels"):
    """The mails written: (to, subject, text)."""
    lus = [
        email.message_from_bytes(fichier.read_bytes(), policy=policy.default)
        for fichier in sorted((app.extensions["college"].data_dir / dossier).glob("*.eml"))
    ]
    return [(m["To"], m["Subject"], m.get_content().replace("\u00a0", " ")) for m in lus]


def test_une_seance_convoquee_s_annule_les_membres_sont_prevenus_les_points_reviennent(
    app, chantal, api, creer_seance, inscrire, horloge_fixe
):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    point = inscrire(seance, "Un point", "conseil")["point"]["id"]
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    sans = chantal.post(f"/seances/{seance}/actions", {"action": "annuler"})
    assert (sans.status_code, sans.json["motif"]) == (409, "motif_attendu")
    annulee = chantal.post(f"/seances/{seance}/actions", {"action": "annuler", "motif": "Salle inondée."})
    assert annulee.status_code == 200, annulee.json
    assert (annulee.json["etat"], annulee.json["motif_annulation"]) == ("annulee", "Salle inondée.")
    assert annulee.json["numero"] is None and annulee.json["actions"] == []
    repartiteur.vider()
    dits = [(a, texte) for a, sujet, texte in _courriels(app) if sujet.startswith("Séance annulée")]
    adresses = sorted(a for a, _ in dits)
    assert adresses == ["chantal@exemple.test", "denis@exemple.test"], "who was called and has an address, once"
    assert "La séance du Conseil communal du lundi 14 décembre 2026 à 19 h 30 est annulée." in dits[0][1]
    assert "Motif : Salle inondée." in dits[0][1] and "Un point" not in dits[0][1]
    assert chantal.get(f"/points/{point}").json["etat"]["phase"] == "valide"
    lignes = api("alice").get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    assert [(li["numero"], li["titre"]) for li in lignes] == [("1", "Un point")], "the trace of what was foreseen stays"


def test_une_seance_annulee_ne_bouge_plus_et_ne_prend_pas_de_numero(
    chantal, creer_seance, inscrire, arriver, valider, horloge_fixe
):
    horloge_fixe("2026-11-20T09:00")
    annulee = creer_seance()
    inscrire(annulee, "Un point")
    chantal.post(f"/seances/{annulee}/actions", {"action": "annuler", "motif": "Doublon"})
    for action in ("convoquer", "ouvrir", "annuler", "arreter", "approuver_pv", "constater_carence"):
        refus = chantal.post(f"/seances/{annulee}/actions", {"action": action, "motif": "Encore"})
        assert (refus.status_code, refus.json["motif"]) == (409, "etat"), action
    refus = chantal.post(f"/seances/{annulee}/inscriptions", {"point": valider("Un autre")})
    assert refus.json["motif"] == "etat"
    assert chantal.get(f"/seances/{annulee}/actes").json["elements"] == []
    flux = chantal.get(f"/seances/{annulee}/direct/flux")
    assert (flux.status_code, flux.data) == (204, b""), "a listener is told not to come back"
    assert chantal.get(f"/seances/{annulee}/direct").json["etat"] == "annulee"
    horloge_fixe("2026-11-27T14:00")
    tenue = creer_seance()
    inscrire(tenue, "Tenu")
    arriver(tenue, "denis", "claire", "joseph", "ines")
    assert chantal.post(f"/seances/{tenue}/actions", {"action": "ouvrir"}).json["numero"] == 1


def test_le_point_qui_souhaitait_la_seance_annulee_est_disponible_plus_tot(
    chantal, creer_seance, valider, inscrire, horloge_fixe
):
    horloge_fixe("2026-11-20T09:00")
    tot, tard = creer_seance(), creer_seance(debut="2026-12-04T14:00")
    libre, pris = valider("Libre", seance_souhaitee=tard), inscrire(tard, "Inscrit", seance_souhaitee=tard)["point"]
    disponibles = f"/seances/{tot}/points-disponibles"
    assert chantal.get(disponibles).json["elements"] == []
    chantal.post(f"/seances/{tard}/actions", {"action": "annuler", "motif": "Congé"})
    assert {p["id"] for p in chantal.get(disponibles).json["elements"]} == {libre, pris["id"]}


def test_une_seance_annulee_avant_l_envoi_reste_entre_ceux_qui_la_preparaient(
    app, chantal, api, creer_seance, inscrire
):
    seance = creer_seance()
    inscrire(seance, "Un point")
    chantal.post(f"/seances/{seance}/actions", {"action": "annuler", "motif": "Doublon"})
    repartiteur.vider()
    assert _courriels(app) == []
    assert api("alice").get(f"/seances/{seance}").status_code == 404
    assert api("denis").get(f"/seances/{seance}").json["etat"] == "annulee"


def test_la_convocation_annulee_est_dite_et_la_suivante_la_remplace(app, chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    inscrire(seance, "Premier")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    chantal.post(f"/seances/{seance}/actions", {"action": "annuler_convocation", "motif": "Erreur de date"})
    repartiteur.vider()
    inscrire(seance, "Second")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    repartiteur.vider()
    sujets = sorted(sujet.split(" :")[0] for a, sujet, _ in _courriels(app) if a == "denis@exemple.test")
    assert sujets == ["Convocation", "Convocation", "Convocation annulée"]
    nouvelle = next(t for _, _, t in _courriels(app) if "remplace celle qui a été annulée" in t)
    assert "complémentaire" not in nouvelle and "1. Premier" in nouvelle and "2. Second" in nouvelle
    odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json
    assert (odj["version"], odj["differences"]) == ("B", {}), "it is compared with nothing"
    inscrire(seance, "Tardif")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    repartiteur.vider()
    lus = {a: t for a, s, t in _courriels(app) if s.startswith("Ordre du jour complémentaire : Collège communal")}
    assert sorted(lus) == ["chantal@exemple.test", "denis@exemple.test"]
    elle = lus["chantal@exemple.test"]
    assert "Vous êtes convoquée" in elle and "Vous êtes convoqué à" in lus["denis@exemple.test"]
    assert "complémentaire, version C" in elle and f"/app/seances/{seance}/dossier" in elle
    assert elle.index("Ajouté : 3 Tardif") < elle.index("1. Premier"), "the changes, then the consolidated list"


def test_la_convocation_annulee_reprend_le_dossier_des_membres_jusqu_a_la_suivante(
    chantal, api, comptes, creer_seance, inscrire, horloge_fixe
):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    point, rose = f"/points/{inscrire(seance, 'Un point', 'conseil')['point']['id']}", api("rose")
    lus = [rose.get(point).status_code]
    for action in ("convoquer", "annuler_convocation", "convoquer"):
        fait = chantal.post(f"/seances/{seance}/actions", {"action": action, "motif": "Erreur de date"})
        assert fait.status_code == 200, fait.json
        lus.append(rose.get(point).status_code)
    assert lus == [404, 200, 404, 200]
    assert chantal.get(f"/seances/{seance}/ordre-du-jour").json["version"] == "B"


def test_annuler_a_l_ecran_demande_le_motif_et_le_montre_a_chacun(
    app, chantal, connecter, creer_seance, inscrire, horloge_fixe
):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    inscrire(seance, "Un point")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    ecran, page = connecter(app.test_client(), "chantal"), f"/app/seances/{seance}"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', ecran.get(page).text)[1]
    corps = {"csrf_token": jeton, "action": "annuler"}
    refus = ecran.post(f"{page}/actions", data=corps)
    assert refus.status_code == 409 and "demande un motif" in refus.text
    assert ecran.post(f"{page}/actions", data=corps | {"passer_outre": "Salle inondée"}).status_code == 303
    for qui in ("chantal", "denis", "alice"):
        lue = connecter(app.test_client(), qui).get(page).text.replace("\u00a0", " ")
        assert "Séance annulée le 20 novembre 2026" in lue and "Salle inondée" in lue, qui
        assert "Annuler la séance…" not in lue
    assert "Annulée" in ecran.get("/app/seances").text
    dits = {"/dossier": "Cette séance est annulée.", "/direct": "La séance est annulée."}
    for suite, phrase in dits.items():
        lu = ecran.get(f"{page}{suite}").text
        assert phrase in lu and "Le secrétariat le compose" not in lu and "une fois la séance ouverte" not in lu, suite
    salle, membre = ecran.get(f"{page}/salle").text, ecran.get(f"{page}/membre").text
    assert "La séance est annulée" in salle and "levée" not in salle and "Annulée" in membre
    assert "data-direct-arret" in salle and "data-direct-arret" in membre, "nothing more will come: its screens stop"
    assert "STATUS:CANCELLED" in ecran.get(f"{page}.ics").text


def test_les_projets_publies_d_une_seance_annulee_laissent_une_pierre_tombale(
    app, chantal, creer_seance, inscrire, horloge_fixe
):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Un point public", "conseil")
    for action in ("convoquer", "publier_projets"):
        assert chantal.post(f"/seances/{seance}/actions", {"action": action}).status_code == 200
    adresse = "/exemple/conseil/2026-12-14/1-un-point-public"
    assert app.test_client().get(adresse).status_code == 200
    chantal.post(f"/seances/{seance}/actions", {"action": "annuler", "motif": "Salle inondée"})
    tombe = app.test_client().get(adresse)
    assert tombe.status_code == 410 and "séance est annulée" in tombe.text.replace("\u00a0", " ")
