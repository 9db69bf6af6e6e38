"""Settled séances to work with."""

from __future__ import annotations

import pytest

from tests.seances.conftest import (  # noqa: F401 - the séances room's own fixtures
    arriver,
    conseil_ouvert,
    creer_seance,
    inscrire,
    valider,
)


@pytest.fixture
def chantal(api):
    """The secretary of every organe, and its directrice générale."""
    return api("chantal")


@pytest.fixture
def arreter_conseil(chantal, conseil_ouvert):  # noqa: F811
    """`arreter_conseil()`: a conseil of two points, voted, decided, settled; gives the séance's id."""

    def _tenir() -> int:
        seance = conseil_ouvert(2)
        for ligne in seance["lignes"]:
            assert chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"}).status_code == 201
            assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200
        for action in ("lever", "arreter"):
            reponse = chantal.post(f"/seances/{seance['id']}/actions", {"action": action})
            assert reponse.status_code == 200, reponse.json
        return seance["id"]

    return _tenir


@pytest.fixture
def conseil_arrete(arreter_conseil):
    """One settled conseil: its séance's id."""
    return arreter_conseil()


@pytest.fixture
def college_arrete(chantal, creer_seance, inscrire, arriver, horloge_fixe):  # noqa: F811
    """`college_arrete({...}, {...})`: a collège with these points (fields of the point), settled by default."""

    def _tenir(*points: dict) -> dict:
        horloge_fixe("2026-11-27T14:00")
        seance = creer_seance()
        lignes = [inscrire(seance, f"Point {n}", **champs)["id"] for n, champs in enumerate(points, 1)]
        arriver(seance, "denis", "claire", "joseph", "ines")
        for action in ({"action": "ouvrir"}, {"action": "lever", "confirmer": True}, {"action": "arreter"}):
            reponse = chantal.post(f"/seances/{seance}/actions", action)
            assert reponse.status_code == 200, reponse.json
        return {"id": seance, "lignes": lignes}

    return _tenir
