"""Reading and editing sanitised HTML fragments block by block, without a parser. Pure.

The texts come from our own allow-list (paragraphs, lists, headings, tables, inline marks), so that a block
is a tag, its inside and its end; a search runs on the visible text and is carried back to the markup.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

BLOC = re.compile(r"<(p|li|h[2-6]|td|th|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
MORCEAU = re.compile(r"<[^>]*>|&[#\w]+;|[^<&]+|.", re.DOTALL)
BALISE = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Texte:
    """The visible text of a piece of markup, and where each character stands in it."""

    visible: str
    debuts: tuple[int, ...]
    fins: tuple[int, ...]

    def tranche(self, debut: int, fin: int) -> tuple[int, int]:
        """From a slice of the visible text to the slice of the markup."""
        return self.debuts[debut], self.fins[fin - 1]


def lire(markup: str) -> Texte:
    """Read the markup once: tags are invisible, an entity is one character, plain words stand as they are."""
    visibles: list[str] = []
    debuts: list[int] = []
    fins: list[int] = []
    for trouve in MORCEAU.finditer(markup):
        lu, debut, fin = trouve.group(), *trouve.span()
        if lu.startswith("<"):
            continue
        entite = lu.startswith("&")
        visibles.append(html.unescape(lu)[:1] if entite else lu)
        debuts += (debut,) if entite else range(debut, fin)
        fins += (fin,) if entite else range(debut + 1, fin + 1)
    return Texte("".join(visibles), tuple(debuts), tuple(fins))


def texte_de(markup: str) -> str:
    """The visible text on one line."""
    return " ".join(html.unescape(BALISE.sub(" ", markup)).split())


def blocs(markup: str) -> list[str]:
    """The inside of each block, in order."""
    return [trouve.group(2) for trouve in BLOC.finditer(markup)]


def est_vide(markup: str) -> bool:
    return not texte_de(markup)


def transformer(markup: str, changer: Callable[[str], str | None]) -> str:
    """Rewrite the inside of each block; None removes the block."""

    def remplacer(trouve: re.Match[str]) -> str:
        dedans = changer(trouve.group(2))
        if dedans is None:
            return ""
        balise = trouve.group(1)
        ouverture = trouve.group()[: trouve.group().index(">") + 1]
        return f"{ouverture}{dedans}</{balise}>"

    return BLOC.sub(remplacer, markup)


def substituer(dedans: str, debut: int, fin: int, remplacement: str) -> str:
    """Replace a slice of markup; the tags that stood in the slice stay, so that marks remain balanced."""
    balises = "".join(BALISE.findall(dedans[debut:fin]))
    return dedans[:debut] + remplacement + balises + dedans[fin:]
