"""The people of a paquet: agents with their roles and groups, mandataires with their mandates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from college import horloge
from college.administration.paquet_format import Agent as AgentDecrit
from college.administration.paquet_format import Groupe as GroupeDecrit
from college.administration.paquet_format import Mandat as MandatDecrit
from college.administration.paquet_format import Mandataire as MandataireDecrit
from college.administration.paquet_registre import Registre
from college.organisation.modele import Agent, Appartenance, Groupe, Mandat, Mandataire, Organe, Service
from college.transaction import unite

DE_TOUT_TEMPS = date(2000, 1, 1)  # a mandate whose start the paquet does not say
SANS_VOIX = ("directeur_general", "directeur_general_adjoint", "directeur_financier", "secretaire_seance")
Lien = tuple[str, int | None, int | None, int | None]  # role, service, organe, group


def agents(registre: Registre, decrits: list[AgentDecrit], listes: set[str]) -> None:
    """The accounts. An identifier is unique in the installation: somebody of another institution keeps his
    home and his name there, and receives roles here. Only listed agents have their roles made as written."""
    noms = [decrit.identifiant for decrit in decrits]
    connus = {a.identifiant: a for a in unite().scalars(select(Agent).where(Agent.identifiant.in_(noms)))}
    for decrit in decrits:
        agent = connus.get(decrit.identifiant)
        if agent is None or (agent.institution_id == registre.institution_id and decrit.identifiant in listes):
            agent = registre.poser("agents", Agent, agent, _compte(decrit, agent))
        connus[decrit.identifiant] = agent
    unite().flush()
    for decrit in decrits:
        if decrit.identifiant in listes:
            _appartenances(registre, connus[decrit.identifiant], decrit)


def _compte(decrit: AgentDecrit, agent: Agent | None) -> dict[str, Any]:
    compte: dict[str, Any] = {
        "identifiant": decrit.identifiant,
        "prenom": decrit.prenom,
        "nom": decrit.nom,
        "genre": decrit.genre or "",
        "courriel": decrit.courriel or "",
    }
    if decrit.titre:
        compte["preferences"] = (agent.preferences if agent else {}) | {"titre": decrit.titre}
    return compte


def _appartenances(registre: Registre, agent: Agent, decrit: AgentDecrit) -> None:
    voulues: set[Lien] = {
        (tenu.role, registre.id(Service, tenu.service), registre.id(Organe, tenu.organe), None) for tenu in decrit.roles
    } | {("membre", None, None, registre.id(Groupe, groupe)) for groupe in decrit.groupes}
    demande = select(Appartenance).where(
        Appartenance.agent_id == agent.id, Appartenance.institution_id == registre.institution_id
    )
    tenues = {_lien(a): a for a in unite().scalars(demande)}
    for lien in sorted(voulues - tenues.keys(), key=str):
        role, service_id, organe_id, groupe_id = lien
        nouvelle = Appartenance(
            institution_id=registre.institution_id,
            agent_id=agent.id,
            role=role,
            service_id=service_id,
            organe_id=organe_id,
            groupe_id=groupe_id,
        )
        unite().add(nouvelle)
        registre.crees["rôles tenus"] += 1
    for lien in tenues.keys() - voulues:
        unite().delete(tenues[lien])
        registre.modifies["rôles tenus"] += 1


def _lien(tenue: Appartenance) -> Lien:
    return tenue.role, tenue.service_id, tenue.organe_id, tenue.groupe_id


def mandataires(registre: Registre, decrits: list[MandataireDecrit]) -> None:
    """Elected members and officers, then their mandates."""
    comptes = dict(unite().execute(select(Agent.identifiant, Agent.id)).all())
    registre.ranger("mandataires", Mandataire, [_personne(decrit, comptes) for decrit in decrits], cle="identifiant")
    for decrit in decrits:
        _mandats(registre, registre.de(Mandataire)[decrit.identifiant], decrit)
    unite().flush()


def _personne(decrit: MandataireDecrit, comptes: dict[str, int]) -> dict[str, Any]:
    return {
        "identifiant": decrit.identifiant,
        "prenom": decrit.prenom,
        "nom": decrit.nom,
        "genre": decrit.genre or "",
        "naissance": decrit.naissance,
        "groupe_politique": decrit.groupe_politique or "",
        "agent_id": comptes[decrit.agent] if decrit.agent else None,
    }


def _mandats(registre: Registre, elu: Mandataire, decrit: MandataireDecrit) -> None:
    restants = list(unite().scalars(select(Mandat).where(Mandat.mandataire_id == elu.id).order_by(Mandat.du)))
    for rang, mandat in enumerate(decrit.mandats):
        valeurs = {"mandataire_id": elu.id} | _valeurs(registre, mandat, rang)
        existant = _meme(restants, valeurs)
        if existant is not None:
            restants.remove(existant)
        registre.poser("mandats", Mandat, existant, valeurs)
    for oublie in restants:
        _clore(registre, oublie)


def _valeurs(registre: Registre, mandat: MandatDecrit, rang: int) -> dict[str, Any]:
    organe = registre.de(Organe)[mandat.organe]
    return {
        "organe_id": organe.id,
        "fonction": mandat.fonction,
        "rang": rang if mandat.rang is None else mandat.rang,
        "voix": mandat.voix or voix_de(mandat.fonction, organe.type),
        "titre": _titre(mandat.titres),
        "du": mandat.du or DE_TOUT_TEMPS,
        "au": mandat.au,
        "interim": mandat.interim.model_dump(mode="json", exclude_none=True) if mandat.interim else {},
    }


def voix_de(fonction: str, type_organe: str) -> str:
    """The voice that the law gives when the paquet is silent: officers never count; the president of the
    CPAS sits at the conseil with a consultative voice (LO 8.7.1976, art. 26)."""
    if fonction in SANS_VOIX:
        return "sans"
    return "consultative" if fonction == "president_cpas" and type_organe == "conseil" else "deliberative"


def _titre(titres: str | list[str] | dict[str, str] | None) -> str:
    if isinstance(titres, dict):
        return next(iter(titres.values()), "")
    return (titres[0] if titres else "") if isinstance(titres, list) else titres or ""


def _meme(existants: list[Mandat], valeurs: dict[str, Any]) -> Mandat | None:
    """The mandate that these values describe: same organe and function, the same start if there is one."""
    memes = [m for m in existants if (m.organe_id, m.fonction) == (valeurs["organe_id"], valeurs["fonction"])]
    return next((m for m in memes if m.du == valeurs["du"]), memes[0] if memes else None)


def _clore(registre: Registre, mandat: Mandat) -> None:
    hier = horloge.aujourdhui() - timedelta(days=1)
    if mandat.au is None or mandat.au > hier:
        mandat.au = max(mandat.du, hier)
        registre.modifies["mandats"] += 1


def groupes_en_charge(registre: Registre, decrits: list[GroupeDecrit]) -> None:
    """Tie each political group to its échevin, once both exist."""
    for decrit in decrits:
        elu = registre.de(Mandataire, "identifiant").get(decrit.mandataire) if decrit.mandataire else None
        registre.de(Groupe)[decrit.code].mandataire_id = elu.id if elu else None
    unite().flush()
