"""What follows a publication: the search index, the public PDF, and the pages planned for later."""

from __future__ import annotations

from sqlalchemy import select, update

from college import horloge, stockage
from college.actes import modeles, preparation, requetes
from college.actes.modele import Acte
from college.boite_envoi import deposer_un_seul, gestionnaire, periodique
from college.connecteurs import horodatage
from college.droits import acteur_systeme
from college.publication import index, services
from college.publication.biffures import requetes as marques
from college.publication.biffures.masquage import masquer_contexte
from college.publication.biffures.services import a_masquer
from college.publication.fiche import fiche_de
from college.publication.modele import EntreeRegistre, Publication
from college.templates_docs import rendu
from college.transaction import ecriture, lecture, unite

LOT = 500
SOUFFLE = 1.0  # seconds


@gestionnaire("indexer_publications", seul=True, souffle=SOUFFLE)
def indexer_publications(_institution_id: int) -> None:
    """Every changed page in one commit: a séance of 120 acts costs one, and later messages find nothing left.

    The first page is found at once; those published one by one after it are gathered, a commit every second.
    """
    while lot := _indexer_un_lot():
        with ecriture():
            for identifiant, modifiee_le in lot:
                unite().execute(
                    update(Publication)
                    .where(Publication.id == identifiant, Publication.modifiee_le == modifiee_le)
                    .values(a_indexer=False)
                )


def _indexer_un_lot() -> list[tuple[int, object]]:
    with lecture():
        changees = (
            unite().scalars(select(Publication).where(Publication.a_indexer).order_by(Publication.id).limit(LOT)).all()
        )
        visibles = [p for p in changees if p.etat == "publiee" and not p.retenue]
        fiches = [fiche_de(p) for p in visibles]
    cachees = [str(p.id) for p in changees if p not in visibles]
    if fiches:
        index.publique().deposer(fiches)
    if cachees:
        index.publique().retirer(cachees)
    return [(p.id, p.modifiee_le) for p in changees]


@gestionnaire("rendre_publication")
def rendre_publication(_institution_id: int, publication_id: int) -> None:
    """The public PDF: laid out again from the masked context, so that nothing hidden is in its bytes."""
    with lecture():
        page = unite().get_one(Publication, publication_id)
        acte = unite().get_one(Acte, page.acte_id)
        version = requetes.version_courante(acte)
        contexte = masquer_contexte(version.contexte, a_masquer(marques.marques(acte)))
        genre, gabarit = preparation.type_document(acte), modeles.octets(version.gabarit, "pdf")
        modifiee_le = page.modifiee_le
    if page.etat != "publiee":
        return
    sha256 = stockage.deposer(rendu.rendre(genre, "pdf", contexte, gabarit).contenu)
    with ecriture():
        unite().execute(
            update(Publication)
            .where(Publication.id == publication_id, Publication.modifiee_le == modifiee_le)
            .values(pdf_sha256=sha256)
        )


@gestionnaire("horodater_publication")
def horodater_publication(_institution_id: int, entree: int) -> None:
    """The proof of the moment, on the line's own fingerprint; asked outside any transaction, written once."""
    with lecture():
        ligne = unite().get_one(EntreeRegistre, entree)
        attend, sha256 = ligne.jeton is None, ligne.sha256
    if not attend:
        return
    jeton, instant = horodatage.horodater(sha256)
    with ecriture():
        unite().execute(
            update(EntreeRegistre)
            .where(EntreeRegistre.id == entree, EntreeRegistre.jeton.is_(None))
            .values(jeton=jeton, horodatee_le=instant)
        )


@periodique(60)
def rattraper_l_index() -> None:
    """A page that changed while its message was just being taken is not left behind."""
    with lecture():
        page = unite().scalar(select(Publication).where(Publication.a_indexer).limit(1))
    if page is not None:
        with ecriture():
            deposer_un_seul("indexer_publications", page.institution_id)


@periodique(5)
def publier_les_programmees() -> None:
    """Pages whose hour has come, on the application's clock."""
    dues = (Publication.etat == "programmee") & (Publication.programmee_pour <= horloge.maintenant())
    with lecture():
        if unite().scalar(select(Publication.id).where(dues).limit(1)) is None:
            return
    with ecriture():
        for page in unite().scalars(select(Publication).where(dues)):
            services.publier_programmee(acteur_systeme(page.institution_id), page)
