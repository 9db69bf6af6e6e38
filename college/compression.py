"""Public answers travel compressed: a citizen on a phone downloads a quarter of the sheets and pages.

Only what is public and cacheable (`Cache-Control: public`): a page that holds a person's token beside words that
somebody else may choose must not be compressed, its size would tell the token (BREACH).
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

PETIT = 1_000
GRAND = 2_000_000
TYPES = ("text/", "application/json", "application/javascript", "application/xml", "application/atom+xml", "image/svg")


def installer(app: Flask) -> None:
    """The last hand on each answer."""
    app.after_request(_comprimer)


def _comprimer(reponse: Response) -> Response:
    if not _se_comprime(reponse):
        return reponse
    reponse.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return reponse
    reponse.direct_passthrough = False
    octets = reponse.get_data()
    reponse.set_data(_gzip_garde(octets) if request.endpoint == "static" else _gzip(octets))
    reponse.content_encoding = "gzip"
    reponse.headers.pop("Accept-Ranges", None)
    if (etiquette := reponse.get_etag()[0]) is not None:
        reponse.set_etag(etiquette, weak=True)
    return reponse


def _se_comprime(reponse: Response) -> bool:
    taille = reponse.content_length or 0
    return (
        reponse.status_code == 200
        and bool(reponse.cache_control.public)
        and reponse.content_encoding is None
        and PETIT <= taille <= GRAND
        and (reponse.content_type or "").startswith(TYPES)
    )


def _gzip(octets: bytes) -> bytes:
    return gzip.compress(octets, 6, mtime=0)


@lru_cache(maxsize=24)
def _gzip_garde(octets: bytes) -> bytes:
    """Sheets and scripts do not change while the server runs."""
    return gzip.compress(octets, 9, mtime=0)
