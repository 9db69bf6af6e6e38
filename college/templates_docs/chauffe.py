"""What a worker does once, before its first fork, so that no document has to do it again."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from college.templates_docs import documents, docx, exemple, formes, pades, pdf

_DU, _AU = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


def prechauffer() -> None:
    """Fonts, style sheets, compiled templates, signature tables; then out of the garbage collector's way.

    A child whose collector walked all that would copy its parent's memory page by page; it lives for one document,
    too short to be worth a collection (a tenth of the time, for one megabyte in a hundred).
    """
    for genre in ("extrait", "deliberation"):
        contexte = documents.contexte_de(genre, exemple.dossier_exemple(genre))
        contenu, _ = pdf.fabriquer(genre, contexte)
        docx.fabriquer(genre, contexte)
    for genre in documents.TYPES:
        formes.forme(genre)
    _signer_pour_rien(contenu)
    gc.collect()
    gc.freeze()
    gc.disable()


def _signer_pour_rien(contenu: bytes) -> None:
    """A signature by a key that nobody keeps."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Essai")])
    certificat = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number(), _DU, _AU)
        .sign(cle, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    prive = cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    demande = {
        "champ": "directeur_general",
        "nom": "Essai",
        "qualite": "Essai",
        "instant": "2026-01-01T00:00:00+00:00",
        "moment": "le 1er janvier 2026",
        "motif": "Essai",
    }
    pades.signer(contenu, prive, certificat, demande)
