"""Everything that the public may read of the database: published pages, and séances that are announced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer

from college import horloge
from college.actes.modele import Acte
from college.organisation.modele import Institution, Organe
from college.organisation.reglages import reglages_organe
from college.points.annexes.modele import Annexe
from college.publication.modele import Publication
from college.seances.modele import Inscription, Seance
from college.transaction import unite

CONVOQUEES = ("convoquee", "ouverte", "suspendue")
LISTE = (defer(Publication.texte_html), defer(Publication.note_html), defer(Publication.projet_html))


def en_ligne() -> ColumnElement[bool]:
    """The one criterion of what the public sees; a withheld line is seen, by its number only."""
    return Publication.etat == "publiee"


def page(chemin: str) -> Publication | None:
    """A page by its permanent address, withdrawn ones included (they have a tombstone)."""
    return unite().scalar(
        select(Publication).where(Publication.chemin == chemin, Publication.etat.in_(("publiee", "retiree")))
    )


def pages_de_seance(institution: str, organe: str, jour: date, rang: int) -> Sequence[Publication]:
    demande = (
        select(Publication)
        .join(Organe, Organe.id == Publication.organe_id)
        .join(Institution, Institution.id == Publication.institution_id)
        .where(
            en_ligne(),
            Institution.code == institution,
            Organe.code == organe,
            Publication.date_seance == jour,
            Publication.rang_jour == rang,
        )
        .options(*LISTE)
        .order_by(Publication.rang, Publication.id)
    )
    return unite().scalars(demande).all()


def dernieres(limite: int = 6) -> Sequence[Publication]:
    """Latest decisions, then by order of the agenda."""
    demande = select(Publication).where(en_ligne(), Publication.objet == "decision").options(*LISTE)
    return (
        unite()
        .scalars(
            demande.order_by(Publication.date_seance.desc(), Publication.publiee_le.desc(), Publication.rang).limit(
                limite
            )
        )
        .all()
    )


def par_ids(ids: Iterable[str]) -> dict[str, Publication]:
    """Pages of a search result that are still on line: the index may be a few seconds late, never the page."""
    numeros = [int(i) for i in ids if i.isdecimal()]
    lignes = unite().scalars(
        select(Publication)
        .where(Publication.id.in_(numeros), en_ligne(), Publication.retenue.is_(False))
        .options(*LISTE)
    )
    return {str(p.id): p for p in lignes}


def seule_institution() -> Institution | None:
    """The authority of the whole register, when only one publishes here."""
    ids = unite().scalars(select(Publication.institution_id).where(en_ligne()).distinct().limit(2)).all()
    return unite().get(Institution, ids[0]) if len(ids) == 1 else None


def institution(code: str) -> Institution | None:
    return unite().scalar(select(Institution).where(Institution.code == code))


def compte_depuis(jour: date) -> int:
    demande = select(func.count()).where(en_ligne(), Publication.objet == "decision", Publication.date_seance >= jour)
    return unite().scalar(demande) or 0


def derniere_mise_a_jour() -> datetime | None:
    return unite().scalar(select(func.max(Publication.publiee_le)).where(en_ligne()))


def toutes_les_adresses(limite: int = 45_000) -> Sequence[tuple[str, datetime]]:
    """For the sitemap: withheld pages and individual acts are not announced to robots."""
    return [
        (chemin, modifiee)
        for chemin, modifiee in unite().execute(
            select(Publication.chemin, Publication.modifiee_le)
            .where(en_ligne(), Publication.retenue.is_(False), Publication.nature.not_in(INDIVIDUELLES))
            .order_by(Publication.date_seance.desc(), Publication.id)
            .limit(limite)
        )
    ]


#: Decisions about a person: readable here, not offered to search engines.
INDIVIDUELLES = ("election", "installation")


@dataclass(frozen=True)
class Annonce:
    """A séance to come, as it may be announced: the convocation is public, the séance not always."""

    organe: str
    code: str
    institution: str
    debut: datetime
    lieu: str
    publique: bool
    projets: bool
    chemin: str | None


def seances_annoncees(limite: int = 6) -> list[Annonce]:
    """Convened séances from yesterday on, of organes that publish something (art. L1122-14)."""
    depuis = horloge.maintenant() - timedelta(hours=12)
    demande = (
        select(Seance)
        .where(Seance.etat.in_(CONVOQUEES), Seance.debut >= depuis)
        .order_by(Seance.debut, Seance.id)
        .limit(limite * 4)
    )
    lues = [(s, reglages_organe(s.organe.type, s.organe.reglages)) for s in unite().scalars(demande).unique()]
    montrees = [(s, r) for s, r in lues if r.publication != "aucune" and not r.secret_social][:limite]
    adresses = _adresses_de_seances([s.id for s, _ in montrees])
    return [
        Annonce(
            organe=s.organe.nom,
            code=s.organe.code,
            institution=s.organe.institution.code,
            debut=s.debut,
            lieu=s.lieu,
            publique=r.seance_publique,
            projets=r.publication == "projets_et_decisions",
            chemin=adresses.get(s.id),
        )
        for s, r in montrees
    ]


@dataclass(frozen=True)
class SeancePubliee:
    """A séance that has pages: its day, its address, how many lines."""

    organe: str
    jour: date
    chemin: str
    nombre: int


def seances_publiees(limite: int = 60) -> list[SeancePubliee]:
    """Séances with published pages, latest first."""
    groupe = (Publication.organe_id, Publication.date_seance, Publication.rang_jour)
    demande = (
        select(Organe.nom, Publication.date_seance, func.min(Publication.chemin), func.count())
        .join(Organe, Organe.id == Publication.organe_id)
        .where(en_ligne())
        .group_by(*groupe, Organe.nom)
        .order_by(Publication.date_seance.desc(), Organe.nom)
        .limit(limite)
    )
    return [
        SeancePubliee(nom, jour, chemin.rsplit("/", 1)[0], nombre)
        for nom, jour, chemin, nombre in unite().execute(demande)
    ]


def _adresses_de_seances(ids: Sequence[int]) -> dict[int, str]:
    lignes = unite().execute(
        select(Publication.seance_id, func.min(Publication.chemin))
        .where(Publication.seance_id.in_(ids), en_ligne())
        .group_by(Publication.seance_id)
    )
    return {seance_id: chemin.rsplit("/", 1)[0] for seance_id, chemin in lignes if seance_id}


def piece(annexe_id: int, empreinte: str) -> dict[str, Any] | None:
    """A public annex, only while a page on line carries it."""
    point = select(Annexe.point_id).where(Annexe.id == annexe_id).scalar_subquery()
    porteuses = (
        select(Publication.pieces)
        .outerjoin(Inscription, Inscription.id == Publication.inscription_id)
        .outerjoin(Acte, Acte.id == Publication.acte_id)
        .where(en_ligne(), or_(Inscription.point_id == point, Acte.point_id == point))
    )
    portees = (p for pieces in unite().scalars(porteuses) for p in pieces)
    return next((p for p in portees if p["id"] == annexe_id and p["sha256"].startswith(empreinte)), None)


def piece_importee(page_id: int, empreinte: str) -> dict[str, Any] | None:
    """A piece that came with an imported decision."""
    pieces = unite().scalar(select(Publication.pieces).where(en_ligne(), Publication.id == page_id)) or []
    return next((p for p in pieces if p["sha256"] and p["sha256"].startswith(empreinte) and not p["id"]), None)
