"""What the suites bring to a collège's agenda: late tasks and acts taken alone, completed until the notice."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from college.suites.modele import Tache
from college.transaction import ecriture, unite
from tests.suites.test_suites import ORDONNANCE


def _offre(chantal, seance, code):
    lus = chantal.get(f"/seances/{seance}/rassemblements").json["elements"]
    return next((e for e in lus if e["code"] == code), None)


def _rassembler(chantal, seance, code):
    reponse = chantal.post(f"/seances/{seance}/rassemblements", {"code": code})
    assert reponse.status_code == 201, reponse.json
    return reponse.json


def test_les_taches_en_retard_font_un_point_du_college(chantal, suivi, creer_seance, horloge_fixe):
    with ecriture():
        tache = unite().query(Tache).filter_by(genre="charge").one()
        tache.echeance = date(2026, 12, 1)
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance(debut="2026-12-11T14:00")
    assert _offre(chantal, seance, "taches") is None, "its day has not passed"
    horloge_fixe("2026-12-02T09:00")
    assert _offre(chantal, seance, "taches")["libelle"] == "une tâche en retard"
    ligne = _rassembler(chantal, seance, "taches")
    texte = unescape(ligne["dispositif"]).replace("\u00a0", " ")
    assert "Finances : De charger le service Finances du paiement" in texte and "1er décembre 2026" in texte
    assert ligne["titre"] == "Suivi des décisions : tâches en retard (1)"
    assert _offre(chantal, seance, "taches")["a_jour"] is True
    assert _rassembler(chantal, seance, "taches")["id"] == ligne["id"], "asked twice, one line"


@pytest.fixture
def arrete(api, horloge_fixe):
    """`arrete("…")`: an act of the bourgmestre alone."""

    def prendre(titre: str) -> None:
        point = api("alice").post("/points", ORDONNANCE | {"titre": titre}).json["id"]
        decide = api("denis").post(f"/points/{point}/actions", {"action": "decider_hors_seance"})
        assert decide.status_code == 200, decide.json

    horloge_fixe("2026-12-01T09:00")
    return prendre


def test_les_arretes_se_completent_d_un_clic_et_ne_se_disent_qu_une_fois(chantal, arrete, creer_seance):
    seance, suivante = creer_seance(debut="2026-12-11T14:00"), creer_seance(debut="2026-12-18T14:00")
    conseil = creer_seance("conseil", "2026-12-21T19:30")
    assert _offre(chantal, seance, "arretes") is None
    arrete("Fermeture de la rue Haute")
    assert _offre(chantal, conseil, "arretes") is None, "the collège takes note, the conseil confirms"
    ligne = _rassembler(chantal, seance, "arretes")
    assert "Fermeture de la rue Haute" in ligne["dispositif"]
    arrete("Fermeture de la rue Basse")
    offre = _offre(chantal, seance, "arretes")
    assert (offre["a_jour"], offre["inscription"]) == (False, ligne["id"])
    complete = _rassembler(chantal, seance, "arretes")
    assert complete["id"] == ligne["id"] and "(2)" in complete["titre"]
    assert "rue Haute" in complete["dispositif"] and "rue Basse" in complete["dispositif"]
    assert _offre(chantal, suivante, "arretes") is None, "told once"
    liens = chantal.get(f"/points/{ligne['point']['id']}").json["lien"]
    assert [lien["type"] for lien in liens] == ["communique", "communique"]
