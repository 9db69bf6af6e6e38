"""PURE: the register number of an act: gapless per organe and year, allotted once, never reused."""

from __future__ import annotations

from datetime import date

PREFIXES = {
    "conseil": "CC",
    "college": "COL",
    "bureau_permanent": "BP",
    "conseil_action_sociale": "CAS",
    "comite_concertation": "CONC",
}


def prefixe(type_organe: str, code: str, choisi: str = "") -> str:
    """The organe's initials in its references: the commune's own choice, else those of the trade."""
    return choisi or PREFIXES.get(type_organe) or code.upper().replace("_", "-")[:6]


def reference(debut: str, annee: int, numero: int) -> str:
    """« CC/2026/0147 »."""
    return f"{debut}/{annee}/{numero:04d}"


def reference_pv(debut: str, jour: date, rang: int, partie: str) -> str:
    """Minutes have no number in the register of acts: « PV/CC/2026-11-09 », « …/2 » for a second séance."""
    suite = f"/{rang}" if rang > 1 else ""
    ferme = "/HC" if partie == "huis_clos" else ""
    return f"PV/{debut}/{jour.isoformat()}{suite}{ferme}"
