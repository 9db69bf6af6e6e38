"""Bring a published agenda in as a séance to prepare: its points are valid, inscribed in their order."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.horloge import BRUXELLES
from college.organisation import requetes
from college.organisation.modele import Agent, Appartenance, Categorie, Institution, Organe, Service
from college.points import services as points
from college.points.modele import Point
from college.points.saisie import Saisie
from college.reel import motscles
from college.reel.lecture import AgendaReel, PointReel, code
from college.seances import services as seances
from college.seances.modele import Seance
from college.transaction import unite


@exige("administration")
def importer(acteur: Acteur, agenda: AgendaReel, code_institution: str | None = None) -> Seance:
    """The séance of a published agenda; the same file again answers the same séance.

    Raises Refus when the institution, its organe, a service or a secretary is missing.
    """
    institution = _institution(agenda, code_institution)
    organe = _organe(institution, agenda)
    debut = agenda.debut.replace(tzinfo=BRUXELLES)
    deja = unite().scalar(select(Seance).where(Seance.organe_id == organe.id, Seance.debut == debut))
    if deja is not None:
        return deja
    service = _premier(Service, institution, "service")
    auteur = replace(_secretaire(organe), systeme=True)
    creee = seances.creer(auteur, seances.SaisieSeance(organe, debut))
    connues = {categorie.code for categorie in requetes.liste(Categorie, institution.id)}
    for point in agenda.points:
        propose = points.proposer(auteur, _saisie(point, organe, service, connues))
        _valider(auteur, propose)
        seances.inscrire(auteur, creee, propose)
    journal.noter(auteur, "seance.importee", creee, points=len(agenda.points))
    return creee


def _institution(agenda: AgendaReel, voulue: str | None) -> Institution:
    trouvee = unite().scalar(select(Institution).where(Institution.code == (voulue or agenda.slug)))
    if trouvee is None:
        raise Refus(
            f"Aucune institution « {voulue or agenda.slug} » : importez d’abord son paquet, "
            "ou dites où importer cet ordre du jour avec --institution CODE."
        )
    return trouvee


def _organe(institution: Institution, agenda: AgendaReel) -> Organe:
    organes = requetes.liste(Organe, institution.id)
    memes = [organe for organe in organes if organe.nom.lower() == agenda.organe.lower()]
    proches = memes or [organe for organe in organes if organe.type in agenda.organe.lower()]
    if not proches:
        raise Refus(f"{institution.nom} n’a pas d’organe « {agenda.organe} » : ajoutez-le à son paquet.")
    return proches[0]


def _premier(table: type[Service], institution: Institution, nom: str) -> Service:
    trouves = requetes.liste(table, institution.id)
    if not trouves:
        raise Refus(f"{institution.nom} n’a aucun {nom} : ajoutez-en un à son paquet.")
    return trouves[0]


def _secretaire(organe: Organe) -> Acteur:
    demande = (
        select(Agent)
        .join(Appartenance, Appartenance.agent_id == Agent.id)
        .where(Appartenance.role == "secretaire", Appartenance.organe_id == organe.id, Agent.actif.is_(True))
        .order_by(Agent.id)
    )
    agent = unite().scalars(demande).first()
    if agent is None:
        raise Refus(f"{organe.nom} n’a pas de secrétaire : donnez ce rôle à quelqu’un dans le paquet.")
    return requetes.acteur_de(agent, organe.institution_id)


def _saisie(point: PointReel, organe: Organe, service: Service, connues: set[str]) -> Saisie:
    categorie = code(point.matiere) if point.matiere else None
    ecrits = {
        "organe": organe.code,
        "service": service.code,
        "nature": motscles.nature(point.titre),
        "titre": point.titre,
        "rapport": point.rapport,
        "motivation": point.motivation,
        "dispositif": point.dispositif,
        "type_acte": motscles.type_acte(point.titre),
        "categorie": categorie if categorie in connues else None,
    }
    return Saisie.model_validate({cle: valeur for cle, valeur in ecrits.items() if valeur is not None})


def _valider(auteur: Acteur, point: Point) -> None:
    """What another house has published is not validated again: its chain is passed over, and the history says it."""
    if point.phase != "valide":
        points.changer_phase(auteur, point, "valide", commentaire="Repris d’un ordre du jour publié.")
