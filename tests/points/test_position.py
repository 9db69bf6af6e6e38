"""Where a point is and who holds it, in one sentence: pure. Every refusal of the chain ends with these words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from college.droits import Acteur
from college.points.chaine import etat, ou_en_est
from college.points.lecture import lire
from college.points.position import noms, qui_peut, tient
from college.points.valeurs import Action, Faits, Passage, Titulaire, Titulaires

LE = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADA, BEN, CLEO, DORA, EVE = (Titulaire(n, nom) for n, nom in enumerate(("Ada", "Ben", "Cléo", "Dora", "Ève"), 1))
CHEF = {"code": "chef", "libelle": "Visa du chef", "groupe": "g"}
JURISTE = {"code": "juriste", "libelle": "Avis du juriste", "groupe": "j", "type": "avis"}
RELECTURE = {"code": "relecture", "libelle": "Relecture", "groupe": "r", "obligatoire": False}


def _phrase(*etapes, passages=(), hors_seance=False, auteurs=(ADA,), autorites=(DORA,), **tenues):
    titulaires = Titulaires({"chef": [BEN], **tenues}, list(auteurs), [CLEO], list(autorites))
    faits = [Passage(action, 1, "Ada", LE, empreinte="t") for action in passages]
    chaine = lire({"code": "c", "etapes": list(etapes)})
    vu = etat(chaine, faits, Faits(empreinte="t", hors_seance=hors_seance), titulaires)
    return ou_en_est(vu).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("etapes", "passages", "options", "phrase"),
    [
        ([CHEF], [], {}, "Ce point est un brouillon : Ada peut l’envoyer."),
        (
            [CHEF],
            [],
            {"auteurs": ()},
            "Ce point est un brouillon : personne n’est désigné pour l’envoyer ; prévenez l’administrateur.",
        ),
        ([CHEF], [Action.SOUMETTRE], {}, "Ce point attend « Visa du chef », que tient Ben."),
        (
            [JURISTE],
            [Action.SOUMETTRE],
            {},
            "Ce point attend « Avis du juriste », que personne ne tient ; prévenez le secrétariat.",
        ),
        ([], [], {}, "Ce point est validé : le secrétariat peut l’inscrire à une séance."),
        ([], [], {"hors_seance": True}, "Ce point est validé : Dora peut décider."),
        (
            [],
            [],
            {"hors_seance": True, "autorites": ()},
            "Ce point est validé : personne n’est désigné pour décider ; prévenez l’administrateur.",
        ),
        ([], [Action.INSCRIRE], {}, "Ce point est inscrit à l’ordre du jour : adressez-vous au secrétariat."),
        ([], [Action.DECIDER], {}, "Ce point est décidé : son texte et son parcours ne changent plus."),
        ([], [Action.RETIRER], {}, "Ce point est retiré : Ada peut le reprendre."),
    ],
)
def test_la_phrase_dit_ou_en_est_le_point_et_qui_le_tient(etapes, passages, options, phrase):
    assert _phrase(*etapes, passages=passages, **options) == phrase


def test_seul_ce_qui_retient_le_point_est_attendu():
    """An optional step is open, but nobody is made to wait for it; parallel steps are waited for together."""
    ensemble = [{**CHEF, "parallele": "b"}, {**JURISTE, "parallele": "b"}]
    dit = _phrase(RELECTURE, *ensemble, passages=[Action.SOUMETTRE], relecture=[EVE], juriste=[CLEO, DORA])
    assert dit == "Ce point attend « Visa du chef », que tient Ben et « Avis du juriste », que tient Cléo ou Dora."


@pytest.mark.parametrize(
    ("liste", "dits"),
    [
        ([], ""),
        ([ADA], "Ada"),
        ([ADA, BEN], "Ada ou Ben"),
        ([ADA, BEN, CLEO], "Ada, Ben ou Cléo"),
        ([ADA, BEN, CLEO, DORA], "l'une des 4 personnes désignées"),
        ([ADA, BEN, CLEO, DORA, EVE], "l'une des 5 personnes désignées"),
        ([ADA, BEN, CLEO, ADA._replace(au_nom_de=4)], "Ada, Ben ou Cléo"),
    ],
)
def test_trois_personnes_sont_nommees_davantage_sont_comptees_et_chacune_une_fois(liste, dits):
    assert noms(liste) == dits


def test_qui_peut_nomme_la_personne_ou_dit_qu_il_n_y_en_a_pas():
    assert qui_peut([ADA], "viser") == "Ada peut viser"
    assert qui_peut([], "viser") == "personne n'est désigné pour viser ; prévenez l'administrateur"


def test_son_propre_droit_passe_avant_celui_d_un_absent():
    moi, pour_ben, pour_cleo = (Titulaire(1, "Ada", absent) for absent in (None, 2, 3))
    ada = Acteur(1, "ada", "Ada", 1)
    assert tient([pour_ben, moi], ada) is moi and tient([moi, pour_ben], ada) is moi
    assert tient([BEN, pour_cleo, pour_ben], ada) is pour_cleo, "the first absent one named"
    assert tient([BEN], ada) is None and tient([], ada) is None
