"""kill -9 of the whole server at each delicate instant: what was acknowledged is there, every job ends (T18, T19).

A conseil is open, its points decided. From there the server closes it, numbers, renders, signs and publishes; it is
killed on the way, started again, and the client goes on from what it was told.
"""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from college import create_app, horloge, journal, stockage, transaction
from college.actes.modele import Acte, ActeVersion
from college.boite_envoi import Message
from college.organisation.modele import Institution, Organe
from college.publication.modele import Publication
from college.seances.modele import Bulletin, Seance
from college.settings import Settings
from college.transaction import ecriture, lecture
from tests import fabriques
from tests.fabriques import Monde
from tests.outillage.bases import _creer_tables
from tests.securite.scene import PRESENTS, Scene, _inscrire, _instant, _point

SERVEUR = Path(__file__).with_name("serveur_essai.py")
RACINE = Path(__file__).parents[2]
PATIENCE = 240  # seconds: a busy machine is no fault; only a job that never ends is one
COURTS = ["valider:/actions", "fichier:2", "apres:indexer_publications"]
LONGS = ["avant:rediger_acte", "apres:signer_acte", "fichier:0", "fichier:4", "avant:indexer_publications",
         "apres:envoyer_convocation", "apres:rendre_publication", "valider:/signatures"]  # fmt: skip


@pytest.fixture(scope="module")
def conseil_ouvert(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The data folder of an open conseil: one point decided, one under vote; and the tokens to go on."""
    dossier = tmp_path_factory.mktemp("ouvert")
    _creer_tables(f"sqlite:///{dossier / 'college.sqlite'}")
    app = create_app(Settings(env="test", data_dir=dossier, repartiteur=False, demo=False))
    scene = Scene(app, Monde(fabriques.peupler()))
    _instant("2026-12-01T09:00")
    seance = scene.fait("chantal", "/seances", organe="conseil", debut="2026-12-14T19:30:00+01:00")["id"]
    lignes = [_inscrire(scene, seance, _point(scene, nom, "conseil")) for nom in ("voirie", "budget")]
    scene.fait("chantal", f"/seances/{seance}/actions", action="convoquer")
    _instant("2026-12-14T19:30")
    for nom in PRESENTS:
        scene.fait("chantal", f"/seances/{seance}/presences", mandataire=nom, evenement="arrive")
    scene.fait("chantal", f"/seances/{seance}/actions", action="ouvrir")
    scene.fait("chantal", f"/inscriptions/{lignes[0]}/scrutins", mode="unanimite")
    scene.fait("chantal", f"/inscriptions/{lignes[0]}/decision", issue="accepte")
    vote = scene.fait("chantal", f"/inscriptions/{lignes[1]}/scrutins", mode="public")["id"]
    scene.fait("chantal", f"/scrutins/{vote}/actions", action="ouvrir")
    scene.api("denis")
    scene.api("alice")
    transaction.moteur().dispose()
    horloge.regler(horloge.systeme)
    return dossier, {"seance": seance, "ligne": lignes[1], "vote": vote, "jetons": scene.jetons}


class Maison:
    """A server in its own process, on one data folder, killed and started again."""

    def __init__(self, dossier: Path, jetons: dict[str, str]) -> None:
        self.dossier, self.jetons = dossier, jetons
        self.processus: subprocess.Popen[bytes] | None = None

    def demarrer(self, point: str = "") -> None:
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            self.port = prise.getsockname()[1]
        commande = [sys.executable, str(SERVEUR), str(self.dossier), str(self.port), *([point] if point else [])]
        self.processus = subprocess.Popen(commande, cwd=RACINE, stderr=subprocess.DEVNULL)
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante/vie", timeout=20).close()
                return
            except OSError:
                if self.processus.poll() is not None:
                    return  # killed at once by its trap: the next start goes on
                time.sleep(0.1)
        raise AssertionError("The server never answered.")

    def tuer(self) -> None:
        if self.processus and self.processus.poll() is None:
            self.processus.send_signal(signal.SIGKILL)
        if self.processus:
            self.processus.wait(PATIENCE)

    def poster(self, qui: str, chemin: str, **corps: Any) -> tuple[int, Any]:
        """(status, answer); (0, None) when the server died before it answered."""
        entetes = {"Authorization": f"Bearer {self.jetons[qui]}", "Content-Type": "application/json"}
        connexion = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connexion.request("POST", f"/api/v1{chemin}", json.dumps(corps), entetes)
            reponse = connexion.getresponse()
            return reponse.status, json.loads(reponse.read())
        except (OSError, HTTPException, ValueError):  # killed before its answer, or in the middle of it
            return 0, None
        finally:
            connexion.close()


@pytest.fixture
def maison(conseil_ouvert: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[Maison]:
    """A copy of the open conseil, ready to be served."""
    dossier, suite = conseil_ouvert
    ouverte = Maison(shutil.copytree(dossier, tmp_path / "var"), suite["jetons"])
    moteur = transaction.creer_moteur(f"sqlite:///{ouverte.dossier / 'college.sqlite'}")
    transaction.brancher(moteur)
    stockage.brancher(ouverte.dossier / "fichiers")
    yield ouverte
    ouverte.tuer()
    moteur.dispose()


def _attendre(condition: Callable[[], bool]) -> None:
    limite = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limite, "The jobs never ended."
        time.sleep(0.2)


def _tout_est_fini() -> bool:
    with lecture() as session:
        return not session.scalar(select(func.count()).where(Message.etat.in_(("a_faire", "pris"))))


def _insister(maison: Maison, qui: str, chemin: str, **corps: Any) -> Any:
    """Do until it is done: a dead server is started again without its trap; « déjà fait » counts as done."""
    statut, lu = maison.poster(qui, chemin, **corps)
    if statut == 0:
        maison.tuer()
        maison.demarrer()
        statut, lu = maison.poster(qui, chemin, **corps)
    assert statut in (200, 201, 202, 409), (chemin, statut, lu)
    return lu


def _derouler(maison: Maison, suite: dict[str, Any]) -> int:
    """From the open vote to the page on line; returns the act published."""
    _insister(maison, "chantal", f"/scrutins/{suite['vote']}/depouillement", comptes={"pour": len(PRESENTS)})
    _insister(maison, "chantal", f"/scrutins/{suite['vote']}/actions", action="proclamer")
    _insister(maison, "chantal", f"/inscriptions/{suite['ligne']}/decision", issue="accepte")
    for action in ("lever", "arreter"):
        _insister(maison, "chantal", f"/seances/{suite['seance']}/actions", action=action)
    _attendre(lambda: _vivre(maison) and _tout_est_fini())
    with lecture() as session:
        acte = session.scalars(select(Acte.id).where(Acte.type == "deliberation").order_by(Acte.numero)).first()
    for qui in ("chantal", "denis"):
        _insister(maison, qui, f"/actes/{acte}/signatures", connecteur="demo")
    _attendre(lambda: _vivre(maison) and _tout_est_fini())
    _insister(maison, "chantal", f"/actes/{acte}/actions", action="publier", masquer_en_attente=True)
    _attendre(lambda: _vivre(maison) and _tout_est_fini())
    return acte


def _vivre(maison: Maison) -> bool:
    """Start the server again when its trap has closed."""
    if maison.processus is None or maison.processus.poll() is not None:
        maison.demarrer()
    return True


def _verifier_la_reprise(maison: Maison, suite: dict[str, Any], point: str) -> None:
    maison.demarrer(point)
    acte = _derouler(maison, suite)
    with lecture() as session:
        assert not session.scalars(select(Message).where(Message.etat == "mort")).all()
        numeros = session.scalars(select(Acte.numero).where(Acte.type == "deliberation").order_by(Acte.numero)).all()
        assert numeros == [1, 2]
        for version in session.scalars(select(ActeVersion)):
            assert stockage.lire(version.pdf_sha256)[:5] == b"%PDF-"
        publies = session.scalars(select(Publication).where(Publication.acte_id == acte)).all()
        assert [page.etat for page in publies] == ["publiee"]
        institution = session.scalars(select(Institution.id).where(Institution.code == "exemple")).one()
        assert journal.verifier(institution).premiere_mauvaise is None
    adresse = f"http://127.0.0.1:{maison.port}/api/v1/public/decisions?q=voirie"
    with urllib.request.urlopen(adresse, timeout=PATIENCE) as reponse:
        assert json.load(reponse)["total"] == 1


@pytest.mark.parametrize("point", COURTS)
def test_t19_killed_at_a_delicate_instant_it_ends_its_work_when_started_again(maison, conseil_ouvert, point: str):
    _verifier_la_reprise(maison, conseil_ouvert[1], point)


@pytest.mark.long
@pytest.mark.parametrize("point", LONGS)
def test_t19_killed_at_each_other_instant_too(maison, conseil_ouvert, point: str):
    _verifier_la_reprise(maison, conseil_ouvert[1], point)


@pytest.mark.parametrize("tour", [3, pytest.param(7, marks=pytest.mark.long)])
def test_t15_every_vote_that_was_acknowledged_is_counted_after_a_kill(maison, conseil_ouvert, tour: int):
    vote = conseil_ouvert[1]["vote"]
    maison.demarrer()
    acquis = []
    for rang, nom in enumerate(PRESENTS):
        if rang == tour:
            maison.tuer()
            maison.demarrer()
        corps = {"choix": "pour", "mandataire": nom, "titre": "saisie"}
        statut, _ = maison.poster("chantal", f"/scrutins/{vote}/bulletins", **corps)
        acquis += [nom] if statut in (200, 201) else []
    maison.tuer()
    assert len(acquis) == len(PRESENTS)
    with lecture() as session:
        gardes = session.scalars(select(Bulletin).where(Bulletin.scrutin_id == vote)).all()
    assert len(gardes) == len(acquis)


def test_t16_a_secret_ballot_survives_a_kill_in_the_middle_of_its_count(maison, conseil_ouvert):
    suite = conseil_ouvert[1]
    with ecriture() as session:
        organe = session.get_one(Organe, session.get_one(Seance, suite["seance"]).organe_id)
        organe.reglages = {**organe.reglages, "vote_appareils": {"public": True, "secret": True, "base": "ROI art. 40"}}
    maison.demarrer()
    _insister(maison, "chantal", f"/scrutins/{suite['vote']}/depouillement", comptes={"pour": len(PRESENTS)})
    vote = _insister(maison, "chantal", f"/inscriptions/{suite['ligne']}/scrutins", mode="secret")["id"]
    assert maison.poster("chantal", f"/scrutins/{vote}/actions", action="ouvrir")[0] == 200
    assert maison.poster("denis", f"/scrutins/{vote}/bulletins", choix="contre")[0] == 201
    maison.tuer()
    maison.demarrer("valider:/actions")
    assert maison.poster("chantal", f"/scrutins/{vote}/actions", action="clore") == (0, None)
    cle = maison.dossier / "urnes" / f"{vote}.cle"
    assert cle.exists(), "the key goes after the count is written, never before"
    maison.tuer()
    maison.demarrer()
    statut, clos = maison.poster("chantal", f"/scrutins/{vote}/actions", action="clore")
    assert (statut, clos["comptes"]["contre"], cle.exists()) == (200, 1, False)


def test_two_servers_on_one_data_folder_do_each_thing_once(maison, conseil_ouvert):
    autre = Maison(maison.dossier, maison.jetons)
    autre.demarrer()
    try:
        _verifier_la_reprise(maison, conseil_ouvert[1], "")
    finally:
        autre.tuer()


def test_a_full_disk_is_a_refusal_and_nothing_is_lost(maison, conseil_ouvert):
    corps = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Basse"}
    gros = {**corps, "dispositif": f"<p>{'Considérant. ' * 12_000}</p>"}
    maison.demarrer("plein:60000")
    statut, lu = maison.poster("alice", "/points", **gros)
    assert statut in (500, 503) and lu["detail"]
    maison.tuer()
    maison.demarrer()
    statut, lu = maison.poster("alice", "/points", **corps)
    assert (statut, lu["reference"]) == (201, "2026-0003")
