"""PURE: the fields that a template of the commune may print, read off the very contexts that fill it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from college.templates_docs import documents, exemple

LIBELLES = {
    "acte": "l’acte",
    "adresses": "adresse du destinataire, ligne par ligne",
    "annexes": "annexes qui font partie de l’acte",
    "approbation": "phrase d’approbation du procès-verbal",
    "apres": "mouvements après le point",
    "armes": "armes, en image",
    "auteur": "auteur inscrit dans le fichier",
    "avant": "mouvements avant le point",
    "avis": "avis rendus",
    "certifie": "vrai pour un extrait conforme",
    "champ": "nom de l’emplacement de signature",
    "changements": "modifications depuis la version précédente",
    "cloture": "phrases de clôture",
    "conforme": "« Pour extrait conforme », lieu et date",
    "consultation": "où consulter les pièces",
    "corrections": "observations sur le procès-verbal",
    "cree_le": "instant inscrit dans le fichier",
    "delibere": "« Ainsi délibéré », ou lieu et date d’un arrêté",
    "destinataire": "destinataire",
    "details": "service, montant, avis d’une ligne",
    "emis": "lieu et date d’émission",
    "etablissement": "l’institution",
    "fonction": "fonction du signataire",
    "formule": "phrase d’ouverture du document",
    "groupe": "présent, excusé, absent ou secrétaire",
    "groupes": "présences par groupe",
    "interventions": "interventions",
    "issues": "sort du point en une phrase",
    "jour_acte": "date de l’acte en toutes lettres",
    "jour_iso": "date de la séance, 2026-11-09",
    "lien": "lien de visioconférence",
    "lieu": "localité",
    "lieu_date": "lieu et date",
    "lignes": "lignes",
    "mandataire_id": "numéro du signataire",
    "mention": "mention de délégation, avant la qualité",
    "mentions": "mentions marginales",
    "meta": "propriétés du fichier",
    "montant": "montants et article budgétaire",
    "motif_urgence": "motif de l’urgence de la convocation",
    "nom": "nom",
    "note_html": "note de synthèse (texte riche)",
    "numero": "numéro du point",
    "objet": "« Point n° 4 – titre »",
    "organe": "nom de l’organe",
    "organe_du": "« du Conseil communal »",
    "organe_le": "« le Conseil communal »",
    "originaux": "signataires de l’original, marqués (s)",
    "ouverture": "phrases d’ouverture",
    "pages": "nombre de pages",
    "par": "« Par le Conseil communal, »",
    "par_original": "« Par le Conseil communal : », avant les (s)",
    "personnes": "personnes du groupe",
    "pied": "pied de page",
    "pieces": "inventaire des pièces",
    "point": "le point",
    "points": "les points",
    "presence": "présente, excusé…",
    "presences": "liste des présences",
    "projet": "vrai tant que le texte n’est pas arrêté",
    "projet_html": "projet de délibération (texte riche)",
    "qualite": "titre imprimé",
    "rang": "rang",
    "rangees": "tableau des données",
    "rappel": "rappel en haut des pages",
    "rapporteur": "rapporteur",
    "recours": "voies de recours",
    "reference": "référence",
    "references": "références, en haut à droite",
    "retire": "vrai pour un point retiré",
    "rubrique": "rubrique",
    "rubriques": "rubriques de l’ordre du jour",
    "sections": "parties de la séance",
    "service": "service",
    "sha256": "empreinte SHA-256",
    "signataires": "signataires",
    "signe": "vrai si l’original est signé",
    "soustitre": "sous-titre",
    "statut": "requise ou jointe",
    "sujet": "sujet inscrit dans le fichier",
    "surtitre": "nature du document",
    "texte_html": "texte complet avec le vote (texte riche)",
    "titre": "titre",
    "urgence": "motif de l’urgence",
    "valeur": "valeur",
    "verification": "comment vérifier le document",
    "vers_conseil": "vrai si le point ira au conseil",
}


@dataclass(frozen=True)
class Champ:
    """One field: how it is written, what it is, what it would print; `liste` for a loop."""

    chemin: str
    libelle: str
    exemple: str
    liste: bool = False


def champs(type_document: str) -> list[Champ]:
    """The fields of a document, in the order of their names."""
    contexte = documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)
    return list(_parcourir(contexte, ""))


def _parcourir(valeurs: dict[str, Any], prefixe: str) -> Iterator[Champ]:
    for cle in sorted(valeurs):
        valeur, chemin = valeurs[cle], f"{prefixe}{cle}"
        if isinstance(valeur, dict):
            yield from _parcourir(valeur, f"{chemin}.")
        elif isinstance(valeur, list):
            yield Champ(chemin, LIBELLES[cle], "", liste=True)
            if valeur and isinstance(valeur[0], dict):
                yield from _parcourir(valeur[0], f"{chemin}[…].")
        else:
            yield Champ(chemin, LIBELLES[cle], _montrer(cle, valeur))


def _montrer(cle: str, valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "vrai" if valeur else "faux"
    texte = "" if valeur is None else str(valeur)
    return "texte riche" if cle.endswith("_html") else texte[:80]
