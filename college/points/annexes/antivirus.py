"""The virus scanner: ClamAV's INSTREAM protocol. Fails closed: a piece not scanned is not handed out.

Where no scanner is set (COLLEGE_ANTIVIRUS_URL), only the rules of `regles` stand.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

_adresse: tuple[str, int] | None = None
_MORCEAU = 64 * 1024


class ScannerAbsent(Exception):
    """The scanner does not answer: try again later, hand out nothing meanwhile."""


def brancher(url: str) -> None:
    """`tcp://host:port`, or empty for none."""
    global _adresse
    lue = urlsplit(url)
    _adresse = (lue.hostname, lue.port or 3310) if lue.hostname else None


def branche() -> bool:
    """True when pieces wait for a scan."""
    return _adresse is not None


def sain(octets: bytes, delai: float = 60.0) -> bool:
    """True when the scanner finds nothing. Raises ScannerAbsent."""
    if _adresse is None:
        raise ScannerAbsent("no scanner is set")
    try:
        with socket.create_connection(_adresse, timeout=delai) as prise:
            prise.sendall(b"zINSTREAM\0")
            for debut in range(0, len(octets), _MORCEAU):
                morceau = octets[debut : debut + _MORCEAU]
                prise.sendall(struct.pack("!I", len(morceau)) + morceau)
            prise.sendall(struct.pack("!I", 0))
            reponse = _lire(prise)
    except OSError as panne:
        raise ScannerAbsent(str(panne)) from panne
    if reponse.endswith(b"OK"):
        return True
    if b"FOUND" in reponse:
        return False
    raise ScannerAbsent(reponse.decode(errors="replace"))


def _lire(prise: socket.socket) -> bytes:
    recu = b""
    while morceau := prise.recv(4096):
        recu += morceau
        if recu.endswith(b"\0"):
            break
    return recu.rstrip(b"\0\n ")
