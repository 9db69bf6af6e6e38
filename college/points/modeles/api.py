"""API of the templates of points: list, write, take one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from college.api import cadre
from college.droits import Acteur
from college.organisation import requetes as organisation
from college.organisation.modele import Organe, Service
from college.points.modeles import requetes, services
from college.points.modeles.modele import ModelePoint
from college.points.modeles.regles import Variable
from college.points.representation import etag, lie, point_complet
from college.points.saisie import Champs, Code, CodeLibre

ETIQUETTE = "Modèles de points"
Champ = Literal["demandeur", "montant_htva", "montant_tvac", "article_budgetaire", "dossier", "identifiant_externe"]


class VariableCorps(cadre.Corps):
    """A blank: `{{ code }}` in a text; `champ` is the field of the point that it fills too."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    libelle: Annotated[str, Field(min_length=1, max_length=120)]
    type: Literal["texte", "date", "montant", "nombre", "choix"] = "texte"
    obligatoire: bool = True
    defaut: Annotated[str, Field(max_length=500)] = ""
    choix: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=50)
    champ: Champ | None = None


class ModeleCorps(cadre.Corps):
    """A template. `contenu` holds fields of a point, blanks in its texts."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    libelle: Annotated[str, Field(min_length=1, max_length=200)]
    organe: Code
    service: CodeLibre = None
    contenu: dict[str, Any]
    variables: list[VariableCorps] = Field(default_factory=list, max_length=40)
    recurrent: bool = False
    actif: bool = True
    rang: int = 0


class PointDuModele(cadre.Corps):
    """What is typed in the blanks; the service that proposes, where the template leaves it free."""

    service: CodeLibre = None
    variables: dict[str, str] = Field(default_factory=dict)


@cadre.get("/modeles-points", droit="connecte", etiquette=ETIQUETTE, resume="Les modèles que je peux prendre")
def lister(acteur: Acteur) -> dict[str, Any]:
    """With their blanks."""
    return cadre.paginer_liste(requetes.offerts(acteur), cadre.Filtre(limite=200), modele_vu)


@cadre.post("/modeles-points", droit="connecte", statut=201, etiquette=ETIQUETTE, resume="Écrire un modèle")
def deposer(acteur: Acteur, corps: ModeleCorps) -> dict[str, Any]:
    """New, or new words for the template of this code."""
    organe = organisation.nomme(Organe, acteur.institution_id, corps.organe, "organe")
    service = organisation.nomme(Service, acteur.institution_id, corps.service, "service") if corps.service else None
    champs = corps.model_dump(exclude={"organe", "service", "variables"})
    variables = tuple(Variable(**variable.model_dump()) for variable in corps.variables)
    saisie = services.SaisieModele(organe=organe, service=service, variables=variables, **champs)
    return modele_vu(services.deposer(acteur, saisie))


@cadre.post(
    "/modeles-points/<code>/points", droit="point.proposer", statut=201, etiquette=ETIQUETTE,
    resume="Proposer un point d’après un modèle",
)  # fmt: skip
def proposer(acteur: Acteur, code: str, corps: PointDuModele) -> cadre.Reponse:
    """The point, in draft, its blanks filled."""
    point = services.proposer(acteur, requetes.a_prendre(acteur, code), corps.service, corps.variables)
    entetes = {"ETag": etag(point), "Location": f"/api/v1/points/{point.id}"}
    return cadre.Reponse(point_complet(acteur, point), 201, entetes)


def modele_vu(modele: ModelePoint) -> dict[str, Any]:
    """A template, as it was written."""
    return {
        "code": modele.code,
        "libelle": modele.libelle,
        "organe": lie(modele.organe),
        "service": lie(modele.service),
        "contenu": {cle: valeur for cle, valeur in modele.contenu.items() if cle in Champs.model_fields},
        "variables": modele.variables,
        "recurrent": modele.recurrent,
        "actif": modele.actif,
    }
