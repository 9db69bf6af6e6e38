"""A point that makes another one: a copy, or the same matter sent to another organe, linked both ways."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from college import annonces, horloge, journal
from college.droits import Acteur, acteur_systeme, exige
from college.erreurs import Interdit
from college.organisation.modele import Agent, Categorie, Groupe, Organe, Service
from college.organisation.reglages import reglages_organe
from college.points import chaine, copies, masques, services
from college.points.annexes import requetes as annexes
from college.points.annexes.modele import Annexe
from college.points.annexes.recopie import copier
from college.points.droits import services_proposants
from college.points.envois import regles
from college.points.envois.organes import organe_vise
from college.points.etats import en_ligne, etat_de, texte
from college.points.modele import LienPoints, Point
from college.points.naissance import naitre
from college.points.phrases import fr
from college.points.revisions import SIMPLES
from college.points.valeurs import Action
from college.transaction import unite

_SANS = {"identifiant_externe", "a_discuter", "urgence", "motif_urgence", "suite"}
TEXTES = ("titre_public", "rapport", "note_synthese", "motivation", "dispositif")
GARDER = {
    "textes": TEXTES,
    "montants": ("montant_htva", "montant_tvac", "incidence_financiere", "sens_financier", "article_budgetaire"),
    "classement": ("categorie", "groupe_en_charge", "type_acte", "dossier", "mots_cles"),
    "personnes": ("demandeur", "destinataires", *copies.CHAMPS),
    "pieces": (),
}


@exige("chaine_de_validation")
def dupliquer(acteur: Acteur, point: Point, garder: Collection[str] | None = None) -> Point:
    """A copy as a draft, of all or of what is kept (`GARDER`): own reference, the person's service (P58).

    Of what the person may read: hidden passages stay hidden in the copy, confidential pieces stay where they are.
    """
    passage = chaine.decider(etat_de(point), Action.DUPLIQUER, acteur, le=horloge.maintenant())
    gardes = set(GARDER if garder is None else garder)
    laisses = {champ for lot, champs in GARDER.items() if lot not in gardes for champ in champs} | {"date_limite"}
    lus = {**contenu(point), **masques.textes(acteur, point, texte(point))}
    lus["mots_cles"] = masques.mots_cles(acteur, point)
    repris = {champ: valeur for champ, valeur in lus.items() if champ not in laisses}
    copie = naitre(acteur, repris, point.organe, _service_de_copie(acteur, point))
    if "pieces" in gardes:
        copier(en_route(annexes.de(acteur, point)), copie)
    lier(copie, point, "copie_de")
    journal.noter(acteur, "point.duplique", point, copie=copie.reference, le=passage.le)
    return copie


@exige("chaine_de_validation")
def transmettre_organe(acteur: Acteur, point: Point, vers: str, suite: Mapping[str, Any] | None = None) -> Point:
    """The matter goes on to another organe, `INSTITUTION/ORGANE` across institutions: once, linked both ways.

    With a `suite` (own texts, pieces, urgency) the decision stands for the visas: the new point is validated and
    offered to the next séance of its organe (P55, P56). Without, it starts there as a draft.
    """
    organe = organe_vise(acteur.institution_id, vers)
    cible = regles.cible(f"{organe.institution.code}/{organe.code}", point.organe.institution.code)
    passage = chaine.decider(etat_de(point), Action.TRANSMETTRE_ORGANE, acteur, le=horloge.maintenant(), vers=cible)
    choix = regles.lire({**(suite or {}), "organe": vers}) or regles.Suite(vers)
    reception = _reception(point, organe)
    regles.verifier(choix, reception, reglages_organe(point.organe.type, point.organe.reglages).secret_social)
    nouveau = _naitre_la_bas(acteur, point, organe, regles.contenu(contenu(point), choix, reception))
    copier(regles.pieces(pieces(point), choix, reception), nouveau)
    lier(nouveau, point, "transmis_de")
    unite().add(en_ligne(point, passage._replace(vers=organe.code)))
    journal.noter(acteur, "point.transmis", point, vers=cible, suite=nouveau.reference)
    if suite is not None:
        la_bas = acteur if acteur.est_secretaire(organe.id) else acteur_systeme(organe.institution_id)
        services.valider_d_office(la_bas, nouveau, fr(f"Suite de la décision sur le point {point.reference}."))
        annonces.annoncer("point.transmis", acteur=la_bas, point=nouveau, source=point, urgence=choix.urgence)
    return nouveau


def lier(de: Point, vers: Point, genre: str) -> None:
    """A typed link, seen from both sides."""
    unite().add(LienPoints(institution_id=de.institution_id, de_id=de.id, vers_id=vers.id, type=genre))
    unite().flush()


def contenu(point: Point) -> dict[str, Any]:
    revision = texte(point)
    textes = {champ: getattr(revision, champ) for champ in ("titre", *TEXTES)}
    simples = {champ: getattr(point, champ) for champ in SIMPLES if champ not in _SANS}
    liens = {
        "categorie": point.categorie.code if point.categorie and point.categorie.actif else None,
        "groupe_en_charge": _groupe(point),
        **{champ: copies.codes(point, champ, offerts=True) for champ in copies.CHAMPS},
    }
    return {**textes, **simples, **liens}


def _groupe(point: Point) -> str | None:
    groupe = unite().get(Groupe, point.groupe_en_charge_id) if point.groupe_en_charge_id else None
    return groupe.code if groupe and groupe.actif else None


def _service_de_copie(acteur: Acteur, point: Point) -> Service:
    miens = services_proposants(acteur)
    if point.service_id in miens or not miens:
        return point.service
    return unite().scalars(select(Service).where(Service.id.in_(miens)).order_by(Service.rang, Service.id)).first()  # type: ignore[return-value]


def _reception(point: Point, organe: Organe) -> regles.Reception:
    cles = reglages_organe(organe.type, organe.reglages)
    meme = organe.institution_id == point.institution_id
    absents = {*cles.champs_absents, *(copies.CHAMPS if cles.secret_social else ())}
    return regles.Reception(meme, cles.categories_recues, cles.annexes_recues, absents)


def _naitre_la_bas(acteur: Acteur, point: Point, organe: Organe, donnees: dict[str, Any]) -> Point:
    """Same author and, at home, same service; a category that does not exist there is left behind."""
    connues = select(Categorie.code).where(Categorie.institution_id == organe.institution_id, Categorie.actif)
    if donnees.get("categorie") not in set(unite().scalars(connues)):
        donnees = donnees | {"categorie": None}
    suite = naitre(acteur, donnees, organe, _service_de(point, organe))
    suite.auteur_id = point.auteur_id if unite().get(Agent, point.auteur_id) else acteur.agent_id
    return suite


def _service_de(point: Point, organe: Organe) -> Service:
    if organe.institution_id == point.institution_id:
        return point.service
    ailleurs = select(Service).where(Service.institution_id == organe.institution_id, Service.actif.is_(True))
    service = unite().scalars(ailleurs.order_by(Service.code != point.service.code, Service.rang, Service.id)).first()
    if service is None:
        raise Interdit(fr("Cette institution n'a aucun service : demandez à son administrateur d'en créer un."))
    return service


def pieces(source: Point) -> list[Annexe]:
    """Those of the point, save the ones added after the decision."""
    return en_route(annexes.du_point(source))


def en_route(lues: Iterable[Annexe]) -> list[Annexe]:
    """What follows a matter: not what was joined once it was decided."""
    return [piece for piece in lues if piece.type != "apres_decision"]
