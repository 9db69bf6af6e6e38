"""Is a password one that people try first? What common words, names and sequences do not explain of it. PURE."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

RESTE_MIN = 6
CHIFFRES_POUR_LETTRES = str.maketrans("013457@$!", "oieastasi")
RANGEES = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qazwsxedc",
           "1q2w3e4r5t6y", "abcdefghijklmnopqrstuvwxyz")  # fmt: skip
COURANTS = """
password passw motdepasse mot de passe secret bienvenue welcome bonjour soleil doudou loulou chouchou jetaime
iloveyou love amour princess dragon monkey football baseball master shadow superman batman pokemon starwars
letmein login admin administrateur administrator root user utilisateur invite guest test essai demo azerty
qwerty changeme changezmoi temp temporaire nouveau new ordinateur computer internet windows samsung apple google
facebook marseille paris standard anderlecht belgique belgium wallonie bruxelles namur liege charleroi mons
commune communal communale maison ville village college conseil bourgmestre echevin secretariat travaux finances
population accueil cpas janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
lundi mardi mercredi jeudi vendredi samedi dimanche printemps ete automne hiver noel vacances chocolat coucou
nicolas julien thomas camille marie sophie caroline isabelle nathalie martine pierre philippe
"""
MOTS = frozenset(COURANTS.split())


def se_devine(mot_de_passe: str, contexte: Iterable[str] = ()) -> bool:
    """True when what is left, once words, names, years, sequences and repetitions are put aside, is too little."""
    voisins = {mot for phrase in contexte for mot in _plier(phrase).split() if len(mot) > 2}
    plie = "".join(_plier(mot_de_passe).split())
    formes = {_unite(plie), _unite(plie.translate(CHIFFRES_POUR_LETTRES))}
    return min(_inexpliques(forme, MOTS | voisins) for forme in formes) < RESTE_MIN


def _plier(texte: str) -> str:
    """Lower case, without accents; separators are spaces."""
    nu = unicodedata.normalize("NFKD", texte.casefold())
    return "".join(c if c.isalnum() or c in "@$!" else " " for c in nu if not unicodedata.combining(c))


def _unite(texte: str) -> str:
    """« tototototo » says no more than « to »."""
    longueur = (texte + texte).find(texte, 1)
    return texte[:longueur] if 0 < longueur < len(texte) else texte


def _inexpliques(texte: str, mots: frozenset[str] | set[str]) -> int:
    """The fewest characters that nothing explains, over all the ways to cut the text."""
    moins = [0] * (len(texte) + 1)
    for fin in range(1, len(texte) + 1):
        moins[fin] = moins[fin - 1] + texte[fin - 1].isalnum()
        for debut in range(fin - 2):
            if moins[debut] < moins[fin] and _connu(texte[debut:fin], mots):
                moins[fin] = moins[debut]
    return moins[-1]


def _connu(morceau: str, mots: frozenset[str] | set[str]) -> bool:
    if morceau in mots or len(set(morceau)) == 1:
        return True
    if len(morceau) == 4 and morceau[:2] in ("19", "20") and morceau.isdigit():
        return True
    return any(morceau in rangee or morceau in rangee[::-1] for rangee in RANGEES)
