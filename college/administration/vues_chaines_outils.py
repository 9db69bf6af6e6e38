"""Around a chain: its file out and in (YAML, BPMN 2.0), and the move of running points to the version in force."""

from __future__ import annotations

from typing import Any

import yaml
from flask import Response, flash, render_template, request

from college import francais
from college.administration import bascule, bpmn, requetes
from college.administration.bpmn_lecture import lire_bpmn
from college.administration.vues import ICI, bp
from college.administration.vues_chaines import montrer
from college.erreurs import Faute, Introuvable, Invalide
from college.points.modele import Chaine
from college.web import acteur, vers, vue

GENRES = {"yaml": "application/yaml; charset=utf-8", "bpmn": "application/xml; charset=utf-8"}
POIDS = 300_000
NIVEAUX = 12


@vue(bp, f"{ICI}/chaines/<int:numero>/fichier.<genre>", droit="administration")
def fichier_de_chaine(numero: int, genre: str) -> Response:
    """The version in force as YAML (as in a paquet) or BPMN 2.0."""
    soi = requetes.trouver(acteur(), Chaine, numero)
    version = bascule.derniere(soi)
    if version is None or genre not in GENRES:
        raise Introuvable()
    definition = version.definition
    texte = bpmn.ecrire(definition) if genre == "bpmn" else _yaml(definition)
    nom = f'attachment; filename="{soi.code}-v{version.numero}.{genre}"'
    return Response(texte, content_type=GENRES[genre], headers={"Content-Disposition": nom})


def _yaml(definition: dict[str, Any]) -> str:
    return str(yaml.safe_dump(definition, allow_unicode=True, sort_keys=False))


@vue(bp, f"{ICI}/chaines/<int:numero>/importer", droit="administration", ecrit=True)
def importer_chaine(numero: int) -> Any:
    """A file becomes the draft on the screen; nothing is published."""
    soi = requetes.trouver(acteur(), Chaine, numero)
    depot = request.files.get("fichier")
    contenu = b""
    if depot:
        with depot.stream as flux:
            contenu = flux.read(POIDS + 1)
    try:
        definition = lire_fichier(contenu)
    except Invalide as erreur:
        return montrer(soi, problemes=[faute.message for faute in erreur.fautes]), 422
    return montrer(soi, brouillon={**definition, "code": soi.code})


def lire_fichier(contenu: bytes) -> dict[str, Any]:
    """YAML or BPMN, told apart by the first character."""
    if not contenu.strip():
        raise _refus("Choisissez d’abord un fichier YAML ou BPMN 2.0.")
    if len(contenu) > POIDS:
        raise _refus("Ce fichier dépasse 300 ko\u00a0: une chaîne en fait quelques kilo-octets.")
    if contenu.lstrip().startswith(b"<"):
        return lire_bpmn(contenu)
    try:
        lu = _yaml_lu(contenu.decode("utf-8-sig"))
    except (yaml.YAMLError, ValueError, RecursionError) as erreur:  # also a 13th month, a thousand brackets
        raise _refus(
            "Ce fichier n’est ni du YAML ni du BPMN lisible\u00a0: exportez une chaîne pour voir la forme."
        ) from erreur
    etapes = lu.get("etapes") if isinstance(lu, dict) else None
    if not isinstance(etapes, list) or not all(isinstance(e, dict) and isinstance(e.get("code"), str) for e in etapes):
        raise _refus(
            "Ce fichier ne décrit pas une chaîne\u00a0: il lui faut «\u00a0etapes\u00a0», et un code à chacune."
        )
    return dict(lu)


def _yaml_lu(texte: str) -> Any:
    """Safe tags only; no alias, of which ten lines are a billion values; nothing nested without end."""
    niveau = 0
    for evenement in yaml.parse(texte, yaml.SafeLoader):
        niveau += isinstance(evenement, yaml.CollectionStartEvent) - isinstance(evenement, yaml.CollectionEndEvent)
        if isinstance(evenement, yaml.AliasEvent) or niveau > NIVEAUX:
            raise _refus("Ce fichier renvoie à lui-même (« *nom ») ou s’emboîte trop : écrivez chaque valeur à plat.")
    return yaml.safe_load(texte)


def _refus(phrase: str) -> Invalide:
    return Invalide([Faute("fichier", phrase)])


@vue(bp, f"{ICI}/chaines/<int:numero>/basculer", droit="administration", methods=["GET", "POST"])
def basculer_points(numero: int) -> Any:
    """What each running point gains and loses with the version in force; then the move of the chosen ones."""
    soi = requetes.trouver(acteur(), Chaine, numero)
    version = bascule.derniere(soi)
    if version is None:
        raise Introuvable()
    if request.method == "GET":
        return render_template("administration/bascule.html", soi=soi, version=version, essais=bascule.apercu(soi))
    retenus = set(request.form.getlist("point", type=int))
    faits = bascule.basculer(acteur(), soi, retenus)
    references = francais.enumerer([essai.point.reference for essai in faits])
    flash(
        f"Passés à la version {version.numero}\u00a0: {references}." if faits else "Cochez d’abord les points à passer."
    )
    return vers(f"{ICI}/chaines/{numero}" if faits else f"{ICI}/chaines/{numero}/basculer")
