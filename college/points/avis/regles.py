"""The financial director's legality advice (CDLD L1124-40, § 1): when it holds a point back, its sentences. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from college.points.phrases import fr, jour, montant
from college.points.valeurs import AVIS

GROUPE_DF = "directeur_financier"
ARTICLE = "CDLD, art. L1124-40"
DELAI, DELAI_URGENCE = 10, 5
ORGANES = ("college", "conseil")


class AvisVu(NamedTuple):
    """An advice of the financial director, as the rule reads it."""

    valeur: str | None
    rendu_le: date | None
    demande_le: date
    echeance: date | None


def empechement(
    type_organe: str, htva: Decimal | None, seuil: Decimal, avis: Sequence[AvisVu], le: date, qui: str = ""
) -> str | None:
    """Why a point may not enter an agenda yet, or None. A negative advice never blocks; a lapsed delay frees."""
    if type_organe not in ORGANES or htva is None or htva < seuil:
        return None
    if any(vu.valeur or (vu.echeance and vu.echeance < le) for vu in avis):
        return None
    article = f"l'avis de légalité est obligatoire à partir de {montant(seuil)} hors TVA ({ARTICLE})"
    if not avis:
        return fr(f"Pas encore possible : {article} et n'est pas demandé. Demandez-le au directeur financier.")
    fin = next((vu.echeance for vu in reversed(avis) if vu.echeance), None)
    delai = f" Le délai court jusqu'au {jour(fin)}." if fin else ""
    rendre = f" {qui} peut le rendre plus tôt." if qui else ""
    return fr(f"Pas encore possible : {article} et n'est pas rendu.{delai}{rendre}")


def attendus(avis: AvisVu | None, le: date) -> str:
    """The sentence of the délibération, for the visas: asked, given, or not given in time."""
    if avis is None:
        return ""
    if avis.valeur and avis.rendu_le:
        return fr(
            f"Attendu l'avis {AVIS[avis.valeur]} du directeur financier rendu en date du {jour(avis.rendu_le)} "
            f"conformément à l'article L1124-40 du Code de la démocratie locale et de la décentralisation ;"
        )
    if avis.echeance and avis.echeance < le:
        return fr(
            "Attendu l'absence d'avis du directeur financier dans le délai prescrit par l'article L1124-40 du "
            "Code de la démocratie locale et de la décentralisation ;"
        )
    return fr(f"Attendu la demande d'avis adressée au directeur financier en date du {jour(avis.demande_le)} ;")
