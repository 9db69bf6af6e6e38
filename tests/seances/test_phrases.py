"""The sentences of the minutes: number, gender, elision, typography."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.francais import de
from college.seances import grammaire, phrases
from college.seances.personnes import Personne, designer_tous

CLAIRE = Personne("Claire", "Dupont", "f", "echevin")
ANNE = Personne("Anne", "Petit", "f", "bourgmestre")
LUC = Personne("Luc", "Noël", "m", "conseiller")
PAUL = Personne("Paul", "Wéry", "m", "conseiller")
SOPHIE = Personne("Sophie", "Thiry", "f", "president_cpas", voix="consultative")
CHEF = Personne("Marie", "Roy", "f", "directeur_general", titre="Directeur général")


def test_p46_deux_oui_un_non_une_abstention():
    comptes = {"pour": 2, "contre": 1, "abstention": 1}
    assert phrases.vote(comptes) == "Par 2 voix pour, une voix contre et une abstention,"


def test_p46_tous_oui():
    assert phrases.vote({"pour": 4}) == "À l’unanimité,"
    assert phrases.vote({"pour": 1}) == "À l’unanimité,"


def test_p46_le_secret_ajoute_au_scrutin_secret():
    assert phrases.vote({"pour": 4}, secret=True) == "Au scrutin secret, à l’unanimité,"
    comptes = {"pour": 8, "contre": 1, "blanc": 1}
    assert (
        phrases.vote(comptes, secret=True)
        == "Au scrutin secret, par 8 voix pour, une voix contre et un bulletin blanc,"
    )


def test_d12_les_noms_des_contre_et_des_abstentions():
    comptes = {"pour": 9, "contre": 3, "abstention": 2}
    noms = {"pour": [ANNE], "contre": [CLAIRE, LUC, PAUL], "abstention": [ANNE, SOPHIE]}
    assert phrases.vote(comptes, noms) == (
        "Par 9 voix pour, 3 voix contre (Claire Dupont, Luc Noël et Paul Wéry) "
        "et 2 abstentions (Anne Petit et Sophie Thiry),"
    )
    assert phrases.vote(comptes, noms, mention="resultat") == "Par 9 voix pour, 3 voix contre et 2 abstentions,"
    assert phrases.vote(comptes, noms, mention="aucune") == ""


def test_l_ordre_d_un_resultat_secret():
    comptes = {"nul": 1, "blanc": 2, "abstention": 3, "contre": 4, "pour": 5}
    assert phrases.vote(comptes, secret=True) == (
        "Au scrutin secret, par 5 voix pour, 4 voix contre, 3 abstentions, 2 bulletins blancs et un bulletin nul,"
    )


def test_avec_des_abstentions_ce_n_est_plus_l_unanimite():
    assert phrases.vote({"pour": 14, "abstention": 3}) == "Par 14 voix pour et 3 abstentions,"


def test_les_zeros_se_disent_sur_demande():
    assert phrases.vote({"pour": 3, "contre": 1}, zeros=True) == "Par 3 voix pour, une voix contre et 0 abstention,"
    assert phrases.vote({}) == ""


def test_un_secret_ne_donne_jamais_de_nom():
    assert "Dupont" not in phrases.vote({"pour": 1, "contre": 1}, {"contre": [CLAIRE]}, secret=True)


def test_p47_les_mouvements():
    assert phrases.mouvement([CLAIRE], "quitte", numero="7") == (
        "Mme Claire Dupont, échevine, quitte la séance avant la discussion du point\u00a07."
    )
    assert phrases.mouvement([CLAIRE, LUC], "revient", numero="8", cote=1) == (
        "Mme Claire Dupont, échevine, et M. Luc Noël, conseiller, "
        "rentrent en séance après la discussion du point\u00a08."
    )
    assert phrases.mouvement([CLAIRE], "quitte") == (
        "Mme Claire Dupont, échevine, quitte la séance avant la discussion du point."
    )


def test_l11_le_retrait_cite_son_article():
    phrase = phrases.mouvement([LUC], "se_retire", numero="7")
    assert phrase == (
        "M. Luc Noël, conseiller, se retire pour le point\u00a07, en application de l’article L1122-19 "
        "du Code de la démocratie locale et de la décentralisation."
    )
    assert "L1122-19" in phrases.mouvement([LUC], "se_retire", type_organe="college")
    cpas = phrases.mouvement([LUC], "se_retire", numero="4", type_organe="bureau_permanent")
    assert cpas.endswith(
        "pour le point\u00a04, en application de l’article 37 de la loi organique des centres publics d’action sociale."
    )
    assert "article" not in phrases.mouvement([LUC], "se_retire", type_organe="libre")


def test_le_titre_choisi_par_la_personne_l_emporte():
    assert CHEF.designer() == "Mme Marie Roy, Directeur général"
    assert Personne("Jo", "Lux", "").designer() == "Jo Lux"


def test_ouverture_et_cloture():
    assert phrases.ouverture(ANNE) == "La présidente ouvre la séance."
    assert phrases.cloture(LUC) == "Le président lève la séance."
    assert phrases.suspension(None) == "La séance est suspendue."
    assert phrases.reprise(ANNE) == "La présidente reprend la séance."


def test_carence():
    assert phrases.carence(11, 10, 21).startswith("10 membres sont présents sur 21\u00a0; le quorum de 11 n’est pas")
    assert phrases.carence(11, 1, 21).startswith("1 membre est présent")
    assert phrases.carence(11, 0, 21).startswith("Aucun membre n’est présent")


def test_les_issues_deviennent_des_phrases():
    assert phrases.issue("reporte", "Collège communal") == "Le Collège communal décide de reporter le point."
    assert phrases.issue("pris_acte", "Commission", "f") == "La Commission prend acte."
    assert phrases.issue("accepte", "Collège communal") == ""


def test_ne_prend_pas_part_au_vote():
    assert phrases.non_participants([CLAIRE]) == "Mme Claire Dupont, échevine, ne prend pas part au vote."
    assert phrases.non_participants([CLAIRE, LUC]).endswith("conseiller, ne prennent pas part au vote.")
    assert phrases.non_participants([]) == ""


def test_d4_la_voix_preponderante_dit_les_deux_faits():
    phrase = phrases.voix_preponderante(ANNE, "l’urgence a été reconnue avant la discussion")
    assert phrase == (
        "Il y a parité de voix. L’urgence a été reconnue avant la discussion\u00a0: "
        "la voix de la bourgmestre est décisive."
    )


def test_d20_l_urgence_se_dit_avec_les_noms():
    pour = {"pour": [CLAIRE, LUC]}
    assert phrases.urgence("Motion", {"pour": 2}, pour, "toiture arrachée.") == (
        "L’urgence est admise pour le point «\u00a0Motion\u00a0» (toiture arrachée), "
        "à l’unanimité des membres présents (Claire Dupont et Luc Noël)."
    )
    assert phrases.urgence("Motion", {"pour": 2, "contre": 1}, {**pour, "contre": [ANNE]}, admise=False) == (
        "L’urgence n’est pas admise pour le point «\u00a0Motion\u00a0», "
        "par 2 voix pour (Claire Dupont et Luc Noël) et une voix contre (Anne Petit)."
    )


def test_un_point_refuse_se_dit_en_une_phrase_avec_son_vote():
    refus = phrases.issue("refuse", "Conseil communal")
    assert phrases.vote_sans_suite("Par 5 voix pour et 9 voix contre,", refus, "refuse") == (
        "Par 5 voix pour et 9 voix contre, la proposition n’est pas adoptée."
    )
    assert phrases.vote_sans_suite("Par 9 voix pour et 9 voix contre,", refus, "refuse", parite=True).endswith(
        "la proposition n’est pas adoptée\u00a0: il y a parité de voix."
    )
    reporte = phrases.issue("reporte", "Conseil communal")
    assert phrases.vote_sans_suite("À l’unanimité,", reporte, "reporte") == (
        "À l’unanimité, le Conseil communal décide de reporter le point."
    )


def test_plusieurs_decisions_disent_leur_libelle():
    assert phrases.avec_libelle("Budget 2027", "Par 3 voix pour et une abstention,") == (
        "Budget 2027\u00a0: par 3 voix pour et une abstention,"
    )

    compose = "M. Luc Noël, conseiller, ne prend pas part au vote. À l’unanimité,"
    assert phrases.avec_libelle("Budget 2027", compose) == f"Budget 2027\u00a0: {compose}", "« M. » keeps its capital"
    assert phrases.mis_aux_voix("Amendement.", compose, "adopte", {"pour": 9}) == (
        f"Amendement – {compose} la proposition est adoptée."
    )


@pytest.mark.parametrize(
    ("motif", "dit"),
    [
        ("Question de personnes.", "question de personnes"),
        ("L’échevin Dupont est concerné", "l’échevin Dupont est concerné"),
        ("Le Collège le demande", "le Collège le demande"),
        ("M. Dupont est concerné", "M. Dupont est concerné"),
        ("Mme Anne Petit est concernée", "Mme Anne Petit est concernée"),
        ("Anne Petit est concernée", "Anne Petit est concernée"),
        ("CPAS, aide sociale", "CPAS, aide sociale"),
    ],
)
def test_d17_le_motif_du_huis_clos_suit_les_deux_points_et_les_noms_gardent_leur_capitale(motif, dit):
    assert phrases.huis_clos(ANNE, motif, ferme=True) == f"La présidente prononce le huis clos\u00a0: {dit}."


def test_qui_prend_la_presidence():
    assert phrases.prend_la_presidence(CLAIRE) == "Mme Claire Dupont, échevine, prend la présidence."
    assert phrases.prend_la_presidence(LUC, reprise=True).endswith("reprend la présidence.")


def test_le_titre_choisi_perd_son_article_dans_une_phrase():
    dame = Personne("Solange", "Roy", "f", "bourgmestre", titre="la Bourgmestre")
    assert dame.designer() == "Mme Solange Roy, bourgmestre" and dame.au_pied == "la Bourgmestre"
    assert Personne("Jean", "Lux", "m", "echevin").au_pied == "l’Échevin"


def test_d15_l_election():
    assert phrases.election([ANNE], [12]) == "Au scrutin secret, Mme Anne Petit (12 voix) est élue."
    autres = [("M. Luc Noël", 5), ("blanc", 1)]
    assert phrases.election([ANNE], [12], autres=autres) == (
        "Au scrutin secret, Mme Anne Petit (12 voix) est élue\u00a0; M. Luc Noël obtient 5 voix et il y a un bulletin "
        "blanc."
    )
    assert phrases.election([Personne("", "Dominique Roy", "")], [9]) == (
        "Au scrutin secret, le choix se porte sur Dominique Roy (9 voix)."
    )
    assert phrases.election([LUC, ANNE], [8, 1], tour=2) == (
        "Au scrutin secret, M. Luc Noël (8 voix) et Mme Anne Petit (une voix) sont élus au second tour."
    )
    assert phrases.election([LUC], [7], tour=2, benefice_age=True).endswith("au bénéfice de l’âge.")


@pytest.mark.parametrize(
    ("nom", "genre", "le", "du"),
    [
        ("Conseil communal", "m", "le Conseil communal", "du Conseil communal"),
        ("bourgmestre", "f", "la bourgmestre", "de la bourgmestre"),
        ("échevin", "m", "l’échevin", "de l’échevin"),
        ("échevine", "f", "l’échevine", "de l’échevine"),
        ("Œuvre", "f", "l’Œuvre", "de l’Œuvre"),
        ("Habitation", "f", "l’Habitation", "de l’Habitation"),
        ("Haut Comité", "m", "le Haut Comité", "du Haut Comité"),
        ("onzième échevin", "m", "le onzième échevin", "du onzième échevin"),
        ("huitième échevine", "f", "la huitième échevine", "de la huitième échevine"),
    ],
)
def test_elisions(nom, genre, le, du):
    assert (grammaire.le(nom, genre), grammaire.du(nom, genre)) == (le, du)


@pytest.mark.parametrize(
    ("nom", "le", "du"),
    [
        ("Conseil communal", "le Conseil communal", "du Conseil communal"),
        ("Commission consultative", "la Commission consultative", "de la Commission consultative"),
        ("Assemblée générale", "l’Assemblée générale", "de l’Assemblée générale"),
        ("Comité de la commune", "le Comité de la commune", "du Comité de la commune"),
    ],
)
def test_l_organe_porte_le_genre_de_son_nom(nom, le, du):
    assert (grammaire.l_organe(nom), grammaire.de_l_organe(nom)) == (le, du)


@pytest.mark.parametrize(
    ("nom", "dit"),
    [("Alice", "d’Alice"), ("Élise", "d’Élise"), ("Yves", "d’Yves"), ("Yasmine", "de Yasmine"), ("Hugo", "de Hugo"),
     ("Œdipe", "d’Œdipe"), ("van den Berg", "de van den Berg"), ("d’Ursel", "de d’Ursel")],
)  # fmt: skip
def test_de_qui(nom, dit):
    assert de(nom) == dit


def test_sans_titre_deux_personnes_se_suivent_sans_virgule():
    nus = [Personne("Claire", "Dupont", "f"), Personne("Luc", "de le Hoye", "m")]
    assert designer_tous(nus) == "Mme Claire Dupont et M. Luc de le Hoye"
    assert phrases.non_participants(nus) == "Mme Claire Dupont et M. Luc de le Hoye ne prennent pas part au vote."
    assert designer_tous([CLAIRE, *nus]).endswith("échevine, Mme Claire Dupont et M. Luc de le Hoye")


COMPTES = st.fixed_dictionaries({c: st.integers(0, 25) for c in phrases.FORMES})


@given(COMPTES, st.booleans())
def test_une_phrase_de_vote_est_toujours_bien_formee(comptes, secret):
    phrase = phrases.vote(comptes, secret=secret)
    if not any(comptes.values()):
        assert phrase == ""
        return
    assert phrase.endswith(",") and phrase[0].isupper() and "  " not in phrase
    assert "0 " not in phrase.replace("10 ", "").replace("20 ", "")
    assert ("unanimité" in phrase) == (comptes["pour"] == sum(comptes.values()))
    assert " 1 " not in phrase
