"""What the inbox, the list and the search show: rows, counters, filters, cursor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from college import horloge
from college.annonces import annoncer
from college.droits import Acteur
from college.organisation.cadre import identite
from college.points import ecrans, masques, requetes
from college.points import recherche as recherche_de
from college.points.annuaire import annuaire
from college.points.extraits import marquer
from college.points.formulaires import montant
from college.points.modele import Point
from college.points.mots import demander
from college.points.recherche import Filtre
from college.points.representation import LIBELLES
from college.points.retrouves import extraits
from college.points.valeurs import Phase
from college.references import numero
from college.transaction import unite

FILTRES = (
    *("q", "phase", "organe", "service", "categorie", "pieces", "miens", "mon_service"),
    *("du", "au", "montant_min", "montant_max", "seance", "issue"),
)
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
        "titres": masques.titres(acteur, ailleurs),
        "bulles": _bulles(ailleurs),
        "onglet": onglet,
        "peut_proposer": bool(requetes.services_proposants(acteur) or acteur.secretariats),
        "maintenant": horloge.maintenant(),
        "aujourdhui": horloge.aujourdhui(),
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


def filtre_de(arguments: MultiDict[str, str]) -> Filtre:
    """The filter that an address asks for; what cannot be read narrows nothing."""
    return Filtre(
        organe=arguments.get("organe", ""),
        phase=arguments.get("phase", "") if arguments.get("phase") in LIBELLES else "",
        service=arguments.get("service", ""),
        categorie=arguments.get("categorie", ""),
        q=arguments.get("q", "").strip(),
        pieces="pieces" in arguments,
        miens="miens" in arguments,
        mon_service="mon_service" in arguments,
        du=arguments.get("du", type=date.fromisoformat),
        au=arguments.get("au", type=date.fromisoformat),
        montant_min=arguments.get("montant_min", type=_montant),
        montant_max=arguments.get("montant_max", type=_montant),
        seance=numero(arguments.get("seance", "")),
        issue=arguments.get("issue", ""),
    )


def _montant(tape: str) -> Decimal | None:
    """« 1 500,50 » as typed; `get` reads a ValueError as nothing asked."""
    try:
        return Decimal(montant(tape) or "")
    except InvalidOperation as faute:
        raise ValueError(tape) from faute


def points(acteur: Acteur, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """One page of the list, with its filters as links."""
    lues = _page(acteur, arguments)
    return lues | {"titres": masques.titres(acteur, lues["points"]), "bulles": _bulles(lues["points"])}


def _page(acteur: Acteur, arguments: MultiDict[str, str], suites_comptees: bool = True) -> dict[str, Any]:
    """So many points, and how many there are; a following page of the search does not count them again."""
    filtre = filtre_de(arguments)
    apres = numero(arguments.get("apres", ""))
    plafond = PLAFOND_MOTS if filtre.q else PLAFOND
    total: int | None = None
    if not apres:
        lues, total = recherche_de.page_comptee(acteur, filtre, PAR_PAGE + 1, plafond)
    else:
        lues = recherche_de.page(acteur, filtre, apres, PAR_PAGE + 1)
        total = recherche_de.compter(acteur, filtre, plafond) if suites_comptees else None
    lignes = lues[:PAR_PAGE]
    return {
        "points": lignes,
        "suivante": _suivante(arguments, lignes) if len(lues) > PAR_PAGE else None,
        "total": total,
        "plafond": plafond,
        "peut_proposer": bool(requetes.services_proposants(acteur) or acteur.secretariats),
        "maintenant": horloge.maintenant(),
        **_filtres(acteur, filtre, arguments),
    }


def _suivante(arguments: MultiDict[str, str], lignes: list[Point]) -> str:
    suite: dict[str, Any] = {**arguments.to_dict(), "apres": lignes[-1].id}
    return url_for(request.endpoint or "points.liste", **suite)


def _filtres(acteur: Acteur, filtre: Filtre, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """The choices of each filter, and the person's own filters."""
    listes = annuaire(acteur.institution_id).choix
    actifs = [(nom, valeur) for nom, valeur in arguments.items(multi=True) if nom in FILTRES and valeur]
    qui = identite()
    return {
        "filtre": filtre,
        "organes": [(organe.code, organe.nom) for organe in listes["o"]],
        "services": [(service.code, service.nom) for service in listes["s"]],
        "categories": [(categorie.code, categorie.nom) for categorie in listes["c"]],
        "phases": [(str(phase), LIBELLES[phase]) for phase in Phase],
        "criteres": actifs,
        "adresse": urlencode(actifs),
        "gardes": qui.preferences.get("filtres", []) if qui else [],
    }


def seances_a_composer(acteur: Acteur) -> list[tuple[int, str]]:
    """The séances by which a list may be narrowed to what they may still receive, asked without knowing them."""
    return [choix for reponse in annoncer("points.seances_a_composer", acteur=acteur) for choix in reponse]


def recherche(acteur: Acteur, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Words among the points that the person may read; upper rooms add theirs by panels."""
    filtre = filtre_de(arguments)
    issues = [choix for reponse in annoncer("points.issues") for choix in reponse]
    if any(arguments.get(nom) for nom in FILTRES):
        lues = _page(acteur, arguments, suites_comptees=False)
        return lues | _trouves(acteur, lues["points"], filtre) | {"q": filtre.q, "cherche": True, "issues": issues}
    vide = {"points": [], "total": 0, "suivante": None}
    return vide | _filtres(acteur, filtre, arguments) | {"q": "", "cherche": False, "issues": issues}


def _trouves(acteur: Acteur, lignes: list[Point], filtre: Filtre) -> dict[str, Any]:
    """Titles and extracts with the words of the question marked, of the points shown and as the person reads them."""
    voulus, caches = demander(filtre.q), masques.masques(acteur, lignes)
    titres = masques.titres(acteur, lignes, caches)
    return {
        "titres": {rang: marquer(voulus, titre) for rang, titre in titres.items()},
        "extraits": extraits(acteur, lignes, voulus, caches),
    }
