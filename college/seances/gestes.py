"""Gestures on one line: its doors closed or opened in session, and a member who asks for a debate."""

from __future__ import annotations

from college import annonces, journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.seances import agenda, composition, cycle, portes
from college.seances.modele import Inscription


@exige("seance.conduire")
def prononcer_huis_clos(acteur: Acteur, inscription: Inscription, ferme: bool, motif: str) -> Inscription:
    """In session the doors are closed on a public point, or opened on a closed one: the reason is in the minutes.

    At once for questions of persons (L1122-21); otherwise two thirds of those present (L1122-20: a vote whose
    object is `huis_clos`). What the public could read of the point is taken away in the same transaction.
    """
    seance = inscription.seance
    agenda.verrouiller(seance)
    if seance.etat not in cycle.EN_SEANCE:
        raise Refus("Le huis clos se prononce en séance ; avant, changez la ligne de l’ordre du jour.", motif="etat")
    if inscription.arrete_le is not None or inscription.retiree:
        raise Refus(f"Le point {inscription.numero} ne change plus.", motif="texte_arrete")
    if not motif.strip():
        raise Refus(
            "Dites pourquoi les portes se ferment ou s’ouvrent : le motif figure au procès-verbal.",
            article="L1122-21 CDLD",
            motif="motif_attendu",
        )
    if ferme:
        portes.verifier_fermeture(
            inscription.numero, type_acte=inscription.point.type_acte, type_organe=seance.organe.type,
            jour=composition.jour_de(seance),
        )  # fmt: skip
    inscription.huis_clos = ferme
    inscription.motif_huis_clos = motif.strip()
    journal.noter(acteur, "point.huis_clos", seance, inscription=inscription.id, ferme=ferme, motif=motif.strip())
    agenda.toucher(seance, ordre_du_jour=True)
    annonces.annoncer("inscription.huis_clos", acteur=acteur, inscription=inscription)
    return inscription


@exige("seance.signaler")
def signaler(acteur: Acteur, inscription: Inscription, a_discuter: bool = True) -> Inscription:
    """A member asks that this point be discussed: it leaves the list of those without debate."""
    seance = inscription.seance
    agenda.verrouiller(seance)
    if seance.etat in cycle.VERROUILLEE or inscription.decisions:
        raise Refus(f"Le point {inscription.numero} est déjà décidé : il ne se discute plus.", motif="deja_decide")
    if inscription.a_discuter != a_discuter:
        inscription.a_discuter = a_discuter
        journal.noter(acteur, "point.a_discuter", seance, inscription=inscription.id, a_discuter=a_discuter)
        agenda.toucher(seance, ordre_du_jour=True)
    return inscription
