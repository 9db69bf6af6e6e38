"""Is this image what its extension says, whole, and of a reasonable size? (Read by a limited worker.)"""

from __future__ import annotations

from college.points.annexes.refus import refuser
from college.templates_docs import rendu


def controler(nom: str, octets: bytes, attendu: str) -> None:
    """Raise unless the expected format reads from end to end."""
    if refus := rendu.examiner(attendu, octets).refus:
        refuser(nom, *refus)
