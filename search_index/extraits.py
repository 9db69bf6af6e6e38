"""PURE. Highlighting: what was found, marked in the person's own text, escaped for HTML."""

from collections.abc import Iterable
from html import escape

from search_index.analyse import Jeton, jetons
from search_index.fiche import Fiche, Page
from search_index.grammaire import Clause

LONGUEUR = 260
Marque = tuple[int, int, str]


class Surligneur:
    """Finds the terms of a query in any text; a phrase is marked only where its words follow each other."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        clauses = tuple(clauses)
        suites = [suite for clause in clauses for suite in clause.choix]
        self._mots = {suite[0] for suite in suites if len(suite) == 1}
        self._phrases = [suite for suite in suites if len(suite) > 1]
        self._prefixes = tuple(clause.prefixe for clause in clauses if clause.prefixe)

    def __bool__(self) -> bool:
        return bool(self._mots or self._phrases or self._prefixes)

    def marques(self, texte: str) -> list[Marque]:
        """(start, end, term) of each hit, in order."""
        lus = list(jetons(texte)) if self else []
        trouvees = {i: terme for i, jeton in enumerate(lus) if (terme := self._terme(jeton))}
        for phrase in self._phrases:
            trouvees |= dict.fromkeys(_suite(lus, phrase), phrase[0])
        return [(lus[i].debut, lus[i].fin, trouvees[i]) for i in sorted(trouvees)]

    def _terme(self, jeton: Jeton) -> str | None:
        for terme in (*jeton.decoupe.suite, *jeton.decoupe.aussi):
            if terme in self._mots or (self._prefixes and terme.startswith(self._prefixes)):
                return terme
        return None

    def titre(self, texte: str) -> str:
        return _baliser(texte, self.marques(texte), 0, len(texte))

    def extrait(self, texte: str) -> str | None:
        """The passage with most of the different words asked; None when none of them is there."""
        marques = self.marques(texte)
        if not marques:
            return None
        debut, fin = _fenetre(texte, marques)
        return _baliser(texte, marques, debut, fin)

    def page(self, fiche: Fiche) -> tuple[Page, str] | None:
        """The first page of an annex where something was found, and its passage."""
        for page in fiche.pages if self else ():
            if extrait := self.extrait(page.texte):
                return page, extrait
        return None


def debut_de(texte: str) -> str:
    """What to show when the words were found elsewhere than in the text."""
    _, fin = _cadrer(texte, 0, min(LONGUEUR, len(texte)))
    return _baliser(texte, [], 0, fin)


def _suite(lus: list[Jeton], phrase: tuple[str, ...]) -> set[int]:
    """Written words that hold a run of adjacent terms equal to the phrase."""
    termes = [(terme, i) for i, jeton in enumerate(lus) for terme in jeton.decoupe.suite]
    n = len(phrase)
    trouves: set[int] = set()
    for k in range(len(termes) - n + 1):
        if termes[k][0] == phrase[0] and tuple(t for t, _ in termes[k : k + n]) == phrase:
            trouves |= {i for _, i in termes[k : k + n]}
    return trouves


def _fenetre(texte: str, marques: list[Marque]) -> tuple[int, int]:
    meilleur, cle = marques[0][0], (0, 0)
    for i, (debut, _, _) in enumerate(marques[:400]):
        dedans = [m for m in marques[i : i + 40] if m[1] <= debut + LONGUEUR * 2 // 3]
        valeur = (len({m[2] for m in dedans}), min(len(dedans), 4))
        if valeur > cle:
            meilleur, cle = debut, valeur
    return _cadrer(texte, meilleur - LONGUEUR // 4, meilleur + LONGUEUR * 3 // 4)


def _cadrer(texte: str, debut: int, fin: int) -> tuple[int, int]:
    """Cut between words, and not in the middle of what is marked."""
    debut, fin = max(0, debut), min(len(texte), fin)
    if debut:
        espace = texte.find(" ", debut)
        debut = espace + 1 if 0 <= espace < debut + 30 else debut
    if fin < len(texte):
        espace = texte.rfind(" ", debut, fin)
        fin = espace if espace > fin - 30 else fin
    return debut, fin


def _baliser(texte: str, marques: list[Marque], debut: int, fin: int) -> str:
    html, ici = ["… " if debut else ""], debut
    for a, b in _souder(texte, [(a, b) for a, b, _ in marques if debut <= a and b <= fin]):
        html += [escape(texte[ici:a]), "<mark>", escape(texte[a:b]), "</mark>"]
        ici = b
    html += [escape(texte[ici:fin]), "…" if fin < len(texte) else ""]
    return " ".join("".join(html).split())


def _souder(texte: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring hits make one mark: « rue Haute », not « rue » then « Haute »."""
    soudees: list[tuple[int, int]] = []
    for a, b in places:
        if soudees and not texte[soudees[-1][1] : a].strip(" \u00a0\u202f"):
            soudees[-1] = (soudees[-1][0], b)
        else:
            soudees.append((a, b))
    return soudees
