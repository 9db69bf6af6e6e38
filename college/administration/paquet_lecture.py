"""Read a paquet communal: every problem at once, each in French with its line. Pure.

`lire(texte)` gives the typed Paquet or raises PaquetInvalide. YAML is read as YAML 1.2 reads it (only
`true` and `false` are booleans, `=` and `no` are words), so that `{operateur: =}` or `code: no` mean what
the secretary typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from college.administration.paquet_coherence import incoherences
from college.administration.paquet_format import Paquet
from college.administration.paquet_phrases import phrase
from college.erreurs import Erreur

TAILLE_MAXIMALE = 5_000_000
PROFONDEUR_MAXIMALE = 12
NOEUDS_MAXIMAUX = 400_000  # aliases share nodes: ten lines of them could otherwise unfold for ever

Chemin = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Probleme:
    """One fault: its line in the file, where it stands in the paquet, and what to write."""

    ligne: int
    chemin: str
    message: str

    def __str__(self) -> str:
        return f"Ligne {self.ligne} : {f'{self.chemin} : ' if self.chemin else ''}{self.message}"


class PaquetInvalide(Erreur):
    """The paquet was refused; nothing was changed. `problemes` holds every fault, in file order."""

    statut = 422

    def __init__(self, problemes: list[Probleme]) -> None:
        self.problemes = sorted(problemes)
        super().__init__("\n".join(str(probleme) for probleme in self.problemes))


def _refus(message: str, ligne: int = 1) -> PaquetInvalide:
    return PaquetInvalide([Probleme(ligne, "", message)])


class _Chargeur(yaml.SafeLoader):
    """SafeLoader with the scalars of YAML 1.2, plus plain dates."""


_Chargeur.yaml_implicit_resolvers = {}
for _tag, _motif, _premiers in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("timestamp", r"^\d{4}-\d{2}-\d{2}$", "0123456789"),
    ("merge", r"^<<$", "<"),
):
    _Chargeur.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_motif), list(_premiers))


class _Construction:
    """Turns nodes into plain data, remembering the line of each path and each fault on the way."""

    def __init__(self) -> None:
        self.lignes: dict[Chemin, int] = {(): 1}
        self.problemes: list[Probleme] = []
        self._noeuds = 0

    def donnees(self, noeud: yaml.Node, chemin: Chemin = ()) -> Any:
        self._noeuds += 1
        if self._noeuds > NOEUDS_MAXIMAUX or len(chemin) > PROFONDEUR_MAXIMALE:
            raise PaquetInvalide([Probleme(1, "", "le fichier se déplie sans fin : retirez les ancres YAML.")])
        self.lignes.setdefault(chemin, noeud.start_mark.line + 1)
        if isinstance(noeud, yaml.MappingNode):
            return self._table(noeud, chemin)
        if isinstance(noeud, yaml.SequenceNode):
            return [self.donnees(enfant, (*chemin, rang)) for rang, enfant in enumerate(noeud.value)]
        return self._scalaire(noeud, chemin)

    def _table(self, noeud: yaml.MappingNode, chemin: Chemin) -> dict[str, Any]:
        lue: dict[str, Any] = {}
        for cle, valeur in noeud.value:
            nom = str(cle.value)
            if nom in lue:
                message = f"la clé « {nom} » est écrite deux fois : gardez-en une."
                self.problemes.append(Probleme(cle.start_mark.line + 1, en_clair(chemin), message))
            self.lignes[(*chemin, nom)] = cle.start_mark.line + 1
            lue[nom] = self.donnees(valeur, (*chemin, nom))
        return lue

    def _scalaire(self, noeud: yaml.Node, chemin: Chemin) -> Any:
        genre = noeud.tag.removeprefix("tag:yaml.org,2002:")
        try:
            return _LECTEURS.get(genre, str)(noeud.value)
        except ValueError:
            message = f"« {noeud.value} » n’est pas une date : écrivez AAAA-MM-JJ, par exemple 2024-12-02."
            self.problemes.append(Probleme(noeud.start_mark.line + 1, en_clair(chemin), message))
            return None


_LECTEURS: dict[str, Any] = {
    "null": lambda _: None,
    "bool": lambda texte: texte.lower() == "true",
    "int": int,
    "float": float,
    "timestamp": date.fromisoformat,
}


def en_clair(chemin: Chemin) -> str:
    """A path as a person reads it: `agents[2].roles[1].service` (ranks from 1)."""
    texte = ""
    for pas in chemin:
        texte += f"[{pas + 1}]" if isinstance(pas, int) else f".{pas}" if texte else str(pas)
    return texte


def lire(texte: str) -> Paquet:
    """The paquet that `texte` describes.

    Raises PaquetInvalide with all the faults found: syntax, then shape, then references between blocks.
    """
    construction = _Construction()
    donnees = construction.donnees(_composer(texte))
    if not isinstance(donnees, dict):
        raise _refus("un paquet commence par « paquet: 1 » et ses blocs.")
    problemes = list(construction.problemes)
    try:
        paquet = Paquet.model_validate(donnees)
    except ValidationError as erreur:
        problemes += _fautes(erreur, construction.lignes)
        raise PaquetInvalide(_sans_doublon(problemes)) from erreur
    problemes += [
        Probleme(_ligne(construction.lignes, chemin), en_clair(chemin), message)
        for chemin, message in incoherences(paquet)
    ]
    if problemes:
        raise PaquetInvalide(problemes)
    return paquet


def _composer(texte: str) -> yaml.Node:
    if len(texte) > TAILLE_MAXIMALE:
        raise _refus("le fichier dépasse 5 Mo : ce n’est pas un paquet.")
    try:
        noeud = yaml.compose(texte, Loader=_Chargeur)
    except RecursionError as erreur:
        raise _refus("le fichier emboîte trop de crochets ou d’accolades.") from erreur
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        ligne = marque.line + 1 if marque else 1
        message = "le YAML ne se lit pas ici : vérifiez l’alignement, les deux-points et les guillemets."
        raise _refus(message, ligne) from erreur
    except yaml.YAMLError as erreur:
        raise PaquetInvalide([Probleme(1, "", "le fichier contient un caractère interdit en YAML.")]) from erreur
    if noeud is None:
        raise _refus("le fichier est vide.")
    return noeud


def _fautes(erreur: ValidationError, lignes: dict[Chemin, int]) -> Iterator[Probleme]:
    for faute in erreur.errors():
        chemin = _chemin_connu(faute["loc"], lignes)
        yield Probleme(_ligne(lignes, chemin), en_clair(chemin), phrase(faute))


def _chemin_connu(lieu: tuple[Any, ...], lignes: dict[Chemin, int]) -> Chemin:
    """pydantic adds the member of a union or a missing key at the end of its path: keep the last name."""
    if lieu in lignes or lieu[:-1] in lignes:
        return lieu
    return _chemin_connu(lieu[:-1], lignes)


def _ligne(lignes: dict[Chemin, int], chemin: Chemin) -> int:
    while chemin not in lignes:
        chemin = chemin[:-1]
    return lignes[chemin]


def _sans_doublon(problemes: list[Probleme]) -> list[Probleme]:
    """One problem a place: a value refused by each member of a union is said once."""
    vus: dict[tuple[int, str], Probleme] = {}
    for probleme in problemes:
        vus.setdefault((probleme.ligne, probleme.chemin), probleme)
    return list(vus.values())
