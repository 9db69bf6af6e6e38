"""PURE: the register number of an act: gapless per organe and year, allotted once, never reused."""

from __future__ import annotations

from datetime import date


def reference(code_organe: str, annee: int, numero: int, prefixe: str = "") -> str:
    """« CONSEIL/2026/0147 »; `prefixe` is the commune's own (« CC »)."""
    return f"{(prefixe or code_organe).upper()}/{annee}/{numero:04d}"


def reference_pv(code_organe: str, jour: date, rang: int, partie: str, prefixe: str = "") -> str:
    """Minutes have no number in the register of acts: « PV/CONSEIL/2026-11-09 », « …/2 » for a second séance."""
    suite = f"/{rang}" if rang > 1 else ""
    ferme = "/HC" if partie == "huis_clos" else ""
    return f"PV/{(prefixe or code_organe).upper()}/{jour.isoformat()}{suite}{ferme}"
