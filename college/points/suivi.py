"""The point followed like a parcel: where it is, who has it, since when, what comes next. PURE."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from college import horloge
from college.points.avis.regles import terme
from college.points.phrases import fr
from college.points.position import noms
from college.points.valeurs import AVIS, Etat, Phase, Statut, VueEtape


class Jalon(NamedTuple):
    """One stop of the tracker."""

    code: str
    libelle: str
    statut: Statut
    qui: str = ""
    quand: datetime | None = None
    echeance: date | None = None
    motif: str = ""


def echeance(vu: Etat, vue: VueEtape) -> date | None:
    """The last day of a step that waits: an advice has its own clock, a visa's runs from when the point came there."""
    if fin := vu.faits.echeances.get(vue.code):
        return fin
    if vue.etape.est_avis or vu.depuis is None:
        return None
    return terme(vue.etape, horloge.locale(vu.depuis).date())


def suivi(vu: Etat) -> list[Jalon]:
    """The stops of the chain: proposed, then each step. Upper rooms add theirs after (séance, acte…)."""
    return [_propose(vu), *(_jalon(vu, vue) for vue in vu.vues)]


def _propose(vu: Etat) -> Jalon:
    qui = noms(vu.titulaires.auteurs[:1])
    if vu.phase is Phase.RETIRE:
        return Jalon("propose", "Retiré", Statut.SAUTE, qui, vu.depuis)
    if vu.phase is Phase.BROUILLON:
        motif = fr(f"renvoyé par {vu.renvoi.acteur_nom}") if vu.renvoi else "brouillon"
        return Jalon("propose", "À compléter" if vu.renvoi else "Proposé", Statut.COURANT, qui, vu.depuis, motif=motif)
    soumis = vu.soumis
    return Jalon("propose", "Proposé", Statut.FAIT, soumis.acteur_nom if soumis else qui, soumis.le if soumis else None)


def _jalon(vu: Etat, vue: VueEtape) -> Jalon:
    etape, passage = vue.etape, vue.passage
    if passage is not None:
        motif = fr(f"avis {AVIS[passage.valeur]}") if passage.valeur in AVIS else ""
        if passage.empreinte != vu.faits.empreinte and etape.est_avis:
            motif += ", sur un texte antérieur"
        return Jalon(etape.code, etape.libelle, Statut.FAIT, passage.acteur_nom, passage.le, motif=motif)
    courant = vue.statut is Statut.COURANT
    return Jalon(
        etape.code,
        etape.libelle,
        vue.statut,
        "" if vue.statut is Statut.SAUTE else noms(vue.titulaires),
        vu.depuis if courant else None,
        echeance(vu, vue) if courant else None,
        vue.motif,
    )
