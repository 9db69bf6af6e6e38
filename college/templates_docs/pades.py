"""PAdES B-B signatures on prepared fields, and their independent verification. Only workers import this.

Each signature is an incremental update: bytes already signed are never rewritten. The visible stamp is laid
out by WeasyPrint (fonts embedded, accents right), which keeps PDF/A-3a and PDF/UA-1 valid.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import weasyprint
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives import serialization
from jinja2 import Template
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from college.templates_docs.gabarit_html import moteur_maison
from college.templates_docs.pdf import Guichet, feuilles

RESERVE = 8192
PLEIN_CADRE = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MIN,
    margins=Margins(),
    inner_content_scaling=InnerScaling.NO_SCALING,
)

CACHET = """<!doctype html><html lang="fr-BE"><head><title>Signature</title><style>
@page { size: {{ largeur }}pt {{ hauteur }}pt; margin: 1.5mm 0 1.5mm 2.5mm; @top-left { content: none } @top-right \
{ content: none } @bottom-left { content: none } @bottom-right { content: none } }
html { font: 8pt/1.3 "Source Sans 3" } p { margin: 0 }
body { margin: 0; border-left: 1.6pt solid #000; padding-left: 2.5mm }
b { font-weight: 700; font-size: 9.5pt }
</style></head><body><p>Signé électroniquement par</p><p><b>{{ nom }}</b></p><p>{{ qualite }}</p>
<p>{{ moment }}</p><p>{{ autorite }}</p></body></html>"""


class SignatureRefusee(ValueError):
    """The document cannot be signed there; the sentence says why."""


class _Signeur(signers.PdfSigner):
    """A signer whose claimed time is the application's clock, not the machine's."""

    instant: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.instant
        return session


def signer(contenu: bytes, cle: bytes, certificats: bytes, demande: dict[str, Any]) -> bytes:
    """Sign the field `demande["champ"]` at `demande["instant"]`; the certificate comes first in its chain."""
    lecteur = PdfFileReader(BytesIO(contenu))
    cadre = _cadre(lecteur, demande["champ"])
    meta = signers.PdfSignatureMetadata(
        field_name=demande["champ"],
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=demande["nom"],
        reason=demande["motif"],
        location=demande.get("lieu") or None,
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as cachet:
        cachet.write(_cachet(cadre, demande))
        cachet.flush()
        style = StaticStampStyle.from_pdf_file(
            cachet.name, border_width=0, background_opacity=1, background_layout=PLEIN_CADRE
        )
        signeur = _Signeur(meta, signer=_detenteur(cle, certificats), stamp_style=style)
        signeur.instant = datetime.fromisoformat(demande["instant"])
        sortie = signeur.sign_pdf(
            IncrementalPdfFileWriter.from_reader(lecteur), existing_fields_only=True, bytes_reserved=RESERVE
        )
    return sortie.getvalue()


def _detenteur(cle: bytes, certificats: bytes) -> signers.SimpleSigner:
    chaine = list(load_certs_from_pemder_data(certificats))
    registre = SimpleCertificateStore()
    registre.register_multiple(chaine[1:])
    privee = serialization.load_pem_private_key(cle, password=None)
    der = privee.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(signing_cert=chaine[0], signing_key=PrivateKeyInfo.load(der), cert_registry=registre)


def _cadre(lecteur: PdfFileReader, champ: str) -> tuple[float, float]:
    for nom, valeur, reference in fields.enumerate_sig_fields(lecteur):
        if nom != champ:
            continue
        if valeur is not None:
            raise SignatureRefusee("Cet emplacement est déjà signé : une signature ne se refait pas.")
        x1, y1, x2, y2 = (float(v) for v in reference.get_object()["/Rect"])
        return x2 - x1, y2 - y1
    raise SignatureRefusee(f"Le document n’a pas d’emplacement de signature « {champ} ».")


@cache
def _modele_du_cachet() -> Template:
    return moteur_maison().from_string(CACHET)


def _cachet(cadre: tuple[float, float], demande: dict[str, Any]) -> bytes:
    """The visible stamp, as a page of exactly the field's size."""
    mots = tuple(demande.get(mot, "") for mot in ("nom", "qualite", "moment", "autorite"))
    return _page_du_cachet(round(cadre[0], 2), round(cadre[1], 2), *mots)


@lru_cache(maxsize=32)
def _page_du_cachet(largeur: float, hauteur: float, nom: str, qualite: str, moment: str, autorite: str) -> bytes:
    """Laid out once for all the acts that one hand signs in the same minute."""
    source = _modele_du_cachet().render(
        largeur=largeur, hauteur=hauteur, nom=nom, qualite=qualite, moment=moment, autorite=autorite
    )
    polices, css = feuilles()
    document = weasyprint.HTML(string=source, url_fetcher=Guichet()).render(font_config=polices, stylesheets=[css[0]])
    return document.write_pdf(pdf_variant="pdf/a-3u", pdf_identifier=b"cachet-de-signat")


def verifier(contenu: bytes, racines: bytes, instant: str | None = None) -> list[dict[str, Any]]:
    """What each signature is worth: intact, trusted by `racines`, what it covers, who and when."""
    try:
        signatures = PdfFileReader(BytesIO(contenu)).embedded_regular_signatures
    except Exception as erreur:  # a damaged file breaks the parser in a hundred ways: all mean « altered »
        raise SignatureRefusee("Ce fichier n’est pas un PDF lisible : il a peut-être été altéré.") from erreur
    return [_verdict(signature, racines, instant) for signature in signatures]


def _verdict(signature: Any, racines: bytes, instant: str | None) -> dict[str, Any]:
    dite = signature.self_reported_timestamp
    quand = datetime.fromisoformat(instant) if instant else dite
    contexte = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(racines)),
        moment=quand,
        best_signature_time=quand,
        allow_fetching=False,
    )
    verdict = {
        "champ": signature.field_name,
        "nom": str(signature.sig_object.get("/Name", "")),
        "le": dite.isoformat() if dite else None,
        "intacte": False,
        "de_confiance": False,
        "valable": False,
        "porte_sur_tout": False,
    }
    try:
        statut = validate_pdf_signature(signature, contexte)
    except Exception:  # as above: a file that cannot be read to its end is not intact
        return verdict
    return verdict | {
        "intacte": statut.intact and statut.valid,
        "de_confiance": statut.trusted,
        "valable": statut.bottom_line,
        "porte_sur_tout": statut.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    }
