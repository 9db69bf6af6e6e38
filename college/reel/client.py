"""One person of the reel speaking to the HTTP API, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 600.0


class AppelRefuse(Exception):
    """The server said no: the call, the status and the problem document."""

    def __init__(self, appel: str, statut: int, probleme: dict[str, Any]) -> None:
        self.statut = statut
        self.probleme = probleme
        detail = probleme.get("detail") or probleme.get("title") or "sans explication"
        fautes = "; ".join(f"{f.get('champ')} : {f.get('message')}" for f in probleme.get("erreurs", []))
        super().__init__(f"{appel} → {statut} : {detail}{f' [{fautes}]' if fautes else ''}")


class Api:
    """Calls as the bearer of one token; the connection is shared by everybody."""

    def __init__(self, http: httpx.Client, jeton: str | None = None) -> None:
        self._http = http
        self._entetes = {"Authorization": f"Bearer {jeton}"} if jeton else {}

    def get(self, chemin: str, **parametres: Any) -> Any:
        return self._appeler("GET", chemin, params=parametres or None)

    def post(self, chemin: str, **corps: Any) -> Any:
        return self._appeler("POST", chemin, json=corps)

    def _appeler(self, methode: str, chemin: str, **options: Any) -> Any:
        reponse = self._http.request(methode, f"/api/v1{chemin}", headers=self._entetes, **options)
        if reponse.status_code >= 400:
            raise AppelRefuse(f"{methode} {chemin}", reponse.status_code, _probleme(reponse))
        return reponse.json() if reponse.content else None

    def tous(self, chemin: str, **parametres: Any) -> list[Any]:
        """Every element of a list, following the cursor."""
        page = self.get(chemin, **parametres)
        if isinstance(page, list):
            return page
        elements = list(page["elements"])
        while suivant := page.get("suivant"):
            reponse = self._http.get(suivant, headers=self._entetes)
            reponse.raise_for_status()
            page = reponse.json()
            elements += page["elements"]
        return elements

    def passer_outre(self, chemin: str, motif: str, **corps: Any) -> Any:
        """The call; where a guard of law refuses it (409), again with the secretary's reason."""
        try:
            return self.post(chemin, **corps)
        except AppelRefuse as refus:
            if refus.statut != 409:
                raise
            return self.post(chemin, **corps, passer_outre=motif)

    def telecharger(self, chemin: str, vers: Path) -> Path:
        """The bytes of a document, into a file."""
        reponse = self._http.get(f"/api/v1{chemin}", headers=self._entetes)
        if reponse.status_code >= 400:
            raise AppelRefuse(f"GET {chemin}", reponse.status_code, _probleme(reponse))
        vers.parent.mkdir(parents=True, exist_ok=True)
        vers.write_bytes(reponse.content)
        return vers

    def attendre(self, chemin: str, pret: Callable[[Any], bool], quoi: str, pause: float = 0.1) -> Any:
        """Ask again until `pret`; work in the background may take a while, never for ever."""
        limite = time.monotonic() + PATIENCE
        while True:
            etat = self.get(chemin)
            if pret(etat):
                return etat
            if time.monotonic() > limite:
                raise TimeoutError(f"{quoi} : toujours pas prêt après {PATIENCE:.0f} s ({chemin}).")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.4)


def _probleme(reponse: httpx.Response) -> dict[str, Any]:
    try:
        lu = reponse.json()
    except ValueError:
        return {"detail": reponse.text[:300]}
    return lu if isinstance(lu, dict) else {"detail": str(lu)[:300]}
