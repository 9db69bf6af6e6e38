"""The few words of a redirection, which a program shows when it does not follow it: in French, like the rest."""

from __future__ import annotations

from flask import Flask, Response
from markupsafe import Markup

CORPS = Markup(
    '<!doctype html><html lang="fr-BE"><meta charset="utf-8"><title>{0}</title><p>{0} : <a href="{1}">{1}</a>'
)
AILLEURS = "Cette page est à une autre adresse"


def installer(app: Flask) -> None:
    """Write again the English page of the web server."""

    @app.after_request
    def _dire(reponse: Response) -> Response:
        if 300 < reponse.status_code < 400 and reponse.location and reponse.mimetype == "text/html":
            reponse.set_data(CORPS.format(AILLEURS, reponse.location))
        return reponse
