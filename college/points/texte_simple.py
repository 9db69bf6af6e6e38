"""Rich text as plain lines, for an editor without scripts: PURE. Only what plain lines can say goes both ways.

A blank line separates paragraphs, « - » opens an item, « 1. » a numbered one.
"""

from __future__ import annotations

import html
import re

_BLOCS = re.compile(r"<p>(?P<p>(?:[^<]|<br>)*)</p>|<(?P<liste>ul|ol)>(?P<items>(?:<li>[^<]*</li>)+)</(?P=liste)>")
_ITEM = re.compile(r"<li>([^<]*)</li>")
_PUCE = re.compile(r"(?:-|•|–)\s+(.*)")
_NUMERO = re.compile(r"\d{1,3}\.\s+(.*)")


def en_lignes(texte_html: str) -> str | None:
    """Plain lines, or None when the text has what they cannot say (a table, bold, a link…)."""
    if not texte_html:
        return ""
    lignes = "\n\n".join(_bloc(bloc) for bloc in _BLOCS.finditer(texte_html))
    return lignes if en_html(lignes) == texte_html else None


def _bloc(bloc: re.Match[str]) -> str:
    if bloc["liste"] is None:
        return html.unescape(bloc["p"].replace("<br>", "\n"))
    items = (html.unescape(item) for item in _ITEM.findall(bloc["items"]))
    if bloc["liste"] == "ul":
        return "\n".join(f"- {item}" for item in items)
    return "\n".join(f"{rang}. {item}" for rang, item in enumerate(items, 1))


def en_html(lignes: str) -> str:
    """HTML paragraphs and lists. A text that already holds tags is left as it is."""
    lignes = lignes.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"<[a-zA-Z/!]", lignes):
        return lignes
    blocs = (bloc.strip() for bloc in re.split(r"\n\s*\n", lignes))
    return "".join(_en_bloc(bloc.split("\n")) for bloc in blocs if bloc)


def _en_bloc(lignes: list[str]) -> str:
    for motif, liste in ((_PUCE, "ul"), (_NUMERO, "ol")):
        lus = [motif.fullmatch(ligne.strip()) for ligne in lignes]
        if all(lus):
            items = "".join(f"<li>{html.escape(lu[1], quote=False)}</li>" for lu in lus if lu)
            return f"<{liste}>{items}</{liste}>"
    return f"<p>{'<br>'.join(html.escape(ligne.strip(), quote=False) for ligne in lignes)}</p>"
