"""Mail behind a port: an SMTP server, or files under `var/courriels/` where there is none.

The answer of `envoyer` is the instant of acceptance: the receipt of a notice is its acceptance by the server, or
without one the instant at which the file is written (contract §8).
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from college import horloge
from college.connecteurs.base import ErreurDefinitive, ErreurPassagere, Piece
from college.settings import Settings

ATTENTE = 20.0


@dataclass(frozen=True)
class Poste:
    """Where mail goes: `url` is smtp:// (STARTTLS where offered) or smtps://; empty writes files in `dossier`."""

    url: str
    expediteur: str
    dossier: Path


_poste: Poste | None = None


def brancher(settings: Settings) -> None:
    """Set the process's mail port."""
    global _poste
    _poste = Poste(settings.courriel_url, settings.courriel_expediteur, settings.data_dir / "courriels")


def envoyer(
    destinataire: str, sujet: str, texte: str, pieces: Sequence[Piece] = (), *, cle: str = "", html: str = ""
) -> datetime:
    """Send one mail to one person; returns the instant of its acceptance.

    With `cle`, sending it again bears the same Message-ID (and the same file): a repetition can be recognised.
    Raises ErreurDefinitive (address refused) or ErreurPassagere (server away, disk full).
    """
    if _poste is None:
        raise RuntimeError("No mail port: call create_app() first.")
    message = _composer(_poste, destinataire, sujet, texte, pieces, cle, html)
    if _poste.url:
        _remettre(_poste, message)
    else:
        _ecrire(_poste, message, cle)
    return horloge.maintenant()


def _composer(
    poste: Poste, destinataire: str, sujet: str, texte: str, pieces: Sequence[Piece], cle: str, html: str
) -> EmailMessage:
    if "@" not in parseaddr(destinataire)[1]:
        raise ErreurDefinitive(f"« {destinataire} » n’est pas une adresse de courriel.")
    message = EmailMessage()
    try:
        message["From"], message["To"], message["Subject"] = poste.expediteur, destinataire, sujet
        message["Date"] = format_datetime(horloge.systeme())
        message["Message-ID"] = f"<{_identifiant(cle, destinataire, sujet)}@{_domaine(poste.expediteur)}>"
        message["Auto-Submitted"] = "auto-generated"
    except ValueError as erreur:  # a line break in an address or a subject would forge a header
        raise ErreurDefinitive("L’adresse ou l’objet du courriel contient un caractère interdit.") from erreur
    if not _a_une_personne(message):
        raise ErreurDefinitive(f"« {destinataire} » n’est pas une seule adresse de courriel.")
    message.set_content(texte)
    if html:
        message.add_alternative(html, subtype="html")
    for piece in pieces:
        genre, _, sorte = piece.type_mime.partition("/")
        message.add_attachment(piece.contenu, maintype=genre, subtype=sorte or "octet-stream", filename=piece.nom)
    return message


def _a_une_personne(message: EmailMessage) -> bool:
    """A list in the place of an address would send to somebody else what one person may read."""
    adresses = message["To"].addresses
    return len(adresses) == 1 and not message["To"].defects and "@" in adresses[0].addr_spec


def _identifiant(cle: str, destinataire: str, sujet: str) -> str:
    graine = f"{cle}\n{destinataire}" if cle else f"{horloge.systeme().isoformat()}\n{destinataire}\n{sujet}"
    return hashlib.sha256(graine.encode()).hexdigest()[:32]


def _domaine(expediteur: str) -> str:
    return parseaddr(expediteur)[1].rpartition("@")[2] or "localhost"


def _ecrire(poste: Poste, message: EmailMessage, cle: str) -> None:
    identifiant = message["Message-ID"].strip("<>").partition("@")[0]
    prefixe = "" if cle else f"{horloge.systeme():%Y%m%dT%H%M%S}-"
    cible = poste.dossier / f"{prefixe}{identifiant}.eml"
    try:
        poste.dossier.mkdir(parents=True, exist_ok=True)
        provisoire = cible.with_suffix(".part")
        provisoire.write_bytes(bytes(message))
        provisoire.replace(cible)
    except OSError as erreur:
        raise ErreurPassagere("Le courriel n’a pas pu être écrit.", str(erreur)) from erreur


def _remettre(poste: Poste, message: EmailMessage) -> None:
    try:
        with _ouvrir(poste.url) as serveur:
            serveur.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError) as erreur:
        raise ErreurDefinitive("Le serveur de courriel refuse l’adresse.", str(erreur)) from erreur
    except smtplib.SMTPResponseException as erreur:
        genre = ErreurDefinitive if 500 <= erreur.smtp_code < 600 else ErreurPassagere
        raise genre("Le serveur de courriel refuse le message.", str(erreur)) from erreur
    except (smtplib.SMTPException, OSError) as erreur:
        raise ErreurPassagere("Le serveur de courriel ne répond pas.", str(erreur)) from erreur


def _ouvrir(url: str) -> smtplib.SMTP:
    adresse = urlsplit(url)
    hote, tls = adresse.hostname or "localhost", ssl.create_default_context()
    if adresse.scheme == "smtps":
        serveur: smtplib.SMTP = smtplib.SMTP_SSL(hote, adresse.port or 465, timeout=ATTENTE, context=tls)
    else:
        serveur = smtplib.SMTP(hote, adresse.port or 25, timeout=ATTENTE)
        serveur.ehlo()
        if serveur.has_extn("starttls"):
            serveur.starttls(context=tls)
            serveur.ehlo()
    if adresse.username:
        serveur.login(unquote(adresse.username), unquote(adresse.password or ""))
    return serveur
