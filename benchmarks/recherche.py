"""Public search on generated decisions (Whoosh)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benchmarks.mesure import Mesure, chronometrer
from search_index import Fiche, Requete, Valeur
from search_index.whoosh_index import IndexWhoosh

TAILLE = 10_000
VOIRIE = ("voirie", "trottoir", "égouttage", "circulation", "stationnement", "éclairage", "mobilité", "vélo", "travaux")
FINANCES = ("budget", "compte", "taxe", "redevance", "subvention", "emprunt", "garantie", "tutelle", "marché", "public")
VIE = (
    "école",
    "communale",
    "bibliothèque",
    "sport",
    "piscine",
    "crèche",
    "cimetière",
    "concession",
    "fabrique",
    "église",
)
BIENS = ("parcelle", "bail", "vente", "achat", "location", "patrimoine", "occupation", "domaine", "convention", "place")
ACTES = (
    "règlement",
    "approbation",
    "nomination",
    "désignation",
    "abattage",
    "plantation",
    "déchets",
    "énergie",
    "accueil",
)
MOTS = (*VOIRIE, *FINANCES, *VIE, *BIENS, *ACTES)
NOMS = ("Haute", "du Moulin", "des Tilleuls", "Neuve")
RUES = [f"{genre} {nom}" for genre in ("rue", "place", "chemin") for nom in NOMS]
REQUETES = ("égouttage rue Haute", "budget", "taxe redevance voirie", '"marché public"', "éclairaje", "piscine -sport")


def fiches(nombre: int, depart: int = 0) -> list[Fiche]:
    """Decisions of some 350 words, seeded."""
    return [_fiche(rang) for rang in range(depart, depart + nombre)]


def _fiche(rang: int) -> Fiche:
    sort = random.Random(rang)
    jour = date(2006, 1, 2) + timedelta(days=sort.randrange(7_600))
    titre = f"{sort.choice(MOTS).capitalize()} {sort.choice(RUES)} : {sort.choice(MOTS)} n° {rang}"
    return Fiche(
        id=str(rang),
        portee="publique",
        institution="essai",
        titre=titre,
        texte=" ".join(sort.choices(MOTS, k=350)),
        reference=f"CC/{jour.year}/{rang}",
        date=jour,
        url=f"/essai/conseil/{jour}/{rang}",
        organe=Valeur("conseil", "Conseil communal") if rang % 2 else Valeur("college", "Collège communal"),
        type=Valeur("decision", "Décision"),
        matiere=Valeur("voirie", "Voirie"),
    )


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """Build, then query."""
    taille = TAILLE // 10 if petit else TAILLE
    dossier.mkdir(parents=True)
    index = IndexWhoosh(dossier, "publique")
    index.reconstruire(iter(fiches(taille)))
    mesures = []
    for texte in REQUETES:
        mediane, pire = chronometrer(partial(index.chercher, Requete(texte=texte)))
        mesures.append(Mesure("S2", f"recherche « {texte} », extraits", f"{taille} actes", mediane, "ms", 100, pire))
    return mesures
