"""Is this PDF inert? Scripts, launched programs and files inside files are refused (by a limited worker)."""

from __future__ import annotations

from college.points.annexes.refus import refuser
from college.templates_docs import rendu


def controler(nom: str, octets: bytes) -> None:
    """Raise unless the document opens without a password and only shows pages."""
    if refus := rendu.examiner("pdf", octets).refus:
        refuser(nom, *refus)


def pages(octets: bytes) -> int | None:
    """How many pages the document has."""
    return rendu.examiner("pdf", octets).pages
