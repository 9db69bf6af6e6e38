"""Before the séance: propose, validate, inscribe, convene, publish the projects."""

from __future__ import annotations

from typing import Any

from college.horloge import BRUXELLES
from college.reel.chantier import Chantier, Suivi
from college.reel.lecture import code


def proposer(chantier: Chantier) -> None:
    """Each point is written by the author of the service."""
    for suivi in chantier.suivis:
        suivi.id = chantier.api("redacteur").post("/points", **_corps(chantier, suivi))["id"]
    chantier.comptes["points"] = len(chantier.suivis)


def _corps(chantier: Chantier, suivi: Suivi) -> dict[str, Any]:
    point = suivi.point
    corps = {
        "organe": chantier.organe,
        "service": "secretariat",
        "nature": suivi.nature,
        "titre": point.titre,
        "rapport": point.rapport,
        "motivation": point.motivation,
        "dispositif": point.dispositif,
        "categorie": code(point.matiere or "Administration générale"),
        "type_acte": suivi.type_acte,
        "montant_htva": point.montant_htva,
        "huis_clos": point.huis_clos,
    }
    return {cle: valeur for cle, valeur in corps.items() if valeur not in (None, "", False)}


def valider(chantier: Chantier) -> None:
    """Submit, then each step's holder does what the point offers, until it is valid."""
    for suivi in chantier.suivis:
        point = chantier.api("redacteur").post(f"/points/{suivi.id}/actions", action="soumettre")
        for _ in range(6):
            if point["etat"]["phase"] != "en_validation":
                break
            point = _franchir(chantier, suivi, point["etat"]["etape"])
        if point["etat"]["phase"] != "valide":
            chantier.ennui(f"le point {suivi.point.numero} n’est pas validé ({point['etat']}).")


def _franchir(chantier: Chantier, suivi: Suivi, etape: str) -> Any:
    chemin = f"/points/{suivi.id}/actions"
    if etape == "df":
        chantier.comptes["avis"] += 1
        avis = {"valeur": "favorable", "texte": "Crédit suffisant."}
        return chantier.api("df").post(chemin, action="rendre_avis", avis=avis)
    return chantier.api(etape).post(chemin, action="viser")


def inscrire(chantier: Chantier) -> None:
    """Create the séance and place every point on its agenda, where the organe's order puts it."""
    debut = chantier.agenda.debut.replace(tzinfo=BRUXELLES).isoformat()
    seance = chantier.secretaire.post("/seances", organe=chantier.organe, debut=debut, lieu="Maison communale")
    chantier.seance = seance["id"]
    for suivi in chantier.suivis:
        reponse = chantier.secretaire.post(f"/seances/{chantier.seance}/inscriptions", point=suivi.id)
        suivi.inscription = reponse["id"]


def convoquer(chantier: Chantier) -> None:
    """Freeze version A and send the notice (a collège may open without one; it is sent all the same)."""
    chantier.secretaire.post(f"/seances/{chantier.seance}/actions", action="convoquer")
    agenda = chantier.secretaire.get(f"/seances/{chantier.seance}/ordre-du-jour")
    if agenda["version"] != "A" or len(agenda["inscriptions"]) != len(chantier.suivis):
        chantier.ennui(f"l’ordre du jour {agenda['version']} compte {len(agenda['inscriptions'])} points.")


def publier_projets(chantier: Chantier) -> None:
    """Title, note and project of the public points, more than five clear days before (L3221-4)."""
    if chantier.organe == "conseil":
        chantier.secretaire.post(f"/seances/{chantier.seance}/actions", action="publier_projets")
