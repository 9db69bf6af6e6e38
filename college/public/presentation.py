"""How a published page says where it stands: word, sentence, margin, tracker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from college import francais
from college.francais import INSECABLE, compte, date_longue, enumerer, insecables
from college.publication import entree
from college.publication.libelles import ISSUES
from college.publication.modele import Publication
from college.publication.suites import ATTENTES

ETATS = {
    "projet": ("Projet", "attente", "plume"),
    "retenue": ("Non public", "prive", "verrou"),
    "pv": ("Procès-verbal", "info", "livre"),
    "accepte": ("Décidé", "ok", "coche"),
    "accepte_modifie": ("Décidé, modifié", "ok", "coche"),
    "refuse": ("Refusé", "refus", "stop"),
    "reporte": ("Reporté", "clos", "histoire"),
    "retire": ("Retiré", "clos", "interdit"),
    "renvoye": ("Renvoyé", "clos", "renvoi"),
    "pris_acte": ("Pris acte", "ok", "coche"),
    "nul_a_representer": ("Vote nul", "attente", "retour"),
    "non_applicable": ("Sans vote", "clos", "info"),
    "non_examine": ("Non examiné", "clos", "interdit"),
}


def _jour(page: Publication) -> str:
    return date_longue(page.date_seance, avec_jour=True)


def code_etat(page: Publication) -> str:
    if page.retenue:
        return "retenue"
    if page.issue:
        return page.issue
    return page.objet if page.objet in ("projet", "pv") else "accepte"


def etat(page: Publication) -> tuple[str, str, str]:
    """(word, colour, icon)."""
    if page.tutelle.get("etat") in ATTENTES and page.tutelle.get("regime") == "approbation":
        return "Attend la Région", "attente", "sablier"
    return ETATS[code_etat(page)]


def organe_court(nom: str) -> str:
    """« Conseil communal » → « Conseil » in a margin."""
    return nom.split()[0] if nom.split()[0] in ("Conseil", "Collège", "Bureau", "Comité") else nom


def resume(page: Publication) -> str:
    """One sentence under the title, in a list."""
    if page.retenue:
        return page.motif_retenue
    if page.objet == "projet" and not page.issue:
        return f"Projet soumis au vote le {_jour(page)}. Ce texte peut encore changer."
    if page.objet == "pv":
        return "Procès-verbal approuvé de la séance publique."
    return f"{decision_en_mots(page)}. {page.apercu}".strip()


DECISIONS = ISSUES | {
    "accepte": "Décidé",
    "accepte_modifie": "Décidé avec modifications",
    "pris_acte": "Pris acte",
}
VOTEES = ("accepte", "accepte_modifie", "refuse")


def decision_en_mots(page: Publication) -> str:
    """« Décidé avec modifications, par 13 voix pour, 4 contre et 3 abstentions »."""
    issue, vote = page.issue or "accepte", page.vote
    mot = DECISIONS[issue]
    if not vote or vote.get("election") or issue not in VOTEES:
        return mot
    lien = "," if " " in mot else ""
    if not vote.get("contre") and not vote.get("abstention") and vote.get("pour"):
        return f"{mot}{lien} à l’unanimité"
    parts = [compte(int(vote["pour"]), "voix", "voix", feminin=True) + f"{INSECABLE}pour"] if vote.get("pour") else []
    parts += [f"{vote['contre']}{INSECABLE}contre"] if vote.get("contre") else []
    parts += [compte(int(vote["abstention"]), "abstention", feminin=True)] if vote.get("abstention") else []
    return f"{mot}{lien} par {enumerer(parts)}" if parts else mot


@dataclass(frozen=True)
class Bandeau:
    titre: str
    texte: str
    couleur: str


def bandeau(page: Publication) -> Bandeau:
    """The first thing that the page says: is it decided, is it in force?"""
    jour = date_longue(page.date_seance)
    if page.retenue:
        return Bandeau("Ce point n’est pas public.", page.motif_retenue, "prive")
    if page.objet == "projet" and page.issue:
        return Bandeau(f"{ISSUES[page.issue]}.", f"Ce projet était à l’ordre du jour du {jour}.", "clos")
    if page.objet == "projet":
        tard = " Ce projet a été publié moins de cinq jours francs avant la séance." if page.tardive else ""
        return Bandeau("Projet.", f"{page.organe.nom}, {_jour(page)}. Ce texte peut encore changer.{tard}", "attente")
    if page.objet == "pv":
        return Bandeau("Procès-verbal approuvé.", f"Séance publique du {jour}.", "info")
    return _bandeau_tutelle(page) or Bandeau(
        f"{decision_en_mots(page)}.",
        f"{page.organe.nom}, {situer(page)}.",
        ETATS[code_etat(page)][1],
    )


def _bandeau_tutelle(page: Publication) -> Bandeau | None:
    suivi: dict[str, Any] = page.tutelle
    if not suivi:
        return None
    if suivi.get("regime") == "approbation" and suivi.get("etat") in ATTENTES:
        delai = f" Elle doit se prononcer au plus tard le {suivi['echeance']}." if suivi.get("echeance") else ""
        return Bandeau(
            "Décidé, pas encore en vigueur.", f"La Région wallonne doit approuver cette décision.{delai}", "attente"
        )
    if suivi.get("phrase"):
        return Bandeau(f"{decision_en_mots(page)}.", str(suivi["phrase"]), "ok")
    return None


def parcours(page: Publication, aujourdhui: date) -> list[dict[str, str]]:
    """Where the decision is, for the tracker beside the text."""
    etapes: list[dict[str, str]] = []
    decide = page.objet != "projet"
    publie = page.projet_le if decide else page.publiee_le
    if publie:
        etapes.append({"etat": "fait", "libelle": "Projet publié", "quand": date_longue(publie)})
    jour = date_longue(page.date_seance)
    if decide:
        etapes.append({"etat": "fait", "libelle": DECISIONS[page.issue or "accepte"], "quand": jour})
    else:
        etapes.append({"etat": "courant", "libelle": "Séance", "detail": jour})
    if decide and page.publiee_le:
        etapes.append({"etat": "fait", "libelle": "Décision publiée", "quand": date_longue(page.publiee_le)})
    etapes += [dict(suite) for suite in page.tutelle.get("etapes", ())]
    if page.obligatoire_le:
        etat = "fait" if page.obligatoire_le <= aujourdhui else "a_venir"
        etapes.append({"etat": etat, "libelle": "Obligatoire", "quand": date_longue(page.obligatoire_le)})
    return etapes


def entree_en_vigueur(page: Publication, aujourdhui: date) -> str:
    """When a regulation binds, in a sentence with its article; empty for what is not one."""
    if page.objet != "decision" or page.retenue or not entree.concerne(page.nature, page.type_acte, page.issue):
        return ""
    return francais.insecables(entree.annonce(page.obligatoire_le, page.entree_autre, aujourdhui))


def sans_seance(page: Publication) -> bool:
    """The bourgmestre and other single authorities decide without a séance."""
    return page.organe.type == "autorite"


def situer(page: Publication) -> str:
    """« séance du lundi 9 novembre 2026 »."""
    return f"{'décision' if sans_seance(page) else 'séance'} du {_jour(page)}"


def numero(page: Publication) -> str:
    """« Point 14 », « N° 2 », « Procès-verbal »."""
    if page.objet == "pv":
        return "Procès-verbal"
    return f"N°{INSECABLE}{page.numero}" if sans_seance(page) else f"Point{INSECABLE}{page.numero}"


def nom_du_document(page: Publication) -> str:
    if page.objet == "pv":
        return "Procès-verbal"
    return "Arrêté, version publique" if sans_seance(page) else "Délibération, version publique"


def sur_titre(page: Publication) -> str:
    """« Conseil communal · séance du lundi 9 novembre 2026 · point 14 · réf. CC/2026/147 »."""
    parts = [page.organe.nom, situer(page)]
    parts += [numero(page).lower()] if page.objet != "pv" else []
    parts += [f"réf. {page.reference}"] if page.reference else []
    return " · ".join(parts)


def citation(page: Publication, adresse: str) -> str:
    organe = f"{page.organe.institution.nom}, {page.organe.nom}"
    return insecables(f"{organe}, {date_longue(page.date_seance)}, « {page.titre} »") + f", {adresse}"


def taille(piece: dict[str, Any]) -> str:
    """« PDF, 1,2 Mo, 3 pages »; where it stays elsewhere, the site."""
    if not piece.get("sha256"):
        return f"sur {urlsplit(str(piece['url'])).hostname}"
    genre = {"application/pdf": "PDF"}.get(str(piece.get("mime")), "Fichier")
    pages = f", {compte(int(piece['pages']), 'page', feminin=True)}" if piece.get("pages") else ""
    return f"{genre}, {francais.octets(int(piece.get('taille') or 0))}{pages}"
