"""The calls of document templates (contract §6)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from werkzeug.datastructures import MultiDict

from college.actes import representations as vue
from college.actes import requetes, services, services_modeles
from college.actes.modele import ModeleDocument
from college.actes.services_modeles import Gabarit
from college.api import cadre
from college.droits import Acteur
from college.erreurs import Invalide
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points import requetes as points
from college.seances import requetes as seances

ETIQUETTE = "Modèles de documents"
cadre.trouve("modele")(requetes.modele)


class DepotCorps(cadre.Corps):
    """What the template is for."""

    type: str = Field(max_length=40)
    organe: str | None = Field(default=None, max_length=80)


class ActionCorps(cadre.Corps):
    """Put a template in force, or take it out."""

    action: Literal["activer", "desactiver"]


class ApercuCorps(cadre.Corps):
    """On which séance or point the template is tried."""

    seance: int | None = None
    point: int | str | None = None


@cadre.get("/modeles", droit="modele.gerer", etiquette=ETIQUETTE)
def lister(acteur: Acteur, requete: cadre.Filtre) -> dict[str, Any]:
    """Les modèles de la commune."""
    return cadre.paginer_liste(requetes.modeles(acteur), requete, vue.modele)


def essayer(corps: DepotCorps, fichiers: MultiDict[str, Any]) -> Gabarit:
    """The template, read and filled once, before the database is asked for anything."""
    fichier = fichiers.get("fichier")
    if fichier is None or not fichier.filename:
        raise Invalide("Joignez le fichier du modèle.", "fichier")
    return services_modeles.essayer(corps.type, fichier.filename, fichier.read(services_modeles.TAILLE_MAX + 1))


@cadre.post("/modeles", droit="modele.gerer", statut=201, etiquette=ETIQUETTE, multipart=True, essai=essayer)
def deposer(acteur: Acteur, corps: DepotCorps, essai: Gabarit) -> dict[str, Any]:
    """Déposer un modèle (.docx, .html ou .zip)."""
    organe = organisation.nomme(Organe, acteur.institution_id, corps.organe, "organe") if corps.organe else None
    return vue.modele(services_modeles.deposer(acteur, organe, essai))


@cadre.post("/modeles/<ref:modele>/actions", droit="modele.gerer", etiquette=ETIQUETTE)
def agir(acteur: Acteur, modele: ModeleDocument, corps: ActionCorps) -> dict[str, Any]:
    """Activer ou désactiver un modèle."""
    service = services_modeles.activer if corps.action == "activer" else services_modeles.desactiver
    return vue.modele(service(acteur, modele))


@cadre.post("/modeles/<ref:modele>/apercu", droit="modele.gerer", statut=202, etiquette=ETIQUETTE)
def apercu(acteur: Acteur, modele: ModeleDocument, corps: ApercuCorps) -> dict[str, Any]:
    """Essayer un modèle sur une vraie séance ou un vrai point."""
    if corps.seance is not None:
        objet: Any = requetes.sujet_d_essai(acteur, modele, seances.seance(acteur, corps.seance))
    elif corps.point is not None:
        objet = points.point(acteur, corps.point)
    else:
        raise Invalide("Donnez une séance ou un point.", "seance")
    format_document = "docx" if modele.format == "docx" else "pdf"
    return vue.document(services.demander_document(acteur, objet, modele.type, format_document, modele_id=modele.id))
