"""PURE: other words put in minutes already written, whatever their typography."""

from __future__ import annotations

import re
from html import escape
from typing import Any

BLANC = "[\\s\u00a0\u202f]+"


def remplacer(contexte: dict[str, Any], ancien: str, nouveau: str, numero: str = "") -> int:
    """Replace in the points of the minutes (that of the number, or all); answers how many times."""
    motif, fait = _motif(ancien), 0
    for section in contexte.get("sections", ()):
        for point in section["points"]:
            if numero and point["numero"] not in (numero, f"{numero} (U)"):
                continue
            for champ, valeur in point.items():
                point[champ], fois = _dans(valeur, motif, nouveau, html=champ.endswith("_html"))
                fait += fois
    return fait


def _motif(ancien: str) -> re.Pattern[str]:
    """The words as somebody types them: any space, any apostrophe."""
    mots = [re.escape(escape(mot, quote=False)).replace("'", "’").replace("’", "['’]") for mot in ancien.split()]
    return re.compile(BLANC.join(mots))


def _dans(valeur: Any, motif: re.Pattern[str], nouveau: str, *, html: bool) -> tuple[Any, int]:
    if isinstance(valeur, list):
        dits = [_dans(v, motif, nouveau, html=html) for v in valeur]
        return [dit for dit, _ in dits], sum(fois for _, fois in dits)
    if not isinstance(valeur, str):
        return valeur, 0
    mots = escape(nouveau, quote=False) if html else nouveau
    return motif.subn(lambda _: mots, valeur)
