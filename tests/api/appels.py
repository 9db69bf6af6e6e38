"""Operations of every shape, declared by the tests on the real `service` table."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field
from sqlalchemy import select

from college.api import cadre
from college.erreurs import Interdit, Refus, TropDeRequetes
from college.organisation.modele import Service
from college.transaction import unite


class ServiceCorps(cadre.Corps):
    """A body with every kind of constraint."""

    code: str = Field(min_length=2, max_length=20)
    nom: str = "Sans nom"
    genre: Literal["bleu", "rouge"] = "bleu"
    le: datetime | None = None
    jour: date | None = None
    montant: Decimal | None = Field(default=None, ge=0)
    urgent: bool = False
    membres: list[int] = []
    qui: int | str = ""


class ServiceFiltre(cadre.Filtre):
    """A query with a repeatable filter."""

    code: list[str] = []


class FichierCorps(cadre.Corps):
    """The fields beside an uploaded file."""

    type: str


def declarer() -> None:
    """Declare them all in the (emptied) registry."""
    cadre.trouve("service")(lambda acteur, ref: unite().get(Service, ref) if isinstance(ref, int) else None)
    cadre.post("/services", droit="connecte", statut=201, resume="Créer un service")(creer)
    cadre.get("/services", droit="connecte")(lister)
    cadre.get("/services/<ref:service>", droit="connecte")(lire)
    cadre.patch("/services/<ref:service>", droit="connecte")(changer)
    cadre.post("/fichiers", droit="connecte", statut=201, multipart=True)(deposer)
    cadre.post("/refus/<ref:genre>", droit="connecte")(refuser)
    cadre.get("/liste", droit="connecte")(en_memoire)
    cadre.get("/ouvert", droit=cadre.PUBLIC)(ouvert)
    cadre.get("/ecrit", droit="connecte")(ecrire_en_lecture)


def _forme(service: Service) -> dict:
    return {"id": service.id, "code": service.code, "nom": service.nom}


def creer(acteur, corps: ServiceCorps):
    """Insert one service."""
    service = Service(institution_id=acteur.institution_id, code=corps.code, nom=corps.nom, rang=99)
    unite().add(service)
    unite().flush()
    lu = {"le": corps.le, "jour": corps.jour, "montant": corps.montant, "membres": corps.membres}
    return cadre.Reponse(_forme(service) | lu, entetes={"Location": f"/api/v1/services/{service.id}"})


def lister(requete: ServiceFiltre):
    """All services, by decreasing rank."""
    choix = select(Service)
    if requete.code:
        choix = choix.where(Service.code.in_(requete.code))
    return cadre.paginer(choix, requete, _forme, (Service.rang, Service.id), descendant=True)


def lire(service):
    """One service with its ETag."""
    return cadre.Reponse(_forme(service), entetes={"ETag": cadre.etiquette(service.id, service.nom)})


def changer(service, corps: ServiceCorps):
    """Rename a service, if it is still as the client read it."""
    cadre.exiger_version(cadre.etiquette(service.id, service.nom), lambda: _forme(service))
    service.nom = corps.nom
    return _forme(service)


def deposer(corps: FichierCorps, fichiers):
    """Measure an uploaded file."""
    return {"type": corps.type, "taille": len(fichiers["fichier"].read())}


def refuser(acteur, genre):
    """Insert a service, then refuse: nothing may remain."""
    unite().add(Service(institution_id=acteur.institution_id, code="fantome", nom="Fantôme"))
    unite().flush()
    raise {
        "interdit": Interdit("Seul le secrétariat peut faire cela."),
        "refus": Refus("Le quorum n’est pas atteint.", article="L1122-17", motif="quorum", a_confirmer=[1, 2]),
        "trop": TropDeRequetes("Patientez.", attendre=7),
    }[genre]


def en_memoire(requete: cadre.Filtre):
    """A list held in memory."""
    return cadre.paginer_liste(range(1, 8), requete)


def ouvert(acteur):
    """Anybody may ask."""
    return {"acteur": acteur and acteur.identifiant}


def ecrire_en_lecture(acteur):
    """A fault of ours: a GET that writes."""
    unite().add(Service(institution_id=acteur.institution_id, code="x", nom="X"))
    return {}
