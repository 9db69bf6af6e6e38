"""A point that makes another one: a copy, or the same matter sent to another organe, linked both ways."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import annonces, horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Interdit, Invalide
from college.organisation.modele import Agent, Groupe, Institution, Organe, Service
from college.points import chaine
from college.points.annexes.modele import Annexe
from college.points.droits import services_proposants
from college.points.etats import en_ligne, etat_de, texte
from college.points.modele import LienPoints, Point
from college.points.naissance import naitre
from college.points.phrases import fr
from college.points.revisions import SIMPLES
from college.points.valeurs import Action
from college.transaction import unite

_SANS = {"identifiant_externe", "a_discuter", "urgence", "motif_urgence"}


@exige("chaine_de_validation")
def dupliquer(acteur: Acteur, point: Point) -> Point:
    """A copy as a draft: same texts, own reference; the proposing service if the person proposes for it."""
    passage = chaine.decider(etat_de(point), Action.DUPLIQUER, acteur, le=horloge.maintenant())
    copie = naitre(acteur, _contenu(point), point.organe, _service_de_copie(acteur, point))
    _annexes(acteur, point, copie)
    lier(copie, point, "copie_de")
    journal.noter(acteur, "point.duplique", point, copie=copie.reference, le=passage.le)
    return copie


@exige("chaine_de_validation")
def transmettre_organe(acteur: Acteur, point: Point, vers: str, titre: str | None = None) -> Point:
    """The matter goes on to another organe, `INSTITUTION/ORGANE` across institutions: once, linked both ways."""
    organe = _organe(acteur, vers)
    passage = chaine.decider(
        etat_de(point), Action.TRANSMETTRE_ORGANE, acteur, le=horloge.maintenant(), vers=organe.code
    )
    donnees = _contenu(point) | ({"titre": titre} if titre else {})
    suite = naitre(acteur, _adapter(donnees, point, organe), organe, _service_de(point, organe))
    suite.auteur_id = point.auteur_id if unite().get(Agent, point.auteur_id) else acteur.agent_id
    _annexes(acteur, point, suite)
    lier(suite, point, "transmis_de")
    unite().add(en_ligne(point, passage))
    journal.noter(acteur, "point.transmis", point, vers=organe.code, suite=suite.reference)
    annonces.annoncer("point.transmis", acteur=acteur, point=suite, source=point)
    return suite


def lier(de: Point, vers: Point, genre: str) -> None:
    """A typed link, seen from both sides."""
    unite().add(LienPoints(institution_id=de.institution_id, de_id=de.id, vers_id=vers.id, type=genre))
    unite().flush()


def _contenu(point: Point) -> dict[str, Any]:
    revision = texte(point)
    textes = {champ: getattr(revision, champ) for champ in ("titre", "titre_public", "rapport", "note_synthese")}
    simples = {champ: getattr(point, champ) for champ in SIMPLES if champ not in _SANS}
    liens = {
        "categorie": point.categorie.code if point.categorie and point.categorie.actif else None,
        "groupe_en_charge": _groupe(point),
    }
    return {**textes, "motivation": revision.motivation, "dispositif": revision.dispositif, **simples, **liens}


def _groupe(point: Point) -> str | None:
    groupe = unite().get(Groupe, point.groupe_en_charge_id) if point.groupe_en_charge_id else None
    return groupe.code if groupe and groupe.actif else None


def _service_de_copie(acteur: Acteur, point: Point) -> Service:
    miens = services_proposants(acteur)
    if point.service_id in miens or not miens:
        return point.service
    return unite().scalars(select(Service).where(Service.id.in_(miens)).order_by(Service.rang, Service.id)).first()  # type: ignore[return-value]


def _organe(acteur: Acteur, vers: str) -> Organe:
    institution, _, code = vers.rpartition("/")
    demande = select(Organe).where(Organe.code == code, Organe.actif.is_(True))
    if institution:
        demande = demande.join(Institution, Institution.id == Organe.institution_id).where(
            Institution.code == institution
        )
    else:
        demande = demande.where(Organe.institution_id == acteur.institution_id)
    organe = unite().scalar(demande)
    if organe is None:
        raise Invalide(fr(f"« {vers} » n'est pas un organe connu : écrivez ORGANE ou INSTITUTION/ORGANE."), "vers")
    return organe


def _adapter(donnees: dict[str, Any], point: Point, organe: Organe) -> dict[str, Any]:
    """Across institutions, codes of the sender's own lists do not travel."""
    if organe.institution_id == point.institution_id:
        return donnees
    return donnees | {"categorie": None, "groupe_en_charge": None}


def _service_de(point: Point, organe: Organe) -> Service:
    if organe.institution_id == point.institution_id:
        return point.service
    ailleurs = select(Service).where(Service.institution_id == organe.institution_id, Service.actif.is_(True))
    service = unite().scalars(ailleurs.order_by(Service.code != point.service.code, Service.rang, Service.id)).first()
    if service is None:
        raise Interdit(fr("Cette institution n'a aucun service : demandez à son administrateur d'en créer un."))
    return service


def _annexes(acteur: Acteur, source: Point, copie: Point) -> None:
    """The pieces follow (same bytes), save those added after the decision."""
    for annexe in unite().scalars(
        select(Annexe).where(Annexe.point_id == source.id, Annexe.retiree_le.is_(None), Annexe.type != "apres_decision")
    ):
        unite().add(
            Annexe(
                institution_id=copie.institution_id,
                point_id=copie.id,
                deposee_par_id=acteur.agent_id,
                deposee_le=horloge.maintenant(),
                **{champ: getattr(annexe, champ) for champ in _COPIES},
            )
        )


_COPIES = (
    "nom",
    "type",
    "confidentielle",
    "a_imprimer",
    "rang",
    "sha256",
    "taille",
    "mime",
    "pages",
    "texte",
    "etat_antivirus",
)
