"""PURE. French words to terms: folding, stop words, stems. Memoised: a town uses few words."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

#: Written words whose terms are remembered (about 1 KB each): the common ones come back before they are forgotten.
MOTS_GARDES = 6_000

_SNOWBALL = Stemmer.Stemmer("french", 0)

MOTS_VIDES = frozenset(
    [
        "a",
        "afin",
        "ai",
        "ainsi",
        "alors",
        "as",
        "au",
        "aucun",
        "aucune",
        "aupres",
        "aussi",
        "autre",
        "autres",
        "aux",
        "avec",
        "avait",
        "avoir",
        "ayant",
        "car",
        "ce",
        "ceci",
        "cela",
        "celle",
        "celles",
        "celui",
        "cent",
        "ces",
        "cet",
        "cette",
        "ceux",
        "chaque",
        "ci",
        "comme",
        "dans",
        "de",
        "dela",
        "des",
        "donc",
        "dont",
        "du",
        "elle",
        "elles",
        "en",
        "ensuite",
        "entre",
        "est",
        "et",
        "etaient",
        "etait",
        "etant",
        "ete",
        "etre",
        "eu",
        "eux",
        "fait",
        "fut",
        "il",
        "ils",
        "je",
        "jusque",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "lors",
        "lorsque",
        "lui",
        "ma",
        "mais",
        "me",
        "meme",
        "memes",
        "mes",
        "moi",
        "mon",
        "n",
        "ne",
        "ni",
        "nos",
        "notre",
        "nous",
        "on",
        "ont",
        "ou",
        "par",
        "parce",
        "pas",
        "pendant",
        "peu",
        "peut",
        "plus",
        "pour",
        "pourra",
        "pourquoi",
        "puis",
        "puisque",
        "qu",
        "quand",
        "que",
        "quel",
        "quelle",
        "quelles",
        "quels",
        "qui",
        "quoi",
        "sa",
        "sans",
        "se",
        "selon",
        "sera",
        "seront",
        "ses",
        "si",
        "sien",
        "soi",
        "soient",
        "soit",
        "son",
        "sont",
        "sous",
        "suis",
        "sur",
        "ta",
        "te",
        "tel",
        "telle",
        "tes",
        "toi",
        "ton",
        "tous",
        "tout",
        "toute",
        "toutes",
        "tres",
        "tu",
        "un",
        "une",
        "vers",
        "vos",
        "votre",
        "vous",
        "y",
    ]
) - {"cent", "sous"}

ELISIONS = r"(?:l|d|j|m|t|s|n|c|ç|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ]"

#: Written forms that mean one word: abbreviations of addresses and acts, irregular plurals.
_EQUIVALENTS = {
    "art": "article", "arts": "article", "eur": "euro", "euros": "euro", "€": "euro", "st": "saint",
    "ste": "saint", "sts": "saint", "stes": "saint", "sainte": "saint", "saintes": "saint", "bd": "boulevard",
    "bld": "boulevard", "av": "avenue", "chee": "chaussee", "travaux": "travail", "baux": "bail",
    "vitraux": "vitrail", "coraux": "corail", "emaux": "email", "yeux": "oeil", "cieux": "ciel",
    "mmes": "mme", "messieurs": "monsieur", "mr": "monsieur", "mm": "monsieur",
}  # fmt: skip

#: Snowball would merge these with a word found everywhere (commune, conseil): they keep a term of their own.
_A_PART = {
    "communication": "communic", "communications": "communic", "communiquer": "communic", "communique": "communic",
    "communiques": "communic", "conseiller": "conseiler", "conseillers": "conseiler",
}  # fmt: skip

#: Snowball knows these endings with their accents only; we fold first, so that an accent left out changes nothing.
_FINALES = (
    (re.compile(r"(?<=y)aux$"), "au"),
    (re.compile(r"(?<![ey])aux$"), "al"),
    (re.compile(r"ees?$"), "e"),
    (re.compile(r"er(?:e|es|s)$"), "er"),
)
_ASSE = re.compile(r"(.+ass)es?$")
_DOUBLEES = re.compile(r"([bcdfghjklmnpqrstvwxz])\1+")
_ORDINAL = re.compile(r"^(\d+)(?:er|ere|re|e|eme|emes|nd|nde)$")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})


@lru_cache(maxsize=MOTS_GARDES // 4)
def plier(mot: str) -> str:
    """Lower case, without accents nor ligatures."""
    mot = mot.casefold().translate(_LIGATURES)
    if mot.isascii():
        return mot
    return "".join(c for c in unicodedata.normalize("NFKD", mot) if not unicodedata.combining(c))


@lru_cache(maxsize=MOTS_GARDES // 4)
def racine(mot: str) -> str:
    """The term of a word; the empty string for a stop word."""
    mot = plier(mot)
    if mot in MOTS_VIDES:
        return ""
    if len(mot) > 64:
        return mot[:64]
    if not mot.isalpha():
        ordinal = _ORDINAL.match(mot)
        return ordinal[1] if ordinal else mot
    return _tronc(_EQUIVALENTS.get(mot, mot))


def _tronc(mot: str) -> str:
    if len(mot) <= 3:
        return mot
    if len(mot) > 4:
        for finale, remplacement in _FINALES:
            mot = finale.sub(remplacement, mot)
    if trouve := _ASSE.match(mot):  # terrasse, impasse, classe: not the subjunctive that Snowball cuts off
        return _DOUBLEES.sub(r"\1", trouve[1])
    return _DOUBLEES.sub(r"\1", _A_PART.get(mot) or _SNOWBALL.stemWord(mot))
