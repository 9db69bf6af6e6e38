"""What each key of a step may say, what it is when nothing is said, and the whole sentence of each mistake: pure."""

from __future__ import annotations

import pytest

from college.points.definition import Etape
from college.points.lecture import DefinitionInvalide, lire
from college.points.volets import TOUS

CHEF = {"code": "chef", "role": "chef_service"}
TENUE = "dites qui la tient, d’une seule façon : « role » (dans le service proposant ou dans « service »), « groupe »"
PARTIES = ", ".join(TOUS[:-1]) + f" et {TOUS[-1]}"


def _lue(**champs):
    return lire({"etapes": [{**CHEF, **champs}]}).etapes[0]


def _dites(*etapes, **autres):
    """The sentences for these steps, without the name of the step where there is only one."""
    connus = {cle: autres.pop(cle) for cle in ("roles", "groupes", "services") if cle in autres}
    with pytest.raises(DefinitionInvalide) as refus:
        lire({"code": "c", "etapes": list(etapes), **autres}, **connus)
    phrases = [erreur.replace("\u00a0", " ") for erreur in refus.value.erreurs]
    assert str(refus.value).replace("\u00a0", " ") == " ".join(phrases)
    return [phrase.removeprefix("Étape « chef » : ") for phrase in phrases]


def test_ce_que_personne_ne_dit():
    """A visa stands in the way and falls with the text; an advice edits nothing and stays."""
    visa, avis = _lue(), _lue(type="avis")
    assert visa == Etape("chef", "chef", role="chef_service")
    assert avis == Etape("chef", "chef", "avis", role="chef_service", garde=True, modifie=())
    muette, dite = lire({"code": "c", "etapes": None}), lire({"code": "c", "libelle": "Collège", "raccourcis": "tous"})
    assert (muette.code, muette.libelle, muette.etapes, muette.raccourcis, muette.version) == ("c", "c", (), "aucun", 1)
    assert (dite.libelle, dite.raccourcis, lire({}, version=7).version) == ("Collège", "tous", 7)
    assert lire({"raccourcis": "sans_le_dernier"}).raccourcis == "sans_le_dernier"


@pytest.mark.parametrize(
    ("dit", "lu"),
    [
        ({"libelle": "Visa"}, {"libelle": "Visa"}),
        ({"service": "finances"}, {"service": "finances"}),
        ({"role": None, "service": "finances"}, {"role": None, "service": "finances"}),
        ({"role": "", "groupe": "df"}, {"role": None, "groupe": "df"}),
        ({"role": None, "groupe_en_charge": True}, {"role": None, "groupe_en_charge": True}),
        ({"obligatoire": False}, {"obligatoire": False}),
        ({"parallele": "bloc"}, {"parallele": "bloc"}),
        ({"si_texte_change": "garder"}, {"garde": True}),
        ({"type": "avis", "si_texte_change": "annuler"}, {"type": "avis", "garde": False, "modifie": ()}),
        ({"type": "avis", "bloquant_si_negatif": True},
         {"type": "avis", "garde": True, "modifie": (), "bloquant": True}),
        ({"modifie": False}, {"modifie": ()}),
        ({"type": "avis", "modifie": True}, {"type": "avis", "garde": True}),
        ({"modifie": ["annexes", "budget"]}, {"modifie": ("budget", "annexes")}),
        ({"modifie": list(TOUS)}, {}),
        ({"modifient": ["lecteur", "redacteur"]}, {"modifient": ("lecteur", "redacteur")}),
        ({"delai_jours": 1}, {"delai_jours": 1}),
        ({"delai_jours_ouvrables": 365, "samedi_ouvrable": True}, {"delai_jours_ouvrables": 365, "samedi": True}),
        ({"fin_jamais": "lundi"}, {"fin_jamais": (0,)}),
        ({"fin_jamais": ["dimanche", "samedi", "vendredi"]}, {"fin_jamais": (4, 5, 6)}),
        ({"fin_jamais": ["jeudi", "mercredi", "mardi"]}, {"fin_jamais": (1, 2, 3)}),
    ],
)  # fmt: skip
def test_ce_que_dit_chaque_cle(dit, lu):
    attendue = Etape(**({"code": "chef", "libelle": "chef", "role": "chef_service"} | lu))
    assert _lue(**dit) == attendue


@pytest.mark.parametrize(
    ("dit", "phrase"),
    [
        ({"type": "accord"}, "« type » vaut « visa » ou « avis », pas « accord »."),
        ({"si_texte_change": "oui"}, "« si_texte_change » vaut « annuler » ou « garder », pas « oui »."),
        ({"obligatoire": 1}, "« obligatoire » est vrai ou faux, pas « 1 »."),
        ({"parallele": 3}, "« parallele » est un code, pas « 3 »."),
        ({"bloquant_si_negatif": True},
         "seul un avis peut être « bloquant_si_negatif » ; un visa se refuse par un renvoi."),
        ({"type": "avis", "role": None, "groupe": "directeur_financier", "bloquant_si_negatif": True},
         "l’avis de légalité du directeur financier ne bloque jamais parce qu’il est négatif (CDLD, art. L1124-40)."),
        ({"modifie": "budget"}, f"« modifie » vaut vrai, faux, ou une liste prise dans {PARTIES}, pas « budget »."),
        ({"modifie": ["titre", {}]},
         f"« modifie » vaut vrai, faux, ou une liste prise dans {PARTIES}, pas « [’titre’, {{}}] »."),
        ({"modifient": "lecteur"}, "« modifient » est une liste de rôles, pas « lecteur »."),
        ({"modifient": ["lecteur", 3]}, "« modifient » est une liste de rôles, pas « [’lecteur’, 3] »."),
        ({"modifient": ["fou", "lecteur"]}, "le rôle « fou », qui modifie à cette étape, n’existe pas."),
        ({"role": "fou"}, "le rôle « fou » n’existe pas."),
        ({"role": None, "groupe": "fous"}, "le groupe « fous » n’existe pas."),
        ({"service": "fous"}, "le service « fous » n’existe pas."),
        ({"groupe": "df"}, f"{TENUE}, ou « groupe_en_charge »."),
        ({"groupe_en_charge": True}, f"{TENUE}, ou « groupe_en_charge »."),
        ({"role": None}, f"{TENUE}, ou « groupe_en_charge »."),
        ({"delai_jours": 0}, "« delai_jours » est un nombre de jours de 1 à 365, pas « 0 »."),
        ({"delai_jours_ouvrables": 366}, "« delai_jours_ouvrables » est un nombre de jours de 1 à 365, pas « 366 »."),
        ({"delai_jours": True}, "« delai_jours » est un nombre de jours de 1 à 365, pas « True »."),
        ({"delai_jours": "3"}, "« delai_jours » est un nombre de jours de 1 à 365, pas « 3 »."),
        ({"delai_jours": 3, "delai_jours_ouvrables": 3},
         "un délai se compte en jours ouvrables ou en jours calendrier, pas les deux."),
        ({"samedi_ouvrable": "oui"}, "« samedi_ouvrable » est vrai ou faux, pas « oui »."),
        ({"fin_jamais": "demain"}, "« fin_jamais » nomme des jours de la semaine, pas tous, et non « demain »."),
        ({"fin_jamais": 3}, "« fin_jamais » nomme des jours de la semaine, pas tous, et non « 3 »."),
    ],
)  # fmt: skip
def test_la_phrase_de_chaque_faute(dit, phrase):
    """One sentence and no other: what was refused does not make a second mistake further on."""
    connus = {"roles": {"chef_service", "lecteur"}, "groupes": {"df", "directeur_financier"}, "services": {"finances"}}
    assert _dites({**CHEF, **dit}, **connus) == [phrase]


def test_un_delai_qui_ne_finirait_aucun_jour_de_la_semaine_est_refuse():
    semaine = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    assert "pas tous" in _dites({**CHEF, "fin_jamais": semaine})[0]
    assert _lue(fin_jamais=semaine[1:]).fin_jamais == (1, 2, 3, 4, 5, 6)


def test_les_fautes_de_la_chaine_entiere():
    assert _dites(raccourcis="parfois") == ["« raccourcis » vaut aucun, tous ou sans_le_dernier, pas « parfois »."]
    with pytest.raises(DefinitionInvalide, match="doit être une liste d’étapes"):
        lire({"etapes": "chef"})
    assert _dites("chef", {**CHEF, "couleur": 1, "age": 2}) == [
        "Étape n° 1 : une étape s’écrit avec au moins « code », « libelle » et qui la tient.",
        "la clé « age » est inconnue.",
        "la clé « couleur » est inconnue.",
    ]
    (code,) = _dites({**CHEF, "code": 3})
    assert code.startswith("Étape n° 1 : le code « 3 » ne convient pas ; employez des minuscules")
    assert code.endswith("(« auteur » est réservé).")


def test_les_etapes_d_un_bloc_se_suivent_et_chaque_code_sert_une_fois():
    a, b, c = ({**CHEF, "code": code, "parallele": "x"} for code in "abc")
    assert [etape.parallele for etape in lire({"etapes": [a, b, {**c, "parallele": "y"}]}).etapes] == ["x", "x", "y"]
    assert lire({"etapes": [{**a, "parallele": ""}, b, {**c, "parallele": None}]}).etapes[2].parallele is None
    seul = {**CHEF, "code": "seul"}
    assert _dites(a, seul, b, {**CHEF, "code": "fin"}) == [
        "Étape « b » : les étapes parallèles « x » doivent se suivre."
    ]
    assert _dites(a, seul, a)[0] == "Étape « a » : ce code sert déjà à une étape précédente."
