"""Advices: their last day, and the financial director's (CDLD L1124-40, § 1): when it holds back, its words. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from college import delais
from college.points.definition import GROUPE_DF as GROUPE_DF
from college.points.definition import Etape
from college.points.phrases import enumerer, fr, jour, montant
from college.points.valeurs import AVIS, Etat, Statut

ARTICLE = "CDLD, art. L1124-40"
DELAI, DELAI_URGENCE = 10, 5
ORGANES = ("college", "conseil")


class AvisVu(NamedTuple):
    """An advice of the financial director, as the rule reads it."""

    valeur: str | None
    rendu_le: date | None
    demande_le: date
    echeance: date | None
    numero: str = ""
    initiative: bool = False


def terme(etape: Etape, depuis: date) -> date | None:
    """The last day of a step's delay, receipt excluded (scenario P31); carried off the days where it never ends."""
    if etape.delai_jours:
        fin = depuis + timedelta(days=etape.delai_jours)
    elif etape.delai_jours_ouvrables:
        fin = delais.ouvrables(depuis, etape.delai_jours_ouvrables, samedi=etape.samedi)
    else:
        return None
    while fin.weekday() in etape.fin_jamais or (etape.fin_jamais and not _convient(etape, fin)):
        fin += timedelta(days=1)
    return fin


def _convient(etape: Etape, fin: date) -> bool:
    return bool(etape.delai_jours) or delais.est_ouvrable(fin, samedi=etape.samedi)


def terme_df(depuis: date, urgent: bool) -> date:
    """Ten working days for the financial director, five on motivated urgency."""
    return delais.ouvrables(depuis, DELAI_URGENCE if urgent else DELAI)


def prolongation_refusee(recu: date, ancienne: date, nouvelle: date, deja: bool) -> str | None:
    """The legality advice's delay is extended once, by as many working days as it had; or why not."""
    if deja:
        return fr(f"Ce délai est déjà prolongé : la loi ne le permet qu'une fois ({ARTICLE}).")
    jours = next(n for n in (DELAI_URGENCE, DELAI, 365) if n == 365 or delais.ouvrables(recu, n) >= ancienne)
    limite = delais.ouvrables(ancienne, jours)
    if nouvelle > limite:
        return fr(
            f"Ce délai se prolonge une fois, de la même durée ({ARTICLE}) : choisissez au plus tard le {jour(limite)}."
        )
    return None


def negatif_bloquant(vu: Etat) -> str | None:
    """Why a point may not be presented: a negative advice of a step that the commune made blocking (scenario P37)."""
    bloquants = [
        f"« {vue.etape.libelle} »"
        for vue in vu.vues
        if vue.etape.bloquant and vue.statut is Statut.FAIT and vue.passage and vue.passage.valeur == "defavorable"
    ]
    if not bloquants:
        return None
    quoi = "l'avis" if len(bloquants) == 1 else "les avis"
    return fr(
        f"Pas encore possible : {quoi} {enumerer(bloquants)} bloque{'' if len(bloquants) == 1 else 'nt'} la "
        "présentation tant que la réponse est défavorable. Renvoyez le point pour adapter le texte, puis redemandez "
        "l'avis."
    )


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
    if avis.valeur == "remis_sans_avis" and avis.rendu_le:
        return fr(
            f"Attendu que le directeur financier, consulté en date du {jour(avis.demande_le)}, a remis le dossier "
            f"sans avis{_numero(avis)} en date du {jour(avis.rendu_le)} ;"
        )
    if avis.valeur and avis.rendu_le:
        origine = "d'initiative " if avis.initiative else ""
        return fr(
            f"Attendu l'avis {AVIS[avis.valeur]}{_numero(avis)} du directeur financier rendu {origine}en date du "
            f"{jour(avis.rendu_le)} conformément à l'article L1124-40 du Code de la démocratie locale et de la "
            "décentralisation ;"
        )
    if avis.echeance and avis.echeance < le:
        return fr(
            "Attendu l'absence d'avis du directeur financier dans le délai prescrit par l'article L1124-40 du "
            "Code de la démocratie locale et de la décentralisation ;"
        )
    return fr(f"Attendu la demande d'avis adressée au directeur financier en date du {jour(avis.demande_le)} ;")


_ECRITES = re.compile(r"<p>Attendu (?:(?!</p>).)*directeur financier(?:(?!</p>).)*</p>")


def sans_attendus(motivation: str) -> str:
    """The recitals without the sentence written before about the financial director's advice."""
    return _ECRITES.sub("", motivation)


def _numero(avis: AvisVu) -> str:
    return f" n° {avis.numero}" if avis.numero else ""
