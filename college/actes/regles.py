"""PURE: what becomes an act, who signs it and when, how minutes are approved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from college.erreurs import Interdit, Refus

DECIDEES = ("accepte", "accepte_modifie", "refuse", "pris_acte")


def fait_un_acte(deliberation: bool, issue: str | None, actes: str, type_acte: str) -> bool:
    """Does a decided point give a numbered act at `arreter`? Never a communication nor a question.

    Where the organe makes its acts on demand, only those that the tutelle awaits are made at once.
    """
    if not deliberation or issue not in DECIDEES:
        return False
    return actes == "tous" or bool(type_acte)


@dataclass(frozen=True)
class Main:
    """A hand expected at the foot of an act."""

    champ: str
    fonction: str
    nom: str
    qualite: str
    mandataire_id: int | None = None


def main_de(
    mains: Sequence[Main],
    faites: Collection[str],
    mandataire_id: int | None,
    fonctions: Collection[str],
) -> Main:
    """The hand that this person may put: their own, else that of the function they now hold (L1132-3, L1132-4).

    Raises Interdit when none is theirs, Refus when it is already there.
    """
    siennes = [m for m in mains if m.mandataire_id is not None and m.mandataire_id == mandataire_id]
    siennes = siennes or [m for m in mains if m.fonction and m.fonction in fonctions]
    if not siennes:
        qui = " et ".join(f"{m.nom} ({m.qualite})" for m in mains) or "personne : l’acte n’a pas de signataire"
        raise Interdit(f"Cet acte est signé par {qui}.")
    libres = [m for m in siennes if m.champ not in faites]
    if not libres:
        raise Refus("Vous avez déjà signé cet acte : une signature ne se refait pas.", motif="deja_signe")
    return libres[0]


def signable(type_acte: str, etat: str, etat_pv: str | None, pret: bool) -> None:
    """Raises Refus when the act cannot be signed now (minutes: only once approved, art. L1122-16)."""
    if etat == "retire":
        raise Refus("Cet acte est retiré : il ne se signe plus.", motif="retire")
    if type_acte == "pv" and etat_pv not in ("approuve", "approuve_avec_corrections", "signe"):
        raise Refus(
            "Le procès-verbal n’est pas encore approuvé : il se signe après son approbation.",
            article="L1122-16",
            motif="pv_non_approuve",
        )
    if not pret:
        raise Refus(
            "Le document de cet acte est en préparation : il pourra être signé dans un instant.",
            motif="en_preparation",
        )


def etat_apres_signature(etat: str, signatures: int, attendues: int) -> str:
    """The state of the act once `signatures` hands of `attendues` are there; publication is not undone."""
    return "signe" if etat in ("en_preparation", "a_signer") and signatures >= attendues else etat


def etat_pv_approuve(etat_pv: str | None, adoptees: int) -> str:
    """Approval of minutes. Raises Refus when they are approved already."""
    if etat_pv in ("approuve", "approuve_avec_corrections", "signe"):
        raise Refus("Ce procès-verbal est déjà approuvé.", motif="deja_approuve")
    return "approuve_avec_corrections" if adoptees else "approuve"
