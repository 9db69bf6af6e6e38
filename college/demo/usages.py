"""What the house has set up before its points, and what some points carry: a link, a table, a way to another organe."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from college.demo import textes
from college.demo.scene import Scene, acteur, lire
from college.droits import Acteur
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points.delegations import services as delegations
from college.points.envois import services as envois
from college.points.liens import services as liens
from college.points.modele import Point
from college.points.modeles import services as modeles
from college.points.modeles.regles import Variable
from college.points.tableaux import services as tableaux
from college.transaction import unite


def installer(scene: Scene) -> None:
    """The register of delegations and the templates of points, written by the secretary."""
    qui = acteur("chantal")
    for usage in lire("usages.yaml"):
        if "delegation" in usage:
            _deleguer(qui, usage)
        else:
            _modele(qui, usage, scene)


def _deleguer(qui: Acteur, usage: dict[str, Any]) -> None:
    conseil, college = (
        organisation.nomme(Organe, qui.institution_id, code, "organe") for code in ("conseil", "college")
    )
    delegations.inscrire(
        qui,
        delegations.SaisieDelegation(
            conseil, college, usage["delegation"], usage["acte_du"], usage["du"], None, tuple(usage["categories"]),
            usage["base"].replace("'", "’"), usage["acte"], Decimal(usage["plafond"]),
        ),
    )  # fmt: skip


def _modele(qui: Acteur, usage: dict[str, Any], scene: Scene) -> None:
    contenu = usage["contenu"]
    ecrit = contenu | {
        "titre": textes.date_et_typographie(contenu["titre"], scene.calendrier),
        "motivation": textes.paragraphes(contenu["motivation"], scene.calendrier),
        "dispositif": textes.articles(contenu["dispositif"], scene.calendrier),
    }
    organe = organisation.nomme(Organe, qui.institution_id, usage["organe"], "organe")
    variables = tuple(Variable(**variable) for variable in usage["variables"])
    modeles.deposer(qui, modeles.SaisieModele(usage["modele"], usage["libelle"], organe, None, ecrit, variables))


def completer(scene: Scene, qui: Acteur, point: Point, description: dict[str, Any]) -> None:
    """What its author ties to a point as soon as it is written."""
    for lien in description.get("liens", ()):
        liens.lier(qui, point, unite().get_one(Point, scene.points[lien["vers"]]), lien["type"])
    if suite := description.get("suite"):
        titre = textes.date_et_typographie(suite["titre"], scene.calendrier)
        envois.prevoir(qui, point, suite | {"titre": titre})
    if tableau := description.get("tableau"):
        lignes = [";".join(tableau["colonnes"]), *(";".join(map(str, ligne)) for ligne in tableau["lignes"])]
        tableaux.importer(qui, point, tableau["nom"], "\n".join(lignes).encode())
