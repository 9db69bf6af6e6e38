"""`arreter`: the texts are read again, frozen, and handed to the room that makes the acts."""

from __future__ import annotations

from collections.abc import Sequence

from college import annonces, horloge
from college.droits import Acteur
from college.erreurs import Invalide, Refus
from college.francais import enumerer
from college.seances import decision, depouillement, formule, fragments, relecture
from college.seances.decisions import scrutin_de
from college.seances.modele import Inscription, Seance

TEXTES = ("titre", "motivation", "dispositif")
ISSUES_IMPRIMEES = frozenset({"accepte", "accepte_modifie", "pris_acte"})


def arreter(
    acteur: Acteur, seance: Seance, choisies: Sequence[int], passer_outre: str = "", remplacer: bool = False
) -> list[Inscription]:
    """Freeze all the texts, or some first; the séance is « arrêtée » with the last one."""
    lignes = [i for i in seance.inscriptions if not i.retiree and i.arrete_le is None]
    if choisies:
        _connues(seance, choisies)
        lignes = [i for i in lignes if i.id in set(choisies)]
    if remplacer or passer_outre.strip():
        for ligne in lignes:
            _remplacer_formules(ligne)
    if (defauts := a_reprendre(lignes)) and not passer_outre.strip():
        raise Refus(
            "Des textes sont à reprendre avant d’être arrêtés : " + " ; ".join(phrase for _, phrase in defauts[:8]),
            motif="textes_a_reprendre",
            franchissable=True,
            a_reprendre=[{"inscription": i.id, "numero": i.numero, "motif": phrase} for i, phrase in defauts],
        )
    maintenant = horloge.maintenant()
    for ligne in lignes:
        ligne.arrete_le = maintenant
    if all(i.arrete_le or i.retiree for i in seance.inscriptions):
        seance.etat = "arretee"
        seance.arretee_le = maintenant
    annonces.annoncer("seance.arretee", acteur=acteur, seance=seance, inscriptions=lignes)
    return lignes


def garder_textes(seance: Seance) -> None:
    """What was decided, word for word: the drafting that follows is compared with it."""
    for ligne in seance.inscriptions:
        ligne.texte_decide = {champ: getattr(ligne, champ) for champ in TEXTES}


def _connues(seance: Seance, choisies: Sequence[int]) -> None:
    if inconnues := set(choisies) - {i.id for i in seance.inscriptions}:
        raise Invalide(
            f"Ces inscriptions ne sont pas de cette séance : {enumerer(sorted(map(str, inconnues)))}.", "inscriptions"
        )


def a_reprendre(lignes: Sequence[Inscription]) -> list[tuple[Inscription, str]]:
    """What stops each text: blanks, or a vote that it tells wrongly."""
    return [(ligne, f"point {ligne.numero}, {defaut.phrase}") for ligne in lignes for defaut in relire(ligne)]


def relire(ligne: Inscription) -> list[relecture.Defaut]:
    if not ligne.decisions or ligne.decisions[0].issue not in ISSUES_IMPRIMEES:
        return []
    vote = scrutin_de(ligne)
    comptes = vote.comptes if vote and vote.mode != "election" else None
    return relecture.relire(ligne.motivation + ligne.dispositif, comptes)


def _remplacer_formules(ligne: Inscription) -> None:
    """Pasted formulae give way to the token, which prints the proclaimed result; one vote a text at most."""
    if not depouillement.imprimee(scrutin_de(ligne)) or len(ligne.decisions) > 1:
        return
    ligne.motivation = formule.remplacer(ligne.motivation)
    ligne.dispositif = formule.remplacer(ligne.dispositif)


def sans_texte(ligne: Inscription) -> bool:
    return fragments.est_vide(ligne.motivation) and fragments.est_vide(ligne.dispositif)


def verbe(ligne: Inscription) -> str:
    """The label of the outcome, for lists."""
    return decision.ISSUES.get(ligne.issue or "", "")
