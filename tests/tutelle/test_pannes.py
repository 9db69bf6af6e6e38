"""Nothing is lost and nothing is sent twice: a road that fails half the time, senders killed in the middle."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from college import bail, horloge, repartiteur, reprises
from college.boite_envoi import Message
from college.connecteurs.simulateur.pannes import au_hasard
from college.transaction import ecriture, lecture, unite
from college.tutelle import services
from college.tutelle.modele import Envoi
from college.tutelle.suivi import CHEZ_NOUS

PATIENCE = 240  # seconds: a busy machine is no fault; only a sending that never ends is one
EXPEDITEUR = Path(__file__).with_name("expediteur_essai.py")


@pytest.fixture
def laisser(monde, creer_acte, horloge_fixe):
    """Leave that many signed acts to be sent."""

    def faire(combien: int) -> None:
        horloge_fixe("2026-12-16T10:00")
        acteur = monde.acteur("chantal")
        for _ in range(combien):
            acte = creer_acte("ANN-ROI-CC", annexes=("Règlement",))
            with ecriture():
                services.transmettre(acteur, unite().merge(acte))

    return faire


def _en_attente() -> int:
    with lecture() as session:
        return session.scalar(select(func.count()).select_from(Envoi).where(Envoi.etat.in_(CHEZ_NOUS)))


def _verifier(autorite, combien: int) -> None:
    with lecture() as session:
        envois = session.scalars(select(Envoi)).all()
        assert len({envoi.reference for envoi in envois}) == combien
        assert {envoi.reference for envoi in envois} == set(autorite.depots.par_reference)
        assert all(len([e for e in envoi.echanges if e.type == "transmis"]) == 1 for envoi in envois)


def test_trente_actes_sur_une_route_qui_tombe_une_fois_sur_deux(laisser, tutelle, monkeypatch):
    monkeypatch.setattr(reprises, "PLAFOND", 0.05)
    autorite = tutelle("silence", delai=3600, tirage=au_hasard(0.5, graine=3), calage=0.2)
    laisser(30)
    limite = time.monotonic() + PATIENCE
    with repartiteur.Repartiteur():
        while _en_attente():
            assert time.monotonic() < limite
            time.sleep(0.05)
    _verifier(autorite, 30)
    with lecture() as session:
        assert session.scalar(select(func.sum(Envoi.tentatives))) > 35


def _expedier(base: str, autorite, tmp_path: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, str(EXPEDITEUR), str(tmp_path / "var"), base, autorite.adresse])


def _liberer() -> None:
    """What thirty seconds would do: let the leases of the dead run out."""
    with ecriture() as session:
        passe = horloge.systeme() - timedelta(seconds=1)
        session.execute(update(Message).where(Message.etat == "pris").values(bail_jusqu_a=passe))


def _tuer_en_route(combien: int, morts: int, base: str, autorite, tmp_path: Path) -> None:
    for tour in range(morts):
        expediteur = _expedier(base, autorite, tmp_path)
        reste, limite = combien - (tour + 1) * combien // (morts + 1), time.monotonic() + PATIENCE
        while _en_attente() > reste:
            assert time.monotonic() < limite, bail.etat()
            time.sleep(0.02)
        expediteur.kill()
        expediteur.wait()
        _liberer()
    dernier, limite = _expedier(base, autorite, tmp_path), time.monotonic() + PATIENCE
    while _en_attente():
        assert time.monotonic() < limite, bail.etat()
        time.sleep(0.05)
    dernier.kill()
    dernier.wait()


def test_un_expediteur_tue_en_route_n_envoie_rien_deux_fois(laisser, tutelle, base, tmp_path):
    autorite = tutelle("silence", delai=3600, tirage=au_hasard(0.3, graine=5), calage=0.2)
    laisser(20)
    _tuer_en_route(20, 1, base, autorite, tmp_path)
    _verifier(autorite, 20)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_deux_cents_actes_une_panne_sur_deux_et_cinq_morts(laisser, tutelle, base, tmp_path):
    autorite = tutelle("silence", delai=3600, tirage=au_hasard(0.5, graine=11), calage=0.5)
    laisser(200)
    _tuer_en_route(200, 5, base, autorite, tmp_path)
    _verifier(autorite, 200)
