"""Each service receives what was decided of its points: once, never what it may not read yet (pratique §10)."""

from __future__ import annotations

import email
from email import policy

from college import repartiteur
from college.organisation.modele import Agent, Groupe, Organe
from college.seances.modele import Inscription, Seance
from college.suites import releves
from college.suites.modele import Expedition
from college.transaction import ecriture, lecture, unite


def _releves(app):
    fichiers = sorted((app.extensions["college"].data_dir / "courriels").glob("*.eml"))
    lus = [email.message_from_bytes(f.read_bytes(), policy=policy.default) for f in fichiers]
    return {m["To"]: m.get_content().replace("\u00a0", " ") for m in lus if m["Subject"].startswith("Relevé")}


def _etats():
    with lecture():
        lignes = unite().query(Expedition).filter_by(piece="releve").all()
        return {e.destinataire: (e.etat, e.preuve) for e in lignes}


def test_arreter_envoie_le_releve_a_chaque_service_avec_sa_preuve(app, chantal, suivi):
    repartiteur.vider()
    recus = _releves(app)
    assert sorted(recus) == ["bernard@exemple.test", "hugo@exemple.test"], "who proposed, and the service in copy"
    assert "Collège communal du 27 novembre 2026 : décisions pour le service Travaux." in recus["bernard@exemple.test"]
    assert (
        "1. Point 1 : accepté. À faire : De charger le service Finances du paiement." in recus["bernard@exemple.test"]
    )
    assert _etats()["Travaux"] == ("expediee", "Courriel accepté pour bernard@exemple.test.")


def test_le_releve_ne_part_qu_une_fois(app, chantal, suivi):
    repartiteur.vider()
    (app.extensions["college"].data_dir / "courriels").rename(app.extensions["college"].data_dir / "partis")
    chantal.post(f"/seances/{suivi['id']}/actions", {"action": "publier_decisions"})
    repartiteur.vider()
    assert _releves(app) == {}


def test_p30_rien_ne_part_avant_que_les_services_lisent_les_decisions(app, chantal, monde, college_arrete):
    with ecriture():
        organe = unite().get_one(Organe, monde.organe("college").id)
        organe.reglages = {**organe.reglages, "decisions_masquees": True}
    seance = college_arrete({})["id"]
    repartiteur.vider()
    assert _releves(app) == {} and _etats()["Travaux"][0] == "a_expedier"
    assert chantal.post(f"/seances/{seance}/actions", {"action": "publier_decisions"}).status_code == 200
    repartiteur.vider()
    assert list(_releves(app)) == ["bernard@exemple.test"]


def test_le_releve_tait_le_titre_ferme_et_un_organe_secret_ne_dit_que_le_nombre(app, chantal, monde, college_arrete):
    college_arrete({"huis_clos": True}, {})
    repartiteur.vider()
    texte = _releves(app)["bernard@exemple.test"]
    assert "1. Point 2 : accepté." in texte and "2. Huis clos – article L1122-21 : accepté." in texte
    with ecriture():
        organe = unite().get_one(Organe, monde.organe("college").id)
        organe.reglages = {**organe.reglages, "secret_social": True}
        unite().query(Expedition).filter_by(piece="releve").update({"etat": "a_expedier"})
        (pli,) = releves.preparer(unite().query(Seance).one())
    assert "2 décisions." in pli.texte.replace("\u00a0", " ") and "Point 2" not in pli.texte


def test_qui_ne_veut_pas_de_courriel_n_en_recoit_pas(app, chantal, monde, college_arrete):
    with ecriture():
        unite().get_one(Agent, monde.agent("bernard").id).preferences = {"courriels": "aucun"}
    college_arrete({})
    repartiteur.vider()
    assert "bernard@exemple.test" not in _releves(app)


def test_l_echevin_en_charge_recoit_son_releve_sauf_des_points_dont_il_s_est_retire(
    app, chantal, comptes, monde, college_ouvert
):
    with ecriture():
        groupe = Groupe(
            institution_id=monde.organe("college").institution_id, code="travaux-claire", nom="Travaux",
            genre="politique", mandataire_id=monde.mandataire("claire").id,
        )  # fmt: skip
        unite().add(groupe)
        unite().query(Agent).filter_by(identifiant="claire").one().courriel = "claire@exemple.test"
    seance = college_ouvert(2)
    with ecriture():
        for ligne in unite().query(Inscription).filter_by(seance_id=seance["id"]):
            ligne.point.groupe_en_charge_id = unite().query(Groupe).filter_by(code="travaux-claire").one().id
    premier, second = seance["lignes"]
    chantal.post(f"/inscriptions/{premier}/decision", {"issue": "accepte", "mode": "unanimite"})
    retrait = {"mandataire": "claire", "evenement": "se_retire", "inscription": second}
    assert chantal.post(f"/seances/{seance['id']}/presences", retrait).status_code == 200
    chantal.post(f"/inscriptions/{second}/decision", {"issue": "accepte", "mode": "unanimite"})
    for action in ("lever", "arreter"):
        fait = chantal.post(f"/seances/{seance['id']}/actions", {"action": action, "confirmer": True})
        assert fait.status_code == 200, fait.json
    repartiteur.vider()
    recu = _releves(app)["claire@exemple.test"]
    assert "décisions dont Claire Dupont a la charge." in recu and "1. " in recu and "2. " not in recu
    assert _etats()["Claire Dupont"] == ("expediee", "Courriel accepté pour claire@exemple.test.")
