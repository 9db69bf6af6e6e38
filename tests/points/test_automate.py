"""Random people through random chains, over the services and a real base: a hypothesis state machine.

What holds whatever the commune invents: a button is lit iff the service accepts; no step is skipped, the passages
themselves being read again; the cache is the fold; who acts may read; every refusal is a sentence that leaves nothing
behind it.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, update

from college.erreurs import Erreur, Introuvable
from college.journal import EntreeJournal
from college.organisation.modele import Organe
from college.points import chaine, requetes, services, taches, transmission
from college.points.etats import en_valeur, etat_de, passages_de
from college.points.modele import Passage, Point
from college.points.saisie import Modification, Saisie
from college.points.valeurs import Action, Phase, Statut
from college.transaction import ecriture, lecture, unite
from tests import fabriques

GENS = ["alice", "bernard", "chantal", "emile", "hugo", "denis", "gaston"]
QUI = st.sampled_from(GENS)
TITULAIRES = [
    {"role": "chef_service"},
    {"groupe": "direction_generale"},
    {"groupe": "directeur_financier"},
    {"service": "finances"},
    {"role": "lecteur"},
    {"groupe_en_charge": True},
]
ACTIONS = [a for a in Action if a not in (Action.DUPLIQUER, Action.TRANSMETTRE_ORGANE)]  # these make other points
SANS_SUITE = (Action.DUPLIQUER, Action.TRANSMETTRE_ORGANE, Action.DEMANDER_AVIS, Action.RETIRER)
SEUIL = 30000
VERS = {Action.DEMANDER_AVIS: "directeur_financier"}
NUMEROS = count(1)


@st.composite
def _etapes(draw):
    etapes = []
    for rang in range(draw(st.integers(0, 4))):
        etape = {
            "code": f"e{rang}",
            **draw(st.sampled_from(TITULAIRES)),
            "type": draw(st.sampled_from(["visa", "visa", "avis"])),
        }
        etape["obligatoire"] = draw(st.sampled_from([True, True, False]))
        etape["si_texte_change"] = draw(st.sampled_from(["annuler", "garder"]))
        if draw(st.booleans()):
            etape["modifie"] = draw(st.sampled_from([True, False, ["motivation"], ["motivation", "budget"]]))
        if draw(st.booleans()):
            etape["si"] = {"champ": "montant_htva", "operateur": ">=", "valeur": SEUIL}
        if draw(st.booleans()):
            etape["parallele"] = "bloc"
        etapes.append(etape)
    for avant, apres in pairwise(etapes):
        if "parallele" in apres and "parallele" not in avant:
            del apres["parallele"]
    return etapes


class Parcours(RuleBasedStateMachine):
    """One point of travaux, a chain of its own, and seven people who try everything."""

    def __init__(self, monde):
        super().__init__()
        self.monde = monde

    @initialize(etapes=_etapes(), raccourcis=st.sampled_from(["aucun", "tous"]), montant=st.sampled_from([None, 50000]))
    def proposer(self, etapes, raccourcis, montant):
        code = f"auto{next(NUMEROS)}"
        with ecriture():
            unite().execute(update(Point).values(phase="retire"))  # those of former examples are left alone
            version = fabriques.chaine(self.monde.institution_id, code, etapes)
            version.definition = {**version.definition, "raccourcis": raccourcis}
            version.empreinte = f"{code:->64}"
            organe = unite().scalars(select(Organe).where(Organe.code == "college", Organe.institution_id == 1)).one()
            organe.reglages = {**organe.reglages, "chaine": code}
            for qui in ("bernard", "emile", "chantal"):
                self.monde.agent(qui).actif = True
        with ecriture():
            saisie = Saisie(
                organe="college", service="travaux", titre="Rue Haute", montant_htva=montant and Decimal(montant)
            )
            self.point = services.proposer(self.monde.acteur("alice"), saisie).id
        self.etapes, self.textes = etapes, 0

    @rule(qui=QUI, action=st.sampled_from(ACTIONS), vers=st.sampled_from([None, None, "auteur", "e0", "e2"]))
    def agir(self, qui, action, vers):
        vers = VERS.get(action, vers)
        dits = {"commentaire": "Voici pourquoi.", "vers": vers}
        if action is Action.RENDRE_AVIS:
            dits["avis"] = "favorable"
        attendu = self._allumes(qui)
        fait = self._tenter(lambda acteur, point: services.agir(acteur, point, action, **dits), qui)
        if vers is None or action is Action.DEMANDER_AVIS:
            deja = action is Action.DEMANDER_AVIS and not fait
            assert fait == ((str(action), None) in attendu) or deja, (qui, action, attendu)
        assert fait or (str(action), vers) not in attendu, (qui, action, vers)
        assert not fait or str(action) in {code for code, _ in attendu}, (qui, action, vers)

    @rule(lesquels=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), min_size=1, max_size=4))
    def presser(self, lesquels):
        """Lit buttons, for good, one after the other: acts at random hardly reach the end of a chain."""
        for depart, lequel in lesquels:
            for qui in GENS[depart:] + GENS[:depart]:
                allumes = [bouton for bouton in self._allumes(qui) if bouton[0] not in SANS_SUITE]
                if allumes:
                    self._presser(qui, *allumes[lequel % len(allumes)])
                    break

    def _presser(self, qui, code, vers):
        dits = {"commentaire": "Voici pourquoi.", "vers": vers, "avis": "favorable"}
        assert self._tenter(lambda acteur, point: services.agir(acteur, point, code, **dits), qui), (qui, code, vers)
        self.rien_n_est_saute()

    @rule(qui=QUI)
    def essayer_chaque_bouton(self, qui):
        """Each lit button is accepted as it stands, each on a copy of the world that is undone."""
        for code, vers in self._allumes(qui):
            dits = {"commentaire": "Voici pourquoi.", "vers": vers or VERS.get(Action(code))}
            if code == "rendre_avis":
                dits["avis"] = "reserve"
            if code in ("transmettre_organe", "demander_avis"):
                continue
            with ecriture():
                acteur = self.monde.acteur(qui)
                point = requetes.point(acteur, self.point)
                essai = unite().begin_nested()
                if code == "dupliquer":
                    transmission.dupliquer(acteur, point)
                else:
                    services.agir(acteur, point, code, **dits)
                essai.rollback()
                unite().expire_all()

    @rule(qui=QUI, montant=st.sampled_from([None, 50000]))
    def ecrire(self, qui, montant):
        self.textes += 1
        champs = {"motivation": f"<p>Version {self.textes}.</p>", "montant_htva": montant and Decimal(montant)}
        with lecture():
            vu = etat_de(unite().get_one(Point, self.point))
            try:
                change = {"budget"} if vu.faits.valeurs.get("montant_htva") != champs["montant_htva"] else set()
                chaine.peut_modifier(vu, self.monde.acteur(qui), {"motivation"} | change)
                permis = True
            except Erreur:
                permis = False
        fait = self._tenter(lambda acteur, point: services.modifier(acteur, point, Modification(**champs)), qui)
        assert fait == permis, (qui, fait, permis)

    @rule(qui=st.sampled_from(["bernard", "emile"]), present=st.booleans())
    def arriver_ou_partir(self, qui, present):
        with ecriture():
            self.monde.agent(qui).actif = present
            unite().flush()
            taches.suivre_les_personnes(self.monde.institution_id)  # what the announcement of this change calls

    @rule(phase=st.sampled_from(["inscrit", "valide"]))
    def tenir_l_agenda(self, phase):
        with lecture():
            depart = unite().get_one(Point, self.point).phase
        if phase == "valide" and depart != "inscrit":
            return
        fait = self._tenter(lambda acteur, point: services.changer_phase(acteur, point, phase), "chantal")
        assert fait == (depart == ("valide" if phase == "inscrit" else "inscrit")), (depart, phase)
        if fait and phase == "valide":
            with ecriture():
                services.recalculer(unite().get_one(Point, self.point))

    @invariant()
    def rien_n_est_saute(self):
        if not hasattr(self, "point"):
            return
        with lecture():
            point = unite().get_one(Point, self.point)
            vu = etat_de(point)
            if point.phase not in ("inscrit",):
                assert (point.phase, point.etape) == (str(vu.phase), vu.etape)
            for vue in vu.vues:
                assert vue.motif or vue.statut is not Statut.SAUTE
                assert vue.passage or vue.statut is not Statut.FAIT
            if vu.phase is Phase.VALIDE:
                assert all(v.statut in (Statut.FAIT, Statut.SAUTE) for v in vu.vues if v.etape.obligatoire)
                assert self._dues(point) <= self._faites(point) | {v.code for v in vu.vues if v.vacante}
            if vu.phase is Phase.EN_VALIDATION:
                assert vu.ouvertes and any(v.etape.obligatoire for v in vu.ouvertes)

    def _dues(self, point):
        """The steps that this point may not do without, by the chain as it was drawn."""
        depasse = (point.montant_htva or 0) >= SEUIL
        return {e["code"] for e in self.etapes if e["obligatoire"] and (depasse or "si" not in e)}

    def _faites(self, point):
        """The steps that somebody settled or passed over, since the point last went back to its author."""
        gardent = {e["code"] for e in self.etapes if e["si_texte_change"] == "garder"}
        faites, outre = {}, set()
        for passage in map(en_valeur, passages_de(point)):
            reprise = passage.action is Action.REPRENDRE
            if passage.action in (Action.VISER, Action.RENDRE_AVIS):
                faites |= dict.fromkeys(passage.couvre, passage)
            elif passage.action is Action.PASSER_OUTRE:
                outre |= set(passage.couvre)
            elif reprise and passage.etape:
                faites = {code: fait for code, fait in faites.items() if fait is not faites.get(passage.etape)}
            elif reprise or (passage.action, passage.vers) == (Action.RENVOYER, "auteur"):
                faites, outre = {code: fait for code, fait in faites.items() if code in gardent}, set()
        return set(faites) | outre

    def _allumes(self, qui):
        """The lit buttons of a person, none on a point that they do not read."""
        with lecture():
            try:
                acteur = self.monde.acteur(qui)  # who has left has no button either
                point = requetes.point(acteur, self.point)
            except Introuvable:
                return []
            return [(b.code, b.vers) for b in chaine.actions_possibles(etat_de(point), acteur) if b.possible]

    def _traces(self):
        """What an act leaves in the base."""
        with lecture():
            lignes = (select(func.count()).select_from(table) for table in (Passage, EntreeJournal))
            return unite().get_one(Point, self.point).version, *(unite().scalar(ligne) for ligne in lignes)

    def _tenter(self, geste, qui):
        avant = self._traces()
        try:
            with ecriture():
                acteur = self.monde.acteur(qui)
                geste(acteur, requetes.point(acteur, self.point))
        except Erreur as refus:
            assert refus.phrase[0] in "«" or refus.phrase[0].isupper(), refus.phrase
            assert refus.phrase.endswith("."), refus.phrase
            assert self._traces() == avant, refus.phrase
            return False
        return True


COMMUNS = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


@pytest.mark.parametrize(
    ("exemples", "pas"), [(5, 8), pytest.param(150, 25, marks=[pytest.mark.long, pytest.mark.timeout(3000)])]
)
def test_des_gens_au_hasard_dans_des_chaines_au_hasard(monde, exemples, pas):
    reglages = settings(max_examples=exemples, stateful_step_count=pas, **COMMUNS)
    assert run_state_machine_as_test(lambda: Parcours(monde), settings=reglages) is None
