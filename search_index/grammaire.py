"""PURE. What a person types, read without a query language that could fail.

Words, "exact phrases" (also « » and “ ”), -exclusion, prefix* of three letters or more. Anything
else is text. Nothing raises: what cannot be used is left out, and a remark says so.
"""

import re
from dataclasses import dataclass

from search_index.analyse import Decoupe, jetons
from search_index.fiche import propre
from search_index.racines import MOTS_VIDES, plier

LONGUEUR_MAX = 256
TERMES_MAX = 12
PREFIXE_MIN = 3

_MORCEAU = re.compile(
    r"""(?P<moins>(?<!\S)[-−])?(?:
        ["“”«]\s*(?P<phrase>[^"“”«»]*)(?:["“”»]|$)
      | (?P<prefixe>[^\W_]+)\*
      | (?P<mot>[^\s"“”«»]+)
    )""",
    re.VERBOSE,
)
_DOUBLEES = re.compile(r"([bcdfghjklmnpqrstvwxz])\1+")

Suite = tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One thing asked: any of `choix` will do, each a sequence of adjacent terms; or a prefix."""

    ecrit: str
    choix: tuple[Suite, ...] = ()
    prefixe: str = ""

    @property
    def terme(self) -> str | None:
        """The single term of a plain word: what spelling may correct."""
        return self.choix[0][0] if len(self.choix) == 1 and len(self.choix[0]) == 1 else None


@dataclass(frozen=True)
class Demande:
    positives: tuple[Clause, ...] = ()
    negatives: tuple[Clause, ...] = ()
    remarques: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        return not self.positives and not self.negatives


def lire(texte: str) -> Demande:
    texte = propre(texte).strip()
    remarques = []
    if len(texte) > LONGUEUR_MAX:
        texte = texte[:LONGUEUR_MAX]
        remarques.append(f"La recherche est limitée à {LONGUEUR_MAX} caractères : la fin a été laissée de côté.")
    positives, negatives = _trier(texte)
    if len(positives) + len(negatives) > TERMES_MAX:
        positives, negatives = positives[:TERMES_MAX], negatives[: max(0, TERMES_MAX - len(positives))]
        remarques.append(f"La recherche est limitée à {TERMES_MAX} mots : les suivants ont été laissés de côté.")
    if texte and not positives and not negatives:
        remarques.append("Ces mots sont trop courants pour être cherchés : toute la liste est montrée.")
    return Demande(tuple(dict.fromkeys(positives)), tuple(dict.fromkeys(negatives)), tuple(remarques))


def _trier(texte: str) -> tuple[list[Clause], list[Clause]]:
    """Plain words that follow each other are read together: « 22 000 », « L 1124-40 » are one thing."""
    positives: list[Clause] = []
    negatives: list[Clause] = []
    courants: list[str] = []
    for morceau in _MORCEAU.finditer(texte):
        if morceau["mot"] and (not morceau["moins"] or _liaison(morceau["mot"])):
            courants.append(morceau["mot"])
            continue
        positives += _mots(" ".join(courants))
        courants = []
        (negatives if morceau["moins"] else positives).extend(_operateur(morceau))
    return positives + _mots(" ".join(courants)), negatives


def _liaison(mot: str) -> bool:
    """The dash of a compound typed with a space (« rez -de-chaussée ») joins: nobody excludes « de »."""
    premier, tiret, _ = mot.partition("-")
    return bool(tiret) and plier(premier) in MOTS_VIDES


def _operateur(morceau: re.Match[str]) -> list[Clause]:
    if morceau["phrase"] is not None:
        return _phrase(morceau["phrase"])
    return _prefixe(morceau["prefixe"]) if morceau["prefixe"] else _mots(morceau["mot"])


def _phrase(texte: str) -> list[Clause]:
    decoupes = [(j.decoupe, texte[j.debut : j.fin]) for j in jetons(texte)]
    if len(decoupes) == 1:
        return [_clause(*decoupes[0])]
    suite = tuple(t for decoupe, _ in decoupes for t in decoupe.suite)
    return [Clause(texte.strip(), (suite[:TERMES_MAX],))] if suite else []


def _prefixe(texte: str) -> list[Clause]:
    plie = plier(texte)
    if len(plie) < PREFIXE_MIN:
        return _mots(texte)
    return [Clause(texte + "*", prefixe=_DOUBLEES.sub(r"\1", plie))]


def _mots(texte: str) -> list[Clause]:
    return [_clause(j.decoupe, texte[j.debut : j.fin]) for j in jetons(texte)]


def _clause(decoupe: Decoupe, ecrit: str) -> Clause:
    return Clause(ecrit, decoupe.choix)
