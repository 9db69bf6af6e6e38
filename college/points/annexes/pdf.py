"""Is this PDF inert? Scripts, launched programs and files inside files are refused (by a limited worker)."""

from __future__ import annotations

from college.points.annexes.refus import refuser
from college.templates_docs import rendu


def controler(nom: str, octets: bytes) -> int | None:
    """The number of pages of a document that opens without a password and only shows pages; raises otherwise."""
    lu = rendu.examiner("pdf", octets)
    if lu.refus:
        refuser(nom, *lu.refus)
    return lu.pages
