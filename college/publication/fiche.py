"""A published page → its public search card. A withheld page has none: it cannot be found at all."""

from __future__ import annotations

from college.publication.adresses import limace
from college.publication.biffures.masquage import texte_brut
from college.publication.libelles import ISSUES, type_public, vote_public
from college.publication.modele import Publication
from search_index import Fiche, Page, Valeur


def fiche_de(page: Publication) -> Fiche:
    texte = "\n".join(texte_brut(html).strip() for html in (page.texte_html, page.note_html) if html)
    return Fiche(
        id=str(page.id),
        portee="publique",
        institution=page.organe.institution.code,
        titre=page.titre,
        texte=texte,
        reference=page.reference,
        date=page.date_seance,
        url=page.chemin,
        organe=Valeur(page.organe.code, page.organe.nom),
        type=Valeur(*type_public(page.objet, page.nature)),
        matiere=Valeur(limace(page.matiere), page.matiere) if page.matiere else None,
        issue=Valeur(page.issue, ISSUES[page.issue]) if page.issue else None,
        pages=tuple(_page(piece) for piece in page.pieces if piece.get("texte")),
        facettes=_facettes(page),
    )


def _facettes(page: Publication) -> dict[str, tuple[Valeur, ...]]:
    vote = vote_public(page.vote)
    return {"vote": (Valeur(*vote),)} if vote else {}


def _page(piece: dict[str, str]) -> Page:
    return Page(annexe=piece["nom"], numero=None, texte=piece["texte"], url=piece["url"])
