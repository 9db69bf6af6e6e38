"""What a button says and asks for, and what is checked of what was typed: pure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from college.droits import Acteur
from college.erreurs import Interdit, Invalide
from college.points.chaine import actions_possibles, decider, etat, peut_modifier
from college.points.lecture import lire
from college.points.valeurs import Action, Faits, Passage, Phase, Titulaire, Titulaires

LE = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADA, BEN, CLEO = (
    Acteur(n, nom.lower(), nom, 1, roles=frozenset({("redacteur", 1)}))
    for n, nom in enumerate(("Ada", "Ben", "Cléo"), 1)
)
CHEF, DG = (
    {"code": "chef", "libelle": "Visa du chef", "groupe": "g"},
    {"code": "dg", "libelle": "Accord", "groupe": "g"},
)


def _qui(*acteurs):
    return [Titulaire(acteur.agent_id, acteur.nom) for acteur in acteurs]


def _vu(*etapes, passages=(), chef=(BEN,), hors_seance=False, initiative=None):
    tenues = {"chef": _qui(*chef), "dg": _qui(CLEO)}
    titulaires = Titulaires(tenues, _qui(ADA), _qui(CLEO), _qui(CLEO), {"df": _qui(BEN)}, {}, initiative or {})
    chaine = lire({"code": "c", "etapes": list(etapes)})
    return etat(chaine, list(passages), Faits(empreinte="t", hors_seance=hors_seance), titulaires)


def _passage(action, acteur=ADA, etape=None):
    return Passage(action, acteur.agent_id, acteur.nom, LE, etape, empreinte="t", couvre=(etape,) if etape else ())


def _boutons(vu, acteur):
    return {b.code: b for b in actions_possibles(vu, acteur) if b.vers is None}


def test_chaque_bouton_a_son_nom_et_dit_ce_qu_il_demande():
    boutons = _boutons(_vu(CHEF, hors_seance=True), ADA)
    assert {code: (b.libelle, b.demande) for code, b in boutons.items()} == {
        "soumettre": ("Envoyer à Ben", ()),
        "viser": ("Viser", ()),
        "rendre_avis": ("Rendre l’avis", ("avis",)),
        "renvoyer": ("Renvoyer", ("commentaire", "vers")),
        "reprendre": ("Reprendre le point", ()),
        "demander_avis": ("Demander un avis", ("vers",)),
        "decider_hors_seance": ("Décider", ()),
        "transmettre_organe": ("Transmettre à un autre organe", ("vers",)),
        "dupliquer": ("Dupliquer", ()),
        "retirer": ("Retirer le point", ("commentaire",)),
    }


@pytest.mark.parametrize(
    ("chef", "libelle"),
    [
        ((BEN,), "Envoyer à Ben"),
        ((BEN, CLEO), "Envoyer à Ben ou Cléo"),
        ((ADA, BEN, CLEO), "Envoyer à Visa du chef"),
        ((), "Envoyer à Cléo"),
    ],
)
def test_l_envoi_nomme_qui_recoit_ou_l_etape(chef, libelle):
    assert _boutons(_vu(CHEF, DG, chef=chef), ADA)["soumettre"].libelle == libelle


def test_p2_sans_personne_pour_examiner_l_envoi_valide():
    assert _boutons(_vu(CHEF, chef=()), ADA)["soumettre"].libelle == "Valider"


def test_un_avis_que_personne_ne_tient_garde_le_nom_de_son_etape():
    avis = {**CHEF, "type": "avis", "libelle": "Avis du juriste"}
    assert _boutons(_vu(avis, chef=()), ADA)["soumettre"].libelle == "Envoyer à Avis du juriste"


def test_envoyer_reste_grise_apres_l_envoi_et_disparait_sans_etape():
    envoye = _boutons(_vu(CHEF, passages=[_passage(Action.SOUMETTRE)]), ADA)["soumettre"]
    assert not envoye.possible and "déjà envoyé" in envoye.motif
    assert "soumettre" not in _boutons(_vu(), ADA)
    assert "decider_hors_seance" not in _boutons(_vu(CHEF), ADA)


@pytest.mark.parametrize(
    ("action", "saisie", "champ"),
    [
        (Action.RETIRER, {"commentaire": "x" * 10_001}, "commentaire"),
        (Action.RETIRER, {"commentaire": " "}, "commentaire"),
        (Action.DEMANDER_AVIS, {}, "vers"),
    ],
)
def test_ce_qui_est_mal_saisi_nomme_son_champ(action, saisie, champ):
    with pytest.raises(Invalide) as refus:
        decider(_vu(CHEF), action, ADA, le=LE, **saisie)
    assert [faute.champ for faute in refus.value.fautes] == [champ]


def test_dix_mille_caracteres_passent():
    assert len(decider(_vu(CHEF), Action.RETIRER, ADA, le=LE, commentaire="x" * 10_000).commentaire) == 10_000


def test_un_avis_inconnu_et_un_organe_oublie_nomment_leur_champ():
    avis = _vu({**CHEF, "type": "avis"}, passages=[_passage(Action.SOUMETTRE)])
    with pytest.raises(Invalide, match="Choisissez un avis") as refus:
        decider(avis, Action.RENDRE_AVIS, BEN, le=LE, valeur="moyen")
    assert refus.value.fautes[0].champ == "avis"
    decide = _vu(
        CHEF, passages=[_passage(Action.SOUMETTRE), _passage(Action.VISER, BEN, "chef"), _passage(Action.DECIDER)]
    )
    with pytest.raises(Invalide, match="à quel organe") as refus:
        decider(decide, Action.TRANSMETTRE_ORGANE, ADA, le=LE)
    assert refus.value.fautes[0].champ == "vers"


def test_le_passage_retient_ce_qui_fut_fait():
    vu = _vu(CHEF, {**DG, "type": "avis"}, passages=[_passage(Action.SOUMETTRE)], chef=())
    passage = decider(vu, Action.RENDRE_AVIS, CLEO, le=LE, valeur="reserve", commentaire=" Prudence. ")
    assert (passage.etape, passage.valeur, passage.commentaire, passage.couvre) == (
        "dg",
        "reserve",
        "Prudence.",
        ("dg",),
    )
    assert (passage.sautees, passage.empreinte, passage.acteur_id, passage.le) == (("chef",), "t", 3, LE)
    envoi = decider(_vu(CHEF, DG, chef=()), Action.SOUMETTRE, ADA, le=LE, valeur="reserve")
    assert (envoi.sautees, envoi.couvre, envoi.valeur) == ((), (), None)


def test_qui_ecrit_selon_la_phase():
    valide = _vu(CHEF, passages=[_passage(Action.SOUMETTRE), _passage(Action.VISER, BEN, "chef")])
    assert valide.phase is Phase.VALIDE
    for vu in (valide, _vu(passages=[_passage(Action.INSCRIRE)]), _vu(CHEF, passages=[_passage(Action.SOUMETTRE)])):
        with pytest.raises(Interdit, match="Vous ne pouvez pas modifier ce point"):
            peut_modifier(vu, ADA)
    ecrivains = [(_vu(CHEF), ADA), (_vu(), ADA), (valide, CLEO), (_vu(passages=[_passage(Action.INSCRIRE)]), CLEO)]
    assert [peut_modifier(vu, acteur) for vu, acteur in ecrivains] == [None] * 4


def test_une_etape_qui_ne_modifie_pas_laisse_le_texte():
    vu = _vu({**CHEF, "modifie": False}, passages=[_passage(Action.SOUMETTRE)])
    with pytest.raises(Interdit, match="Visa du chef"):
        peut_modifier(vu, BEN)
    assert peut_modifier(_vu(CHEF, passages=[_passage(Action.SOUMETTRE)]), BEN) is None


def test_l_initiative_est_un_bouton_de_qui_n_est_pas_consulte():
    vu = _vu(CHEF, initiative={"df": _qui(BEN)})
    (bouton,) = [b for b in actions_possibles(vu, BEN) if b.vers]
    assert (bouton.libelle, bouton.vers, bouton.demande, bouton.possible) == (
        "Rendre un avis d’initiative", "df", ("avis",), True,
    )  # fmt: skip
    assert not [b for b in actions_possibles(vu, ADA) if b.vers]
    rendu = decider(vu, Action.RENDRE_AVIS, BEN, le=LE, vers="df", valeur="reserve")
    assert (rendu.etape, rendu.vers, rendu.valeur) == (None, "df", "reserve")


def test_le_secretariat_passe_outre_et_les_etapes_restent_a_regulariser():
    """Pratique §8: the urgent point of the same morning; what was passed over is put right, even once inscribed."""
    vu = _vu(CHEF, {**DG, "type": "avis"}, passages=[_passage(Action.SOUMETTRE)])
    with pytest.raises(Interdit, match="Seul le secrétariat"):
        decider(vu, Action.PASSER_OUTRE, BEN, le=LE, commentaire="Incendie.")
    with pytest.raises(Invalide, match="Dites pourquoi"):
        decider(vu, Action.PASSER_OUTRE, CLEO, le=LE)
    assert "passer_outre" not in _boutons(vu, BEN) and _boutons(vu, CLEO)["passer_outre"].possible
    outre = decider(vu, Action.PASSER_OUTRE, CLEO, le=LE, commentaire="Incendie.")
    assert outre.couvre == ("chef", "dg")
    inscrit = _vu(CHEF, {**DG, "type": "avis"}, passages=[_passage(Action.SOUMETTRE), outre, _passage(Action.INSCRIRE)])
    assert inscrit.phase is Phase.INSCRIT and [v.motif for v in inscrit.vues] == ["passé outre, à régulariser"] * 2
    visa = decider(inscrit, Action.VISER, BEN, le=LE)
    assert visa.couvre == ("chef",)
    apres = _vu(CHEF, DG, passages=[_passage(Action.SOUMETTRE), outre, _passage(Action.INSCRIRE), visa])
    assert [str(v.statut) for v in apres.vues] == ["fait", "courant"]


def test_passer_outre_depuis_le_brouillon_et_renvoyer_remet_les_etapes():
    outre = decider(_vu(CHEF), Action.PASSER_OUTRE, CLEO, le=LE, commentaire="Incendie.")
    vu = _vu(CHEF, passages=[outre])
    assert vu.phase is Phase.VALIDE and "passer_outre" not in _boutons(vu, CLEO)
    renvoi = decider(vu, Action.RENVOYER, CLEO, le=LE, commentaire="Finalement non.")
    encore = _vu(CHEF, passages=[outre, renvoi, _passage(Action.SOUMETTRE)])
    assert (encore.phase, encore.etape) == (Phase.EN_VALIDATION, "chef")


def test_une_etape_facultative_ne_se_vise_plus_une_fois_inscrit():
    vu = _vu({**CHEF, "obligatoire": False}, passages=[_passage(Action.SOUMETTRE), _passage(Action.INSCRIRE)])
    with pytest.raises(Interdit):
        decider(vu, Action.VISER, BEN, le=LE)
    assert vu.phase is Phase.INSCRIT
