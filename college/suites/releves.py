"""The relevé: each service, and the member in charge, receives by mail what was decided of its points (pratique §10).

Nothing leaves before the services may read the decisions (P30); a closed item keeps its public wording, and an organe
under social secrecy only says how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from college import boite_envoi, francais, horloge, journal
from college.annonces import abonner
from college.boite_envoi import gestionnaire
from college.connecteurs import courriel
from college.connecteurs.base import ErreurDefinitive
from college.droits import acteur_systeme
from college.organisation.courriels import mode
from college.organisation.modele import Agent, Appartenance
from college.organisation.reglages import reglages_organe
from college.seances.decision import ISSUES
from college.seances.intitules import intitule_public
from college.seances.modele import Inscription, Seance
from college.suites.modele import Expedition, Tache
from college.transaction import ecriture, lecture, unite

LECTEURS = ("chef_service", "redacteur")


@dataclass(frozen=True)
class Pli:
    """One mail: the lines that it proves, its addressees, its words."""

    expeditions: tuple[int, ...]
    adresses: tuple[str, ...]
    sujet: str
    texte: str


@abonner("seance.decisions_publiees")
def publiees(seance: Seance, **_: object) -> None:
    """They were kept from the services until now."""
    demander(seance)


def demander(seance: Seance) -> None:
    """Ask for the mails, after the commit."""
    boite_envoi.deposer("envoyer_releves", seance.institution_id, seance=seance.id)


@gestionnaire("envoyer_releves")
def envoyer(institution_id: int, seance: int) -> None:
    """Each service once; what has left is marked at once, so that a second turn sends the rest only."""
    with lecture():
        plis = preparer(unite().get_one(Seance, seance))
    for pli in plis:
        acceptees = _remettre(pli)
        if acceptees:
            with ecriture():
                _noter(institution_id, pli.expeditions, acceptees)


def preparer(seance: Seance) -> list[Pli]:
    """What is still to be sent, service by service, then to each member in charge."""
    cles = reglages_organe(seance.organe.type, seance.organe.reglages)
    if cles.decisions_masquees and seance.decisions_publiees_le is None:
        return []
    lots: dict[tuple[int, str], list[Expedition]] = defaultdict(list)
    for expedition in _restantes(seance):
        # A service is read by its heads of today; a member's own address was noted when it was prepared.
        service = expedition.service_id or 0
        lots[service, "" if service else expedition.adresse].append(expedition)
    adresses = _adresses([service for service, _ in lots if service])
    plis = []
    for (service, adresse), lot in lots.items():
        if vers := adresses[service] if service else [adresse]:
            plis.append(Pli(tuple(e.id for e in lot), tuple(vers), *mots(seance, lot, cles.secret_social)))
    return plis


def _restantes(seance: Seance) -> Sequence[Expedition]:
    demande = (
        select(Expedition)
        .join(Inscription, Inscription.id == Expedition.inscription_id)
        .options(joinedload(Expedition.inscription), joinedload(Expedition.service))
        .where(
            Expedition.seance_id == seance.id,
            Expedition.piece == "releve",
            Expedition.canal == "courriel",
            Expedition.etat == "a_expedier",
            or_(Expedition.service_id.is_not(None), Expedition.genre == "elu"),
        )
    )
    return unite().scalars(demande.order_by(Inscription.rang)).all()


def _adresses(services: Sequence[int]) -> dict[int, list[str]]:
    """By service, its heads; those who write for it where it has none. Who wants no mail has none."""
    demande = (
        select(Appartenance.service_id, Appartenance.role, Agent)
        .join(Agent, Agent.id == Appartenance.agent_id)
        .where(Appartenance.service_id.in_(services), Appartenance.role.in_(LECTEURS), Agent.actif.is_(True))
        .order_by(Agent.id)
    )
    lus: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for service, role, agent in unite().execute(demande):
        if agent.courriel and mode(agent.preferences) != "aucun":
            lus[service, role].append(agent.courriel)
    return {service: next((lus[service, r] for r in LECTEURS if lus[service, r]), []) for service in services}


def mots(seance: Seance, lot: Sequence[Expedition], discret: bool) -> tuple[str, str]:
    """Subject and text: number, title, outcome, text changed in session, what the service is charged with."""
    jour = francais.date_longue(seance.debut)
    service, elu = lot[0].service, lot[0].destinataire
    pour = f"pour le service {service.nom}" if service else f"dont {elu} a la charge"
    lignes = [e.inscription for e in lot if e.inscription is not None]
    taches = {} if discret else _taches([ligne.id for ligne in lignes])
    dites = [_dire(ligne, taches.get(ligne.id, [])) for ligne in lignes]
    if discret:
        dites = [f"{francais.majuscule(francais.compte(len(lignes), 'décision', feminin=True))}."]
    fin = "Le texte de chaque décision se lit dans l’application, à la page du point."
    texte = "\n\n".join([f"{seance.organe.nom} du {jour} : décisions {pour}.", *dites, fin])
    return f"Relevé des décisions : {seance.organe.nom}, {jour}", francais.insecables(texte)


def _taches(inscriptions: Sequence[int]) -> dict[int | None, list[str]]:
    demande = select(Tache.inscription_id, Tache.libelle).where(Tache.inscription_id.in_(inscriptions))
    lues: dict[int | None, list[str]] = defaultdict(list)
    for inscription, libelle in unite().execute(demande.order_by(Tache.rang)):
        lues[inscription].append(libelle)
    return lues


def _dire(ligne: Inscription, taches: Sequence[str]) -> str:
    """« 3. Convention : accepté. Texte modifié en séance. À faire : … »."""
    phrases = [f"{ligne.numero}. {intitule_public(ligne)} : {ISSUES[ligne.issue or 'non_applicable'].lower()}."]
    if ligne.modifie_en_seance:
        phrases.append("Texte modifié en séance.")
    if not ligne.huis_clos:
        phrases += [f"À faire : {tache.rstrip('.')}." for tache in taches]
    return " ".join(phrases)


def _remettre(pli: Pli) -> list[str]:
    """The addresses whose server took the mail; one that is wrong leaves the others theirs."""
    acceptees = []
    for adresse in pli.adresses:
        try:
            courriel.envoyer(adresse, pli.sujet, pli.texte, cle=f"releve-{'-'.join(map(str, pli.expeditions))}")
        except ErreurDefinitive:
            continue  # it stays « à expédier » when nobody received it: the secretary sees it
        acceptees.append(adresse)
    return acceptees


def _noter(institution_id: int, expeditions: Sequence[int], acceptees: Sequence[str]) -> None:
    for expedition in unite().scalars(select(Expedition).where(Expedition.id.in_(expeditions))):
        expedition.etat, expedition.expedie_le = "expediee", horloge.aujourdhui()
        expedition.preuve = f"Courriel accepté pour {', '.join(acceptees)}."
        journal.noter(acteur_systeme(institution_id), "suite.expediee", expedition, canal="courriel")
