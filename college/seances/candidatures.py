"""The persons of an election: their code, their name, and the gender that their sentence needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from college.erreurs import Invalide
from college.organisation.modele import Mandataire
from college.seances.election import ECARTES
from college.seances.grammaire import sans_accent
from college.seances.modele import Scrutin
from college.seances.urne import TAILLE
from college.transaction import unite

LONGUEUR = 200
CIVILITES = {"mme": "f", "mme.": "f", "madame": "f", "m.": "m", "m": "m", "monsieur": "m"}


def preparer(institution_id: int, candidats: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry a candidate, named freely or by the identifiant of a mandataire.

    Gender and birth come from what was written, else from the directory.
    """
    connus, membres = _annuaire(institution_id) if candidats else ({}, {})
    propres: list[dict[str, Any]] = []
    for rang, candidat in enumerate(candidats, start=1):
        champ = f"candidats[{rang - 1}]"
        ecrit = str(candidat.get("nom") or candidat.get("code") or "").strip()
        membre = membres.get(ecrit)
        genre, nom = _civilite(membre.nom_complet if membre else ecrit)
        if not 0 < len(nom) <= LONGUEUR:
            raise Invalide(f"Chaque candidat a un nom, de {LONGUEUR} caractères au plus.", champ)
        fiche = membre or connus.get(sans_accent(nom))
        code = str(candidat.get("code") or (ecrit if membre else f"c{rang}"))
        _distinct(code, nom, {propre["code"] for propre in propres}, champ)
        propres.append(
            {
                "code": code,
                "nom": nom,
                "genre": _genre(candidat) or genre or (fiche.genre if fiche else ""),
                "naissance": _nee(candidat, champ) or _naissance(fiche),
            }
        )
    return propres


def _distinct(code: str, nom: str, pris: set[str], champ: str) -> None:
    """A ballot bears a code: it says one person, and fits in the sealed box."""
    if code in pris:
        raise Invalide(f"{nom} est déjà parmi les candidats, sous le code « {code} » : gardez une seule ligne.", champ)
    if code in ECARTES or len(code.encode()) > TAILLE:
        raise Invalide(
            f"« {code[:40]} » ne peut pas nommer un candidat : écrivez un mot court, ni blanc ni nul.", champ
        )


def _genre(candidat: Mapping[str, Any]) -> str:
    """What is neither « f » nor « m » is read in the name, or in the directory."""
    return str(candidat["genre"]) if candidat.get("genre") in ("f", "m") else ""


def _nee(candidat: Mapping[str, Any], champ: str) -> str | None:
    if not (dite := candidat.get("naissance")):
        return None
    try:
        return date.fromisoformat(str(dite)).isoformat()
    except ValueError:
        raise Invalide("Écrivez la date de naissance ainsi : 1974-05-31.", champ) from None


def en_ballottage(vote: Scrutin) -> list[dict[str, Any]]:
    """Those who stand in the second round (L1122-28), as the first one knew them."""
    codes = vote.regle.get("ballottage", [])
    return [c for code in codes for c in vote.candidats if c["code"] == code]


def dater(vote: Scrutin, naissances: Mapping[str, date]) -> None:
    """The dates of birth told at the count: a tie is settled by them (L1122-28)."""
    if inconnus := set(naissances) - {c["code"] for c in vote.candidats}:
        raise Invalide(f"« {min(inconnus)} » n’est pas candidat à cette élection.", "naissances")
    if naissances:
        dites = {code: jour.isoformat() for code, jour in naissances.items()}
        vote.candidats = [c | {"naissance": dites.get(c["code"], c["naissance"])} for c in vote.candidats]


def _civilite(ecrit: str) -> tuple[str, str]:
    """« Mme Anne Petit » is Anne Petit, a woman."""
    premier, _, reste = ecrit.partition(" ")
    genre = CIVILITES.get(premier.lower(), "") if reste else ""
    return (genre, reste.strip()) if genre else ("", ecrit)


def _annuaire(institution_id: int) -> tuple[dict[str, Mandataire], dict[str, Mandataire]]:
    """The mandataires of the institution, by printed name and by identifiant."""
    lignes = unite().scalars(select(Mandataire).where(Mandataire.institution_id == institution_id)).all()
    return {sans_accent(m.nom_complet): m for m in lignes}, {m.identifiant: m for m in lignes}


def _naissance(fiche: Mandataire | None) -> str | None:
    return fiche.naissance.isoformat() if fiche and fiche.naissance else None
