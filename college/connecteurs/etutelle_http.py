"""e-tutelle over HTTP, in the protocol of `protocole.py`.

A lost answer is not a lost file: after a time-out or a cut, the caller asks again with `reprise=True` and the
connector first asks whether the key arrived. It believes a receipt only if the hash in it is its own.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from pydantic import BaseModel, Field, ValidationError, field_validator

from college.connecteurs.base import (
    Complement,
    Dossier,
    ErreurDefinitive,
    ErreurPassagere,
    EtatSonde,
    Evenement,
    Piece,
    Recu,
)
from college.connecteurs.protocole import RESSAYER, EtatService, Modele, Probleme, RecuJson, SuiviDepot

REPONSE_MAX = 2_000_000
M = TypeVar("M", bound=Modele)


def _est_boucle_locale(hote: str) -> bool:
    if hote == "localhost":
        return True
    try:
        return ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False


class EtutelleHttp:
    """Sends files with an idempotency key and asks for news."""

    code: ClassVar[str] = "etutelle_http"
    libelle: ClassVar[str] = "e-tutelle (HTTP)"

    class Reglages(BaseModel):
        """Where, and with which papers. Without https, only the same machine is accepted."""

        url: str = Field(title="Adresse du service")
        certificat: Path | None = Field(default=None, title="Certificat client (PEM)")
        cle: Path | None = Field(default=None, title="Clé du certificat client (PEM)")
        autorite: Path | None = Field(default=None, title="Autorité de certification à croire (PEM)")
        jeton: str = Field(default="", title="Jeton d’accès", repr=False)
        delai_connexion: float = Field(default=3.0, gt=0, le=60, title="Attente de la connexion (s)")
        delai_reponse: float = Field(default=20.0, gt=0, le=300, title="Attente de la réponse (s)")

        @field_validator("url")
        @classmethod
        def _adresse_sure(cls, valeur: str) -> str:
            adresse = urlsplit(valeur)
            if adresse.scheme == "https" and adresse.hostname:
                return valeur.rstrip("/")
            if adresse.scheme == "http" and adresse.hostname and _est_boucle_locale(adresse.hostname):
                return valeur.rstrip("/")
            raise ValueError("l’adresse doit commencer par https:// (http:// seulement sur cette machine)")

    def __init__(self, reglages: Reglages) -> None:
        self.reglages = reglages
        self._client = httpx.Client(
            base_url=reglages.url,
            verify=self._contexte_tls(),
            trust_env=reglages.url.startswith("https://"),  # a proxy has no business on the loopback
            headers={"Authorization": f"Bearer {reglages.jeton}"} if reglages.jeton else {},
            timeout=httpx.Timeout(reglages.delai_reponse, connect=reglages.delai_connexion),
        )

    def _contexte_tls(self) -> ssl.SSLContext:
        contexte = ssl.create_default_context(cafile=self.reglages.autorite)
        if self.reglages.certificat:
            contexte.load_cert_chain(self.reglages.certificat, self.reglages.cle)
        return contexte

    def deposer(self, dossier: Dossier, *, reprise: bool = False) -> Recu:
        """Hand the file over, once: a repeated try first asks what arrived."""
        fichiers = [_fichier("acte", dossier.acte), *(_fichier("annexes", a) for a in dossier.annexes)]
        return self._remettre("/v1/depots", dossier, fichiers, reprise)

    def completer(self, complement: Complement, *, reprise: bool = False) -> Recu:
        """Add pieces, with the same care."""
        chemin = f"/v1/depots/{quote(complement.reference, safe='')}/complements"
        fichiers = [_fichier("annexes", piece) for piece in complement.pieces]
        return self._remettre(chemin, complement, fichiers, reprise)

    def relever(self, reference: str, depuis: int = 0) -> Sequence[Evenement]:
        """The authority's events after number `depuis`, in order."""
        reponse = self._appeler("GET", f"/v1/depots/{quote(reference, safe='')}", params={"depuis": depuis})
        evenements = (recu.valeur() for recu in _lire(SuiviDepot, reponse).evenements)
        return sorted((e for e in evenements if e.numero > depuis), key=lambda e: e.numero)

    def retirer(self, reference: str, motif: str) -> None:
        """Take the file back."""
        self._appeler("POST", f"/v1/depots/{quote(reference, safe='')}/retrait", json={"motif": motif})

    def sonde(self) -> EtatSonde:
        """Ask the service whether it is open."""
        try:
            etat = _lire(EtatService, self._appeler("GET", "/v1/etat"))
        except (ErreurPassagere, ErreurDefinitive) as erreur:
            return EtatSonde(False, erreur.phrase)
        return EtatSonde(etat.ouvert, f"{etat.service} répond à {self.reglages.url}.")

    def _remettre(self, chemin: str, envoi: Dossier | Complement, fichiers: list[Any], reprise: bool) -> Recu:
        if reprise and (recu := self._retrouver(envoi)):
            return recu
        manifeste = ("manifeste", ("manifeste.json", envoi.manifeste_json(), "application/json"))
        entetes = {"Idempotency-Key": envoi.cle_idempotence}
        reponse = self._appeler("POST", chemin, files=[manifeste, *fichiers], headers=entetes)
        return _croire(_lire(RecuJson, reponse), envoi.empreinte)

    def _retrouver(self, envoi: Dossier | Complement) -> Recu | None:
        reponse = self._appeler("GET", "/v1/recus", params={"cle": envoi.cle_idempotence}, admis=(404,))
        return None if reponse.status_code == 404 else _croire(_lire(RecuJson, reponse), envoi.empreinte)

    def _appeler(self, methode: str, chemin: str, admis: tuple[int, ...] = (), **options: Any) -> httpx.Response:
        try:
            with self._client.stream(methode, chemin, **options) as flux:
                reponse = _borner(flux)
        except httpx.TimeoutException as erreur:
            raise ErreurPassagere("L’e-tutelle n’a pas répondu à temps.", type(erreur).__name__) from erreur
        except httpx.TransportError as erreur:
            raise ErreurPassagere("La liaison avec l’e-tutelle a été coupée ou refusée.", str(erreur)) from erreur
        if reponse.is_success or reponse.status_code in admis:
            return reponse
        raise _refus(reponse)


def _fichier(champ: str, piece: Piece) -> tuple[str, tuple[str, bytes, str]]:
    return champ, (piece.nom, piece.contenu, piece.type_mime)


def _borner(flux: httpx.Response) -> httpx.Response:
    """Read the answer, but never more than we could ever need of it."""
    corps = bytearray()
    for morceau in flux.iter_bytes():
        corps += morceau
        if len(corps) > REPONSE_MAX:
            raise ErreurPassagere("La réponse de l’e-tutelle est démesurée ; elle a été ignorée.")
    entetes = {"content-type": flux.headers.get("content-type", "")}
    return httpx.Response(flux.status_code, headers=entetes, content=bytes(corps))


def _lire(modele: type[M], reponse: httpx.Response) -> M:
    try:
        return modele.model_validate_json(reponse.content)
    except ValidationError as erreur:
        raise ErreurPassagere(
            "La réponse de l’e-tutelle est illisible.", f"{erreur.error_count()} faute(s)"
        ) from erreur


def _croire(recu: RecuJson, empreinte: str) -> Recu:
    if recu.empreinte != empreinte:
        raise ErreurDefinitive(
            "L’e-tutelle accuse réception d’un autre contenu que celui qui a été envoyé : "
            "comparez les empreintes avec l’autorité avant tout nouvel envoi.",
            recu.reference,
        )
    return recu.valeur()


def _refus(reponse: httpx.Response) -> ErreurPassagere | ErreurDefinitive:
    try:
        phrase = Probleme.model_validate_json(reponse.content).detail
    except ValidationError:
        phrase = ""
    code = reponse.status_code
    if code >= 500 or code in RESSAYER:
        return ErreurPassagere(phrase or "L’e-tutelle est momentanément indisponible.", f"HTTP {code}")
    if code in (401, 403):
        return ErreurDefinitive(
            phrase or "L’e-tutelle refuse nos identifiants : vérifiez le certificat.", f"HTTP {code}"
        )
    return ErreurDefinitive(phrase or "L’e-tutelle refuse cet envoi.", f"HTTP {code}")
