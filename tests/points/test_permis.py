"""Who may do what to a point, act by act, and the sentence of each refusal: pure.

`Interdit` says who may, `Refus` that it is not the moment; the code of a refusal is what a program reads.
"""

from __future__ import annotations

import pytest

from college.droits import Acteur
from college.points.permis import renvois_possibles
from college.points.valeurs import Titulaire
from tests.points.point_fictif import (
    ADA,
    BEN,
    CHEF,
    CHER,
    CLEO,
    DF,
    DG,
    DORA,
    ENVOI,
    EVE,
    GUS,
    PARCOURS,
    PROPOSANT,
    VISA,
    B,
    T,
    dossier,
    fait,
    permet,
    refuse,
)


@pytest.mark.parametrize(
    ("ou", "action", "acteur", "motif", "phrase"),
    [
        ("envoye", "soumettre", ADA, "phase", "Ce point est déjà envoyé. Ce point attend « Visa du chef »"),
        ("brouillon", "viser", BEN, "phase", "Ce point est un brouillon : Ada peut"),
        ("decide", "viser", BEN, "phase", "Ce point est décidé"),
        ("retire", "viser", BEN, "phase", "Ce point est retiré"),
        ("decide", "rendre_avis", EVE, "phase", "Ce point est décidé"),
        ("retire", "rendre_avis", EVE, "phase", "Ce point est retiré"),
        ("brouillon", "reprendre", ADA, "phase", "Il n'y a rien à reprendre. Ce point est un brouillon"),
        ("valide", "reprendre", ADA, "phase", "Ce point est validé : demandez au secrétariat de vous le renvoyer."),
        ("inscrit", "reprendre", BEN, "phase", "Il n'y a rien à reprendre. Ce point est inscrit"),
        ("inscrit", "retirer", CLEO, "phase", "Ce point est inscrit à l'ordre du jour : le secrétariat le retire"),
        ("decide", "retirer", ADA, "phase", "Ce point est décidé"),
        ("retire", "retirer", ADA, "phase", "Ce point est retiré"),
        ("decide", "demander_avis", ADA, "phase", "Ce point est décidé"),
        ("retire", "demander_avis", ADA, "phase", "Ce point est retiré"),
        ("valide", "passer_outre", CLEO, "phase", "Ce point est validé"),
        ("inscrit", "passer_outre", CLEO, "phase", "Ce point est inscrit"),
        ("valide", "transmettre_organe", ADA, "phase", "Un point se transmet à un autre organe une fois décidé. Ce"),
        ("valide", "decider_hors_seance", DORA, "organe", "Cet organe décide en séance : le secrétariat inscrit"),
        ("valide", "inscrire", CLEO, "action", "Cette action appartient à la séance : adressez-vous au secrétariat."),
    ],
)
def test_ce_n_est_pas_le_moment(ou, action, acteur, motif, phrase):
    lu, dit = refuse(dossier(CHEF, passages=PARCOURS[ou]), action, acteur)
    assert lu == motif and dit.startswith(phrase)


@pytest.mark.parametrize(
    ("ou", "action", "acteur", "phrase"),
    [
        ("brouillon", "soumettre", BEN, PROPOSANT + "l'envoyer."),
        (
            "envoye",
            "viser",
            ADA,
            "Vous ne tenez pas l'étape en cours. Ce point attend « Visa du chef », que tient Ben.",
        ),
        ("valide", "viser", BEN, "Vous ne tenez pas l'étape en cours. Ce point est validé"),
        ("inscrit", "viser", BEN, "Vous ne tenez pas l'étape en cours. Ce point est inscrit"),
        ("envoye", "rendre_avis", GUS, "Aucun avis ne vous est demandé ici. Ce point attend"),
        ("brouillon", "renvoyer", CLEO, "Vous ne pouvez pas renvoyer ce point. Ce point est un brouillon"),
        ("envoye", "renvoyer", CLEO, "Vous ne pouvez pas renvoyer ce point. Ce point attend"),
        ("valide", "renvoyer", BEN, "Vous ne pouvez pas renvoyer ce point. Ce point est validé"),
        ("inscrit", "renvoyer", CLEO, "Vous ne pouvez pas renvoyer ce point. Ce point est inscrit"),
        ("envoye", "reprendre", BEN, PROPOSANT + "le reprendre."),
        ("retire", "reprendre", CLEO, PROPOSANT + "le reprendre."),
        ("envoye", "retirer", BEN, PROPOSANT + "le retirer."),
        ("envoye", "demander_avis", GUS, "Vous ne pouvez pas demander d'avis sur ce point. Ce point attend"),
        ("envoye", "passer_outre", ADA, "Seul le secrétariat de cet organe passe outre la validation : adressez-vous"),
        ("decide", "transmettre_organe", BEN, PROPOSANT + "le transmettre à un autre organe."),
        ("brouillon", "dupliquer", ADA, "Seul un rédacteur duplique un point : demandez ce rôle à l'administrateur."),
    ],
)
def test_ce_n_est_pas_la_bonne_personne(ou, action, acteur, phrase):
    lu, dit = refuse(dossier(CHEF, passages=PARCOURS[ou]), action, acteur)
    assert lu == "interdit" and dit.startswith(phrase)


def test_qui_ne_peut_renvoyer_apprend_a_qui_le_demander():
    paires = [{**CHEF, "parallele": "p"}, {**DG, "parallele": "p"}]
    for vu, acteur, fin in (
        (dossier(CHEF, passages=PARCOURS["envoye"]), CLEO, "que tient Ben. Demandez-lui de le renvoyer."),
        (dossier(*paires, passages=PARCOURS["envoye"]), GUS, "que tient Cléo. Demandez-leur de le renvoyer."),
        (dossier(CHEF, passages=PARCOURS["valide"]), BEN, "une séance. Demandez au secrétariat de le renvoyer."),
        (dossier(CHEF), CLEO, "Ada peut l'envoyer."),
        (dossier(DF, tenues={"df": ()}, passages=PARCOURS["envoye"]), GUS, "prévenez le secrétariat."),
    ):
        assert refuse(vu, "renvoyer", acteur)[1].endswith(fin), fin
    assert refuse(dossier(CHEF, passages=PARCOURS["envoye"]), "demander_avis", GUS)[1].endswith(
        "Demandez-lui de le faire."
    )


@pytest.mark.parametrize(
    ("ou", "action", "acteur", "permis"),
    [
        ("brouillon", "soumettre", ADA, (T[ADA], None, None, ())),
        ("envoye", "viser", BEN, (T[BEN], "chef", None, ("chef",))),
        ("envoye", "renvoyer", BEN, (T[BEN], "chef", "auteur", ())),
        ("valide", "renvoyer", CLEO, (T[CLEO], None, "auteur", ())),
        ("envoye", "reprendre", ADA, (T[ADA], None, None, ())),
        ("retire", "reprendre", ADA, (T[ADA], None, None, ())),
        ("valide", "reprendre", BEN, (T[BEN], "chef", None, ())),
        ("valide", "retirer", CLEO, (T[CLEO], None, None, ())),
        ("envoye", "demander_avis", ADA, (T[ADA], None, None, ())),
        ("brouillon", "demander_avis", CLEO, (T[CLEO], None, None, ())),
        ("envoye", "demander_avis", BEN, (T[BEN], None, None, ())),
        ("brouillon", "passer_outre", CLEO, (T[CLEO], None, None, ("chef",))),
        ("decide", "transmettre_organe", ADA, (T[ADA], None, None, ())),
        ("decide", "transmettre_organe", CLEO, (T[CLEO], None, None, ())),
    ],
)
def test_c_est_le_moment_et_la_bonne_personne(ou, action, acteur, permis):
    assert permet(dossier(CHEF, passages=PARCOURS[ou]), action, acteur) == permis


@pytest.mark.parametrize(
    ("action", "acteur", "raccourcis"),
    [("soumettre", ADA, "aucun"), ("viser", ADA, "tous"), ("passer_outre", CLEO, "aucun")],
)
def test_un_point_incomplet_ne_part_par_aucune_porte(action, acteur, raccourcis):
    """Sending, settling the first step from the draft, passing over: what lacks is asked all the same."""
    complet = {"raccourcis": raccourcis, "tenues": {"chef": (ADA,)}}
    assert permet(dossier(CHEF, **complet), action, acteur)[0] == T[acteur]
    motif, phrase = refuse(dossier(CHEF, **complet, manques=("le titre", "le service")), action, acteur)
    assert (motif, phrase) == ("recevable", "Il reste à compléter : le titre et le service.")


def test_au_nom_d_un_absent_le_permis_le_dit_et_la_reprise_le_garde():
    titulaire = Titulaire(BEN.agent_id, BEN.nom, au_nom_de=CLEO.agent_id)
    vise = dossier(CHEF, passages=[ENVOI, fait("viser", BEN, "chef", au_nom_de=CLEO.agent_id)])
    assert permet(vise, "reprendre", BEN) == (titulaire, "chef", None, ())


def test_passer_outre_couvre_ce_qui_reste_et_rien_d_autre():
    """Settled steps stay settled, those without object stay so."""
    vu = dossier(CHEF, {**DF, **CHER}, DG, B, passages=PARCOURS["valide"], tenues={"b": (GUS,)})
    assert permet(vu, "passer_outre", CLEO)[3] == ("dg", "b")


def test_renvoyer_vise_une_etape_deja_passee_et_le_refus_les_enumere():
    garde = {**B, "si_texte_change": "garder"}
    passages = [ENVOI, VISA, fait("viser", GUS, "b"), fait("renvoyer", CLEO, vers="chef")]
    revenu = dossier(CHEF, garde, DG, passages=passages, tenues={"b": (GUS,)})
    assert renvois_possibles(revenu) == [("auteur", "L’auteur")], "a later step kept its visa, but is not behind"
    vu = dossier(CHEF, garde, DG, passages=passages[:3], tenues={"b": (GUS,)})
    assert permet(vu, "renvoyer", CLEO, "chef") == (T[CLEO], "dg", "chef", ())
    dit = "« dg » n'est pas une étape déjà passée : renvoyez vers « auteur », « chef » ou « b »."
    assert refuse(vu, "renvoyer", CLEO, "dg") == ("vers", dit)


def test_un_avis_rendu_sur_un_autre_texte_ne_se_reprend_plus():
    """It stays with the text on which it was given; a visa is taken back all the same."""
    avise = [ENVOI, fait("rendre_avis", DORA, "df", "finances")]
    assert permet(dossier(DF, DG, passages=avise), "reprendre", DORA) == (T[DORA], "df", None, ())
    motif, phrase = refuse(dossier(DF, DG, passages=avise, empreinte="t2"), "reprendre", DORA)
    assert motif == "texte_change" and phrase.startswith("Le texte a changé depuis votre avis : il reste au dossier")
    vise = dossier({**CHEF, "si_texte_change": "garder"}, DG, passages=PARCOURS["valide"], empreinte="t2")
    assert permet(vise, "reprendre", BEN) == (T[BEN], "chef", None, ())


def test_on_ne_reprend_que_son_dernier_visa():
    vu = dossier(CHEF, DG, passages=PARCOURS["valide"])
    assert permet(vu, "reprendre", BEN, "chef")[1] == "chef"
    assert refuse(vu, "reprendre", BEN, "dg") == ("interdit", PROPOSANT + "le reprendre.")
    assert refuse(vu, "reprendre", CLEO)[0] == "interdit"


def test_p55_un_point_ne_part_pas_deux_fois_vers_le_meme_organe():
    vu = dossier(CHEF, passages=PARCOURS["decide"], transmis=("conseil",))
    dit = "Ce point est déjà transmis à « conseil » : ouvrez le point lié."
    assert refuse(vu, "transmettre_organe", ADA, "conseil") == ("deja_transmis", dit)
    for libre in ("cpas", "cpas/conseil", None):
        assert permet(vu, "transmettre_organe", ADA, libre) == (T[ADA], None, libre, ())


@pytest.mark.parametrize(
    ("issue", "dit"),
    [
        ("refuse", "Ce point a été refusé : il ne part pas. Dupliquez-le pour proposer un texte à l'autre organe."),
        ("reporte", "Ce point a été reporté : transmettez celui qui le continue, une fois accepté."),
        ("non_examine", "Ce point a été laissé sans examen : il ne part pas. Dupliquez-le"),
        ("accepte", ""),
        ("pris_acte", ""),
    ],
)
def test_p55_seul_ce_qui_est_accepte_ou_acte_part_a_la_main(issue, dit):
    vu = dossier(CHEF, passages=PARCOURS["decide"], issue=issue)
    if not dit:
        assert permet(vu, "transmettre_organe", ADA, "conseil") == (T[ADA], None, "conseil", ())
        return
    motif, phrase = refuse(vu, "transmettre_organe", ADA, "conseil")
    assert motif == "non_accepte" and phrase.startswith(dit)
    assert refuse(vu, "transmettre_organe", BEN, "conseil")[0] == "interdit", "the right is asked first"


def test_l_autorite_seule_decide_hors_seance_et_une_fois_le_point_valide():
    valide = dossier(CHEF, passages=PARCOURS["valide"], hors_seance=True)
    assert permet(valide, "decider_hors_seance", DORA) == (T[DORA], None, None, ())
    dit = "Seule l'autorité décide hors séance. Ce point est validé : Dora peut décider."
    assert refuse(valide, "decider_hors_seance", CLEO) == ("interdit", dit)
    motif, phrase = refuse(dossier(CHEF, passages=[ENVOI], hors_seance=True), "decider_hors_seance", DORA)
    assert motif == "phase" and phrase.startswith("Ce point attend « Visa du chef »")


@pytest.mark.parametrize(
    ("droits", "possible"),
    [
        ({"roles": frozenset({("redacteur", 1)})}, True),
        ({"roles": frozenset({("chef_service", 1)})}, True),
        ({"secretariats": frozenset({1})}, True),
        ({"roles": frozenset({("lecteur", 1)})}, False),
    ],
)
def test_duplique_qui_peut_ecrire_un_point(droits, possible):
    acteur = Acteur(6, "gus", "Gus", 1, **droits)
    vu = dossier(CHEF, passages=PARCOURS["decide"])
    if possible:
        assert permet(vu, "dupliquer", acteur) == (T[GUS], None, None, ())
    else:
        assert refuse(vu, "dupliquer", acteur)[0] == "interdit"
