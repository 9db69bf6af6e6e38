"""Real servers for the tests of the live séance: `college servir` in its own process, killed and started again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.outillage.patience import PATIENCE

RACINE = Path(__file__).parents[2]


def port_libre() -> int:
    """Drawn by the system."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


class Serveur:
    """One process on one port; several may share a database."""

    def __init__(self, dossier: Path, base: str, script: str = "servir_essai.py", **reglages: str) -> None:
        self.port, self.script = port_libre(), script
        self.milieu = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("COLLEGE_")}
        self.milieu |= {"COLLEGE_DATA_DIR": str(dossier), "COLLEGE_DATABASE_URL": base, "COLLEGE_DEMO": "0",
                        "COLLEGE_ENV": "test", "COLLEGE_REPARTITEUR": "0", "COLLEGE_SECOND_FACTEUR": "facultatif",
                        **reglages}  # fmt: skip
        self.processus: subprocess.Popen | None = None
        self.ecoutes: list[Ecoute] = []

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def demarrer(self) -> Serveur:
        commande = [sys.executable, str(Path(__file__).with_name(self.script)), str(self.port)]
        self.processus = subprocess.Popen(commande, cwd=RACINE, env=self.milieu)
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite and self.processus.poll() is None:
            try:
                self.demander("GET", "/sante/vie")
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The server never answered.")

    def arreter(self, brutalement: bool = False) -> None:
        if self.processus and self.processus.poll() is None:
            (self.processus.kill if brutalement else self.processus.terminate)()
            self.processus.wait(PATIENCE)
        for ecoute in self.ecoutes:
            ecoute.fermer()

    def demander(self, methode: str, chemin: str, corps: Any = None, jeton: str = "") -> tuple[int, Any]:
        """One call: its status, and its JSON."""
        return self.repondre(self.poser(methode, chemin, corps, jeton))

    def poser(self, methode: str, chemin: str, corps: Any = None, jeton: str = "") -> HTTPConnection:
        """A call that is sent, its answer not read yet."""
        connexion = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        entetes = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {jeton}"} if jeton else {})
        connexion.request(methode, chemin, json.dumps(corps) if corps is not None else None, entetes)
        return connexion

    def repondre(self, connexion: HTTPConnection) -> tuple[int, Any]:
        """What is answered to a call that was sent."""
        reponse = connexion.getresponse()
        lu = reponse.read()
        connexion.close()
        return reponse.status, json.loads(lu) if "json" in reponse.headers.get("Content-Type", "") else None

    def ecouter(self, seance: int, jeton: str) -> Ecoute:
        """The bell of a séance."""
        self.ecoutes.append(Ecoute(self.port, seance, jeton))
        return self.ecoutes[-1]


class Ecoute:
    """A stream as a browser reads it."""

    def __init__(self, port: int, seance: int, jeton: str) -> None:
        self.prise = socket.create_connection(("127.0.0.1", port), 30)
        demande = f"GET /api/v1/seances/{seance}/direct/flux HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        self.prise.sendall(f"{demande}Authorization: Bearer {jeton}\r\n\r\n".encode())
        self.recu = b""

    def jusqu_a(self, revision: int, delai: float = PATIENCE) -> dict[str, Any]:
        """The first stroke that reaches this revision."""
        limite = time.monotonic() + delai
        while time.monotonic() < limite:
            for ligne in self.recu.split(b"\n"):
                if ligne.startswith(b"data: {") and ligne.endswith(b"}"):
                    coup = json.loads(ligne[6:])
                    if coup["revision"] >= revision:
                        return coup
            self.prise.settimeout(max(0.01, limite - time.monotonic()))
            morceau = self.prise.recv(65536)
            if not morceau:
                raise ConnectionError("The stream was closed.")
            self.recu += morceau
        raise AssertionError(f"Revision {revision} was never heard of: {self.recu!r}")

    def fermer(self) -> None:
        self.prise.close()
