"""The persons of an election: their code, their name, and the gender that their sentence needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from college.erreurs import Invalide
from college.organisation.modele import Mandataire
from college.seances.grammaire import sans_accent
from college.transaction import unite

CIVILITES = {"mme": "f", "mme.": "f", "madame": "f", "m.": "m", "m": "m", "monsieur": "m"}


def preparer(institution_id: int, candidats: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry a candidate; gender and birth come from what was written, else from the directory."""
    connus = _annuaire(institution_id) if candidats else {}
    propres = []
    for rang, candidat in enumerate(candidats, start=1):
        genre, nom = _civilite(str(candidat.get("nom") or candidat.get("code") or "").strip())
        if not nom:
            raise Invalide("Chaque candidat a un nom.", f"candidats[{rang - 1}]")
        fiche = connus.get(sans_accent(nom))
        propres.append(
            {
                "code": str(candidat.get("code") or f"c{rang}"),
                "nom": nom,
                "genre": candidat.get("genre") or genre or (fiche.genre if fiche else ""),
                "naissance": candidat.get("naissance") or _naissance(fiche),
            }
        )
    return propres


def _civilite(ecrit: str) -> tuple[str, str]:
    """« Mme Anne Petit » is Anne Petit, a woman."""
    premier, _, reste = ecrit.partition(" ")
    genre = CIVILITES.get(premier.lower(), "") if reste else ""
    return (genre, reste.strip()) if genre else ("", ecrit)


def _annuaire(institution_id: int) -> dict[str, Mandataire]:
    lignes = unite().scalars(select(Mandataire).where(Mandataire.institution_id == institution_id))
    return {sans_accent(m.nom_complet): m for m in lignes}


def _naissance(fiche: Mandataire | None) -> str | None:
    return fiche.naissance.isoformat() if fiche and fiche.naissance else None
