"""A small world with faces, written straight into the tables, for the tests of every room.

`exemple` is a commune: services travaux and finances; groups direction_generale and directeur_financier;
organes college, conseil, cas and bourgmestre. Everybody's password is `MOT_DE_PASSE`.

| who | is |
|---|---|
| alice | redactrice in travaux |
| bernard | chef_service of travaux |
| chantal | directrice générale: secretaire of every organe, member of direction_generale |
| emile | directeur financier |
| denis | bourgmestre: sits in the collège (rang 1) and the conseil |
| gaston | administrateur |
| hugo | redacteur in finances |
| fatima | redactrice in travaux of another commune, `voisine` |
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from college import horloge
from college.droits import Acteur
from college.organisation import requetes
from college.organisation.modele import (
    Agent,
    Appartenance,
    Categorie,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.points import definition
from college.points.modele import Chaine, ChaineVersion
from college.transaction import ecriture, lecture, unite

MOT_DE_PASSE = "pommier-lanterne-42"
HACHEUR = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a real argon2id hash, made cheap
DEBUT = date(2024, 12, 2)
ETAPES: list[dict[str, Any]] = [
    {"code": "chef", "libelle": "Visa du chef de service", "role": "chef_service"},
    {
        "code": "df",
        "libelle": "Avis de légalité",
        "type": "avis",
        "groupe": "directeur_financier",
        "delai_jours_ouvrables": 10,
        "si": {"champ": "montant_htva", "operateur": ">=", "valeur": 30000},
    },
    {"code": "dg", "libelle": "Validation de la directrice générale", "groupe": "direction_generale"},
]
ORGANES = {
    "college": ("Collège communal", "college", {"chaine": "college", "reference": "COL/{date:%Y%m%d}-{numero}"}),
    "conseil": ("Conseil communal", "conseil", {"chaine": "college", "vote_appareils": {"public": True}}),
    "cas": ("Conseil de l’action sociale", "conseil_action_sociale", {"chaine": "college"}),
    "bourgmestre": ("Bourgmestre", "autorite", {"chaine": ""}),
}
AGENTS = {
    "alice": ("Alice", "Martin", "f"),
    "bernard": ("Bernard", "Noël", "m"),
    "chantal": ("Chantal", "Petit", "f"),
    "emile": ("Émile", "Lambert", "m"),
    "denis": ("Denis", "Leroy", "m"),
    "gaston": ("Gaston", "Roux", "m"),
    "hugo": ("Hugo", "Simon", "m"),
}
ELUS = (  # identifiant, prénom, nom, genre, groupe politique, fonction au collège (or none), fonction au conseil
    ("denis", "Denis", "Leroy", "m", "LB", "bourgmestre", "bourgmestre"),
    ("claire", "Claire", "Dupont", "f", "LB", "echevin", "echevin"),
    ("joseph", "Joseph", "Maréchal", "m", "LB", "echevin", "echevin"),
    ("ines", "Inès", "Gilles", "f", "UNI", "echevin", "echevin"),
    ("marc", "Marc", "Delvaux", "m", "UNI", "echevin", "echevin"),
    ("sophie", "Sophie", "Thiry", "f", "LB", "president_cpas", "conseiller"),
    ("louis", "Louis", "Bastin", "m", "LB", None, "conseiller"),
    ("nadia", "Nadia", "Haddad", "f", "UNI", None, "conseiller"),
    ("paul", "Paul", "Wéry", "m", "AVENIR", None, "conseiller"),
    ("rose", "Rose", "Collard", "f", "AVENIR", None, "conseiller"),
    ("simon", "Simon", "Étienne", "m", "AVENIR", None, "conseiller"),
    ("zoe", "Zoé", "Jacquet", "f", "UNI", None, "conseiller"),
)


@cache
def empreinte_du_mot_de_passe() -> str:
    """Everybody's password, as it is kept."""
    return HACHEUR.hash(MOT_DE_PASSE)


def peupler() -> int:
    """Write the world in the current base; returns the id of `exemple`."""
    with ecriture():
        exemple = _institution("exemple", "Commune d’Exemple")
        services = [_service(exemple, code, rang) for rang, code in enumerate(("travaux", "finances"), 1)]
        dg, df = (
            _ajouter(Groupe(institution_id=exemple, code=code, nom=nom, rang=rang))
            for rang, (code, nom) in enumerate(
                (("direction_generale", "Direction générale"), ("directeur_financier", "Directeur financier")), 1
            )
        )
        _ajouter(Categorie(institution_id=exemple, code="voirie", libelle="Voirie", matiere="Mobilité", rang=1))
        _ajouter(Categorie(institution_id=exemple, code="finances", libelle="Finances", matiere="Finances", rang=2))
        organes = [
            _ajouter(Organe(institution_id=exemple, code=code, nom=nom, type=genre, reglages=reglages, rang=rang))
            for rang, (code, (nom, genre, reglages)) in enumerate(ORGANES.items(), 1)
        ]
        agents = {identifiant: _agent(exemple, identifiant, *nom) for identifiant, nom in AGENTS.items()}
        _membre(agents["alice"], role="redacteur", service_id=services[0].id)
        _membre(agents["bernard"], role="chef_service", service_id=services[0].id)
        _membre(agents["hugo"], role="redacteur", service_id=services[1].id)
        _membre(agents["chantal"], role="membre", groupe_id=dg.id)
        _membre(agents["emile"], role="membre", groupe_id=df.id)
        _membre(agents["gaston"], role="administrateur")
        for organe in organes:
            _membre(agents["chantal"], role="secretaire", organe_id=organe.id)
        _elus(exemple, organes, agents)
        chaine(exemple, "college", ETAPES)
        voisine = _institution("voisine", "Commune voisine")
        _membre(_agent(voisine, "fatima", "Fatima", "Benali", "f"), "redacteur", _service(voisine, "travaux", 1).id)
        _ajouter(Organe(institution_id=voisine, code="college", nom="Collège communal", type="college", rang=1))
    return exemple


def chaine(institution_id: int, code: str, etapes: list[dict[str, Any]]) -> ChaineVersion:
    """A published chain, version 1."""
    nouvelle = _ajouter(Chaine(institution_id=institution_id, code=code, libelle=code.title()))
    contenu = {"code": code, "etapes": etapes}
    return _ajouter(
        ChaineVersion(
            institution_id=institution_id,
            chaine_id=nouvelle.id,
            numero=1,
            definition=contenu,
            empreinte=definition.empreinte(contenu),
            publiee_le=horloge.systeme(),
        )
    )


def _ajouter(objet):
    unite().add(objet)
    unite().flush()
    return objet


def _institution(code: str, nom: str) -> int:
    return _ajouter(Institution(code=code, nom=nom, type="commune")).id


def _service(institution_id: int, code: str, rang: int) -> Service:
    return _ajouter(Service(institution_id=institution_id, code=code, nom=code.title(), rang=rang))


def _agent(institution_id: int, identifiant: str, prenom: str, nom: str, genre: str) -> Agent:
    return _ajouter(
        Agent(
            institution_id=institution_id,
            identifiant=identifiant,
            prenom=prenom,
            nom=nom,
            genre=genre,
            courriel=f"{identifiant}@exemple.test",
            mot_de_passe=empreinte_du_mot_de_passe(),
        )
    )


def _membre(agent: Agent, role: str, service_id=None, organe_id=None, groupe_id=None) -> None:
    _ajouter(
        Appartenance(
            institution_id=agent.institution_id,
            agent_id=agent.id,
            role=role,
            service_id=service_id,
            organe_id=organe_id,
            groupe_id=groupe_id,
        )
    )


def _elus(institution_id: int, organes: Iterable[Organe], agents: dict[str, Agent]) -> None:
    college, conseil, cas, bourgmestre = organes
    for rang, (identifiant, prenom, nom, genre, groupe, au_college, au_conseil) in enumerate(ELUS, 1):
        elu = _mandataire(institution_id, identifiant, prenom, nom, genre, groupe, agents.get(identifiant))
        if au_college:
            _mandat(elu, college, au_college, rang)
        _mandat(elu, conseil, au_conseil, rang)
        if identifiant in ("sophie", "louis", "nadia", "paul", "rose"):
            _mandat(elu, cas, "president" if identifiant == "sophie" else "conseiller", rang)
        if identifiant == "denis":
            _mandat(elu, bourgmestre, "bourgmestre", 1)
    chantal = _mandataire(institution_id, "chantal", "Chantal", "Petit", "f", "", agents["chantal"])
    for organe in (college, conseil):
        _mandat(chantal, organe, "directeur_general", 99, voix="sans")


def _mandataire(institution_id, identifiant, prenom, nom, genre, groupe, agent) -> Mandataire:
    return _ajouter(
        Mandataire(
            institution_id=institution_id,
            identifiant=identifiant,
            prenom=prenom,
            nom=nom,
            genre=genre,
            groupe_politique=groupe,
            agent_id=agent.id if agent else None,
        )
    )


def _mandat(elu: Mandataire, organe: Organe, fonction: str, rang: int, voix: str = "deliberative") -> None:
    _ajouter(
        Mandat(
            institution_id=elu.institution_id,
            mandataire_id=elu.id,
            organe_id=organe.id,
            fonction=fonction,
            rang=rang,
            voix=voix,
            du=DEBUT,
        )
    )


class Monde:
    """Finds the people and things of the small world by their code, in the current unit of work or outside."""

    def __init__(self, institution_id: int) -> None:
        self.institution_id = institution_id

    def acteur(self, identifiant: str) -> Acteur:
        """Who acts, as the services take it."""
        with lecture():
            return requetes.acteur_de(self.agent(identifiant))

    def agent(self, identifiant: str) -> Agent:
        """A person's account."""
        return self._seul(select(Agent).where(Agent.identifiant == identifiant))

    def mandataire(self, identifiant: str) -> Mandataire:
        """An elected member."""
        return self._seul(select(Mandataire).where(Mandataire.identifiant == identifiant))

    def organe(self, code: str, institution: str = "exemple") -> Organe:
        """college, conseil, cas or bourgmestre."""
        return self._nomme(Organe, code, institution)

    def service(self, code: str, institution: str = "exemple") -> Service:
        """travaux or finances."""
        return self._nomme(Service, code, institution)

    def groupe(self, code: str, institution: str = "exemple") -> Groupe:
        """direction_generale or directeur_financier."""
        return self._nomme(Groupe, code, institution)

    def categorie(self, code: str, institution: str = "exemple") -> Categorie:
        """voirie or finances."""
        return self._nomme(Categorie, code, institution)

    def _nomme(self, table, code: str, institution: str):
        ici = select(Institution.id).where(Institution.code == institution).scalar_subquery()
        return self._seul(select(table).where(table.code == code, table.institution_id == ici))

    def _seul(self, choix):
        with lecture():
            return unite().scalars(choix).unique().one()
