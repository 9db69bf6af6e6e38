"""A séance to work with: points already validated, people already present."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http.client import HTTPConnection
from threading import Barrier
from typing import Any

import pytest

from college import stockage, transaction
from college.connecteurs import courriel
from college.organisation.modele import Agent, Mandataire
from college.settings import Settings
from college.transaction import ecriture, unite
from tests import fabriques
from tests.outillage.patience import PATIENCE

TEXTE = {"motivation": "<p>Vu la loi ;</p>", "dispositif": "<p>DÉCIDE :</p><p>Article unique. D’approuver.</p>"}


@pytest.fixture
def chantal(api):
    """The secretary of every organe."""
    return api("chantal")


@pytest.fixture
def valider(api) -> Callable[..., int]:
    """`valider("Titre", organe="college")`: a point through its whole chain; gives its id."""
    alice, bernard, chantal = api("alice"), api("bernard"), api("chantal")

    def faire(titre: str = "Réfection de la rue Haute", organe: str = "college", **champs: Any) -> int:
        corps = {"organe": organe, "service": "travaux", "titre": titre, **TEXTE, **champs}
        point = alice.post("/points", corps)
        assert point.status_code == 201, point.json
        numero = point.json["id"]
        for qui, action in ((alice, "soumettre"), (bernard, "viser"), (chantal, "viser")):
            reponse = qui.post(f"/points/{numero}/actions", {"action": action})
            assert reponse.status_code == 200, reponse.json
        assert reponse.json["etat"]["phase"] == "valide", reponse.json
        return numero

    return faire


@pytest.fixture
def creer_seance(chantal) -> Callable[..., int]:
    """`creer_seance("conseil", "2026-12-14T19:30")` gives the id of a new séance."""

    def faire(organe: str = "college", debut: str = "2026-11-27T14:00", **champs: Any) -> int:
        reponse = chantal.post("/seances", {"organe": organe, "debut": debut, **champs})
        assert reponse.status_code == 201, reponse.json
        return reponse.json["id"]

    return faire


@pytest.fixture
def inscrire(chantal, valider) -> Callable[..., dict[str, Any]]:
    """`inscrire(seance, "Titre")`: a validated point put on that agenda."""

    def faire(seance: int, titre: str = "Réfection de la rue Haute", organe: str = "college", **champs: Any):
        reponse = chantal.post(f"/seances/{seance}/inscriptions", {"point": valider(titre, organe, **champs)})
        assert reponse.status_code == 201, reponse.json
        return reponse.json

    return faire


@pytest.fixture
def arriver(chantal) -> Callable[..., Any]:
    """`arriver(seance, "denis", "claire")` notes them present."""

    def faire(seance: int, *membres: str) -> Any:
        for membre in membres:
            reponse = chantal.post(f"/seances/{seance}/presences", {"mandataire": membre, "evenement": "arrive"})
            assert reponse.status_code == 200, reponse.json
        return reponse.json

    return faire


COLLEGE = ("denis", "claire", "joseph", "ines", "marc", "sophie")
CONSEIL = (*COLLEGE, "louis", "nadia", "paul", "rose", "simon", "zoe")


@pytest.fixture
def college_ouvert(chantal, creer_seance, inscrire, arriver, horloge_fixe) -> Callable[..., dict[str, Any]]:
    """`college_ouvert(3)`: a collège in session with three points and its six members."""

    def faire(points: int = 1, membres: tuple[str, ...] = COLLEGE, **champs: Any) -> dict[str, Any]:
        horloge_fixe("2026-11-27T14:00")
        seance = creer_seance()
        lignes = [inscrire(seance, f"Point {n}", **champs)["id"] for n in range(1, points + 1)]
        arriver(seance, *membres)
        reponse = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
        assert reponse.status_code == 200, reponse.json
        return {"id": seance, "lignes": lignes}

    return faire


@pytest.fixture
def conseil_ouvert(chantal, creer_seance, inscrire, arriver, horloge_fixe) -> Callable[..., dict[str, Any]]:
    """A conseil convened in time, then in session."""

    def faire(points: int = 1, membres: tuple[str, ...] = CONSEIL, **champs: Any) -> dict[str, Any]:
        horloge_fixe("2026-12-01T09:00")
        seance = creer_seance("conseil", "2026-12-14T19:30")
        lignes = [inscrire(seance, f"Point {n}", "conseil", **champs)["id"] for n in range(1, points + 1)]
        assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
        horloge_fixe("2026-12-14T19:30")
        arriver(seance, *membres)
        reponse = chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
        assert reponse.status_code == 200, reponse.json
        return {"id": seance, "lignes": lignes}

    return faire


@pytest.fixture
def compte(monde) -> Callable[[str], str]:
    """`compte("rose")` gives an elected member an account of her own, without any role in the house."""

    def ouvrir(identifiant: str) -> str:
        elu = monde.mandataire(identifiant)
        with ecriture() as unite:
            agent = Agent(
                institution_id=elu.institution_id, identifiant=identifiant, prenom=elu.prenom, nom=elu.nom,
                genre=elu.genre, courriel=f"{identifiant}@exemple.test",
                mot_de_passe=fabriques.empreinte_du_mot_de_passe(),
            )  # fmt: skip
            unite.add(agent)
            unite.flush()
            unite.get_one(Mandataire, elu.id).agent_id = agent.id
        return identifiant

    return ouvrir


@pytest.fixture
def base_vide(request, tmp_path):
    """`base_vide("postgresql")`: a fresh base of that kind behind the services, without an application."""
    moteurs = []

    def faire(genre: str) -> str:
        url = request.getfixturevalue(f"base_{genre}")
        moteurs.append(transaction.creer_moteur(url))
        transaction.brancher(moteurs[-1])
        stockage.brancher(tmp_path / "var" / "fichiers")
        courriel.brancher(Settings(env="test", data_dir=tmp_path / "var"))
        return url

    yield faire
    for moteur in moteurs:
        moteur.dispose()


@pytest.fixture
def urnes_ouvertes(monde):
    """The conseil's ROI allows votes on devices, secret ones too."""
    with ecriture():
        organe = unite().merge(monde.organe("conseil"))
        organe.reglages = {**organe.reglages, "vote_appareils": {"public": True, "secret": True, "base": "ROI art. 40"}}


@pytest.fixture
def ensemble(serveur, jeton):
    """`ensemble([("POST", "/…", {...}), …])`: all sent at the same instant over real sockets; statuses and bodies."""
    hote = serveur.removeprefix("http://")
    entetes = {"Authorization": f"Bearer {jeton('chantal')}", "Content-Type": "application/json"}

    def envoyer(demandes, qui=None):
        barriere = Barrier(len(demandes))
        miens = entetes | ({"Authorization": f"Bearer {jeton(qui)}"} if qui else {})

        def un(demande):
            methode, chemin, corps, *autres = demande
            connexion = HTTPConnection(hote, timeout=PATIENCE)
            barriere.wait(PATIENCE)
            connexion.request(methode, f"/api/v1{chemin}", json.dumps(corps), miens | (autres[0] if autres else {}))
            reponse = connexion.getresponse()
            corps = reponse.read()
            connexion.close()
            return reponse.status, json.loads(corps or b"null")

        with ThreadPoolExecutor(len(demandes)) as fils:
            return list(fils.map(un, demandes))

    return envoyer


@pytest.fixture
def porteur(jeton):
    """`porteur("denis")`: the header that makes one request of `ensemble` his."""
    return cache(lambda qui: {"Authorization": f"Bearer {jeton(qui)}"})


@pytest.fixture
def comptes(monde):
    """Every member of the conseil has an account of his own, with everybody's password."""
    with ecriture():
        modele = unite().merge(monde.agent("denis"))
        for qui in CONSEIL[1:]:
            elu = unite().merge(monde.mandataire(qui))
            agent = Agent(institution_id=elu.institution_id, identifiant=qui, prenom=elu.prenom, nom=elu.nom,
                          genre=elu.genre, mot_de_passe=modele.mot_de_passe)  # fmt: skip
            unite().add(agent)
            unite().flush()
            unite().get_one(Mandataire, elu.id).agent_id = agent.id
