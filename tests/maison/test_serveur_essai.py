"""The server of the tests itself: a browser that hangs up leaves nothing open."""

from __future__ import annotations

import socket
import struct
import threading
from urllib.parse import urlsplit

from flask import Response

from tests.outillage.patience import PATIENCE


def test_un_navigateur_qui_raccroche_ne_laisse_rien_d_ouvert(app, serveur):
    raccroche, referme = threading.Event(), threading.Event()

    def corps():
        yield b"lu"
        raccroche.wait(PATIENCE)

    def vue():
        reponse = Response(corps(), headers={"Content-Length": "2"})  # not chunked: nothing is written after the reset
        reponse.call_on_close(referme.set)
        return reponse

    app.add_url_rule("/lent", view_func=vue)
    adresse = urlsplit(serveur)
    with socket.create_connection((adresse.hostname, adresse.port)) as prise:
        prise.sendall(b"GET /lent HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert prise.recv(12) == b"HTTP/1.1 200"
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close() resets the connection
    raccroche.set()
    assert referme.wait(PATIENCE)
