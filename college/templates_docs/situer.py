"""PURE: where a fault stands in a template, as its author sees it: part and paragraph of Word, line of HTML."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_PARTIES = (
    (re.compile(r"word/document\.xml$"), "le corps du document"),
    (re.compile(r"word/header\d*\.xml$"), "l’en-tête"),
    (re.compile(r"word/footer\d*\.xml$"), "le pied de page"),
    (re.compile(r"word/footnotes\.xml$"), "les notes de bas de page"),
    (re.compile(r"docProps/core\.xml$"), "les propriétés du fichier"),
)
_INCONNU = re.compile(r"'([^']+)' is undefined|has no (?:attribute|element) '?([^']+?)'?$")


def champ_inconnu(message: str) -> str:
    """The name of the field in the engine's English message."""
    trouve = _INCONNU.search(message)
    return next((nom for nom in trouve.groups() if nom), message) if trouve else message


def situer(gabarit: bytes, mot: str) -> str:
    """« dans le corps du document, paragraphe 3 », « à la ligne 12 »; empty when the word is nowhere."""
    if not mot:
        return ""
    return _dans_word(gabarit, mot) if gabarit.startswith(b"PK") else _dans_html(gabarit, mot)


def _dans_html(gabarit: bytes, mot: str) -> str:
    lignes = gabarit.decode("utf-8", "replace").splitlines()
    return next((f"à la ligne {n}" for n, ligne in enumerate(lignes, start=1) if _emploie(ligne, mot)), "")


def _dans_word(gabarit: bytes, mot: str) -> str:
    with zipfile.ZipFile(BytesIO(gabarit)) as archive:
        for motif, libelle in _PARTIES:
            for nom in filter(motif.search, archive.namelist()):
                xml = archive.read(nom).decode("utf-8", "replace")
                textes = [re.sub(r"<[^>]+>", "", p) for p in re.split(r"</w:p>", xml)]
                for rang, texte in enumerate(textes, start=1):
                    if _emploie(texte, mot):
                        return f"dans {libelle}" + (f", paragraphe {rang}" if len(textes) > 2 else "")
    return ""


def _emploie(texte: str, mot: str) -> bool:
    """Inside a tag, and as a whole word."""
    return any(re.search(rf"\b{re.escape(mot)}\b", balise) for balise in re.findall(r"\{[{%].*?(?:[}%]\}|$)", texte))
