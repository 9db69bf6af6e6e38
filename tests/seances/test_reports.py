"""Postponed to when, withdrawn by whom, not examined: each with its sentence, label and follow-up (pratique §8)."""

from datetime import date

import pytest

from college.erreurs import Refus
from college.seances import decision, phrases
from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import lecture, unite

JOUR = date(2026, 12, 14)


@pytest.mark.parametrize(
    ("issue", "precision", "dit"),
    [
        ("reporte", "", "Le Conseil communal décide de reporter le point."),
        ("reporte", "prochaine", "Le Conseil communal décide de reporter le point à sa prochaine séance."),
        ("reporte", "sine_die", "Le Conseil communal décide de reporter le point sine die."),
        ("reporte", "2027-01-18", "Le Conseil communal décide de reporter le point à la séance du 18 janvier 2027."),
        ("retire", "auteur", "Le point est retiré de l’ordre du jour à la demande de son auteur."),
        ("non_examine", "", "Le point n’étant pas présenté par son auteur, il n’est pas examiné."),
    ],
)
def test_chaque_suite_a_sa_phrase(issue, precision, dit):
    decision.verifier_precision(issue, precision, JOUR)
    assert phrases.issue(issue, "Conseil communal", precision=precision).replace("\u00a0", " ") == dit


@pytest.mark.parametrize(
    ("issue", "precision", "motif"),
    [
        ("accepte", "sine_die", "precision_inconnue"),
        ("reporte", "auteur", "precision_inconnue"),
        ("retire", "2027-01-18", "precision_inconnue"),
        ("reporte", "demain", "precision_inconnue"),
        ("reporte", "2026-12-14", "report_passe"),
    ],
)
def test_une_precision_qui_ne_va_pas_est_refusee(issue, precision, motif):
    with pytest.raises(Refus) as refus:
        decision.verifier_precision(issue, precision, JOUR)
    assert refus.value.motif == motif


@pytest.fixture
def reporter(chantal, conseil_ouvert):
    """`reporter(issue="reporte", precision="prochaine")`: decided and closed; gives the séance and the line."""

    def faire(**corps):
        seance = conseil_ouvert()
        (ligne,) = seance["lignes"]
        rendue = chantal.post(f"/inscriptions/{ligne}/decision", corps)
        assert rendue.status_code == 200, rendue.json
        assert chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"}).status_code == 200
        with lecture():
            (point,) = entree_seance(unite().get_one(Seance, seance["id"])).points
        return chantal.get(f"/inscriptions/{ligne}").json, point.decisions[0].phrase_issue.replace("\u00a0", " ")

    return faire


def _copie(chantal, ligne):
    liens = chantal.get(f"/points/{ligne['point']['id']}").json["lien"]
    return chantal.get(f"/points/{next(x for x in liens if x['type'] == 'reporte_de')['point']['id']}").json


@pytest.mark.parametrize(
    ("precision", "rang"), [("prochaine", 0), ("2027-02-15", 1), ("2027-03-01", None), ("sine_die", None), ("", None)]
)
def test_p28_le_point_reporte_souhaite_la_seance_a_laquelle_il_est_reporte(
    chantal, creer_seance, reporter, precision, rang
):
    suivantes = [creer_seance("conseil", f"2027-{jour}T19:30") for jour in ("01-18", "02-15")]
    ligne, _ = reporter(issue="reporte", precision=precision)
    assert ligne["decision"]["precision"] == precision
    souhaitee = _copie(chantal, ligne)["seance_souhaitee"]
    assert (souhaitee and souhaitee["id"]) == (suivantes[rang] if rang is not None else None)


def test_un_point_que_son_auteur_ne_presente_pas_n_est_pas_examine(chantal, reporter):
    ligne, dit = reporter(issue="non_examine")
    assert ligne["decision"]["issue_libelle"] == "Non examiné"
    assert dit == "Le point n’étant pas présenté par son auteur, il n’est pas examiné."
    point = chantal.get(f"/points/{ligne['point']['id']}").json
    assert not [x for x in point["lien"] if x["type"] == "reporte_de"], "its author may file it again"


def test_au_cockpit_un_report_se_precise_et_le_pv_le_dit(chantal, client, connecter, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    secretaire, adresse = connecter(client, "chantal"), f"/app/seances/{seance['id']}/direct"
    page = secretaire.get(adresse).text
    assert "Ne pas examiner" in page and "Reporté sine die" in page
    jeton = page.split('name="csrf_token" value="')[1].split('"')[0]
    for ligne, champs in (
        (une, {"issue": "reporte", "precision": "jour", "jour": "2027-01-18"}),
        (deux, {"issue": "non_examine", "precision": "sine_die"}),
    ):
        secretaire.post(f"/app/inscriptions/{ligne}/decider", data={"csrf_token": jeton, **champs})
    lues = [chantal.get(f"/inscriptions/{li}").json["decision"] for li in (une, deux)]
    assert [(d["issue"], d["precision"]) for d in lues] == [("reporte", "2027-01-18"), ("non_examine", "")]
    revenue = secretaire.get(f"{adresse}?point={une}").text
    assert 'value="jour" selected' in revenue and 'value="2027-01-18"' in revenue
