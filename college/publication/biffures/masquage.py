"""PURE. The public rendition of a text: each marked passage gives way to « donnée masquée ».

A mark is masked wherever its words stand, not only where the pencil passed: a name masked once and
printed four lines lower would be published all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html

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


def masquer_html(fragment: str, extraits: Iterable[str]) -> str:
    """The fragment with each extract replaced, even where bold or a link cuts through it."""
    motif = _motif(extraits)
    if not motif or not fragment:
        return fragment
    racine = _arbre(fragment.replace(_TROU, ""))
    places = list(_places(racine))
    trouves = list(motif.finditer("".join(_lire(place) for place in places)))
    for trouve in reversed(trouves):
        _trouer(places, trouve.start(), trouve.end())
    interieur = html.tostring(racine, encoding="unicode")
    return interieur.removeprefix("<div>").removesuffix("</div>").replace(_TROU, BALISE)


def masquer_texte(texte: str, extraits: Iterable[str]) -> str:
    """The same for a plain text (a title, a caption)."""
    motif = _motif(extraits)
    return motif.sub(TEXTE, texte) if motif else texte


def masquer_contexte(valeur: Any, extraits: Iterable[str], cle: str = "") -> Any:
    """The same for the whole tree that a document template prints: the PDF hides what the page hides."""
    extraits = tuple(extraits)
    if isinstance(valeur, dict):
        return {nom: masquer_contexte(enfant, extraits, nom) for nom, enfant in valeur.items()}
    if isinstance(valeur, list):
        return [masquer_contexte(enfant, extraits, cle) for enfant in valeur]
    if isinstance(valeur, str):
        return masquer_html(valeur, extraits) if cle.endswith("_html") else masquer_texte(valeur, extraits)
    return valeur


def _motif(extraits: Iterable[str]) -> re.Pattern[str] | None:
    """Whole words; any white space stands for any other (a no-break space hides nothing)."""
    propres = sorted({" ".join(e.split()) for e in extraits if e.strip()}, key=len, reverse=True)
    if not propres:
        return None
    formes = (r"\s+".join(re.escape(mot) for mot in extrait.split(" ")) for extrait in propres)
    return re.compile(rf"(?<!\w)(?:{'|'.join(formes)})(?!\w)")


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


def _trouer(places: list[Place], debut: int, fin: int) -> None:
    """Cut [debut, fin[ out of the places that hold it; the first one keeps the hole."""
    ici, ouvert = 0, False
    for place in places:
        texte = _lire(place)
        a, b = max(debut, ici), min(fin, ici + len(texte))
        if place is not None and a < b:
            trou = "" if ouvert else _TROU
            setattr(place[0], place[1], texte[: a - ici] + trou + texte[b - ici :])
            ouvert = True
        ici += len(texte)
