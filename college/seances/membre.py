"""A member as the séance knows him, and the time during which he sits in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from college.seances.personnes import Personne

# Officers attend, advise and keep the minutes: they never count (contract §8).
OFFICIERS = frozenset(
    {
        "directeur_general",
        "directeur_general_adjoint",
        "directeur_financier",
        "secretaire_seance",
        "fonctionnaire_delegue",
    }
)


@dataclass(frozen=True)
class Membre:
    """Who, which function, which voice, in which rank, from when until when.

    `entree` and `sortie` are the lines of the agenda after which he sits, or no longer does (0: from the opening, to
    the end); `cause`, why he no longer does, and `fin_prevue`, the last day that his mandate had before. `attendu`:
    his mandate begins that day, he sits once he is installed.
    """

    id: int
    identifiant: str
    prenom: str
    nom: str
    genre: str
    fonction: str
    titre: str
    voix: str
    rang: int
    groupe: str = ""
    interim: str = ""
    entree: int = 0
    sortie: int = 0
    cause: str = ""
    fin_prevue: str = ""
    attendu: bool = False

    @property
    def personne(self) -> Personne:
        nu = Personne(self.prenom, self.nom, self.genre, self.fonction, self.titre, self.voix, self.groupe)
        if not self.interim or self.titre:
            return nu
        return replace(nu, titre=f"{nu.qualite} {self.interim}")  # « bourgmestre f.f. »

    @property
    def delibere(self) -> bool:
        return self.voix == "deliberative"

    @property
    def officier(self) -> bool:
        return self.fonction in OFFICIERS

    @property
    def a_siege(self) -> bool:
        """At some moment of the séance: whoever was awaited and never installed did not."""
        return bool(self.entree) or not self.attendu
