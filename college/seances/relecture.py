"""What stops a text from being frozen: a vote that it tells wrongly, blanks that nobody filled. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from college.francais import INSECABLE
from college.seances import formule, fragments
from college.seances.grammaire import liste

BLANCS = (
    re.compile(r"_{3,}"),
    re.compile(r"\.{4,}"),
    re.compile(r"\[\s*[*_]\s*\]"),
    re.compile(r"\b[xX]{2,}(?:\s*/\s*[xX]{2,})*\b"),
    re.compile(r"(?<![\w*])\*{3,}(?![\w*])"),
    re.compile(r"(?:(?<=[^,]\s)|^)…+(?=[\s,;:/]|$)"),
    re.compile(r"\ben date du\s*(?=[;,.:)]|$)"),
)

AUTOUR = 30


@dataclass(frozen=True)
class Defaut:
    """One thing to settle: its kind, the words, and the sentence for the secretary."""

    genre: str
    extrait: str
    phrase: str


def blancs(markup: str) -> list[str]:
    """The blanks that are left, each with the words around it."""
    return [
        _autour(texte, trouve)
        for texte in map(fragments.texte_de, fragments.blocs(markup))
        for motif in BLANCS
        for trouve in motif.finditer(texte)
    ]


def _autour(texte: str, trouve: re.Match[str]) -> str:
    """The blank and the whole words that stand beside it."""
    avant, apres = texte[: trouve.start()], texte[trouve.end() :]
    avant = avant if len(avant) <= AUTOUR else avant[-AUTOUR:].partition(" ")[2]
    apres = apres if len(apres) <= AUTOUR else apres[:AUTOUR].rpartition(" ")[0]
    return f"{avant}{trouve.group()}{apres}".strip()


def relire(markup: str, comptes: Mapping[str, int] | None = None) -> list[Defaut]:
    """The reasons not to freeze this text, given the counts that were proclaimed (None: no vote)."""
    defauts = []
    vus = set()
    for trouvee in formule.formules(markup):
        if trouvee.a_des_blancs:
            vus.add(trouvee.extrait)
            defauts.append(_defaut("vote_blanc", trouvee.extrait, "laisse le vote en blanc"))
        elif comptes is not None and (ecart := _ecart(trouvee, comptes)):
            defauts.append(_defaut("vote_contredit", trouvee.extrait, f"contredit le vote proclamé ({ecart})"))
    for extrait in blancs(markup):
        if not any(extrait in vu or vu in extrait for vu in vus):
            defauts.append(_defaut("blanc", extrait, "est resté à compléter"))
    return defauts


def _defaut(genre: str, extrait: str, reproche: str) -> Defaut:
    return Defaut(genre, extrait, f"«{INSECABLE}{extrait[:120]}{INSECABLE}» {reproche}")


def _ecart(trouvee: formule.Formule, comptes: Mapping[str, int]) -> str:
    """What the proclaimed counts say where the text says otherwise, or nothing."""
    hors_pour = sum(nombre for choix, nombre in comptes.items() if choix != "pour")
    if trouvee.unanimite:
        return _dire(comptes) if hors_pour else ""
    differe = any(comptes.get(choix, 0) != nombre for choix, nombre in trouvee.comptes.items())
    return _dire(comptes) if differe else ""


def _dire(comptes: Mapping[str, int]) -> str:
    return liste([f"{nombre} {choix}" for choix, nombre in comptes.items() if nombre])
