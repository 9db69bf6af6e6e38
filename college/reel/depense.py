"""What the server, its background work and its document workers cost: seconds and memory, read while they live."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
ATELIER = b"college.templates_docs.travailleur"
FOND = b"college-fond"  # the name that `college.coulisse` gives its process


@dataclass(frozen=True)
class Depense:
    """Processor seconds of the web processes, of the background work and of the pool; the largest web process and
    the background one at their fullest, in MB."""

    web: float
    fond: float
    atelier: float
    memoire: float
    memoire_fond: float


def mesurer(pid: int) -> Depense | None:
    """The process `pid` and everything under it; None where the system does not tell."""
    if not (PROC / str(pid) / "stat").exists():
        return None
    famille = _descendance(pid)
    tick = os.sysconf("SC_CLK_TCK")
    pool = {p for p in famille if ATELIER in _lire(p, "cmdline")}
    fond = {p for p in famille - pool if _lire(p, "comm").strip() == FOND}
    web = famille - pool - fond
    return Depense(
        web=sum(_temps(p)[0] for p in web) / tick,
        fond=sum(_temps(p)[0] for p in fond) / tick,
        atelier=sum(sum(_temps(p)) for p in pool) / tick,
        memoire=max((_sommet(p) for p in web), default=0.0),
        memoire_fond=max((_sommet(p) for p in fond), default=0.0),
    )


def _descendance(pid: int) -> set[int]:
    parents = {int(p.name): _parent(int(p.name)) for p in PROC.iterdir() if p.name.isdigit()}
    famille = {pid}
    while nouveaux := {p for p, parent in parents.items() if parent in famille} - famille:
        famille |= nouveaux
    return famille


def _lire(pid: int, nom: str) -> bytes:
    """Nothing when the process has just ended."""
    try:
        return (PROC / str(pid) / nom).read_bytes()
    except OSError:
        return b""


def _champs(pid: int) -> list[bytes]:
    """The fields of `stat` after the name, which may hold spaces and brackets."""
    return _lire(pid, "stat").rpartition(b")")[2].split()


def _parent(pid: int) -> int:
    champs = _champs(pid)
    return int(champs[1]) if champs else 0


def _temps(pid: int) -> tuple[int, int]:
    """Ticks of the process, and of its children that have ended (each document is one of them)."""
    champs = _champs(pid)
    if not champs:
        return 0, 0
    return int(champs[11]) + int(champs[12]), int(champs[13]) + int(champs[14])


def _sommet(pid: int) -> float:
    for ligne in _lire(pid, "status").splitlines():
        if ligne.startswith(b"VmHWM:"):
            return int(ligne.split()[1]) / 1024
    return 0.0
