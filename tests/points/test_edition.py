"""Who edits what of a point, phase by phase, and the sentence that says it: pure (scenario P6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from college.droits import Acteur
from college.erreurs import Interdit
from college.points.chaine import etat, limites, peut_modifier, volets_ouverts
from college.points.lecture import lire
from college.points.valeurs import Action, Faits, Passage, Titulaire, Titulaires
from college.points.volets import TOUS

LE = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADA, BEN, CLEO, DORA, EVE = (
    Acteur(n, nom.lower(), nom, 1) for n, nom in enumerate(("Ada", "Ben", "Cléo", "Dora", "Ève"), 1)
)
CHEF = {"code": "chef", "libelle": "Visa du chef", "role": "chef_service"}
ENVOI, INSCRIT, DECIDE, RETIRE = Action.SOUMETTRE, Action.INSCRIRE, Action.DECIDER, Action.RETIRER
VISA = Action.VISER


def _qui(gens):
    return [Titulaire(acteur.agent_id, acteur.nom) for acteur in gens]


def _vu(*etapes, passages=(ENVOI,), **tenues):
    """The fold of a point of Ada's, Cléo being its secretary; `tenues` by step, `…_aussi` beside its holders."""
    a_cote = {code.removesuffix("_aussi"): _qui(gens) for code, gens in tenues.items() if code.endswith("_aussi")}
    en_titre = {code: _qui(gens) for code, gens in tenues.items() if not code.endswith("_aussi")}
    titulaires = Titulaires(en_titre, _qui([ADA]), _qui([CLEO]), editeurs=a_cote)
    faits = [Passage(action, 1, "Ada", LE, "chef" if action is VISA else None, empreinte="t") for action in passages]
    return etat(lire({"code": "c", "etapes": list(etapes)}), faits, Faits(empreinte="t"), titulaires)


def _dit(phrase):
    return phrase.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("etapes", "passages", "ecrivains"),
    [
        ([CHEF], (), {ADA}),
        ([CHEF], (ENVOI,), {BEN, DORA}),
        ([CHEF], (ENVOI, VISA), {CLEO}),
        ([CHEF], (ENVOI, VISA, INSCRIT), {CLEO}),
        ([CHEF], (ENVOI, VISA, INSCRIT, DECIDE), set()),
        ([CHEF], (ENVOI, RETIRE), set()),
        ([], (), {ADA, CLEO}),
        ([], (INSCRIT,), {CLEO}),
    ],
)
def test_p6_le_texte_a_une_seule_plume_a_chaque_phase(etapes, passages, ecrivains):
    """The author's draft, then the holder of the step, then the secretary; nobody once decided or withdrawn."""
    vu = _vu(*etapes, passages=passages, chef=[BEN], chef_aussi=[DORA])
    ouverts = {acteur: volets_ouverts(vu, acteur) for acteur in (ADA, BEN, CLEO, DORA, EVE)}
    assert {acteur for acteur, volets in ouverts.items() if volets == set(TOUS)} == ecrivains
    assert all(volets in (set(), set(TOUS)) for volets in ouverts.values())
    assert not any(limites(vu, acteur) for acteur in ouverts), "all or nothing leaves nothing to explain"
    for acteur in set(ouverts) - ecrivains:
        with pytest.raises(Interdit, match=r"^Vous ne pouvez pas modifier ce point\. Ce point "):
            peut_modifier(vu, acteur)


def test_la_phrase_dit_ce_qui_s_ouvre_ce_qui_ne_s_ouvre_pas_et_que_faire():
    vu = _vu({**CHEF, "modifie": ["budget", "annexes"]}, chef=[BEN])
    assert volets_ouverts(vu, BEN) == {"budget", "annexes"} and not volets_ouverts(vu, CLEO)
    peut_modifier(vu, BEN, {"budget"})
    with pytest.raises(Interdit) as refus:
        peut_modifier(vu, BEN, {"budget", "dispositif", "titre"})
    assert _dit(refus.value.phrase) == (
        "À l’étape « Visa du chef », seuls le budget et les annexes se modifient : vous n’y changez pas l’objet et "
        "le dispositif. Renvoyez le point à son auteur avec votre commentaire, ou proposez le changement en relisant "
        "le texte."
    )


@pytest.mark.parametrize(
    ("parties", "phrase"),
    [
        (["motivation"], "seule la motivation se modifie"),
        (["titre"], "seul l’objet se modifie"),
        (["destinataires"], "seuls les destinataires se modifient"),
        (["resume"], "seuls le résumé et le rapport se modifient"),
        (["annexes"], "seules les annexes se modifient"),
        (["publicite"], "seules la publicité et l’urgence se modifient"),
        (["annexes", "motivation"], "seules la motivation et les annexes se modifient"),
        (["budget", "titre"], "seuls l’objet et le budget se modifient"),
    ],
)
def test_la_phrase_s_accorde(parties, phrase):
    vu = _vu({**CHEF, "modifie": parties}, chef=[BEN])
    assert _dit(limites(vu, BEN)) == f"À l’étape « Visa du chef », {phrase}"


def test_deux_etapes_paralleles_tenues_par_la_meme_personne_ajoutent_leurs_parties():
    dg = {"code": "dg", "libelle": "Accord", "groupe": "dg", "parallele": "b", "modifie": ["titre"]}
    lu = {"code": "lu", "libelle": "Lecture", "groupe": "lu", "parallele": "b", "modifie": False}
    vu = _vu({**CHEF, "parallele": "b", "modifie": ["budget"]}, dg, lu, chef=[BEN], dg=[BEN, CLEO], lu=[BEN])
    assert volets_ouverts(vu, BEN) == {"budget", "titre"} and volets_ouverts(vu, CLEO) == {"titre"}
    assert "À l’étape « Visa du chef » et « Accord », seuls" in _dit(limites(vu, BEN)), "« Lecture » opens nothing"


def test_p6_un_role_du_service_modifie_a_cote_du_titulaire_sans_pouvoir_viser():
    vu = _vu({**CHEF, "modifient": ["relecteur"]}, chef=[BEN], chef_aussi=[DORA])
    assert volets_ouverts(vu, DORA) == set(TOUS)
    assert not limites(vu, DORA)
    vacante = _vu({**CHEF, "modifient": ["relecteur"]}, chef_aussi=[DORA])
    assert not volets_ouverts(vacante, DORA), "a step that nobody holds is passed over: nobody edits there"


def test_qui_tient_une_etape_qui_n_ouvre_rien_est_refuse_d_une_phrase():
    """An advice opens nothing by default: its holder who saves from an old tab is told why, and keeps their text."""
    vu = _vu({**CHEF, "type": "avis"}, chef=[BEN])
    assert limites(vu, BEN) == ""
    with pytest.raises(Interdit) as refus:
        peut_modifier(vu, BEN, {"titre"})
    assert _dit(refus.value.phrase) == (
        "Vous ne pouvez pas modifier ce point. Ce point attend « Visa du chef », que tient Ben."
    )
