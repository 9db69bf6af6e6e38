"""How people and programs name things: by a code, or by the number of the row. PURE."""

from __future__ import annotations

PLUS_GRAND = 2**31 - 1


def numero(ref: int | str) -> int | None:
    """The row number that `ref` writes, or None: « ² » is no number, nor is what no column can hold."""
    texte = str(ref)
    if not (texte.isascii() and texte.isdigit()):
        return None
    return nombre if (nombre := int(texte)) <= PLUS_GRAND else None
