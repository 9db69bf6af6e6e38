"""The connector that sends nothing: for authorities whose acts go nowhere, and for trying things out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel

from college import horloge
from college.connecteurs.base import Complement, Dossier, EtatSonde, Evenement, Recu, SansReglage


class Nul:
    """Accepts every file, keeps none, says nothing more. A real implementation, not a stub."""

    code: ClassVar[str] = "nul"
    libelle: ClassVar[str] = "Aucun envoi"
    Reglages: ClassVar[type[BaseModel]] = SansReglage

    def __init__(self, reglages: BaseModel | None = None) -> None:
        self.reglages = reglages or SansReglage()

    def deposer(self, dossier: Dossier, *, reprise: bool = False) -> Recu:
        """Answer a receipt that is a function of the file alone: repeating it changes nothing."""
        return Recu(f"NUL-{dossier.empreinte[:12]}", horloge.maintenant(), dossier.empreinte)

    def completer(self, complement: Complement, *, reprise: bool = False) -> Recu:
        """As `deposer`."""
        return Recu(complement.reference, horloge.maintenant(), complement.empreinte)

    def relever(self, reference: str, depuis: int = 0) -> Sequence[Evenement]:
        """Nobody is there to say anything."""
        return ()

    def retirer(self, reference: str, motif: str) -> None:
        """Nothing was kept, so nothing is to take back."""

    def sonde(self) -> EtatSonde:
        """Always well."""
        return EtatSonde(True, "Aucun envoi n’est fait : les actes sont seulement suivis ici.")
