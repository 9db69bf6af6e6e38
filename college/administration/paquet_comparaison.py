"""What an import would change, said before it is done. Pure."""

from __future__ import annotations

from typing import Any

from college.administration.paquet_format import Paquet

BLOCS = {
    "services": ("service", "code"),
    "groupes": ("groupe", "code"),
    "categories": ("catégorie", "code"),
    "roles": ("rôle", "code"),
    "agents": ("agent", "identifiant"),
    "mandataires": ("mandataire", "identifiant"),
    "chaines": ("chaîne", "code"),
    "organes": ("organe", "code"),
    "modeles_points": ("modèle de point", "code"),
    "delegations": ("délégation", "cle"),
}


def comparer(actuel: Paquet | None, nouveau: Paquet) -> list[str]:
    """One line a difference: « + » new, « ~ » changed (the keys named), « = » here but not in the file."""
    if actuel is None:
        return [f"+ institution « {nouveau.institution.code} » et tout son contenu"]
    changees = _cles(actuel.institution.model_dump(), nouveau.institution.model_dump())
    lignes = [f"~ institution : {', '.join(changees)}"] if changees else []
    for bloc, (nom, cle) in BLOCS.items():
        lignes += _bloc(nom, _par_cle(getattr(actuel, bloc), cle), _par_cle(getattr(nouveau, bloc), cle))
    return lignes


def _par_cle(elements: list[Any], cle: str) -> dict[str, dict[str, Any]]:
    return {getattr(element, cle): element.model_dump(exclude_defaults=True) for element in elements}


def _bloc(nom: str, avant: dict[str, dict[str, Any]], apres: dict[str, dict[str, Any]]) -> list[str]:
    lignes = [f"+ {nom} « {code} »" for code in apres if code not in avant]
    for code in apres:
        if code in avant and (changees := _cles(avant[code], apres[code])):
            lignes.append(f"~ {nom} « {code} » : {', '.join(changees)}")
    return lignes + [f"= {nom} « {code} » : absent du fichier, laissé tel quel" for code in avant if code not in apres]


def _cles(avant: dict[str, Any], apres: dict[str, Any]) -> list[str]:
    return [cle for cle in (avant | apres) if apres.get(cle) is not None and avant.get(cle) != apres.get(cle)]
