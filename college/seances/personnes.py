"""How a person is named in the minutes: civility, « Prénom Nom », title in the right gender. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from college.organisation.titres import FONCTIONS
from college.seances.grammaire import le, liste

# function -> (masculine, feminine); a person's own choice (`titre`) always wins.
TITRES_FONCTIONS = {**FONCTIONS, "secretaire_seance": ("secrétaire", "secrétaire")}
ARTICLE = re.compile(r"^(?:l[ea] |l’)", re.IGNORECASE)
VOIX_EN_MOTS = {"deliberative": "", "consultative": "avec voix consultative", "sans": ""}


@dataclass(frozen=True)
class Personne:
    """A member as snapshotted on the séance: renaming never changes an old PV."""

    prenom: str
    nom: str
    genre: str = "m"
    fonction: str = ""
    titre: str = ""
    voix: str = "deliberative"
    groupe: str = ""

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    @property
    def civilite(self) -> str:
        return {"f": "Mme", "m": "M."}.get(self.genre, "")

    @property
    def dit(self) -> str:
        """« Mme Anne Petit »; the name alone of somebody whose gender nobody told."""
        return f"{self.civilite} {self.nom_complet}".strip()

    @property
    def qualite(self) -> str:
        """The title in a list or a sentence: the person's choice without its article, else the function's."""
        if self.titre:
            nu = ARTICLE.sub("", self.titre)
            return nu if nu == self.titre else nu[:1].lower() + nu[1:]
        masculin, feminin = TITRES_FONCTIONS.get(self.fonction, ("", ""))
        return feminin if self.genre == "f" else masculin

    @property
    def au_pied(self) -> str:
        """The title above a signature: « la Directrice générale », « l’Échevine »; the person's own article wins."""
        if ARTICLE.match(self.titre):
            return self.titre
        titre = self.qualite[:1].upper() + self.qualite[1:]
        return le(titre, self.genre) if titre else ""

    def designer(self) -> str:
        """« Mme Claire Dupont, échevine »."""
        nom = f"{self.civilite} {self.nom_complet}".strip()
        return f"{nom}, {self.qualite}" if self.qualite else nom


def designer_tous(personnes: Sequence[Personne]) -> str:
    """« Mme Claire Dupont, échevine, et M. Luc Noël, échevin »: a comma closes the title before « et »."""
    if len(personnes) < 2:
        return "".join(p.designer() for p in personnes)
    *debut, fin = [p.designer() for p in personnes]
    return f"{', '.join(debut)}{',' if personnes[-2].qualite else ''} et {fin}"


def noms(personnes: Sequence[Personne]) -> str:
    """« Jean Dupont, Anne Petit et Luc Noël »."""
    return liste([p.nom_complet for p in personnes])
