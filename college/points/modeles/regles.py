"""A template's blanks: which there are, what may be typed in each, how it reads in the text. PURE.

A blank is written `{{ code }}` in any text of the template. Its variable says its label, its type, whether it must
be filled, and the field of the point that it also fills (`champ`). Nothing is evaluated: a blank is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any, NamedTuple

from college import francais
from college.erreurs import Faute, Invalide
from college.points.phrases import fr

TYPES = {"texte": "Texte", "date": "Date", "montant": "Montant", "nombre": "Nombre", "choix": "Choix"}
TEXTES = ("titre", "titre_public", "rapport", "note_synthese", "motivation", "dispositif")
RICHES = ("rapport", "note_synthese", "motivation", "dispositif")
CHAMPS = {
    "demandeur": "Demandeur",
    "montant_htva": "Montant hors TVA",
    "montant_tvac": "Montant TVA comprise",
    "article_budgetaire": "Article budgétaire",
    "dossier": "Dossier",
    "identifiant_externe": "Référence externe",
}
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
AUTOMATIQUES = {"date_seance": "la date de la séance", "organe": "le nom de l'organe"}
_BLANC = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")


class Variable(NamedTuple):
    """One blank."""

    code: str
    libelle: str
    type: str = "texte"
    obligatoire: bool = True
    defaut: str = ""
    choix: Sequence[str] = ()
    champ: str | None = None


def lire(ecrites: Sequence[Mapping[str, Any]]) -> list[Variable]:
    """The variables as they are kept."""
    return [Variable(**{cle: v for cle, v in une.items() if cle in Variable._fields}) for une in ecrites]


def blancs(contenu: Mapping[str, Any]) -> list[str]:
    """The blanks of a template's texts, in the order in which they are read."""
    trouves = [code for champ in TEXTES for code in _BLANC.findall(str(contenu.get(champ) or ""))]
    return list(dict.fromkeys(trouves))


def verifier(contenu: Mapping[str, Any], variables: Sequence[Variable], recurrent: bool) -> None:
    """Every blank is described, and only known types and fields are named. Raises Invalide."""
    codes, fautes = [v.code for v in variables], []
    for code in blancs(contenu):
        if code not in codes and not (recurrent and code in AUTOMATIQUES):
            fautes.append(Faute("variables", fr(f"Le blanc « {code} » n'est pas décrit : ajoutez sa ligne.")))
    if len(set(codes)) != len(codes):
        fautes.append(Faute("variables", fr("Deux blancs portent le même nom : renommez l'un d'eux.")))
    for variable in variables:
        if variable.type not in TYPES:
            fautes.append(Faute("variables", fr(f"« {variable.type} » n'est pas un type : {', '.join(TYPES)}.")))
        if variable.champ and variable.champ not in CHAMPS:
            fautes.append(
                Faute("variables", fr(f"« {variable.champ} » ne se remplit pas d'ici : {', '.join(CHAMPS)}."))
            )
        if recurrent and variable.obligatoire and not variable.defaut:
            phrase = (
                f"Un point récurrent se crée sans personne : donnez une valeur par défaut à « {variable.libelle} »."
            )
            fautes.append(Faute("variables", fr(phrase)))
    if fautes:
        raise Invalide(fautes)


def remplir(
    contenu: Mapping[str, Any],
    variables: Sequence[Variable],
    saisies: Mapping[str, Any],
    automatiques: Mapping[str, str],
) -> dict[str, Any]:
    """The fields of the point, blanks filled. Raises Invalide: each wrong value at its blank."""
    mots, champs, fautes = dict(automatiques), {}, []
    for variable in variables:
        brute = str(saisies.get(variable.code) or "").strip() or variable.defaut
        try:
            mots[variable.code], valeur = _lire(variable, brute)
        except Invalide as refus:
            fautes += refus.fautes
            continue
        if variable.champ and valeur != "":
            champs[variable.champ] = valeur
    inconnues = set(saisies) - {v.code for v in variables}
    fautes += [Faute(code, fr("Ce blanc n'est pas dans le modèle : retirez-le.")) for code in sorted(inconnues)]
    if fautes:
        raise Invalide(fautes)
    textes = {champ: _remplacer(str(contenu[champ]), mots, champ in RICHES) for champ in TEXTES if contenu.get(champ)}
    return {**contenu, **textes, **champs}


def _lire(variable: Variable, brute: str) -> tuple[str, str]:
    """(as it reads in the text, as a field of the point)."""
    if not brute:
        if variable.obligatoire:
            raise Invalide(fr(f"Remplissez « {variable.libelle} »."), variable.code)
        return "", ""
    match variable.type:
        case "date":
            return francais.date_longue(_date(variable, brute)), brute
        case "montant":
            lu = _decimal(variable, brute)
            return francais.montant(lu), str(lu)
        case "nombre":
            return francais.nombre(_decimal(variable, brute)), brute
        case "choix" if brute not in variable.choix:
            choix = ", ".join(variable.choix)
            raise Invalide(fr(f"Choisissez « {variable.libelle} » parmi : {choix}."), variable.code)
        case _:
            return brute, brute


def _date(variable: Variable, brute: str) -> date:
    try:
        return date.fromisoformat(brute)
    except ValueError:
        raise Invalide(fr(f"Écrivez « {variable.libelle} » comme 2026-12-31."), variable.code) from None


def _decimal(variable: Variable, brute: str) -> Decimal:
    propre = re.sub(r"[\s\u00a0\u202f€]", "", brute)
    if "," in propre:
        propre = propre.replace(".", "").replace(",", ".")
    try:
        lu = Decimal(propre)
    except InvalidOperation:
        lu = Decimal("NaN")
    if not lu.is_finite():
        raise Invalide(fr(f"Écrivez « {variable.libelle} » en chiffres, par exemple 1250,00."), variable.code)
    return lu


def _remplacer(texte: str, mots: Mapping[str, str], riche: bool) -> str:
    """What a person typed never becomes markup."""

    def mot(trouve: re.Match[str]) -> str:
        dit = mots.get(trouve[1], trouve[0])
        return escape(dit, quote=False) if riche else dit

    return _BLANC.sub(mot, texte)
