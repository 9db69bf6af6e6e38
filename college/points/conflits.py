"""Two people have saved the same point: who has changed what, and both texts as one. PURE.

A form is opened with a mark a field (`marques`) and sends them back: a field that only one of the two has changed is
no conflict, what that person wrote stands. Without marks, every field that differs is one.

Nothing is lost by joining them: what is in both stands once, what is in one stands; where each wrote otherwise,
both paragraphs stay, one after the other, for a person to choose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from college.points.differences import operations

_BALISE = re.compile(r"<(/?)(\w+)[^>]*>")
_SEULES = frozenset(("br",))

CHAMPS = {
    "titre": "Objet",
    "titre_public": "Titre public",
    "organe": "Organe qui décide",
    "service": "Service qui propose",
    "nature": "Nature",
    "categorie": "Catégorie",
    "groupe_en_charge": "Groupe en charge",
    "services_associes": "Services associés",
    "groupes_en_copie": "Groupes en copie",
    "type_acte": "Type d’acte",
    "demandeur": "Demandeur",
    "seance_souhaitee": "Séance souhaitée",
    "mots_cles": "Mots-clés",
    "date_limite": "Décision attendue pour le",
    "montant_htva": "Montant hors TVA",
    "montant_tvac": "Montant TVA comprise",
    "sens_financier": "Recette ou dépense",
    "article_budgetaire": "Article budgétaire",
    "motif_urgence": "Motif de l’urgence",
    "destinataires": "Destinataires",
}
MONTANTS = ("montant_htva", "montant_tvac")


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
    for genre, a, b, c, d in operations(avant, apres):
        reunis += apres[c:d]
        if genre in ("replace", "delete"):
            reunis += avant[a:b]
    return "".join(reunis)


def marques(valeurs: Mapping[str, Any]) -> str:
    """What a form is opened on, a mark a field."""
    return " ".join(f"{champ}:{_marque(champ, valeur)}" for champ, valeur in valeurs.items())


def auteurs(mien: Mapping[str, Any], sien: Mapping[str, Any], ouvertes: str) -> dict[str, str]:
    """Each typed field that differs: « mien » (only I have changed it), « sien », or « deux »."""
    avant = dict(marque.split(":", 1) for marque in ouvertes.split() if ":" in marque)
    dits = {}
    for champ, valeur in mien.items():
        a_moi, a_lui = _marque(champ, valeur), _marque(champ, sien.get(champ))
        if a_moi != a_lui:
            dits[champ] = "sien" if avant.get(champ) == a_moi else "mien" if avant.get(champ) == a_lui else "deux"
    return dits


def ecarts(mien: Mapping[str, Any], sien: Mapping[str, Any]) -> list[Ecart]:
    """The plain fields that differ, of those that were typed."""
    return [
        Ecart(champ, nom, brut(champ, sien.get(champ)), brut(champ, mien[champ]))
        for champ, nom in CHAMPS.items()
        if champ in mien and _marque(champ, mien[champ]) != _marque(champ, sien.get(champ))
    ]


def _marque(champ: str, valeur: Any) -> str:
    return sha256(" ".join(brut(champ, valeur).split()).encode()).hexdigest()[:12]


def brut(champ: str, valeur: Any) -> str:
    """As it is sent back: « 148 500,5 » and 148500.50 say the same amount."""
    dit = "\n".join(map(str, valeur)) if isinstance(valeur, list) else "" if valeur is None else str(valeur).strip()
    return f"{float(dit):.2f}" if champ in MONTANTS and re.fullmatch(r"\d+(\.\d+)?", dit) else dit
