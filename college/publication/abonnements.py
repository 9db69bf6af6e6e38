"""News of the séance that change what the public reads, inside the séance's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from college.actes.modele import Acte
from college.annonces import abonner
from college.droits import Acteur, acteur_systeme
from college.publication import services, suites
from college.publication.biffures import services as biffures
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


@abonner("seance.arretee")
def clore_projets(acteur: Acteur, seance: Seance, inscriptions: Iterable[Inscription], **_: Any) -> None:
    services.clore_projets(acteur, seance, inscriptions)


@abonner("inscription.huis_clos")
def fermer_projet(acteur: Acteur, inscription: Inscription, **_: Any) -> None:
    services.suivre_huis_clos(acteur, inscription)
