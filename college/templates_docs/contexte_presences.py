"""PURE: the attendance sheet of an organe over a period, with what is due to each member."""

from __future__ import annotations

from decimal import Decimal

from college.francais import compte, enumerer, montant
from college.templates_docs.contexte import Contexte, commun
from college.templates_docs.entree import Dossier, EtatPresences
from college.templates_docs.grammaire import INSECABLE, du, jour

SANS_JETON = "Aucun montant de jeton n’est réglé pour cet organe."


def contexte_presences(dossier: Dossier, etat: EtatPresences) -> Contexte:
    """Head, the days of the séances, a line a member, the total, who certifies."""
    periode = f"du {jour(etat.du)} au {jour(etat.au)}"
    corps = du(dossier.corps.nom, dossier.corps.genre)
    return {
        **commun(
            dossier, "État des présences", f"Séances {corps}, {periode}", [periode], f"État des présences {periode}"
        ),
        "par": "Certifié exact,",
        "formule": _seances(etat),
        "lignes": [
            {"nom": li.nom, "tenues": str(li.tenues), "presences": str(li.presences), "du": euros(li.du)}
            for li in etat.lignes
        ],
        "regle": _regle(etat),
        "total": euros(sum(li.du for li in etat.lignes)),
        "emis": f"Validé le {jour(etat.valide_le)}." if etat.valide_le else "",
    }


def _seances(etat: EtatPresences) -> str:
    """« 2 séances tenues : 5 octobre 2026 et 9 novembre 2026. »"""
    tenues = compte(len(etat.seances), "séance tenue", "séances tenues", feminin=True)
    jours = enumerer([jour(jour_) for jour_ in etat.seances])
    return f"{tenues[:1].upper()}{tenues[1:]}" + (f"{INSECABLE}: {jours}." if jours else ".")


def _regle(etat: EtatPresences) -> str:
    """How the sums were counted; once validated they stand, whatever the jeton becomes."""
    regle = f"Une présence est due à qui a siégé à un moment de la séance{INSECABLE}; deux séances le même jour n’en "
    if etat.valide_le:
        return f"{regle}font qu’une."
    jeton = f"Jeton{INSECABLE}: {euros(etat.jeton)} par présence." if etat.jeton else SANS_JETON
    return f"{regle}font qu’une. {jeton}"


def euros(centimes: int) -> str:
    """« 125,55 € »."""
    return montant(Decimal(centimes) / 100)
