"""The demonstration authority: real P-256 certificates and real PAdES signatures, worth nothing in law.

Keys are made at first need and kept in the data folder. Certificates are valid 2020–2040, so that a séance
may be played at any date between. Refused in production by the rooms that open it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import BaseModel

from college.connecteurs.base import ErreurDefinitive, EtatSonde
from college.connecteurs.signature import DemandeSignature, Sceller

DEBUT, FIN = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
NOM_AUTORITE = "Autorité de démonstration, sans valeur légale"


class ReglagesDemo(BaseModel):
    """Where the authority keeps its keys."""

    dossier: Path = Path("var/autorite-demo")


class SignatureDemo:
    """Signs for anybody who holds the function, with a certificate in that person's name."""

    code: ClassVar[str] = "demo"
    libelle: ClassVar[str] = "Autorité de démonstration"
    Reglages: ClassVar[type[BaseModel]] = ReglagesDemo

    def __init__(self, reglages: ReglagesDemo | None = None) -> None:
        self.dossier = (reglages or ReglagesDemo()).dossier

    def signer(self, pdf: bytes, demande: DemandeSignature, sceller: Sceller) -> bytes:
        """One PAdES signature in the person's name."""
        cle, certificat = self._identite(demande)
        valeurs = {**demande.valeurs(), "autorite": demande.autorite or NOM_AUTORITE}
        return sceller(pdf, cle, certificat + self.racines(), valeurs)

    def racines(self) -> bytes:
        """The root's certificate."""
        return self._paire("racine", None)[1]

    def sonde(self) -> EtatSonde:
        """The keys can be read or made."""
        self.racines()
        return EtatSonde(True, "L’autorité de démonstration signe, sans valeur légale.")

    def _identite(self, demande: DemandeSignature) -> tuple[bytes, bytes]:
        qui = f"{demande.institution}\0{demande.nom}\0{demande.qualite}"
        code = hashlib.sha256(qui.encode()).hexdigest()[:24]
        return self._paire(code, demande)

    def _paire(self, code: str, demande: DemandeSignature | None) -> tuple[bytes, bytes]:
        """Key and certificate, made once: two processes never make two of the same name."""
        fichier = self.dossier / f"{code}.pem"
        if not fichier.exists():
            racine = self._paire("racine", None) if demande else None
            with self._verrou():
                if not fichier.exists():
                    _ecrire(fichier, _emettre(demande, racine))
        cle, _, certificat = fichier.read_bytes().partition(b"-----BEGIN CERTIFICATE")
        return cle, b"-----BEGIN CERTIFICATE" + certificat

    @contextmanager
    def _verrou(self) -> Iterator[None]:
        self.dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.dossier / "verrou").open("w") as verrou:
            fcntl.flock(verrou, fcntl.LOCK_EX)
            yield


def _ecrire(fichier: Path, contenu: bytes) -> None:
    provisoire = fichier.with_suffix(".nouveau")
    with os.fdopen(os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as ecrit:
        ecrit.write(contenu)
        ecrit.flush()
        os.fsync(ecrit.fileno())
    os.replace(provisoire, fichier)


def _emettre(demande: DemandeSignature | None, racine: tuple[bytes, bytes] | None) -> bytes:
    """A fresh key and its certificate: the root's own, or a person's signed by the root."""
    cle = ec.generate_private_key(ec.SECP256R1())
    sujet = _sujet(demande)
    if racine:
        cle_racine = serialization.load_pem_private_key(racine[0], None)
        if not isinstance(cle_racine, ec.EllipticCurvePrivateKey):
            raise ErreurDefinitive("La clé de l’autorité de démonstration n’est pas une clé P-256.")
        emetteur = x509.load_pem_x509_certificate(racine[1]).subject
    else:
        cle_racine, emetteur = cle, sujet
    usage = {"digital_signature": not racine, "content_commitment": bool(racine), "key_cert_sign": not racine}
    constructeur = (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(emetteur)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(DEBUT)
        .not_valid_after(FIN)
        .add_extension(x509.BasicConstraints(ca=not racine, path_length=None), critical=True)
        .add_extension(_usages(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(cle.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(cle_racine.public_key()), critical=False)
    )
    certificat = constructeur.sign(cle_racine, hashes.SHA256())
    prive = cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return prive + certificat.public_bytes(serialization.Encoding.PEM)


def _sujet(demande: DemandeSignature | None) -> x509.Name:
    paires = [(NameOID.COUNTRY_NAME, "BE")]
    if demande is None:
        paires += [(NameOID.ORGANIZATION_NAME, "Démonstration"), (NameOID.COMMON_NAME, NOM_AUTORITE)]
    else:
        paires += [
            (NameOID.ORGANIZATION_NAME, demande.institution[:64] or "Démonstration"),
            (NameOID.COMMON_NAME, demande.nom[:64]),
            (NameOID.TITLE, demande.qualite[:64] or "Signataire"),
        ]
    return x509.Name([x509.NameAttribute(oid, valeur) for oid, valeur in paires])


def _usages(digital_signature: bool, content_commitment: bool, key_cert_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )
