"""What happens to points after commit, and as days go by. Handlers are idempotent."""

from __future__ import annotations

from sqlalchemy import select

from college import boite_envoi, horloge, journal, stockage
from college.annonces import abonner
from college.boite_envoi import Abandon, gestionnaire, periodique
from college.droits import acteur_systeme
from college.points import mots, services
from college.points.annexes import antivirus
from college.points.annexes.modele import Annexe
from college.points.annexes.regles import EXTRAITES
from college.points.annuaire import oublier
from college.points.avis.modele import Avis
from college.points.modele import Point
from college.points.requetes import charger
from college.templates_docs import rendu
from college.transaction import ecriture, lecture, unite

_EN_ROUTE = ("brouillon", "en_validation", "valide")


@gestionnaire("analyser_annexe")
def analyser_annexe(institution_id: int, annexe: int) -> None:
    """Ask the scanner; an absent scanner raises, so that the outbox tries again. Fails closed meanwhile."""
    with lecture():
        piece = unite().get_one(Annexe, annexe)
        attend, sha256 = piece.etat_antivirus == "en_attente", piece.sha256
    if not attend:
        return
    sain = antivirus.sain(stockage.lire(sha256))
    with ecriture():
        piece = unite().get_one(Annexe, annexe)
        piece.etat_antivirus = "sain" if sain else "infecte"
        journal.noter(acteur_systeme(institution_id), "annexe.analysee", piece, etat=piece.etat_antivirus)
        if sain:
            boite_envoi.deposer("extraire_annexe", institution_id, cle_unique=f"mots-{annexe}", annexe=annexe)


@gestionnaire("extraire_annexe")
def extraire_annexe(institution_id: int, annexe: int) -> None:
    """The words of a piece, for the staff's search: read by a limited worker, outside any transaction."""
    with lecture():
        piece = unite().get_one(Annexe, annexe)
        extension, sha256, voulu = piece.nom.rsplit(".", 1)[-1].lower(), piece.sha256, piece.etat_antivirus == "sain"
    if not voulu or extension not in EXTRAITES:
        return
    try:
        lus = rendu.extraire(extension, stockage.lire(sha256))
    except rendu.EchecRendu as echec:
        raise Abandon(f"Le texte de la pièce {annexe} ne peut pas être lu : {echec.phrase}") from echec
    with ecriture():
        piece = unite().get_one(Annexe, annexe)
        piece.texte = lus
        piece.cherche = mots.indexer((piece.nom, piece.point.reference, piece.point.titre, lus))


@periodique(300)
def liberer_les_delais_echus() -> None:
    """An advice whose delay ran out holds its point no longer: bring the cache of those points up to date."""
    jour = horloge.aujourdhui()
    with lecture():
        echus = list(
            unite().scalars(
                select(Point.id)
                .join(Avis, Avis.point_id == Point.id)
                .where(
                    Point.phase == "en_validation",
                    Avis.rendu_le.is_(None),
                    Avis.echeance < jour,
                    Avis.etape == Point.etape,
                )
            )
        )
    for numero in echus:
        with ecriture():
            _recalculer(numero)


@abonner("organisation.changee")
def suivre_les_personnes(institution_id: int) -> None:
    """People or groups changed: a step may have lost or found its holders."""
    oublier(institution_id)
    en_route = select(Point.id).where(Point.institution_id == institution_id, Point.phase.in_(_EN_ROUTE))
    for numero in list(unite().scalars(en_route)):
        _recalculer(numero)


def _recalculer(numero: int) -> None:
    demande = charger(select(Point)).where(Point.id == numero).execution_options(populate_existing=True)
    point = unite().scalars(demande).one()
    services.recalculer(point)
