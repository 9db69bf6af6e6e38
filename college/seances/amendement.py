"""Amending the texts of a séance: live, then by the secretary until they are frozen. No hand overwrites another."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Perime, Refus
from college.points import conflits, texte_riche
from college.seances import cycle
from college.seances.agenda import toucher, verrouiller
from college.seances.modele import Inscription
from college.transaction import unite

LONGUEUR = 1000  # characters of a title
RICHES = ("motivation", "dispositif")
CHAMPS = {
    "titre": "Titre",
    "titre_public": "Titre public",
    "motivation": "Motivation",
    "dispositif": "Décision",
    "observations": "Interventions et incidents à acter",
}


@exige("seance.decider")
def amender(
    acteur: Acteur, inscription: Inscription, textes: Mapping[str, str], motif: str = "", lus: str | None = None
) -> Inscription:
    """Edit the text of the séance. `lus`: the marks of what the person had read. A text that only somebody else has
    changed since stays as he wrote it; one that both have changed raises Perime: the caller shows the two."""
    seance = inscription.seance
    verrouiller(seance)
    if inscription.arrete_le is not None:
        raise Refus(
            f"Le texte du point {inscription.numero} est arrêté : il ne change plus. "
            "Prenez une nouvelle décision, liée à celle-ci.",
            motif="texte_arrete",
        )
    voulus = propres(textes)
    if lus is not None:
        par = conflits.auteurs(voulus, actuels(inscription), lus)
        if "deux" in par.values():
            raise Perime(f"{_qui_a_ecrit(acteur, inscription)} : comparez les deux textes.", courant=inscription)
        voulus = {champ: texte for champ, texte in voulus.items() if par.get(champ) == "mien"}
    if changes := ecrire(inscription, voulus):
        inscription.modifie_en_seance = inscription.modifie_en_seance or seance.etat in cycle.EN_SEANCE
        journal.noter(acteur, "point.amende", inscription, champs=changes, etat=seance.etat, motif=motif)
        toucher(seance)
    return inscription


def actuels(inscription: Inscription) -> dict[str, str]:
    """Every text of a line, as it is kept."""
    return {champ: getattr(inscription, champ) for champ in CHAMPS}


def marques(inscription: Inscription) -> str:
    """What a form on these texts is opened on."""
    return conflits.marques(actuels(inscription))


def propres(textes: Mapping[str, str]) -> dict[str, str]:
    """As they are kept: rich texts sanitised, plain ones without the spaces around."""
    lus = {}
    for champ, valeur in textes.items():
        if champ not in CHAMPS:
            raise Refus(f"« {champ} » n’est pas un texte du point.", motif="champ_inconnu")
        lus[champ] = texte_riche.nettoyer(valeur) if champ in RICHES else valeur.strip()
        if champ == "titre" and not lus[champ]:
            raise Invalide("Écrivez l’objet du point : il figure au procès-verbal et dans l’acte.", champ)
        if champ in ("titre", "titre_public") and len(lus[champ]) > LONGUEUR:
            raise Invalide(f"Écrivez un titre de {LONGUEUR} caractères au plus.", champ)
    return lus


def ecrire(inscription: Inscription, voulus: Mapping[str, str]) -> list[str]:
    """Put them on the line; gives the names of those that changed."""
    changes = [champ for champ, texte in voulus.items() if texte != getattr(inscription, champ)]
    for champ in changes:
        setattr(inscription, champ, voulus[champ])
    return changes


def _qui_a_ecrit(acteur: Acteur, inscription: Inscription) -> str:
    """The last to amend it; unknown where it is the person, in another page, or another act that wrote."""
    entree = journal.EntreeJournal
    dernier = (
        unite()
        .execute(
            select(entree.acteur_id, entree.acteur)
            .where(
                entree.objet_type == Inscription.__tablename__,
                entree.objet_id == inscription.id,
                entree.evenement == "point.amende",
            )
            .order_by(entree.id.desc())
            .limit(1)
        )
        .first()
    )
    if dernier is None or dernier.acteur_id == acteur.agent_id:
        return "Ce texte a changé depuis que vous l’avez ouvert, peut-être dans un autre onglet"
    return f"{dernier.acteur} a modifié ce texte depuis que vous l’avez ouvert"
