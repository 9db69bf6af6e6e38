"""Run the main job on a folder of agendas, over HTTP, against a server started for it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from college import create_app, migrations, transaction
from college.reel import (
    conduite,
    depense,
    etapes_apres,
    etapes_avant,
    etapes_seance,
    generation,
    motscles,
    plan,
    rapport,
    serveur,
)
from college.reel.chantier import Chantier, Suivi
from college.reel.client import Api, AppelRefuse
from college.reel.lecture import AgendaReel, lire_texte
from college.reel.preparation import METIERS, installer
from college.settings import Settings

Dire = Callable[[str], None]
FONCTIONS: dict[str, Callable[[Chantier], None]] = {
    "proposer": etapes_avant.proposer,
    "valider": etapes_avant.valider,
    "inscrire": etapes_avant.inscrire,
    "convoquer": etapes_avant.convoquer,
    "publier_projets": etapes_avant.publier_projets,
    "tenir": etapes_seance.tenir,
    "lever": etapes_seance.lever,
    "arreter": etapes_seance.arreter,
    "documents": etapes_apres.documents,
    "approuver_pv": etapes_apres.approuver_pv,
    "signer": etapes_apres.signer,
    "publier": etapes_apres.publier,
    "envoyer": etapes_apres.envoyer,
    "rechercher": etapes_apres.rechercher,
    "suivre": etapes_apres.suivre,
}


def seances(dossier: Path, generees: bool = True, limite: int | None = None) -> list[tuple[AgendaReel, str]]:
    """The agendas of the folder, each with its kind of organe, then the two generated bodies."""
    fichiers = sorted(dossier.glob("*.json"))[:limite]
    lues = [(lire_texte(fichier.read_text(encoding="utf-8")), "conseil") for fichier in fichiers]
    if generees:
        lues += [(generation.college_de(), "college"), (generation.conseil_action_sociale(), "cas")]
    return lues


def lancer(dossier: Path, sortie: Path, dire: Dire = print, generees: bool = True, limite: int | None = None) -> int:
    """Take every séance through the whole chain; the number of things that went wrong."""
    lues = seances(dossier, generees, limite)
    if not lues:
        dire(f"Aucun ordre du jour (*.json) dans {dossier}.")
        return 1
    shutil.rmtree(sortie, ignore_errors=True)
    sortie.mkdir(parents=True)
    evenements = plan.evenements(agenda for agenda, _ in lues)
    horloge = serveur.Horloge(sortie / "horloge", evenements[0].instant)
    debut = time.monotonic()
    with _installation(lues, sortie, horloge) as (http, jetons, serveur_pid):
        dire(f"{len(lues)} séances, {sum(len(a.points) for a, _ in lues)} points ; serveur sur {http.base_url}.")
        chantiers = [_chantier(agenda, organe, http, jetons, sortie) for agenda, organe in lues]
        conduite.mener(evenements, horloge, lambda e: _jouer(chantiers[e.rang], e.etape, dire))
        cout = depense.mesurer(serveur_pid)
    for phrase in rapport.totaux(chantiers, time.monotonic() - debut, cout):
        dire(phrase)
    return sum(len(chantier.ennuis) for chantier in chantiers)


def _jouer(chantier: Chantier, etape: str, dire: Dire) -> None:
    debut = time.monotonic()
    try:
        FONCTIONS[etape](chantier)
    except (AppelRefuse, TimeoutError, httpx.HTTPError, KeyError, TypeError) as erreur:
        chantier.ennui(f"{etape} : {type(erreur).__name__} {erreur}")
    chantier.secondes[etape] += time.monotonic() - debut
    if etape == plan.ETAPES[-1][0]:
        dire(rapport.ligne(chantier))


def _chantier(agenda: AgendaReel, organe: str, http: httpx.Client, jetons: dict[str, str], sortie: Path) -> Chantier:
    apis = {metier: Api(http, jetons[generation.identifiant(agenda.slug, metier)]) for metier in METIERS}
    suivis = [
        Suivi(rang, point, motscles.nature(point.titre), motscles.type_acte(point.titre))
        for rang, point in enumerate(agenda.points)
    ]
    membres = [f"{agenda.slug}.m{rang + 1}" for rang in range(generation.MEMBRES[organe])]
    return Chantier(agenda, organe, apis, Api(http), sortie, suivis, membres=membres)


@contextmanager
def _installation(
    lues: list[tuple[AgendaReel, str]], sortie: Path, horloge: serveur.Horloge
) -> Iterator[tuple[httpx.Client, dict[str, str], int]]:
    """The simulated authority, a fresh database with its people, the application: all of it stopped after."""
    ports = {"web": serveur.port_libre(), "tutelle": serveur.port_libre()}
    url = f"http://127.0.0.1:{ports['web']}"
    environ = serveur.environnement(sortie / "donnees", horloge, f"http://127.0.0.1:{ports['tutelle']}")
    simulateur = ["simulateur-tutelle", "--port", str(ports["tutelle"]), "--delai", "0.2"]
    jetons = _preparer(lues, environ)
    with (
        serveur.processus(simulateur, environ, sortie / "simulateur.log"),
        serveur.processus(["servir", "--port", str(ports["web"])], environ, sortie / "serveur.log") as web,
        httpx.Client(base_url=url, timeout=120) as http,
    ):
        serveur.attendre(f"{url}/sante", web, sortie / "serveur.log")
        yield http, jetons, web.pid


def _preparer(lues: list[tuple[AgendaReel, str]], environ: dict[str, str]) -> dict[str, str]:
    """A migrated database with its people, closed again before the server opens it."""
    create_app(Settings.depuis_environnement(environ))
    migrations.monter(transaction.moteur())
    jetons = installer(lues)
    transaction.moteur().dispose()
    return jetons
