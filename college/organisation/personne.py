"""The person as Flask-Login wants it: made from the session's identity, never from a second query."""

from __future__ import annotations

from flask_login import UserMixin

from college.droits import Acteur
from college.organisation.identite import Identite


class Personne(UserMixin):
    """`current_user`: its `acteur` is what services take."""

    def __init__(self, identite: Identite) -> None:
        self.identite = identite
        self.id = str(identite.acteur.agent_id)

    @property
    def acteur(self) -> Acteur:
        """Who acts."""
        return self.identite.acteur
