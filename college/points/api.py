"""API of points (contract §6): propose, list, read, change, act, history, revisions, pieces."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response
from pydantic import Field
from werkzeug.datastructures import FileStorage, MultiDict

from college.annonces import annoncer
from college.api import cadre
from college.droits import Acteur
from college.erreurs import Invalide
from college.points import formes, masques, recherche, requetes, services, transmission
from college.points.annexes import requetes as annexes
from college.points.annexes import services as services_annexes
from college.points.annexes.modele import Annexe
from college.points.annexes.traces import tracer
from college.points.avis.requetes import passages_lisibles
from college.points.etats import avis_de
from college.points.modele import Point
from college.points.representation import (
    annexe_vue,
    etag,
    evenement,
    point_complet,
    point_en_liste,
    revision_vue,
)
from college.points.saisie import Modification, Saisie, SuiteCorps
from college.points.verrou import tenir
from college.transaction import unite
from college.web import telecharger

ETIQUETTE = "Points"

cadre.trouve("point", accorde="point.lire")(requetes.point)
cadre.trouve("annexe")(annexes.annexe)


class AvisCorps(cadre.Corps):
    """An advice: its value and its words."""

    valeur: str
    texte: str = ""
    confidentiel: bool = Field(default=False, description="Réservé à ceux qui préparent le point.")


class ActionCorps(cadre.Corps):
    """An act on the chain. `vers`: a step, a group or an organe, by the action."""

    action: Literal[
        "soumettre",
        "viser",
        "renvoyer",
        "reprendre",
        "retirer",
        "demander_avis",
        "rendre_avis",
        "dupliquer",
        "transmettre_organe",
        "decider_hors_seance",
        "passer_outre",
        "valider_biffures",
    ]
    commentaire: str = Field(default="", max_length=10_000)
    avis: AvisCorps | None = None
    confidentiel: bool = Field(default=False, description="Avis demandé à titre confidentiel (demander_avis).")
    vers: str | None = Field(default=None, max_length=160)
    suite: SuiteCorps | None = Field(default=None, description="Ce qui part avec transmettre_organe.")
    garder: list[Literal["textes", "montants", "classement", "personnes", "pieces"]] | None = Field(
        default=None, description="Ce que dupliquer reprend ; tout, sans cette clé."
    )
    ecarter: list[int | str] = Field(
        default_factory=list, description="Marques à ne pas masquer (valider_biffures) : leur numéro, ou leurs mots."
    )


class PointsFiltre(cadre.Filtre):
    """What narrows the list."""

    organe: str = ""
    phase: Literal["", "brouillon", "en_validation", "valide", "inscrit", "decide", "retire"] = ""
    etape: str = ""
    service: str = ""
    q: str = Field(default="", max_length=256)


class AnnexeCorps(cadre.Corps):
    """What is said of an uploaded piece."""

    type: Literal["interne", "publiable", "a_signer", "integrante", "apres_decision"] = "interne"
    confidentielle: bool = False
    a_imprimer: bool = False


def _reponse(acteur: Acteur, point: Point, statut: int | None = None) -> cadre.Reponse:
    vu = point_complet(acteur, point)
    entetes = {"ETag": etag(point)} | ({"Location": f"/api/v1/points/{point.id}"} if statut == 201 else {})
    return cadre.Reponse(vu, statut, entetes)


@cadre.post(
    "/points",
    reponse=formes.PointVu,
    droit="point.proposer",
    statut=201,
    etiquette=ETIQUETTE,
    resume="Proposer un point",
)
def proposer(acteur: Acteur, corps: Saisie) -> cadre.Reponse:
    """A new point, in draft (or valid where the chain has no step)."""
    return _reponse(acteur, services.proposer(acteur, corps), 201)


@cadre.get("/points", droit="connecte", etiquette=ETIQUETTE, resume="Les points que je peux lire")
def lister(acteur: Acteur, requete: PointsFiltre) -> dict[str, Any]:
    """Newest change first."""
    filtre = recherche.Filtre(requete.organe, requete.phase, requete.etape, requete.service, requete.q)
    choix = recherche.liste(acteur, filtre)
    lus = cadre.paginer(choix, requete, point_en_liste, (Point.modifie_le, Point.id), descendant=True)
    titres = masques.titres(acteur, [unite().get_one(Point, element["id"]) for element in lus["elements"]])
    for element in lus["elements"]:
        element["titre"] = titres[element["id"]]
    return lus


@cadre.get(
    "/points/<ref:point>", reponse=formes.PointVu, droit="point.lire", etiquette=ETIQUETTE, resume="Lire un point"
)
def lire(acteur: Acteur, point: Point) -> cadre.Reponse:
    """Its text, its state, what I may do, and its ETag."""
    return _reponse(acteur, point)


@cadre.patch(
    "/points/<ref:point>",
    reponse=formes.PointVu,
    droit="connecte",
    versionnee=True,
    etiquette=ETIQUETTE,
    resume="Modifier un point (If-Match)",
)
def modifier(acteur: Acteur, point: Point, corps: Modification) -> cadre.Reponse:
    """Only what is given changes; stale → 412 with the present representation."""
    tenir(point)
    cadre.exiger_version(etag(point), lambda: point_complet(acteur, point))
    return _reponse(acteur, services.modifier(acteur, point, corps))


@cadre.post(
    "/points/<ref:point>/actions",
    reponse=formes.PointVu,
    droit="connecte",
    aussi=(201,),
    etiquette=ETIQUETTE,
    resume="Agir sur un point",
)
def agir(acteur: Acteur, point: Point, corps: ActionCorps) -> cadre.Reponse:
    """Any act of the chain; `dupliquer` and `transmettre_organe` answer the new point."""
    if corps.action == "dupliquer":
        return _reponse(acteur, transmission.dupliquer(acteur, point, corps.garder), 201)
    if corps.action == "transmettre_organe":
        vers = corps.vers or (corps.suite.organe if corps.suite else "")
        if not vers:
            raise Invalide("Dites à quel organe le point est transmis.", "vers")
        suite = corps.suite.model_dump() if corps.suite else None
        return _reponse(acteur, transmission.transmettre_organe(acteur, point, vers, suite), 201)
    if corps.action == "valider_biffures":
        annoncer("point.valider_biffures", acteur=acteur, point=point, ecarter=corps.ecarter)
        return _reponse(acteur, point)
    if corps.action == "rendre_avis" and corps.avis is None:
        raise Invalide("Donnez l’avis : {valeur, texte}.", "avis")
    avis = corps.avis
    services.agir(
        acteur,
        point,
        corps.action,
        commentaire=corps.commentaire,
        vers=corps.vers,
        avis=avis.valeur if avis else None,
        texte_avis=avis.texte if avis else "",
        confidentiel=corps.confidentiel or bool(avis and avis.confidentiel),
    )
    return _reponse(acteur, point)


@cadre.get("/points/<ref:point>/historique", droit="point.lire", etiquette=ETIQUETTE, resume="Ce qui s’est passé")
def historique(acteur: Acteur, point: Point) -> dict[str, Any]:
    """Passages and revisions, oldest first."""
    revisions = {revision.id: revision for revision in requetes.revisions(point)}
    lus = passages_lisibles(acteur, point, requetes.passages_de(point), avis_de(point))
    passages = [evenement(p, revisions.get(p.revision_id)) for p in lus]
    numeros = sorted(revisions.values(), key=lambda revision: revision.numero)
    versions = [{"numero": r.numero, "empreinte": r.empreinte, "le": r.le} for r in numeros]
    return {"elements": passages, "revisions": versions, "suivant": None, "total": len(passages)}


@cadre.get(
    "/points/<ref:point>/revisions/<int:numero>", droit="point.lire", etiquette=ETIQUETTE, resume="Une version du texte"
)
def revision(acteur: Acteur, point: Point, numero: int) -> dict[str, Any]:
    """A frozen text, with its fingerprint."""
    return revision_vue(acteur, point, requetes.revision(point, numero))


@cadre.get("/points/<ref:point>/annexes", droit="point.lire", etiquette=ETIQUETTE, resume="Les pièces d’un point")
def lister_annexes(acteur: Acteur, point: Point) -> dict[str, Any]:
    """Those that I may know of."""
    pieces = [annexe_vue(annexe) for annexe in annexes.de(acteur, point)]
    return {"elements": pieces, "suivant": None, "total": len(pieces)}


@cadre.post(
    "/points/<ref:point>/annexes",
    droit="connecte",
    statut=201,
    multipart=True,
    etiquette=ETIQUETTE,
    resume="Joindre une pièce",
)
def joindre(acteur: Acteur, point: Point, corps: AnnexeCorps, fichiers: MultiDict[str, FileStorage]) -> dict[str, Any]:
    """Multipart: `fichier`, `type`, `confidentielle`, `a_imprimer`."""
    fichier = fichiers.get("fichier")
    if fichier is None or not fichier.filename:
        raise Invalide("Joignez le fichier dans le champ « fichier ».", "fichier")
    options = corps.model_dump()
    return annexe_vue(services_annexes.joindre(acteur, point, fichier.filename, fichier.read(), **options))


@cadre.get(
    "/annexes/<ref:annexe>/contenu",
    droit="connecte",
    produit=("*/*",),
    aussi=(409,),
    etiquette=ETIQUETTE,
    resume="Télécharger une pièce",
)
def contenu(acteur: Acteur, annexe: Annexe) -> Response:
    """The bytes, as an attachment, sandboxed."""
    octets = annexes.octets(acteur, annexe)
    tracer(acteur, [annexe], "api")
    return telecharger(octets, annexe.nom, annexe.mime)


@cadre.delete("/annexes/<ref:annexe>", droit="connecte", etiquette=ETIQUETTE, resume="Retirer une pièce")
def retirer(acteur: Acteur, annexe: Annexe) -> None:
    """Hidden from now on; its trace stays."""
    services_annexes.retirer(acteur, annexe.point, annexe)
