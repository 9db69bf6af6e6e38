"""Random chains, random people, random acts: what holds whatever the commune invents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from college.droits import Acteur
from college.erreurs import Erreur
from college.points.chaine import actions_possibles, decider, etat
from college.points.definition import AUTEUR
from college.points.lecture import lire
from college.points.valeurs import Action, Faits, Passage, Phase, Statut, Titulaire, Titulaires

DEBUT = datetime(2026, 11, 21, 9, tzinfo=UTC)
PERSONNES = [
    Acteur(n, nom, nom.capitalize(), 1, roles=frozenset({("redacteur", 1)}))
    for n, nom in enumerate(["ada", "ben", "cleo", "dora"], 1)
]
SAISIES = {
    Action.RENDRE_AVIS: {"valeur": "favorable"},
    Action.DEMANDER_AVIS: {"vers": "mobilite"},
    Action.TRANSMETTRE_ORGANE: {"vers": "conseil"},
}


def _etape(rang):
    return st.fixed_dictionaries(
        {
            "code": st.just(f"e{rang}"),
            "groupe": st.just("g"),
            "type": st.sampled_from(["visa", "visa", "avis"]),
            "obligatoire": st.sampled_from([True, True, False]),
            "si_texte_change": st.sampled_from(["annuler", "garder"]),
        },
        optional={
            "si": st.just({"champ": "montant_htva", "operateur": ">=", "valeur": 100}),
            "parallele": st.just("bloc"),
        },
    )


@st.composite
def _chaines(draw):
    etapes = [draw(_etape(rang)) for rang in range(draw(st.integers(0, 6)))]
    for avant, apres in pairwise(etapes):
        if "parallele" in apres and "parallele" not in avant:
            del apres["parallele"]
    raccourcis = draw(st.sampled_from(["aucun", "aucun", "tous", "sans_le_dernier"]))
    return lire({"code": "c", "etapes": etapes, "raccourcis": raccourcis})


_qui = st.lists(st.sampled_from(PERSONNES), max_size=2, unique=True).map(
    lambda gens: [Titulaire(a.agent_id, a.nom) for a in gens]
)


@st.composite
def _parcours(draw):
    chaine = draw(_chaines())
    tenues = {etape.code: draw(_qui) for etape in chaine.etapes}
    auteur = Titulaire(1, "Ada")
    titulaires = Titulaires(tenues, [auteur], draw(_qui), draw(_qui), {"mobilite": draw(_qui)})
    gestes = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PERSONNES),
                st.sampled_from(list(Action)),
                st.sampled_from([None, None, AUTEUR, "e0", "e1", "e3"]),
                st.integers(0, 1),
                st.sampled_from([50, 50, 200]),
            ),
            max_size=25,
        )
    )
    return chaine, titulaires, gestes


def _faits(texte, montant):
    return Faits({"montant_htva": Decimal(montant)}, f"t{texte}", aujourdhui=date(2026, 11, 21))


@settings(max_examples=250, deadline=None)
@given(_parcours())
def test_bouton_possible_si_et_seulement_si_accepte(parcours):
    chaine, titulaires, gestes = parcours
    passages = []
    for personne, action, vers, texte, montant in gestes:
        vu = etat(chaine, passages, _faits(texte, montant), titulaires)
        le = DEBUT + timedelta(minutes=len(passages))
        for bouton in actions_possibles(vu, personne):
            saisie = {"commentaire": "Voilà.", "vers": bouton.vers, **SAISIES.get(Action(bouton.code), {})}
            try:
                decider(vu, Action(bouton.code), personne, le=le, **saisie)
                accepte = True
            except Erreur as refus:
                accepte = False
                assert refus.phrase.endswith("."), refus.phrase
                assert refus.phrase[0].isupper() or refus.phrase[0] == "«", refus.phrase
            # who already asked the group gets a refusal about that group, not about the button
            deja = bouton.code == "demander_avis" and any(avis.rendu is None for avis in vu.avis)
            assert accepte == bouton.possible or deja, bouton
            assert bouton.possible or bouton.motif.endswith(".")
        _jouer(vu, passages, personne, action, vers, le)


def _jouer(vu, passages, personne, action, vers, le):
    saisie = {"commentaire": "Voilà.", "vers": vers, **SAISIES.get(action, {})}
    try:
        passages.append(decider(vu, action, personne, le=le, **saisie))
    except Erreur as refus:
        assert refus.phrase.endswith("."), refus.phrase


@settings(max_examples=250, deadline=None)
@given(_parcours())
def test_aucune_etape_sautee_sauf_vide_condition_ou_delai(parcours):
    chaine, titulaires, gestes = parcours
    passages = []
    for personne, action, vers, texte, montant in gestes:
        vu = etat(chaine, passages, _faits(texte, montant), titulaires)
        for vue in vu.vues:
            if vue.statut is Statut.SAUTE:
                assert vue.motif
                assert not titulaires.etapes[vue.code] or not vue.etape.applicable(vu.faits.valeurs)
            if vue.statut is Statut.FAIT:
                assert vue.passage.acteur_id in {t.agent_id for t in titulaires.etapes[vue.code]}
        if vu.phase is Phase.VALIDE:
            assert all(v.statut in (Statut.FAIT, Statut.SAUTE) for v in vu.vues if v.etape.obligatoire)
        if vu.phase is Phase.EN_VALIDATION:
            assert vu.courante is not None
            rang = [v.code for v in vu.vues].index(vu.courante.code)
            bloc = vu.courante.etape.parallele
            avant = [v for v in vu.vues[:rang] if v.etape.obligatoire and not (bloc and v.etape.parallele == bloc)]
            assert all(v.statut in (Statut.FAIT, Statut.SAUTE) for v in avant)
        _jouer(vu, passages, personne, action, vers, DEBUT + timedelta(minutes=len(passages)))


def test_le_pli_d_un_point_charge_reste_bref():
    """The bar is 50 µs on a quiet machine; asserted at ten times that."""
    etapes = [{"code": f"e{n}", "groupe": "g", "si_texte_change": "garder"} for n in range(8)]
    chaine = lire({"code": "c", "etapes": etapes})
    titulaires = Titulaires({f"e{n}": [Titulaire(1, "Ada")] for n in range(8)}, [Titulaire(1, "Ada")])
    passages = [Passage(Action.SOUMETTRE, 1, "Ada", DEBUT)] + [
        Passage(Action.VISER, 1, "Ada", DEBUT, f"e{n}", couvre=(f"e{n}",)) for n in range(7)
    ]
    faits = _faits(1, 50)
    debut = process_time()
    for _ in range(200):
        etat(chaine, passages, faits, titulaires)
    assert (process_time() - debut) / 200 < 500e-6
