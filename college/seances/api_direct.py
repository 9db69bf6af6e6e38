"""Following a séance: the snapshot since a revision, and the bell."""

from __future__ import annotations

from typing import Any

from flask import Response

from college.api import cadre
from college.droits import Acteur
from college.organisation import temoins
from college.seances import corps as c
from college.seances import flux as canal
from college.seances import intitules, requetes
from college.seances import representations as vue
from college.seances.cliche import Cliche, cliches
from college.seances.permis import est_secretaire


@cadre.get(
    "/seances/<ref:suivie>/direct", droit="seance.lire", aussi=(204,), etiquette="Direct", resume="Suivre la séance"
)
def direct(acteur: Acteur, suivie: int | str, requete: c.DirectFiltre) -> cadre.Reponse:
    """204 while nothing changed since revision `depuis`, else the snapshot of the room."""
    cliche = cliches.depuis(acteur, suivie if isinstance(suivie, int) else 0, requete.depuis)
    if cliche is None:
        return cadre.Reponse(statut=204)
    return cadre.Reponse(_instantane(acteur, cliche), entetes={"X-Revision": str(cliche.revision)})


def _instantane(acteur: Acteur, cliche: Cliche) -> dict[str, Any]:
    seance = cliche.seance
    courante = next((i for i in seance.inscriptions if i.id == seance.inscription_courante_id), None)
    ouvert = requetes.scrutin_ouvert(seance)
    conduit = est_secretaire(acteur, seance.organe_id)
    lisibles = requetes.lisibles(acteur, [i for i in (courante, ouvert and ouvert.inscription) if i])
    if ouvert is not None and ouvert.inscription_id not in lisibles:
        ouvert = None
    elif ouvert is not None and conduit:
        ouvert = requetes.scrutin(acteur, ouvert.id)  # with the ballots
    return {
        "revision": cliche.revision,
        "etat": seance.etat,
        "point": intitules.montrable(acteur, seance, vue.ligne_vue(courante, courante.id in lisibles, acteur))
        if courante
        else None,
        "scrutin": vue.scrutin_vue(acteur, ouvert) if ouvert else None,
        "presences": vue.presences_vue(seance, cliche.releve),
        "conduit": conduit,
    }


@cadre.get(
    "/seances/<ref:suivie>/direct/flux",
    droit="seance.lire",
    produit=("text/event-stream",),
    aussi=(503,),
    etiquette="Direct",
    resume="Être prévenu",
)
def flux(acteur: Acteur, suivie: int | str) -> Response:
    """A bell (Server-Sent Events): the revision, and after a public ballot how many have voted. 503 when too many
    listen: poll then. 204 for a cancelled séance: nothing will ring, do not come back."""
    seance = suivie if isinstance(suivie, int) else 0
    revision, etat = requetes.revision_et_etat(acteur, seance)
    if etat == "annulee":
        return Response(status=204)
    return canal.ouvrir(seance, revision, temoins.de_la_requete(acteur))
