"""A table of lines to decide: its amounts, its total checked, its exceptions, the sentence. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from college import francais
from college.erreurs import Invalide
from college.points.phrases import enumerer, fr

_TITRES = ("tvac", "ttc", "total", "montant", "htva", "prix")
_TOTAL = re.compile(r"^\s*(?:grand\s+)?tota(?:l|ux)\b", re.IGNORECASE)
_NUMERO = re.compile(r"^(?:n°|no|num[ée]ro|ligne|#)\.?$", re.IGNORECASE)


class Lu(NamedTuple):
    """A table as it is kept: numbered lines, the totalled column, the total that the file announced."""

    colonnes: list[str]
    lignes: list[list[str]]
    numeros: list[str]
    montants: int | None
    annonce: Decimal | None


def comprendre(rangees: Sequence[Sequence[str]]) -> Lu:
    """Headings, lines, total. Raises Invalide when the announced total is not the sum of the lines."""
    colonnes, lignes = list(rangees[0]), [list(rangee) for rangee in rangees[1:]]
    place = _colonne_des_montants(colonnes, lignes)
    if place is None:
        _refuser_les_faux_montants(colonnes, lignes)
    annonce = None
    if place is not None and any(_TOTAL.match(cellule) for cellule in lignes[-1]):
        annonce = en_montant(lignes.pop()[place])
    if not lignes:
        raise Invalide(fr("Ce tableau n'a que son total : ajoutez ses lignes."), "fichier")
    lu = Lu(colonnes, lignes, _numeros(colonnes, lignes), place, annonce)
    somme = total(lu)
    if annonce is not None and somme is not None and somme != annonce:
        phrase = (
            f"Le total annoncé ({francais.montant(annonce)}) n'est pas la somme des lignes "
            f"({francais.montant(somme)}) : corrigez le tableau."
        )
        raise Invalide(fr(phrase), "fichier")
    return lu


def en_montant(cellule: str) -> Decimal | None:
    """« 1.234,50 € », « 1234.5 »; None for what is not an amount."""
    lu = _chiffre(cellule)
    return lu.quantize(Decimal("0.01")) if lu is not None and _raisonnable(lu) else None


def _chiffre(cellule: str) -> Decimal | None:
    """What a machine reads as a number, NaN and the infinite ones too."""
    propre = re.sub(r"[\s\u00a0\u202f€]|EUR", "", cellule)
    if "," in propre:
        propre = propre.replace(".", "").replace(",", ".")
    try:
        return Decimal(propre)
    except InvalidOperation:
        return None


def _raisonnable(lu: Decimal) -> bool:
    return lu.is_finite() and abs(lu) < 10**12


def _refuser_les_faux_montants(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> None:
    """« NaN » or « 1e400 » under « Montant » would leave the whole table without its total, silently."""
    titrees = [place for place, titre in enumerate(colonnes) if any(mot in titre.casefold() for mot in _TITRES)]
    for rang, ligne in enumerate(lignes, start=1):
        for place in titrees:
            lu = _chiffre(ligne[place])
            if lu is not None and not _raisonnable(lu):
                phrase = (
                    f"À la ligne {rang}, « {ligne[place].strip()[:40]} » (colonne « {colonnes[place][:40]} ») n'est "
                    "pas un montant : écrivez par exemple 1 234,50, ou laissez la case vide."
                )
                raise Invalide(fr(phrase), "fichier")


def total(lu: Lu, sauf: Sequence[str] = ()) -> Decimal | None:
    """The sum of the lines, exceptions left out."""
    if lu.montants is None:
        return None
    gardees = [ligne for numero, ligne in zip(lu.numeros, lu.lignes, strict=True) if numero not in sauf]
    return sum((en_montant(ligne[lu.montants]) or Decimal() for ligne in gardees), Decimal("0.00"))


def exceptions(ecrites: str, numeros: Sequence[str]) -> list[str]:
    """« 12, 40-42 et 51 » → the numbers, in the order of the table. Raises Invalide naming the unknown ones."""
    voulus: list[str] = []
    for mot in re.split(r"[\s,;]+|\bet\b", ecrites.strip()):
        bornes = re.fullmatch(r"(\d+)[-–](\d+)", mot)
        if bornes and int(bornes[1]) <= int(bornes[2]) <= int(bornes[1]) + len(numeros):
            voulus += [str(n) for n in range(int(bornes[1]), int(bornes[2]) + 1)]
        elif mot:
            voulus.append(mot)
    inconnus = [numero for numero in voulus if numero not in numeros]
    if inconnus:
        qui = "La ligne" if len(inconnus) == 1 else "Les lignes"
        raise Invalide(
            fr(f"{qui} {enumerer(inconnus)} n'est pas dans le tableau : vérifiez les numéros."), "exceptions"
        )
    return [numero for numero in numeros if numero in voulus]


def phrase(lu: Lu, sauf: Sequence[str]) -> str:
    """« Le tableau annexé (52 lignes, 12 345,00 €) est approuvé, sauf les lignes 12 et 40. »"""
    reste = len(lu.lignes) - len(sauf)
    somme = total(lu, sauf)
    combien = francais.compte(reste, "ligne", feminin=True) + (
        f", {francais.montant(somme)}" if somme is not None else ""
    )
    fin = ""
    if sauf:
        fin = f", sauf {'la ligne' if len(sauf) == 1 else 'les lignes'} {enumerer(list(sauf))}"
    return fr(f"Le tableau annexé ({combien}) est approuvé{fin}.")


def _colonne_des_montants(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> int | None:
    """The column whose heading speaks of amounts, all of whose cells are; the last such one otherwise."""
    chiffrees = [
        place
        for place in range(len(colonnes))
        if any(ligne[place] for ligne in lignes)
        and all(en_montant(ligne[place]) is not None for ligne in lignes if ligne[place])
        and not _NUMERO.match(colonnes[place])
    ]
    for mot in _TITRES:
        if trouvees := [place for place in chiffrees if mot in colonnes[place].casefold()]:
            return trouvees[-1]
    return None


def _numeros(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> list[str]:
    """The table's own numbers where its first column gives them, once each; otherwise 1, 2, 3…"""
    siens = [ligne[0] for ligne in lignes]
    if colonnes and _NUMERO.match(colonnes[0]) and all(siens) and len(set(siens)) == len(siens):
        return siens
    return [str(rang) for rang in range(1, len(lignes) + 1)]
