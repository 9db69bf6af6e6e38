"""Writing what a point says: resolved codes, sanitised texts, one revision a save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select

from college import horloge
from college.annonces import annoncer
from college.droits import Acteur
from college.erreurs import Faute, Interdit, Invalide
from college.organisation import requetes as organisation
from college.organisation.modele import Categorie, Groupe, Mandataire, Organe, Service
from college.points import copies, mots, regles, texte_riche
from college.points.avis.modele import Avis
from college.points.droits import services_proposants
from college.points.envois.organes import suite_propre
from college.points.etats import contenu, texte
from college.points.modele import Passage, Point, Revision
from college.points.phrases import fr
from college.points.relecture.regles import texte_seul
from college.transaction import unite

RICHES = ("rapport", "note_synthese", "motivation", "dispositif")
SIMPLES = (
    "nature",
    "demandeur",
    "destinataires",
    "type_acte",
    "montant_htva",
    "montant_tvac",
    "incidence_financiere",
    "sens_financier",
    "article_budgetaire",
    "huis_clos",
    "urgence",
    "motif_urgence",
    "a_discuter",
    "identifiant_externe",
    "dossier",
    "mots_cles",
    "date_limite",
)
LIES = {"categorie": Categorie, "groupe_en_charge": Groupe}
_REGROUPER = timedelta(minutes=10)


def propres(donnees: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields, texts sanitised; every wrong field is told at once."""
    lus, fautes = dict(donnees), []
    for champ in RICHES:
        if champ in lus:
            try:
                lus[champ] = texte_seul(lus[champ] or "", champ)
            except Invalide as refus:
                fautes += refus.fautes
    if fautes:
        raise Invalide(fautes)
    return lus


def touches(point: Point, donnees: Mapping[str, Any]) -> set[str]:
    """The given fields that say something else than the point says now."""
    revision = texte(point)
    return {champ for champ, valeur in donnees.items() if not _dit_deja(point, revision, champ, valeur)}


def _dit_deja(point: Point, revision: Revision, champ: str, valeur: Any) -> bool:
    if champ in regles.TEXTES:
        return bool(getattr(revision, champ) == valeur)
    if champ == "seance_souhaitee":
        return bool(point.seance_souhaitee_id == valeur)
    if champ in copies.CHAMPS:
        return copies.pareils(point, champ, valeur)
    actuel = getattr(point, champ)
    if champ in ("organe", "service") and valeur is None:
        return True
    if champ in (*LIES, "organe", "service"):
        return valeur in (actuel.code, str(actuel.id)) if actuel else not valeur
    return bool((actuel or None) == (valeur or None))


def appliquer(acteur: Acteur, point: Point, donnees: Mapping[str, Any]) -> None:
    """Put the given fields on the point; codes become rows of the institution."""
    fautes: list[Faute] = []
    if donnees.get("type_acte"):
        _poser_type(point, donnees["type_acte"], fautes)
    for champ in SIMPLES:
        if champ in donnees:
            setattr(point, champ, donnees[champ])
    for champ, table in LIES.items():
        if champ in donnees:
            _lier(point, champ, table, donnees[champ], fautes)
    if donnees.get("organe"):
        _poser(point, "organe", lambda: _organe(point, donnees["organe"]), fautes)
    if donnees.get("service"):
        _poser(point, "service", lambda: _service(acteur, point, donnees["service"]), fautes)
    if "seance_souhaitee" in donnees:
        _souhaiter(point, donnees["seance_souhaitee"], fautes)
    if "suite" in donnees:
        _poser_suite(point, donnees["suite"], fautes)
    for champ in copies.CHAMPS:
        if champ in donnees:
            fautes += copies.poser(point, champ, donnees[champ])
    fautes = fautes or copies.secretes(point)
    if fautes:
        raise Invalide(fautes)


def _souhaiter(point: Point, seance: int | None, fautes: list[Faute]) -> None:
    """A séance, which an upper room knows; the one that the point wishes already stays."""
    if seance and seance != point.seance_souhaitee_id:
        dits = [dit for dit in annoncer("points.seance_souhaitee", point=point, seance=seance) if dit]
        fautes += [Faute("seance_souhaitee", fr(dit)) for dit in dits]
    point.seance_souhaitee_id = seance


def _poser_suite(point: Point, suite: Mapping[str, Any] | None, fautes: list[Faute]) -> None:
    try:
        point.suite = suite_propre(point.institution_id, suite)
    except Invalide as refus:
        fautes += [Faute("suite", faute.message) for faute in refus.fautes]


def _poser_type(point: Point, code: str, fautes: list[Faute]) -> None:
    """A code of the list of the tutelle, which an upper room keeps; the one that a point has already stays."""
    if code != point.type_acte and not all(annoncer("type_acte.connu", code=code)):
        phrase = f"« {code} » n'est pas dans la liste des types d'actes de la tutelle : choisissez-y le bon."
        fautes.append(Faute("type_acte", fr(phrase)))


def _lier(point: Point, champ: str, table: Any, code: str | None, fautes: list[Faute]) -> None:
    chercher = (lambda: _actif(point, champ, table, code)) if code else (lambda: None)
    _poser(point, champ, chercher, fautes)


def _actif(point: Point, champ: str, table: Any, code: str) -> Any:
    """A deactivated one stays on the points that have it, and is no longer chosen (scenario P54)."""
    lie = organisation.nomme(table, point.institution_id, code, champ)
    if not lie.actif and lie.id != getattr(point, f"{champ}_id"):
        raise Invalide(fr(f"« {code} » n'est plus actif : choisissez-en un autre."), champ)
    return lie


def _poser(point: Point, champ: str, chercher: Any, fautes: list[Faute]) -> None:
    try:
        lie = chercher()
    except Invalide as refus:
        fautes += refus.fautes
        return
    setattr(point, champ, lie)
    setattr(point, f"{champ}_id", lie.id if lie else None)


def _organe(point: Point, code: str) -> Organe:
    organe = organisation.nomme(Organe, point.institution_id, code, "organe")
    if not organe.actif:
        raise Invalide(f"« {organe.nom} » n’est plus actif : choisissez un autre organe.", "organe")
    return organe


def _service(acteur: Acteur, point: Point, code: str) -> Service:
    service = organisation.nomme(Service, point.institution_id, code, "service")
    if not service.actif:
        raise Invalide(f"« {service.nom} » n’est plus actif : choisissez un autre service.", "service")
    permis = service.id in services_proposants(acteur) or acteur.est_secretaire(point.organe_id) or acteur.systeme
    if not permis and service.id != point.service_id:
        raise Interdit(
            fr(f"Seuls les rédacteurs du service « {service.nom} » proposent en son nom : adressez-vous à eux.")
        )
    return service


def reviser(acteur: Acteur, point: Point, donnees: Mapping[str, Any], regrouper: bool = False) -> Revision | None:
    """A new revision when something that a revision holds has changed; None otherwise.

    `regrouper` (autosave) writes over the person's own last revision while nobody relies on it yet.
    """
    ancienne = texte(point) if point.numero_revision else None
    textes = {champ: _de(ancienne, champ) for champ in regles.TEXTES} | {
        champ: donnees[champ] for champ in regles.TEXTES if champ in donnees
    }
    point.titre = textes["titre"]
    declares = regles.faits(contenu(point, Revision(**textes)))
    empreinte = regles.empreinte(textes, declares)
    point.cherche = mots.indexer(parties(point, textes))
    if ancienne and ancienne.empreinte == empreinte:
        return None
    revision = _ou_ecrire(acteur, point, ancienne, regrouper)
    for champ, valeur in textes.items():
        setattr(revision, champ, valeur)
    revision.faits, revision.empreinte = declares, empreinte
    revision.empreinte_texte = regles.empreinte_texte(textes)
    revision.le = horloge.maintenant()
    unite().add(revision)
    unite().flush()
    return revision


def _de(revision: Revision | None, champ: str) -> str:
    return getattr(revision, champ) if revision else ""


def _ou_ecrire(acteur: Acteur, point: Point, ancienne: Revision | None, regrouper: bool) -> Revision:
    recente = (
        regrouper
        and ancienne is not None
        and ancienne.auteur_id == acteur.agent_id
        and horloge.maintenant() - ancienne.le < _REGROUPER
        and not _citee(ancienne)
    )
    if recente and ancienne is not None:
        return ancienne
    point.numero_revision = (ancienne.numero if ancienne else 0) + 1
    return Revision(
        institution_id=point.institution_id,
        point_id=point.id,
        numero=point.numero_revision,
        auteur_id=acteur.agent_id,
    )


def _citee(revision: Revision) -> bool:
    """True once a visa or an advice was given on it."""
    passage = exists().where(Passage.revision_id == revision.id)
    return bool(unite().scalar(select(passage | exists().where(Avis.revision_id == revision.id))))


def _en_charge(groupe: Groupe | None) -> list[str]:
    """The political group, and the person who carries it at that time."""
    if groupe is None:
        return []
    elu = unite().get(Mandataire, groupe.mandataire_id) if groupe.mandataire_id else None
    return [groupe.nom, elu.nom_complet] if elu else [groupe.nom]


def indexer(point: Point) -> None:
    """The words of a point again, once something beside its texts has changed: the day on which it was sent."""
    revision = texte(point)
    point.cherche = mots.indexer(parties(point, {champ: getattr(revision, champ) for champ in regles.TEXTES}))


def parties(point: Point, textes: Mapping[str, str]) -> tuple[str | None, ...]:
    """Everything by whose words a point is found."""
    corps = (texte_riche.texte_brut(textes[champ]) for champ in RICHES)
    noms = [point.categorie.libelle] if point.categorie else []
    noms += _en_charge(point.groupe_en_charge)
    jours = (mots.jour(horloge.locale(instant).date()) for instant in (point.cree_le, point.soumis_le) if instant)
    return (
        point.reference, textes["titre"], textes["titre_public"], point.demandeur, point.identifiant_externe,
        point.article_budgetaire, mots.montant(point.montant_htva), mots.montant(point.montant_tvac), *jours,
        point.organe.nom, point.service.nom, point.auteur.nom_complet, *noms, point.motif_urgence,
        *point.mots_cles, *corps,
    )  # fmt: skip
