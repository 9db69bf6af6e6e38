"""Minutes that wait are offered, named and approved by their own point; public and closed parts apart (L1122-16)."""

import re
from datetime import datetime

import pytest

from college.horloge import BRUXELLES
from college.organisation.modele import Organe
from college.seances.modele import Inscription, Seance
from college.seances.pv_precedents import Attente, choisir
from college.transaction import ecriture, lecture, unite
from tests.actes.conftest import arreter_conseil, conseil_arrete  # noqa: F401 - a conseil whose texts are settled


def _offres(chantal, seance):
    lus = chantal.get(f"/seances/{seance}/rassemblements").json["elements"]
    return [(e["titre"].replace("\u00a0", " "), e["code"]) for e in lus]


@pytest.fixture
def suivante(chantal, conseil_arrete, creer_seance):  # noqa: F811
    """The conseil of the month after, with the closed line of the former one too."""
    with ecriture():
        derniere = unite().query(Inscription).filter_by(seance_id=conseil_arrete).order_by(Inscription.id.desc())
        derniere.first().huis_clos = True
    return creer_seance("conseil", "2027-01-18T19:30")


def test_les_proces_verbaux_en_attente_sont_proposes_par_parties(chantal, suivante, conseil_arrete):  # noqa: F811
    titre = "Approbation du procès-verbal de la séance du 14 décembre 2026"
    assert _offres(chantal, suivante) == [
        (titre, f"pv:{conseil_arrete}:publique"),
        (f"{titre}, partie à huis clos", f"pv:{conseil_arrete}:huis_clos"),
    ]
    for _, code in _offres(chantal, suivante):
        ligne = chantal.post(f"/seances/{suivante}/rassemblements", {"code": code})
        assert ligne.status_code == 201, ligne.json
        assert ligne.json["huis_clos"] is code.endswith("huis_clos")
        assert "APPROUVE le procès-verbal" in ligne.json["dispositif"]
    assert [e["a_jour"] for e in chantal.get(f"/seances/{suivante}/rassemblements").json["elements"]] == []
    encore = chantal.post(f"/seances/{suivante}/rassemblements", {"code": f"pv:{conseil_arrete}:publique"})
    assert encore.json["motif"] == "rien_a_rassembler"


def test_le_point_approuve_le_proces_verbal_qu_il_nomme_quand_la_seance_se_leve(
    chantal, suivante, conseil_arrete, arriver, horloge_fixe  # noqa: F811
):  # fmt: skip
    for _, code in _offres(chantal, suivante):
        chantal.post(f"/seances/{suivante}/rassemblements", {"code": code})
    horloge_fixe("2027-01-04T09:00")
    assert chantal.post(f"/seances/{suivante}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2027-01-18T19:30")
    arriver(suivante, "denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
    chantal.post(f"/seances/{suivante}/actions", {"action": "ouvrir"})
    levee = chantal.post(f"/seances/{suivante}/actions", {"action": "lever", "confirmer": True})
    assert levee.status_code == 200, levee.json
    assert chantal.get(f"/seances/{conseil_arrete}").json["etat"] == "pv_approuve"
    assert _offres(chantal, suivante) == []


def test_un_point_ecrit_a_la_main_designe_le_proces_verbal_que_son_titre_nomme(
    chantal, suivante, conseil_arrete, inscrire  # noqa: F811
):  # fmt: skip
    ligne = inscrire(suivante, "Procès-verbal de la séance du 14 décembre 2026", "conseil", nature="pv")
    with lecture():
        assert unite().get_one(Inscription, ligne["id"]).pv_de_id == conseil_arrete
    assert [code for _, code in _offres(chantal, suivante)] == [f"pv:{conseil_arrete}:huis_clos"]
    refus = chantal.post(f"/inscriptions/{ligne['id']}/pv", {"seance": suivante})
    assert (refus.status_code, refus.json["motif"]) == (409, "seance")
    assert chantal.post(f"/inscriptions/{ligne['id']}/pv", {"seance": conseil_arrete}).status_code == 200
    autre = inscrire(suivante, "Un règlement", "conseil")["id"]
    assert chantal.post(f"/inscriptions/{autre}/pv", {"seance": conseil_arrete}).json["motif"] == "nature"


def test_un_proces_verbal_reporte_attend_de_nouveau(chantal, conseil_arrete, suivante, creer_seance):  # noqa: F811
    code = f"pv:{conseil_arrete}:publique"
    ligne = chantal.post(f"/seances/{suivante}/rassemblements", {"code": code}).json["id"]
    apres = creer_seance("conseil", "2027-02-22T19:30")
    assert code not in [c for _, c in _offres(chantal, apres)]
    with ecriture():
        unite().get_one(Inscription, ligne).issue = "reporte"
    assert code in [c for _, c in _offres(chantal, apres)]
    chantal.post(f"/seances/{apres}/rassemblements", {"code": code})
    with ecriture():
        unite().get_one(Seance, apres).etat = "annulee"
    assert code in [c for _, c in _offres(chantal, creer_seance("conseil", "2027-03-22T19:30"))]


def _attentes(monde, *jours):
    with lecture():
        organe = unite().get_one(Organe, monde.organe("conseil").id)
        return [
            Attente(Seance(id=n, organe=organe, debut=datetime.fromisoformat(jour).replace(tzinfo=BRUXELLES)), ferme)
            for n, (jour, ferme) in enumerate(jours)
        ]


def test_sans_date_dans_le_titre_le_dernier_proces_verbal_en_attente_est_choisi(monde):
    attentes = _attentes(monde, ("2026-10-12T19:00", False), ("2026-11-09T19:00", False), ("2026-11-09T19:00", True))
    assert choisir(attentes, "Procès-verbal de la séance précédente", False) is attentes[1]
    assert choisir(attentes, "Procès-verbal du 12\u00a0octobre\u00a02026", False) is attentes[0]
    assert choisir(attentes, "Procès-verbal, huis clos", True) is attentes[2]
    assert choisir([], "Procès-verbal", False) is None


def test_l_ecran_rassemble_tout_en_un_clic_et_dit_quand_rien_n_attend(app, connecter, chantal, suivante, api):
    ecran, page = connecter(app.test_client(), "chantal"), f"/app/seances/{suivante}/rassembler"
    vue = ecran.get(page).text.replace("\u00a0", " ")
    assert "14 décembre 2026, partie à huis clos" in vue and "Tout inscrire" in vue
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', vue)[1]
    assert ecran.post(page, data={"csrf_token": jeton}).status_code == 303
    odj = chantal.get(f"/seances/{suivante}/ordre-du-jour").json["inscriptions"]
    assert [li["huis_clos"] for li in odj] == [False, True]
    assert "Le point 1 approuve celui du" in ecran.get(page).text.replace("\u00a0", " ")
    assert "Rien n’attend cet ordre du jour" in ecran.get(page).text.replace("\u00a0", " ")
    assert api("alice").get(f"/seances/{suivante}/rassemblements").status_code in (403, 404)
    assert connecter(app.test_client(), "alice").get(page).status_code in (403, 404)


def test_les_communications_qui_attendent_se_groupent_en_sous_points_et_les_suivantes_les_rejoignent(
    chantal, creer_seance, inscrire, valider, monde
):
    seance = creer_seance("college", "2027-01-15T09:00")
    inscrire(seance, "Une convention")
    valider("Chantiers en cours", nature="communication")
    codes = {code for _, code in _offres(chantal, seance)}
    assert "communications" not in codes, "one alone stands as a point of its own"
    valider("Courrier de la Province", nature="information")
    fait = chantal.post(f"/seances/{seance}/rassemblements", {"code": "communications"})
    assert fait.status_code == 201, fait.json
    valider("Calendrier des fêtes", nature="communication")
    assert ("Communications", "communications") in _offres(chantal, seance), "what came since"
    encore = chantal.post(f"/seances/{seance}/rassemblements", {"code": "communications"})
    assert encore.status_code == 201 and encore.json["id"] == fait.json["id"]
    lignes = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    tete = next(li["numero"] for li in lignes if li["titre"] == "Communications")
    assert [(li["numero"], li["titre"]) for li in lignes if li["numero"].startswith(f"{tete}.")] == [
        (f"{tete}.1", "Chantiers en cours"),
        (f"{tete}.2", "Courrier de la Province"),
        (f"{tete}.3", "Calendrier des fêtes"),
    ]
    refus = chantal.post(f"/seances/{seance}/rassemblements", {"code": "communications"})
    assert refus.json["motif"] == "rien_a_rassembler"
