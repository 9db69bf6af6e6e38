"""Two people have saved the same point: what differs, and both texts as one. PURE.

Nothing is lost by joining them: what is in both stands once, what is in one stands; where each wrote otherwise,
both paragraphs stay, one after the other, for a person to choose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

_BALISE = re.compile(r"<(/?)(\w+)[^>]*>")
_SEULES = frozenset(("br",))

CHAMPS = {
    "titre": "Objet",
    "titre_public": "Titre public",
    "nature": "Nature",
    "categorie": "Catégorie",
    "groupe_en_charge": "Groupe en charge",
    "type_acte": "Type d’acte",
    "demandeur": "Demandeur",
    "montant_htva": "Montant hors TVA",
    "montant_tvac": "Montant TVA comprise",
    "article_budgetaire": "Article budgétaire",
    "motif_urgence": "Motif de l’urgence",
}


class Ecart(NamedTuple):
    """A field that two people have written otherwise."""

    champ: str
    libelle: str
    sien: str
    mien: str


def blocs(html: str) -> list[str]:
    """The top-level elements of a sanitised text, in their order."""
    trouves, debut, profondeur = [], 0, 0
    for balise in _BALISE.finditer(html):
        if balise[2] in _SEULES:
            continue
        if not balise[1]:
            debut = balise.start() if not profondeur else debut
            profondeur += 1
        else:
            profondeur -= 1
            if not profondeur:
                trouves.append(html[debut : balise.end()])
    return trouves


def reunir(mien: str, sien: str) -> str:
    """Both texts as one: my paragraphs, and each of the other's that I do not have, in its place."""
    avant, apres = blocs(sien), blocs(mien)
    reunis: list[str] = []
    for genre, a, b, c, d in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        reunis += apres[c:d]
        if genre in ("replace", "delete"):
            reunis += avant[a:b]
    return "".join(reunis)


def ecarts(mien: Mapping[str, Any], sien: Mapping[str, Any]) -> list[Ecart]:
    """The plain fields that differ, of those that were typed."""
    lus = (
        Ecart(champ, nom, _dit(sien.get(champ)), _dit(mien[champ])) for champ, nom in CHAMPS.items() if champ in mien
    )
    return [ecart for ecart in lus if ecart.sien != ecart.mien]


def _dit(valeur: Any) -> str:
    """As it is compared and sent back: « 148 500,5 » and 148500.50 say the same amount."""
    dit = "" if valeur is None else " ".join(str(valeur).split())
    return f"{float(dit):.2f}" if re.fullmatch(r"\d+(\.\d+)?", dit) else dit
