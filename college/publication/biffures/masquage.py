"""PURE. The public rendition of a text: each marked passage gives way to « donnée masquée ».

A mark is masked wherever its words stand, not only where the pencil passed: a name masked once and
printed four lines lower would be published all the same.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html

from college.publication.biffures.passages import Passages

LIBELLE = "donnée masquée"
BALISE = f'<span class="biffe">{LIBELLE}</span>'
TEXTE = f"[{LIBELLE}]"

_TROU = "\ue000"
_BLOCS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "blockquote",
        "hr",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
    ]
)

Place = tuple[html.HtmlElement, str] | None


def texte_brut(fragment: str) -> str:
    """The text that marks are counted in: tags gone, a line break at each block."""
    return "".join(_lire(place) for place in _places(_arbre(fragment)))


def mots_entiers(texte: str, debut: int, fin: int) -> tuple[int, int]:
    """The passage stretched to whole words: half a name would be masked here and readable there."""
    while debut and _en_mot(texte, debut):
        debut -= 1
    while fin < len(texte) and _en_mot(texte, fin):
        fin += 1
    return debut, fin


def _en_mot(texte: str, place: int) -> bool:
    return re.match(r"\w\w", texte[place - 1 : place + 1]) is not None


def masquer_html(fragment: str, extraits: Iterable[str] | Passages) -> str:
    """The fragment with each extract replaced, even where bold or a link cuts through it."""
    passages = _lus(extraits)
    if not passages or not fragment:
        return fragment
    racine = _arbre(fragment.replace(_TROU, ""))
    places = list(_places(racine))
    _trouer(places, passages.trouver("".join(_lire(place) for place in places)))
    interieur = html.tostring(racine, encoding="unicode")
    return interieur.removeprefix("<div>").removesuffix("</div>").replace(_TROU, BALISE)


def masquer_texte(texte: str, extraits: Iterable[str] | Passages) -> str:
    """The same for a plain text (a title, a caption)."""
    return _lus(extraits).remplacer(texte, TEXTE)


def masquer_contexte(valeur: Any, extraits: Iterable[str] | Passages, cle: str = "") -> Any:
    """The same for the whole tree that a document template prints: the PDF hides what the page hides."""
    passages = _lus(extraits)
    if isinstance(valeur, dict):
        return {nom: masquer_contexte(enfant, passages, nom) for nom, enfant in valeur.items()}
    if isinstance(valeur, list):
        return [masquer_contexte(enfant, passages, cle) for enfant in valeur]
    if isinstance(valeur, str):
        return masquer_html(valeur, passages) if cle.endswith("_html") else masquer_texte(valeur, passages)
    return valeur


def _lus(extraits: Iterable[str] | Passages) -> Passages:
    return extraits if isinstance(extraits, Passages) else Passages(extraits)


def _arbre(fragment: str) -> html.HtmlElement:
    return html.fragment_fromstring(fragment, create_parent="div")


def _places(element: html.HtmlElement) -> Iterator[Place]:
    """Where text may stand, in reading order; None is a break between two blocks."""
    yield (element, "text")
    for enfant in element:
        bloc = enfant.tag in _BLOCS
        if bloc:
            yield None
        yield from _places(enfant)
        if bloc:
            yield None
        yield (enfant, "tail")


def _lire(place: Place) -> str:
    return "\n" if place is None else getattr(place[0], place[1]) or ""


def _trouer(places: list[Place], trous: Iterable[tuple[int, int]]) -> None:
    """Cut the passages, in order, out of the places that hold them; the first place of each keeps the hole."""
    restants, ici = deque(trous), 0
    for place in places:
        texte = _lire(place)
        bout, lu, garde = ici + len(texte), ici, []
        while restants and restants[0][0] < bout:
            debut, fin = restants[0]
            garde += [texte[lu - ici : max(debut, ici) - ici], _TROU if debut >= ici else ""]
            lu = min(fin, bout)
            if fin > bout:
                break  # it goes on in the next place
            restants.popleft()
        if place is not None and garde:
            setattr(*place, "".join([*garde, texte[lu - ici :]]))
        ici = bout
