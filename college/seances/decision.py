"""What may be decided on a point, and what must have happened before. Pure.

A vote is wanted where the nature of the point asks for one and the organe mentions votes; a collège
decides by consensus, so that nothing is counted unless somebody asked (L1123-22).
"""

from dataclasses import dataclass
from datetime import date

from college.erreurs import Refus
from college.points.regles import EFFETS

ISSUES = {
    "accepte": "Accepté",
    "accepte_modifie": "Accepté, modifié",
    "refuse": "Refusé",
    "reporte": "Reporté",
    "retire": "Retiré",
    "renvoye": "Renvoyé au service",
    "pris_acte": "Pris acte",
    "nul_a_representer": "Nul, à représenter",
    "non_applicable": "Non applicable",
    "non_examine": "Non examiné",
}
# The verb of the button, for the person who conducts the séance.
VERBES = {
    "accepte": "Accepter",
    "accepte_modifie": "Accepter, modifié",
    "refuse": "Refuser",
    "reporte": "Reporter",
    "retire": "Retirer",
    "renvoye": "Renvoyer au service",
    "pris_acte": "Prendre acte",
    "nul_a_representer": "Nul, à représenter",
    "non_applicable": "Non applicable",
    "non_examine": "Ne pas examiner",
}
PRECISIONS = {"prochaine": "reporte", "sine_die": "reporte", "auteur": "retire"}  # and a day, for « reporté »
ISSUES_VOTEES = frozenset({"accepte", "accepte_modifie", "refuse", "nul_a_representer"})
ISSUES_AVEC_TEXTE = frozenset({"accepte", "accepte_modifie", "refuse"})

# Natures on which nobody votes; all but the approval of minutes are simply taken note of.
NATURES_SANS_VOTE = frozenset(nature for nature, effets in EFFETS.items() if not effets.vote)
NATURES_SANS_TEXTE = frozenset(nature for nature, effets in EFFETS.items() if effets.texte_vide)
PRISES_ACTE = NATURES_SANS_VOTE - {"pv"}

ISSUE_DU_RESULTAT = {"adopte": "accepte", "rejete": "refuse", "partage": "reporte", "nul": "nul_a_representer"}


@dataclass(frozen=True)
class Cas:
    """A point at the moment of its decision: plain facts."""

    numero: str
    nature: str = "decision"
    mention_vote: str = "aucune"
    a_un_texte: bool = True
    resultat: str | None = None
    scrutin_ouvert: bool = False
    seance_commencee: bool = True
    seance_verrouillee: bool = False
    deja_tranche: bool = False


def exige_un_vote(nature: str, mention_vote: str) -> bool:
    """Does this organe count votes on a point of that nature?"""
    return mention_vote != "aucune" and nature not in NATURES_SANS_VOTE


def issue_par_defaut(nature: str, reglage: str = "accepte") -> str:
    """The outcome of a point that nobody touched: taken note of where nothing is decided."""
    return "pris_acte" if nature in PRISES_ACTE else reglage


def issue_du_resultat(resultat: str) -> str:
    """The outcome that a proclaimed result proposes; posting the decision confirms it."""
    return ISSUE_DU_RESULTAT[resultat]


def verifier(issue: str, cas: Cas) -> None:
    """Refuse a decision that the vote, the text or the state of the séance does not carry."""
    if issue not in ISSUES:
        raise Refus(f"« {issue} » n’est pas une décision possible : {', '.join(ISSUES)}.", motif="issue_inconnue")
    if not cas.seance_commencee:
        raise Refus(
            f"Le point {cas.numero} ne peut pas être décidé avant la séance : ouvrez-la d’abord.",
            motif="avant_la_seance",
        )
    if cas.seance_verrouillee:
        raise Refus(
            f"La séance est levée : la décision du point {cas.numero} ne change plus. "
            "Pour la corriger, donnez-en le motif : il est gardé au journal.",
            motif="seance_levee",
            franchissable=True,
        )
    if cas.scrutin_ouvert:
        raise Refus(
            f"Un vote est ouvert au point {cas.numero} : clôturez-le et proclamez-le avant de décider.",
            motif="scrutin_ouvert",
        )
    _verifier_texte(issue, cas)
    _verifier_vote(issue, cas)


def verifier_precision(issue: str, precision: str, jour: date) -> None:
    """« Reporté » to when, « retiré » by whom: refuse words that the outcome does not carry, or a day already past."""
    if not precision or PRECISIONS.get(precision) == issue:
        return
    try:
        voulu = date.fromisoformat(precision) if issue == "reporte" else None
    except ValueError:
        voulu = None
    if voulu is None:
        raise Refus(
            f"« {precision} » ne précise pas « {ISSUES[issue].lower()} » : un report se précise par « prochaine », "
            "« sine_die » ou le jour de la séance, un retrait par « auteur ».",
            motif="precision_inconnue",
        )
    if voulu <= jour:
        raise Refus("Un point se reporte à une séance à venir : donnez un jour après celui-ci.", motif="report_passe")


def _verifier_texte(issue: str, cas: Cas) -> None:
    if issue in ISSUES_AVEC_TEXTE and not cas.a_un_texte and cas.nature not in NATURES_SANS_TEXTE:
        raise Refus(
            f"Le point {cas.numero} n’a ni motivation ni dispositif : écrivez le texte, "
            "ou prenez acte, reportez ou retirez le point.",
            motif="texte_vide",
        )


def _verifier_vote(issue: str, cas: Cas) -> None:
    if issue not in ISSUES_VOTEES:
        return
    if cas.resultat is None:
        if exige_un_vote(cas.nature, cas.mention_vote):
            raise Refus(
                f"Le point {cas.numero} demande un vote : ouvrez un scrutin ou proclamez l’unanimité.",
                motif="vote_manquant",
            )
        return
    if cas.resultat == "partage" or not _concorde(issue, cas.resultat):
        raise Refus(
            f"Le vote du point {cas.numero} a donné « {RESULTATS[cas.resultat]} » : "
            f"la décision « {ISSUES[issue].lower()} » le contredirait.",
            motif="contredit_le_vote",
        )


RESULTATS = {"adopte": "adopté", "rejete": "rejeté", "partage": "partage des voix", "nul": "vote nul"}


def _concorde(issue: str, resultat: str) -> bool:
    proposee = ISSUE_DU_RESULTAT[resultat]
    return issue == proposee or (issue, proposee) == ("accepte_modifie", "accepte")
