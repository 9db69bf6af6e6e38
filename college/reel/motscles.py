"""What the title of a point says: its nature, and the type of act that the tutelle knows. Pure.

The first line that matches wins; titles are compared without accents, in lower case. A decision *about*
somebody else's accounts (a church council, the CPAS, an intercommunale) is no act of the commune's own
budget, and a communication is no act at all: both come first.
"""

from __future__ import annotations

import re

from college.reel.lecture import sans_accents

NATURES: tuple[tuple[str, str], ...] = (
    (r"proces[ -]verba(?:l|ux).*(?:seance|approbation|reunion)|approu\w+ (?:du|le|des|les) p\.?v", "pv"),
    (r"^decisions? de la seance du", "pv"),
    (r"questions? (?:orales?|ecrites?|d'actualite|diverses)|^questions?\b", "question"),
    (r"interpellation", "interpellation"),
    (r"^motion\b|\bmotion\b", "motion"),
    (r"communications?|tutelle.*(?:retour|information)|retour.*tutelle|pour information$", "communication"),
    (r"- information\b|^information|\binformation\.?$|presentation|^divers", "information"),
    (r"prises? d'acte|prend acte|prises? de connaissance", "prise_acte"),
    (r"^(?!.*(?:designation|remplac)).*\bdemission\b", "prise_acte"),
    (r"prestation de serment|installation d[e']?s?\b.*(?:conseill|membre|echevin)", "installation"),
    (r"\bratification|\bratifie|\bconfirmation d", "ratification"),
    (r"ordonnance de police|ordonnances? temporaire", "ordonnance"),
    (r"\breglement|\br\.?c\.?c\.?r\b|\broi\b|redevance|\btaxe\b", "reglement"),
    (r"- avis\b|\bavis\.?$|avis de principe", "avis"),
)

NATURES_SANS_ACTE = ("pv", "question", "interpellation", "communication", "information", "prise_acte", "motion")

TYPES_ACTE: tuple[tuple[str, str | None], ...] = (
    (r"contentieux|derogation|tutelle|reformation|prise en charge|etats? d'assiette|admission des depenses", None),
    (r"douziemes? provisoires?|association de fait|conseiller communal", None),
    (r"fabriques?\b|eglise|\bf\.?e\.?\b|cultes?\b|culte protestant|etablissement cultuel", None),
    (r"\bcpas\b|c\.p\.a\.s|action sociale", None),
    (r"zone de (?:police|secours)|intercommunale|assemblee generale|\basbl\b|a\.s\.b\.l|regie|province", None),
    (r"subsid|subvention|dotation|prime\b|contrat.programme|budget participatif", None),
    (r"reglement d'ordre interieur (?:du|de) conseil communal|\broi du conseil communal", "ANN-ROI-CC"),
    (r"garantie.*emprunt|emprunt.*garantie|cautionnement", "ANN-GARANTIE"),
    (r"centimes additionnels|taxe additionnelle|additionnels? (?:au|a l')(?:ipp|precompte)", "ADD-IPP-PI"),
    (r"modifications? budgetaires?|\bm\.?b\.? ?n?[°. ]*\d", "APP-MB"),
    (r"budget communal|\bbudget (?:\d{4}|initial|de l'exercice)|budget.*services? ordinaire", "APP-BUDGET"),
    (r"comptes? (?:communa\w+|annuels?|\d{4}|de l'exercice|budgetaire)|compte.*bilan", "APP-COMPTES"),
    (r"redevance", "APP-REDEVANCE"),
    (r"reglement.{0,3}taxe|\btaxe (?:communale|sur)|^taxes?\b", "APP-TAXE"),
)


def plie(titre: str) -> str:
    """The title as the tables compare it."""
    return sans_accents(titre).lower().replace("’", "'")


def nature(titre: str) -> str:
    """The nature of the point that bears this title; `decision` when nothing says otherwise."""
    texte = plie(titre)
    return next((nom for motif, nom in NATURES if re.search(motif, texte)), "decision")


def type_acte(titre: str) -> str | None:
    """The code of the tutelle list, for the acts that a title alone betrays; else None."""
    if nature(titre) in NATURES_SANS_ACTE:
        return None
    texte = plie(titre)
    return next((code for motif, code in TYPES_ACTE if re.search(motif, texte)), None)
