"""The versions of an agenda once it was sent (A, B, …) and what changed between two of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PROJET = "projet"


@dataclass(frozen=True)
class Difference:
    """What a member must know since the former version."""

    ajoutes: tuple[str, ...]
    retires: tuple[str, ...]
    changes: tuple[str, ...]
    documents: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        return not (self.ajoutes or self.retires or self.changes or self.documents)

    def dire(self) -> dict[str, list[str]]:
        """The same, as it is kept, sent and shown; empty where nothing changed."""
        return {} if self.vide else {nom: list(getattr(self, nom)) for nom in RUBRIQUES}


RUBRIQUES = ("ajoutes", "retires", "changes", "documents")
MOTS = {"ajoutes": "Ajouté", "retires": "Retiré", "changes": "Modifié", "documents": "Pièce"}


def lettre(rang: int) -> str:
    """1 → A, 2 → B, …, 27 → AA."""
    nom = ""
    while rang > 0:
        rang, reste = divmod(rang - 1, 26)
        nom = chr(ord("A") + reste) + nom
    return nom


def comparer(avant: Sequence[Mapping[str, Any]], apres: Sequence[Mapping[str, Any]]) -> Difference:
    """Items added, removed, changed, as « n° titre », and pieces come or gone, in the order of the agenda.

    A closed item is told by its public wording and its pieces by their number: everybody reads this list.
    """
    anciens = {ligne["id"]: ligne for ligne in avant}
    nouveaux = {ligne["id"]: ligne for ligne in apres}
    return Difference(
        tuple(dire(li) for cle, li in nouveaux.items() if cle not in anciens or _revient(anciens[cle], li)),
        tuple(dire(li) for cle, li in anciens.items() if not li.get("retire") and _disparu(nouveaux.get(cle))),
        tuple(dire(li) for cle, li in nouveaux.items() if cle in anciens and _change(anciens[cle], li)),
        tuple(p for cle, li in nouveaux.items() if cle in anciens for p in _pieces(anciens[cle], li)),
    )


def dire(ligne: Mapping[str, Any]) -> str:
    """« 7 Plan de mobilité »; a closed item by its public wording."""
    return f"{ligne['numero']} {intitule(ligne)}"


def intitule(ligne: Mapping[str, Any]) -> str:
    """The wording that anybody may read."""
    return str((ligne.get("huis_clos") and ligne.get("titre_public")) or ligne["titre"])


def _pieces(ancienne: Mapping[str, Any], nouvelle: Mapping[str, Any]) -> list[str]:
    if ancienne.get("retire") or nouvelle.get("retire"):
        return []
    avant = {p["sha256"]: p["nom"] for p in ancienne.get("pieces", ())}
    apres = {p["sha256"]: p["nom"] for p in nouvelle.get("pieces", ())}
    venues = [nom for sha, nom in apres.items() if sha not in avant]
    parties = [nom for sha, nom in avant.items() if sha not in apres]
    debut = f"point {nouvelle['numero']}, "
    if nouvelle.get("huis_clos"):
        return [f"{debut}dossier complété"] if venues or parties else []
    return [f"{debut}« {nom} » ajoutée" for nom in venues if nom not in parties] + [
        f"{debut}« {nom} » {'remplacée' if nom in venues else 'retirée'}" for nom in parties
    ]


def _disparu(ligne: Mapping[str, Any] | None) -> bool:
    return ligne is None or bool(ligne.get("retire"))


def _revient(ancienne: Mapping[str, Any], nouvelle: Mapping[str, Any]) -> bool:
    return bool(ancienne.get("retire")) and not nouvelle.get("retire")


def _change(ancienne: Mapping[str, Any], nouvelle: Mapping[str, Any]) -> bool:
    if ancienne.get("retire") or nouvelle.get("retire"):
        return False
    return any(ancienne.get(champ) != nouvelle.get(champ) for champ in ("titre", "empreinte", "huis_clos"))
