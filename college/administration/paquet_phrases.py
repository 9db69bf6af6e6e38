"""pydantic's faults as French sentences that say what to write. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MOTIFS = {
    "code": "un code s’écrit en minuscules, chiffres, « _ » ou « - », par exemple direction_generale",
    "couleur": "une couleur s’écrit comme #1f5c3a",
}

_PHRASES = {
    "missing": "cette clé manque.",
    "extra_forbidden": "cette clé n’existe pas ici : corrigez-la ou retirez-la.",
    "string_type": "un texte est attendu : mettez la valeur entre guillemets.",
    "string_too_short": "un texte est attendu, il est vide.",
    "string_too_long": "ce texte est trop long (500 caractères au plus).",
    "bool_type": "écrivez true ou false.",
    "bool_parsing": "écrivez true ou false.",
    "int_type": "un nombre entier est attendu.",
    "int_parsing": "un nombre entier est attendu.",
    "date_type": "une date est attendue : écrivez AAAA-MM-JJ.",
    "date_from_datetime_parsing": "une date est attendue : écrivez AAAA-MM-JJ.",
    "list_type": "une liste est attendue : [ … ] ou des lignes qui commencent par « - ».",
    "dict_type": "un bloc de clés et de valeurs est attendu.",
    "model_type": "un bloc de clés et de valeurs est attendu.",
    "model_attributes_type": "un bloc de clés et de valeurs est attendu.",
}


def phrase(faute: Mapping[str, Any]) -> str:
    """What to write instead, for one fault of pydantic."""
    genre, contexte, valeur = faute["type"], faute.get("ctx", {}), faute.get("input")
    if genre == "literal_error":
        attendus = contexte["expected"].replace("'", "").replace(" or ", " ou ")
        return f"« {valeur} » n’est pas prévu : écrivez {attendus}."
    if genre == "string_pattern_mismatch":
        nom = "couleur" if "#" in contexte.get("pattern", "") else "code"
        return f"« {valeur} » ne convient pas : {_MOTIFS[nom]}."
    if genre in ("greater_than_equal", "less_than_equal"):
        borne = "au moins" if genre.startswith("greater") else "au plus"
        return f"« {valeur} » est hors limites : {borne} {contexte.get('ge', contexte.get('le'))}."
    return _PHRASES.get(genre, f"« {valeur} » ne convient pas ici.")
