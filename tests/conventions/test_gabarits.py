"""Templates: each is used, speaks typographic French, and keeps to the strict content policy."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import render_template_string

from tests.conventions.sources import RACINE, nom, python, suivis

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LUS = ("title", "alt", "aria-label", "placeholder")
MUETS = ("script", "style", "code", "pre", "kbd", "samp")
FAUTES = (
    (re.compile(r"\w'\w"), "straight apostrophe: write ’"),
    (re.compile(r'(?<![=\w])"\w[^"=<>]*"'), "straight quotes: write « »"),
    (re.compile(r"\.\.\."), "three dots: write …"),
    (re.compile(r"\w[;:!?](?= |$)(?!//)"), "no space before ; : ! ?: write one, it becomes no-break by itself"),
)
INTERDITS = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)[^>]*>\s*\S|hx-on|javascript:|\w\s*\|\s*safe\b")


def _gabarits():
    return [chemin for chemin in suivis() if chemin.suffix == ".html" and RACINE / "college" in chemin.parents]


def _pages():
    """Screens: documents have their own typography, made by their contexts."""
    return [chemin for chemin in _gabarits() if "templates_docs" not in chemin.parts]


class _Lecteur(HTMLParser):
    """Gathers what a person reads: text and spoken attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.textes: list[tuple[int, str]] = []
        self.muets = 0

    def handle_starttag(self, tag, attrs):
        self.muets += tag in MUETS
        self.textes += [(self.getpos()[0], valeur) for cle, valeur in attrs if cle in LUS and valeur]

    def handle_endtag(self, tag):
        self.muets -= tag in MUETS

    def handle_data(self, data):
        if not self.muets:
            self.textes.append((self.getpos()[0], data))


def _sans_jinja(texte: str) -> str:
    """Jinja becomes a word, so that « {{ n }} € » is still seen; line numbers do not move."""
    return JINJA.sub(lambda trouve: "µ" + "\n" * trouve[0].count("\n"), texte)


@pytest.mark.parametrize("gabarit", _pages(), ids=nom)
def test_a_template_speaks_typographic_french(gabarit):
    lecteur = _Lecteur()
    lecteur.feed(_sans_jinja(gabarit.read_text(encoding="utf-8")))
    fautes = [
        f"{nom(gabarit)}:{ligne} « {texte.strip()[:60]} » {conseil}"
        for ligne, texte in lecteur.textes
        for motif, conseil in FAUTES
        if motif.search(texte)
    ]
    assert not fautes


@pytest.mark.parametrize("gabarit", _pages(), ids=nom)
def test_a_template_keeps_to_the_strict_content_policy(gabarit):
    texte = gabarit.read_text(encoding="utf-8")
    assert not INTERDITS.findall(texte), "No inline style, script or handler; no |safe: markup comes as Markup"


def test_every_template_is_used():
    sources = [chemin.read_text(encoding="utf-8") for chemin in [*python(), *_gabarits()]]
    inutiles = [nom(gabarit) for gabarit in _pages() if not _est_cite(gabarit, sources)]
    assert not inutiles


def _est_cite(gabarit, sources: list[str]) -> bool:
    relatif = nom(gabarit).rpartition("/templates/")[2]
    return any(relatif in source or gabarit.name in source or f'"{gabarit.stem}"' in source for source in sources)


def test_the_typography_is_put_in_as_templates_are_compiled(app):
    with app.app_context():
        rendu = render_template_string("<p title='Oui ?'>« {{ mot }} » : {{ n }} € !</p>", mot="a : b", n=3)
    assert rendu == "<p title='Oui\u00a0?'>«\u00a0a : b\u00a0»\u00a0: 3\u00a0€\u00a0!</p>"
