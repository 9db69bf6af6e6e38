"""The paquet that the database holds: what `college paquet exporter` writes and `comparer` reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from college.administration import paquet_points
from college.administration.paquet_format import Agent as AgentDecrit
from college.administration.paquet_format import Institution as InstitutionDecrite
from college.administration.paquet_format import Organe as OrganeDecrit
from college.administration.paquet_format import Paquet
from college.administration.paquet_gens import DE_TOUT_TEMPS, voix_de
from college.organisation.modele import (
    Agent,
    Appartenance,
    Categorie,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    RoleDeclare,
    Service,
)
from college.points.modele import Chaine
from college.transaction import unite


def paquet_de(institution: Institution) -> Paquet:
    """The institution as a paquet: importing it again changes nothing."""
    lecteur = _Lecteur(institution.id)
    identite = {"code": institution.code, "nom": institution.nom, "type": institution.type}
    return Paquet.model_validate(
        {
            "paquet": 1,
            "institution": identite | _connus(institution.reglages, InstitutionDecrite),
            "services": [{"code": s.code, "nom": s.nom} for s in lecteur.services],
            "groupes": [lecteur.groupe(g) for g in lecteur.groupes],
            "categories": [{"code": c.code, "libelle": c.libelle, "matiere": c.matiere} for c in lecteur.categories],
            "roles": [{"code": r.code, "libelle": r.libelle} for r in lecteur.lire(RoleDeclare)],
            "agents": lecteur.agents(),
            "mandataires": [lecteur.mandataire(m) for m in lecteur.mandataires],
            "chaines": _chaines(institution.id),
            "organes": [
                {"code": o.code, "nom": o.nom, "type": o.type, **_connus(o.reglages, OrganeDecrit)}
                for o in lecteur.organes
            ],
            "modeles_points": paquet_points.modeles(institution.id),
            "delegations": paquet_points.delegations(institution.id),
        }
    )


def _connus(reglages: dict[str, Any], modele: type[BaseModel]) -> dict[str, Any]:
    """The settings that a paquet carries; what other screens keep beside them (arms, logo) stays here."""
    return {cle: valeur for cle, valeur in reglages.items() if valeur not in (None, "") and cle in modele.model_fields}


def _organe(organe: Organe) -> dict[str, Any]:
    return {"code": organe.code, "nom": organe.nom, "type": organe.type} | _connus(organe.reglages, OrganeDecrit)


def _chaines(institution_id: int) -> list[dict[str, Any]]:
    demande = select(Chaine).options(selectinload(Chaine.versions)).where(Chaine.institution_id == institution_id)
    return [c.versions[-1].definition for c in unite().scalars(demande.order_by(Chaine.id)) if c.versions]


class _Lecteur:
    """Reads the tables of one institution once, and names rows by their codes."""

    def __init__(self, institution_id: int) -> None:
        self.institution_id = institution_id
        self.services: Sequence[Service] = self.lire(Service, Service.rang)
        self.groupes: Sequence[Groupe] = self.lire(Groupe, Groupe.rang)
        self.categories: Sequence[Categorie] = self.lire(Categorie, Categorie.rang)
        self.organes: Sequence[Organe] = self.lire(Organe, Organe.rang)
        demande = select(Mandataire).options(selectinload(Mandataire.mandats).joinedload(Mandat.organe))
        self.mandataires = (
            unite().scalars(demande.where(Mandataire.institution_id == institution_id).order_by(Mandataire.id)).all()
        )
        self.codes: dict[type[Any], dict[int, str]] = {
            table: {ligne.id: ligne.code for ligne in lignes}
            for table, lignes in ((Service, self.services), (Groupe, self.groupes), (Organe, self.organes))
        }
        self.comptes = dict(unite().execute(select(Agent.id, Agent.identifiant)).all())

    def lire(self, table: type[Any], *ordre: Any) -> Sequence[Any]:
        demande = select(table).where(table.institution_id == self.institution_id).order_by(*ordre, table.id)
        return unite().scalars(demande).all()

    def groupe(self, groupe: Groupe) -> dict[str, Any]:
        elus = {m.id: m.identifiant for m in self.mandataires}
        decrit = {"code": groupe.code, "nom": groupe.nom, "genre": groupe.genre}
        return decrit | ({"mandataire": elus[groupe.mandataire_id]} if groupe.mandataire_id in elus else {})

    def agents(self) -> list[AgentDecrit]:
        """Those at home here or who hold something here; a mandataire's bare account is left to his entry."""
        demande = (
            select(Appartenance)
            .options(joinedload(Appartenance.agent))
            .where(Appartenance.institution_id == self.institution_id)
            .order_by(Appartenance.id)
        )
        tenues: dict[int, list[Appartenance]] = {}
        for appartenance in unite().scalars(demande):
            tenues.setdefault(appartenance.agent_id, []).append(appartenance)
        elus = {m.agent_id for m in self.mandataires}
        chez_soi = {a.id: a for a in self.lire(Agent)}
        gens = chez_soi | {numero: liste[0].agent for numero, liste in tenues.items()}
        return [
            self._agent(agent, tenues.get(numero, []))
            for numero, agent in sorted(gens.items())
            if numero in tenues or numero not in elus or agent.courriel
        ]

    def _agent(self, agent: Agent, tenues: list[Appartenance]) -> AgentDecrit:
        return AgentDecrit(
            identifiant=agent.identifiant,
            prenom=agent.prenom,
            nom=agent.nom,
            genre=agent.genre or None,
            courriel=agent.courriel or None,
            titre=agent.preferences.get("titre"),
            groupes=[self.codes[Groupe][t.groupe_id] for t in tenues if t.groupe_id],
            roles=[self._role(t) for t in tenues if not t.groupe_id],
        )

    def _role(self, tenue: Appartenance) -> dict[str, Any]:
        lieux = {"service": (Service, tenue.service_id), "organe": (Organe, tenue.organe_id)}
        ou = {nom: self.codes[table][numero] for nom, (table, numero) in lieux.items() if numero}
        return {"role": tenue.role} | ou

    def mandataire(self, elu: Mandataire) -> dict[str, Any]:
        return {
            "identifiant": elu.identifiant,
            "prenom": elu.prenom,
            "nom": elu.nom,
            "genre": elu.genre or None,
            "naissance": elu.naissance,
            "groupe_politique": elu.groupe_politique or None,
            "agent": self.comptes.get(elu.agent_id or 0),
            "mandats": [_mandat(mandat) for mandat in sorted(elu.mandats, key=lambda m: (m.organe_id, m.du))],
        }


def _mandat(mandat: Mandat) -> dict[str, Any]:
    return {
        "organe": mandat.organe.code,
        "fonction": mandat.fonction,
        "rang": mandat.rang,
        "voix": None if mandat.voix == voix_de(mandat.fonction, mandat.organe.type) else mandat.voix,
        "titres": mandat.titre or None,
        "du": None if mandat.du == DE_TOUT_TEMPS else mandat.du,
        "au": mandat.au,
        "interim": mandat.interim or None,
    }
