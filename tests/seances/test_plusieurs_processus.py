"""Several server processes and one database: everybody hears the bell, streams starve nobody, a restart is short."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import select, text

from college.organisation import jetons
from college.seances.modele import Bulletin, Seance
from college.transaction import ecriture, lecture, unite
from tests.outillage.patience import PATIENCE

from .serveurs import Serveur


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):
    """Each test of this file runs on both databases."""
    return base_vide(request.param)


@pytest.fixture
def porteurs(monde):
    """`porteurs["denis"]`: an API token of each person."""
    with ecriture():
        return {qui: jetons.creer(monde.agent(qui), "essai") for qui in ("chantal", "denis", "alice")}


@pytest.fixture
def vote_ouvert(conseil_ouvert, chantal):
    """A conseil in session, a public vote under way: (séance, vote)."""
    seance = conseil_ouvert(2)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    return seance["id"], vote


@pytest.fixture
def lancer(base, tmp_path, redis_url):
    """`lancer(2)`: so many server processes on the base of this test."""
    lances = []

    def faire(combien):
        for _ in range(combien):
            reglages = {"COLLEGE_HORLOGE": "2026-12-14T19:30:00+01:00"}
            if base.startswith("postgresql"):
                reglages["COLLEGE_REDIS_URL"] = redis_url
            lances.append(Serveur(tmp_path / "var", base, **reglages).demarrer())
        return lances[-combien:]

    yield faire
    for serveur in lances:
        serveur.arreter()


def _revision(seance):
    with lecture():
        return unite().scalar(select(Seance.revision).where(Seance.id == seance))


def _voter(serveur, vote, choix, jeton):
    statut, recu = serveur.demander("POST", f"/api/v1/scrutins/{vote}/bulletins", {"choix": choix}, jeton)
    assert statut == 201, recu
    return recu


@pytest.mark.redis
@pytest.mark.postgresql
@pytest.mark.parametrize("base", ["postgresql"], indirect=True)
def test_l1_un_vote_pris_par_un_processus_s_entend_dans_l_autre(lancer, porteurs, vote_ouvert):
    seance, vote = vote_ouvert
    un, deux = lancer(2)
    ecoutes = [un.ecouter(seance, porteurs["chantal"]), deux.ecouter(seance, porteurs["alice"])]
    depart = _revision(seance)
    for ecoute in ecoutes:
        ecoute.jusqu_a(depart)
    limite = time.monotonic() + PATIENCE
    while _a_l_ecoute() < 2:  # each process takes a connection of its own to hear the other
        assert time.monotonic() < limite, "a process never listened"
        time.sleep(0.05)
    _voter(un, vote, "pour", porteurs["denis"])
    coups = [ecoute.jusqu_a(depart + 1) for ecoute in ecoutes]
    assert coups == [{"revision": depart + 1, "scrutin": vote, "votants": 1, "depuis": depart}] * 2
    assert (
        deux.demander("GET", f"/api/v1/seances/{seance}/direct", None, porteurs["alice"])[1]["scrutin"]["votants"] == 1
    )


def _a_l_ecoute():
    with lecture() as session:
        return session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'"
                " AND (query LIKE 'LISTEN %' OR query = 'SELECT 1')"  # what it says now and then, to stay heard
            )
        )


def test_l1_deux_processus_ne_comptent_le_meme_membre_qu_une_fois(base, lancer, porteurs, vote_ouvert, chantal):
    _, vote = vote_ouvert
    serveurs = lancer(2 if base.startswith("postgresql") else 1)
    barriere = Barrier(20)

    def un(n):
        barriere.wait(PATIENCE)
        return _voter(serveurs[n % len(serveurs)], vote, ("pour", "contre")[n % 2], porteurs["denis"])["recu"]

    with ThreadPoolExecutor(20) as fils:
        assert all(fils.map(un, range(20)))
    with lecture():
        assert len(unite().scalars(select(Bulletin.id)).all()) == 1
    assert chantal.get(f"/scrutins/{vote}").json["votants"] == 1


def test_des_flux_ouverts_par_centaines_n_affament_pas_les_formulaires(lancer, porteurs, vote_ouvert):
    seance, vote = vote_ouvert
    (serveur,) = lancer(1)
    depart = _revision(seance)
    ecoutes = [serveur.ecouter(seance, porteurs["alice"]) for _ in range(150)]
    for ecoute in ecoutes:
        ecoute.jusqu_a(depart, PATIENCE)
    taches = _fils(serveur)
    poser = lambda: serveur.poser("POST", f"/api/v1/scrutins/{vote}/bulletins", {"choix": "pour"}, porteurs["denis"])  # noqa: E731
    statut, tours = _tours_avant(serveur, seance, porteurs["alice"], poser)
    assert statut == 201 and tours < 10, "the vote is answered in its turn, however slow the disk that keeps it"
    assert {ecoute.jusqu_a(depart + 1, PATIENCE)["votants"] for ecoute in ecoutes} == {1}
    assert taches < 150, "a stream holds no thread of the server"
    refus = serveur.demander("GET", f"/api/v1/seances/{seance}/direct/flux", None, "inconnu")
    assert refus[0] == 401 and "jeton" in refus[1]["detail"], "a refusal is heard too, in the lane of the streams"


def _tours_avant(serveur, seance, jeton, poser, qui_demandent=40):
    """Forty ask without end (the bell is lost, they poll): how often one that asks after the vote is answered first.

    The answer itself says whether the vote was counted: a client that is slow to look at its watch changes nothing.
    """
    lances, fini, avant = Barrier(qui_demandent + 1), Event(), []

    def demander(_):
        demandes = []
        avant.append(demandes)
        lances.wait(PATIENCE)
        while not fini.is_set():
            depart = time.monotonic()
            statut, lu = serveur.demander("GET", f"/api/v1/seances/{seance}/direct?depuis=0", None, jeton)
            assert statut == 200
            demandes.append((depart, lu["scrutin"]["votants"]))

    with ThreadPoolExecutor(qui_demandent) as fils:
        en_cours = fils.map(demander, range(qui_demandent))
        lances.wait(PATIENCE)
        while not all(avant):
            time.sleep(0.01)
        vote = poser()
        depart = time.monotonic()
        statut, _ = serveur.repondre(vote)
        fini.set()
        list(en_cours)
    return statut, max(sum(instant > depart and not votants for instant, votants in demandes) for demandes in avant)


def _fils(serveur):
    """How many threads the processes of this server run."""
    with open(f"/proc/{serveur.processus.pid}/task/{serveur.processus.pid}/children", encoding="ascii") as enfants:
        pids = [serveur.processus.pid, *map(int, enfants.read().split())]
    return sum(_taches(pid) for pid in pids)


def _taches(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as lu:
        return next(int(ligne.split()[1]) for ligne in lu if ligne.startswith("Threads:"))


def test_apres_un_arret_brutal_chacun_retrouve_la_verite(lancer, porteurs, vote_ouvert):
    seance, vote = vote_ouvert
    (serveur,) = lancer(1)
    ecoute = serveur.ecouter(seance, porteurs["alice"])
    _voter(serveur, vote, "pour", porteurs["denis"])
    revision = _revision(seance)
    ecoute.jusqu_a(revision)
    serveur.arreter()
    with pytest.raises((ConnectionError, OSError)):
        ecoute.jusqu_a(revision + 1, 5)
    serveur.demarrer()
    revenu = serveur.ecouter(seance, porteurs["alice"])
    assert revenu.jusqu_a(revision)["revision"] == revision, "the first word of a stream is the revision of now"
    vu = serveur.demander("GET", f"/api/v1/seances/{seance}/direct", None, porteurs["alice"])[1]
    assert vu["scrutin"]["votants"] == 1, "what was acknowledged is there"
