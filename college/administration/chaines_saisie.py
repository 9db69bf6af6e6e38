"""The designer's form: what its rows say becomes the definition of a chain, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from college.administration import paquet_format
from college.erreurs import Faute, Invalide
from college.points.volets import TOUS, ordonnes
from college.references import numero

PORTEURS = ("role", "groupe", "service")
DELAIS = {"ouvrables": "delai_jours_ouvrables", "calendrier": "delai_jours"}
ETAPES_MAX = 60
CONDITIONS_MAX = 200
INCOMPLET = "Le formulaire est incomplet\u00a0: rechargez la page, puis recommencez."


def definition_saisie(code: str, formulaire: MultiDict[str, str]) -> dict[str, Any]:
    """The definition that the rows of the form say; what the form does not show is carried in `reste`."""
    nombre = numero(formulaire.get("nombre", ""))
    if nombre is None or nombre > ETAPES_MAX:
        raise Invalide([Faute("etapes", INCOMPLET)])
    etapes = [_etape(formulaire, rang) for rang in range(nombre)]
    _en_blocs(etapes, [f"e{rang}-parallele" in formulaire for rang in range(nombre)])
    definition = {"code": code, "libelle": formulaire.get("libelle", "").strip() or code, "etapes": etapes}
    if (raccourcis := formulaire.get("raccourcis", "aucun")) != "aucun":
        definition["raccourcis"] = raccourcis
    return definition


def _etape(formulaire: MultiDict[str, str], rang: int) -> dict[str, Any]:
    def lu(cle: str) -> str:
        return formulaire.get(f"e{rang}-{cle}", "").strip()

    etape = _reste(lu("reste")) | {"code": lu("code"), "libelle": lu("libelle"), "type": lu("type") or "visa"}
    _titulaire(etape, lu("qui"), lu("ou"))
    if f"e{rang}-volets" in formulaire:
        _volets(etape, lu("volets"), formulaire.getlist(f"e{rang}-modifie"), formulaire.getlist(f"e{rang}-modifient"))
    if f"e{rang}-regles" in formulaire:
        _regles(etape, lu("change"), {cle for cle in ("facultatif", "bloquant") if f"e{rang}-{cle}" in formulaire})
    for cle in DELAIS.values():
        etape.pop(cle, None)
    if lu("delai"):
        cle = DELAIS.get(lu("delai_en"), DELAIS["ouvrables"])
        etape[cle] = lu("delai") if (jours := numero(lu("delai"))) is None else jours
    if f"e{rang}-conditions" in formulaire:
        etape.pop("si", None)
        if si := _conditions(lu):
            etape["si"] = si[0] if len(si) == 1 else si
    return etape


def _conditions(lu: Callable[[str], str]) -> list[dict[str, Any]]:
    """The rows in which a fact is chosen: all must hold. A row put back to « toujours » is gone."""
    montrees = numero(lu("conditions"))
    if montrees is None or montrees > CONDITIONS_MAX:
        raise Invalide([Faute("etapes", INCOMPLET)])
    return [
        {
            "champ": lu(f"champ{n}"),
            "operateur": (operateur := lu(f"operateur{n}") or "="),
            "valeur": _valeur(lu(f"champ{n}"), operateur, lu(f"valeur{n}")),
        }
        for n in range(montrees)
        if lu(f"champ{n}")
    ]


def conditions_de(etape: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the form: the conditions of the step as they are typed, then an empty one."""
    si = etape.get("si") or []
    lues = si if isinstance(si, list) else [si]
    tapees = [{**une, "valeur": _tapee(une.get("valeur", ""))} for une in lues if isinstance(une, Mapping)]
    return [*tapees, {}]


def _tapee(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return " ; ".join(map(_tapee, valeur)) if isinstance(valeur, list) else str(valeur)


def _titulaire(etape: dict[str, Any], qui: str, ailleurs: str) -> None:
    """Who holds it: « role:chef_service » (in the proposing service, or in `ailleurs`), a group, a service."""
    for cle in (*PORTEURS, "groupe_en_charge"):
        etape.pop(cle, None)
    porteur, _, nom = qui.partition(":")
    if porteur in PORTEURS:
        etape[porteur] = nom
    elif porteur == "groupe_en_charge":
        etape["groupe_en_charge"] = True
    if porteur == "role" and ailleurs:
        etape["service"] = ailleurs


def _regles(etape: dict[str, Any], change: str, cochees: set[str]) -> None:
    """What holds the point and what a changed text undoes; a default is left unwritten, so that nothing changes."""
    etape.pop("obligatoire", None)
    etape.pop("bloquant_si_negatif", None)
    etape.pop("si_texte_change", None)
    if "facultatif" in cochees:
        etape["obligatoire"] = False
    if "bloquant" in cochees:
        etape["bloquant_si_negatif"] = True
    if change in ("annuler", "garder") and change != si_change({"type": etape["type"]}):
        etape["si_texte_change"] = change


def _en_blocs(etapes: list[dict[str, Any]], jointes: Sequence[bool]) -> None:
    """Steps ticked « en même temps que la précédente » share its block; what no longer touches its block leaves it."""
    vus: list[Any] = []
    for rang, etape in enumerate(etapes):
        if rang and jointes[rang]:
            avant = etapes[rang - 1]
            etape["parallele"] = avant["parallele"] = avant.get("parallele") or f"avec_{avant['code']}"[:40]
        elif etape.get("parallele") in vus:
            etape.pop("parallele")
        if bloc := etape.get("parallele"):
            vus.append(bloc)


def jointe(etapes: Sequence[Mapping[str, Any]], rang: int) -> bool:
    """True when this step runs at the same time as the one before it."""
    bloc = etapes[rang].get("parallele")
    return bool(rang and bloc and etapes[rang - 1].get("parallele") == bloc)


def si_change(etape: Mapping[str, Any]) -> str:
    """What a changed text does to what the step gave: its own words, or the default of its type."""
    return str(etape.get("si_texte_change") or ("garder" if etape.get("type") == "avis" else "annuler"))


def _reste(texte: str) -> dict[str, Any]:
    """What the form carries of a step without showing it."""
    try:
        lu = json.loads(texte or "{}")
    except (ValueError, RecursionError):
        lu = None
    if not isinstance(lu, dict):
        raise Invalide([Faute("etapes", INCOMPLET)])
    return lu


def _volets(etape: dict[str, Any], type_montre: str, coches: list[str], roles: list[str]) -> None:
    """What the ticked boxes open; the default of a type just chosen, for the boxes were those of the former one."""
    etape.pop("modifie", None)
    etape.pop("modifient", None)
    retenus = list(ordonnes(coches))
    if etape["type"] == type_montre and retenus != (list(TOUS) if type_montre == "visa" else []):
        etape["modifie"] = retenus if 0 < len(retenus) < len(TOUS) else bool(retenus)
    if roles:
        etape["modifient"] = roles


def volets_de(etape: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts that a step opens, by its own words or by the default of its type."""
    dit = etape.get("modifie")
    dit = etape.get("type", "visa") == "visa" if dit is None else dit
    return ordonnes(dit) if isinstance(dit, list) else TOUS if dit else ()


def _valeur(champ: str, operateur: str, texte: str) -> Any:
    """As the chain keeps it; « est parmi » takes several values, separated by semicolons."""
    if operateur == "dans":
        return [_valeur(champ, "=", un.strip()) for un in texte.split(";") if un.strip()]
    propre = texte.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    if champ in paquet_format.FAITS_NUMERIQUES:
        nombre = float(propre) if propre.replace(".", "", 1).isdecimal() else texte
        return int(nombre) if isinstance(nombre, float) and nombre.is_integer() else nombre
    if champ in paquet_format.FAITS_CHOISIS:
        return texte.casefold().replace("é", "e")
    if champ in paquet_format.FAITS_BOOLEENS:
        return texte.casefold() not in ("non", "false", "0", "")
    return texte


def deplacer(definition: dict[str, Any], geste: str) -> dict[str, Any]:
    """« monter:2 », « descendre:2 », « retirer:2 », « ajouter »: the rows after the button."""
    etapes = list(definition["etapes"])
    nom, _, place = geste.partition(":")
    rang = -1 if (lu := numero(place)) is None else lu
    if nom == "ajouter":
        etapes.append({"code": f"etape_{len(etapes) + 1}", "libelle": "", "type": "visa"})
    elif nom == "retirer" and 0 <= rang < len(etapes):
        etapes.pop(rang)
    elif nom in ("monter", "descendre") and 0 <= rang < len(etapes):
        autre = rang - 1 if nom == "monter" else rang + 1
        if 0 <= autre < len(etapes):
            etapes[rang], etapes[autre] = etapes[autre], etapes[rang]
    _en_blocs(etapes, [jointe(etapes, place) for place in range(len(etapes))])
    return {**definition, "etapes": etapes}


def porteur(etape: Mapping[str, Any]) -> str:
    """« role:chef_service », « groupe:direction_generale », « groupe_en_charge: »."""
    if etape.get("groupe_en_charge"):
        return "groupe_en_charge:"
    return next((f"{cle}:{etape[cle]}" for cle in PORTEURS if etape.get(cle)), "")
