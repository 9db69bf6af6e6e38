"""Bring decisions published elsewhere into the public register: found by search, read at a permanent address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from college import boite_envoi, horloge, journal, references
from college.droits import Acteur, exige
from college.importation import pieces_importees
from college.importation.lecture import DecisionPubliee
from college.organisation.modele import Institution, Organe
from college.points import texte_riche
from college.publication import adresses
from college.publication.modele import Publication
from college.transaction import ecriture, unite

LOT = 500
TITRE_MAXIMAL = 1000
TYPES = {
    "college": ("collège", "college"),
    "conseil_action_sociale": ("action sociale",),
    "conseil": ("conseil",),
    "bureau_permanent": ("bureau permanent",),
}


@dataclass
class Bilan:
    """What an import of decisions did."""

    nouvelles: int = 0
    revues: int = 0
    annexes: int = 0
    institution_id: int = 0


def importer(
    acteur: Acteur,
    decisions: Iterable[DecisionPubliee],
    dire: Callable[[str], None] = lambda _phrase: None,
    dossier: Path | None = None,
) -> Bilan:
    """Write the decisions, some hundreds a transaction; the index follows by the outbox.

    Pieces named by a file are read in `dossier`; one that is missing refuses the whole list before anything is written.
    """
    bilan, lues = Bilan(), list(decisions)
    pieces_importees.verifier(lues, dossier)
    for lot in _lots(lues):
        with ecriture():
            _deposer(acteur, lot, bilan, dossier)
        dire(f"{bilan.nouvelles + bilan.revues} décisions importées…")
    return bilan


def _lots(decisions: list[DecisionPubliee]) -> Iterator[list[DecisionPubliee]]:
    suite = iter(decisions)
    while lot := list(islice(suite, LOT)):
        yield lot


@exige("administration")
def _deposer(acteur: Acteur, lot: list[DecisionPubliee], bilan: Bilan, dossier: Path | None) -> None:
    registre = _Registre(lot)
    for decision in lot:
        page, nouvelle = registre.page(decision)
        _remplir(page, decision)
        if decision.annexes:
            unite().flush()
            page.pieces = pieces_importees.deposer(page, decision.annexes, dossier)
        bilan.annexes += len(decision.annexes)
        bilan.nouvelles += nouvelle
        bilan.revues += not nouvelle
        bilan.institution_id = page.organe.institution_id
    unite().flush()
    for institution in registre.institutions.values():
        chez_elle = replace(acteur, institution_id=institution.id)
        journal.noter(chez_elle, "decisions.importees", institution, nombre=len(lot))
    boite_envoi.deposer("indexer_publications", bilan.institution_id)


class _Registre:
    """Institutions, organes and pages of a batch, read once, made where they are missing."""

    def __init__(self, lot: list[DecisionPubliee]) -> None:
        codes = {adresses.limace(decision.institution) for decision in lot}
        demande = select(Institution).where(Institution.code.in_(codes))
        self.institutions = {institution.code: institution for institution in unite().scalars(demande)}
        numeros = [institution.id for institution in self.institutions.values()]
        organes = unite().scalars(select(Organe).where(Organe.institution_id.in_(numeros)))
        self.organes = {(organe.institution_id, organe.code): organe for organe in organes}
        references = {decision.reference for decision in lot}
        pages = select(Publication).where(
            Publication.institution_id.in_(numeros), Publication.reference.in_(references)
        )
        self.pages = {(page.organe_id, page.reference): page for page in unite().scalars(pages)}

    def institution(self, nom: str) -> Institution:
        """By the code that its name gives."""
        code = adresses.limace(nom)[:60] or "institution"
        code = f"{code}-commune" if code in adresses.RESERVES else code
        if code not in self.institutions:
            genre = "cpas" if "cpas" in code.split("-") else "commune"
            self.institutions[code] = Institution(code=code, nom=nom, type=genre, reglages={})
            unite().add(self.institutions[code])
            unite().flush()
        return self.institutions[code]

    def organe(self, institution: Institution, nom: str) -> Organe:
        """By the code that its name gives: « Conseil communal » is `conseil`."""
        genre = next((g for g, mots in TYPES.items() if any(mot in nom.lower() for mot in mots)), "libre")
        code = genre if genre != "libre" else adresses.limace(nom)[:60] or "organe"
        cle = (institution.id, code)
        if cle not in self.organes:
            self.organes[cle] = Organe(
                institution_id=institution.id, institution=institution, code=code, nom=nom, type=genre, reglages={}
            )
            unite().add(self.organes[cle])
            unite().flush()
        return self.organes[cle]

    def page(self, decision: DecisionPubliee) -> tuple[Publication, bool]:
        """The page of this reference, or a new one."""
        organe = self.organe(self.institution(decision.institution), decision.organe)
        cle = (organe.id, decision.reference)
        nouvelle = cle not in self.pages
        if nouvelle:
            self.pages[cle] = Publication(
                institution_id=organe.institution_id, organe_id=organe.id, organe=organe,
                objet="decision", etat="publiee", date_seance=decision.date, numero=decision.reference[:20],
                rang=self._rang(organe, decision), chemin="", titre="", modifiee_le=horloge.maintenant(),
            )  # fmt: skip
            unite().add(self.pages[cle])
        return self.pages[cle], nouvelle

    def _rang(self, organe: Organe, decision: DecisionPubliee) -> int:
        """Its place that day: the printed number where it is one, else after the others."""
        return references.numero(decision.numero.split(".")[0]) or len(self.pages) + 1


def _remplir(page: Publication, decision: DecisionPubliee) -> None:
    """The page says what the file says; the text passes the same cleaning as ours."""
    seance = adresses.de_seance(page.organe.institution.code, page.organe.code, decision.date)
    page.reference, page.matiere, page.issue = decision.reference, decision.matiere, decision.issue
    page.titre = decision.titre[:TITRE_MAXIMAL]
    page.texte_html = texte_riche.nettoyer(decision.texte_html)
    page.nature = "decision"
    page.chemin = page.chemin or adresses.de_page(seance, decision.reference, decision.titre)
    page.publiee_le = page.publiee_le or datetime.combine(decision.date, time(12), tzinfo=UTC)
    page.modifiee_le, page.a_indexer = horloge.maintenant(), True
