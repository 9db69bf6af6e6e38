"""The fold: chain + passages + facts + holders = where the point is. PURE; nothing is stored but passages.

Rules, in the order in which they are read here:
- going back to a step (or to the author) undoes the visas from there on, save those of steps that keep
  theirs (`si_texte_change: garder`);
- while the chain is not through, a visa counts for the text that was visa'd: a changed text voids it, save
  where the step keeps it; once through, the text belongs to the secretary and voids nothing;
- a step applies when its conditions hold on the facts of today: raising the amount brings it back by itself;
- a visa step that nobody holds is skipped, visibly; an avis step that nobody holds waits;
- an avis whose delay ran out no longer holds the point; an optional step never does;
- steps of one `parallele` block are open together;
- steps that the secretary passed over hold the point no longer, and stay open to be put right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from college.points.definition import AUTEUR, Chaine, Etape
from college.points.phrases import fr, jour
from college.points.valeurs import (
    Action,
    Etat,
    Faits,
    Passage,
    Phase,
    Statut,
    Titulaires,
    VueAvis,
    VueEtape,
)

_ACTIVES = (Phase.EN_VALIDATION, Phase.VALIDE, Phase.INSCRIT)


def etat(chaine: Chaine, passages: Iterable[Passage], faits: Faits, titulaires: Titulaires) -> Etat:
    """Where the point is, who holds it, since when."""
    fil = _Fil(chaine)
    for passage in passages:
        fil.suivre(passage)
    phase = fil.phase
    vues = _vues(chaine, fil, faits, titulaires, tolerer=phase in (Phase.INSCRIT, Phase.DECIDE))
    if phase is Phase.EN_VALIDATION and not any(_retient(vue) for vue in vues):
        phase = Phase.VALIDE
    ouvertes: tuple[VueEtape, ...] = ()
    if phase in _ACTIVES:
        vues, ouvertes = _ouvrir(vues)
    avis = tuple(
        VueAvis(code, titulaires.noms_avis.get(code, code), demande, rendu, titulaires.avis.get(code, ()))
        for code, (demande, rendu) in fil.demandes.items()
    )
    return Etat(
        chaine, phase, tuple(vues), avis, ouvertes, faits, titulaires,
        fil.depuis, fil.soumission, fil.renvoi, fil.dernier_visa,
    )  # fmt: skip


class _Fil:
    """What the passages leave behind them."""

    __slots__ = (
        "chaine",
        "demandes",
        "depuis",
        "dernier_visa",
        "etat_force",
        "faites",
        "outrepassees",
        "renvoi",
        "sautees",
        "soumis",
        "soumission",
    )

    def __init__(self, chaine: Chaine) -> None:
        self.chaine = chaine
        self.faites: dict[str, Passage] = {}
        self.sautees: dict[str, Passage] = {}
        self.outrepassees: set[str] = set()
        self.demandes: dict[str, tuple[Passage, Passage | None]] = {}
        self.soumis = not chaine.etapes
        self.soumission: Passage | None = None
        self.renvoi: Passage | None = None
        self.dernier_visa: Passage | None = None
        self.etat_force: Phase | None = None
        self.depuis: datetime | None = None

    @property
    def phase(self) -> Phase:
        if self.etat_force is not None:
            return self.etat_force
        return Phase.EN_VALIDATION if self.soumis else Phase.BROUILLON

    def suivre(self, passage: Passage) -> None:
        action = passage.action
        if action is Action.DUPLIQUER or action is Action.TRANSMETTRE_ORGANE:
            return
        if action is Action.DEMANDER_AVIS:
            self.demandes[passage.vers or ""] = (passage, None)
            return
        if action is Action.RENDRE_AVIS and passage.etape is None:
            demande, _ = self.demandes.get(passage.vers or "", (passage, None))
            self.demandes[passage.vers or ""] = (demande, passage)
            return
        self.depuis = passage.le
        self.dernier_visa = None
        if action is Action.VISER or action is Action.RENDRE_AVIS:
            self.accorder(passage)
        elif action is Action.SOUMETTRE:
            self.soumis, self.soumission, self.renvoi = True, passage, None
        elif action is Action.RENVOYER:
            self.revenir(passage.vers or AUTEUR, passage)
        elif action is Action.REPRENDRE:
            self.reprendre(passage)
        elif action is Action.PASSER_OUTRE:
            self.soumis, self.soumission, self.renvoi = True, self.soumission or passage, None
            self.outrepassees.update(passage.couvre)
        elif action is Action.RETIRER:
            self.etat_force = Phase.RETIRE
        elif action is Action.INSCRIRE:
            self.etat_force = Phase.INSCRIT
        elif action is Action.DESINSCRIRE:
            self.etat_force = None
        elif action is Action.DECIDER or action is Action.DECIDER_HORS_SEANCE:
            self.etat_force = Phase.DECIDE

    def accorder(self, passage: Passage) -> None:
        if not self.soumis:
            self.soumis, self.soumission = True, passage
        self.renvoi = None
        self.dernier_visa = passage
        for code in passage.couvre or (passage.etape or "",):
            self.faites[code] = passage
        for code in passage.sautees:
            self.sautees[code] = passage

    def reprendre(self, passage: Passage) -> None:
        if passage.etape is None:
            self.revenir(AUTEUR, None)
            return
        visa = self.faites.get(passage.etape)
        self.faites = {code: fait for code, fait in self.faites.items() if fait is not visa}

    def revenir(self, cible: str, renvoi: Passage | None) -> None:
        self.renvoi = renvoi
        self.etat_force = None
        depart = 0 if cible == AUTEUR else self.chaine.rang(cible) or 0
        if cible == AUTEUR:
            self.soumis = False
        for etape in self.chaine.etapes[depart:]:
            self.sautees.pop(etape.code, None)
            self.outrepassees.discard(etape.code)
            if not etape.garde or etape.code == cible:
                self.faites.pop(etape.code, None)


def _vues(chaine: Chaine, fil: _Fil, faits: Faits, titulaires: Titulaires, tolerer: bool) -> list[VueEtape]:
    vues = [_vue(etape, fil, faits, titulaires) for etape in chaine.etapes]
    if tolerer or not any(_retient(vue) for vue in vues):
        return vues
    return [_perimer(vue, faits, titulaires) if vue.passage else vue for vue in vues]


def _vue(etape: Etape, fil: _Fil, faits: Faits, titulaires: Titulaires) -> VueEtape:
    code = etape.code
    qui = titulaires.etapes.get(code, ())
    if fait := fil.faites.get(code):
        return VueEtape(etape, Statut.FAIT, qui, passage=fait)
    if etape.si and not etape.applicable(faits.valeurs):
        phrase = " et ".join(condition.phrase for condition in etape.si)
        return VueEtape(etape, Statut.SAUTE, qui, fr(f"sans objet : demandé seulement si {phrase}"))
    if code in fil.sautees or not (qui or etape.est_avis):
        return VueEtape(etape, Statut.SAUTE, qui, fr("sauté : personne ne tient cette étape"), vacante=True)
    if code in fil.outrepassees:
        etape = replace(etape, obligatoire=False)
        return VueEtape(etape, Statut.A_VENIR, qui, fr("passé outre, à régulariser"), outrepassee=True)
    if (fin := faits.echeances.get(code)) and etape.est_avis and fin < faits.aujourdhui:
        motif = f"avis non rendu dans le délai, échu le {jour(fin)}"
        return VueEtape(etape, Statut.SAUTE, qui, motif, echue=True)
    motif = "" if qui else fr("en attente : personne ne tient cet avis")
    return VueEtape(etape, Statut.A_VENIR, qui, motif)


def _perimer(vue: VueEtape, faits: Faits, titulaires: Titulaires) -> VueEtape:
    """A visa given on another text no longer counts, unless its step keeps it."""
    if vue.etape.garde or vue.passage is None or vue.passage.empreinte == faits.empreinte:
        return vue
    qui = titulaires.etapes.get(vue.code, ())
    if not (qui or vue.etape.est_avis):
        return vue
    return VueEtape(vue.etape, Statut.A_VENIR, qui, fr(f"à refaire : le texte a changé depuis {_ce(vue.etape)}"))


def _ce(etape: Etape) -> str:
    return "cet avis" if etape.est_avis else "ce visa"


def _retient(vue: VueEtape) -> bool:
    return vue.etape.obligatoire and vue.statut in (Statut.A_VENIR, Statut.COURANT)


def _ouvrir(vues: list[VueEtape]) -> tuple[list[VueEtape], tuple[VueEtape, ...]]:
    """Steps are open up to the first block that holds the point back, that block included."""
    lues: list[VueEtape] = []
    ouvertes: list[VueEtape] = []
    bloc: str | None = None
    retenu = False
    for vue in vues:
        meme_bloc = bloc is not None and vue.etape.parallele == bloc
        bloc = vue.etape.parallele
        if retenu and not meme_bloc:
            lues.extend(vues[len(lues) :])
            break
        if vue.statut is Statut.A_VENIR:
            vue = vue._replace(statut=Statut.COURANT)
            ouvertes.append(vue)
            retenu = retenu or vue.etape.obligatoire
        lues.append(vue)
    return lues, tuple(sorted(ouvertes, key=lambda vue: not vue.etape.obligatoire))
