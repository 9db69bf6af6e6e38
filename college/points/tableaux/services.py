"""The table of a point: imported and annexed, its exceptions, its sentence in the text."""

from __future__ import annotations

import re

from college import horloge, journal
from college.droits import Acteur, exige
from college.points import chaine
from college.points.annexes import services as annexes
from college.points.etats import etat_de, texte
from college.points.modele import Point
from college.points.revisions import reviser
from college.points.services import recalculer
from college.points.tableaux import lecture, regles, requetes
from college.points.tableaux.modele import Tableau
from college.transaction import unite

_PHRASE = re.compile(r"<p>Le tableau annexé \(.*?</p>")


@exige("point.joindre")
def importer(acteur: Acteur, point: Point, nom: str, octets: bytes) -> Tableau:
    """Read the file, check its total, annex it as part of the act.

    A second import takes the place of the first, and is confidential if the first one's file was.
    """
    chaine.peut_modifier(etat_de(point), acteur, {"annexes"})
    lu = regles.comprendre(lecture.lire(nom, octets))
    tableau = requetes.de(acteur, point)
    confidentielle = tableau is not None and requetes.confidentiel(tableau)
    annexe = annexes.joindre(
        acteur, point, nom, octets, type="integrante", a_imprimer=True, confidentielle=confidentielle
    )
    tableau = tableau or Tableau(institution_id=point.institution_id, point_id=point.id)
    tableau.nom, tableau.sha256 = annexe.nom, annexe.sha256
    tableau.colonnes = lu.colonnes
    tableau.lignes = [[numero, *ligne] for numero, ligne in zip(lu.numeros, lu.lignes, strict=True)]
    tableau.montants, tableau.annonce, tableau.exceptions = lu.montants, lu.annonce, []
    tableau.importe_par_id, tableau.importe_le = acteur.agent_id, horloge.maintenant()
    unite().add(tableau)
    unite().flush()
    journal.noter(acteur, "tableau.importe", point, lignes=len(lu.lignes), sha256=annexe.sha256)
    return tableau


@exige("point.modifier")
def excepter(acteur: Acteur, point: Point, ecrites: str) -> Tableau:
    """Lines that are not approved: « 12, 40-42 ». The sentence already written follows."""
    tableau = requetes.exige_tableau(acteur, point)
    _permis(acteur, point)
    tableau.exceptions = regles.exceptions(ecrites, en_lu(tableau).numeros)
    journal.noter(acteur, "tableau.exceptions", point, exceptions=tableau.exceptions)
    if _PHRASE.search(texte(point).dispositif):
        ecrire(acteur, point)
    return tableau


@exige("point.modifier")
def ecrire(acteur: Acteur, point: Point) -> str:
    """Put the sentence in the decision, in the place of the one written before."""
    chaine.peut_modifier(etat_de(point), acteur, {"dispositif"})
    phrase = dite(requetes.exige_tableau(acteur, point))
    dispositif, neuve = texte(point).dispositif, f"<p>{phrase}</p>"
    ecrit = _PHRASE.sub(lambda _: neuve, dispositif, count=1) if _PHRASE.search(dispositif) else dispositif + neuve
    reviser(acteur, point, {"dispositif": ecrit})
    point.modifie_le = horloge.maintenant()
    recalculer(point)
    journal.noter(acteur, "tableau.phrase", point)
    return phrase


def en_lu(tableau: Tableau) -> regles.Lu:
    """As the pure rules read it."""
    lignes = [ligne[1:] for ligne in tableau.lignes]
    numeros = [ligne[0] for ligne in tableau.lignes]
    return regles.Lu(list(tableau.colonnes), lignes, numeros, tableau.montants, tableau.annonce)


def dite(tableau: Tableau) -> str:
    """The sentence of the decision."""
    return regles.phrase(en_lu(tableau), tableau.exceptions)


def _permis(acteur: Acteur, point: Point) -> None:
    """Who holds the text; the secretary until the decision."""
    if point.phase == "decide" or not acteur.est_secretaire(point.organe_id):
        chaine.peut_modifier(etat_de(point), acteur, {"dispositif"})
