"""The offline dossier: one ZIP, an index.html that any device opens without a network, the pieces beside it."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import Any, Protocol

from markupsafe import Markup, escape

from college import stockage

EPOQUE = (1980, 1, 1, 0, 0, 0)
STYLE = Markup("""body{font:1.05rem/1.55 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem}
body{color:#1b1b1b;background:#fff}
nav li{margin:.3rem 0}article{border-top:2px solid #1b1b1b;margin-top:2.5rem;padding-top:1rem}a{color:#0b4f8a}
table{border-collapse:collapse;max-width:100%}td,th{border:1px solid #999;padding:.3rem}h1,h2{line-height:1.25}
@media(prefers-color-scheme:dark){body{color:#eee;background:#16181b}a{color:#9cc9f5}article{border-color:#eee}}
@media print{nav{display:none}article{break-before:page}}""")


class Feuille(Protocol):
    """What the pack needs of a point."""

    @property
    def titres(self) -> tuple[str, ...]: ...
    @property
    def contexte(self) -> dict[str, Any]: ...
    @property
    def pieces(self) -> tuple[dict[str, Any], ...]: ...


def zipper(garde: dict[str, Any], feuilles: Sequence[Feuille]) -> tuple[bytes, None]:
    """The same content gives the same bytes."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        articles = []
        for rang, feuille in enumerate(feuilles, start=1):
            liens = []
            for n, piece in enumerate(feuille.pieces, start=1):
                chemin = f"annexes/{rang:03d}-{n:02d}-{nom_sur(piece['nom'])}"
                _ecrire(archive, chemin, stockage.lire(piece["sha256"]))
                liens.append(Markup('<li><a href="{}">{}</a></li>').format(chemin, piece["nom"]))
            articles.append(_article(rang, feuille, liens))
        _ecrire(archive, "index.html", _page(garde, feuilles, articles).encode())
    return sortie.getvalue(), None


def _ecrire(archive: zipfile.ZipFile, chemin: str, octets: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(chemin, EPOQUE), octets, zipfile.ZIP_DEFLATED)


def nom_sur(nom: str) -> str:
    """A file name that every device accepts: letters, figures, dots and dashes."""
    plat = unicodedata.normalize("NFKD", nom.replace("’", "-")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plat).strip("-.")[-80:] or "piece"


def _article(rang: int, feuille: Feuille, liens: Sequence[Markup]) -> Markup:
    corps = Markup().join(
        Markup(vu.get("note_html", "")) + Markup(vu.get("projet_html", ""))  # noqa: S704 - sanitised for documents
        for vu in feuille.contexte["points"]
    )
    pieces = Markup("<h3>Pièces</h3><ul>{}</ul>").format(Markup().join(liens)) if liens else Markup()
    haut = Markup('<p><a href="#sommaire">Sommaire</a></p>')
    return Markup('<article id="p{}"><h2>{}</h2>{}{}{}</article>').format(rang, feuille.titres[0], corps, pieces, haut)


def _page(garde: dict[str, Any], feuilles: Sequence[Feuille], articles: Sequence[Markup]) -> Markup:
    titre = escape(str(garde.get("titre") or "Dossier de la séance"))
    sommaire = Markup().join(
        Markup('<li><a href="#p{}">{}</a></li>').format(rang, feuille.titres[0])
        for rang, feuille in enumerate(feuilles, start=1)
    )
    return Markup(
        '<!doctype html><html lang="fr-BE"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>{0}</title><style>{1}</style></head><body><h1>{0}</h1>'
        '<nav id="sommaire" aria-label="Sommaire"><ol style="list-style:none;padding:0">{2}</ol></nav>{3}</body></html>'
    ).format(titre, STYLE, sommaire, Markup().join(articles))
