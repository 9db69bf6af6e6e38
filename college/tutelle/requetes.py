"""Reading supervision: what a person follows is what they may read of the acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from college import horloge
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.droits import Acteur
from college.erreurs import Introuvable
from college.points.annexes.modele import Annexe
from college.points.avis.modele import Avis
from college.points.droits import proche
from college.transaction import unite
from college.tutelle.donnees import catalogue
from college.tutelle.modele import Echange, Envoi
from college.tutelle.regime import ISSUES_TRANSMISES, Regle, a_transmettre_par
from college.tutelle.suivi import CHEZ_L_AUTORITE, CHEZ_NOUS, FINS, Etat

CHARGEMENT = (
    joinedload(Envoi.acte, innerjoin=True),
    selectinload(Envoi.accuses),
    selectinload(Envoi.echeances),
    selectinload(Envoi.echanges),
)
TABLEAU = (contains_eager(Envoi.acte), joinedload(Envoi.echanges))
TRANSMISSIBLES = ("deliberation", "extrait", "arrete", "ordonnance")


def visibles(acteur: Acteur) -> ColumnElement[bool]:
    """Envois of the acts that the person may read."""
    return Envoi.acte_id.in_(select(Acte.id).where(actes.visibles(acteur)))


def envoi(acteur: Acteur, ref: int | str) -> Envoi:
    """By number, with its whole story. Raises Introuvable."""
    demande = select(Envoi).options(*CHARGEMENT).where(visibles(acteur))
    trouve = unite().scalar(demande.where(Envoi.id == int(ref))) if str(ref).isdecimal() else None
    if trouve is None:
        raise Introuvable("Cet envoi n’existe pas, ou vous n’y avez pas accès.")
    return trouve


def pieces_cachees(acteur: Acteur) -> frozenset[str]:
    """The prints of the confidential pieces that left with an act and that this person may not know of: a confidential
    piece stays so once sent."""
    envoyes = select(Acte.point_id).join(Envoi, Envoi.acte_id == Acte.id)
    demande = select(Annexe.sha256).join(Annexe.point).where(
        Annexe.institution_id == acteur.institution_id, Annexe.confidentielle.is_(True),
        Annexe.point_id.in_(envoyes), ~proche(acteur),
    )  # fmt: skip
    return frozenset(unite().scalars(demande))


def pieces_montrables(decrites: Iterable[dict[str, Any]], cachees: frozenset[str]) -> list[dict[str, Any]]:
    """Without those."""
    return [decrite for decrite in decrites if decrite["sha256"] not in cachees]


def envois(acteur: Acteur, etats: Sequence[str] | None = None) -> Select[Envoi]:
    """The envois that a person follows, with their story, without order."""
    demande = select(Envoi).options(*CHARGEMENT).where(visibles(acteur))
    return demande.where(Envoi.etat.in_(etats)) if etats is not None else demande


def en_cours(acteur: Acteur, limite: int = 300) -> Sequence[Envoi]:
    """What somebody must still watch, oldest decision first."""
    demande = _tableau(acteur, [*CHEZ_NOUS, *CHEZ_L_AUTORITE])
    return unite().scalars(demande.order_by(Acte.date_decision, Envoi.id).limit(limite)).unique().all()


def finis(acteur: Acteur, limite: int = 100) -> Sequence[Envoi]:
    """What is decided or withdrawn, latest first."""
    demande = _tableau(acteur, list(FINS)).order_by(Envoi.termine_le.desc(), Envoi.id.desc())
    return unite().scalars(demande.limit(limite)).unique().all()


def _tableau(acteur: Acteur, etats: Sequence[str]) -> Select[Envoi]:
    """What a row of the board needs, and no more: one statement whatever their number."""
    demande = select(Envoi).join(Envoi.acte).options(*TABLEAU)
    return demande.where(actes.visibles(acteur), Envoi.etat.in_(etats))


def d_un_acte(acte_id: int) -> Sequence[Envoi]:
    """Every envoi of an act, oldest first."""
    demande = select(Envoi).options(*CHARGEMENT).where(Envoi.acte_id == acte_id)
    return unite().scalars(demande.order_by(Envoi.id)).unique().all()


def a_transmettre(acteur: Acteur, limite: int = 300) -> list[tuple[Acte, Regle]]:
    """Adopted acts that the law wants sent and that nobody has sent, with their rule; oldest first."""
    codes = {regle.code for regle in catalogue().regles if regle.regime.a_transmettre}
    demande = (
        select(Acte)
        .where(actes.visibles(acteur), _a_envoyer(codes))
        .where(~exists().where(Envoi.acte_id == Acte.id, Envoi.etat != Etat.RETIRE))
        .order_by(Acte.date_decision, Acte.id)
        .limit(limite)
    )
    lus = [(acte, regle_de(acte)) for acte in unite().scalars(demande).unique()]
    return [(acte, regle) for acte, regle in lus if regle and a_transmettre_par(regle, acte.organe.type)]


def _a_envoyer(codes: set[str]) -> ColumnElement[bool]:
    adopte = or_(Acte.issue.is_(None), Acte.issue.in_(ISSUES_TRANSMISES))
    return and_(Acte.type_acte.in_(codes), Acte.type.in_(TRANSMISSIBLES), Acte.etat != "retire", adopte)


def jour_de_decision(acte: Acte) -> date:
    """The civil day of the decision, in Belgium."""
    return horloge.locale(acte.date_decision).date()


def regle_de(acte: Acte) -> Regle | None:
    """The rule of the act on the day of its decision; minutes fall under none."""
    if acte.type not in TRANSMISSIBLES:
        return None
    return catalogue().regle_d_un_acte(acte.type_acte, jour_de_decision(acte))


def annexes(acte: Acte) -> Sequence[Annexe]:
    """The annexes of the act's point that are still there, in their order."""
    demande = select(Annexe).where(Annexe.point_id == acte.point_id, Annexe.retiree_le.is_(None))
    return unite().scalars(demande.order_by(Annexe.rang, Annexe.id)).all()


def avis_financier(acte: Acte) -> Avis | None:
    """The financial director's last advice on the act's point, once given."""
    demande = select(Avis).options(joinedload(Avis.groupe)).where(Avis.point_id == acte.point_id)
    rendus = unite().scalars(demande.where(Avis.rendu_le.is_not(None)).order_by(Avis.id.desc()))
    return next((avis for avis in rendus if avis.groupe and avis.groupe.code == "directeur_financier"), None)


def a_relever(limite: int = 100) -> list[tuple[int, str, str, int]]:
    """(id, connector, reference, last event) of envois whose news is due, all institutions, oldest first."""
    dernier = select(func.coalesce(func.max(Echange.numero), 0)).where(Echange.envoi_id == Envoi.id).scalar_subquery()
    demande = (
        select(Envoi.id, Envoi.connecteur, Envoi.reference, dernier)
        .where(Envoi.etat.in_(CHEZ_L_AUTORITE), Envoi.prochaine_relance <= horloge.systeme())
        .where(Envoi.reference.is_not(None))
        .order_by(Envoi.prochaine_relance, Envoi.id)
        .limit(limite)
    )
    return [(ligne[0], ligne[1], ligne[2] or "", ligne[3]) for ligne in unite().execute(demande)]
