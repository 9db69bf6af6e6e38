"""The count of votes, its words and its bounds, written out one line a case."""

from datetime import date

import pytest

from college.erreurs import Refus
from college.seances import scrutin
from college.seances.scrutin import Regles, depouiller

JOUR = date(2026, 12, 14)
CONSEIL, COLLEGE = Regles("conseil", JOUR), Regles("college", JOUR)


def test_le_vocabulaire_est_celui_du_contrat():
    assert scrutin.CHOIX_PUBLICS == ("pour", "contre", "abstention", "ne_participe_pas")
    assert scrutin.CHOIX_SECRETS == scrutin.COMPTES == ("pour", "contre", "abstention", "blanc", "nul")
    assert scrutin.MODES == ("public", "secret", "unanimite", "election")
    assert scrutin.TITRES == ("personnel", "procuration", "saisie")
    assert scrutin.REGLES_MAJORITE == ("absolue", "deux_tiers_presents", "unanimite")


def test_les_regles_par_defaut_sont_celles_d_un_vote_ordinaire():
    assert (CONSEIL.majorite, CONSEIL.objet, CONSEIL.presents, CONSEIL.partages_anterieurs) == (
        "absolue",
        "proposition",
        0,
        0,
    )
    assert not (CONSEIL.secret or CONSEIL.urgence_reconnue or CONSEIL.appel_conseiller_possible)
    vide = scrutin.Depouillement({}, "nul", "", "")
    assert (vide.exprimes, vide.requis, vide.voix_preponderante, vide.unanime) == (0, 0, False, False)
    assert scrutin.Depouillement({"pour": 4, "contre": 3}, "adopte", "", "").exprimes == 7


PHRASES = [
    ({"pour": 1}, CONSEIL, "adopte", "1 voix pour sur 1 exprimée, 1 requise : adopté"),
    ({"pour": 2}, CONSEIL, "adopte", "2 voix pour sur 2 exprimées, 2 requises : adopté"),
    ({"contre": 1}, CONSEIL, "rejete", "0 voix pour sur 1 exprimée, 1 requise : rejeté"),
    (
        {"pour": 5, "contre": 4, "abstention": 1, "blanc": 2, "nul": 1}, CONSEIL, "adopte",
        "5 voix pour sur 9 exprimées, 5 requises (1 abstention, 2 blancs, 1 nul hors du calcul) : adopté",
    ),
    (
        {"pour": 5, "contre": 4, "abstention": 2, "blanc": 1, "nul": 2}, CONSEIL, "adopte",
        "5 voix pour sur 9 exprimées, 5 requises (2 abstentions, 1 blanc, 2 nuls hors du calcul) : adopté",
    ),
    ({"pour": 4, "contre": 5}, CONSEIL, "rejete", "4 voix pour sur 9 exprimées, 5 requises : rejeté"),
    ({"pour": 8, "contre": 1}, Regles("conseil", JOUR, majorite="unanimite"), "rejete",
     "8 voix pour sur 9 exprimées, 9 requises : rejeté"),
    ({"pour": 9}, Regles("conseil", JOUR, majorite="unanimite"), "adopte",
     "9 voix pour sur 9 exprimées, 9 requises : adopté"),
    ({"pour": 12, "contre": 5}, Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=17), "adopte",
     "12 voix pour, 12 requises (deux tiers des 17 membres présents) : adopté"),
    ({"contre": 5}, Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=17), "rejete",
     "0 voix pour, 12 requises (deux tiers des 17 membres présents) : rejeté"),
    ({"pour": 3, "contre": 3}, COLLEGE, "partage",
     "parité, 3 voix pour et 3 voix contre : partage, le point est reporté à une autre séance"),
    ({"abstention": 3}, CONSEIL, "nul",
     "aucun suffrage exprimé : le vote est nul, le point est à représenter à la prochaine séance"),
]  # fmt: skip


@pytest.mark.parametrize(("comptes", "regles", "resultat", "phrase"), PHRASES)
def test_chaque_resultat_a_son_explication(comptes, regles, resultat, phrase):
    lu = depouiller(comptes, regles)
    assert (lu.resultat, lu.explication, dict(lu.comptes)) == (resultat, phrase, comptes)


def test_l_unanimite_demande_une_voix_et_aucune_autre():
    assert depouiller({"pour": 3}, CONSEIL).unanime
    assert not depouiller({"pour": 3, "abstention": 1}, CONSEIL).unanime
    deux_tiers = Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=3)
    assert depouiller({"pour": 3}, deux_tiers).unanime and not depouiller({"contre": 3}, deux_tiers).unanime


def test_l_article_suit_l_objet_du_vote():
    urgence = Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=3)
    portes = Regles("conseil", JOUR, majorite="deux_tiers_presents", presents=3, objet="huis_clos")
    articles = [depouiller({"pour": 3}, regles).article for regles in (urgence, portes, CONSEIL)]
    assert articles == ["L1122-24 CDLD", "L1122-20 CDLD", "L1122-26 CDLD"]


PREPONDERANCE = [
    (Regles("college", JOUR, choix_president="pour", urgence_reconnue=True), "adopte", True),
    (Regles("college", JOUR, choix_president="contre", urgence_reconnue=True), "rejete", True),
    (Regles("college", JOUR, choix_president=None, urgence_reconnue=True), "partage", False),
    (Regles("college", JOUR, choix_president="pour", secret=True, urgence_reconnue=True), "partage", False),
    (Regles("college", JOUR, choix_president="pour", partages_anterieurs=1), "partage", False),
    (Regles("college", JOUR, choix_president="pour", partages_anterieurs=2), "adopte", True),
    (Regles("college", JOUR, choix_president="pour", partages_anterieurs=3), "adopte", True),
    (Regles("college", JOUR, choix_president="pour", partages_anterieurs=2, appel_conseiller_possible=True), "partage",
     False),
    (Regles("conseil", JOUR, choix_president="pour", urgence_reconnue=True), "rejete", False),
    (Regles("college", JOUR, choix_president="pour", urgence_reconnue=True, parite="rejete"), "rejete", False),
]  # fmt: skip


@pytest.mark.parametrize(("regles", "resultat", "decisive"), PREPONDERANCE)
def test_d3_d4_d5_la_voix_du_president_a_parite(regles, resultat, decisive):
    lu = depouiller({"pour": 3, "contre": 3}, regles)
    assert (lu.resultat, lu.voix_preponderante, lu.requis) == (resultat, decisive, 4)


def test_sans_voix_publique_du_president_la_phrase_le_dit():
    muet = depouiller({"pour": 3, "contre": 3}, Regles("college", JOUR, urgence_reconnue=True))
    assert "le président n’a pas exprimé de voix publique : partage" in muet.explication
    secret = depouiller({"pour": 3, "contre": 3}, Regles("college", JOUR, urgence_reconnue=True, secret=True))
    assert "urgence" not in secret.explication


@pytest.mark.parametrize("choix", ["blanc", "nul"])
def test_blanc_et_nul_ne_se_comptent_qu_au_secret(choix):
    assert scrutin.valider_comptes({choix: 1}, 1, secret=True) == dict.fromkeys(scrutin.COMPTES, 0) | {choix: 1}
    with pytest.raises(Refus) as refus:
        scrutin.valider_comptes({choix: 1}, 1, secret=False)
    assert refus.value.motif == "compte_inconnu"
    assert scrutin.valider_comptes({"abstention": 1}, 1, secret=False)["abstention"] == 1


def test_un_choix_inconnu_a_son_motif_et_zero_se_compte():
    with pytest.raises(Refus) as refus:
        scrutin.verifier_choix("peut-être", secret=True)
    assert refus.value.motif == "choix_inconnu" and scrutin.verifier_choix("nul", secret=True) is None
    assert scrutin.valider_comptes({"pour": 0, "contre": 2}, 2, secret=False)["contre"] == 2


def test_les_bulletins_se_comptent_et_se_nomment():
    bulletins = {7: "pour", 2: "contre", 9: "pour", 4: "ne_participe_pas"}
    assert scrutin.compter(bulletins) == {"pour": 2, "contre": 1, "abstention": 0, "blanc": 0, "nul": 0}
    assert scrutin.noms(bulletins) == {"pour": [7, 9], "contre": [2], "abstention": [], "ne_participe_pas": [4]}
