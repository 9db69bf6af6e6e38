"""A settled collège, whose decisions have addressees and charge services."""

from __future__ import annotations

import pytest

from tests.actes.conftest import chantal, college_arrete  # noqa: F401 - the rooms below's own fixtures
from tests.seances.conftest import arriver, college_ouvert, comptes, conseil_ouvert, creer_seance, inscrire, valider  # noqa: F401

CHARGE = (
    "<p>DÉCIDE :</p><p>Article 1er. D’approuver la convention.</p>"
    "<p>Article 2. De charger le service Finances du paiement.</p>"
)


@pytest.fixture
def suivi(college_arrete):  # noqa: F811
    """Two decisions: one with its addressees and a charge, one of principle."""
    return college_arrete(
        {
            "dispositif": CHARGE,
            "demandeur": "M. Jean Petit",
            "destinataires": ["finances", "SA Dubois, rue Haute 3, 4000 Liège"],
        },
        {"dispositif": "<p>DÉCIDE :</p><p>Article unique. De marquer son accord.</p>"},
    )
