"""After the séance: documents, minutes approved, acts signed, published, sent, found again."""

from __future__ import annotations

import time
from typing import Any

from pypdfium2 import PdfDocument

from college.reel.chantier import MOTIF, Chantier
from college.reel.client import AppelRefuse
from college.reel.lecture import code

TERMINES = ("approuve", "approuve_partiellement", "reforme", "non_approuve", "annule", "annule_partiellement")
REPONDUS = (*TERMINES, "sans_mesure", "executoire_par_expiration")
FORMATS = ("pdf", "docx")
PATIENCE_INDEX = 3.0  # seconds


def documents(chantier: Chantier) -> None:
    """Ask for the minutes in both formats, all at once: the pool makes them while other séances go on."""
    for forme in FORMATS:
        corps = {"type": "pv", "format": forme, "portee": "integrale"}
        chemin = f"/seances/{chantier.seance}/documents"
        chantier.documents[forme] = chantier.secretaire.post(chemin, **corps)


def approuver_pv(chantier: Chantier) -> None:
    """Collect the minutes, then the secretary records their approval (normally a point of the next séance)."""
    for forme, document in chantier.documents.items():
        numero = document["id"]
        pret = chantier.secretaire.attendre(
            f"/documents/{numero}", lambda d: d["etat"] in ("pret", "echec"), f"le PV {forme}"
        )
        if pret["etat"] == "echec":
            chantier.ennui(f"PV {forme} : {pret.get('erreur')}")
            continue
        fichier = chantier.sortie / f"{chantier.agenda.slug}-pv.{forme}"
        chantier.secretaire.telecharger(f"/documents/{numero}/contenu", fichier)
        if forme == "pdf":
            with PdfDocument(fichier) as pdf:
                chantier.pages = len(pdf)
    corps: dict[str, Any] = {"action": "approuver_pv", "observations": []}
    chantier.secretaire.post(f"/seances/{chantier.seance}/actions", **corps)


def signer(chantier: Chantier) -> None:
    """Two signatures on each act: who presided and who kept the minutes."""
    _attendre_actes(chantier, "en_preparation", "les actes")
    for acte in chantier.actes:
        try:
            for metier in ("president", "dg"):
                chantier.api(metier).post(f"/actes/{acte['id']}/signatures", connecteur="demo")
            chantier.comptes["signatures"] += 2
        except AppelRefuse as refus:
            chantier.ennui(f"signature de {acte['reference']} : {refus}")
    chantier.comptes["actes"] = len(chantier.actes)


def _attendre_actes(chantier: Chantier, etat: str, quoi: str) -> None:
    """Until no act is in `etat` any more; then read them all."""
    chemin = f"/seances/{chantier.seance}/actes"
    chantier.secretaire.attendre(
        f"{chemin}?limite=200", lambda page: all(acte["etat"] != etat for acte in _elements(page)), quoi
    )
    chantier.actes = chantier.secretaire.tous(chemin, limite=200)


def _elements(page: Any) -> list[dict[str, Any]]:
    return list(page) if isinstance(page, list) else list(page["elements"])


def publier(chantier: Chantier) -> None:
    """Put every public act on the portal; pending suggestions of redaction are masked."""
    _attendre_actes(chantier, "a_signer", "les signatures")
    _garder_le_pv(chantier)
    if chantier.organe == "cas":
        return
    for acte in chantier.actes:
        if acte.get("huis_clos") or acte["etat"] == "publie" or acte["type"] == "pv":
            continue
        corps = {"action": "publier", "masquer_en_attente": True}
        try:
            reponse = chantier.secretaire.post(f"/actes/{acte['id']}/actions", **corps)
            chantier.comptes["publies"] += 1
            acte["publie"] = reponse["publication"]["id"]
        except AppelRefuse as refus:
            if not _est_clos(chantier, acte):
                chantier.ennui(f"publication de {acte['reference']} : {refus}")


def _garder_le_pv(chantier: Chantier) -> None:
    """The signed minutes, for the validators: veraPDF and pdfsig read them afterwards."""
    for acte in chantier.actes:
        if acte["type"] == "pv":
            for document in acte["documents"]:
                nom = f"{chantier.agenda.slug}-pv-{acte['partie']}-signe.{document['format']}"
                chantier.secretaire.telecharger(document["url"].removeprefix("/api/v1"), chantier.sortie / nom)


def _est_clos(chantier: Chantier, acte: dict[str, Any]) -> bool:
    """A closed point's act is rightly refused."""
    numero = _numero(acte.get("point"))
    return any(suivi.id == numero and suivi.point.huis_clos for suivi in chantier.suivis)


def _numero(lie: Any) -> int | None:
    return lie.get("id") if isinstance(lie, dict) else lie


def envoyer(chantier: Chantier) -> None:
    """Push to the tutelle the acts whose title gave a type; missing pieces are passed over, journalled."""
    types = {suivi.id: suivi for suivi in chantier.suivis if suivi.type_acte}
    for acte in chantier.actes:
        suivi = types.get(_numero(acte.get("point")) or 0)
        if suivi is None or acte["type"] == "pv":
            continue
        try:
            envoi = chantier.secretaire.passer_outre(f"/actes/{acte['id']}/envois", MOTIF)
            suivi.acte, suivi.envoi = acte, envoi
            chantier.comptes["envois"] += 1
        except AppelRefuse as refus:
            chantier.ennui(f"envoi de {acte['reference']} : {refus}")


def rechercher(chantier: Chantier) -> None:
    """Each published act is found by the words of its title."""
    for acte in chantier.actes:
        if acte.get("publie"):
            trouve = _trouver(chantier, acte)
            chantier.comptes["trouves" if trouve else "introuvables"] += 1
            if not trouve:
                chantier.ennui(f"introuvable : {acte['reference']} « {acte['titre'][:70]} »")


def _trouver(chantier: Chantier, acte: dict[str, Any]) -> bool:
    """As a citizen who types the title and picks the commune; what was masked there is rightly not found.

    Pages published one by one are gathered for a second before they enter the index: asked again as long.
    """
    titre = chantier.public.get(f"/public/decisions/{acte['publie']}")["titre"]
    limite = time.monotonic() + PATIENCE_INDEX
    while not (trouve := _est_dans_la_liste(chantier, titre)) and time.monotonic() < limite:
        time.sleep(0.5)
    return trouve


def _est_dans_la_liste(chantier: Chantier, titre: str) -> bool:
    demande = titre.replace("[donnée masquée]", " ")
    resultat = chantier.public.get("/public/decisions", q=demande, institution=chantier.agenda.slug)
    jour = chantier.agenda.jour.isoformat()
    return any(
        code(trouve["titre"]) == code(titre) and str(trouve["date"]).startswith(jour) for trouve in resultat["elements"]
    )


def suivre(chantier: Chantier) -> None:
    """The authority's answers have come back."""
    for suivi in chantier.suivis:
        if not suivi.envoi:
            continue
        chemin = f"/envois/{suivi.envoi['id']}"
        try:
            suivi.envoi = chantier.secretaire.attendre(chemin, lambda e: e["etat"] in REPONDUS, "la tutelle")
            chantier.comptes["repondus"] += 1
        except TimeoutError as retard:
            chantier.ennui(retard)
