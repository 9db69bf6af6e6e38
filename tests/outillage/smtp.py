"""A real SMTP server of a few lines: what it takes in is in `recus`; it may be told to refuse."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from email import policy

import pytest

from college.connecteurs import courriel
from college.settings import Settings


class Conversation(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 to take a message in; the server says what to answer to RCPT and to the text."""

    def handle(self) -> None:
        self._dire("220 essai")
        while ligne := self.rfile.readline().decode().strip():
            verbe = ligne.split(" ")[0].upper()
            if verbe == "RCPT":
                self._dire(self.server.au_destinataire)
            elif verbe == "DATA":
                self._dire("354 texte")
                corps = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.recus.append(email.message_from_bytes(corps, policy=policy.default))
                self._dire(self.server.au_texte)
            elif verbe == "QUIT":
                self._dire("221 adieu")
                return
            else:
                self._dire("250 bien")

    def _dire(self, ligne: str) -> None:
        self.wfile.write(f"{ligne}\r\n".encode())


@pytest.fixture
def smtp(tmp_path) -> Iterator[socketserver.ThreadingTCPServer]:
    """The server, to which mail leaves during the test."""
    serveur = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
    serveur.daemon_threads = True
    serveur.recus, serveur.au_destinataire, serveur.au_texte = [], "250 bien", "250 bien"
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    serveur.url = f"smtp://127.0.0.1:{serveur.server_address[1]}"
    courriel.brancher(Settings(data_dir=tmp_path, courriel_url=serveur.url, courriel_expediteur="college@exemple.test"))
    yield serveur
    serveur.shutdown()
    serveur.server_close()
