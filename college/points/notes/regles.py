"""Who reads which private note of a point, and what may be written in it: PURE.

The notes of a service are for those who write in that service today; the remarks of a secretariat are for the
secretaries of the organe. Nobody else: having written the point before leaving the service, a step of the chain, a
copy, a mandate or the administration gives none.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from college import francais
from college.droits import Acteur
from college.erreurs import Invalide
from college.points.phrases import fr

LONGUEUR = 5_000
_SANS_PLUME = ("lecteur", "conseiller_avis")  # roles that read, or advise, and propose nothing


class Genre(NamedTuple):
    """One note: its title, the column that holds it, who reads it, what the journal says."""

    titre: str
    champ: str
    lecteurs: str
    geste: str


GENRES = {
    "service": Genre(
        "Notes du service",
        "notes_internes",
        "Lues dans le service qui propose, nulle part ailleurs.",
        "point.notes_internes_changees",
    ),
    "secretariat": Genre(
        "Remarques du secrétariat",
        "remarques_secretariat",
        "Lues par le secrétariat de cet organe, nulle part ailleurs.",
        "point.remarques_changees",
    ),
}


def siennes(acteur: Acteur, point: Any) -> tuple[str, ...]:
    """The notes of this point that the person reads and writes."""
    du_service = any(service == point.service_id and role not in _SANS_PLUME for role, service in acteur.roles)
    vraies = {
        "service": du_service,
        "secretariat": acteur.est_secretaire(point.organe_id),
    }
    return tuple(genre for genre, vraie in vraies.items() if vraie)


def propre(texte: str) -> str:
    """Plain lines, as they are kept. Raises Invalide over the limit."""
    lignes = texte.replace("\r\n", "\n").replace("\0", "").strip()
    if len(lignes) > LONGUEUR:
        phrase = f"Écrivez au plus {francais.nombre(LONGUEUR)} caractères : il y en a {francais.nombre(len(lignes))}."
        raise Invalide(fr(phrase), "note")
    return lignes


def marque(texte: str) -> str:
    """What a form is opened on."""
    return sha256(texte.encode()).hexdigest()[:12]
