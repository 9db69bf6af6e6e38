"""What WeasyPrint does again for nothing is done once: the same bytes, an eighth less work. Only workers import this.

`test_economies.py` lays documents out without it too, and compares; `sans` is there for it, and for a version of
WeasyPrint that would no longer have these doors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.pdf import fonts
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

_A_CALCULER = {"float", "display", "position", "page", *INITIAL_NOT_COMPUTED}
_ORDINAIRES = frozenset(
    nom for nom in INITIAL_VALUES if nom not in _A_CALCULER and not nom.startswith(("text_decoration_", "__"))
)
_LOGIQUES = frozenset(f(block="ttb", inline=sens) for f in PHYSICAL_FUNCTIONS.values() for sens in ("ltr", "rtl"))
_FINS = ("\n", "\r", "\u2029")


class _Style(css.ComputedStyle):
    """A property of which no rule speaks takes its parent's value or its first one: nothing is to be computed."""

    def __missing__(self, nom: str) -> Any:
        regles = self.cascaded
        if nom not in _ORDINAIRES or nom in regles or (nom in PHYSICAL_FUNCTIONS and not _LOGIQUES.isdisjoint(regles)):
            return super().__missing__(nom)
        parent = self.parent_style if nom in INHERITED else None
        valeur = self[nom] = INITIAL_VALUES[nom] if parent is None else parent[nom]
        return valeur


class _Trait(line_break.Layout):
    """A line that was shaped to be measured stays as it is until it is drawn, where its whole text is that line."""

    seule = gardee = False

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        une = not any(fin in self.text for fin in _FINS)
        pango.pango_layout_set_single_paragraph_mode(self.layout, une)  # as the drawing will ask

    def get_first_line(self) -> Any:
        ligne, suite = super().get_first_line()
        self.seule = suite is None
        return ligne, suite

    def deactivate(self) -> None:
        """Measured: kept. Drawn: given back."""
        self.gardee = self.seule and not self.gardee
        if not self.gardee:
            super().deactivate()

    def reactivate(self, style: Any) -> None:
        """To be drawn; a line that is spread out is shaped again."""
        if not self.gardee or self.justification_spacing:
            super().reactivate(style)


class _Types:
    """The calls of C; an array of any length is of one type, whose declaration is read once."""

    def __getattr__(self, nom: str) -> Any:
        return getattr(ffi, nom)

    def new(self, declaration: str, valeur: Any = None) -> Any:
        """As `ffi.new`; what it is filled with says its length."""
        if isinstance(valeur, list | tuple):
            declaration = f"{declaration.partition('[')[0]}[]"
        return ffi.new(declaration, valeur)


_PORTES = (
    (css, "ComputedStyle", css.ComputedStyle, _Style),
    (line_break, "Layout", line_break.Layout, _Trait),
    (fonts, "ffi", ffi, _Types()),
)


def installer() -> None:
    """From now on, in this process."""
    for module, nom, _, notre in _PORTES:
        setattr(module, nom, notre)


@contextmanager
def sans() -> Iterator[None]:
    """WeasyPrint as it comes."""
    for module, nom, sien, _ in _PORTES:
        setattr(module, nom, sien)
    try:
        yield
    finally:
        installer()
