"""The life of a séance as one table, each guard with its sentence: what a jurist would check line by line."""

from dataclasses import replace
from datetime import date

import pytest

from college.erreurs import Refus
from college.seances import cycle, droit, quorum
from college.seances.cycle import ACTIONS, ETATS, Situation

JOUR = date(2026, 12, 14)
ATTEINT = quorum.calculer("conseil", JOUR, base=21, presents=12)
MANQUE = quorum.calculer("conseil", JOUR, base=21, presents=10)
CONSEIL = Situation("en_preparation", "conseil", JOUR, date(2026, 12, 1), nb_points=3, quorum=ATTEINT)

# action: its button, from where, where it leads (= : it stays)
VIE = """
convoquer | Convoquer | en_preparation convoquee | convoquee
annuler | Annuler la séance | en_preparation convoquee | annulee
annuler_convocation | Annuler la convocation | convoquee | en_preparation
publier_projets | Publier les projets | convoquee ouverte suspendue | =
constater_carence | Constater la carence | en_preparation convoquee | levee
ouvrir | Ouvrir la séance | en_preparation convoquee | ouverte
suspendre | Suspendre la séance | ouverte | suspendue
reprendre | Reprendre la séance | suspendue | ouverte
lever | Lever la séance | ouverte suspendue | levee
arreter | Arrêter les textes | levee | arretee
publier_decisions | Publier les décisions | levee arretee pv_approuve archivee | =
rouvrir | Rouvrir la séance | levee | ouverte
approuver_pv | Approuver le procès-verbal | arretee | pv_approuve
archiver | Archiver | pv_approuve | archivee
"""


def _refus(situation, action, **options):
    with pytest.raises(Refus) as refus:
        cycle.decider(situation, action, **options)
    return refus.value


def test_les_etats_et_leurs_noms():
    assert list(ETATS.items()) == [
        ("en_preparation", "En préparation"), ("convoquee", "Convoquée"), ("ouverte", "En séance"),
        ("suspendue", "Suspendue"), ("levee", "Levée"), ("arretee", "Arrêtée"), ("pv_approuve", "PV approuvé"),
        ("archivee", "Archivée"), ("annulee", "Annulée"),
    ]  # fmt: skip
    assert set(ETATS) == cycle.EN_SEANCE | cycle.AVANT_SEANCE | cycle.VERROUILLEE | {"annulee"}
    assert (len(cycle.EN_SEANCE), len(cycle.AVANT_SEANCE), len(cycle.VERROUILLEE)) == (2, 2, 4)


@pytest.mark.parametrize("ligne", VIE.strip().splitlines())
def test_chaque_action_part_et_mene_ou_la_table_le_dit(ligne):
    code, libelle, depuis, vers = (mot.strip() for mot in ligne.split("|"))
    action = ACTIONS[code]
    assert (action.code, action.libelle, set(action.depuis)) == (code, libelle, set(depuis.split()))
    assert action.vers == (None if vers == "=" else vers)
    assert len(ACTIONS) == len(VIE.strip().splitlines())
    for etat in set(ETATS) - action.depuis:
        refus = _refus(replace(CONSEIL, etat=etat), code)
        assert refus.motif == "etat" and refus.phrase.endswith(".")


def test_un_mauvais_etat_dit_lequel_il_faut_dans_l_ordre_de_la_vie():
    assert _refus(replace(CONSEIL, etat="levee"), "lever").phrase == (
        "« Lever la séance » n’est pas possible : la séance est « levée », "
        "et il faut qu’elle soit « en séance » ou « suspendue »."
    )
    for etat in ("arretee", "pv_approuve", "archivee"):
        assert "une nouvelle décision, liée à la première" in _refus(replace(CONSEIL, etat=etat), "rouvrir").phrase
    assert "il faut qu’elle soit « levée »" in _refus(replace(CONSEIL, etat="ouverte"), "rouvrir").phrase
    assert "il faut qu’elle soit « levée »" in _refus(replace(CONSEIL, etat="archivee"), "arreter").phrase


def test_une_action_inconnue_a_son_motif():
    assert _refus(CONSEIL, "danser").motif == "action_inconnue"


CONVOQUEE = {"etat": "convoquee"}
GARDES = [
    ("convoquer", {"nb_points": 0}, "ordre_vide", False, None, "inscrivez au moins un point"),
    ("convoquer", {"aujourdhui": date(2026, 12, 7)}, "delai_de_convocation", True, "L1122-13 CDLD", "7 jours francs"),
    ("convoquer", {"convocation": 2}, "precedente_sans_carence", True, "L1122-17 CDLD", "Une deuxième convocation"),
    ("convoquer", {"convocation": 3}, "precedente_sans_carence", True, "L1122-17 CDLD", "Une troisième convocation"),
    ("ouvrir", {"aujourdhui": JOUR}, "non_convoquee", True, None, "n’est pas convoquée"),
    ("ouvrir", {"etat": "convoquee"}, "avant_la_date", True, None, "avant ce jour"),
    ("ouvrir", {"etat": "convoquee", "aujourdhui": JOUR, "quorum": MANQUE}, "quorum", True, "L1122-17 CDLD", "11 r"),
    ("constater_carence", {"aujourdhui": JOUR}, "non_convoquee", False, "L1122-17 CDLD", "n’a pas été convoquée"),
    ("constater_carence", CONVOQUEE | {"aujourdhui": JOUR}, "quorum_atteint", False, "L1122-17 CDLD", "pas de carence"),
    ("constater_carence", CONVOQUEE | {"quorum": MANQUE}, "avant_la_date", True, None, "avant ce jour"),
    ("publier_projets", {"etat": "convoquee"}, "publication_non_prevue", False, None, "ne publie pas ses projets"),
    ("suspendre", {"etat": "ouverte", "scrutin_ouvert": "4"}, "scrutin_ouvert", False, None, "ouvert au point 4"),
    ("lever", {"etat": "ouverte", "scrutin_ouvert": "4"}, "scrutin_ouvert", False, None, "clôturez-le d’abord"),
    ("lever", {"etat": "ouverte", "renvoyes": ("3",)}, "points_renvoyes", False, None, "3 est chez son service"),
    ("lever", {"etat": "ouverte", "renvoyes": ("3", "5")}, "points_renvoyes", False, None, "3, 5 sont chez leur"),
    ("lever", {"etat": "ouverte", "indecis": ("3",)}, "points_indecis", False, None, "le point 3 :"),
    ("lever", {"etat": "ouverte", "indecis": ("3", "5")}, "points_indecis", False, None, "les points 3, 5 :"),
    ("publier_decisions", {"etat": "levee"}, "decisions_lisibles", False, None, "lisent déjà"),
    ("arreter", {"etat": "levee", "a_reprendre": ("12 : « … »",)}, "textes_a_reprendre", True, None, "12 : « … »"),
    ("rouvrir", {"etat": "levee", "carence": True}, "carence", False, None, "faute de quorum"),
    ("rouvrir", {"etat": "levee", "textes_arretes": True}, "textes_arretes", False, None, "déjà arrêtés"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "champs", "motif", "franchissable", "article", "phrase"), GARDES)
def test_chaque_garde_a_sa_phrase_et_son_bouton_la_meme(action, champs, motif, franchissable, article, phrase):
    situation = replace(CONSEIL, **champs)
    refus = _refus(situation, action)
    assert (refus.motif, refus.franchissable) == (motif, franchissable)
    assert phrase in refus.phrase and (article is None or refus.article == article)
    (bouton,) = [b for b in cycle.actions_possibles(situation) if b.code == action]
    assert (bouton.possible, bouton.motif, bouton.motif_code) == (False, refus.phrase, motif)
    assert (bouton.franchissable, bouton.article) == (franchissable, refus.article)


def test_ce_qui_est_permis_passe_sans_rien_outrepasser():
    permis = [
        ("publier_decisions", {"etat": "levee", "decisions_masquees": True}, "levee"),
        ("publier_projets", {"etat": "ouverte", "publication_projets": True}, "ouverte"),
        ("arreter", {"etat": "levee"}, "arretee"),
        ("constater_carence", CONVOQUEE | {"aujourdhui": JOUR, "quorum": MANQUE}, "levee"),
        ("constater_carence", {"type_organe": "college", "aujourdhui": JOUR, "quorum": None}, "levee"),
        ("ouvrir", {"etat": "convoquee", "aujourdhui": JOUR, "quorum": None}, "ouverte"),
        ("convoquer", {"convocation": 3, "precedente_en_carence": True}, "convoquee"),
    ]
    for action, champs, vers in permis:
        situation = replace(CONSEIL, **champs)
        assert cycle.decider(situation, action) == cycle.Passage(action, vers)
        bouton = next(b for b in cycle.actions_possibles(situation) if b.code == action)
        assert (bouton.possible, bouton.motif, bouton.motif_code, bouton.franchissable) == (True, "", "", False)


def test_un_reglage_de_l_organe_l_emporte_sur_la_loi_pour_la_convocation():
    college = replace(CONSEIL, type_organe="college", aujourdhui=JOUR)
    assert not cycle.convocation_requise(college) and cycle.convocation_requise(CONSEIL)
    assert cycle.convocation_requise(replace(college, convocation_requise=True)) is True
    assert cycle.convocation_requise(replace(CONSEIL, convocation_requise=False)) is False
    assert cycle.convocation_requise(replace(college, extraordinaire=True)) is True
    assert cycle.delai(replace(CONSEIL, delai_francs=10)).valeur == 10
    assert cycle.delai(replace(CONSEIL, delai_francs=3, convocation=2)).valeur == 3
    assert cycle.delai(replace(CONSEIL, convocation=2)).valeur == 2
    assert cycle.dernier_jour_de_reception(college) is None
    assert cycle.dernier_jour_de_reception(CONSEIL) == date(2026, 12, 6)


def test_une_situation_sans_rien_dire_est_la_premiere_convocation_ordinaire():
    nue = Situation("en_preparation", "conseil", JOUR, JOUR)
    faits = (nue.convocation, nue.nb_points, nue.extraordinaire, nue.precedente_en_carence, nue.carence)
    assert faits == (1, 0, False, False, False)
    assert (nue.publication_projets, nue.decisions_masquees, nue.textes_arretes) == (False, False, False)
    assert droit.delai_convocation("conseil", JOUR, convocation=1, extraordinaire=False).valeur == 7
