"""Rich text that we keep: an allow-list, clamped tables, limits, and the words behind the tags. PURE.

Sanitised when it comes in and again when it goes out to the public: `nettoyer` is idempotent.
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

from college.erreurs import Invalide
from college.francais import INSECABLE
from college.points.phrases import fr

OCTETS_MAX = 200_000
CELLULES_MAX = 2_000
SURFACE_MAX = 10_000
PROFONDEUR_MAX = 40
COLONNES_MAX, RANGEES_MAX, DEPART_MAX = 50, 500, 9_999

_BLOCS = ["p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"]
_TABLEAU = ["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"]
_LIGNE = ["strong", "em", "u", "s", "sub", "sup", "a", "br", "ins", "del"]
_ALIAS = {"b": "strong", "i": "em", "strike": "s", "div": "p", "h1": "h2", "h5": "h4", "h6": "h4"}
_ATTRIBUTS = {
    "a": {"href"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_BORNES = {"colspan": COLONNES_MAX, "rowspan": RANGEES_MAX, "start": DEPART_MAX}
_VIDES = re.compile(r'<(p|li|h2|h3|h4|blockquote|ul|ol)(?: (?:start|type)="\w+")*>(?:\s|&nbsp;|<br>)*</\1>')
# Spaces that nobody reads, of a text written by a program: the editor leaves them out, and would seem to change it.
_BLANCS = re.compile(r"[ \t\n\f]{2,}|[\t\n\f]")
_BORD = rf"<(?:/?(?:{'|'.join([*_BLOCS, *_TABLEAU])})\b[^>]*|br)>"
_AVANT, _APRES = re.compile(rf" (?={_BORD})"), re.compile(rf"({_BORD}) ")
# What a reading-over adds to a text (see `relecture.regles`): never kept in the text itself.
_SUGGESTION, _FIL = re.compile(r"\d{1,12}-[a-z0-9]{1,20}"), re.compile(r"[a-z0-9-]{8,40}")
_BLOC = re.compile(rf"<(?:{'|'.join([*_BLOCS, *_TABLEAU])})\b")
_BALISE = re.compile(r"<(/?)(\w+)([^>]*)>")
_PORTEE = re.compile(r'(colspan|rowspan)="(\d+)"')
_FIN_DE_BLOC = re.compile(r"</(?:p|h[2-4]|li|tr|blockquote|caption)>|<br>")
_CONTROLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069]")
_REFERENCE = re.compile(r"&#(?:x[0-9a-f]{1,8}|\d{1,8});?", re.IGNORECASE)
_BALISE_BARREE = re.compile("(?<=[<>])\u0338+")  # strokes that would be composed with the end of a tag


def nettoyer(texte: str, champ: str = "texte", annote: bool = False) -> str:
    """The text as we keep it; `Invalide` names the field when it is over a limit. `annote` leaves its marks."""
    texte = _CONTROLE.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))
    texte = _BALISE_BARREE.sub("", _REFERENCE.sub(_caractere, texte))
    texte = unicodedata.normalize("NFC", texte).replace("\u0338", "")
    if len(texte.encode("utf-8", "surrogatepass")) > OCTETS_MAX:
        raise Invalide(fr("Ce texte dépasse 200 ko : mettez une partie en annexe."), champ)
    if not texte.strip():
        return ""
    texte = texte.encode("utf-8", "ignore").decode()
    _verifier_profondeur(texte, champ)
    if "<" not in texte:
        texte = _paragraphes(texte)
    propre = (_ANNOTE if annote else _CLEANER).clean(_renommer(texte)).strip()
    while (moins := _VIDES.sub("", propre)) != propre:
        propre = moins
    propre = _AVANT.sub("", _APRES.sub(r"\1", _BLANCS.sub(" ", propre))).strip()
    if "<" not in propre:
        propre = _paragraphes(propre)
    elif not _BLOC.search(propre):
        propre = f"<p>{propre}</p>"
    _verifier_tableaux(propre, champ)
    return propre if texte_brut(propre) or "<table" in propre else ""


def _caractere(reference: re.Match[str]) -> str:
    """What a numeric reference names, read now: a control character must not come back at the second cleaning.

    It leaves a space, never nothing (`&#&#1;1;` would become another reference); ASCII keeps its escape.
    """
    lu = html.unescape(reference[0])
    if lu.isascii() and lu.isprintable() and lu:
        return reference[0]
    return " " if not lu or lu.isascii() or _CONTROLE.search(lu) else lu


def texte_brut(texte_html: str) -> str:
    """The words alone, one line a block."""
    lignes = _FIN_DE_BLOC.sub("\n", texte_html)
    fin = _fin_des_balises(lignes)
    mots = html.unescape(_BALISE.sub(" ", lignes[:fin]) + lignes[fin:])
    return "\n".join(" ".join(ligne.split()) for ligne in mots.split("\n") if ligne.strip())


def _fin_des_balises(texte: str) -> int:
    """No tag ends beyond it: there each « < » would be followed to the end of the text in vain, one after the other."""
    return texte.rfind(">") + 1


def extrait(texte_html: str, longueur: int = 280) -> str:
    """The first words, cut between two of them."""
    mots = texte_brut(texte_html).replace("\n", " ")
    if len(mots) <= longueur:
        return mots
    return mots[:longueur].rsplit(" ", 1)[0] + "…"


def _filtre(balise: str, attribut: str, valeur: str) -> str | None:
    if attribut in _BORNES:
        if not valeur.strip().isascii() or not valeur.strip().isdigit():
            return None
        nombre = max(1, min(int(valeur.strip()[:9]), _BORNES[attribut]))
        return str(nombre) if nombre > 1 else None
    if attribut == "type":
        return valeur if valeur in ("a", "A", "i", "I") else None
    if attribut == "scope":
        return valeur if valeur in ("col", "row") else None
    if attribut in ("data-s", "data-fil"):
        return valeur if (_SUGGESTION if attribut == "data-s" else _FIL).fullmatch(valeur) else None
    return valeur


def _cleaner(balises: set[str], attributs: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={*_BLOCS, *_TABLEAU, *_LIGNE, *balises},
        attributes=_ATTRIBUTS | attributs,
        attribute_filter=_filtre,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


_CLEANER = _cleaner(set(), {})
_ANNOTE = _cleaner({"mark"}, {"ins": {"data-s"}, "del": {"data-s"}, "mark": {"data-fil"}})
_RENOMMER = re.compile(rf"<(/?)({'|'.join(_ALIAS)})(?=[\s>/])", re.IGNORECASE)


def _renommer(texte: str) -> str:
    return _RENOMMER.sub(lambda m: f"<{m[1]}{_ALIAS[m[2].lower()]}", texte)


def _paragraphes(texte: str) -> str:
    lignes = (html.escape(html.unescape(ligne).strip(), quote=False) for ligne in texte.split("\n"))
    return "".join(f"<p>{ligne}</p>" for ligne in lignes if ligne).replace("\u00a0", "&nbsp;")


def _verifier_profondeur(texte: str, champ: str) -> None:
    """Counted before parsing: a tower of tags costs the parser, Word and the PDF far more than its bytes."""
    profondeur = 0
    for fermante, nom, _ in _BALISE.findall(texte[: _fin_des_balises(texte)]):
        if nom.lower() in ("p", "br", "hr", "img", "li", "td", "th", "tr", "meta", "link", "input", "col"):
            continue
        profondeur = max(0, profondeur - 1) if fermante else profondeur + 1
        if profondeur > PROFONDEUR_MAX:
            raise Invalide(fr("Ce texte imbrique trop de niveaux : simplifiez ses listes ou ses tableaux."), champ)


def _verifier_tableaux(propre: str, champ: str) -> None:
    cellules = surface = 0
    for fermante, nom, attributs in _BALISE.findall(propre):
        if not fermante and nom in ("td", "th"):
            portees = dict(_PORTEE.findall(attributs))
            cellules += 1
            surface += int(portees.get("colspan", 1)) * int(portees.get("rowspan", 1))
    if cellules > CELLULES_MAX or surface > SURFACE_MAX:
        combien = f"{max(cellules, surface):,}".replace(",", INSECABLE)
        phrase = f"Un tableau de {combien} cellules est trop grand (2 000 au plus) : joignez-le en annexe."
        raise Invalide(fr(phrase), champ)
