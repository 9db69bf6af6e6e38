"""A signed budget of the conseil, ready to be sent, and a simulated authority at the end of the road."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

import college.actes.installation  # rights, handlers and subscriptions are declared at import
import college.tutelle.installation  # noqa: F401
from college import horloge, repartiteur, stockage
from college.actes.modele import Acte, ActeVersion, Signature
from college.connecteurs.simulateur.serveur import Simulateur
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.settings import Settings
from college.transaction import ecriture, lecture
from college.tutelle import passerelles, taches
from college.tutelle.modele import Envoi
from tests.outillage.patience import PATIENCE

DECISION = datetime(2026, 12, 14, 19, tzinfo=UTC)
PIECES = (
    "Pièces justificatives",
    "Rapport L1122-23",
    "Avis de la commission budgétaire",
    "Preuve syndicats",
    "Avis DF",
)


@pytest.fixture
def creer_acte(monde) -> Callable[..., Acte]:
    """Make acts: `creer_acte("APP-MB", organe="conseil", signe=False, annexes=("Avis DF",))`."""
    compteur = iter(range(1, 1000))

    def creer(
        type_acte: str = "APP-BUDGET", organe: str = "conseil", signe: bool = True, annexes=PIECES, **champs
    ) -> Acte:
        numero = next(compteur)
        with ecriture() as session:
            corps = monde.organe(organe)
            point = Point(
                institution_id=monde.institution_id, reference=f"2026-{numero:04}", organe_id=corps.id,
                service_id=monde.service("finances").id, auteur_id=monde.agent("hugo").id, type_acte=type_acte,
                titre="Budget communal pour 2027", phase="decide", cree_le=DECISION, modifie_le=DECISION,
                diffuse_le=DECISION,
            )  # fmt: skip
            session.add(point)
            session.flush()
            valeurs = {
                "institution_id": monde.institution_id, "organe_id": corps.id, "point_id": point.id,
                "type": "deliberation", "annee": 2026, "numero": numero, "reference": f"CC/2026/{numero}",
                "titre": "Budget communal pour 2027", "issue": "accepte", "type_acte": type_acte,
                "date_decision": DECISION, "etat": "signe" if signe else "a_signer", "cree_le": DECISION,
            }  # fmt: skip
            acte = Acte(**(valeurs | champs))
            session.add(acte)
            session.flush()
            _version(session, acte, signe, monde)
            for rang, nom in enumerate(annexes):
                octets = f"%PDF {nom}".encode()
                session.add(
                    Annexe(
                        institution_id=monde.institution_id,
                        point_id=point.id,
                        nom=f"{nom}.pdf",
                        rang=rang,
                        sha256=stockage.deposer(octets),
                        taille=len(octets),
                        mime="application/pdf",
                        deposee_par_id=1,
                        deposee_le=DECISION,
                    )
                )
            return acte

    return creer


def _version(session, acte: Acte, signe: bool, monde) -> None:
    empreinte = stockage.deposer(f"%PDF-1.7 {acte.reference}".encode())
    signataires = [{"champ": "bourgmestre", "fonction": "bourgmestre", "nom": "Denis Leroy", "qualite": "Bourgmestre",
                    "mandataire_id": monde.mandataire("denis").id}]  # fmt: skip
    version = ActeVersion(
        institution_id=acte.institution_id, acte_id=acte.id, contexte={"signataires": signataires},
        pdf_sha256=empreinte, pdf_signe_sha256=empreinte if signe else None, cree_le=DECISION,
    )  # fmt: skip
    session.add(version)
    session.flush()
    if signe:
        session.add(
            Signature(
                institution_id=acte.institution_id,
                acte_id=acte.id,
                version_id=version.id,
                rang=1,
                etat="faite",
                champ="bourgmestre",
                fonction="bourgmestre",
                mandataire_id=monde.mandataire("denis").id,
                nom="Denis Leroy",
                connecteur="demo",
                sha256_avant=empreinte,
                sha256_apres=empreinte,
                le=DECISION,
            )
        )


@pytest.fixture
def tutelle(monde, tmp_path) -> Iterator[Callable[..., Simulateur]]:
    """Start a simulated authority and point the roads at it: `tutelle("incomplet", delai=0.01)`."""
    ouverts: list[Simulateur] = []

    def demarrer(scenario: str = "nominal", delai: float = 0.01, **options) -> Simulateur:
        autorite = Simulateur(scenario=scenario, delai=delai, horloge=horloge.maintenant, **options).__enter__()
        ouverts.append(autorite)
        passerelles.brancher(Settings(env="test", data_dir=tmp_path / "var", etutelle_url=autorite.adresse))
        return autorite

    yield demarrer
    for autorite in ouverts:
        autorite.fermer()
    passerelles.brancher(Settings())


@pytest.fixture
def attendre(monde) -> Callable[..., Envoi]:
    """Empty the outbox and ask for news until the envoi is in that state."""

    def jusqu_a(envoi_id: int, etat: str, secondes: float = PATIENCE) -> Envoi:
        limite = time.monotonic() + secondes
        while True:
            repartiteur.vider(tolerant=True)
            with ecriture() as session:
                session.get_one(Envoi, envoi_id).prochaine_relance = horloge.systeme()
            taches.relever()
            with lecture() as session:
                envoi = session.get_one(Envoi, envoi_id)
                _ = envoi.accuses, envoi.echeances, envoi.echanges, envoi.acte.mentions
                if envoi.etat == etat:
                    return envoi
            assert time.monotonic() < limite, f"{etat} never came: {envoi.etat} {envoi.derniere_erreur}"
            time.sleep(0.01)

    return jusqu_a
