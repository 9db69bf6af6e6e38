"""Lists: `{elements, suivant, total}` with a cursor; `suivant` is followed as it is."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from college.api.validation import Filtre
from college.erreurs import Invalide
from college.transaction import unite

TOTAL_MAX = 1000


def paginer(
    choix: Select[Any],
    filtre: Filtre,
    forme: Callable[[Any], Any],
    ordre: Sequence[InstrumentedAttribute[Any]],
    descendant: bool = False,
) -> dict[str, Any]:
    """One page of a query, by keyset: constant cost whatever the page, stable when rows appear.

    `ordre` are non-null columns of the selected entity that identify a row (end with its id).
    `choix` comes without ORDER BY and yields entities; `forme` makes the JSON of one.
    """
    page = choix.order_by(*(colonne.desc() if descendant else colonne.asc() for colonne in ordre))
    if filtre.curseur:
        valeurs = _repere(filtre.curseur, ordre)
        repere = tuple_(*(literal(v, c.type) for v, c in zip(valeurs, ordre, strict=True)))
        page = page.where(tuple_(*ordre) < repere if descendant else tuple_(*ordre) > repere)
    lignes = unite().scalars(page.limit(filtre.limite + 1)).unique().all()
    reste, lignes = len(lignes) > filtre.limite, lignes[: filtre.limite]
    suite = [getattr(lignes[-1], str(colonne.key)) for colonne in ordre] if reste else None
    return _enveloppe([forme(ligne) for ligne in lignes], suite, _compter(choix, ordre[-1]))


def paginer_liste(elements: Sequence[Any], filtre: Filtre, forme: Callable[[Any], Any] = lambda e: e) -> dict[str, Any]:
    """One page of a list already in memory (short, ordered by a pure rule)."""
    depart = _decoder(filtre.curseur)[0] if filtre.curseur else 0
    if not isinstance(depart, int) or depart < 0:
        raise _illisible()
    fin = depart + filtre.limite
    suite = [fin] if fin < len(elements) else None
    total = len(elements) if len(elements) <= TOTAL_MAX else None
    return _enveloppe([forme(element) for element in elements[depart:fin]], suite, total)


def liste_entiere(elements: Sequence[Any]) -> dict[str, Any]:
    """A list that is always given whole, in the same envelope as the others."""
    return _enveloppe(list(elements), None, len(elements))


def _enveloppe(elements: list[Any], suite: list[Any] | None, total: int | None) -> dict[str, Any]:
    return {"elements": elements, "suivant": _suivant(suite) if suite else None, "total": total}


def _compter(choix: Select[Any], cle: InstrumentedAttribute[Any]) -> int | None:
    sous = choix.with_only_columns(cle).order_by(None).limit(TOTAL_MAX + 1).subquery()
    total = unite().scalar(select(func.count()).select_from(sous)) or 0
    return total if total <= TOTAL_MAX else None


def _suivant(suite: list[Any]) -> str:
    texte = json.dumps([_ecrire(valeur) for valeur in suite], ensure_ascii=False)
    curseur = base64.urlsafe_b64encode(texte.encode()).decode().rstrip("=")
    arguments = {**request.args.to_dict(flat=False), "curseur": [curseur]}
    return f"{request.path}?{urlencode(arguments, doseq=True)}"


def _ecrire(valeur: Any) -> Any:
    return valeur if isinstance(valeur, (int, str)) else str(valeur)


def _lire(valeur: Any, colonne: InstrumentedAttribute[Any]) -> Any:
    genre = colonne.type.python_type
    lecteurs: dict[type, Callable[[str], Any]] = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
    }
    return lecteurs[genre](valeur) if genre in lecteurs else genre(valeur)


def _decoder(curseur: str) -> list[Any]:
    try:
        octets = base64.b64decode(curseur + "=" * (-len(curseur) % 4), altchars=b"-_", validate=True)
        valeurs = json.loads(octets)
    except (binascii.Error, ValueError) as erreur:
        raise _illisible() from erreur
    if not isinstance(valeurs, list) or not valeurs:
        raise _illisible()
    return valeurs


def _repere(curseur: str, ordre: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        return [_lire(valeur, colonne) for valeur, colonne in zip(_decoder(curseur), ordre, strict=True)]
    except (ValueError, TypeError, ArithmeticError) as erreur:
        raise _illisible() from erreur


def _illisible() -> Invalide:
    return Invalide("Ce curseur n’est pas lisible : reprenez l’adresse donnée dans « suivant ».", "curseur")
