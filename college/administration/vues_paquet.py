"""The paquet communal on screen: take it away, see what a file would change, import it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request

from college.administration import paquet
from college.administration.paquet_base import paquet_de
from college.administration.paquet_ecriture import exporter
from college.administration.paquet_lecture import PaquetInvalide, lire
from college.administration.vues import ICI, bp
from college.erreurs import Invalide, Refus
from college.organisation.modele import Institution
from college.transaction import unite
from college.web import acteur, telecharger, vers, vue

TAILLE = 5_000_000


@vue(bp, f"{ICI}/paquet", droit="administration", methods=["GET", "POST"])
def paquet_communal() -> Any:
    """All or nothing: a fault names its line, and nothing was changed."""
    problemes: list[str] = []
    if request.method == "POST":
        fichier = request.files.get("fichier")
        texte = fichier.read(TAILLE + 1).decode("utf-8", "replace") if fichier else ""
        try:
            if "apercu" in request.form:
                apercu = paquet.apercu(acteur(), lire(texte), basculer="basculer" in request.form)
                return render_template("administration/paquet.html", problemes=[], apercu=apercu)
            bilan = paquet.importer(acteur(), lire(texte), basculer="basculer" in request.form)
        except PaquetInvalide as erreur:
            problemes = [str(probleme) for probleme in erreur.problemes]
        except (Refus, Invalide) as refus:
            problemes = [refus.phrase]
        else:
            flash(" ".join(bilan.lignes()))
            return vers(f"{ICI}/paquet")
    page = render_template("administration/paquet.html", problemes=problemes)
    return page, 422 if problemes else 200


@vue(bp, f"{ICI}/paquet.yaml", droit="administration")
def paquet_exporte() -> Response:
    """The institution as a readable file: importing it again changes nothing."""
    soi = unite().get_one(Institution, acteur().institution_id)
    return telecharger(exporter(paquet_de(soi)).encode(), f"{soi.code}.yaml", "application/yaml")
