"""Who may do what to a point, act by act, and the sentence of each refusal: pure.

`Interdit` says who may, `Refus` that it is not the moment; the code of a refusal is what a program reads.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from college.droits import Acteur
from college.erreurs import Interdit, Refus
from college.points.chaine import etat
from college.points.lecture import lire
from college.points.permis import initiative_possible, permettre, renvois_possibles
from college.points.valeurs import Action, Faits, Passage, Titulaire, Titulaires

LE = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADA, BEN, CLEO, DORA, EVE, GUS = (
    Acteur(n, nom.lower(), nom, 1) for n, nom in enumerate(("Ada", "Ben", "Cléo", "Dora", "Ève", "Gus"), 1)
)
T = {acteur: Titulaire(acteur.agent_id, acteur.nom) for acteur in (ADA, BEN, CLEO, DORA, EVE, GUS)}
CHEF = {"code": "chef", "libelle": "Visa du chef", "groupe": "chefs"}
DF = {"code": "df", "libelle": "Avis de légalité", "groupe": "finances", "type": "avis"}
DG = {"code": "dg", "libelle": "Accord", "groupe": "dg"}
CHER = {"si": {"champ": "montant_htva", "operateur": ">=", "valeur": 30000}}
TENUES = {"chef": (BEN,), "df": (DORA,), "dg": (CLEO,)}


def _fait(action, acteur=ADA, etape=None, vers=None, **plus):
    couvre = (etape,) if etape else ()
    lu = {"empreinte": "t", "couvre": couvre, "etape": etape, "vers": vers} | plus
    return Passage(Action(action), acteur.agent_id, acteur.nom, LE, **lu)


def _vu(*etapes, passages=(), raccourcis="aucun", tenues=None, initiative=None, **faits):
    """A point of Ada's; Cléo keeps the secretariat, Dora is the authority, Ève answers for « mobilite »."""
    qui = {code: [T[acteur] for acteur in gens] for code, gens in (TENUES | (tenues or {})).items()}
    titulaires = Titulaires(
        qui, [T[ADA]], [T[CLEO]], [T[DORA]], {"mobilite": [T[EVE]]}, {"mobilite": "Mobilité"}, initiative or {}
    )
    chaine = lire({"code": "c", "etapes": list(etapes), "raccourcis": raccourcis})
    lus = Faits(**{"empreinte": "t", "aujourdhui": date(2026, 11, 21)} | faits)
    return etat(chaine, passages, lus, titulaires)


def _refus(vu, action, acteur, vers=None):
    """The kind of the refusal, its code, and its sentence with plain spaces and apostrophes."""
    with pytest.raises((Refus, Interdit)) as refus:
        permettre(vu, Action(action), acteur, vers)
    lu = refus.value
    phrase = lu.phrase.replace("\u00a0", " ").replace("’", "'")
    return (lu.motif if isinstance(lu, Refus) else "interdit"), phrase


def _permis(vu, action, acteur, vers=None):
    return tuple(permettre(vu, Action(action), acteur, vers))


ENVOI, VISA = _fait("soumettre"), _fait("viser", BEN, "chef")
PARCOURS = {
    "brouillon": (),
    "envoye": (ENVOI,),
    "valide": (ENVOI, VISA),
    "inscrit": (ENVOI, VISA, _fait("inscrire")),
    "decide": (ENVOI, VISA, _fait("decider")),
    "retire": (ENVOI, _fait("retirer")),
}


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
    lu, dit = _refus(_vu(CHEF, passages=PARCOURS[ou]), action, acteur)
    assert lu == motif and dit.startswith(phrase)


PROPOSANT = "Le service proposant garde la main sur ce point : Ada peut "


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
    lu, dit = _refus(_vu(CHEF, passages=PARCOURS[ou]), action, acteur)
    assert lu == "interdit" and dit.startswith(phrase)


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
    assert _permis(_vu(CHEF, passages=PARCOURS[ou]), action, acteur) == permis


@pytest.mark.parametrize(
    ("action", "acteur", "raccourcis"),
    [("soumettre", ADA, "aucun"), ("viser", ADA, "tous"), ("passer_outre", CLEO, "aucun")],
)
def test_un_point_incomplet_ne_part_par_aucune_porte(action, acteur, raccourcis):
    """Sending, settling the first step from the draft, passing over: what lacks is asked all the same."""
    complet = {"raccourcis": raccourcis, "tenues": {"chef": (ADA,)}}
    assert _permis(_vu(CHEF, **complet), action, acteur)[0] == T[acteur]
    motif, phrase = _refus(_vu(CHEF, **complet, manques=("le titre", "le service")), action, acteur)
    assert (motif, phrase) == ("recevable", "Il reste à compléter : le titre et le service.")


def test_p3_seul_l_auteur_vise_depuis_le_brouillon():
    """Who holds the first step but did not write the point waits for it to be sent."""
    vu = _vu(CHEF, raccourcis="tous")
    assert _refus(vu, "viser", BEN) == ("interdit", PROPOSANT + "le viser dès à présent.")
    assert _refus(vu, "viser", ADA)[1].startswith("Vous ne tenez pas l'étape en cours.")


A, B, C = ({"code": code, "libelle": code.upper(), "groupe": code} for code in "abc")
D = {"code": "d", "libelle": "D", "groupe": "d", "type": "avis"}


@pytest.mark.parametrize(
    ("etapes", "tenues", "raccourcis", "vers", "couvre"),
    [
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "tous", None, "a"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "tous", "a", "a"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "tous", "b", "ab"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "tous", "c", "abc"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "sans_le_dernier", "b", "ab"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "sans_le_dernier", "c", None),
        ((A, B, C), {"a": (BEN,), "b": (BEN,)}, "sans_le_dernier", "b", None),
        ((A, B), {"a": (BEN,)}, "sans_le_dernier", "a", "a"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "aucun", "a", "a"),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "aucun", "b", None),
        ((A, B, C), {"a": (BEN,), "b": (BEN,), "c": (BEN,)}, "tous", "z", None),
        ((A, B, C), {"a": (BEN,), "b": (CLEO,), "c": (BEN,)}, "tous", "c", None),
        ((A, D, C), {"a": (BEN,), "d": (BEN,), "c": (BEN,)}, "tous", "c", None),
        ((A, B, C), {"a": (BEN,), "b": (), "c": (BEN,)}, "tous", "c", "ac"),
    ],
)
def test_p3_viser_jusqu_a_une_etape_ne_passe_par_dessus_personne(etapes, tenues, raccourcis, vers, couvre):
    """Only steps in a row that the person holds; never an advice; the last one by itself where the chain says so."""
    vu = _vu(*etapes, passages=[ENVOI], raccourcis=raccourcis, tenues=tenues)
    if couvre:
        assert _permis(vu, "viser", BEN, vers) == (T[BEN], "a", vers, tuple(couvre))
    else:
        motif, phrase = _refus(vu, "viser", BEN, vers)
        assert motif == "vers" and phrase.startswith(f"Vous ne pouvez pas viser jusqu'à « {vers} ». Ce point attend")


def test_p3_le_dernier_visa_se_donne_a_part_et_jamais_depuis_le_brouillon():
    """`sans_le_dernier`: the last step is settled by itself once the point stands there; its own author may hold it."""
    tenues = {"a": (ADA,), "b": (ADA,)}
    brouillon = _vu(A, raccourcis="sans_le_dernier", tenues=tenues)
    assert _refus(brouillon, "viser", ADA)[0] == "interdit"
    assert _permis(_vu(A, raccourcis="tous", tenues=tenues), "viser", ADA)[3] == ("a",)
    envoye = _vu(A, passages=[ENVOI], raccourcis="sans_le_dernier", tenues=tenues)
    assert _permis(envoye, "viser", ADA)[3] == ("a",)
    suivi_d_un_saut = _vu(A, B, raccourcis="sans_le_dernier", tenues={"a": (ADA,), "b": ()})
    assert _refus(suivi_d_un_saut, "viser", ADA)[0] == "interdit", "a skipped step is not the last one"


@pytest.mark.parametrize("tenues", [{"a": (BEN,), "b": (ADA,), "c": (ADA,)}, {"a": (ADA,), "b": (BEN,), "c": (ADA,)}])
def test_p3_depuis_le_brouillon_la_suite_part_de_la_premiere_etape(tenues):
    vu = _vu(A, B, C, raccourcis="tous", tenues=tenues)
    assert _refus(vu, "viser", ADA, "c")[0] in ("interdit", "vers")
    envoye = _vu(A, B, C, passages=[ENVOI, _fait("viser", BEN, "a")], raccourcis="tous", tenues=tenues | {"b": (ADA,)})
    assert _permis(envoye, "viser", ADA, "c")[3] == ("b", "c"), "what is settled is not settled again"


def test_une_fois_inscrit_ce_qui_fut_passe_outre_se_regularise_une_etape_a_la_fois():
    """Pratique §8: each of the steps passed over is looked at for itself, even where shortcuts exist."""
    outre = _fait("passer_outre", CLEO, couvre=("a", "b"))
    vu = _vu(A, B, passages=[ENVOI, outre, _fait("inscrire")], raccourcis="tous", tenues={"a": (BEN,), "b": (BEN,)})
    assert _permis(vu, "viser", BEN) == (T[BEN], "a", None, ("a",))
    assert _refus(vu, "viser", BEN, "b")[0] == "vers"


def test_au_nom_d_un_absent_le_permis_le_dit_et_la_reprise_le_garde():
    titulaire = Titulaire(BEN.agent_id, BEN.nom, au_nom_de=CLEO.agent_id)
    vise = _vu(CHEF, passages=[ENVOI, _fait("viser", BEN, "chef", au_nom_de=CLEO.agent_id)])
    assert _permis(vise, "reprendre", BEN) == (titulaire, "chef", None, ())


def test_passer_outre_couvre_ce_qui_reste_et_rien_d_autre():
    """Settled steps stay settled, those without object stay so."""
    vu = _vu(CHEF, {**DF, **CHER}, DG, B, passages=PARCOURS["valide"], tenues={"b": (GUS,)})
    assert _permis(vu, "passer_outre", CLEO)[3] == ("dg", "b")


@pytest.mark.parametrize("vers", [None, "df", "finances"])
def test_l_avis_de_la_chaine_se_rend_par_son_etape_ou_par_son_groupe(vers):
    vu = _vu(DF, DG, passages=[ENVOI])
    assert _permis(vu, "rendre_avis", DORA, vers) == (T[DORA], "df", "finances", ("df",))
    assert _refus(vu, "rendre_avis", DORA, "mobilite")[0] == "interdit"
    assert _refus(vu, "rendre_avis", CLEO, vers)[1].startswith("Aucun avis ne vous est demandé ici.")


def test_qui_tient_l_autre_sorte_d_etape_apprend_quoi_faire():
    vu = _vu({**CHEF, "parallele": "b"}, {**DF, "parallele": "b"}, passages=[ENVOI])
    assert _refus(vu, "viser", DORA) == ("interdit", "L'étape « Avis de légalité » attend un avis : rendez-le.")
    dit = "L'étape « Visa du chef » attend un visa et non un avis : visez-la."
    assert _refus(vu, "rendre_avis", BEN) == ("interdit", dit)
    assert _refus(vu, "viser", GUS)[1].startswith("Vous ne tenez pas l'étape en cours.")


DEMANDE = _fait("demander_avis", vers="mobilite")


def test_un_avis_demande_se_rend_une_fois_par_qui_fut_consulte():
    vu = _vu(CHEF, passages=[DEMANDE])
    for vers in (None, "mobilite"):
        assert _permis(vu, "rendre_avis", EVE, vers) == (T[EVE], None, "mobilite", ())
    assert _refus(vu, "rendre_avis", EVE, "finances")[0] == "interdit"
    assert _refus(vu, "rendre_avis", BEN)[0] == "interdit"
    rendu = _vu(CHEF, passages=[DEMANDE, _fait("rendre_avis", EVE, vers="mobilite")])
    for vers in (None, "mobilite"):
        assert _refus(rendu, "rendre_avis", EVE, vers)[0] == "interdit"


@pytest.mark.parametrize(
    ("etapes", "passages", "code", "acteur", "autre"),
    [((CHEF,), [DEMANDE], "mobilite", EVE, BEN), ((DF, DG), [ENVOI], "df", DORA, GUS)],
)
def test_p32_l_avis_se_rend_jusqu_au_soir_du_dernier_jour(etapes, passages, code, acteur, autre):
    """Beside the chain as in it; afterwards the secretary may extend, and who was not asked hears nothing of delays."""
    dernier = _vu(*etapes, passages=passages, echeances={code: date(2026, 11, 21)})
    assert _permis(dernier, "rendre_avis", acteur)[0] == T[acteur]
    passe = _vu(*etapes, passages=passages, echeances={code: date(2026, 11, 20)})
    dit = "Le délai de cet avis est échu depuis le 20 novembre 2026 : le secrétariat peut le prolonger."
    assert _refus(passe, "rendre_avis", acteur) == ("delai_echu", dit)
    assert _refus(passe, "rendre_avis", autre)[0] == "interdit"


def test_un_avis_ne_se_demande_pas_a_qui_le_doit_deja():
    deux = "L'avis « {} » est déjà demandé : attendez la réponse avant de le redemander."
    vu = _vu(CHEF, DF, passages=[DEMANDE, ENVOI])
    assert _refus(vu, "demander_avis", ADA, "mobilite") == ("deja_demande", deux.format("Mobilité"))
    assert _refus(vu, "demander_avis", ADA, "finances") == ("deja_demande", deux.format("Avis de légalité"))
    for libre in ("juristes", "chefs", None):
        assert _permis(vu, "demander_avis", ADA, libre) == (T[ADA], None, libre, ())


def test_un_avis_rendu_peut_etre_redemande():
    rendus = [DEMANDE, _fait("rendre_avis", EVE, vers="mobilite"), ENVOI, _fait("rendre_avis", DORA, "df", "finances")]
    vu = _vu(DF, DG, passages=rendus)
    assert [_permis(vu, "demander_avis", ADA, groupe)[2] for groupe in ("mobilite", "finances")] == [
        "mobilite",
        "finances",
    ]


@pytest.mark.parametrize(
    ("etapes", "passages", "faits", "possible"),
    [
        ((CHEF,), [], {}, True),
        ((CHEF,), [_fait("demander_avis", vers="mobilite")], {}, True),
        ((CHEF,), [_fait("demander_avis", vers="finances")], {}, False),
        ((CHEF,), [_fait("rendre_avis", DORA, vers="finances")], {}, False),
        ((CHEF, DF), [], {}, False),
        ((DF, CHEF), [ENVOI, _fait("rendre_avis", DORA, "df", "finances")], {}, False),
        (({**DF, **CHER},), [], {}, True),
        (({**DF, "type": "visa"},), [], {}, True),
        ((DF, CHEF), [ENVOI], {"echeances": {"df": date(2026, 11, 20)}}, False),
        ((CHEF,), PARCOURS["decide"], {}, False),
        ((CHEF,), PARCOURS["retire"], {}, False),
    ],
)
def test_l_avis_d_initiative_ne_double_aucun_autre(etapes, passages, faits, possible):
    """CDLD L1124-40, 4°: a group may speak unasked, once, where the chain does not ask for its advice."""
    vu = _vu(*etapes, passages=passages, initiative={"finances": (T[DORA],)}, **faits)
    assert initiative_possible(vu, "finances") == ((T[DORA],) if possible else ())
    assert initiative_possible(vu, "inconnu") == ()
    if possible:
        assert _permis(vu, "rendre_avis", DORA, "finances") == (T[DORA], None, "finances", ())
        assert _refus(vu, "rendre_avis", DORA)[0] == "interdit", "an initiative names its group"


def test_renvoyer_vise_une_etape_deja_passee_et_le_refus_les_enumere():
    garde = {**B, "si_texte_change": "garder"}
    passages = [ENVOI, VISA, _fait("viser", GUS, "b"), _fait("renvoyer", CLEO, vers="chef")]
    revenu = _vu(CHEF, garde, DG, passages=passages, tenues={"b": (GUS,)})
    assert renvois_possibles(revenu) == [("auteur", "L’auteur")], "a later step kept its visa, but is not behind"
    vu = _vu(CHEF, garde, DG, passages=passages[:3], tenues={"b": (GUS,)})
    assert _permis(vu, "renvoyer", CLEO, "chef") == (T[CLEO], "dg", "chef", ())
    dit = "« dg » n'est pas une étape déjà passée : renvoyez vers « auteur », « chef » ou « b »."
    assert _refus(vu, "renvoyer", CLEO, "dg") == ("vers", dit)


def test_p28_un_avis_rendu_sur_un_autre_texte_ne_se_reprend_plus():
    """It stays with the text on which it was given; a visa, whose text may change no more, is taken back."""
    avise = [ENVOI, _fait("rendre_avis", DORA, "df", "finances")]
    assert _permis(_vu(DF, DG, passages=avise), "reprendre", DORA) == (T[DORA], "df", None, ())
    motif, phrase = _refus(_vu(DF, DG, passages=avise, empreinte="t2"), "reprendre", DORA)
    assert motif == "texte_change" and phrase.startswith("Le texte a changé depuis votre avis : il reste au dossier")
    vise = _vu({**CHEF, "si_texte_change": "garder"}, DG, passages=PARCOURS["valide"], empreinte="t2")
    assert _permis(vise, "reprendre", BEN) == (T[BEN], "chef", None, ())


def test_on_ne_reprend_que_son_dernier_visa():
    vu = _vu(CHEF, DG, passages=PARCOURS["valide"])
    assert _permis(vu, "reprendre", BEN, "chef")[1] == "chef"
    assert _refus(vu, "reprendre", BEN, "dg") == ("interdit", PROPOSANT + "le reprendre.")
    assert _refus(vu, "reprendre", CLEO)[0] == "interdit"


def test_p55_un_point_ne_part_pas_deux_fois_vers_le_meme_organe():
    vu = _vu(CHEF, passages=PARCOURS["decide"], transmis=("conseil",))
    dit = "Ce point est déjà transmis à « conseil » : ouvrez le point lié."
    assert _refus(vu, "transmettre_organe", ADA, "conseil") == ("deja_transmis", dit)
    for libre in ("cpas", None):
        assert _permis(vu, "transmettre_organe", ADA, libre) == (T[ADA], None, libre, ())


def test_l_autorite_seule_decide_hors_seance_et_une_fois_le_point_valide():
    valide = _vu(CHEF, passages=PARCOURS["valide"], hors_seance=True)
    assert _permis(valide, "decider_hors_seance", DORA) == (T[DORA], None, None, ())
    dit = "Seule l'autorité décide hors séance. Ce point est validé : Dora peut décider."
    assert _refus(valide, "decider_hors_seance", CLEO) == ("interdit", dit)
    motif, phrase = _refus(_vu(CHEF, passages=[ENVOI], hors_seance=True), "decider_hors_seance", DORA)
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
    vu = _vu(CHEF, passages=PARCOURS["decide"])
    if possible:
        assert _permis(vu, "dupliquer", acteur) == (T[GUS], None, None, ())
    else:
        assert _refus(vu, "dupliquer", acteur)[0] == "interdit"
