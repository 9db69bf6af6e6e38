"""Races over real HTTP around the minutes, on both databases: nothing is observed on what is approved."""

import pytest

from tests.seances.conftest import base_vide, ensemble  # noqa: F401 - the room below's own fixtures

TOURS = pytest.mark.parametrize("tours", [3, pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):  # noqa: F811
    """Each race runs on both databases."""
    return base_vide(request.param)


@TOURS
def test_observer_un_pv_pendant_qu_on_l_approuve(chantal, arreter_conseil, ensemble, tours):  # noqa: F811
    seance = arreter_conseil()
    for _ in range(tours):
        observer = ("POST", f"/seances/{seance}/observations", {"texte": "Une faute.", "adoptee": None})
        approuver = ("POST", f"/seances/{seance}/actions", {"action": "approuver_pv"})
        (approuve, dit), *notes = ensemble([approuver, *[observer] * 3])
        recues = [corps for statut, corps in notes if statut == 201]
        assert {statut for statut, _ in notes} <= {201, 409}, notes
        assert (approuve == 200) is (not recues), "approved without what was noted, or noted and not approved"
        if approuve == 200:
            seance = arreter_conseil()  # these minutes are approved for ever
            continue
        assert dit["motif"] == "observations_en_attente"
        for note in recues:
            assert chantal.post(f"/observations/{note['id']}/decision", {"adoptee": False}).status_code == 200
