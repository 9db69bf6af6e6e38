"""Style sheets, scripts and icons: the built ones when `static/dist/` is there, our sources otherwise.

Built names carry their hash; a source is served with `?v=` and its hash, so that both may be cached for ever.
Without Node the application is whole: htmx, the rich editor, dragging, icons and web fonts alone are missing.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup

RACINE = Path(__file__).parent / "static"
UN_AN = 365 * 24 * 3600

# What each bundle is made of when nothing is built; a bundle of third-party code has no source.
SOURCES: dict[str, tuple[str, ...]] = {
    "css": ("css/tokens.css", "css/components.css", "css/ecrans.css", "css/complements.css"),
    "sombre": ("css/sombre.css",),
    "js": ("js/college.js",),
    "htmx": (),
    "editeur": (),
}
BATIS = {
    "css": "college.css",
    "sombre": "sombre.css",
    "js": "college.js",
    "htmx": "htmx.js",
    "editeur": "editeur.js",
}

# What an icon-only button shows while the drawings are missing.
GLYPHES = {
    "haut": "↑", "bas": "↓", "gauche": "←", "droite": "→", "croix": "×", "coche": "✓", "plus": "…",
    "chercher": "⌕", "ajouter": "+", "tiret": "–", "chevron": "▾", "poignee": "⠿",
}  # fmt: skip


def _lire(chemin: Path) -> dict[str, str]:
    """A small JSON map, read again when it changed: assets may be rebuilt under a running server."""
    try:
        return _lu(chemin, chemin.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache
def _lu(chemin: Path, _modifie: int) -> dict[str, str]:
    return json.loads(chemin.read_text(encoding="utf-8"))


@lru_cache
def _empreinte(chemin: Path, _modifie: int) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()[:10]


def fichiers(nom: str, racine: Path = RACINE) -> list[tuple[str, str]]:
    """(path under static/, hash to put in the query) of a bundle; empty when it has no source."""
    bati = _lire(racine / "dist/manifeste.json").get(BATIS[nom])
    if bati:
        return [(f"dist/{bati}", "")]
    chemins = [(source, racine / source) for source in SOURCES[nom]]
    return [(source, _empreinte(chemin, chemin.stat().st_mtime_ns)) for source, chemin in chemins]


def actif(nom: str) -> list[str]:
    """Addresses of a bundle: « css », « sombre », « js », « htmx »."""
    return [
        url_for("static", filename=chemin, v=empreinte or None)  # a built name already carries its hash
        for chemin, empreinte in fichiers(nom)
    ]


@lru_cache
def svg_icone(nom: str) -> Markup:
    """An icon drawn in the line of text, hidden from screen readers: the word beside it says it."""
    if nom not in _lire(RACINE / "icones.json"):
        raise KeyError(f"No icon is called {nom!r}: see static/icones.json")
    dessin = _lire(RACINE / "dist/icones.json").get(nom)
    if dessin is None:
        return Markup('<span class="i" aria-hidden="true">{}</span>').format(GLYPHES.get(nom, ""))
    return Markup('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(Markup(dessin))  # noqa: S704


def _duree_de_cache(nom: str | None) -> int | None:
    """Built names and versioned sources never change; the rest is asked again."""
    return UN_AN if nom and nom.startswith(("dist/", "css/")) else None


def installer(app: Flask) -> None:
    """Give templates `actif` and `svg_icone`, and static files their cache."""
    app.jinja_env.globals.update(actif=actif, svg_icone=svg_icone)
    setattr(app, "get_send_file_max_age", _duree_de_cache)  # noqa: B010 - Flask asks this method of the application
