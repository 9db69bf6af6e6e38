"""Linked propositions, the rule alone: what is expressed is shared, one at most is adopted, a tie has its law."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Refus
from college.seances import lies
from college.seances.scrutin import Regles

JOUR = date(2026, 12, 14)
VOIX = st.lists(st.integers(0, 30), min_size=2, max_size=5)
ORGANES = st.sampled_from(["college", "conseil", "bureau_permanent", "libre"])


def _depouiller(organe, *pour, president=None, **regles):
    comptes = [{"pour": n} if isinstance(n, int) else n for n in pour]
    return lies.depouiller(comptes, Regles(organe, JOUR, **regles), president)


def _resultats(organe, *pour, **regles):
    return [d.resultat for d in _depouiller(organe, *pour, **regles)]


@pytest.mark.parametrize(
    ("organe", "pour", "attendus"),
    [
        ("conseil", (5, 4), ["adopte", "rejete"]),
        ("conseil", (4, 3, 2), ["rejete", "rejete", "rejete"]),
        ("conseil", (5, {"pour": 3, "contre": 2}), ["rejete", "rejete"]),
        ("conseil", (3, 3), ["rejete", "rejete"]),
        ("college", (3, 3), ["partage", "partage"]),
        ("college", (3, 3, 1), ["rejete", "rejete", "rejete"]),
        ("college", (2, 2, 2), ["rejete", "rejete", "rejete"]),
        ("conseil", ({"abstention": 4}, {"abstention": 2}), ["nul", "nul"]),
        ("conseil", ({"contre": 1}, {"abstention": 2}), ["rejete", "rejete"]),
    ],
)
def test_p43_les_voix_des_propositions_liees_se_comptent_ensemble(organe, pour, attendus):
    assert _resultats(organe, *pour) == attendus


def test_p43_a_parite_au_college_la_proposition_du_president_l_emporte_si_l_urgence_fut_reconnue():
    decidees = _depouiller("college", 3, 3, 0, urgence_reconnue=True, president=1)
    assert [d.resultat for d in decidees] == ["rejete", "adopte", "rejete"]
    assert {d.voix_preponderante for d in decidees} == {True}
    assert decidees[1].explication == (
        "parité entre deux propositions liées, 3 voix chacune ; urgence reconnue avant la discussion : "
        "la voix du président est décisive, adopté"
    )
    assert _resultats("college", 3, 3, urgence_reconnue=True, president=0) == ["adopte", "rejete"]
    assert _resultats("college", 3, 3, urgence_reconnue=True) == ["partage", "partage"], "he chose neither"
    assert _resultats("college", 3, 3, president=0) == ["partage", "partage"], "no urgency, no casting voice"


@pytest.mark.parametrize(
    ("organe", "pour", "requis", "article", "dit"),
    [
        ("conseil", (1, 0), 1, "L1122-26 CDLD",
         "1 voix pour cette proposition sur 1 exprimée pour les 2 propositions liées, 1 requise : adopté"),
        ("college", (2, 1, 0), 2, "L1123-22 CDLD",
         "2 voix pour cette proposition sur 3 exprimées pour les 3 propositions liées, 2 requises : adopté"),
        ("conseil", (3, 3), 4, "L1122-26 CDLD", "parité entre deux propositions liées, 3 voix chacune : rejeté"),
        ("college", (3, 3), 4, "L1123-22 CDLD",
         "parité entre deux propositions liées, 3 voix chacune : partage, le point est reporté à une autre séance"),
        ("conseil", (0, 0), 0, "L1122-26 CDLD",
         "aucun suffrage exprimé : le vote est nul, le point est à représenter à la prochaine séance"),
    ],
)  # fmt: skip
def test_p43_chaque_resultat_se_dit_avec_son_article(organe, pour, requis, article, dit):
    premiere, *autres = _depouiller(organe, *pour)
    assert (premiere.explication, premiere.article, premiere.requis) == (dit, article, requis)
    assert {d.voix_preponderante for d in (premiere, *autres)} == {False}


@given(VOIX, ORGANES)
def test_p43_jamais_deux_propositions_liees_ne_sont_adoptees(pour, organe):
    resultats = _resultats(organe, *pour)
    assert resultats.count("adopte") <= 1
    if "adopte" in resultats:
        assert 2 * pour[resultats.index("adopte")] > sum(pour)
    assert (set(resultats) == {"nul"}) == (sum(pour) == 0)


@given(VOIX, ORGANES, st.lists(st.integers(0, 30), min_size=5, max_size=5))
def test_p43_les_abstentions_ne_changent_rien(pour, organe, abstentions):
    avec = [{"pour": n, "abstention": a} for n, a in zip(pour, abstentions, strict=False)]
    assert _resultats(organe, *avec) == _resultats(organe, *pour)


@given(VOIX, ORGANES, st.randoms(use_true_random=False))
def test_p43_l_ordre_des_propositions_ne_change_pas_leur_sort(pour, organe, hasard):
    ordre = list(range(len(pour)))
    hasard.shuffle(ordre)
    resultats = _resultats(organe, *pour)
    assert _resultats(organe, *[pour[rang] for rang in ordre]) == [resultats[rang] for rang in ordre]


@given(VOIX, ORGANES, st.integers(1, 40))
def test_p43_des_voix_contre_n_adoptent_jamais(pour, organe, contre):
    avant, apres = _resultats(organe, *pour), _resultats(organe, *pour[:-1], {"pour": pour[-1], "contre": contre})
    gagnantes = {rang for rang, dit in enumerate(apres) if dit == "adopte"}
    assert gagnantes <= {rang for rang, dit in enumerate(avant) if dit == "adopte"}


@pytest.mark.parametrize(
    ("mode", "objet", "premiere", "dit"),
    [
        ("secret", "proposition", ("public", "proposition", "clos"), "de la même façon"),
        ("public", "proposition", ("secret", "proposition", "clos"), "de la même façon"),
        ("election", "proposition", ("election", "proposition", "clos"), "de la même façon"),
        ("public", "proposition", ("public", "urgence", "clos"), "de la même façon"),
        ("public", "urgence", ("public", "proposition", "clos"), "de la même façon"),
        ("public", "proposition", ("public", "proposition", "cree"), "Mettez d’abord aux voix"),
        ("public", "proposition", ("public", "proposition", "proclame"), "déjà proclamée"),
    ],
)
def test_p43_une_proposition_ne_se_lie_pas_a_n_importe_quel_vote(mode, objet, premiere, dit):
    with pytest.raises(Refus, match=dit) as refus:
        lies.verifier(mode, objet, premiere)
    assert refus.value.motif == "lien_impossible"


@pytest.mark.parametrize("mode", ["public", "secret"])
@pytest.mark.parametrize("etat", ["ouvert", "clos"])
def test_p43_deux_propositions_de_meme_mode_se_lient(mode, etat):
    assert lies.verifier(mode, "proposition", (mode, "proposition", etat)) is None


def test_p43_le_second_choix_est_refuse_en_nommant_le_premier():
    with pytest.raises(Refus, match="Alice Petit a déjà voté sur la proposition «\u00a0Tracé nord\u00a0»") as refus:
        lies.refuser_second_choix("Alice Petit", "Tracé nord")
    assert refus.value.motif == "deja_vote_lie"
