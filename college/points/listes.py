"""What the inbox, the list and the search show: rows, counters, filters, cursor."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import func, select, tuple_
from werkzeug.datastructures import MultiDict

from college import horloge
from college.droits import Acteur
from college.points import ecrans, requetes
from college.points.annuaire import annuaire
from college.points.modele import Point
from college.points.representation import LIBELLES
from college.points.valeurs import Phase
from college.transaction import unite

PAR_PAGE = 50
PLAFOND, PLAFOND_MOTS = 1000, 200  # how far a list is counted; words cost a look at each point
RUBRIQUES = {
    "renvoyes": ("Renvoyés vers vous", "renvoi"),
    "a_completer": ("Dossiers à compléter", "trombone"),
    "a_viser": ("À viser", "oeil"),
    "avis_attendus": ("On attend votre avis", "message"),
    "a_decider": ("À décider", "marteau"),
    "brouillons": ("Brouillons à terminer", "brouillon"),
}


def inbox(acteur: Acteur, onglet: str) -> dict[str, Any]:
    """The person's day: headings with their points, then the person's points elsewhere."""
    comptes = requetes.compteurs(acteur)
    groupes, points, lots = [], [], {}
    if onglet == "moi":
        lots = requetes.a_faire(acteur)
        points = [point for lot in lots.values() for point in lot]
        groupes = [(code, *RUBRIQUES[code], lots[code], comptes[code]) for code in RUBRIQUES if lots[code]]
    ailleurs = _ailleurs(acteur, onglet)
    return {
        "onglets": _onglets(comptes, onglet),
        "comptes": comptes,
        "groupes": groupes,
        "renvois": requetes.derniers_renvois(points) if comptes["renvoyes"] and points else {},
        "avis": requetes.avis_sur(acteur, points) if comptes["avis_attendus"] and points else {},
        "manques": requetes.manques_signales(lots["a_completer"]) if comptes["a_completer"] and points else {},
        "ailleurs": ailleurs,
        "bulles": _bulles(ailleurs),
        "onglet": onglet,
        "peut_proposer": bool(requetes.services_proposants(acteur) or acteur.secretariats),
        "maintenant": horloge.maintenant(),
    }


def _onglets(comptes: dict[str, int], onglet: str) -> list[dict[str, Any]]:
    noms = (
        ("moi", "Pour moi", comptes["a_traiter"]),
        ("miens", "Mes points en cours", comptes["en_cours"]),
        ("service", "Mon service", comptes["service"]),
        ("termines", "Terminés", None),
    )
    return [
        {"libelle": nom, "url": url_for("points.a_faire", liste=code), "nombre": nombre, "ici": code == onglet}
        for code, nom, nombre in noms
    ]


def _ailleurs(acteur: Acteur, onglet: str) -> list[Point]:
    en_route = ("en_validation", "valide", "inscrit")
    demande = requetes.charger(select(Point)).where(Point.institution_id == acteur.institution_id)
    if onglet == "service":
        demande = demande.where(Point.service_id.in_(acteur.services), Point.phase.in_(("brouillon", *en_route)))
    elif onglet == "termines":
        demande = demande.where(Point.auteur_id == acteur.agent_id, Point.phase.in_(("decide", "retire")))
    else:
        demande = demande.where(Point.auteur_id == acteur.agent_id, Point.phase.in_(en_route))
    visibles = demande.where(requetes.visible(acteur)).order_by(Point.modifie_le.desc(), Point.id.desc())
    return list(unite().scalars(visibles.limit(100 if onglet != "moi" else 20)))


def _bulles(points: list[Point]) -> dict[int, tuple[int, int]]:
    etapes = requetes.etapes_de(points) if points else {}
    return {point.id: ecrans.bulles(etapes[point.id], point) for point in points}


def points(acteur: Acteur, arguments: MultiDict[str, str], compter: bool = True) -> dict[str, Any]:
    """One page of the list, newest change first, with its filters as links."""
    filtre = requetes.Filtre(
        organe=arguments.get("organe", ""),
        phase=arguments.get("phase", "") if arguments.get("phase") in LIBELLES else "",
        service=arguments.get("service", ""),
        q=arguments.get("q", ""),
        pieces="pieces" in arguments,
        miens="miens" in arguments,
        mon_service="mon_service" in arguments,
    )
    choix = requetes.liste(acteur, filtre)
    lignes, suivante = _page(choix, arguments)
    entiere = not compter or (suivante is None and "apres" not in arguments)  # nothing to count
    plafond = PLAFOND_MOTS if filtre.q else PLAFOND
    choix_listes = annuaire(acteur.institution_id).choix
    return {
        "points": lignes,
        "bulles": _bulles(lignes),
        "suivante": suivante,
        "total": len(lignes) if entiere else _compter(choix, plafond),
        "plafond": plafond,
        "filtre": filtre,
        "organes": [(organe.code, organe.nom) for organe in choix_listes["o"]],
        "services": [(service.code, service.nom) for service in choix_listes["s"]],
        "phases": [(str(phase), LIBELLES[phase]) for phase in Phase],
        "peut_proposer": bool(requetes.services_proposants(acteur) or acteur.secretariats),
        "maintenant": horloge.maintenant(),
    }


def _page(choix: Any, arguments: MultiDict[str, str]) -> tuple[list[Point], str | None]:
    ordre = choix.order_by(Point.modifie_le.desc(), Point.id.desc())
    if apres := arguments.get("apres", type=int):
        repere = select(Point.modifie_le, Point.id).where(Point.id == apres)
        ordre = ordre.where(tuple_(Point.modifie_le, Point.id) < repere.scalar_subquery())
    lues = list(unite().scalars(ordre.limit(PAR_PAGE + 1)))
    if len(lues) <= PAR_PAGE:
        return lues, None
    lues = lues[:PAR_PAGE]
    suite = {**arguments.to_dict(), "apres": lues[-1].id}
    return lues, url_for("points.liste", **suite)


def _compter(choix: Any, plafond: int) -> int:
    """Up to a bound: beyond, nobody counts."""
    sous = choix.with_only_columns(Point.id).order_by(None).limit(plafond + 1).subquery()
    return unite().scalar(select(func.count()).select_from(sous)) or 0


def recherche(acteur: Acteur, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Words among the points that the person may read; upper rooms add theirs by panels."""
    q = arguments.get("q", "").strip()
    if not q:
        return {
            "q": "",
            "filtre": requetes.Filtre(),
            "points": [],
            "total": 0,
            "suivante": None,
            "bulles": {},
            "maintenant": horloge.maintenant(),
        }
    return points(acteur, arguments, compter=False) | {"q": q}
