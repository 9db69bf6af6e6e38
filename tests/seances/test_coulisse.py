"""The background work beside the web process: woken at once, heard, started again, and never left behind."""

import http.client
import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from college import bail, coulisse, presence
from college.organisation import jetons
from college.seances.modele import Seance
from college.transaction import ecriture, lecture, unite

from .serveurs import Serveur

PATIENCE = 240  # seconds: a busy machine is no fault


@pytest.fixture
def base(base_vide):
    """The file of a small installation: there, no database carries the bells from a process to the other."""
    return base_vide("sqlite")


@pytest.fixture
def maison(base, tmp_path):
    """`college servir` with its background work, and a job of ours."""
    serveur = Serveur(tmp_path / "var", base, "coulisse_essai.py", COLLEGE_REPARTITEUR="1")
    yield serveur
    serveur.arreter()


def test_le_travail_de_fond_a_son_processus_qu_un_depot_reveille_et_qu_un_arret_brutal_ne_perd_pas(
    maison, monde, creer_seance, tmp_path
):
    marques, seance = tmp_path / "marques", creer_seance()
    with ecriture():
        jeton = jetons.creer(monde.agent("chantal"), "essai")
    assert not presence.tenue(tmp_path / "var")
    maison.demarrer()
    arbitre = maison.processus.pid
    ecoute, depart = maison.ecouter(seance, jeton), _revision(seance)

    web = _laisser(maison, seance, marques)
    ecoute.jusqu_a(depart + 1, PATIENCE)  # rung by the other process, whose look of each second is put off for an hour
    (fond,) = set(_travailleurs(marques))
    assert set(_enfants(arbitre)) == {web, fond} and web != fond, "indexing takes nothing from the web process"
    _attendre(lambda: bail.etat() == {"fait": 1})

    marques.unlink()
    _laisser(maison, seance, marques, duree=600)
    _attendre(lambda: marques.exists() and _travailleurs(marques))
    os.kill(arbitre, signal.SIGSTOP)  # so that nobody starts it again before we have looked
    os.kill(fond, signal.SIGKILL)
    _attendre(lambda: _pannes(maison) == {"fond": coulisse.ARRET})
    os.kill(arbitre, signal.SIGCONT)
    _attendre(lambda: _pannes(maison) == {} and fond not in _enfants(arbitre))
    _attendre(lambda: _laisser(maison, seance, marques) == web and bail.etat().get("pris", 0) == 0, pas=1)
    assert set(_travailleurs(marques)[1:]) == set(_enfants(arbitre)) - {web}, "who took over did it all"

    derniers = _enfants(arbitre)
    os.kill(arbitre, signal.SIGKILL)
    maison.processus.wait(PATIENCE)
    _attendre(lambda: not any(_tourne(pid) for pid in derniers))
    assert not presence.tenue(tmp_path / "var")

    maison.demarrer()  # the port is free, the base is not locked
    derniers = _enfants(maison.processus.pid)
    assert len(derniers) == 2
    assert [_suite(maison, jeton, octets) for octets in (10, 70_000)] == [(415, "keep-alive"), (415, "close")]
    statut, dit = _longue(maison)
    assert statut == 414 and "L’adresse demandée dépasse 4\u00a0094 signes" in dit, "refused before any page, in French"
    maison.processus.terminate()
    assert maison.processus.wait(PATIENCE) == 0
    _attendre(lambda: not any(_tourne(pid) for pid in derniers))


def _suite(maison, jeton, octets):
    """What becomes of the connection once a body of this size was refused."""
    prise = http.client.HTTPConnection("127.0.0.1", maison.port, timeout=PATIENCE)
    entetes = {"Authorization": f"Bearer {jeton}", "Content-Type": "text/plain"}
    prise.request("POST", "/api/v1/points", b"x" * octets, entetes)
    reponse = prise.getresponse()
    prise.close()
    return reponse.status, reponse.getheader("Connection")


def _longue(maison):
    prise = http.client.HTTPConnection("127.0.0.1", maison.port, timeout=PATIENCE)
    prise.request("GET", "/api/v1/points?q=" + "a" * 5_000)
    reponse = prise.getresponse()
    dit = reponse.read().decode()
    prise.close()
    return reponse.status, dit


def _laisser(maison, seance, marques, duree=0.0):
    corps = {"seance": seance, "marques": str(marques), "duree": duree}
    return maison.demander("POST", "/essai", corps)[1]["web"]


def _pannes(maison):
    return maison.demander("GET", "/sante")[1]["pannes"]


def _revision(seance):
    with lecture():
        return unite().scalar(select(Seance.revision).where(Seance.id == seance))


def _travailleurs(marques):
    return [int(ligne) for ligne in marques.read_text().splitlines()]


def _enfants(pid):
    return [int(enfant) for enfant in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _tourne(pid):
    """False too for a dead process that nobody has buried yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _attendre(vrai, pas=0.05):
    limite = time.monotonic() + PATIENCE
    while not vrai():
        assert time.monotonic() < limite, "never came"
        time.sleep(pas)
