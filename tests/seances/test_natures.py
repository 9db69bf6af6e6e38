"""Each nature of the contract, from the proposal to the act: vote, empty text, délibération, verb, publication."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from college import repartiteur
from college.actes.modele import Acte
from college.points.regles import EFFETS
from college.transaction import lecture, unite


class Attendu(NamedTuple):
    vote: bool
    acte: bool
    verbe: str
    vide: bool
    publie: bool


NATURES = {
    "decision": Attendu(True, True, "DÉCIDE", False, True),
    "prise_acte": Attendu(False, True, "PREND ACTE", True, True),
    "communication": Attendu(False, False, "", True, True),
    "information": Attendu(False, False, "", True, False),
    "avis": Attendu(True, True, "ÉMET UN AVIS", False, True),
    "ratification": Attendu(True, True, "RATIFIE", False, True),
    "election": Attendu(True, True, "DÉSIGNE", False, True),
    "installation": Attendu(False, True, "PREND ACTE", True, True),
    "question": Attendu(False, False, "", True, True),
    "interpellation": Attendu(False, False, "", True, True),
    "motion": Attendu(True, True, "ADOPTE", False, True),
    "reglement": Attendu(True, True, "ARRÊTE", False, True),
    "ordonnance": Attendu(True, True, "ORDONNE", False, True),
    "pv": Attendu(False, False, "", True, False),
    "urgence": Attendu(True, False, "", True, True),
}
NUS = {"motivation": "<p>Vu la loi ;</p>", "dispositif": "<p>La mesure proposée est retenue.</p>"}
SANS_TEXTE = {"motivation": "", "dispositif": ""}


def test_the_table_holds_every_nature_of_the_contract():
    assert set(NATURES) == set(EFFETS)


def _agir(chantal, seance, action, **corps):
    reponse = chantal.post(f"/seances/{seance}/actions", {"action": action, **corps})
    assert reponse.status_code == 200, reponse.json


def _voter(chantal, ligne, nature):
    mode = "secret" if nature == "election" else "unanimite"
    if mode == "unanimite":
        return chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode})
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"pour": 12}})
    return chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})


@pytest.mark.parametrize("nature", NATURES)
def test_a_nature_brings_its_vote_its_act_and_its_verb(chantal, conseil_ouvert, nature):
    attendu = NATURES[nature]
    seance = conseil_ouvert(1, nature=nature, **NUS)
    ligne = seance["lignes"][0]
    sans_vote = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    assert sans_vote.status_code == (409 if attendu.vote else 200), sans_vote.json
    if attendu.vote:
        vote = _voter(chantal, ligne, nature)
        assert vote.status_code in (200, 201), vote.json
        decide = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
        assert decide.status_code == 200, decide.json
    _agir(chantal, seance["id"], "lever")
    _agir(chantal, seance["id"], "arreter")
    repartiteur.vider()
    with lecture():
        actes = [acte for acte in unite().query(Acte) if acte.type == "deliberation"]
        textes = [acte.versions[-1].texte_html for acte in actes]
    assert len(textes) == attendu.acte
    assert all(attendu.verbe in texte for texte in textes), textes


@pytest.mark.parametrize("nature", NATURES)
def test_p26_a_nature_says_whether_an_empty_text_is_lawful(chantal, conseil_ouvert, nature):
    seance = conseil_ouvert(1, nature=nature, **SANS_TEXTE)
    ligne = seance["lignes"][0]
    if NATURES[nature].vote:
        _voter(chantal, ligne, nature)
    decide = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    assert decide.status_code == (200 if NATURES[nature].vide else 409), decide.json


@pytest.mark.parametrize("nature", ["decision", "information", "pv", "communication"])
def test_a_nature_says_whether_its_project_is_published(client, chantal, creer_seance, inscrire, horloge_fixe, nature):
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    inscrire(seance, "Un point", "conseil", nature=nature, **NUS)
    _agir(chantal, seance, "convoquer")
    _agir(chantal, seance, "publier_projets")
    page = client.get("/exemple/conseil/2026-12-14/1-un-point").get_data(as_text=True)
    assert ("La mesure proposée" in page) is NATURES[nature].publie
    assert "Un point" in page
