"""A person of the small world in a real browser."""

from __future__ import annotations

import pytest

from tests.fabriques import MOT_DE_PASSE


@pytest.fixture
def ouvrir(monde, serveur, contexte):
    """Sign in with a real browser: `ouvrir("alice", java_script_enabled=False)`."""

    def entrer(qui, **options):
        page = contexte(**options).new_page()
        page.goto(f"{serveur}/connexion")
        page.fill("[name=identifiant]", qui)
        page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
        page.press("[name=mot_de_passe]", "Enter")
        page.wait_for_url("**/app/**")
        return page

    return entrer
