"""Suggested changes and anchors in a text: told apart from the text itself, and who may touch whose. PURE.

A suggestion is `<ins data-s="12-abc">` or `<del data-s="12-abc">` (12: its author), the anchor of a thread is
`<mark data-fil="…">`. The text of a point never holds any of them: `texte_seul` gives it as if everything were
refused, so that nothing suggested can reach an act, a rendition or the public before somebody accepts it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from college.erreurs import Interdit
from college.points import texte_riche
from college.points.phrases import fr

_BALISE = re.compile(r"<(/?)(ins|del|mark)\b([^>]*)>")
_MARQUE = re.compile(r'data-(s|fil)="([^"]+)"')
CLE_DE_FIL = re.compile(r"[a-z0-9-]{8,40}")


class Suggestion(NamedTuple):
    """What one person would add and take away at one place."""

    cle: str
    ajoute: str = ""
    retire: str = ""

    @property
    def auteur_id(self) -> int:
        return int(self.cle.split("-", 1)[0])

    @property
    def phrase(self) -> str:
        """« remplacer « a » par « b » »."""
        ajoute, retire = (html.unescape(" ".join(mots.split())) for mots in (self.ajoute, self.retire))
        if ajoute and retire:
            return fr(f"remplacer « {retire} » par « {ajoute} »")
        return fr(f"ajouter « {ajoute} »" if ajoute else f"retirer « {retire} »")


def annoter(saisi: str, champ: str = "texte") -> str:
    """The text with its marks, sanitised; empty when nothing is marked."""
    if "data-s=" not in saisi and "data-fil=" not in saisi:
        return ""
    propre = texte_riche.nettoyer(saisi, champ, annote=True)
    return propre if _MARQUE.search(propre) else ""


def texte_seul(saisi: str, champ: str = "texte") -> str:
    """The text that is kept: additions left out, removals back in, anchors gone."""
    annote = annoter(saisi, champ)
    return texte_riche.nettoyer(_sans(annote) if annote else saisi, champ)


def _sans(annote: str) -> str:
    """Walk through well-formed HTML: what an addition holds is skipped, whatever it nests."""
    sortie: list[str] = []
    ouvertes: list[tuple[str, bool]] = []
    reprise = 0
    for balise in _BALISE.finditer(annote):
        if not any(ajout for _, ajout in ouvertes):
            sortie.append(annote[reprise : balise.start()])
        fermante, nom, attributs = balise.groups()
        notre = ouvertes.pop()[0] != "" if fermante else bool(_MARQUE.search(attributs))
        if not fermante:
            ouvertes.append((nom if notre else "", notre and nom == "ins"))
        if not notre and not any(ajout for _, ajout in ouvertes):
            sortie.append(balise.group())
        reprise = balise.end()
    return "".join([*sortie, annote[reprise:]])


def suggestions(annote: str) -> dict[str, Suggestion]:
    """Each suggestion of a marked text by its key, in the order of the text."""
    trouvees: dict[str, Suggestion] = {}
    ouvertes: list[tuple[str, str]] = []
    reprise = 0
    for balise in _BALISE.finditer(annote):
        _ajouter(trouvees, ouvertes, annote[reprise : balise.start()])
        if balise[1]:
            ouvertes.pop()
        else:
            marque = _MARQUE.search(balise[3])
            ouvertes.append((balise[2], marque[2] if marque and marque[1] == "s" else ""))
        reprise = balise.end()
    return trouvees


def _ajouter(trouvees: dict[str, Suggestion], ouvertes: list[tuple[str, str]], morceau: str) -> None:
    nom, cle = next(((nom, cle) for nom, cle in reversed(ouvertes) if cle), ("", ""))
    if not cle or not morceau:
        return
    connue = trouvees.get(cle, Suggestion(cle))
    mots = re.sub(r"<[^>]*>", "", morceau)
    if nom == "ins":
        trouvees[cle] = connue._replace(ajoute=connue.ajoute + mots)
    else:
        trouvees[cle] = connue._replace(retire=connue.retire + mots)


def fils(annote: str) -> set[str]:
    """The threads that have an anchor in this text."""
    return {cle for genre, cle in _MARQUE.findall(annote) if genre == "fil"}


def sans_fils(annote: str, gardes: Collection[str]) -> str:
    """The same text with the anchors of these threads only."""
    ouvertes: list[bool] = []

    def garder(balise: re.Match[str]) -> str:
        if balise[2] != "mark":
            return balise.group()
        if balise[1]:
            return balise.group() if ouvertes.pop() else ""
        cle = _MARQUE.search(balise[3])
        ouvertes.append(bool(cle and cle[2] in gardes))
        return balise.group() if ouvertes[-1] else ""

    return _BALISE.sub(garder, annote)


def verifier(
    agent_id: int | None, avant: Mapping[str, Suggestion], apres: Mapping[str, Suggestion], modifie: bool
) -> None:
    """Raise unless new suggestions are the person's own and, for who may only suggest, the others' are untouched."""
    etrangeres = [cle for cle, s in apres.items() if cle not in avant and s.auteur_id != agent_id]
    if etrangeres:
        raise Interdit(fr("Une suggestion porte le nom de qui la fait : rechargez la page et refaites-la."))
    if modifie:
        return
    touchees = [cle for cle, s in avant.items() if s.auteur_id != agent_id and apres.get(cle) != s]
    if touchees:
        raise Interdit(
            fr("Vous ne pouvez ni accepter ni refuser la suggestion d'un autre ici : laissez-lui un commentaire.")
        )
