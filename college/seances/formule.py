"""The vote in the text: the `[vote]` token, and the formulae that people paste. Pure.

Agents type « par x voix pour, x voix contre » or « à l’unanimité » in the text itself. The formula is
recognised so that the token can take its place; a text that contradicts the proclaimed result, or that
keeps blanks, must not be frozen.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from college.seances import fragments

JETON = "[vote]"
JETON_SEUL = f"<p>{JETON}</p>"

UNITES = (
    (
        "zéro une? deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf vingt vingt[ -]et[ -]une? vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six "
        "vingt-sept vingt-huit vingt-neuf trente"
    )
    .replace("vingt[ -]et[ -]une?", "vingt[-\\s]et[-\\s]une?")
    .split()
)
MOTS = "|".join(sorted(UNITES, key=len, reverse=True))
# What repeats is taken whole, from its beginning (`++`, `(?<!…)`): a text of dots, spaces or parentheses is read once.
VIDE = r"(?<!…)…++|(?<!\.)\.{2,}+|(?<!_)_{2,}+|\[\s*+[*…x]?\s*+\]|\*{1,3}|[xX]{1,3}\b"
GUILLEMETS = r"[\s\"“”«»'’]*+"
TERME = re.compile(
    rf"(?:(?P<nombre>\d{{1,3}}|(?:{MOTS})\b|{VIDE})|(?<=par)|(?<=à)|(?<=,))\s*"
    rf"(?:(?:votes?|voix|bulletins?)\s*+(?:d[’'])?{GUILLEMETS}(?P<choix>pour|contre|abstentions?|blancs?|nuls?)\b(?:\(s\))?"
    rf"|(?:d[’'])?(?P<court>oui|non|abstentions?|pour|contre)\b(?:\(s\))?(?!\s+(?:le|la|les|cent)\b))"
    rf"{GUILLEMETS}",
    re.IGNORECASE,
)
UNANIMITE = re.compile(
    r"(?:soit\s+)?\b[àa]\s+l[’']\s?unanimit[ée](?:\s+des\s+(?:membres|votants|voix|suffrages|conseillers)"
    r"(?:\s+(?:présents|votants|exprimés))*)?(?:\s+présents)?",
    re.IGNORECASE,
)
LIAISON = re.compile(
    r"(?:\([^()]{0,400}\)|[\s,;:/–-]|\bet\b|\bou\b|\bOU\b|\bsoit\b|\(soit\)|\bpar\b|\bà\b|\(\s*OU\b"
    r"|\bdes membres présents\b|[()])*+",
    re.IGNORECASE,
)
AMORCE_MAX = 80
AMORCE = re.compile(r"\(?\s*(?:\bstatuant\s*)?(?:\b(?:par|à|avec)\s*)?\(?\s*\Z", re.IGNORECASE)
FERMANTE = re.compile(r"\s*+,?\s*+\)(?:\s+des\s+(?:membres|votants|conseillers)(?:\s+présents)?)?", re.IGNORECASE)
ALTERNATIVE = re.compile(r"\s+ou\s*(?:\.{2,}|…+)", re.IGNORECASE)
D_UNE_REGLE = re.compile(r"(?:\bdispos\w*\s+(?:chacune?\s+)?d[e’']|\bprises?\s+de\s+décisions?)\s*\Z", re.IGNORECASE)
CONSIDERANT = re.compile(r"\s*(?:vu|revu|considérant|attendu|entendu|étant donné)\b", re.IGNORECASE)
VERBES = (
    "décide|arrête|approuve|prend acte|prend connaissance|émet|marque|ratifie|adopte|désigne|nomme|autorise|"
    "ordonne|confirme|fixe|vote|accorde|octroie|sollicite|propose|charge|constate|proclame|élit|déclare|modifie|"
    "abroge|rejette|refuse|déplore|prie"
)
VERBE = re.compile(
    rf"\s*(?:(?:le|la)\s+(?:conseil|collège|bureau|comité|bourgmestre)[^.:;]{{0,60}}?[,\s]\s*)?(?:{VERBES})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Formule:
    """A pasted vote formula in the visible text of a block."""

    debut: int
    fin: int
    extrait: str
    unanimite: bool
    comptes: Mapping[str, int]
    a_des_blancs: bool


def reperer(texte: str) -> list[Formule]:
    """The vote formulae of one block of visible text (a recital about a past vote is not one)."""
    if CONSIDERANT.match(texte):
        return []
    formules: list[Formule] = []
    groupe: list[re.Match[str]] = []
    for terme in _termes(texte):
        if groupe and not LIAISON.fullmatch(texte, groupe[-1].end(), terme.start()):
            formules.extend(_former(texte, groupe))
            groupe = []
        groupe.append(terme)
    return formules + list(_former(texte, groupe))


def _termes(texte: str) -> Iterator[re.Match[str]]:
    trouves = sorted([*TERME.finditer(texte), *UNANIMITE.finditer(texte)], key=lambda t: t.start())
    yield from (t for t in trouves if not D_UNE_REGLE.search(texte, _avant(t), t.start()))


def _avant(terme: re.Match[str]) -> int:
    """Where to look for what leads to a term: a few words before it."""
    return max(0, terme.start() - AMORCE_MAX)


def _former(texte: str, termes: list[re.Match[str]]) -> Iterator[Formule]:
    votes = [t for t in termes if t.re is TERME]
    unanimite = len(votes) < len(termes)
    explicites = any(t.group("choix") for t in votes)
    if not (unanimite or explicites or len(votes) >= 2):
        return
    amorce = AMORCE.search(texte, _avant(termes[0]), termes[0].start())
    debut = amorce.start() if amorce else termes[0].start()
    debut, fin = _bornes(texte, debut, termes)
    while debut < fin and texte[debut].isspace():
        debut += 1
    while fin > debut and texte[fin - 1].isspace():
        fin -= 1
    if (parenthese := re.match(r"\s*\([^()]{0,400}\)", texte[fin:])) and votes:
        fin += parenthese.end()
    comptes, blancs = _comptes(votes)
    alternative = unanimite and bool(votes)
    yield Formule(debut, fin, texte[debut:fin].strip(), unanimite and not votes, comptes, blancs or alternative)


def _bornes(texte: str, debut: int, termes: list[re.Match[str]]) -> tuple[int, int]:
    """« (à l’unanimité) des membres présents », « à l’unanimité ou… »: a parenthesis goes whole or stays whole."""
    fin = termes[-1].end()
    if alternative := ALTERNATIVE.match(texte, fin):
        fin = alternative.end()
    ouvrante = texte.rfind("(", debut, termes[0].start())
    if ouvrante < 0:
        return debut, fin
    fermee = FERMANTE.match(texte, fin)
    return (debut, fermee.end()) if fermee else (ouvrante + 1, fin)


CHOIX = {"oui": "pour", "non": "contre", "blancs": "blanc", "nuls": "nul", "abstentions": "abstention"}


def _comptes(votes: list[re.Match[str]]) -> tuple[dict[str, int], bool]:
    comptes: dict[str, int] = {}
    blancs = False
    for terme in votes:
        choix = (terme.group("choix") or terme.group("court")).lower()
        nombre = _nombre(terme.group("nombre"))
        if nombre is None:
            blancs = True
        else:
            comptes[CHOIX.get(choix, choix)] = nombre
    return comptes, blancs


def _nombre(mot: str | None) -> int | None:
    if mot is None:
        return None
    if mot.isdigit():
        return int(mot)
    return next((rang for rang, motif in enumerate(UNITES) if re.fullmatch(motif, mot.lower())), None)


def formules(markup: str) -> list[Formule]:
    """All the vote formulae of a text."""
    return [f for dedans in fragments.blocs(markup) for f in reperer(fragments.lire(dedans).visible)]


def remplacer(markup: str) -> str:
    """Put the token where formulae stand; neighbours that said one vote together become one token."""
    change = fragments.transformer(markup, _remplacer_bloc)
    return re.sub(rf"(?:{re.escape(JETON_SEUL)}\s*)+", JETON_SEUL, change)


def _remplacer_bloc(dedans: str) -> str:
    texte = fragments.lire(dedans)
    for formule in reversed(reperer(texte.visible)):
        reste = texte.visible[: formule.debut] + texte.visible[formule.fin :]
        if not reste.strip(" \u00a0,;:."):
            return JETON
        dedans = fragments.substituer(dedans, *texte.tranche(formule.debut, formule.fin), JETON)
    return dedans


def conclut(motivation: str, dispositif: str) -> bool:
    """Does the text say by itself what is decided or taken note of? Recitals alone do not."""
    if not fragments.est_vide(dispositif):
        return True
    return any(VERBE.match(fragments.texte_de(bloc.group(2))) for bloc in fragments.BLOC.finditer(motivation))


def dire_en_ligne(markup: str, phrase: str) -> str:
    """Replace only the tokens that stand inside a sentence; those on their own line are left to the template."""
    avant, vote = _separer(html.escape(phrase, quote=False))
    return fragments.transformer(
        markup, lambda dedans: dedans if fragments.texte_de(dedans) == JETON else _dire_bloc(dedans, avant, vote)
    )


EN_TETE = re.compile(rf"\A((?:<[^>]+>)*){re.escape(JETON)}((?=(?:<[^>]+>|\s)*[,:;.]))?")
SANS_VIRGULE = re.compile(
    rf"{re.escape(JETON)}(?=(?:<[^>]+>|\s)*[,:;.])|(?<!,)(?<!, )(?<!,\u00a0){re.escape(JETON)}(?=\s*\w)"
)
# « M. Paul Wéry, conseiller, ne prend pas part au vote. À l’unanimité, »: what is told first, then the vote itself.
DEUX_PHRASES = re.compile(r"(?P<avant>.*\.) (?P<vote>(?:Par|À l’unanimité|Au scrutin secret)\b.*)", re.DOTALL)


def _separer(phrase: str) -> tuple[str, str]:
    deux = DEUX_PHRASES.fullmatch(phrase)
    return (deux["avant"], deux["vote"]) if deux else ("", phrase)


def _dire_bloc(dedans: str, avant: str, vote: str) -> str:
    """The vote takes the place of its token, in the middle of a sentence or at its head; whole sentences go before."""
    if JETON not in dedans:
        return dedans
    milieu = vote[:1].lower() + vote[1:]
    dit = EN_TETE.sub(lambda tete: tete[1] + (vote if tete[2] is None else vote.rstrip(",.")), dedans)
    dit = SANS_VIRGULE.sub(lambda _: milieu.rstrip(",."), dit).replace(JETON, milieu)
    return f"{avant} {dit}" if avant else dit
