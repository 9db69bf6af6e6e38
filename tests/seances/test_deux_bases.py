"""The room on SQLite and on PostgreSQL: the same story, races over real HTTP, and an urn that tells nothing."""

import pytest
from sqlalchemy import select

from college.seances.modele import BulletinScelle
from college.transaction import lecture, unite

from .conftest import CONSEIL

ENSEMBLE = 20


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):
    """Each test of this file runs on both databases."""
    return base_vide(request.param)


def test_un_conseil_de_la_convocation_a_l_approbation(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    exceptions = [{"mandataire": "paul", "choix": "contre"}]
    corps = {"issue": "accepte", "mode": "unanimite", "exceptions": exceptions}
    assert chantal.post(f"/inscriptions/{une}/decision", corps).status_code == 200
    vote = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    for membre in CONSEIL:
        corps = {"choix": "contre" if membre == "rose" else "pour", "mandataire": membre, "titre": "saisie"}
        assert chantal.post(f"/scrutins/{vote}/bulletins", corps).status_code == 201
    for action in ("clore", "proclamer"):
        rendu = chantal.post(f"/scrutins/{vote}/actions", {"action": action}).json
    assert rendu["phrase"] == "Par 11 voix pour et une voix contre (Rose Collard),"
    chantal.post(f"/inscriptions/{deux}/decision", {"issue": "accepte"})
    for action in ("lever", "arreter", "approuver_pv"):
        reponse = chantal.post(f"/seances/{seance['id']}/actions", {"action": action})
        assert reponse.status_code == 200, reponse.json
    assert len(chantal.get(f"/seances/{seance['id']}/actes").json["elements"]) >= 3


def test_un_second_bulletin_secret_est_refuse_meme_au_meme_instant(chantal, conseil_ouvert, ensemble, urnes_ouvertes):
    seance = conseil_ouvert(1)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "secret"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    reponses = ensemble([("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour"})] * ENSEMBLE, "denis")
    assert sorted(statut for statut, _ in reponses) == [201] + [409] * (ENSEMBLE - 1)
    with lecture():
        assert len(unite().scalars(select(BulletinScelle.id)).all()) == 1
