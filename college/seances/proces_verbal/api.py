"""The calls on observations (contract §8: the approval itself is `approuver_pv`)."""

from __future__ import annotations

from typing import Any

from college.api import Corps, cadre
from college.api.listes import liste_entiere
from college.droits import Acteur, verifier
from college.erreurs import Introuvable
from college.seances.api import voisine
from college.seances.corps import ObservationCorps
from college.seances.modele import Seance
from college.seances.proces_verbal import services
from college.seances.proces_verbal.modele import ObservationPv
from college.seances.requetes import seance_conduite
from college.transaction import unite

ETIQUETTE = "Séances"


class TranchementCorps(Corps):
    """What the organe said of it."""

    adoptee: bool


def observation(acteur: Acteur, ref: int | str) -> ObservationPv:
    """For whoever keeps the minutes. Raises Introuvable."""
    trouvee = unite().get(ObservationPv, int(ref)) if str(ref).isdecimal() else None
    if trouvee is None:
        raise Introuvable("Cette observation n’existe pas, ou vous n’y avez pas accès.")
    seance_conduite(acteur, trouvee.seance_id)
    return trouvee


cadre.trouve("observation")(observation)


def _vue(objet: ObservationPv) -> dict[str, Any]:
    return {"id": objet.id, **services.en_valeurs(objet), "adoptee": objet.adoptee}


@cadre.post(
    "/seances/<ref:seance>/observations",
    droit="seance.conduire",
    statut=201,
    etiquette=ETIQUETTE,
    resume="Noter une observation sur le procès-verbal",
)
def observer(acteur: Acteur, seance: Seance, corps: ObservationCorps) -> dict[str, Any]:
    ligne = voisine(seance, corps.inscription, "inscription")
    saisie = services.SaisieObservation(
        corps.texte, corps.auteur, ligne, corps.au_lieu_de, corps.lire, corps.partie, corps.adoptee
    )
    return _vue(services.observer(acteur, seance, saisie))


@cadre.get(
    "/seances/<ref:seance>/observations",
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Lire les observations sur le procès-verbal",
)
def lister(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    verifier("seance.conduire", acteur, seance)  # closed parts are spoken of: for who runs this séance
    return liste_entiere([_vue(o) for o in services.de_seance(seance)])


@cadre.post(
    "/observations/<ref:observation>/decision",
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Dire si une observation est adoptée",
)
def trancher(acteur: Acteur, observation: ObservationPv, corps: TranchementCorps) -> dict[str, Any]:
    seance = seance_conduite(acteur, observation.seance_id)
    return _vue(services.trancher(acteur, seance, observation, corps.adoptee))
