"""Moving a séance that nobody has been called to yet: another day, another hour, another place."""

from __future__ import annotations

from datetime import datetime

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.seances.modele import Seance
from college.seances.verrou import toucher, verrouiller


@exige("seance.preparer")
def deplacer(acteur: Acteur, seance: Seance, debut: datetime, lieu: str) -> None:
    """The agenda goes along: only the day, the hour (`debut`, with its zone) and the place change.

    Raises Refus once the notice has gone: members were called for that day (L1122-13), so it is cancelled first.
    """
    verrouiller(seance)
    if seance.etat != "en_preparation":
        raise Refus(
            "La date ne change plus : les membres ont été convoqués pour ce jour. "
            "Annulez d’abord la convocation, puis déplacez la séance.",
            article="L1122-13",
        )
    avant = (seance.debut, seance.lieu)
    if (debut, lieu) == avant:
        return
    seance.debut, seance.lieu = debut, lieu
    toucher(seance, ordre_du_jour=True)
    journal.noter(
        acteur, "seance.deplacee", seance, de=avant[0].isoformat(), a=debut.isoformat(), lieu_avant=avant[1], lieu=lieu
    )
