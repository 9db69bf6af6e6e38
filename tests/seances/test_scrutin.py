"""Counting votes: the law's arithmetic, then what must hold whatever the ballots."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Refus
from college.seances import scrutin
from college.seances.scrutin import Regles

JOUR = date(2026, 12, 14)
CONSEIL = Regles("conseil", JOUR)
COLLEGE = Regles("college", JOUR)


def _comptes(pour=0, contre=0, abstention=0, blanc=0, nul=0):
    return {"pour": pour, "contre": contre, "abstention": abstention, "blanc": blanc, "nul": nul}


def test_d11_huit_contre_huit_et_trois_abstentions_rejette_au_conseil():
    resultat = scrutin.depouiller(_comptes(8, 8, 3), CONSEIL)
    assert (resultat.resultat, resultat.article, resultat.requis) == ("rejete", "L1122-26 CDLD", 9)
    assert resultat.explication == "parité, 8 voix pour et 8 voix contre : rejeté"


def test_d12_neuf_pour_cinq_contre_cinq_abstentions():
    resultat = scrutin.depouiller(_comptes(9, 5, 5), CONSEIL)
    assert (resultat.resultat, resultat.requis, resultat.exprimes) == ("adopte", 8, 14)
    assert resultat.explication == "9 voix pour sur 14 exprimées, 8 requises (5 abstentions hors du calcul) : adopté"


def test_d13_tout_le_monde_s_abstient():
    resultat = scrutin.depouiller(_comptes(abstention=15), CONSEIL)
    assert (resultat.resultat, resultat.article) == ("nul", "L1122-26 CDLD") and "représenter" in resultat.explication


def test_d3_college_trois_contre_trois_reporte():
    resultat = scrutin.depouiller(_comptes(3, 3), COLLEGE)
    assert (resultat.resultat, resultat.article) == ("partage", "L1123-22 CDLD")


def test_d4_urgence_reconnue_avant_la_discussion_le_president_decide():
    regles = Regles("college", JOUR, choix_president="pour", urgence_reconnue=True)
    resultat = scrutin.depouiller(_comptes(3, 3), regles)
    assert resultat.resultat == "adopte" and resultat.voix_preponderante
    assert "urgence reconnue avant la discussion" in resultat.explication
    contre = Regles("college", JOUR, choix_president="contre", urgence_reconnue=True)
    assert scrutin.depouiller(_comptes(3, 3), contre).resultat == "rejete"


def test_d5_troisieme_partage_sans_majorite_pour_appeler_un_conseiller():
    regles = Regles("college", JOUR, choix_president="pour", partages_anterieurs=2)
    resultat = scrutin.depouiller(_comptes(3, 3), regles)
    assert resultat.resultat == "adopte" and "troisième partage" in resultat.explication


@pytest.mark.parametrize(
    "regles",
    [
        Regles("college", JOUR, choix_president="pour", partages_anterieurs=1),
        Regles("college", JOUR, choix_president="pour", partages_anterieurs=2, appel_conseiller_possible=True),
        Regles("college", JOUR, choix_president=None, urgence_reconnue=True),
        Regles("college", JOUR, choix_president="abstention", urgence_reconnue=True),
        Regles("college", JOUR, choix_president="pour", urgence_reconnue=True, secret=True),
    ],
)
def test_d3_sans_raison_legale_le_partage_reporte(regles):
    resultat = scrutin.depouiller(_comptes(3, 3), regles)
    assert resultat.resultat == "partage" and not resultat.voix_preponderante


def test_le_president_n_a_pas_de_voix_preponderante_au_conseil():
    regles = Regles("conseil", JOUR, choix_president="pour", urgence_reconnue=True, partages_anterieurs=5)
    assert scrutin.depouiller(_comptes(8, 8), regles).resultat == "rejete"


@pytest.mark.parametrize(("pour", "resultat"), [(12, "adopte"), (11, "rejete")])
def test_d20_urgence_aux_deux_tiers_des_presents(pour, resultat):
    regles = Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=17)
    vu = scrutin.depouiller(_comptes(pour, 17 - pour), regles)
    assert (vu.resultat, vu.requis, vu.article) == (resultat, 12, "L1122-24 CDLD")
    abstenus = scrutin.depouiller(_comptes(pour, 0, 17 - pour), regles)
    assert abstenus.resultat == resultat, "of those present, not of the voices expressed"


def test_la_majorite_d_unanimite():
    regles = Regles("libre", JOUR, majorite="unanimite")
    assert scrutin.depouiller(_comptes(4, 0, 2), regles).resultat == "adopte"
    assert scrutin.depouiller(_comptes(4, 1), regles).resultat == "rejete"


def test_unanime_veut_dire_que_chaque_votant_dit_pour():
    assert scrutin.depouiller(_comptes(5), CONSEIL).unanime
    assert not scrutin.depouiller(_comptes(5, abstention=1), CONSEIL).unanime
    assert not scrutin.depouiller(_comptes(5, blanc=1), CONSEIL).unanime


def test_unanimite_avec_exceptions():
    bulletins = scrutin.unanimite([1, 2, 3, 4], {2: "contre", 4: "ne_participe_pas"})
    assert bulletins == {1: "pour", 2: "contre", 3: "pour", 4: "ne_participe_pas"}
    assert scrutin.compter(bulletins) == _comptes(2, 1)
    assert scrutin.noms(bulletins) == {"pour": [1, 3], "contre": [2], "abstention": [], "ne_participe_pas": [4]}
    with pytest.raises(Refus) as absente:
        scrutin.unanimite([1, 2], {9: "contre"})
    assert absente.value.motif == "exception_absente"
    with pytest.raises(Refus):
        scrutin.unanimite([1, 2], {1: "blanc"})


@pytest.mark.parametrize(
    ("comptes", "motif"),
    [
        ({"pour": 8, "contre": 8}, "trop_de_bulletins"),
        ({"pour": 2.5}, "compte_invalide"),
        ({"pour": "3"}, "compte_invalide"),
        ({"pour": True}, "compte_invalide"),
        ({"pour": -1}, "compte_invalide"),
        ({"peut_etre": 1}, "compte_inconnu"),
    ],
)
def test_p43_les_comptes_faux_sont_refuses(comptes, motif):
    with pytest.raises(Refus) as refus:
        scrutin.valider_comptes(comptes, 15, secret=True)
    assert refus.value.motif == motif


def test_p43_les_votes_lies_partagent_les_votants():
    assert scrutin.valider_comptes({"pour": 5}, 10, secret=True, lies=5)["pour"] == 5
    with pytest.raises(Refus):
        scrutin.valider_comptes({"pour": 6}, 10, secret=True, lies=5)


def test_blanc_et_nul_n_existent_qu_au_scrutin_secret():
    assert scrutin.valider_comptes({"pour": 8, "blanc": 1}, 10, secret=True)["blanc"] == 1
    with pytest.raises(Refus):
        scrutin.valider_comptes({"pour": 8, "blanc": 1}, 10, secret=False)
    with pytest.raises(Refus):
        scrutin.verifier_choix("nul", secret=False)


NOMBRES = st.integers(0, 30)
COMPTES = st.builds(_comptes, NOMBRES, NOMBRES, NOMBRES, NOMBRES, NOMBRES)
ORGANES = st.sampled_from(["college", "conseil", "conseil_action_sociale", "libre"])


@given(COMPTES, ORGANES)
def test_le_resultat_ne_depend_que_des_voix_exprimees(comptes, organe):
    sans = {**comptes, "abstention": 0, "blanc": 0, "nul": 0}
    regles = Regles(organe, JOUR)
    assert scrutin.depouiller(comptes, regles).resultat == scrutin.depouiller(sans, regles).resultat


@given(COMPTES, ORGANES)
def test_adopte_exactement_quand_pour_depasse_contre(comptes, organe):
    resultat = scrutin.depouiller(comptes, Regles(organe, JOUR)).resultat
    pour, contre = comptes["pour"], comptes["contre"]
    attendu = "adopte" if pour > contre else "rejete" if pour < contre else None
    if pour + contre == 0:
        assert resultat == "nul"
    elif attendu:
        assert resultat == attendu
    else:
        assert resultat == ("partage" if organe == "college" else "rejete")


@given(COMPTES, ORGANES)
def test_une_voix_pour_de_plus_ne_rejette_jamais(comptes, organe):
    regles = Regles(organe, JOUR)
    if scrutin.depouiller(comptes, regles).resultat == "adopte":
        assert scrutin.depouiller({**comptes, "pour": comptes["pour"] + 1}, regles).resultat == "adopte"


@given(st.dictionaries(st.integers(1, 60), st.sampled_from(scrutin.CHOIX_PUBLICS)))
def test_les_comptes_sont_ceux_des_noms(bulletins):
    comptes, noms = scrutin.compter(bulletins), scrutin.noms(bulletins)
    assert all(comptes[choix] == len(noms[choix]) for choix in ("pour", "contre", "abstention"))
    assert sum(map(len, noms.values())) == len(bulletins)
