"""The pieces of a point follow to another one: same bytes, same words, same person who joined them."""

from __future__ import annotations

from collections.abc import Iterable

from college import horloge
from college.points.annexes import services, textes
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.transaction import unite

_REPRIS = (
    "nom",
    "type",
    "confidentielle",
    "a_imprimer",
    "rang",
    "sha256",
    "taille",
    "mime",
    "pages",
    "texte",
    "cherche",
    "etat_texte",
    "etat_antivirus",
    "deposee_par_id",  # while the scanner is awaited, the bytes go to that person alone: copying gives no right
)


def copier(pieces: Iterable[Annexe], copie: Point) -> None:
    """What still waits on a piece (the scanner, the reading of its words) is asked for its copy too."""
    for piece in pieces:
        suivie = Annexe(
            institution_id=copie.institution_id,
            point_id=copie.id,
            deposee_le=horloge.maintenant(),
            **{champ: getattr(piece, champ) for champ in _REPRIS},
        )
        unite().add(suivie)
        unite().flush()
        if suivie.etat_antivirus == "en_attente":
            services.analyser(suivie)
        else:
            textes.deposer(suivie)
