"""The register of delegations: who is competent, the visa, and what is absent, expired or exceeded."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from college.points.delegations import regles
from college.points.delegations.regles import Delegation

JOUR = date(2026, 11, 21)
MARCHES = Delegation(
    "Marchés publics", "conseil", "Conseil communal", "college", "Collège communal", ("voirie",),
    "l’article L1222-3 du CDLD", "CC/2025/14", date(2025, 3, 12), Decimal(60_000), date(2025, 4, 1), date(2030, 12, 1),
)  # fmt: skip


def _dit(register, organe="college", categorie="voirie", montant=Decimal(10_000), invoquee=False):
    return regles.examiner(register, organe, categorie, montant, JOUR, invoquee)


@pytest.mark.parametrize(
    ("change", "organe", "montant", "code", "propose"),
    [
        ({}, "college", 10_000, None, None),
        ({}, "college", 60_000, None, None),
        ({}, "college", None, None, None),
        ({"plafond": None}, "college", 900_000, None, None),
        ({}, "college", 60_001, "depassee", "conseil"),
        ({"au": date(2026, 11, 20)}, "college", 10_000, "echue", "conseil"),
        ({"au": JOUR}, "college", 10_000, "bientot", None),
        ({"au": date(2027, 1, 10)}, "college", 10_000, "bientot", None),
        ({"du": date(2026, 12, 1)}, "college", 10_000, "echue", "conseil"),
        ({}, "conseil", 10_000, "ailleurs", "college"),
        ({}, "conseil", 70_000, None, None),
        ({"categories": ("finances",)}, "college", 10_000, None, None),
    ],
)
def test_chaque_cas_a_son_avertissement_et_propose_l_organe_competent(change, organe, montant, code, propose):
    vus = _dit([MARCHES._replace(**change)], organe, montant=None if montant is None else Decimal(montant))
    assert [(vu.code, vu.organe) for vu in vus] == ([(code, propose)] if code else [])


def test_une_delegation_citee_qui_n_est_pas_au_registre_est_signalee():
    assert [vu.code for vu in _dit([], invoquee=True)] == ["absente"]
    assert _dit([]) == []


def test_la_phrase_dit_le_plafond_et_la_date():
    (depassee,) = _dit([MARCHES], montant=Decimal(70_000))
    assert "s’arrête à 60 000 €" in depassee.phrase.replace("\u00a0", " ").replace("\u202f", " ")
    (echue,) = _dit([MARCHES._replace(au=date(2026, 1, 1))])
    assert "a pris fin le 1er janvier 2026" in echue.phrase.replace("\u00a0", " ")


def test_le_visa_cite_l_acte_et_la_plus_etroite_des_delegations_suffit():
    large = MARCHES._replace(matiere="Tout", plafond=None)
    retenue = regles.retenue([large, MARCHES], "college", "voirie", Decimal(10_000), JOUR)
    assert retenue == MARCHES
    assert regles.visa(MARCHES).replace("\u00a0", " ") == (
        "Vu l’article L1222-3 du CDLD ; vu la délibération du Conseil communal du 12 mars 2025 (CC/2025/14) "
        "déléguant au Collège communal la matière « Marchés publics » ;"
    )


def test_le_registre_se_tient_a_l_ecran_et_le_point_en_vise_la_delegation(app, api, connecter, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    chantal, alice = (connecter(app.test_client(), qui) for qui in ("chantal", "alice"))

    def poster(qui, depuis, adresse, **champs):
        jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', qui.get(depuis).text)[1]
        return qui.post(adresse, data={"csrf_token": jeton, **champs}, follow_redirects=True)

    ligne = {
        "matiere": "Marchés publics", "de": "conseil", "vers": "college", "acte": "CC/2025/14",
        "acte_du": "2025-03-12", "du": "2025-04-01", "au": "2025-01-01", "plafond": "60.000", "categorie": "voirie",
    }  # fmt: skip
    refus = poster(chantal, "/app/delegations", "/app/delegations", **ligne)
    assert (refus.status_code, "précède son début" in refus.text) == (422, True)
    ecrite = poster(chantal, "/app/delegations", "/app/delegations", **ligne | {"au": ""})
    assert "est inscrite" in ecrite.text and "60" in ecrite.text
    corps = {"organe": "college", "service": "travaux", "titre": "Enrobés", "categorie": "voirie"}
    saisie = corps | {"montant_htva": 20_000, "motivation": "<p>Vu le CDLD ;</p>"}
    point = api("alice").post("/points", saisie).json["id"]
    page = alice.get(f"/app/points/{point}").text
    assert "Vu la délibération du Conseil communal du 12\u00a0mars\u00a02025" in page
    vise = poster(alice, f"/app/points/{point}", f"/app/points/{point}/delegation")
    assert "Visa écrit" in vise.text
    assert "CC/2025/14" in api("alice").get(f"/points/{point}").json["motivation"]
    trop = api("alice").post("/points", corps | {"montant_htva": 70_000}).json["id"]
    assert "Conseil communal est compétent" in alice.get(f"/app/points/{trop}").text
    assert poster(alice, "/app/delegations", "/app/delegations", **ligne).status_code == 403
