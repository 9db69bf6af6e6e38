"""Bodies and queries: pydantic 2 models, errors told in French at their field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeVar, get_origin

import pydantic_core
from flask import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from college.erreurs import Faute, Invalide, TypeRefuse
from college.francais import compte, nombre
from college.horloge import HORS_CALENDRIER, calendaire

M = TypeVar("M", bound=BaseModel)

TAILLE_JSON = 4 * 1024 * 1024


class Corps(BaseModel):
    """Base of every request body: an unknown field is an error that names it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Filtre(Corps):
    """Base of every list's query: `limite` and the cursor."""

    limite: int = Field(default=50, ge=1, le=200, description="Nombre d’éléments par page, 200 au plus.")
    curseur: str | None = Field(default=None, max_length=500, description="Suite d’une liste (voir `suivant`).")


MESSAGES = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n’est pas connu ici : retirez-le ou corrigez son nom.",
    "string_type": "Écrivez un texte.",
    "string_too_short": "Écrivez au moins {min_length} caractère(s).",
    "string_too_long": "Écrivez au plus {max_length} caractères.",
    "string_pattern_mismatch": "Cette valeur n’a pas la forme attendue.",
    "int_type": "Écrivez un nombre entier.",
    "int_parsing": "Écrivez un nombre entier.",
    "int_from_float": "Écrivez un nombre entier, sans décimales.",
    "float_type": "Écrivez un nombre.",
    "float_parsing": "Écrivez un nombre.",
    "decimal_type": "Écrivez un nombre.",
    "decimal_parsing": "Écrivez un nombre.",
    "decimal_max_places": "Écrivez au plus {decimal_places} décimales.",
    "decimal_max_digits": "Ce nombre est trop grand.",
    "decimal_whole_digits": "Ce nombre est trop grand.",
    "finite_number": "Écrivez un nombre fini.",
    "greater_than": "Écrivez une valeur supérieure à {gt}.",
    "greater_than_equal": "Écrivez une valeur d’au moins {ge}.",
    "less_than": "Écrivez une valeur inférieure à {lt}.",
    "less_than_equal": "Écrivez une valeur d’au plus {le}.",
    "bool_type": "Écrivez true ou false.",
    "bool_parsing": "Écrivez true ou false.",
    "list_type": "Écrivez une liste.",
    "too_short": "Donnez au moins {min_length} élément(s).",
    "too_long": "Donnez au plus {max_length} éléments.",
    "dict_type": "Écrivez un objet JSON.",
    "model_type": "Écrivez un objet JSON.",
    "model_attributes_type": "Écrivez un objet JSON.",
    "none_required": "Laissez ce champ vide.",
    "timezone_aware": "Donnez le fuseau horaire (par exemple +01:00 ou Z).",
}
TEXTES = {"too_short": "string_too_short", "too_long": "string_too_long"}  # a text behind a validator of ours
FAMILLES = (
    ("datetime", "Écrivez un instant ISO 8601, par exemple 2026-03-02T19:30:00+01:00."),
    ("date", "Écrivez une date ISO, par exemple 2026-03-02."),
    ("time", "Écrivez une heure, par exemple 19:30."),
    ("uuid", "Écrivez un identifiant UUID."),
    ("url", "Écrivez une adresse complète, qui commence par https://."),
)
ECRITURE = re.compile(r"\d+[-:]\d")  # a date or a time as people write it, not a count of seconds


def _message(faute: Mapping[str, Any]) -> str:
    genre, contexte = faute["type"], faute.get("ctx", {})
    if genre in ("value_error", "assertion_error"):
        return str(contexte["error"])
    if genre in ("literal_error", "enum"):
        admis = str(contexte["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        return f"Choisissez parmi : {', '.join(filter(None, admis))}."
    if isinstance(faute.get("input"), str):
        genre = TEXTES.get(genre, genre)
    if genre in MESSAGES:
        return _accorder(MESSAGES[genre].format(**{cle: _lisible(limite) for cle, limite in contexte.items()}))
    return next((phrase for debut, phrase in FAMILLES if genre.startswith(debut)), "Cette valeur n’est pas valide.")


def _lisible(limite: Any) -> Any:
    """A limit in money is read as money: « 999 999 999 999,99 »."""
    return nombre(limite, 2) if isinstance(limite, Decimal) and limite % 1 else limite


def _accorder(phrase: str) -> str:
    """« 1 caractère(s) » is written « un caractère », « 3 caractère(s) » « 3 caractères »."""
    return re.sub(r"(\d+) (\w+)\(s\)", lambda lu: compte(int(lu[1]), lu[2]), phrase)


def _champ(chemin: tuple[Any, ...]) -> str:
    """`("votes", 2, "choix")` is told « votes[2].choix »."""
    texte = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in chemin)
    return texte.removeprefix(".")


def valider(modele: type[M], donnees: Any) -> M:
    """The model made from `donnees`; raises Invalide with a sentence at each wrong field."""
    if (champ := next(_nuls(donnees), None)) is not None:
        raise Invalide("Le caractère nul n’est pas admis dans un texte.", champ)
    try:
        valide = modele.model_validate(donnees)
    except ValidationError as erreur:
        fautes = {_champ(_chemin(faute, donnees)): _message(faute) for faute in erreur.errors()}
        raise Invalide([Faute(champ, message) for champ, message in fautes.items()]) from erreur
    if (faute := next(_mal_dates(valide, donnees), None)) is not None:
        raise Invalide([faute])
    return valide


def _chemin(faute: Mapping[str, Any], donnees: Any) -> tuple[Any, ...]:
    """Where the fault lies in what was sent: pydantic also names the branches of a union, which nobody wrote."""
    chemin: list[Any] = []
    for part in faute["loc"]:
        if isinstance(donnees, dict) and (part in donnees or faute["type"] == "missing"):
            donnees = donnees.get(part)
        elif isinstance(donnees, list) and isinstance(part, int) and part < len(donnees):
            donnees = donnees[part]
        else:
            continue
        chemin.append(part)
    return tuple(chemin)


def _mal_dates(valeur: Any, ecrit: Any, chemin: tuple[Any, ...] = ()) -> Iterator[Faute]:
    """Where a date lies beyond what durations may be added to, or was written as a bare number: pydantic reads
    20261123 as so many seconds after 1970."""
    if isinstance(valeur, (date, time)) and ecrit is not None and not ECRITURE.match(str(ecrit)):
        yield Faute(_champ(chemin), next(p for famille, p in FAMILLES if famille == type(valeur).__name__))
    elif isinstance(valeur, date) and not calendaire(valeur):
        yield Faute(_champ(chemin), HORS_CALENDRIER)
    if isinstance(valeur, BaseModel):
        valeur = {nom: getattr(valeur, nom) for nom in type(valeur).model_fields}
    enfants = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    for cle, enfant in enfants:
        yield from _mal_dates(enfant, _ecrit_la(ecrit, cle), (*chemin, cle))


def _ecrit_la(ecrit: Any, cle: Any) -> Any:
    """What was written at this key or place; None for what was left to its default."""
    if isinstance(ecrit, dict):
        return ecrit.get(cle)
    return ecrit[cle] if isinstance(ecrit, list) and isinstance(cle, int) and cle < len(ecrit) else None


def _nuls(valeur: Any, chemin: tuple[Any, ...] = ()) -> Iterator[str]:
    """Where a NUL character hides: no database column takes it."""
    if isinstance(valeur, str) and "\x00" in valeur:
        yield _champ(chemin)
    enfants = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    for cle, enfant in enfants:
        yield from _nuls(enfant, (*chemin, cle))


def lire_json(requete: Request) -> Any:
    """The JSON body, `{}` when there is none. Raises TypeRefuse, Invalide or 413."""
    requete.max_content_length = TAILLE_JSON
    octets = requete.get_data()
    if not octets.strip():
        return {}
    if not requete.is_json:
        raise TypeRefuse("Envoyez du JSON, avec l’en-tête « Content-Type: application/json ».")
    try:
        lu = pydantic_core.from_json(octets, allow_inf_nan=False)
    except ValueError as erreur:
        place = re.search(r"line (\d+) column (\d+)", str(erreur))
        ou = f" (ligne {place[1]}, colonne {place[2]})" if place else ""
        raise Invalide(f"Le corps n’est pas du JSON lisible{ou}.") from erreur
    json.loads(octets, object_pairs_hook=_sans_double, parse_int=str, parse_float=str)
    return lu


def _sans_double(paires: list[tuple[str, Any]]) -> None:
    """A key written twice: whoever reads the first and whoever reads the last would not see the same demand."""
    vues: set[str] = set()
    for cle, _ in paires:
        if cle in vues:
            raise Invalide("Ce champ est écrit deux fois : gardez-en un seul.", cle[:120])
        vues.add(cle)


def lire_formulaire(requete: Request, modele: type[BaseModel]) -> dict[str, Any]:
    """The fields of a multipart body, apart from its files."""
    if requete.mimetype != "multipart/form-data":
        raise TypeRefuse("Envoyez un formulaire « multipart/form-data » avec le fichier dans le champ « fichier ».")
    return aplatir(requete.form, modele)


def aplatir(valeurs: MultiDict[str, str], modele: type[BaseModel]) -> dict[str, Any]:
    """A query or form as a dict: a list where the model has a list, otherwise the first value."""
    listes = {nom for nom, champ in modele.model_fields.items() if _est_liste(champ.annotation)}
    return {nom: valeurs.getlist(nom) if nom in listes else valeurs[nom] for nom in valeurs}


def _est_liste(annotation: Any) -> bool:
    return get_origin(annotation) in (list, tuple, set)
