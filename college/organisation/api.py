"""API of the organisation: who am I, and the lists in which people choose."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from college import horloge
from college.api import cadre
from college.droits import Acteur
from college.organisation import identification as _identification  # noqa: F401 - declares who asks
from college.organisation import requetes
from college.organisation.modele import (
    Agent,
    Appartenance,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.organisation.reglages import reglages_organe
from college.transaction import unite

ETIQUETTE = "Organisation"


class MandatairesFiltre(cadre.Filtre):
    """`organe`: those who sit there today."""

    organe: str | None = None


class AgentsFiltre(cadre.Filtre):
    """`service`: those who hold a role in it."""

    service: str | None = None


def _lien(objet: Any) -> dict[str, Any]:
    return {"id": objet.id, "code": objet.code, "libelle": objet.nom}


def _personne(personne: Agent | Mandataire) -> dict[str, Any]:
    noms = {"prenom": personne.prenom, "nom": personne.nom, "genre": personne.genre}
    return {"id": personne.id, "identifiant": personne.identifiant, "libelle": personne.nom_complet, **noms}


@cadre.get("/moi", droit="connecte", etiquette=ETIQUETTE, resume="Qui suis-je, mes rôles, mes organes")
def moi(acteur: Acteur) -> dict[str, Any]:
    """The caller as the application sees it, in the institution in force."""
    agent = unite().get_one(Agent, acteur.agent_id)
    organes = {organe.id: organe for organe in requetes.liste(Organe, acteur.institution_id)}
    miens = acteur.secretariats | acteur.mandats.keys()
    return {
        **_personne(agent),
        "institution": _lien(unite().get_one(Institution, acteur.institution_id)),
        "administrateur": acteur.administrateur,
        "roles": _roles(acteur, organes),
        "groupes": [_lien(g) for g in requetes.liste(Groupe, acteur.institution_id) if g.id in acteur.groupes],
        "organes": [_lien(organe) for organe in organes.values() if organe.id in miens],
        "mandats": [_mandat(mandat) for mandat in _mandats_de(acteur)],
    }


def _roles(acteur: Acteur, organes: dict[int, Organe]) -> list[dict[str, Any]]:
    services = {service.id: service for service in requetes.liste(Service, acteur.institution_id)}
    en_service = [{"role": r, "service": _lien(services[s])} for r, s in sorted(acteur.roles) if s in services]
    secretariats = [
        {"role": "secretaire", "organe": _lien(organes[o])} for o in sorted(acteur.secretariats & organes.keys())
    ]
    return en_service + secretariats + ([{"role": "administrateur"}] if acteur.administrateur else [])


def _mandats_de(acteur: Acteur) -> list[Mandat]:
    if acteur.mandataire_id is None:
        return []
    jour = requetes.en_vigueur(horloge.aujourdhui())
    choix = (
        select(Mandat).options(selectinload(Mandat.organe)).where(Mandat.mandataire_id == acteur.mandataire_id, jour)
    )
    return list(unite().scalars(choix.order_by(Mandat.organe_id, Mandat.id)))


def _mandat(mandat: Mandat) -> dict[str, Any]:
    dates = {"du": mandat.du, "au": mandat.au}
    return {
        "organe": _lien(mandat.organe),
        "fonction": mandat.fonction,
        "rang": mandat.rang,
        "voix": mandat.voix,
        **dates,
    }


@cadre.get("/organes", droit="connecte", etiquette=ETIQUETTE, resume="Les organes, avec leurs réglages")
def organes(acteur: Acteur, requete: cadre.Filtre) -> dict[str, Any]:
    """The deciding bodies of the institution, in their order."""

    def forme(organe: Organe) -> dict[str, Any]:
        reglages = reglages_organe(organe.type, organe.reglages).model_dump(mode="json")
        return {**_lien(organe), "type": organe.type, "reglages": reglages}

    choix = select(Organe).where(Organe.institution_id == acteur.institution_id, Organe.actif.is_(True))
    return cadre.paginer(choix, requete, forme, (Organe.rang, Organe.id))


@cadre.get("/services", droit="connecte", etiquette=ETIQUETTE, resume="Les services")
def services(acteur: Acteur, requete: cadre.Filtre) -> dict[str, Any]:
    """The departments of the institution, in their order."""
    choix = select(Service).where(Service.institution_id == acteur.institution_id, Service.actif.is_(True))
    return cadre.paginer(choix, requete, _lien, (Service.rang, Service.id))


@cadre.get("/mandataires", droit="connecte", etiquette=ETIQUETTE, resume="Les mandataires et leurs mandats en cours")
def mandataires(acteur: Acteur, requete: MandatairesFiltre) -> dict[str, Any]:
    """Elected members and officers who sit, each with the terms that run today."""
    en_cours = requetes.en_vigueur(horloge.aujourdhui())
    choix = select(Mandataire).where(Mandataire.institution_id == acteur.institution_id)
    choix = choix.options(selectinload(Mandataire.mandats.and_(en_cours)).selectinload(Mandat.organe))
    if requete.organe:
        organe = requetes.nomme(Organe, acteur.institution_id, requete.organe, "organe")
        choix = choix.where(Mandataire.mandats.any((Mandat.organe_id == organe.id) & en_cours))

    def forme(elu: Mandataire) -> dict[str, Any]:
        groupe = {"groupe_politique": elu.groupe_politique or None}
        return {**_personne(elu), **groupe, "mandats": [_mandat(mandat) for mandat in elu.mandats]}

    return cadre.paginer(choix, requete, forme, (Mandataire.nom, Mandataire.id))


@cadre.get("/agents", droit="connecte", etiquette=ETIQUETTE, resume="Les agents")
def agents(acteur: Acteur, requete: AgentsFiltre) -> dict[str, Any]:
    """The active people of the institution."""
    choix = select(Agent).where(Agent.institution_id == acteur.institution_id, Agent.actif.is_(True))
    if requete.service:
        service = requetes.nomme(Service, acteur.institution_id, requete.service, "service")
        choix = choix.where(Agent.appartenances.any(Appartenance.service_id == service.id))
    return cadre.paginer(choix, requete, _personne, (Agent.nom, Agent.id))
