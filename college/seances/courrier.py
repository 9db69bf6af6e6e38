"""One mail to all the members of a séance."""

from __future__ import annotations

from collections.abc import Sequence

from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive
from college.seances import composition, convocation
from college.seances.modele import Seance
from college.settings import Settings

_adresse = ""


def brancher(settings: Settings) -> None:
    """The address that mails lead to."""
    global _adresse
    _adresse = settings.adresse


def dossier(seance_id: int) -> str:
    """Where a member reads the dossier of a séance."""
    return f"{_adresse}/app/seances/{seance_id}/dossier"


def adresses(seance: Seance) -> list[tuple[int, str]]:
    """Each member who has a mail address, with it, always in the same order."""
    connues = convocation.adresses([m.id for m in composition.membres(seance)])
    return sorted((membre, adresse) for membre, adresse in connues.items() if adresse)


def distribuer(envois: Sequence[tuple[int, str]], sujet: str, texte: str, cle: str) -> None:
    """One bad address must not hold back the others; when all are refused, the message is tried again."""
    refuses = []
    for membre, adresse in envois:
        try:
            courriel.envoyer(adresse, sujet, texte, cle=f"{cle}-{membre}")
        except ErreurDefinitive as erreur:
            refuses.append(erreur)
    if refuses and len(refuses) == len(envois):
        raise refuses[0]
