"""The house's clauses: written, changed and withdrawn by the secretary."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from college import journal
from college.droits import Acteur, exige, politique
from college.erreurs import Faute, Interdit, Introuvable, Invalide
from college.francais import insecables
from college.organisation.modele import Service
from college.points.clauses.modele import Clause
from college.points.phrases import fr
from college.transaction import unite

NOM_MAX, TEXTE_MAX = 80, 2_000


@politique("clause.gerer")
def _gerer(acteur: Acteur, objet: Any) -> None:
    if not acteur.est_secretaire():
        raise Interdit("Le secrétariat tient la bibliothèque de clauses : proposez-lui la vôtre.")


@exige("clause.gerer")
def ecrire(acteur: Acteur, clause: Clause | None, nom: str, texte: str, service_id: int | None) -> Clause:
    """A new clause, or new words for one; the texts where it was inserted keep theirs."""
    nom, texte = " ".join(nom.split()), " ".join(texte.split())
    fautes = []
    if not nom or len(nom) > NOM_MAX:
        fautes.append(Faute("nom", fr(f"Donnez à la clause un nom de {NOM_MAX} signes au plus.")))
    if not texte or len(texte) > TEXTE_MAX:
        fautes.append(Faute("texte", fr("Écrivez la clause, en 2 000 signes au plus.")))
    if service_id is not None and not _du_service(acteur, service_id):
        fautes.append(Faute("service", fr("Ce service n'existe pas : choisissez-en un autre.")))
    if fautes:
        raise Invalide(fautes)
    clause = clause or Clause(institution_id=acteur.institution_id, rang=_dernier(acteur) + 1)
    clause.nom, clause.texte, clause.service_id, clause.active = nom, insecables(texte), service_id, True
    unite().add(clause)
    unite().flush()
    journal.noter(acteur, "clause.ecrite", clause, nom=nom, service=service_id)
    return clause


def _du_service(acteur: Acteur, service_id: int) -> bool:
    trouve = unite().get(Service, service_id)
    return trouve is not None and trouve.institution_id == acteur.institution_id


def _dernier(acteur: Acteur) -> int:
    return unite().scalar(select(func.max(Clause.rang)).where(Clause.institution_id == acteur.institution_id)) or 0


@exige("clause.gerer")
def retirer(acteur: Acteur, clause: Clause) -> None:
    """No longer offered; offered again when somebody writes it anew."""
    clause.active = False
    journal.noter(acteur, "clause.retiree", clause, nom=clause.nom)


@exige("clause.gerer")
def trouver(acteur: Acteur, numero: int) -> Clause:
    """One clause of the house. Raises Introuvable."""
    clause = unite().scalar(select(Clause).where(Clause.id == numero, Clause.institution_id == acteur.institution_id))
    if clause is None:
        raise Introuvable("Cette clause n’existe pas.")
    return clause
