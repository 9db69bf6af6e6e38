"""A conseil whose projects are published, then its acts, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from college import repartiteur
from tests.seances.conftest import (  # noqa: F401
    CONSEIL,
    arriver,
    chantal,
    conseil_ouvert,
    creer_seance,
    inscrire,
    valider,
)

POINTS: list[dict[str, Any]] = [
    {
        "titre": "Égouttage de la rue de l’Église",
        "categorie": "voirie",
        "note_synthese": "<p>Le collecteur date de 1961.</p>",
        "motivation": "<p>Vu le Code ;</p><p>Considérant l’état du collecteur ;</p>",
        "dispositif": "<p>DÉCIDE :</p><p>Article 1er. D’approuver le cahier des charges.</p>",
    },
    {
        "titre": "Concession de sépulture",
        "motivation": "<p>Vu la demande de M. Octave Tournesol, 80.03.03-001.58, tél. 0475/12.34.56 ;</p>",
        "dispositif": "<p>DÉCIDE :</p><p>Article 1er. D’accorder la concession à M. Octave Tournesol.</p>",
    },
    {"titre": "Nomination de Zorglub à l’école", "huis_clos": True},
]


@pytest.fixture
def secretaire(api):
    return api("chantal")


@pytest.fixture
def conseil_convoque(secretaire, creer_seance, valider, horloge_fixe) -> Callable[[], dict[str, Any]]:  # noqa: F811
    """A conseil convened for Monday 14 December with two public points and a closed one."""

    def faire() -> dict[str, Any]:
        horloge_fixe("2026-12-01T09:00")
        seance = creer_seance("conseil", "2026-12-14T19:30")
        lignes = []
        for point in POINTS:
            champs = {k: v for k, v in point.items() if k != "titre"}
            numero = valider(point["titre"], "conseil", **champs)
            ligne = secretaire.post(f"/seances/{seance}/inscriptions", {"point": numero})
            assert ligne.status_code == 201, ligne.json
            lignes.append({"id": ligne.json["id"], "point": numero})
        _faire_sur(secretaire, seance, "convoquer")
        return {"id": seance, "lignes": lignes}

    return faire


@pytest.fixture
def conseil_arrete(secretaire, conseil_convoque, arriver, horloge_fixe) -> Callable[..., dict[str, Any]]:  # noqa: F811
    """The same, held and settled: `actes` are its délibérations and minutes."""

    def faire(projets: bool = True) -> dict[str, Any]:
        seance = conseil_convoque()
        if projets:
            _faire_sur(secretaire, seance["id"], "publier_projets")
        horloge_fixe("2026-12-14T19:30")
        arriver(seance["id"], *CONSEIL)
        _faire_sur(secretaire, seance["id"], "ouvrir")
        for ligne in seance["lignes"]:
            secretaire.post(f"/inscriptions/{ligne['id']}/scrutins", {"mode": "unanimite"})
            decision = secretaire.post(f"/inscriptions/{ligne['id']}/decision", {"issue": "accepte"})
            assert decision.status_code == 200, decision.json
        _faire_sur(secretaire, seance["id"], "lever")
        _faire_sur(secretaire, seance["id"], "arreter")
        repartiteur.vider()
        actes = secretaire.get(f"/seances/{seance['id']}/actes").json["elements"]
        return seance | {"actes": {a["titre"]: a["id"] for a in actes}}

    return faire


@pytest.fixture
def signer(api):
    """`signer(acte)`: both hands of the demonstration authority."""

    def faire(acte: int) -> None:
        for qui in ("chantal", "denis"):
            reponse = api(qui).post(f"/actes/{acte}/signatures", {"connecteur": "demo"})
            assert reponse.status_code == 202, reponse.json
        repartiteur.vider()

    return faire


def _faire_sur(client, seance: int, action: str, **corps: Any) -> Any:
    """One action on a séance, which must be accepted."""
    reponse = client.post(f"/seances/{seance}/actions", {"action": action, **corps})
    assert reponse.status_code == 200, reponse.json
    return reponse.json
