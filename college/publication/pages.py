"""Fills a public page from an act, or from a line of an agenda: masked copies, nothing that leads back inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from college import horloge
from college.actes.modele import Acte
from college.annonces import annoncer
from college.organisation.modele import Categorie, Organe
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.points.regles import EFFETS
from college.publication import adresses, regles, suites
from college.publication.biffures.masquage import masquer_html, masquer_texte
from college.publication.modele import Publication
from college.publication.presentation import apercu
from college.seances.modele import Inscription, Scrutin, Seance
from college.templates_docs import texte_acte
from college.templates_docs.grammaire import typographier
from college.transaction import unite

#: The minutes come after the points.
RANG_FINAL = 100_000
NON_PUBLIC = "point-non-public"
UN_JOUR = timedelta(hours=25)  # the day when the clocks go back
#: What a withheld page must not hold.
TEXTES = ("reference", "resume", "apercu", "texte_html", "note_html", "projet_html", "matiere", "type_acte", "nature")


def de_inscription(inscription: Inscription) -> Publication | None:
    """The page of a line of an agenda, whatever it has become."""
    return unite().scalar(select(Publication).where(Publication.inscription_id == inscription.id))


def pour(inscription: Inscription) -> Publication:
    """A new, empty page for a line of an agenda."""
    seance = inscription.seance
    return _nouvelle(seance.organe, seance, inscription, horloge.locale(seance.debut).date(), "projet")


def de_acte(acte: Acte) -> Publication:
    """The page of an act: the one that announced its project if there is one, otherwise a new one."""
    trouvee = unite().scalar(select(Publication).where(Publication.acte_id == acte.id))
    if trouvee is None and acte.inscription is not None and acte.type != "pv":
        trouvee = de_inscription(acte.inscription)
    return trouvee or _nouvelle(acte.organe, acte.seance, acte.inscription, _jour(acte), "decision")


def de_acte_en_ligne(acte: Acte) -> Publication | None:
    """The page that exists already for an act, its project's included."""
    page = de_acte(acte)
    return page if page.id else None


def remplir_projet(page: Publication, inscription: Inscription, extraits: Collection[str]) -> None:
    """Title, note and project, without vote; the title alone for a nature that is not published by default."""
    point, revision = inscription.point, inscription.revision
    page.objet = "projet"
    _commun(page, inscription.numero, inscription.titre, point, extraits)
    page.reference = inscription.reference
    if EFFETS[point.nature].publication:
        page.note_html = masquer_html(revision.note_synthese, extraits)
        page.texte_html = masquer_html(texte_acte.composer(inscription.motivation, inscription.dispositif), extraits)
        page.pieces = pieces(point)
    page.tardive = regles.projets_tardifs(horloge.aujourdhui(), page.date_seance)


def remplir_decision(page: Publication, acte: Acte, extraits: Collection[str]) -> None:
    """The act's text as it was frozen, the vote in figures, what the project said."""
    version, inscription = acte.versions[-1], acte.inscription
    if page.objet == "projet" and page.texte_html:
        page.projet_html, page.projet_le = page.texte_html, page.publiee_le
    page.objet = "pv" if acte.type == "pv" else "decision"
    page.acte_id = acte.id
    numero = "pv" if acte.type == "pv" else inscription.numero if inscription else str(acte.numero)
    _commun(page, numero, acte.titre, acte.point, extraits)
    page.reference, page.issue, page.type_acte = acte.reference, acte.issue, acte.type_acte
    page.texte_html = masquer_html(version.texte_html, extraits)
    page.apercu = apercu(page.texte_html) if acte.type != "pv" else ""
    page.tutelle = _tutelle(acte)
    page.vote = _vote(inscription) if inscription and acte.type != "pv" else {}
    page.modifie_en_seance = bool(inscription and inscription.modifie_en_seance)
    page.pieces = pieces(acte.point) if acte.point and acte.type != "pv" else []
    page.pdf_sha256 = None if extraits else version.pdf_sha256  # nothing to hide: the act's own bytes


def retenir(inscription: Inscription) -> Publication:
    """The page of a closed point: number and legal basis only. What it may have shown before is emptied."""
    page = de_inscription(inscription) or pour(inscription)
    page.objet = "decision"
    page.retenue, page.motif_retenue = True, regles.motif_retenue()
    page.titre = regles.retenue(inscription.numero)
    page.numero = page.numero or _libre(page, inscription.numero)
    page.chemin = adresses.de_page(adresse_seance(page), page.numero, NON_PUBLIC)  # no word of the title in it
    for champ in TEXTES:
        setattr(page, champ, "")
    page.vote, page.pieces, page.issue, page.pdf_sha256 = {}, [], None, None
    return page


def empreinte(page: Publication) -> str:
    """Hash of what the public reads, kept by the register."""
    montre = [page.chemin, page.objet, page.titre, page.texte_html, page.note_html, page.vote, page.issue, page.pieces]
    return hashlib.sha256(json.dumps(montre, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def pieces(point: Point) -> list[dict[str, Any]]:
    """Annexes that somebody ticked as public; a confidential one never, whatever its type."""
    ouvertes = select(Annexe).where(
        Annexe.point_id == point.id,
        Annexe.type.in_(("publiable", "integrante")),
        Annexe.confidentielle.is_(False),
        Annexe.retiree_le.is_(None),
    )
    return [_piece(a) for a in unite().scalars(ouvertes.order_by(Annexe.rang, Annexe.id))]


def _piece(annexe: Annexe) -> dict[str, Any]:
    return {
        "id": annexe.id,
        "nom": annexe.nom,
        "sha256": annexe.sha256,
        "mime": annexe.mime,
        "taille": annexe.taille,
        "pages": annexe.pages,
        "texte": annexe.texte or "",
        "url": f"/annexes/{annexe.id}/{annexe.sha256[:16]}",
    }


def _nouvelle(
    organe: Organe, seance: Seance | None, inscription: Inscription | None, jour: date, objet: str
) -> Publication:
    return Publication(
        institution_id=organe.institution_id,
        organe=organe,
        seance_id=seance.id if seance else None,
        inscription_id=inscription.id if inscription else None,
        objet=objet,
        etat="programmee",
        rang=inscription.rang if inscription else RANG_FINAL,
        date_seance=jour,
        rang_jour=_rang(seance) if seance else 1,
        numero="",
        chemin="",
        titre="",
        texte_html="",
        publiee_le=None,
        retenue=False,
        pieces=[],
        vote={},
        tutelle={},
        modifiee_le=horloge.maintenant(),
    )


def _commun(page: Publication, numero: str, titre: str, point: Point | None, extraits: Collection[str]) -> None:
    page.titre = masquer_texte(typographier(titre), extraits)
    page.masques = len(extraits)
    page.nature = point.nature if point else ""
    page.matiere = _matiere(point) if point else ""
    page.numero = page.numero or _libre(page, numero)
    if not page.chemin or page.chemin.endswith(f"-{NON_PUBLIC}"):  # new, or its doors are open again
        page.chemin = adresses.de_page(adresse_seance(page), page.numero, page.titre)
    page.modifiee_le, page.a_indexer = horloge.maintenant(), True


def _libre(page: Publication, numero: str) -> str:
    """Closed points may start again at 1: the register keeps one page a number, so the second says which."""
    pris = set(
        unite().scalars(
            select(Publication.numero).where(
                Publication.organe_id == page.organe.id,
                Publication.date_seance == page.date_seance,
                Publication.rang_jour == page.rang_jour,
            )
        )
    )
    base = numero or "0"
    return next(n for n in (base, f"{base}-hc", *(f"{base}-{i}" for i in range(2, 1000))) if n not in pris)


def adresse_seance(page: Publication) -> str:
    return adresses.de_seance(page.organe.institution.code, page.organe.code, page.date_seance, page.rang_jour)


def _rang(seance: Seance) -> int:
    """1, or more for a later séance of the same organe on the same day."""
    jour = horloge.locale(seance.debut).date()
    debuts = unite().execute(
        select(Seance.debut, Seance.id).where(
            Seance.organe_id == seance.organe_id,
            or_(Seance.debut < seance.debut, (Seance.debut == seance.debut) & (Seance.id < seance.id)),
            Seance.debut >= seance.debut - UN_JOUR,
        )
    )
    return 1 + sum(1 for debut, _ in debuts if horloge.locale(debut).date() == jour)


def _jour(acte: Acte) -> date:
    return horloge.locale(acte.seance.debut if acte.seance else acte.date_decision).date()


def _tutelle(acte: Acte) -> dict[str, Any]:
    """Asked of the room beside this one by announcement: neither imports the other."""
    envois = [envoi for envoi in annoncer("acte.envoi", acte=acte) if envoi is not None]
    if envois:
        return suites.d_envoi(envois[0])
    regimes = annoncer("acte.regime", acte=acte) if acte.type_acte else []
    return suites.a_transmettre("approbation") if "approbation" in regimes else {}


def _matiere(point: Point) -> str:
    categorie = unite().get(Categorie, point.categorie_id) if point.categorie_id else None
    return (categorie.matiere or categorie.libelle) if categorie else ""


def _vote(inscription: Inscription) -> dict[str, Any]:
    """Figures of the proclaimed vote; a secret one keeps its figures, never a name."""
    scrutin = unite().scalar(
        select(Scrutin)
        .where(Scrutin.inscription_id == inscription.id, Scrutin.etat == "proclame")
        .order_by(Scrutin.id.desc())
        .limit(1)
    )
    if scrutin is None:
        return {}
    comptes = {choix: int(scrutin.comptes.get(choix, 0)) for choix in ("pour", "contre", "abstention", "blanc", "nul")}
    return {
        **comptes,
        "secret": scrutin.mode in ("secret", "election"),
        "election": scrutin.mode == "election",
        "phrase": scrutin.phrase,
        "explication": scrutin.explication,
    }
