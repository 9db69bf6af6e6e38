"""Public answers are compressed; those that hold somebody's token never are."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Response

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def repondre(app):
    """`repondre(public=True)`: the answer of a route of six thousand letters."""

    def faire(entetes: dict[str, str], public: bool = True, longueur: int = 6_000) -> Response:
        @app.get(f"/essai-{public}-{longueur}")
        def essai() -> Response:
            reponse = Response("é" * longueur, content_type="text/html; charset=utf-8")
            reponse.cache_control.public = public or None
            reponse.set_etag("abc")
            return reponse

        return app.test_client().get(f"/essai-{public}-{longueur}", headers=entetes)

    return faire


def test_une_reponse_publique_voyage_comprimee(repondre):
    reponse = repondre(GZIP)
    assert reponse.content_encoding == "gzip" and "Accept-Encoding" in reponse.headers["Vary"]
    assert len(reponse.data) < 200 and gzip.decompress(reponse.data).decode() == "é" * 6_000
    assert reponse.headers["ETag"] == 'W/"abc"' and int(reponse.headers["Content-Length"]) == len(reponse.data)


def test_qui_ne_sait_pas_la_lire_la_recoit_telle_quelle(repondre):
    reponse = repondre({"Accept-Encoding": "identity"})
    assert reponse.content_encoding is None and len(reponse.data) == 12_000
    assert "Accept-Encoding" in reponse.headers["Vary"]


@pytest.mark.parametrize(("public", "longueur"), [(False, 6_000), (True, 20)])
def test_une_page_personnelle_ou_minuscule_ne_se_comprime_pas(repondre, public, longueur):
    assert repondre(GZIP, public, longueur).content_encoding is None


def test_une_feuille_de_style_se_comprime_et_se_revalide(app):
    client = app.test_client()
    feuilles = sorted(Path(app.static_folder, "css").glob("*.css"), key=lambda f: f.stat().st_size)
    chemin = f"/static/css/{feuilles[-1].name}"
    with client.get(chemin, headers=GZIP) as premiere:
        assert premiere.content_encoding == "gzip"
        assert gzip.decompress(premiere.data) == feuilles[-1].read_bytes()
        etiquette = premiere.headers["ETag"]
    with client.get(chemin, headers={**GZIP, "If-None-Match": etiquette}) as encore:
        assert encore.status_code == 304
