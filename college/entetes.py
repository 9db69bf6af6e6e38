"""Security headers of every answer, and the refusal of cross-site writes."""

from __future__ import annotations

from flask import Flask, Response, request, session

from college.erreurs import Interdit
from college.settings import Settings

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
SURS = ("GET", "HEAD", "OPTIONS")


def installer(app: Flask, settings: Settings) -> None:
    """Hang the headers on the application."""

    @app.before_request
    def _meme_site() -> None:
        """A browser says where a request comes from: another site may not write here (beside the form token)."""
        origine = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method not in SURS and origine not in ("same-origin", "none"):
            raise Interdit("Cette demande vient d’un autre site\u00a0: ouvrez la page ici, puis recommencez.")

    @app.after_request
    def _poser(reponse: Response) -> Response:
        entetes = reponse.headers
        entetes.setdefault("Content-Security-Policy", CSP)
        entetes.setdefault("X-Content-Type-Options", "nosniff")
        entetes.setdefault("Referrer-Policy", "same-origin")
        entetes.setdefault("Permissions-Policy", PERMISSIONS)
        entetes.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        entetes.setdefault("X-Frame-Options", "DENY")
        if settings.https:
            entetes.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if getattr(session, "identite", None) and not request.path.startswith("/static/"):
            entetes["Cache-Control"] = "no-store"  # what one person may read is kept by no browser
        return reponse
