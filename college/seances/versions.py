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

    @property
    def vide(self) -> bool:
        return not (self.ajoutes or self.retires or self.changes)


def lettre(rang: int) -> str:
    """1 → A, 2 → B, …, 27 → AA."""
    nom = ""
    while rang > 0:
        rang, reste = divmod(rang - 1, 26)
        nom = chr(ord("A") + reste) + nom
    return nom


def comparer(avant: Sequence[Mapping[str, Any]], apres: Sequence[Mapping[str, Any]]) -> Difference:
    """Items added, removed, changed, as « n° titre », in the order of the agenda that shows them."""
    anciens = {ligne["id"]: ligne for ligne in avant}
    nouveaux = {ligne["id"]: ligne for ligne in apres}
    return Difference(
        tuple(dire(li) for cle, li in nouveaux.items() if cle not in anciens or _revient(anciens[cle], li)),
        tuple(dire(li) for cle, li in anciens.items() if not li.get("retire") and _disparu(nouveaux.get(cle))),
        tuple(dire(li) for cle, li in nouveaux.items() if cle in anciens and _change(anciens[cle], li)),
    )


def dire(ligne: Mapping[str, Any]) -> str:
    return f"{ligne['numero']} {ligne['titre']}"


def _disparu(ligne: Mapping[str, Any] | None) -> bool:
    return ligne is None or bool(ligne.get("retire"))


def _revient(ancienne: Mapping[str, Any], nouvelle: Mapping[str, Any]) -> bool:
    return bool(ancienne.get("retire")) and not nouvelle.get("retire")


def _change(ancienne: Mapping[str, Any], nouvelle: Mapping[str, Any]) -> bool:
    if ancienne.get("retire") or nouvelle.get("retire"):
        return False
    return any(ancienne.get(champ) != nouvelle.get(champ) for champ in ("titre", "empreinte", "huis_clos"))
