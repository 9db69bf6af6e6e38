"""What the acts leave behind them: where the point is, what each step became and why, since when. Pure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from college.points.valeurs import Phase
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
    LE,
    VISA,
    A,
    B,
    C,
    dossier,
    fait,
    permet,
)

INSCRIT, DECIDE, RETIRE = fait("inscrire"), fait("decider"), fait("retirer")
OUTRE = fait("passer_outre", CLEO, couvre=("chef",))
ACCORD = fait("viser", CLEO, "dg")


def _statuts(vu):
    return {vue.code: str(vue.statut) for vue in vu.vues}


@pytest.mark.parametrize(
    ("passages", "phase"),
    [
        ([], Phase.BROUILLON),
        ([ENVOI], Phase.EN_VALIDATION),
        ([VISA], Phase.VALIDE),
        ([ENVOI, VISA], Phase.VALIDE),
        ([ENVOI, VISA, fait("reprendre", BEN, "chef")], Phase.EN_VALIDATION),
        ([ENVOI, fait("reprendre")], Phase.BROUILLON),
        ([ENVOI, VISA, fait("renvoyer", CLEO)], Phase.BROUILLON),
        ([ENVOI, VISA, INSCRIT], Phase.INSCRIT),
        ([ENVOI, VISA, INSCRIT, fait("desinscrire")], Phase.VALIDE),
        ([ENVOI, VISA, INSCRIT, DECIDE], Phase.DECIDE),
        ([ENVOI, VISA, fait("decider_hors_seance")], Phase.DECIDE),
        ([ENVOI, RETIRE], Phase.RETIRE),
        ([ENVOI, RETIRE, fait("reprendre")], Phase.BROUILLON),
        ([RETIRE], Phase.RETIRE),
        ([OUTRE], Phase.VALIDE),
        ([fait("demander_avis", vers="mobilite"), fait("dupliquer"), fait("transmettre_organe")], Phase.BROUILLON),
    ],
)
def test_chaque_acte_mene_le_point_ou_il_dit(passages, phase):
    vu = dossier(CHEF, passages=passages)
    assert vu.phase is phase
    assert [vue.code for vue in vu.ouvertes] == (["chef"] if _statuts(vu)["chef"] == "courant" else [])
    assert bool(vu.ouvertes) == (phase is Phase.EN_VALIDATION or passages == [OUTRE])


def test_ce_qui_se_fait_a_cote_de_la_chaine_n_y_change_rien():
    """An advice asked, a copy, a transmission: the point waits since the same day, and Ben takes his visa back."""
    plus_tard = [
        acte._replace(le=LE + timedelta(days=2))
        for acte in (
            fait("demander_avis", vers="mobilite"),
            fait("rendre_avis", EVE, vers="mobilite"),
            fait("dupliquer"),
            fait("transmettre_organe", vers="cpas"),
        )
    ]
    vise = VISA._replace(le=LE + timedelta(days=1))
    for acte in plus_tard:
        vu = dossier(CHEF, DG, passages=[ENVOI, vise, acte])
        assert (vu.depuis, vu.dernier_visa, vu.etape) == (vise.le, vise, "dg")
    assert dossier(CHEF, passages=plus_tard).depuis is None


def test_le_point_attend_depuis_le_dernier_acte_de_la_chaine():
    jours = [acte._replace(le=LE + timedelta(days=n)) for n, acte in enumerate((ENVOI, VISA, fait("renvoyer", CLEO)))]
    for nombre in (1, 2, 3):
        assert dossier(CHEF, DG, passages=jours[:nombre]).depuis == LE + timedelta(days=nombre - 1)


def test_l_envoi_reste_celui_de_l_auteur_et_le_renvoi_s_efface_au_visa_suivant():
    """Who sent it and who sent it back are said on the page, until the point moves on again."""
    assert dossier(CHEF, passages=[ENVOI, OUTRE]).soumis is ENVOI
    assert dossier(CHEF, passages=[OUTRE]).soumis is OUTRE
    assert dossier(CHEF, passages=[VISA]).soumis is VISA, "a visa from the draft sends the point"
    renvoi = fait("renvoyer", CLEO, "dg", "chef")
    renvoye = dossier(CHEF, DG, passages=[ENVOI, VISA, renvoi])
    assert (renvoye.renvoi, renvoye.dernier_visa, renvoye.etape) == (renvoi, None, "chef")
    for suite in (VISA, ENVOI, OUTRE):
        assert dossier(CHEF, DG, passages=[ENVOI, VISA, renvoi, suite]).renvoi is None
    assert dossier(CHEF, DG, passages=[ENVOI, VISA, renvoi, VISA]).soumis is ENVOI
    assert dossier(CHEF, DG, passages=[ENVOI, VISA, fait("reprendre")]).renvoi is None


def test_chaque_avis_demande_garde_sa_demande_et_sa_reponse():
    demandes = [fait("demander_avis", vers="mobilite"), fait("demander_avis", BEN, vers="juristes")]
    reponse = fait("rendre_avis", EVE, vers="mobilite")
    vu = dossier(CHEF, passages=[*demandes, reponse])
    assert [(a.code, a.nom, a.demande, a.rendu) for a in vu.avis] == [
        ("mobilite", "Mobilité", demandes[0], reponse),
        ("juristes", "juristes", demandes[1], None),
    ]
    assert [titulaire.nom for titulaire in vu.avis[0].titulaires] == ["Ève"] and vu.avis[1].titulaires == ()
    (spontane,) = dossier(CHEF, passages=[reponse]).avis
    assert (spontane.demande, spontane.rendu) == (reponse, reponse), "an initiative is its own request"


SEULES = {"a": (ADA,), "b": (BEN,), "c": (GUS,)}
VISAS = [fait("viser", ADA, "a"), fait("viser", BEN, "b"), fait("viser", GUS, "c")]


@pytest.mark.parametrize(
    ("vers", "gardees", "statuts"),
    [
        ("b", "", {"a": "fait", "b": "courant", "c": "a_venir"}),
        ("a", "", {"a": "courant", "b": "a_venir", "c": "a_venir"}),
        ("a", "bc", {"a": "courant", "b": "fait", "c": "fait"}),
        ("b", "bc", {"a": "fait", "b": "courant", "c": "fait"}),
        ("auteur", "", {"a": "a_venir", "b": "a_venir", "c": "a_venir"}),
        ("auteur", "ac", {"a": "fait", "b": "a_venir", "c": "fait"}),
    ],
)
def test_un_renvoi_defait_les_visas_depuis_l_etape_visee_sauf_ceux_qui_se_gardent(vers, gardees, statuts):
    """The step aimed at is done again even where it keeps its visa: that is why the point was sent back."""
    etapes = [{**etape, "si_texte_change": "garder"} if etape["code"] in gardees else etape for etape in (A, B, C)]
    vu = dossier(*etapes, passages=[ENVOI, *VISAS, fait("renvoyer", CLEO, None, vers)], tenues=SEULES)
    assert _statuts(vu) == statuts and (vu.phase is Phase.BROUILLON) == (vers == "auteur")


def test_reprendre_defait_tout_le_raccourci_et_rien_d_autre():
    raccourci = fait("viser", BEN, "b", "c", couvre=("b", "c"))
    passages = [ENVOI, VISAS[0], raccourci]
    tenues = SEULES | {"c": (BEN,)}
    assert _statuts(dossier(A, B, C, passages=passages, tenues=tenues)) == dict.fromkeys("abc", "fait")
    repris = dossier(A, B, C, passages=[*passages, fait("reprendre", BEN, "b")], tenues=tenues)
    assert _statuts(repris) == {"a": "fait", "b": "courant", "c": "a_venir"}
    ancien = dossier(A, B, passages=[ENVOI, fait("viser", ADA, "a", couvre=())], tenues=SEULES)
    assert _statuts(ancien) == {"a": "fait", "b": "courant"}, "a visa that lists no step settles its own"


@pytest.mark.parametrize(
    ("etape", "options", "statut", "motif"),
    [
        (CHEF, {}, "courant", ""),
        (CHEF, {"tenues": {"chef": ()}}, "saute", "sauté : personne ne tient cette étape"),
        (DF, {"tenues": {"df": ()}}, "courant", "en attente : personne ne tient cet avis"),
        (DF, {}, "courant", ""),
        (DF | CHER, {}, "saute", "sans objet : demandé seulement si le montant hors TVA atteint 30 000 €"),
        (DF | CHER, {"valeurs": {"montant_htva": 30000}}, "courant", ""),
        (DF, {"echeances": {"df": date(2026, 11, 21)}}, "courant", ""),
        (
            DF,
            {"echeances": {"df": date(2026, 11, 20)}},
            "saute",
            "avis non rendu dans le délai, échu le 20 novembre 2026",
        ),
        (CHEF, {"echeances": {"chef": date(2026, 11, 20)}}, "courant", ""),
    ],
)
def test_chaque_etape_dit_ce_qu_elle_est_et_pourquoi(etape, options, statut, motif):
    """P32: only an advice runs out of time; a visa whose day is past is waited for."""
    vue = dossier(etape, passages=[ENVOI], **options).vues[0]
    assert (str(vue.statut), vue.motif.replace("\u00a0", " ")) == (statut, motif)
    assert vue.echue == motif.startswith("avis non rendu") and vue.vacante == motif.startswith("sauté")
    assert not vue.outrepassee


def test_un_texte_change_defait_le_visa_avec_sa_raison_et_jamais_ce_que_personne_ne_referait():
    avis = {**DF, "si_texte_change": "annuler"}
    passages = [ENVOI, VISA, fait("rendre_avis", DORA, "df", "finances")]
    vu = dossier(CHEF, avis, DG, passages=passages, empreinte="t2")
    motifs = ["à refaire : le texte a changé depuis ce visa", "à refaire : le texte a changé depuis cet avis", ""]
    assert [vue.motif.replace("\u00a0", " ") for vue in vu.vues] == motifs
    assert _statuts(vu) == {"chef": "courant", "df": "a_venir", "dg": "a_venir"}
    parti = dossier(CHEF, avis, DG, passages=passages, empreinte="t2", tenues={"chef": (), "df": ()})
    assert _statuts(parti) == {"chef": "fait", "df": "courant", "dg": "a_venir"}, "a visa without a holder stays"
    garde = dossier({**CHEF, "si_texte_change": "garder"}, DG, passages=passages[:2], empreinte="t2")
    assert _statuts(garde) == {"chef": "fait", "dg": "courant"}


@pytest.mark.parametrize(("suite", "phase"), [([], "valide"), ([INSCRIT], "inscrit"), ([INSCRIT, DECIDE], "decide")])
def test_une_fois_la_chaine_franchie_le_texte_du_secretariat_ne_defait_rien(suite, phase):
    vu = dossier(CHEF, DG, passages=[ENVOI, VISA, ACCORD, *suite], empreinte="relu")
    assert (str(vu.phase), _statuts(vu)) == (phase, {"chef": "fait", "dg": "fait"})


def test_un_point_inscrit_avec_une_etape_a_regulariser_garde_les_visas_donnes():
    outre = fait("passer_outre", CLEO, couvre=("dg",))
    vu = dossier(CHEF, DG, passages=[ENVOI, VISA, outre, INSCRIT], empreinte="t2")
    assert _statuts(vu) == {"chef": "fait", "dg": "courant"}
    assert [(v.outrepassee, v.motif.replace("\u00a0", " "), v.etape.obligatoire) for v in vu.vues] == [
        (False, "", True),
        (True, "passé outre, à régulariser", False),
    ]


def test_les_etapes_d_un_bloc_s_ouvrent_ensemble_et_la_facultative_apres_les_autres():
    bloc = [{**A, "parallele": "x", "obligatoire": False}, {**B, "parallele": "x"}, {**C, "parallele": "y"}]
    vu = dossier(*bloc, passages=[ENVOI], tenues=SEULES)
    assert [vue.code for vue in vu.ouvertes] == ["b", "a"] and vu.etape == "b", "what holds the point back comes first"
    assert _statuts(vu) == {"a": "courant", "b": "courant", "c": "a_venir"}
    libre = dossier({**A, "obligatoire": False}, B, C, passages=[ENVOI], tenues=SEULES)
    assert _statuts(libre) == {"a": "courant", "b": "courant", "c": "a_venir"}
    seules = dossier(A, B, C, passages=[ENVOI], tenues=SEULES)
    assert _statuts(seules) == {"a": "courant", "b": "a_venir", "c": "a_venir"}, "without a block, one at a time"


def test_une_chaine_sans_etape_nait_validee_et_son_point_se_reprend_apres_un_retrait():
    assert dossier().phase is Phase.VALIDE
    assert dossier(passages=[RETIRE]).phase is Phase.RETIRE
    assert permet(dossier(passages=[RETIRE]), "reprendre", ADA)[1] is None


def test_une_etape_sautee_par_un_visa_le_reste_jusqu_au_renvoi():
    """Naming a holder later does not send the point back; sending it back makes the step wait for them."""
    visa = fait("viser", CLEO, "dg", sautees=("chef",))
    assert _statuts(dossier(CHEF, DG, passages=[ENVOI, visa])) == {"chef": "saute", "dg": "fait"}
    revenu = dossier(CHEF, DG, passages=[ENVOI, visa, fait("renvoyer", CLEO), ENVOI])
    assert _statuts(revenu) == {"chef": "courant", "dg": "a_venir"}
    outre = dossier(CHEF, DG, passages=[OUTRE, fait("renvoyer", CLEO), ENVOI]).vues[0]
    assert (outre.outrepassee, str(outre.statut)) == (False, "courant"), "what was passed over waits again too"
