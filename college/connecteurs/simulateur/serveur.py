"""Serving the simulated authority on a real socket: in a thread (tests), or in the foreground (command)."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from college.connecteurs.simulateur.application import creer
from college.connecteurs.simulateur.depots import Depots
from college.connecteurs.simulateur.pannes import AvecPannes, Tirage, aucune, chacune_une_fois
from college.connecteurs.simulateur.scenarios import SCENARIOS


class _Muet(WSGIRequestHandler):
    """Calls are in the journal; standard error stays for errors."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """A simulated cut: there is nothing left to read on that descriptor."""
        self.close_connection = True


def _machine() -> datetime:
    return datetime.now(UTC)


class Simulateur:
    """A simulated authority. `with Simulateur() as s:` serves on a free port until the end of the block."""

    def __init__(
        self,
        port: int = 0,
        scenario: str = "nominal",
        delai: float = 1.0,
        *,
        horloge: Callable[[], datetime] = _machine,
        fichier: Path | None = None,
        tirage: Tirage | None = None,
        calage: float = 30.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if scenario not in SCENARIOS:
            raise ValueError(f"Unknown scenario: {scenario}")
        self.depots = Depots(horloge, scenario, delai, fichier)
        app = creer(self.depots)
        self.journal: Any = app.extensions["journal"]
        self.pannes = AvecPannes(app, tirage or (chacune_une_fois() if scenario == "panne" else aucune), calage)
        self._serveur = make_server(
            "127.0.0.1", port, self.pannes, threaded=True, request_handler=_Muet, ssl_context=tls
        )
        self._schema = "https" if tls else "http"

    @property
    def adresse(self) -> str:
        """Base address to give to the connector."""
        return f"{self._schema}://127.0.0.1:{self._serveur.server_port}"

    def servir(self) -> None:
        """Serve until interrupted."""
        self._serveur.serve_forever()

    def fermer(self) -> None:
        """Stop and free the port."""
        self._serveur.shutdown()
        self._serveur.server_close()

    def __enter__(self) -> Simulateur:
        self._fil = threading.Thread(target=self.servir, name="simulateur-tutelle", daemon=True)
        self._fil.start()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.fermer()
        self._fil.join(5)
