"""Who holds what in an institution, in one statement: roles, groups, secretaries, mandates, delegations.

Read once a unit of work: a page of fifty points resolves its holders without asking again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, cast, func, literal, null, select, union_all

from college import horloge
from college.organisation.modele import (
    Agent,
    Appartenance,
    Categorie,
    Delegation,
    Groupe,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.organisation.requetes import en_vigueur
from college.points.definition import Chaine, Etape
from college.points.modele import Point
from college.points.valeurs import Titulaire, Titulaires
from college.transaction import unite

AUTEURS = ("redacteur", "chef_service")


class Choix(NamedTuple):
    """A line of a list in which people choose: « o »rgane, « s »ervice, « g »roupe, « c »atégorie."""

    rang: int
    id: int
    code: str
    nom: str
    genre: str = ""


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
    choix: dict[str, list[Choix]] = field(default_factory=lambda: defaultdict(list))
    personnes: dict[int, str] = field(default_factory=dict)
    delegues: dict[int, list[Titulaire]] = field(default_factory=lambda: defaultdict(list))
    masquants: set[int] = field(default_factory=set)  # organes that hide the marked passages from some readers

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
            editeurs={e.code: self.qui_modifient(e, point) for e in chaine.etapes if e.modifient},
            auteurs=self.avec_delegues([*premier, *auteurs.values()]),
            secretaires=self.avec_delegues(secretaires),
            autorites=self.avec_delegues([*self.membres.get(point.organe_id, ()), *secretaires]),
            avis={code: self.avec_delegues(self.consultes(code)) for code in avis},
            noms_avis={code: self.nom_consulte(code) for code in avis},
        )

    def qui_modifient(self, etape: Etape, point: Point) -> list[Titulaire]:
        """Who may edit at a step without holding it: roles of the proposing service (scenario P6)."""
        gens = (t for role in etape.modifient for t in self.roles.get((role, point.service_id), ()))
        return self.avec_delegues(list(gens))

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
    for ligne in unite().execute(_demande(institution_id, horloge.aujourdhui())):
        personne = Titulaire(ligne.agent_id, f"{ligne.prenom} {ligne.nom}") if ligne.agent_id else None
        if personne:
            lu.personnes[personne.agent_id] = personne.nom
        if ligne.rang is not None:
            _chose(lu, ligne, personne)
        else:
            _personne(lu, ligne, personne)
    for choix in lu.choix.values():
        choix.sort()
    return lu


def _chose(lu: Annuaire, ligne: Any, personne: Titulaire | None) -> None:
    """A service, a group, an organe or a category; only active ones are offered."""
    if ligne.actif:
        lu.choix[ligne.genre].append(Choix(ligne.rang, ligne.numero, ligne.code, ligne.texte, ligne.sorte))
    if ligne.genre == "s":
        lu.services[ligne.code], lu.codes_services[ligne.numero] = ligne.numero, ligne.code
        lu.noms_services[ligne.numero] = ligne.texte
    elif ligne.genre == "g":
        lu.noms_groupes[ligne.code], lu.numeros_groupes[ligne.code] = ligne.texte, ligne.numero
        lu.codes_groupes[ligne.numero] = ligne.code
        if personne:
            _ajouter(lu.groupes[ligne.code], personne)
    elif ligne.masque not in ("", "[]"):
        lu.masquants.add(ligne.numero)


def _personne(lu: Annuaire, ligne: Any, personne: Titulaire | None) -> None:
    match ligne.genre:
        case "a" if ligne.service_id:
            _ajouter(lu.roles[ligne.texte, ligne.service_id], personne)
        case "a" if ligne.numero:
            _ajouter(lu.groupes[ligne.code], personne)
        case "a" if ligne.texte == "secretaire":
            _ajouter(lu.secretaires[ligne.organe_id], personne)
        case "m":
            _ajouter(lu.membres[ligne.organe_id], personne)
        case "d" if personne:
            lu.delegues[ligne.numero].append(personne._replace(au_nom_de=ligne.numero))


def _ajouter(liste: list[Titulaire], personne: Titulaire | None) -> None:
    if personne and personne not in liste:
        liste.append(personne)


_RIEN, _VIDE = cast(null(), Integer), literal("")
_MASQUE = func.coalesce(Organe.reglages["lecture_masquee"].as_string(), "")


@lru_cache(maxsize=64)
def _demande(institution_id: int, jour: date) -> Any:
    """One UNION of everything, built once a day; `rang` is null for people."""
    appartenances = (
        _ligne("a", Agent, Appartenance.role, numero=Appartenance.groupe_id, service=Appartenance.service_id,
               organe=Appartenance.organe_id, code=func.coalesce(Groupe.code, ""))
        .join(Agent, Agent.id == Appartenance.agent_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .where(Appartenance.institution_id == institution_id, Agent.actif.is_(True))
    )  # fmt: skip
    mandats = (
        _ligne("m", Agent, Mandat.fonction, organe=Mandat.organe_id)
        .join(Mandataire, Mandataire.id == Mandat.mandataire_id)
        .join(Agent, Agent.id == Mandataire.agent_id)
        .where(Mandat.institution_id == institution_id, Agent.actif.is_(True), en_vigueur(jour))
    )
    delegations = (
        _ligne("d", Agent, _VIDE, numero=Delegation.absent_id)
        .join(Agent, Agent.id == Delegation.delegue_id)
        .where(
            Delegation.institution_id == institution_id,
            Agent.actif.is_(True),
            Delegation.du <= jour,
            Delegation.au >= jour,
        )
    )
    groupes = _choses("g", Groupe, Groupe.nom, institution_id, Groupe.genre, Mandataire).outerjoin(
        Mandataire, Mandataire.id == Groupe.mandataire_id
    )
    return union_all(
        _choses("s", Service, Service.nom, institution_id),
        groupes,
        _choses("o", Organe, Organe.nom, institution_id, Organe.type, masque=_MASQUE),
        _choses("c", Categorie, Categorie.libelle, institution_id),
        appartenances,
        mandats,
        delegations,
    )


def _ligne(genre: str, qui: Any, texte: Any, numero: Any = _RIEN, service: Any = _RIEN, organe: Any = _RIEN,
           code: Any = _VIDE) -> Any:  # fmt: skip
    """A person and what links them to something."""
    return select(
        literal(genre).label("genre"), qui.id.label("agent_id"), qui.prenom.label("prenom"), qui.nom.label("nom"),
        texte.label("texte"), numero.label("numero"), service.label("service_id"), organe.label("organe_id"),
        code.label("code"), _RIEN.label("rang"), literal(True).label("actif"), _VIDE.label("sorte"),
        _VIDE.label("masque"),
    )  # fmt: skip


def _choses(
    genre: str, table: Any, texte: Any, institution_id: int, sorte: Any = _VIDE, elu: Any = None, masque: Any = _VIDE
) -> Any:
    """The lines of a list; a political group carries the account of its mandataire."""
    agent, prenom, nom = (elu.agent_id, elu.prenom, elu.nom) if elu else (_RIEN, _VIDE, _VIDE)
    return select(
        literal(genre).label("genre"), agent.label("agent_id"), prenom.label("prenom"), nom.label("nom"),
        texte.label("texte"), table.id.label("numero"), _RIEN.label("service_id"), _RIEN.label("organe_id"),
        table.code.label("code"), table.rang.label("rang"), table.actif.label("actif"), sorte.label("sorte"),
        masque.label("masque"),
    ).where(table.institution_id == institution_id)  # fmt: skip
