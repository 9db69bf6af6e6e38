"""How people and programs name things: by a code, or by the number of the row. PURE."""

from __future__ import annotations

PLUS_GRAND = 2**31 - 1
CHIFFRES = len(str(PLUS_GRAND))


def numero(ref: int | str) -> int | None:
    """The row number that `ref` writes, or None: « ² » is no number, nor is what no column can hold."""
    texte = str(ref).lstrip("0") or "0"
    if not (str(ref).isascii() and str(ref).isdigit()) or len(texte) > CHIFFRES:
        return None
    return nombre if (nombre := int(texte)) <= PLUS_GRAND else None
