"""How a point comes to be, whoever asks: proposed, copied, or sent by another organe."""

from __future__ import annotations

from typing import Any

from college import horloge
from college.droits import Acteur
from college.organisation.compteurs import suivant
from college.organisation.modele import Organe, Service
from college.points.etats import etat_de, rafraichir, version_en_cours
from college.points.modele import Point
from college.points.revisions import appliquer, propres, reviser
from college.points.valeurs import Phase
from college.transaction import unite


def naitre(
    acteur: Acteur, donnees: dict[str, Any], organe: Organe | None = None, service: Service | None = None
) -> Point:
    """Write a new point and its first revision. Copies give `organe` and `service` as rows."""
    donnees, instant = propres(donnees), horloge.maintenant()
    annee, institution_id = horloge.locale(instant).year, organe.institution_id if organe else acteur.institution_id
    point = Point(
        institution_id=institution_id, auteur_id=acteur.agent_id, titre=donnees["titre"],
        numero_revision=0, cree_le=instant, modifie_le=instant, phase=str(Phase.BROUILLON),
    )  # fmt: skip
    if organe and service:
        point.organe, point.organe_id, point.service, point.service_id = organe, organe.id, service, service.id
    appliquer(acteur, point, donnees)
    point.reference = f"{annee}-{suivant(institution_id, 'point', annee):04d}"
    unite().add(point)
    unite().flush()
    reviser(acteur, point, donnees)
    _naitre_valide(point)
    unite().flush()
    return point


def _naitre_valide(point: Point) -> None:
    vu = etat_de(point, lus=(), avis=())
    if vu.phase is Phase.VALIDE:
        version = version_en_cours(point.organe, point.nature)
        point.chaine_version_id, point.soumis_le = version.id if version else None, point.cree_le
    rafraichir(point, vu)
