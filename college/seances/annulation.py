"""A séance that will not be held, or a notice taken back: points return, members are told, the trace stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from college import annonces, boite_envoi, francais, horloge
from college.boite_envoi import gestionnaire
from college.droits import Acteur
from college.points import services as points
from college.points.modele import Point
from college.seances import convocation, courrier, requetes
from college.seances.grammaire import de_l_organe
from college.seances.modele import Inscription, Seance
from college.transaction import lecture, unite

SUITES = {
    "seance": "Si une autre séance est fixée, vous recevrez une nouvelle convocation.",
    "convocation": "Si la séance est maintenue ou déplacée, vous recevrez une nouvelle convocation.",
}


def annuler(acteur: Acteur, seance: Seance, motif: str) -> None:
    """No minutes and no number will ever be born of it; what was foreseen stays readable, with the reason."""
    seance.annulee_le, seance.motif_annulation = horloge.maintenant(), motif
    if seance.convoquee_le is not None:
        _deposer("seance", seance, motif)
    for ligne in seance.inscriptions:
        if not ligne.retiree:
            _liberer(acteur, ligne)
    # A wish for a day that will not come must not keep a point off an earlier one.
    unite().execute(
        update(Point)
        .where(Point.seance_souhaitee_id == seance.id, Point.phase != "decide")
        .values(seance_souhaitee_id=None)
    )
    annonces.annoncer("seance.annulee", acteur=acteur, seance=seance, motif=motif)


def _liberer(acteur: Acteur, ligne: Inscription) -> None:
    """The point waits for another agenda; one that is with its service stays there."""
    ligne.renvoyee_le = None
    if ligne.point.phase == "inscrit":
        points.changer_phase(acteur, ligne.point, "valide", "La séance est annulée.")


def annuler_convocation(acteur: Acteur, seance: Seance, motif: str) -> None:
    """The agenda is a project again, its numbers are free; the next notice will replace this one."""
    _deposer("convocation", seance, motif)
    annulees = requetes.versions_en_cours(seance)
    for version in annulees:
        version.annulee_le = horloge.maintenant()
    if annulees:
        _reprendre(acteur, seance, annulees[0].le)
    seance.convoquee_le = None
    convocation.defiger(seance)


def _reprendre(acteur: Acteur, seance: Seance, depuis: datetime) -> None:
    """What only these notices had brought to the members; a postponed point, known before, stays with them."""
    for ligne in seance.inscriptions:
        diffuse = ligne.point.diffuse_le
        if diffuse is not None and diffuse >= depuis:
            points.reprendre(acteur, ligne.point)


def _deposer(genre: str, seance: Seance, motif: str) -> None:
    lettre = seance.version_oj
    boite_envoi.deposer(
        "prevenir_d_une_annulation", seance.institution_id, cle_unique=f"annulation:{genre}:{seance.id}:{lettre}",
        seance=seance.id, genre=genre, lettre=lettre, motif=motif,
    )  # fmt: skip


@gestionnaire("prevenir_d_une_annulation")
def prevenir(institution_id: int, seance: int, genre: str, lettre: str, motif: str) -> None:
    """One mail to each member who had been called."""
    with lecture():
        annulee = unite().get_one(Seance, seance)
        envois = courrier.adresses(annulee)
        sujet, texte = mots(annulee, genre, motif)
    courrier.distribuer(envois, sujet, texte, f"annulation-{genre}-{seance}-{lettre}")


def mots(seance: Seance, genre: str, motif: str) -> tuple[str, str]:
    """Subject and text: when, why, what comes next; never what was on the agenda."""
    quand = f"{francais.date_longue(seance.debut, avec_jour=True)} à {francais.heure(seance.debut)}"
    quoi = f"la séance {de_l_organe(seance.organe.nom)} du {quand}"
    dit = f"{francais.majuscule(quoi)} est annulée." if genre == "seance" else f"La convocation à {quoi} est annulée."
    objet = "Séance annulée" if genre == "seance" else "Convocation annulée"
    phrases = [dit, f"Motif : {motif.strip().rstrip('.')}." if motif.strip() else "", SUITES[genre]]
    return f"{objet} : {seance.organe.nom}, {quand}", francais.insecables("\n\n".join(p for p in phrases if p))
