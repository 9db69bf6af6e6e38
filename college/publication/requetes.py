"""Reading the publication room: what waits, what is on line, the register."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from college.actes.modele import Acte
from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation.modele import Organe
from college.organisation.reglages import reglages_organe
from college.publication.modele import EntreeRegistre, Publication
from college.transaction import unite

PUBLIABLES = ("a_signer", "signe", "retire")


def gerees(acteur: Acteur) -> ColumnElement[bool]:
    """Pages of the organes of which the person is secretary."""
    return (Publication.institution_id == acteur.institution_id) & Publication.organe_id.in_(acteur.secretariats)


def actes_a_publier(acteur: Acteur, limite: int = 200) -> Sequence[Acte]:
    """Acts that could be on line and are not, latest first; closed ones never."""
    demande = (
        select(Acte)
        .where(
            Acte.institution_id == acteur.institution_id,
            Acte.organe_id.in_(acteur.secretariats),
            Acte.etat.in_(PUBLIABLES),
            Acte.type != "extrait",
            Acte.huis_clos.is_(False),
            Acte.partie != "huis_clos",
            Acte.id.not_in(select(Publication.acte_id).where(Publication.etat == "publiee", Publication.acte_id > 0)),
        )
        .options(joinedload(Acte.seance), joinedload(Acte.inscription))
        .order_by(Acte.date_decision.desc(), Acte.numero.desc())
    )
    actes = unite().scalars(demande.limit(limite)).all()
    return [acte for acte in actes if acte.type != "pv" or _siege_en_public(acte.organe)]


def _siege_en_public(organe: Organe) -> bool:
    return reglages_organe(organe.type, organe.reglages).seance_publique


def pages_recentes(acteur: Acteur, etat: str, limite: int = 100) -> Sequence[Publication]:
    demande = select(Publication).where(gerees(acteur), Publication.etat == etat, Publication.retenue.is_(False))
    return unite().scalars(demande.order_by(Publication.modifiee_le.desc(), Publication.id.desc()).limit(limite)).all()


def registre_lisible(acteur: Acteur) -> Select[EntreeRegistre, Publication]:
    """Lines of the register with their page, latest first."""
    return (
        select(EntreeRegistre, Publication)
        .join(Publication, Publication.id == EntreeRegistre.publication_id)
        .where(gerees(acteur))
        .order_by(EntreeRegistre.annee.desc(), EntreeRegistre.numero.desc())
    )


def entree_du_registre(acteur: Acteur, numero: int) -> EntreeRegistre:
    """A line that was timestamped, of an organe of which the person is secretary. Raises Introuvable."""
    trouvee = unite().scalar(
        select(EntreeRegistre)
        .join(Publication, Publication.id == EntreeRegistre.publication_id)
        .where(gerees(acteur), EntreeRegistre.id == numero, EntreeRegistre.jeton.is_not(None))
    )
    if trouvee is None:
        raise Introuvable("Cette ligne du registre n’est pas horodatée.")
    return trouvee
