"""The small world holds together: later tests rely on it."""

from __future__ import annotations

import pytest

from college.organisation import requetes
from college.transaction import lecture
from tests import fabriques


def test_each_person_acts_as_the_table_says(monde):
    alice, chantal, denis = monde.acteur("alice"), monde.acteur("chantal"), monde.acteur("denis")
    assert alice.roles == {("redacteur", monde.service("travaux").id)}
    assert chantal.est_secretaire(monde.organe("conseil").id)
    assert chantal.groupes == {monde.groupe("direction_generale").id}
    assert denis.fonctions >= {(monde.organe("college").id, "bourgmestre")}
    assert monde.acteur("gaston").administrateur
    assert monde.acteur("fatima").institution_id != monde.institution_id


def test_seven_sit_in_the_college_and_thirteen_in_the_conseil_with_the_director(monde):
    jour = fabriques.DEBUT
    with lecture():
        sieges = {code: requetes.mandats(monde.organe(code).id, jour) for code in ("college", "conseil")}
    assert [len(sieges["college"]), len(sieges["conseil"])] == [7, 13]
    assert [mandat.voix for mandat in sieges["conseil"]].count("deliberative") == 12


@pytest.mark.postgresql
def test_the_same_world_on_postgresql(app_postgresql):
    assert fabriques.peupler()
