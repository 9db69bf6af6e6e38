"""Streams open in a lane of their own: what else is asked meanwhile passes them."""

import socket
from threading import Event, get_ident

import pytest
from werkzeug import Response

from college.seances import voie
from tests.outillage.patience import PATIENCE

FLUX = "/api/v1/seances/1/direct/flux"


def _demande(chemin, prise=None):
    return {"PATH_INFO": chemin, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"} | (
        {"gunicorn.socket": prise} if prise else {}
    )


def test_des_flux_qui_s_ouvrent_lentement_ne_retiennent_ni_fil_ni_page(monkeypatch):
    ouvrir, fils = Event(), set()

    def application(environ, start_response):
        if environ["PATH_INFO"] == FLUX:
            fils.add(get_ident())
            assert ouvrir.wait(PATIENCE)
        return Response("Identifiez-vous.", status=401)(environ, start_response)

    lane, paires = voie.Voie(application), [socket.socketpair() for _ in range(20)]
    for serveur, _ in paires:
        with pytest.raises(StopIteration):
            lane(_demande(FLUX, serveur), None)
        serveur.close()  # as the server does with what it has lent
    page = Response.from_app(lane, _demande("/app/points"), buffered=True)
    assert page.status_code == 401 and get_ident() not in fils, "a page is served in its own thread, at once"
    monkeypatch.setattr(voie, "LONGUEUR", 18)
    with socket.socket() as de_trop:
        assert lane._prendre(_demande(FLUX, de_trop)) is None, "the lane is full: nothing more is borrowed"
    ouvrir.set()
    for _, ecran in paires:
        ecran.settimeout(30)
        lu = b"".join(iter(lambda prise=ecran: prise.recv(4096), b""))
        assert lu.startswith(b"HTTP/1.1 401 UNAUTHORIZED\r\n") and lu.endswith(b"\r\n\r\nIdentifiez-vous.")
        ecran.close()
    assert len(fils) <= voie.FILS


def test_un_serveur_qui_ne_prete_rien_sert_le_flux_lui_meme():
    reponse = Response.from_app(voie.Voie(Response("flux")), _demande(FLUX), buffered=True)
    assert reponse.get_data() == b"flux"
