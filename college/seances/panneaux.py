"""What the séances say on the pages of a point: where it is inscribed, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import francais, horloge
from college.droits import Acteur
from college.panneaux import Panneau, etapes_de_suivi, panneau
from college.points import mots
from college.points.modele import Point
from college.seances import affichage, calendrier, cloture, decision, representations, requetes
from college.seances.grammaire import de_l_organe
from college.seances.modele import Inscription, Seance
from college.transaction import unite


def _inscriptions(acteur: Acteur, point: Point) -> list[Inscription]:
    """The lines of this point on agendas that the person may read, oldest séance first; a new draft has none."""
    if point.phase == "brouillon" and point.soumis_le is None:
        return []
    demande = (
        select(Inscription)
        .join(Inscription.seance)
        .options(joinedload(Inscription.seance, innerjoin=True))
        .where(Inscription.point_id == point.id, Inscription.retiree.is_(False), requetes.visibles(acteur))
        .order_by(Seance.debut)
    )
    return list(unite().scalars(demande).unique())


def phrase(inscription: Inscription, masquee: bool = False) -> str:
    """« Ce point est inscrit au point 7 du Conseil communal du lundi 14 décembre 2026 »."""
    seance = inscription.seance
    jour = francais.date_longue(seance.debut, avec_jour=True)
    lieu = f"au point {inscription.numero} {de_l_organe(seance.organe.nom)} du {jour}"
    if seance.etat == "annulee":
        return f"Ce point était inscrit {lieu}, séance annulée."
    if inscription.issue and not masquee:
        return f"{decision.ISSUES[inscription.issue]} {lieu}."
    return f"Ce point est inscrit {lieu}."


@panneau("point")
def seance_visee(_acteur: Acteur, point: Point) -> Panneau | None:
    """« Trop tard pour la séance du … → séance du … », from the draft on, where the organe has a closing date."""
    reglages = requetes.reglages(point.organe)
    if not reglages.cloture_jours or point.phase not in ("brouillon", "en_validation", "valide"):
        return None
    prevues = [cloture.Prochaine(s.id, horloge.locale(s.debut)) for s in requetes.prochaines(point.organe_id)]
    fermes = calendrier.ponts(point.organe.institution)
    instant = horloge.locale(horloge.maintenant())
    phrase_ = cloture.annoncer(prevues, instant, reglages.cloture_jours, reglages.cloture_heure, fermes)
    return Panneau("Séance visée", "seances/_seance_visee.html", {"phrase": phrase_}) if phrase_ else None


@etapes_de_suivi("point")
def _suivi(acteur: Acteur, point: Point) -> list[dict[str, Any]]:
    """After the validation: the séance, then what it decided."""
    etapes: list[dict[str, Any]] = []
    for inscription in _inscriptions(acteur, point):
        seance = inscription.seance
        masquee = representations.masquee(acteur, inscription)
        issue = "" if masquee else inscription.issue
        etapes.append(
            {
                "seance": True,
                "phrase": phrase(inscription, masquee),
                "url": f"/app/seances/{seance.id}",
                "etat": "fait" if issue or seance.etat == "annulee" else "courant",
                "libelle": f"{seance.organe.nom}, point {inscription.numero}",
                "detail": representations.MASQUE
                if masquee
                else decision.ISSUES[issue]
                if issue
                else "Séance annulée"
                if seance.etat == "annulee"
                else "À l’ordre du jour",
                "quand": francais.date_courte(seance.debut),
            }
        )
    return etapes


@panneau("aller")
def _aller(acteur: Acteur, question: str) -> Panneau | None:
    """The séances of that day, organe or number, for the palette."""
    if not (voulus := mots.demander(question)):
        return None
    lues = unite().scalars(requetes.liste(acteur).limit(60)).unique()
    liens = [
        ("Séance", affichage.titre(seance), f"/app/seances/{seance.id}", "agenda")
        for seance in lues
        if mots.repond(voulus, _parties(seance))
    ]
    return Panneau("", "", {"liens": liens}) if liens else None


def _parties(seance: Seance) -> tuple[str, ...]:
    debut = horloge.locale(seance.debut).date()
    return affichage.titre(seance), mots.jour(debut), francais.date_longue(debut)
