"""One line of a CSV file -> one frozen rule: PURE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from college.tutelle.pieces import TOUTE_ANNEXE, plier
from college.tutelle.regime import DelaiAnnexe, Piece, Regime, Regle


def lire_regle(ligne: Mapping[str, str]) -> Regle:
    """A rule from a line of `types_actes.csv`."""
    return Regle(
        code=ligne["code"],
        libelle=ligne["libelle"],
        regime=Regime(ligne["regime"]),
        organes=tuple(ligne["organes"].split()),
        base_legale=ligne["base_legale"],
        autorite=ligne["autorite"],
        jours_transmission=_entier(ligne["jours_transmission"]),
        jours_decision=_entier(ligne["jours_decision"]),
        jours_prorogation=_entier(ligne["jours_prorogation"]),
        effet_silence=ligne["effet_silence"],
        condition=ligne["condition"],
        pieces=tuple(ligne["pieces"].split()),
        delai_annexe=_delai_annexe(ligne),
        valide_du=_jour(ligne["valide_du"], date.min),
        valide_au=_jour(ligne["valide_au"], date.max),
        confiance=ligne["confiance"],
        source=ligne["source"],
        note=ligne["note"],
    )


def lire_piece(ligne: Mapping[str, str]) -> Piece:
    """A piece from a line of `pieces.csv`."""
    return Piece(ligne["code"], ligne["libelle"], _mots(ligne["mots"]))


def _mots(texte: str) -> tuple[str, ...]:
    return tuple(mot if mot == TOUTE_ANNEXE else plier(mot) for mot in texte.split("|") if mot)


def _delai_annexe(ligne: Mapping[str, str]) -> DelaiAnnexe | None:
    if not ligne["annexe_type"]:
        return None
    mois, _, jour = ligne["annexe_jour_mois"].partition("-")
    fixe = (int(mois), int(jour)) if jour else None
    return DelaiAnnexe(ligne["annexe_type"], ligne["annexe_libelle"], _entier(ligne["annexe_jours"]), fixe)


def _entier(texte: str) -> int | None:
    return int(texte) if texte else None


def _jour(texte: str, defaut: date) -> date:
    return date.fromisoformat(texte) if texte else defaut
