"""PURE. A card as compact bytes, as both back ends keep it."""

import zlib

from search_index.fiche import Fiche


def ecrire_fiche(fiche: Fiche) -> bytes:
    return zlib.compress(fiche.en_json().encode(), 3)


def lire_fiche(octets: bytes) -> Fiche:
    return Fiche.de_json(zlib.decompress(octets).decode())
