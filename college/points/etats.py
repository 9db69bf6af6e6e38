"""From rows to the pure values of the chain, and back: the fold of a point, and its cache.

`etat_de(point)` is what every screen, right and service asks. `rafraichir(point)` writes the cache (phase,
step, one row a step) after an act; `college` verifies it against the fold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, null, select

from college import horloge
from college.annonces import annoncer
from college.organisation.modele import Institution, Organe
from college.organisation.reglages import reglages_organe
from college.points import modele, regles
from college.points.annuaire import Annuaire, annuaire
from college.points.avis.modele import Avis
from college.points.chaine import etat
from college.points.definition import GROUPE_DF, Chaine
from college.points.lecture import lire
from college.points.modele import ChaineVersion, EtapePoint, LienPoints, Point, Revision
from college.points.suivi import echeance
from college.points.valeurs import Action, Etat, Faits, Liste, Passage, Phase, VueEtape
from college.transaction import unite

SANS_ETAPE = Chaine("", "")

# Built once: every act on a point asks them.
_VERSION = (
    select(ChaineVersion)
    .join(ChaineVersion.chaine)
    .where(
        modele.Chaine.institution_id == bindparam("institution"),
        modele.Chaine.code == bindparam("code"),
        ChaineVersion.publiee_le.is_not(None),
    )
    .order_by(ChaineVersion.numero.desc())
    .limit(1)
)
_REVISION = select(Revision).where(Revision.point_id == bindparam("point"), Revision.numero == bindparam("numero"))
_PASSAGES = select(modele.Passage).where(modele.Passage.point_id == bindparam("point")).order_by(modele.Passage.id)
_AVIS = select(Avis).where(Avis.point_id == bindparam("point")).order_by(Avis.id)
_ETAPES = select(EtapePoint).where(EtapePoint.point_id == bindparam("point"))


def code_de_chaine(organe: Organe, nature: str) -> str:
    """The chain that an organe gives to a nature of point."""
    return reglages_organe(organe.type, organe.reglages).chaine_pour(nature)


def version_en_cours(organe: Organe, nature: str) -> ChaineVersion | None:
    """The published chain of an organe for a nature of point; none means that points are born valid."""
    code = code_de_chaine(organe, nature)
    if not code:
        return None
    return unite().scalar(_VERSION, {"institution": organe.institution_id, "code": code})


def chaine_de(point: Point) -> Chaine:
    """The chain of a point: its own once submitted, the organe's current one before."""
    version = point.chaine_version if point.chaine_version_id else _en_cours(point)
    if version is None:
        return SANS_ETAPE
    return _lire(version.empreinte, version.numero, _Definition(version.definition))


def _en_cours(point: Point) -> ChaineVersion | None:
    """Asked several times by the page of a draft: read once where nothing is written."""
    dossier = lu(point)
    if dossier is None:
        return version_en_cours(point.organe, point.nature)
    if not dossier.versions:
        dossier.versions.append(version_en_cours(point.organe, point.nature))
    return dossier.versions[0]


class _Definition(dict[str, Any]):
    """A definition as a key of the cache: its fingerprint, given beside, stands for it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


@lru_cache(maxsize=256)
def _lire(empreinte: str, numero: int, definition: _Definition) -> Chaine:
    return lire(definition, version=numero)


def texte(point: Point) -> Revision:
    """The current revision."""
    session = unite()
    cle = ("revision", point.id, point.numero_revision)
    if cle not in session.info:
        session.info[cle] = session.scalars(_REVISION, {"point": point.id, "numero": point.numero_revision}).one()
    return session.info[cle]


def garder_lu(point: Point, revision: Revision, dossier: Any) -> None:
    """Keep, for this unit of work that only reads, what one statement has read around a point (`dossier`)."""
    unite().info["revision", point.id, revision.numero] = revision
    unite().info["dossier", point.id] = dossier


def lu(point: Point) -> Any:
    """What `dossier` has read of a point in this unit of work, or None."""
    return unite().info.get(("dossier", point.id))


def contenu(point: Point, revision: Revision | None = None) -> dict[str, Any]:
    """Everything that a point says, as the pure rules read it."""
    lue = revision or texte(point)
    return {
        **{champ: getattr(lue, champ) for champ in regles.TEXTES},
        **{champ: getattr(point, champ) for champ in CHAMPS},
        "categorie": point.categorie.code if point.categorie else None,
        "organe": point.organe.code,
        "service": point.service.code,
    }


CHAMPS = (
    "nature",
    "type_acte",
    "huis_clos",
    "urgence",
    "motif_urgence",
    "montant_htva",
    "montant_tvac",
    "incidence_financiere",
    "sens_financier",
    "article_budgetaire",
)


def etat_de(
    point: Point,
    lus: Sequence[modele.Passage] | None = None,
    avis: Sequence[Avis] | None = None,
    chaine: Chaine | None = None,
) -> Etat:
    """Where the point is, now. A page gives the passages and advices that it has read; a trial, another chain."""
    revision = texte(point)
    avis = avis_de(point) if avis is None else avis
    passages = [en_valeur(passage) for passage in (passages_de(point) if lus is None else lus)]
    chaine = chaine or chaine_de(point)
    demandes = {passage.vers for passage in passages if passage.action is Action.DEMANDER_AVIS and passage.vers}
    lieux = annuaire(point.institution_id)
    titulaires = replace(lieux.titulaires(chaine, point, sorted(demandes)), initiative=_initiative(chaine, lieux))
    return etat(chaine, passages, _faits(point, revision, avis), titulaires)


def _initiative(chaine: Chaine, lieux: Annuaire) -> dict[str, Liste]:
    """The groups whose advice the chain knows, and the financial director: they may speak unasked."""
    codes = {etape.groupe for etape in chaine.etapes if etape.est_avis and etape.groupe} | {GROUPE_DF}
    return {code: lieux.avec_delegues(lieux.groupes.get(code, ())) for code in sorted(codes)}


def passages_de(point: Point) -> list[modele.Passage]:
    """The passages, oldest first."""
    if dossier := lu(point):
        return list(dossier.passages)
    return list(unite().scalars(_PASSAGES, {"point": point.id}))


def avis_de(point: Point) -> list[Avis]:
    """The advices of a point, oldest first."""
    if dossier := lu(point):
        return list(dossier.avis)
    return list(unite().scalars(_AVIS, {"point": point.id}))


def _faits(point: Point, revision: Revision, avis: Sequence[Avis]) -> Faits:
    lieux = annuaire(point.institution_id)
    decide = point.phase == Phase.DECIDE
    echeances = {_code_avis(a, lieux): a.echeance for a in avis if a.rendu_le is None and a.echeance}
    return Faits(
        valeurs=regles.faits_lus(revision.faits),
        empreinte=revision.empreinte_texte,
        manques=regles.manques(contenu(point, revision)),
        echeances=echeances,
        aujourdhui=horloge.aujourdhui(),
        hors_seance=point.organe.type == "autorite",
        transmis=_transmis(point) if decide else (),
        issue=_issue(point) if decide else "",
    )


def _code_avis(avis: Avis, lieux: Annuaire) -> str:
    """The key of an advice in the fold: its step, or the code of the group or service asked."""
    code = lieux.codes_groupes.get(avis.groupe_id or 0) or lieux.codes_services.get(avis.service_id or 0, "")
    return avis.etape or code


def _transmis(point: Point) -> tuple[str, ...]:
    if dossier := lu(point):
        return tuple(dossier.transmis)
    liens = (
        select(designation(Organe, Institution, point.institution_id))
        .join(Point, Point.organe_id == Organe.id)
        .join(Institution, Institution.id == Organe.institution_id)
        .join(LienPoints, LienPoints.de_id == Point.id)
    )
    return tuple(unite().scalars(liens.where(LienPoints.vers_id == point.id, LienPoints.type == "transmis_de")))


def designation(organe: Any, institution: Any, ici: Any) -> Any:
    """In SQL, the name that `envois.regles.cible` gives to an organe."""
    return case((organe.institution_id == ici, organe.code), else_=institution.code + "/" + organe.code)


def issue_en_base() -> Any:
    """In SQL, how a séance decided a point, which an upper room tells; null without one."""
    return next(iter(annoncer("point.issue")), null())


def _issue(point: Point) -> str:
    if dossier := lu(point):
        return str(dossier.issue)
    return unite().scalar(select(issue_en_base()).select_from(Point).where(Point.id == point.id)) or ""


def en_valeur(passage: modele.Passage) -> Passage:
    """A row of the append-only table, as the fold reads it."""
    donnees = passage.donnees
    return Passage(
        action=Action(passage.action),
        acteur_id=passage.acteur_id,
        acteur_nom=passage.acteur_nom,
        le=passage.le,
        etape=passage.etape,
        vers=passage.vers,
        au_nom_de=passage.au_nom_de_id,
        commentaire=passage.commentaire,
        empreinte=donnees.get("texte", ""),
        valeur=donnees.get("valeur"),
        couvre=tuple(donnees.get("couvre", ())),
        sautees=tuple(donnees.get("sautees", ())),
    )


def en_ligne(point: Point, passage: Passage) -> modele.Passage:
    """The row of a passage, tied to the revision on which it was done."""
    donnees: Mapping[str, Any] = {
        "texte": passage.empreinte,
        "valeur": passage.valeur,
        "couvre": list(passage.couvre),
        "sautees": list(passage.sautees),
    }
    return modele.Passage(
        institution_id=point.institution_id,
        point_id=point.id,
        revision_id=texte(point).id,
        etape=passage.etape,
        action=str(passage.action),
        vers=passage.vers,
        acteur_id=passage.acteur_id,
        acteur_nom=passage.acteur_nom,
        au_nom_de_id=passage.au_nom_de,
        commentaire=passage.commentaire,
        donnees={cle: valeur for cle, valeur in donnees.items() if valeur},
        le=passage.le,
    )


def rafraichir(point: Point, vu: Etat) -> None:
    """Write the cache of the fold: the point's phase and step, and a row a step."""
    courante = vu.courante
    point.phase = str(vu.phase)
    point.etape = courante.code if courante else None
    point.etape_libelle = courante.etape.libelle if courante else ""
    point.echeance = echeance(vu, courante) if courante else None
    connues = {ligne.code: ligne for ligne in unite().scalars(_ETAPES, {"point": point.id})}
    for rang, vue in enumerate(vu.vues):
        ligne = connues.pop(vue.code, None) or EtapePoint(
            institution_id=point.institution_id, point_id=point.id, code=vue.code
        )
        _remplir(ligne, rang, vue, point)
        unite().add(ligne)
    _effacer(connues.values())


def _remplir(ligne: EtapePoint, rang: int, vue: VueEtape, point: Point) -> None:
    lieux, etape = annuaire(point.institution_id), vue.etape
    ligne.rang, ligne.libelle, ligne.type, ligne.statut = rang, etape.libelle, etape.type, str(vue.statut)
    ligne.role = etape.role or ""
    ligne.service_id = None
    ligne.groupe_id = lieux.numeros_groupes.get(etape.groupe or "")
    if etape.groupe_en_charge:
        ligne.groupe_id = point.groupe_en_charge_id
    if etape.role or etape.service:
        ligne.service_id = lieux.services.get(etape.service) if etape.service else point.service_id


def _effacer(lignes: Iterable[EtapePoint]) -> None:
    for ligne in lignes:
        unite().delete(ligne)
