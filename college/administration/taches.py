"""Once a day, the head of each institution's journal is shown to the timestamping authority, where one is set."""

from __future__ import annotations

from sqlalchemy import select

from college import ancrage, horloge, journal
from college.boite_envoi import deposer, gestionnaire, periodique
from college.connecteurs import horodatage
from college.droits import acteur_systeme
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture, unite


@periodique(600)
def demander_les_ancres() -> None:
    """One message a day and an institution; a quiet day needs none."""
    if not horodatage.branche():
        return
    with lecture():
        voulues = [numero for numero in unite().scalars(select(Institution.id)).all() if ancrage.tete(numero)]
    if voulues:
        with ecriture():
            for numero in voulues:
                deposer("ancrer_journal", numero, f"ancre:{numero}:{horloge.systeme():%Y-%m-%d}")


@gestionnaire("ancrer_journal")
def ancrer_journal(institution_id: int) -> None:
    """Asked outside any transaction; the token is kept first, then the journal says so."""
    with lecture():
        tete = ancrage.tete(institution_id)
    if tete is None:
        return
    entree, sceau = tete
    jeton, instant = horodatage.horodater(sceau)
    ancrage.garder(institution_id, entree, sceau, jeton)
    with ecriture():
        commune = unite().get_one(Institution, institution_id)
        systeme = acteur_systeme(institution_id)
        journal.noter(systeme, ancrage.EVENEMENT, commune, entree=entree, sceau=sceau, horodatee_le=instant.isoformat())
