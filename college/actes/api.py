"""The calls of acts and documents (contract §6)."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response
from pydantic import Field

from college import stockage, web
from college.actes import formes, liasses, requetes, services
from college.actes import representations as vue
from college.actes.modele import Acte, Document
from college.api import cadre
from college.droits import Acteur
from college.erreurs import Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points.modele import Point
from college.seances.modele import Inscription, Seance

ETIQUETTE = "Actes et documents"
ZIP = "application/zip"
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
cadre.trouve("acte")(requetes.acte)
cadre.trouve("document")(requetes.document)


class DemandeCorps(cadre.Corps):
    """A document to make."""

    type: str = Field(max_length=40)
    format: str = Field(default="pdf", max_length=10)
    portee: str = Field(default="integrale", max_length=20)


class SignatureCorps(cadre.Corps):
    """With what one signs."""

    connecteur: str = Field(default="demo", max_length=40)


class MentionCorps(cadre.Corps):
    """A marginal mention to append."""

    texte: str = Field(max_length=2000)


class CorrectionCorps(cadre.Corps):
    """Why the act is made again."""

    motif: str = Field(max_length=2000)


class ActeCorps(cadre.Corps):
    """Which kind of act to make on demand."""

    type: Literal["extrait", "deliberation"] = "extrait"


class FormatFiltre(cadre.Corps):
    """Which file."""

    format: Literal["pdf", "docx"] = "pdf"
    signe: bool = True
    annexes: bool = False


class ActesFiltre(cadre.Filtre):
    """Which acts."""

    organe: str | None = None
    type: str | None = None
    etat: str | None = None
    annee: int | None = None


@cadre.post(
    "/seances/<ref:seance>/documents",
    reponse=formes.DocumentVu,
    droit="document.demander",
    statut=202,
    etiquette=ETIQUETTE,
)
def demander_de_seance(acteur: Acteur, seance: Seance, corps: DemandeCorps) -> dict[str, Any]:
    """Demander un document de la séance."""
    return vue.document(services.demander_document(acteur, seance, corps.type, corps.format, corps.portee))


@cadre.post(
    "/points/<ref:point>/documents",
    reponse=formes.DocumentVu,
    droit="document.demander",
    statut=202,
    etiquette=ETIQUETTE,
)
def demander_de_point(acteur: Acteur, point: Point, corps: DemandeCorps) -> dict[str, Any]:
    """Demander un document du point."""
    return vue.document(services.demander_document(acteur, point, corps.type, corps.format, corps.portee))


@cadre.get("/documents/<ref:document>", reponse=formes.DocumentVu, droit="document.lire", etiquette=ETIQUETTE)
def document(acteur: Acteur, document: Document) -> dict[str, Any]:
    """L’avancement d’un document."""
    return vue.document(document)


@cadre.get(
    "/documents/<ref:document>/contenu",
    droit="document.lire",
    produit=tuple(MIMES.values()),
    aussi=(409,),
    etiquette=ETIQUETTE,
)
def contenu(acteur: Acteur, document: Document) -> Response:
    """Le fichier, une fois prêt."""
    if document.etat != "pret" or document.sha256 is None:
        raise Refus(document.erreur or "Ce document n’est pas encore prêt.", motif=f"document_{document.etat}")
    return web.telecharger(stockage.lire(document.sha256), document.nom, MIMES[document.format])


@cadre.get("/seances/<ref:seance>/actes", droit="acte.lire", etiquette=ETIQUETTE)
def de_seance(acteur: Acteur, seance: Seance, requete: cadre.Filtre) -> dict[str, Any]:
    """Les actes d’une séance."""
    return cadre.paginer_liste(requetes.de_seance(acteur, seance), requete, lambda a: vue.acte(a, complet=False))


@cadre.get("/seances/<ref:seance>/dossier", droit="acte.lire", produit=(ZIP,), etiquette=ETIQUETTE)
def dossier(acteur: Acteur, seance: Seance) -> Response:
    """Les actes et documents d’une séance, en une archive .zip."""
    return web.telecharger(liasses.documents(acteur, seance), f"seance-{seance.id}.zip", ZIP)


@cadre.post("/seances/<ref:seance>/preuves", droit="acte.gerer", produit=(ZIP,), etiquette=ETIQUETTE)
def preuves(acteur: Acteur, seance: Seance) -> Response:
    """Le dossier de preuve d’une séance : son secrétariat seul, et le journal le note."""
    return web.telecharger(liasses.preuves(acteur, seance), f"preuves-seance-{seance.id}.zip", ZIP)


@cadre.get("/actes", droit="acte.lire", etiquette=ETIQUETTE)
def lister(acteur: Acteur, requete: ActesFiltre) -> dict[str, Any]:
    """Les actes que je peux lire."""
    demande = requetes.liste(acteur)
    if requete.organe:
        organe = organisation.nomme(Organe, acteur.institution_id, requete.organe, "organe")
        demande = demande.where(Acte.organe_id == organe.id)
    for colonne, valeur in ((Acte.type, requete.type), (Acte.etat, requete.etat), (Acte.annee, requete.annee)):
        if valeur is not None:
            demande = demande.where(colonne == valeur)
    return cadre.paginer(demande, requete, lambda a: vue.acte(a, complet=False), (Acte.id,), descendant=True)


@cadre.get("/actes/<ref:acte>", reponse=formes.ActeVu, droit="acte.lire", etiquette=ETIQUETTE)
def lire(acteur: Acteur, acte: Acte) -> dict[str, Any]:
    """Un acte."""
    return vue.acte(acte)


@cadre.get(
    "/actes/<ref:acte>/contenu",
    droit="acte.lire",
    produit=tuple(MIMES.values()),
    aussi=(409,),
    etiquette=ETIQUETTE,
)
def contenu_acte(acteur: Acteur, acte: Acte, requete: FormatFiltre) -> Response:
    """Le fichier de l’acte, signé s’il l’est ; avec `annexes`, suivi de ses annexes visées (PDF)."""
    version = requetes.version_courante(acte)
    if requete.annexes and requete.format == "pdf":
        octets, suite = requetes.octets_ensemble(version), "-et-annexes"
    else:
        octets, suite = requetes.octets(version, requete.signe, requete.format), ""
    nom = f"{acte.reference.replace('/', '-')}{suite}.{requete.format}".lower()
    return web.telecharger(octets, nom, MIMES[requete.format])


@cadre.get(
    "/actes/<ref:acte>/annexes/contenu",
    droit="acte.lire",
    produit=(MIMES["pdf"],),
    aussi=(409,),
    etiquette=ETIQUETTE,
)
def contenu_annexes(acteur: Acteur, acte: Acte) -> Response:
    """Les annexes qui font partie de l’acte, visées, en un fichier."""
    octets = requetes.octets_annexes(requetes.version_courante(acte))
    return web.telecharger(octets, f"{acte.reference.replace('/', '-')}-annexes.pdf".lower(), MIMES["pdf"])


@cadre.post("/actes/<ref:acte>/signatures", droit="acte.signer", statut=202, etiquette=ETIQUETTE)
def signer(acteur: Acteur, acte: Acte, corps: SignatureCorps) -> dict[str, Any]:
    """Signer l’acte."""
    signature = services.signer(acteur, acte, corps.connecteur)
    return {**vue.signature(signature), "acte": vue.acte(acte, complet=False)}


@cadre.post("/actes/<ref:acte>/mentions", droit="acte.gerer", statut=201, etiquette=ETIQUETTE)
def mentionner(acteur: Acteur, acte: Acte, corps: MentionCorps) -> dict[str, Any]:
    """Ajouter une mention marginale."""
    mention = services.mentionner(acteur, acte, corps.texte)
    return {"texte": mention.texte, "le": mention.le}


@cadre.post("/actes/<ref:acte>/corrections", droit="acte.gerer", etiquette=ETIQUETTE)
def corriger(acteur: Acteur, acte: Acte, corps: CorrectionCorps) -> dict[str, Any]:
    """Refaire un acte non signé, avec son motif."""
    return vue.acte(services.corriger(acteur, acte, corps.motif))


@cadre.post("/actes/<ref:acte>/redaction", droit="acte.gerer", statut=202, etiquette=ETIQUETTE)
def relancer(acteur: Acteur, acte: Acte) -> dict[str, Any]:
    """Relancer la rédaction d’un acte dont les fichiers manquent."""
    return vue.acte(services.relancer(acteur, acte), complet=False)


@cadre.post("/inscriptions/<ref:inscription>/actes", droit="acte.gerer", statut=201, etiquette=ETIQUETTE)
def creer(acteur: Acteur, inscription: Inscription, corps: ActeCorps) -> dict[str, Any]:
    """Faire un acte à la demande, d’un point arrêté."""
    return vue.acte(services.creer_extrait(acteur, inscription, corps.type))
