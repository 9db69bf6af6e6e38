"""A commune for measures: an application on a fresh base, its people, signed acts ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from college import create_app, migrations, stockage, transaction
from college.actes.modele import Acte, ActeVersion, Signature
from college.administration.paquet import importer
from college.administration.paquet_format import Paquet
from college.base import Base
from college.droits import Acteur, acteur_systeme
from college.organisation.modele import Agent, Mandataire, Organe, Service
from college.organisation.requetes import acteur_de
from college.points.modele import Point
from college.settings import Settings
from college.transaction import ecriture, lecture, unite

LE = datetime(2026, 11, 9, 19, tzinfo=UTC)
TYPE_ACTE = "ANN-ROI-CC"
M = TypeVar("M", bound=Base)
PAQUET = {
    "paquet": 1,
    "institution": {"code": "essai", "nom": "Commune d’Essai", "type": "commune"},
    "services": [{"code": "secretariat", "nom": "Secrétariat"}],
    "groupes": [{"code": "direction_generale", "nom": "Direction générale"}],
    "agents": [
        {
            "identifiant": "chantal",
            "prenom": "Chantal",
            "nom": "Petit",
            "genre": "f",
            "courriel": "c@essai.test",
            "groupes": ["direction_generale"],
            "roles": [{"role": "redacteur", "service": "secretariat"}, {"role": "secretaire", "organe": "conseil"}],
        }
    ],
    "mandataires": [
        {
            "identifiant": "denis",
            "prenom": "Denis",
            "nom": "Leroy",
            "genre": "m",
            "mandats": [{"organe": "conseil", "fonction": "bourgmestre", "rang": 1, "du": "2024-12-02"}],
        }
    ],
    "chaines": [{"code": "directe", "etapes": []}],
    "organes": [{"code": "conseil", "nom": "Conseil communal", "type": "conseil", "chaine": "directe"}],
}


def monter(dossier: Path) -> Acteur:
    """The application and its commune; its secretary."""
    create_app(Settings(env="test", data_dir=dossier, repartiteur=False, demo=False))
    migrations.monter(transaction.moteur())
    with ecriture():
        importer(acteur_systeme(0), Paquet.model_validate(PAQUET))
    with lecture() as base:
        return acteur_de(base.scalars(select(Agent).where(Agent.identifiant == "chantal")).one())


def actes_signes(combien: int) -> list[int]:
    """That many signed acts of some 20 kB, of a type that is sent to the tutelle."""
    with ecriture():
        lieu = Lieu(_le_seul(Organe), _le_seul(Service), _le_seul(Agent, identifiant="chantal"), _le_seul(Mandataire))
        return [_acte(lieu, rang).id for rang in range(1, combien + 1)]


@dataclass(frozen=True)
class Lieu:
    """Who and where, for the acts of a measure."""

    organe: Organe
    service: Service
    auteur: Agent
    main: Mandataire


def _le_seul(modele: type[M], **criteres: str) -> M:
    return unite().scalars(select(modele).filter_by(**criteres).limit(1)).one()


def _acte(lieu: Lieu, rang: int) -> Acte:
    organe = lieu.organe
    commun = {"institution_id": organe.institution_id}
    point = _garder(
        Point(
            **commun, reference=f"2026-{rang:04}", organe_id=organe.id, service_id=lieu.service.id, phase="decide",
            auteur_id=lieu.auteur.id, type_acte=TYPE_ACTE, titre=f"Règlement {rang}", cree_le=LE, modifie_le=LE,
            diffuse_le=LE,
        )
    )  # fmt: skip
    acte = _garder(
        Acte(
            **commun, organe_id=organe.id, point_id=point.id, type="deliberation", annee=2026, numero=rang,
            reference=f"CC/2026/{rang:04}", titre=point.titre, issue="accepte", type_acte=TYPE_ACTE, cree_le=LE,
            date_decision=LE, etat="signe",
        )
    )  # fmt: skip
    _signer(acte, lieu.main, stockage.deposer(f"%PDF-1.7 {acte.reference}".encode() * 900))
    return acte


def _signer(acte: Acte, main: Mandataire, sha: str) -> None:
    commun = {"institution_id": acte.institution_id, "acte_id": acte.id}
    qui = {"champ": "bourgmestre", "fonction": "bourgmestre", "nom": "Denis Leroy", "mandataire_id": main.id}
    contexte = {"signataires": [{**qui, "qualite": "Bourgmestre"}]}
    version = _garder(ActeVersion(**commun, pdf_sha256=sha, pdf_signe_sha256=sha, cree_le=LE, contexte=contexte))
    preuve = {"connecteur": "demo", "sha256_avant": sha, "sha256_apres": sha, "le": LE}
    _garder(Signature(**commun, **qui, **preuve, version_id=version.id, rang=1, etat="faite"))


def _garder(objet: M) -> M:
    unite().add(objet)
    unite().flush()
    return objet
