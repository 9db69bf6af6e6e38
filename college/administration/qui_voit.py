"""« Qui voit quoi »: for each moment of a chain, who reads, who writes, who acts. PURE: words for the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from college.francais import enumerer
from college.points.definition import Chaine, Etape
from college.points.volets import TOUS, noms

SANS_NOM: Mapping[str, str] = {}
SERVICE, SECRETARIAT = "le service proposant", "le secrétariat"


class Moment(NamedTuple):
    """One line of the table."""

    nom: str
    lisent: str
    ecrivent: str
    agissent: str


def qui_voit(
    chaine: Chaine, qui: Mapping[str, str], type_organe: str, secret: bool, roles: Mapping[str, str] = SANS_NOM
) -> list[Moment]:
    """The lines, from the draft to the decision. `secret`: an organe of social secrecy; `roles`: names by code."""
    lecteurs = [SERVICE, SECRETARIAT]
    moments = [Moment("Brouillon", _liste(lecteurs), "les rédacteurs du service", "les rédacteurs, qui l’envoient")]
    for etape in chaine.etapes:
        nom = qui.get(etape.code, "")
        if nom and nom not in lecteurs:
            lecteurs = [*lecteurs, nom]
        nom = nom or "personne encore"
        fait = "rend l’avis" if etape.est_avis else "vise ou renvoie"
        moments.append(
            Moment(etape.libelle, _liste(lecteurs) + _des(etape), _ecrit(etape, nom, roles), f"{nom} : {fait}")
        )
    if type_organe == "autorite":
        fin = Moment("Validé", _liste([*lecteurs, "l’autorité"]), SECRETARIAT, "l’autorité, qui décide")
        return [*moments, fin._replace(nom="Validé")]
    moments.append(Moment("Validé", _liste(lecteurs), SECRETARIAT, f"{SECRETARIAT}, qui l’inscrit"))
    membres = "les membres" if type_organe in ("college", "bureau_permanent") else "les membres dès la convocation"
    tous = [*lecteurs, membres] + ([] if secret else ["tous les agents si le point est public"])
    return [*moments, Moment("Inscrit", _liste(tous), SECRETARIAT, "la séance")]


def _ecrit(etape: Etape, nom: str, roles: Mapping[str, str]) -> str:
    if not etape.modifie:
        return "personne"
    gens = [nom, *(f"{roles.get(role, role)} du service" for role in etape.modifient)]
    parts = "" if len(etape.modifie) == len(TOUS) else f", seulement {enumerer(noms(etape.modifie))}"
    return _liste(gens) + parts


def _des(etape: Etape) -> str:
    return " (dès que le point y arrive)" if etape.si else ""


def _liste(gens: list[str]) -> str:
    """Names of groups come without their article: a list, not a sentence."""
    return " · ".join(gens)
