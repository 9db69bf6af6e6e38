"""Who holds what in an institution, in one statement: roles, groups, secretaries, mandates, delegations.

Read once a unit of work: a page of fifty points resolves its holders without asking again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, cast, literal, null, select, union_all

from college import horloge
from college.organisation.modele import Agent, Appartenance, Delegation, Groupe, Mandat, Mandataire, Service
from college.organisation.requetes import en_vigueur
from college.points.definition import Chaine, Etape
from college.points.modele import Point
from college.points.valeurs import Titulaire, Titulaires
from college.transaction import unite

AUTEURS = ("redacteur", "chef_service")


@dataclass
class Annuaire:
    """The directory of one institution on one day."""

    roles: dict[tuple[str, int], list[Titulaire]] = field(default_factory=lambda: defaultdict(list))
    secretaires: dict[int, list[Titulaire]] = field(default_factory=lambda: defaultdict(list))
    groupes: dict[str, list[Titulaire]] = field(default_factory=lambda: defaultdict(list))
    noms_groupes: dict[str, str] = field(default_factory=dict)
    numeros_groupes: dict[str, int] = field(default_factory=dict)
    codes_groupes: dict[int, str] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    codes_services: dict[int, str] = field(default_factory=dict)
    noms_services: dict[int, str] = field(default_factory=dict)
    membres: dict[int, list[Titulaire]] = field(default_factory=lambda: defaultdict(list))
    delegues: dict[int, list[Titulaire]] = field(default_factory=lambda: defaultdict(list))

    def avec_delegues(self, liste: Iterable[Titulaire]) -> list[Titulaire]:
        """The holders, then those who act in the name of an absent one."""
        propres = list(liste)
        return propres + [d for titulaire in propres for d in self.delegues.get(titulaire.agent_id, ())]

    def de_l_etape(self, etape: Etape, point: Point) -> list[Titulaire]:
        """Who holds a step for this point: a role in a service, a group, or the group in charge."""
        if etape.role or etape.service:
            service_id = self.services.get(etape.service) if etape.service else point.service_id
            if service_id is None:
                return []
            return self.avec_delegues(self.du_service(service_id, etape.role))
        code = etape.groupe
        if etape.groupe_en_charge:
            code = self.codes_groupes.get(point.groupe_en_charge_id or 0)
        return self.avec_delegues(self.groupes.get(code or "", ()))

    def du_service(self, service_id: int, role: str | None) -> list[Titulaire]:
        """Who holds a role in a service; anybody of the service when no role is named."""
        if role:
            return self.roles.get((role, service_id), [])
        vus = {t.agent_id: t for (_, s), liste in self.roles.items() if s == service_id for t in liste}
        return list(vus.values())

    def titulaires(self, chaine: Chaine, point: Point, avis: Iterable[str] = ()) -> Titulaires:
        """Everybody who may act on a point."""
        auteurs = {t.agent_id: t for role in AUTEURS for t in self.roles.get((role, point.service_id), ())}
        premier = [auteurs.pop(point.auteur_id)] if point.auteur_id in auteurs else []
        secretaires = self.secretaires.get(point.organe_id, [])
        if not premier and not auteurs:
            premier = [t for t in secretaires if t.agent_id == point.auteur_id]
        return Titulaires(
            etapes={etape.code: self.de_l_etape(etape, point) for etape in chaine.etapes},
            auteurs=self.avec_delegues([*premier, *auteurs.values()]),
            secretaires=self.avec_delegues(secretaires),
            autorites=self.avec_delegues([*self.membres.get(point.organe_id, ()), *secretaires]),
            avis={code: self.avec_delegues(self.consultes(code)) for code in avis},
            noms_avis={code: self.nom_consulte(code) for code in avis},
        )

    def consultes(self, code: str) -> list[Titulaire]:
        """Who answers for a group, or for a service, of whom an advice is asked."""
        if code in self.numeros_groupes:
            return self.groupes.get(code, [])
        service_id = self.services.get(code)
        if service_id is None:
            return []
        return self.du_service(service_id, "conseiller_avis") or self.du_service(service_id, None)

    def nom_consulte(self, code: str) -> str:
        """« Direction générale »."""
        service_id = self.services.get(code, 0)
        return self.noms_groupes.get(code) or self.noms_services.get(service_id, code)


def annuaire(institution_id: int) -> Annuaire:
    """The directory, read once a unit of work."""
    session = unite()
    cle = ("annuaire", institution_id)
    if cle not in session.info:
        session.info[cle] = _lire(institution_id)
    return session.info[cle]


def oublier(institution_id: int) -> None:
    """After a change of people inside the same unit of work."""
    unite().info.pop(("annuaire", institution_id), None)


def _lire(institution_id: int) -> Annuaire:
    lu = Annuaire()
    for genre, agent_id, prenom, nom, texte, service_id, organe_id, groupe_id, code in unite().execute(
        _demande(institution_id)
    ):
        personne = Titulaire(agent_id, f"{prenom} {nom}") if agent_id else None
        match genre:
            case "s":
                lu.services[code] = service_id
                lu.codes_services[service_id] = code
                lu.noms_services[service_id] = texte
            case "g":
                lu.noms_groupes[code], lu.numeros_groupes[code] = texte, groupe_id
                lu.codes_groupes[groupe_id] = code
                if personne:
                    _ajouter(lu.groupes[code], personne)
            case "a" if service_id:
                _ajouter(lu.roles[texte, service_id], personne)
            case "a" if groupe_id:
                _ajouter(lu.groupes[code], personne)
            case "a" if texte == "secretaire":
                _ajouter(lu.secretaires[organe_id], personne)
            case "m":
                _ajouter(lu.membres[organe_id], personne)
            case "d":
                lu.delegues[service_id].append(Titulaire(agent_id, f"{prenom} {nom}", service_id))
    return lu


def _ajouter(liste: list[Titulaire], personne: Titulaire | None) -> None:
    if personne and personne not in liste:
        liste.append(personne)


def _demande(institution_id: int) -> Any:
    """One UNION: (kind, agent, first name, name, word, service or absent, organe, group, code)."""
    jour = horloge.aujourdhui()
    rien, vide = cast(null(), Integer), literal("")
    services = select(literal("s"), rien, vide, vide, Service.nom, Service.id, rien, rien, Service.code).where(
        Service.institution_id == institution_id
    )
    groupes = (
        select(literal("g"), Mandataire.agent_id, Mandataire.prenom, Mandataire.nom, Groupe.nom, rien, rien,
               Groupe.id, Groupe.code)
        .outerjoin(Mandataire, Mandataire.id == Groupe.mandataire_id)
        .where(Groupe.institution_id == institution_id)
    )  # fmt: skip
    appartenances = (
        select(literal("a"), Agent.id, Agent.prenom, Agent.nom, Appartenance.role, Appartenance.service_id,
               Appartenance.organe_id, Appartenance.groupe_id, Groupe.code)
        .join(Agent, Agent.id == Appartenance.agent_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .where(Appartenance.institution_id == institution_id, Agent.actif.is_(True))
    )  # fmt: skip
    mandats = (
        select(literal("m"), Agent.id, Agent.prenom, Agent.nom, Mandat.fonction, rien, Mandat.organe_id, rien, vide)
        .join(Mandataire, Mandataire.id == Mandat.mandataire_id)
        .join(Agent, Agent.id == Mandataire.agent_id)
        .where(Mandat.institution_id == institution_id, Agent.actif.is_(True), en_vigueur(jour))
    )
    delegations = (
        select(literal("d"), Agent.id, Agent.prenom, Agent.nom, vide, Delegation.absent_id, rien, rien, vide)
        .join(Agent, Agent.id == Delegation.delegue_id)
        .where(
            Delegation.institution_id == institution_id,
            Agent.actif.is_(True),
            Delegation.du <= jour,
            Delegation.au >= jour,
        )
    )
    return union_all(services, groupes, appartenances, mandats, delegations)
