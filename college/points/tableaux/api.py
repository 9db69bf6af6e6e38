"""API of the table of a point."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from werkzeug.datastructures import FileStorage, MultiDict

from college.api import cadre
from college.droits import Acteur
from college.erreurs import Invalide
from college.points.modele import Point
from college.points.tableaux import regles, requetes, services
from college.points.tableaux.modele import Tableau


class ExceptionsCorps(cadre.Corps):
    """« 12, 40-42 »; `ecrire` puts the sentence in the decision."""

    exceptions: str = Field(default="", max_length=2000)
    ecrire: bool = False


@cadre.get("/points/<ref:point>/tableau", droit="point.lire", etiquette="Points", resume="Le tableau d’un point")
def lire_tableau(acteur: Acteur, point: Point) -> dict[str, Any]:
    """Lines, total, exceptions, sentence."""
    return vu(requetes.exige_tableau(acteur, point))


@cadre.post(
    "/points/<ref:point>/tableau", droit="connecte", statut=201, multipart=True, etiquette="Points",
    resume="Importer le tableau d’un point (CSV ou XLSX)",
)  # fmt: skip
def importer_tableau(acteur: Acteur, point: Point, fichiers: MultiDict[str, FileStorage]) -> dict[str, Any]:
    """Multipart: `fichier`. Its total is checked; the file is annexed as part of the act."""
    fichier = fichiers.get("fichier")
    if fichier is None or not fichier.filename:
        raise Invalide("Joignez le fichier dans le champ « fichier ».", "fichier")
    return vu(services.importer(acteur, point, fichier.filename, fichier.read()))


@cadre.post(
    "/points/<ref:point>/tableau/exceptions", droit="connecte", etiquette="Points",
    resume="Dire quelles lignes ne sont pas approuvées",
)  # fmt: skip
def excepter_tableau(acteur: Acteur, point: Point, corps: ExceptionsCorps) -> dict[str, Any]:
    """« approuvé, sauf les lignes 12 et 40 »."""
    tableau = services.excepter(acteur, point, corps.exceptions)
    if corps.ecrire:
        services.ecrire(acteur, point)
    return vu(tableau)


def vu(tableau: Tableau) -> dict[str, Any]:
    """A table, totalled."""
    lu = services.en_lu(tableau)
    return {
        "nom": tableau.nom,
        "sha256": tableau.sha256,
        "colonnes": lu.colonnes,
        "lignes": [{"numero": n, "cellules": cellules} for n, cellules in zip(lu.numeros, lu.lignes, strict=True)],
        "total": regles.total(lu),
        "total_annonce": lu.annonce,
        "exceptions": tableau.exceptions,
        "total_approuve": regles.total(lu, tableau.exceptions),
        "phrase": services.dite(tableau),
    }
