"""A search as a feed, a calendar, a table: same query, other dress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from feedgen.feed import FeedGenerator
from icalendar import Calendar, Event

from college import tableur
from college.public.presentation import etat, resume
from college.public.requetes import Annonce
from college.publication.libelles import ISSUES
from college.publication.modele import Publication

COLONNES = ("reference", "institution", "organe", "date", "numero", "titre", "matiere", "type", "issue", "url", "pdf")


def atom(pages: Iterable[Publication], titre: str, ici: str, base: str, maintenant: datetime) -> bytes:
    flux = FeedGenerator()
    flux.id(ici)
    flux.title(titre)
    flux.link(href=ici, rel="self")
    flux.link(href=base + "/", rel="alternate")
    flux.language("fr-BE")
    pages = list(pages)
    flux.updated(max((p.modifiee_le for p in pages), default=maintenant))
    for page in pages:
        entree = flux.add_entry(order="append")
        entree.id(base + page.chemin)
        entree.title(page.titre)
        entree.link(href=base + page.chemin)
        entree.updated(page.modifiee_le)
        entree.published(page.publiee_le)
        entree.author(name=page.organe.nom)
        entree.summary(resume(page))
        entree.category(term=etat(page)[0])
    octets: bytes = flux.atom_str(pretty=True)
    return octets


def agenda(annonces: Iterable[Annonce], base: str, maintenant: datetime) -> bytes:
    """Séances to come. A closed one is announced too: its decisions are published afterwards."""
    calendrier = Calendar()
    calendrier.add("prodid", "-//college//registre public//FR")
    calendrier.add("version", "2.0")
    calendrier.add("x-wr-calname", "Séances")
    for annonce in annonces:
        evenement = Event()
        evenement.add(
            "uid", f"{annonce.institution}-{annonce.code}-{annonce.debut:%Y%m%dT%H%M}@{base.partition('//')[2]}"
        )
        evenement.add("summary", annonce.organe)
        evenement.add("dtstart", annonce.debut)
        evenement.add("dtend", annonce.debut + timedelta(hours=2))
        evenement.add("dtstamp", maintenant)
        evenement.add("location", annonce.lieu)
        ouverte = "Séance ouverte à tous." if annonce.publique else "Séance non publique ; décisions publiées ensuite."
        evenement.add("description", ouverte)
        if annonce.chemin:
            evenement.add("url", base + annonce.chemin)
        calendrier.add_component(evenement)
    octets: bytes = calendrier.to_ical()
    return octets


def tableau(pages: Iterable[Publication], base: str) -> bytes:
    """CSV for a spreadsheet."""
    return tableur.tableau(COLONNES, (_ligne(page, base) for page in pages))


def _ligne(page: Publication, base: str) -> list[str]:
    return [
        page.reference,
        page.organe.institution.code,
        page.organe.nom,
        page.date_seance.isoformat(),
        page.numero,
        page.titre,
        page.matiere,
        page.objet,
        ISSUES.get(page.issue or "", ""),
        base + page.chemin,
        f"{base}{page.chemin}.pdf" if page.pdf_sha256 else "",
    ]
