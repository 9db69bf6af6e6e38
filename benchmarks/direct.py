"""A conseil of sixty members who vote on their tablets, three hundred screens that follow (S6).

The same story twice: one process with SQLite, then two processes with PostgreSQL and Redis. Real servers
(`college servir`), real sockets; the followers run in this process, which takes its share of the machine.
"""

from __future__ import annotations

import json
import selectors
import socket
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import yaml

from benchmarks.mesure import Mesure
from benchmarks.serveurs import postgresql_et_redis, servir
from college import create_app, migrations, transaction
from college.administration.paquet import importer
from college.administration.paquet_lecture import lire
from college.droits import acteur_systeme
from college.organisation import jetons
from college.organisation.modele import Agent
from college.settings import Settings
from college.transaction import ecriture, unite

MEMBRES, SUIVEURS, VOTES, ENSEMBLE = 60, 300, 100, 45
ECART = 0.1  # seconds between two votes


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """The embedded default, then what a town with several processes runs."""
    dossier.mkdir(parents=True, mode=0o700)
    mesures = _raconter(Settings(env="test", data_dir=dossier / "un", repartiteur=False, demo=False), 1, petit)
    with postgresql_et_redis(dossier) as reglages:
        settings = Settings(env="test", data_dir=dossier / "deux", repartiteur=False, demo=False, **reglages)
        return mesures + _raconter(settings, 2, petit)


def _raconter(settings: Settings, processus: int, petit: bool) -> list[Mesure]:
    ecrans, votes = (60, 20) if petit else (MEMBRES + SUIVEURS, VOTES)
    porteurs = _fonder(settings)
    ou = f"{ecrans} écrans, {'2 PostgreSQL' if processus > 1 else '1 SQLite'}"
    with servir(settings, processus) as serveurs:
        commune = Commune(serveurs.ports, porteurs)
        seance, vote = commune.ouvrir_un_vote()
        with Suiveurs(serveurs.ports, porteurs["m1"], seance, ecrans) as suiveurs:
            pages = _pendant_les_ouvertures(commune, suiveurs)
            posts, vus = _voter(commune, suiveurs, vote, votes)
        salve = _salve(commune, vote)
        serveurs.redemarrer()
        with Suiveurs(serveurs.ports, porteurs["m1"], seance, ecrans) as revenus:
            retour = _chronometrer(revenus.ouvrir)
    return [
        Mesure("S6", "vote vu par le dernier écran, p95", ou, _p95(vus), "ms", 100, max(vus)),
        Mesure("S6", "envoi d’un vote pendant ce temps, p95", ou, _p95(posts), "ms", 50, max(posts)),
        Mesure("S6", f"{ENSEMBLE} votes au même instant, tous acquittés", ou, max(salve), "ms", 500, max(salve)),
        Mesure("S6", "page pendant que les flux s’ouvrent, p95", ou, _p95(pages), "ms", 500, max(pages)),
        Mesure("S6", "dernier écran revenu après un redémarrage", ou, retour, "ms", 2000, retour),
    ]


def _p95(valeurs: list[float]) -> float:
    return statistics.quantiles(valeurs, n=20, method="inclusive")[18] if len(valeurs) > 1 else valeurs[0]


def _fonder(settings: Settings) -> dict[str, str]:
    """A commune from its paquet, and a token for each person."""
    membres = [f"m{n}" for n in range(1, MEMBRES + 1)]
    mandats = lambda n: [{"organe": "conseil", "fonction": "conseiller", "rang": n, "du": "2024-12-02"}]  # noqa: E731
    paquet = {
        "paquet": 1,
        "institution": {"code": "ville", "nom": "Ville", "type": "commune"},
        "services": [{"code": "travaux", "nom": "Travaux"}],
        "agents": [
            {"identifiant": "greffe", "prenom": "Anne", "nom": "Greffe", "genre": "f", "courriel": "g@ville.test",
             "roles": [{"role": "redacteur", "service": "travaux"}, {"role": "secretaire", "organe": "conseil"}]}
        ],
        "mandataires": [
            {"identifiant": m, "prenom": "Élu", "nom": f"Numéro {n}", "genre": "m", "agent": m, "mandats": mandats(n)}
            for n, m in enumerate(membres, 1)
        ],
        "chaines": [{"code": "conseil", "etapes": []}],
        "organes": [{"code": "conseil", "nom": "Conseil", "type": "conseil", "chaine": "conseil",
                     "vote_appareils": {"public": True, "secret": False, "base": "ROI art. 1"}}],
    }  # fmt: skip
    fichier = settings.data_dir / "paquet.yaml"
    app = create_app(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    fichier.write_text(yaml.safe_dump(paquet, allow_unicode=True), encoding="utf-8")
    migrations.monter(transaction.moteur())
    with app.app_context(), ecriture():
        importer(acteur_systeme(0), lire(fichier.read_text(encoding="utf-8")))
        agents = unite().query(Agent).all()
        porteurs = {agent.identifiant: jetons.creer(agent, "mesure") for agent in agents}
    transaction.moteur().dispose()
    return porteurs


class Commune:
    """The people of the commune, over HTTP; the calls go round the processes."""

    def __init__(self, ports: list[int], porteurs: dict[str, str]) -> None:
        self.ports, self.porteurs = ports, porteurs

    def demander(self, qui: str, methode: str, chemin: str, corps: Any = None, rang: int = 0) -> Any:
        """One call, on a connection of its own."""
        connexion = HTTPConnection("127.0.0.1", self.ports[rang % len(self.ports)], timeout=60)
        entetes = {"Authorization": f"Bearer {self.porteurs[qui]}", "Content-Type": "application/json"}
        connexion.request(methode, f"/api/v1{chemin}", json.dumps(corps) if corps is not None else None, entetes)
        reponse = connexion.getresponse()
        lu = reponse.read()
        connexion.close()
        if reponse.status >= 400:
            raise RuntimeError(f"{methode} {chemin}: {reponse.status} {lu.decode()}")
        return json.loads(lu) if lu else None

    def ouvrir_un_vote(self) -> tuple[int, int]:
        """Forty points, sixty members present, a vote under way on the first."""
        poster = lambda chemin, corps: self.demander("greffe", "POST", chemin, corps)  # noqa: E731
        seance = poster("/seances", {"organe": "conseil", "debut": "2026-12-14T19:30:00+01:00"})["id"]
        lignes = []
        for n in range(40):
            point = {"organe": "conseil", "service": "travaux", "titre": f"Point {n}", "dispositif": "<p>DÉCIDE.</p>"}
            numero = poster("/points", point)["id"]
            lignes.append(poster(f"/seances/{seance}/inscriptions", {"point": numero})["id"])
        poster(f"/seances/{seance}/actions", {"action": "convoquer", "passer_outre": "mesure"})
        for n in range(1, MEMBRES + 1):
            poster(f"/seances/{seance}/presences", {"mandataire": f"m{n}", "evenement": "arrive"})
        poster(f"/seances/{seance}/actions", {"action": "ouvrir", "passer_outre": "mesure"})
        vote = poster(f"/inscriptions/{lignes[0]}/scrutins", {"mode": "public"})["id"]
        poster(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        return seance, vote

    def voter(self, rang: int, vote: int) -> None:
        """One ballot of one member; the next round changes it."""
        choix = ("pour", "contre", "abstention")[rang // MEMBRES % 3]
        self.demander(f"m{rang % MEMBRES + 1}", "POST", f"/scrutins/{vote}/bulletins", {"choix": choix}, rang)


class Suiveurs:
    """Screens that listen: when has the last of them heard of a revision?"""

    def __init__(self, ports: list[int], jeton: str, seance: int, combien: int) -> None:
        self._ports, self._jeton, self._seance, self.combien = ports, jeton, seance, combien
        self._selecteur = selectors.DefaultSelector()
        self._revisions: dict[socket.socket, int] = {}
        self._fini = Event()
        self._fil = Thread(target=self._lire, daemon=True)

    def __enter__(self) -> Suiveurs:
        self._fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._fini.set()
        self._fil.join(5)
        for prise in self._revisions:
            prise.close()

    def ouvrir(self) -> None:
        """All the streams, as fast as they are taken."""
        for rang in range(self.combien):
            port = self._ports[rang % len(self._ports)]
            prise = socket.create_connection(("127.0.0.1", port), 30)
            demande = f"GET /api/v1/seances/{self._seance}/direct/flux HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            prise.sendall(f"{demande}Authorization: Bearer {self._jeton}\r\n\r\n".encode())
            self._revisions[prise] = -1
            self._selecteur.register(prise, selectors.EVENT_READ)
        self.attendre(0)

    @property
    def derniere(self) -> int:
        """The newest revision heard by anybody."""
        return max(self._revisions.values())

    def attendre(self, revision: int, delai: float = 30) -> float:
        """The instant when the last screen has heard of this revision."""
        limite = time.perf_counter() + delai
        while min(self._revisions.values()) < revision:
            if time.perf_counter() > limite:
                raise RuntimeError(f"Only some screens heard of revision {revision}.")
            time.sleep(0.0005)
        return time.perf_counter()

    def _lire(self) -> None:
        while not self._fini.is_set():
            for cle, _ in self._selecteur.select(0.2):
                prise = cle.fileobj
                assert isinstance(prise, socket.socket)
                for ligne in prise.recv(65536).split(b"\n"):
                    if ligne.startswith(b"id: "):
                        self._revisions[prise] = int(ligne[4:])


def _pendant_les_ouvertures(commune: Commune, suiveurs: Suiveurs) -> list[float]:
    """Pages asked while the streams open: they are never starved."""
    fil, durees = Thread(target=suiveurs.ouvrir), []
    fil.start()
    while fil.is_alive():
        durees.append(_chronometrer(lambda: commune.demander("greffe", "GET", "/moi")))
        time.sleep(0.02)
    return durees


def _chronometrer(faire: Callable[[], Any]) -> float:
    debut = time.perf_counter()
    faire()
    return (time.perf_counter() - debut) * 1000


def _voter(commune: Commune, suiveurs: Suiveurs, vote: int, combien: int) -> tuple[list[float], list[float]]:
    """Votes one after the other: how long each takes, and when the last screen has heard of it."""
    posts, vus = [], []
    for rang in range(combien):
        voulue = suiveurs.derniere + 1
        debut = time.perf_counter()
        commune.voter(rang, vote)
        posts.append((time.perf_counter() - debut) * 1000)
        vus.append((suiveurs.attendre(voulue) - debut) * 1000)
        time.sleep(ECART)
    return posts, vus


def _salve(commune: Commune, vote: int) -> list[float]:
    """Forty-five members press at the same instant."""
    barriere = Barrier(ENSEMBLE)

    def un(rang: int) -> float:
        barriere.wait(30)
        return _chronometrer(lambda: commune.voter(VOTES * MEMBRES + rang, vote))

    with ThreadPoolExecutor(ENSEMBLE) as fils:
        return list(fils.map(un, range(ENSEMBLE)))
