"""Server-side sessions: the cookie holds 256 random bits, the table their SHA-256; revoked at once.

A visitor who is not signed in has no row: a signed cookie carries the form token, and nothing else, and only
once a form was shown. Sessions read the machine's clock, never the application's.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, session
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from itsdangerous import BadSignature
from sqlalchemy import delete, update
from werkzeug.datastructures import CallbackDict

from college import horloge
from college.organisation import identite
from college.organisation.identite import Identite
from college.organisation.modele import SessionWeb
from college.transaction import ecriture, lecture, unite

INACTIVITE = timedelta(hours=2)
ABSOLUE = timedelta(hours=12)
PAS_DE_VUE = timedelta(minutes=1)
SANS_SESSION = ("/static/", "/teinte/", "/sante")


class SessionServeur(CallbackDict, SessionMixin):
    """What Flask calls `session`. `identite` is who is behind it; `a_poser` a new id to give to the browser."""

    def __init__(self, donnees: dict[str, Any] | None = None, qui: Identite | None = None) -> None:
        def change(soi: Any) -> None:
            soi.modified = True

        super().__init__(donnees, change)
        self.identite = qui
        self.a_poser: str | None = None
        self.a_retirer = False
        self.modified = False
        self.accessed = True


class SessionsEnBase(SessionInterface):
    """Reads and writes `session_web`; the anonymous part is a signed cookie."""

    def __init__(self, https: bool) -> None:
        prefixe = "__Host-" if https else ""
        self.nom = f"{prefixe}college"
        self.nom_anonyme = f"{prefixe}college-visite"
        self.https = https
        self._cookies = SecureCookieSessionInterface()

    def open_session(self, app: Flask, request: Request) -> SessionServeur:
        """The session of this request: one statement when somebody is signed in, none otherwise."""
        if request.path.startswith(SANS_SESSION) or "Authorization" in request.headers:
            return SessionServeur()
        jeton = request.cookies.get(self.nom)
        if jeton:
            with lecture():
                qui = identite.lire(jeton)
            if qui:
                return SessionServeur(qui.donnees, qui)
        anonyme = SessionServeur(self._visite(app, request))
        anonyme.a_retirer = bool(jeton)
        return anonyme

    def _visite(self, app: Flask, request: Request) -> dict[str, Any]:
        signeur = self._cookies.get_signing_serializer(app)
        texte = request.cookies.get(self.nom_anonyme)
        if signeur is None or not texte:
            return {}
        try:
            return signeur.loads(texte, max_age=int(ABSOLUE.total_seconds()))
        except BadSignature:
            return {}

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Keep what changed; the visit of a signed-in person is noted at most once a minute."""
        if session.a_poser:
            self._poser(response, self.nom, session.a_poser)
            self._retirer(response, self.nom_anonyme)
        elif session.identite and not session.a_retirer:
            self._garder(session)
        else:
            self._garder_visite(app, session, response)

    def _garder(self, session: SessionServeur) -> None:
        qui, instant = session.identite, horloge.systeme()
        if qui is None or not (session.modified or instant - qui.vue_le > PAS_DE_VUE):
            return
        with ecriture():
            ligne = unite().get(SessionWeb, qui.session_id)
            if ligne is None:
                return  # revoked while this request ran
            ligne.vue_le = instant
            ligne.expire_le = min(instant + INACTIVITE, ligne.creee_le + ABSOLUE)
            if session.modified:
                ligne.donnees = dict(session)

    def _garder_visite(self, app: Flask, session: SessionServeur, response: Response) -> None:
        if session.a_retirer:
            self._retirer(response, self.nom)
        signeur = self._cookies.get_signing_serializer(app)
        if session.modified and signeur is not None:
            if session:
                self._poser(response, self.nom_anonyme, str(signeur.dumps(dict(session))))
            else:
                self._retirer(response, self.nom_anonyme)

    def _poser(self, response: Response, nom: str, valeur: str) -> None:
        response.set_cookie(nom, valeur, path="/", secure=self.https, httponly=True, samesite="Lax")
        response.vary.add("Cookie")

    def _retirer(self, response: Response, nom: str) -> None:
        response.delete_cookie(nom, path="/", secure=self.https, httponly=True, samesite="Lax")


def courante() -> SessionServeur:
    """The session of this request, as what it is."""
    return session._get_current_object()  # type: ignore[attr-defined]


def ouvrir(agent_id: int, institution_id: int, navigateur: str) -> str:
    """A new session row; returns the id that only the browser will know."""
    jeton, instant = secrets.token_urlsafe(32), horloge.systeme()
    unite().execute(delete(SessionWeb).where(SessionWeb.expire_le < instant))
    unite().add(
        SessionWeb(
            empreinte=identite.empreinte(jeton),
            agent_id=agent_id,
            institution_id=institution_id,
            donnees={"_user_id": str(agent_id), "_fresh": True},
            creee_le=instant,
            vue_le=instant,
            expire_le=instant + INACTIVITE,
            navigateur=navigateur[:200],
        )
    )
    return jeton


def fermer(session_id: int) -> None:
    """End one session."""
    unite().execute(delete(SessionWeb).where(SessionWeb.id == session_id))


def fermer_toutes(agent_id: int, sauf: int | None = None) -> int:
    """End every session of a person (but one): password changed, account disabled."""
    demande = delete(SessionWeb).where(SessionWeb.agent_id == agent_id)
    resultat = unite().execute(demande if sauf is None else demande.where(SessionWeb.id != sauf))
    return int(resultat.rowcount)  # type: ignore[attr-defined]


def changer_institution(session_id: int, institution_id: int) -> None:
    """The same person, in another of his institutions."""
    unite().execute(update(SessionWeb).where(SessionWeb.id == session_id).values(institution_id=institution_id))
