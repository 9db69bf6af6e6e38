"""A timestamp token (RFC 3161) in DER: the question to ask, and what the answer proves."""

from __future__ import annotations

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

ILLISIBLE = (ValueError, TypeError, AttributeError, LookupError, StopIteration)


class JetonRefuse(Exception):
    """The answer is no token, or not one about our fingerprint; the sentence says which."""


def demander(empreinte: bytes, unique: int) -> bytes:
    """The question of an authority: this fingerprint, this number drawn for us, your certificate with it."""
    algorithme = algos.DigestAlgorithm({"algorithm": "sha256"})
    marque = {"hash_algorithm": algorithme, "hashed_message": empreinte}
    return tsp.TimeStampReq({"version": "v1", "message_imprint": marque, "nonce": unique, "cert_req": True}).dump()


def lire(octets: bytes, empreinte: bytes, unique: int) -> tuple[bytes, str]:
    """The token and its instant (ISO). Raises JetonRefuse."""
    try:
        lue = tsp.TimeStampResp.load(octets, strict=True)
        statut = lue["status"]["status"].native
        if not statut.startswith("granted"):
            raise JetonRefuse("L’autorité d’horodatage a refusé.")
        info = lue["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        sur_quoi, instant = (info["message_imprint"]["hashed_message"].native, info["nonce"].native), info["gen_time"]
    except (ValueError, KeyError, TypeError) as faute:
        raise JetonRefuse("L’autorité d’horodatage a répondu autre chose qu’un jeton.") from faute
    if sur_quoi != (empreinte, unique):
        raise JetonRefuse("Le jeton d’horodatage porte sur autre chose : il n’est pas gardé.")
    return lue["time_stamp_token"].dump(), instant.native.isoformat()


def verifier(octets: bytes, empreinte: bytes) -> tuple[str, str]:
    """The instant (ISO) that a kept token proves of this fingerprint, and who signed it. Raises JetonRefuse.

    The signature is checked with the certificate that the token carries; whether that authority deserves trust is
    for whoever reads its name (`openssl ts -verify` with the authority's own certificate says the rest).
    """
    try:
        signe = cms.ContentInfo.load(octets, strict=True)["content"]
        contenu = signe["encap_content_info"]["content"]
        signataire = signe["signer_infos"][0]
        certificat = _certificat_de(signe, signataire)
        _exiger_la_signature(signataire, contenu.contents, certificat)
        info = contenu.parsed
        prouve, instant = info["message_imprint"]["hashed_message"].native, info["gen_time"].native.isoformat()
        autorite = certificat.subject.native.get("common_name") or certificat.subject.human_friendly
    except (*ILLISIBLE, InvalidSignature, UnsupportedAlgorithm) as faute:
        raise JetonRefuse("Ce jeton d’horodatage est abîmé ou contrefait.") from faute
    if prouve != empreinte:
        raise JetonRefuse("Ce jeton d’horodatage porte sur autre chose.")
    return instant, str(autorite)


def _certificat_de(signe: cms.SignedData, signataire: cms.SignerInfo) -> asn1_x509.Certificate:
    numero = signataire["sid"].chosen["serial_number"].native
    lus = (choix.chosen for choix in signe["certificates"])
    return next(certificat for certificat in lus if certificat.serial_number == numero)


def _exiger_la_signature(signataire: cms.SignerInfo, contenu: bytes, certificat: asn1_x509.Certificate) -> None:
    """The signed attributes hold the content's fingerprint, and the certificate's key signed them (RFC 5652, 5.4)."""
    algorithme = getattr(hashes, signataire["digest_algorithm"]["algorithm"].native.upper())()
    attributs = {attribut["type"].native: attribut["values"] for attribut in signataire["signed_attrs"]}
    resume = hashes.Hash(algorithme)
    resume.update(contenu)
    if attributs["message_digest"][0].native != resume.finalize():
        raise InvalidSignature
    cle = x509.load_der_x509_certificate(certificat.dump()).public_key()
    signature, signes = signataire["signature"].native, signataire["signed_attrs"].untag().dump(force=True)
    if isinstance(cle, rsa.RSAPublicKey):
        cle.verify(signature, signes, padding.PKCS1v15(), algorithme)
    elif isinstance(cle, ec.EllipticCurvePublicKey):
        cle.verify(signature, signes, ec.ECDSA(algorithme))
    else:
        raise UnsupportedAlgorithm("Neither RSA nor an elliptic curve")
