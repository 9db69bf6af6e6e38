"""What an API function may answer, and how it becomes JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from flask import Response
from pydantic import BaseModel

from college.horloge import locale

JSON = "application/json; charset=utf-8"


@dataclass
class Reponse:
    """An answer whose status or headers are not the operation's own."""

    corps: Any = None
    statut: int | None = None
    entetes: dict[str, str] = field(default_factory=dict)


def en_json(valeur: Any) -> str:
    """JSON text: instants in ISO 8601 with Belgium's zone, amounts as numbers, accents as they are."""
    return json.dumps(valeur, default=_inconnu, ensure_ascii=False, allow_nan=False)


def _inconnu(valeur: Any) -> Any:
    match valeur:
        case BaseModel():
            return valeur.model_dump(mode="json")
        case datetime():
            return locale(valeur).isoformat()
        case date():
            return valeur.isoformat()
        case Decimal():
            return int(valeur) if valeur == valeur.to_integral_value() else float(valeur)
        case Enum():
            return valeur.value
        case UUID():
            return str(valeur)
        case set() | frozenset():
            return sorted(valeur)
    raise TypeError(f"{type(valeur).__name__} has no JSON form")


def rendre(resultat: Any, statut: int) -> Response:
    """The Flask response for what an API function answered."""
    if isinstance(resultat, Response):
        return resultat
    reponse = resultat if isinstance(resultat, Reponse) else Reponse(resultat)
    statut = reponse.statut or statut
    if reponse.corps is None:
        return Response(status=204 if statut == 200 else statut, headers=reponse.entetes)
    return Response(en_json(reponse.corps), statut, reponse.entetes, content_type=JSON)
