"""PURE. The public words of codes, and the facets that they make."""

from __future__ import annotations

ISSUES = {
    "accepte": "Accepté",
    "accepte_modifie": "Accepté, modifié",
    "refuse": "Refusé",
    "reporte": "Reporté",
    "retire": "Retiré de l’ordre du jour",
    "renvoye": "Renvoyé au service",
    "pris_acte": "Pris acte",
    "nul_a_representer": "Vote nul, à représenter",
    "non_applicable": "Sans vote",
    "non_examine": "Non examiné",
}
NATURES = {
    "decision": "Décision",
    "prise_acte": "Prise d’acte",
    "communication": "Communication",
    "information": "Information",
    "avis": "Avis",
    "ratification": "Ratification",
    "election": "Élection",
    "installation": "Installation",
    "question": "Question",
    "interpellation": "Interpellation",
    "motion": "Motion",
    "reglement": "Règlement",
    "ordonnance": "Ordonnance",
    "pv": "Approbation de procès-verbal",
    "urgence": "Urgence",
}


def type_public(objet: str, nature: str) -> tuple[str, str]:
    """(code, label) of the facet « type »."""
    if objet == "projet":
        return "projet", "Projet"
    if objet == "pv":
        return "pv", "Procès-verbal"
    code = nature if nature in NATURES else "decision"
    return code, NATURES[code]


def vote_public(vote: dict[str, object]) -> tuple[str, str] | None:
    """(code, label) of the facet « vote »: unanimous or divided, where there was a public vote."""
    if not vote or vote.get("secret"):
        return None
    return ("partage", "Partagé") if vote.get("contre") or vote.get("abstention") else ("unanime", "Unanime")
