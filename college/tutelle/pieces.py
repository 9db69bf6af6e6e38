"""The pieces that a file must hold, and which annexe stands for which: PURE.

The clock of the authority starts only with a complete file (décret of 1 April 1999, art. 4-5), so a missing piece
costs days. The words that recognise a piece are data; what they find is a proposal that a person may change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from college.tutelle.regime import Catalogue, Regle

TOUTE_ANNEXE = "*"


def pieces_manquantes(regle: Regle, jointes: Collection[str]) -> tuple[str, ...]:
    """Codes of the required pieces that are not joined; nothing is required where nothing must be sent."""
    if not regle.regime.a_transmettre:
        return ()
    return tuple(code for code in regle.pieces if code not in jointes)


def reconnaitre(catalogue: Catalogue, regle: Regle, noms: Sequence[str]) -> dict[str, int]:
    """Which annexe (by rank) stands for which required piece, by the words of its name; a proposal only.

    The longest word found wins, an annexe serves once; « pièces justificatives » takes what is left.
    """
    trouvees: dict[str, int] = {}
    plis = [plier(nom) for nom in noms]
    candidats = sorted(
        (-len(mot), code, rang)
        for code in regle.pieces
        for mot in catalogue.piece(code).mots
        for rang, pli in enumerate(plis)
        if mot != TOUTE_ANNEXE and mot in pli
    )
    for _, code, rang in candidats:
        if code not in trouvees and rang not in trouvees.values():
            trouvees[code] = rang
    restes = [rang for rang in range(len(noms)) if rang not in trouvees.values()]
    for code in regle.pieces:
        if TOUTE_ANNEXE in catalogue.piece(code).mots and restes:
            trouvees[code] = restes[0]
    return trouvees


def plier(texte: str) -> str:
    """Lower case, no accent, single spaces: how names and words are compared."""
    nu = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return " ".join(nu.replace("_", " ").replace("-", " ").replace(".", " ").split())
