"""What may be published: one sentence for each refusal."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from college.erreurs import Refus
from college.publication import adresses, regles

PRET = regles.Faits(
    reference="CONSEIL/2026/1",
    type="deliberation",
    etat="signe",
    etat_pv=None,
    en_ligne=False,
    huis_clos=False,
    publication="projets_et_decisions",
    secret_social=False,
    signature_requise=True,
)


@pytest.mark.parametrize(
    ("change", "motif"),
    [
        ({"secret_social": True}, "secret_social"),
        ({"huis_clos": True}, "huis_clos"),
        ({"publication": "aucune"}, "publication_aucune"),
        ({"type": "extrait"}, "extrait"),
        ({"en_ligne": True}, "deja_publie"),
        ({"etat": "en_preparation"}, "en_preparation"),
        ({"etat": "a_signer"}, "non_signe"),
        ({"type": "pv", "etat_pv": "projet"}, "pv_non_approuve"),
        ({"type": "pv", "etat_pv": "approuve", "seance_publique": False}, "pv_non_public"),
        ({"en_attente": 2}, "biffures_en_attente"),
    ],
)
def test_each_refusal_has_its_reason_and_its_sentence(change, motif):
    regles.publiable(PRET)
    with pytest.raises(Refus) as refus:
        regles.publiable(replace(PRET, **change))
    assert refus.value.motif == motif
    assert refus.value.phrase.endswith((".", ")."))


def test_pending_marks_do_not_hold_back_when_they_are_masked():
    assert regles.publiable(replace(PRET, en_attente=2), masquer_en_attente=True) is None


def test_an_act_may_go_unsigned_where_the_organe_does_not_ask():
    assert regles.publiable(replace(PRET, etat="a_signer", signature_requise=False)) is None


def test_projects_are_late_less_than_five_clear_days_before_the_seance():
    seance = datetime.date(2026, 12, 14)
    assert not regles.projets_tardifs(datetime.date(2026, 12, 8), seance)
    assert regles.projets_tardifs(datetime.date(2026, 12, 9), seance)


@pytest.mark.parametrize(
    ("titre", "limace"),
    [
        ("Égouttage – rue de l’Église", "egouttage-rue-de-l-eglise"),
        ("Chef-d'œuvre (n° 3) : 22.000 €", "chef-d-oeuvre-n-3-22-000"),
        ("mot " * 60, "-".join(["mot"] * 20)),
        ("日本", ""),
    ],
)
def test_addresses_are_plain(titre, limace):
    assert adresses.limace(titre) == limace


def test_addresses_of_the_register():
    seance = adresses.de_seance("val", "conseil", datetime.date(2026, 11, 9), 2)
    assert seance == "/val/conseil/2026-11-09-2"
    assert adresses.de_page(seance, "3.1", "Taxe") == "/val/conseil/2026-11-09-2/3-1-taxe"
    assert adresses.lire_jour("2026-11-09-2") == (datetime.date(2026, 11, 9), 2)
    assert adresses.lire_jour("2026-02-30") is None
