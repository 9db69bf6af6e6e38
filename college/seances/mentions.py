"""What a notice says besides its agenda, in the mail and in the document: urgency, elsewhere, changes."""

from __future__ import annotations

from college import francais
from college.seances import requetes, versions
from college.seances.modele import Seance


def motif_urgence(seance: Seance) -> str:
    """The reason given for a short notice, printed (contract §8)."""
    return next((p["motif"] for p in seance.passages_outre if p["action"] == "convoquer"), "")


def lien(seance: Seance) -> str:
    """How members sit from elsewhere: why, by which tool, how (L6511-2); or where the séance is followed."""
    if not seance.distance:
        return seance.lien_video
    dite = {champ: texte.rstrip(". ") for champ, texte in seance.distance.items()}
    motif = f"Motif{francais.INSECABLE}: {dite['motif']}." if dite.get("motif") else ""
    outil = f"Les membres peuvent participer à distance par {dite['outil']}."
    return " ".join(x for x in (outil, motif, f"{dite['explication']}.", seance.lien_video) if x)


def changements(seance: Seance) -> list[str]:
    """What the last version sent changed: « Ajouté : 7 Motion… »"""
    envoyees = requetes.versions_en_cours(seance)
    return dire(envoyees[-1].differences) if envoyees else []


def dire(ecart: dict[str, list[str]]) -> list[str]:
    """A difference between two versions, line by line."""
    return [f"{mot}{francais.INSECABLE}: {ligne}" for cle, mot in versions.MOTS.items() for ligne in ecart.get(cle, [])]
