"""What gunicorn itself refuses, before any page: told in French, as the pages of the house would."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    ConfigurationProblem,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

REFUS = (
    (
        LimitRequestLine, "414 URI Too Long", "Adresse trop longue",
        "L’adresse demandée dépasse 4\u00a0094 signes\u00a0: raccourcissez votre recherche ou retirez des filtres.",
    ),
    (
        LimitRequestHeaders, "431 Request Header Fields Too Large", "En-têtes trop longs",
        "Votre navigateur joint trop de choses à sa demande\u00a0: effacez les cookies de ce site, puis recommencez.",
    ),
    (
        ParseException, "400 Bad Request", "Demande illisible",
        "La demande n’a pas pu être lue\u00a0: vérifiez l’adresse, puis recommencez.",
    ),
)  # fmt: skip
DE_NOTRE_FAIT = (ConfigurationProblem, InvalidResponseHeader, InvalidResponseHeaderName)
PAGE = (
    '<!doctype html><html lang="fr-BE"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{0}</title><main><h1>{0}</h1><p>{1}</p></main></html>"
)


class Ouvrier(ThreadWorker):
    """gunicorn's, whose refusals are read by people: the address was not understood, a program reads the status."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read; leave it the rest."""
        refus = None if isinstance(exc, DE_NOTRE_FAIT) else next((r for r in REFUS if isinstance(exc, r[0])), None)
        if refus is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Refused from %s: %s", addr[0] if addr else "", exc)
        with suppress(OSError):  # it did not wait for its answer
            util.write_nonblock(client, reponse(*refus[1:]))


def reponse(statut: str, titre: str, phrase: str) -> bytes:
    """The bytes of the answer, after which the connection closes."""
    corps = PAGE.format(titre, phrase).encode()
    entetes = (
        f"HTTP/1.1 {statut}", "Connection: close", "Content-Type: text/html; charset=utf-8",
        "Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "Cache-Control: no-store",
        f"Content-Length: {len(corps)}",
    )  # fmt: skip
    return "\r\n".join(entetes).encode() + b"\r\n\r\n" + corps
