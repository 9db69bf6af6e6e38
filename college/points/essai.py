"""Another chain tried on a real point: what it would gain and lose. Reads only; nothing is kept."""

from __future__ import annotations

from typing import NamedTuple

from college.points.definition import Chaine
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.phrases import enumerer, fr
from college.points.valeurs import Etat, Phase, Statut, VueEtape


class Essai(NamedTuple):
    """A point with its own chain and with another one, and the difference in sentences."""

    point: Point
    avant: Etat
    apres: Etat

    @property
    def gagne(self) -> list[str]:
        """Steps to go through that it had not, or had no longer, to go through."""
        return [v.etape.libelle for v in self.apres.vues if _attendue(v) and not _attendue(self.avant.vue(v.code))]

    @property
    def perd(self) -> list[str]:
        """Steps that applied, done or to come, and no longer do."""
        return [v.etape.libelle for v in self.avant.vues if _compte(v) and not _compte(self.apres.vue(v.code))]

    @property
    def phrase(self) -> str:
        """« attend « Visa », gagne « Avis » et perd « Accord ». »"""
        dites = [f"{_ou(self.avant)} → {_ou(self.apres)}" if _ou(self.avant) != _ou(self.apres) else _ou(self.apres)]
        dites += [f"{verbe} {_cites(noms)}" for verbe, noms in (("gagne", self.gagne), ("perd", self.perd)) if noms]
        return fr(" ; ".join(dites))


def essayer(point: Point, chaine: Chaine) -> Essai:
    """The point as it stands, under its chain and under `chaine`."""
    return Essai(point, etat_de(point), etat_de(point, chaine=chaine))


def _attendue(vue: VueEtape | None) -> bool:
    return vue is not None and vue.statut in (Statut.COURANT, Statut.A_VENIR)


def _compte(vue: VueEtape | None) -> bool:
    return vue is not None and vue.statut is not Statut.SAUTE


def _ou(vu: Etat) -> str:
    if vu.courante:
        return f"« {vu.courante.etape.libelle} »"
    return {Phase.VALIDE: "validé", Phase.BROUILLON: "brouillon"}.get(vu.phase, str(vu.phase))


def _cites(noms: list[str]) -> str:
    return enumerer([f"« {nom} »" for nom in noms])
