"""Races over real HTTP on one point, on both databases: one goes, the others are told."""

import pytest
from sqlalchemy import select

from college.points.avis.modele import Avis
from college.transaction import lecture, unite
from tests.seances.conftest import base_vide, ensemble  # noqa: F401 - another room's own fixtures

TOURS = pytest.mark.parametrize("tours", [2, pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
NOUVEAU = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):  # noqa: F811
    """Each race runs on both databases."""
    return base_vide(request.param)


@TOURS
def test_un_texte_change_par_quatre_et_un_avis_rendu_par_quatre_ne_le_sont_qu_une_fois(api, ensemble, tours):  # noqa: F811
    alice, chantal = api("alice"), api("chantal")
    for tour in range(tours):
        cree = alice.post("/points", NOUVEAU)
        numero, etag = cree.json["id"], {"If-Match": cree.headers["ETag"]}
        changer = [("PATCH", f"/points/{numero}", {"titre": f"Titre {n}"}, etag) for n in range(4)]
        reponses = ensemble(changer, "alice")
        assert sorted(statut for statut, _ in reponses) == [200, 412, 412, 412], reponses
        assert (
            chantal.post(
                f"/points/{numero}/actions", {"action": "demander_avis", "vers": "directeur_financier"}
            ).status_code
            == 200
        )
        rendre = {"action": "rendre_avis", "avis": {"valeur": "favorable", "texte": "Crédit 421/731-60."}}
        reponses = ensemble([("POST", f"/points/{numero}/actions", rendre)] * 4, "emile")
        assert sorted(statut for statut, _ in reponses) == [200, 403, 403, 403], reponses
        with lecture():
            (avis,) = unite().scalars(select(Avis).where(Avis.point_id == numero))
            assert avis.numero.endswith(f"-{tour + 1:03d}"), "one number a given advice"
