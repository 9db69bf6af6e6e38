"""A real timestamping authority (RFC 3161) on a socket, for the rooms that ask one."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from college.connecteurs import horodatage


class Autorite(BaseHTTPRequestHandler):
    """A real timestamping authority on a socket, with the demonstration's own key."""

    signataire: DummyTimeStamper
    faux = False

    def do_POST(self):
        demande = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        if self.faux:
            demande["nonce"] = 1
        corps = self.signataire.request_tsa_response(demande).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_):
        """Nothing on the terminal."""


@pytest.fixture(scope="session")
def cle_et_certificat():
    """The authority's key and its certificate, good for timestamps only."""
    cle = rsa.generate_private_key(65537, 2048)
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage d’essai")])
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(cle, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    pkcs8 = cle.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(pkcs8), asn1_x509.Certificate.load(certificat.public_bytes(der))


@pytest.fixture
def autorite_horodatage(cle_et_certificat):
    """Its address; the application asks it from now on."""
    cle, certificat = cle_et_certificat
    Autorite.signataire = DummyTimeStamper(certificat, cle, fixed_dt=datetime(2026, 12, 14, 20, tzinfo=UTC))
    serveur = HTTPServer(("127.0.0.1", 0), Autorite)
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    horodatage.brancher(f"http://127.0.0.1:{serveur.server_port}/")
    yield serveur
    horodatage.brancher("")
    Autorite.faux = False
    serveur.shutdown()
    serveur.server_close()
