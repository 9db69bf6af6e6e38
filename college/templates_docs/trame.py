"""PURE: messages between the application and its document workers: a JSON head, then raw blobs.

Never pickle: what comes back from a process that has read a stranger's template is only bytes and JSON.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

_TETE = struct.Struct(">I")
MAX_TRAME = 300_000_000


class TrameInvalide(ValueError):
    """The other side is gone or talks nonsense."""


def encoder(entete: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """One message as bytes."""
    tete = json.dumps({**entete, "_blobs": [len(b) for b in blobs]}, ensure_ascii=False).encode()
    return b"".join((_TETE.pack(len(tete)), tete, *blobs))


def lire(lire_exactement: Callable[[int], bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read one message by means of a function that returns exactly n bytes."""
    (longueur,) = _TETE.unpack(lire_exactement(4))
    if longueur > MAX_TRAME:
        raise TrameInvalide("Frame too long.")
    entete = json.loads(lire_exactement(longueur))
    tailles = entete.pop("_blobs")
    if sum(tailles) > MAX_TRAME:
        raise TrameInvalide("Frame too long.")
    return entete, [lire_exactement(taille) for taille in tailles]
