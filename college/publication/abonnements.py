"""News of the séance that change what the public reads, inside the séance's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from college.actes.modele import Acte
from college.annonces import abonner
from college.droits import Acteur, acteur_systeme
from college.points.masques import marque
from college.points.modele import Point
from college.publication import services, suites
from college.publication.biffures import requetes as marques
from college.publication.biffures import services as biffures
from college.publication.biffures.masquage import masquer_html, masquer_texte
from college.publication.biffures.passages import Passages
from college.seances.modele import Inscription, Seance


@abonner("acte.pret")
def proposer_biffures(acteur: Acteur, acte: Acte, **_: Any) -> None:
    """What should be masked is proposed as soon as the text is there, so that it is read before publication."""
    if not acte.huis_clos and acte.partie != "huis_clos":
        biffures.proposer(acteur, acte)


@abonner("tutelle.etat")
def suivre_tutelle(acte: Acte, envoi: Any, **_: Any) -> None:
    services.suivre_tutelle(acteur_systeme(acte.institution_id), acte, suites.d_envoi(envoi))


@abonner("seance.projets_publies")
def publier_projets(acteur: Acteur, seance: Seance, **_: Any) -> None:
    services.publier_projets(acteur, seance)


@abonner("seance.annulee")
def retirer_projets(acteur: Acteur, seance: Seance, **_: Any) -> None:
    services.retirer_projets(acteur, seance, "La séance est annulée.")


@abonner("seance.arretee")
def clore_projets(acteur: Acteur, seance: Seance, inscriptions: Iterable[Inscription], **_: Any) -> None:
    services.clore_projets(acteur, seance, inscriptions)


@abonner("inscription.huis_clos")
def fermer_projet(acteur: Acteur, inscription: Inscription, **_: Any) -> None:
    services.suivre_huis_clos(acteur, inscription)


@abonner("point.valider_biffures")
def valider_biffures(acteur: Acteur, point: Point, ecarter: Collection[int | str], **_: Any) -> None:
    """The action of the points room, whose marks are kept here; what is found today is settled too."""
    biffures.proposer(acteur, point)
    biffures.valider(acteur, point, ecarter)


@abonner("points.masques")
def masques_des_points(points: Sequence[Point], **_: Any) -> dict[int, Callable[[str, bool], str]]:
    """How an observer reads points: what is marked gives way, as on the public page."""
    lots = marques.de_points([point.id for point in points])
    return {point.id: _masque(biffures.a_masquer(lots.get(point.id, []))) for point in points}


def _masque(extraits: tuple[str, ...]) -> Callable[[str, bool], str]:
    passages = Passages(extraits)
    return lambda lu, html: masquer_html(lu, passages) if html else masquer_texte(lu, passages)


marque(marques.sur_le_point)
