"""Clauses that the editor offers, by kind of organe: PURE.

The articles are those that open most acts of a commune or a CPAS: who is competent, then the duties that come
back in each file. A clause that ends with « … » waits for its words.
"""

from __future__ import annotations

from college.francais import insecables

_CDLD = "Vu le Code de la démocratie locale et de la décentralisation, notamment"
_CPAS = "Vu la loi organique du 8 juillet 1976 des centres publics d’action sociale, notamment"
_MOTIVATION = "Vu la loi du 29 juillet 1991 relative à la motivation formelle des actes administratifs"
_COMPETENCES = {
    "college": f"{_CDLD} l’article L1123-23 ;",
    "conseil": f"{_CDLD} l’article L1122-30 ;",
    "conseil_action_sociale": f"{_CPAS} l’article 24 ;",
    "bureau_permanent": f"{_CPAS} l’article 27 ;",
    "comite_special": f"{_CPAS} l’article 27 ;",
    "autorite": "Vu la Nouvelle Loi communale, notamment les articles 133 et 135 ;",
}
_COMMUNES = (
    ("Vu…", "Vu … ;"),
    ("Vu la décision antérieure", "Vu la décision du … par laquelle … ;"),
    ("Vu la demande", "Vu la demande introduite le … par … ;"),
    ("Considérant que…", "Considérant que … ;"),
    ("Marchés publics", "Vu la loi du 17 juin 2016 relative aux marchés publics ;"),
    (
        "Motivation formelle",
        "Vu la loi du 29 juillet 1991 relative à la motivation formelle des actes administratifs ;",
    ),
    ("Crédit budgétaire", "Considérant que le crédit est inscrit à l’article … du budget de l’exercice … ;"),
    ("Sur proposition", "Sur proposition de … ;"),
    ("Après en avoir délibéré", "Après en avoir délibéré,"),
    ("Article 1er", "Article 1er. …"),
    ("Exécution", "Article … De charger le service … de l’exécution de la présente décision."),
)


def clauses(genre_organe: str) -> list[tuple[str, str]]:
    """(name, text) of what may be inserted; the competence of the organe comes first."""
    competence = _COMPETENCES.get(genre_organe)
    premieres = (("Compétence de l’organe", competence),) if competence else ()
    return [(nom, insecables(texte)) for nom, texte in (*premieres, *_COMMUNES)]
