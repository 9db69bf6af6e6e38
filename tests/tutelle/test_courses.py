"""Races over real HTTP towards the supervision, on both databases: one goes, the others are told."""

import pytest
from sqlalchemy import select

from college.transaction import lecture, unite
from college.tutelle.modele import Echange, Envoi
from tests.seances.conftest import base_vide, ensemble  # noqa: F401 - the room below's own fixtures

TOURS = pytest.mark.parametrize("tours", [2, pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):  # noqa: F811
    """Each race runs on both databases."""
    return base_vide(request.param)


@TOURS
def test_un_acte_transmis_par_deux_personnes_au_meme_instant_part_une_fois(creer_acte, tutelle, ensemble, tours):  # noqa: F811
    tutelle()
    for _ in range(tours):
        acte = creer_acte().id
        reponses = ensemble([("POST", f"/actes/{acte}/envois", {})] * 4)
        assert sorted(statut for statut, _ in reponses) == [201, 409, 409, 409], reponses
        refus = [corps for statut, corps in reponses if statut == 409]
        assert all("déjà transmis" in corps["detail"] for corps in refus), refus
        with lecture():
            assert len(unite().scalars(select(Envoi.id).where(Envoi.acte_id == acte)).all()) == 1


@TOURS
def test_un_envoi_retire_par_quatre_personnes_au_meme_instant_l_est_une_fois(creer_acte, tutelle, ensemble, tours):  # noqa: F811
    tutelle()
    for _ in range(tours):
        (_, envoi), *_ = ensemble([("POST", f"/actes/{creer_acte().id}/envois", {})])
        retirer = ("POST", f"/envois/{envoi['id']}/actions", {"action": "retirer", "commentaire": "Erreur de pièce."})
        reponses = ensemble([retirer] * 4)
        assert sorted(statut for statut, _ in reponses) == [200, 409, 409, 409], reponses
        assert all("Retiré" in corps["detail"] for statut, corps in reponses if statut == 409), reponses
        with lecture():
            retraits = select(Echange.id).where(Echange.envoi_id == envoi["id"], Echange.type == "retrait")
            assert len(unite().scalars(retraits).all()) == 1
