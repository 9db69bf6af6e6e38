"""How far a person may settle the steps of a point in one act (scenario P3): pure."""

from __future__ import annotations

import pytest

from tests.points.point_fictif import (
    ADA,
    BEN,
    CHEF,
    CLEO,
    ENVOI,
    PROPOSANT,
    A,
    B,
    C,
    D,
    T,
    dossier,
    fait,
    permet,
    refuse,
)


def test_p3_seul_l_auteur_vise_depuis_le_brouillon():
    """Who holds the first step but did not write the point waits for it to be sent."""
    vu = dossier(CHEF, raccourcis="tous")
    assert refuse(vu, "viser", BEN) == ("interdit", PROPOSANT + "le viser dès à présent.")
    assert refuse(vu, "viser", ADA)[1].startswith("Vous ne tenez pas l'étape en cours.")


VISA_A = fait("viser", BEN, "a")
BEN_PARTOUT = {"a": (BEN,), "b": (BEN,), "c": (BEN,)}


@pytest.mark.parametrize(
    ("etapes", "tenues", "raccourcis", "vers", "couvre"),
    [
        ((A, B, C), BEN_PARTOUT, "tous", None, "a"),
        ((A, B, C), BEN_PARTOUT, "tous", "a", "a"),
        ((A, B, C), BEN_PARTOUT, "tous", "b", "ab"),
        ((A, B, C), BEN_PARTOUT, "tous", "c", "abc"),
        ((A, B, C), BEN_PARTOUT, "sans_le_dernier", "b", "ab"),
        ((A, B, C), BEN_PARTOUT, "sans_le_dernier", "c", None),
        ((A, B, C), {"a": (BEN,), "b": (BEN,)}, "sans_le_dernier", "b", None),
        ((A, B), {"a": (BEN,)}, "sans_le_dernier", "a", "a"),
        ((A, B, C), BEN_PARTOUT, "aucun", "a", "a"),
        ((A, B, C), BEN_PARTOUT, "aucun", "b", None),
        ((A, B, C), BEN_PARTOUT, "tous", "z", None),
        ((A, B, C), {"a": (BEN,), "b": (CLEO,), "c": (BEN,)}, "tous", "c", None),
        ((A, D, C), {"a": (BEN,), "d": (BEN,), "c": (BEN,)}, "tous", "c", None),
        ((A, B, C), {"a": (BEN,), "b": (), "c": (BEN,)}, "tous", "c", "ac"),
    ],
)
def test_p3_viser_jusqu_a_une_etape_ne_passe_par_dessus_personne(etapes, tenues, raccourcis, vers, couvre):
    """Only steps in a row that the person holds; never an advice; the last one by itself where the chain says so."""
    vu = dossier(*etapes, passages=[ENVOI], raccourcis=raccourcis, tenues=tenues)
    if couvre:
        assert permet(vu, "viser", BEN, vers) == (T[BEN], "a", vers, tuple(couvre))
    else:
        motif, phrase = refuse(vu, "viser", BEN, vers)
        assert motif == "vers" and phrase.startswith(f"Vous ne pouvez pas viser jusqu'à « {vers} ». Ce point attend")


def test_p3_le_dernier_visa_se_donne_a_part_et_jamais_depuis_le_brouillon():
    """`sans_le_dernier`: the last step is settled by itself once the point stands there; its own author may hold it."""
    tenues = {"a": (ADA,), "b": (ADA,)}
    brouillon = dossier(A, raccourcis="sans_le_dernier", tenues=tenues)
    assert refuse(brouillon, "viser", ADA)[0] == "interdit"
    assert permet(dossier(A, raccourcis="tous", tenues=tenues), "viser", ADA)[3] == ("a",)
    envoye = dossier(A, passages=[ENVOI], raccourcis="sans_le_dernier", tenues=tenues)
    assert permet(envoye, "viser", ADA)[3] == ("a",)
    suivi_d_un_saut = dossier(A, B, raccourcis="sans_le_dernier", tenues={"a": (ADA,), "b": ()})
    assert refuse(suivi_d_un_saut, "viser", ADA)[0] == "interdit", "a skipped step is not the last one"


@pytest.mark.parametrize("tenues", [{"a": (BEN,), "b": (ADA,), "c": (ADA,)}, {"a": (ADA,), "b": (BEN,), "c": (ADA,)}])
def test_p3_depuis_le_brouillon_la_suite_part_de_la_premiere_etape(tenues):
    vu = dossier(A, B, C, raccourcis="tous", tenues=tenues)
    assert refuse(vu, "viser", ADA, "c")[0] in ("interdit", "vers")
    envoye = dossier(
        A, B, C, passages=[ENVOI, fait("viser", BEN, "a")], raccourcis="tous", tenues=tenues | {"b": (ADA,)}
    )
    assert permet(envoye, "viser", ADA, "c")[3] == ("b", "c"), "what is settled is not settled again"


def test_une_fois_inscrit_ce_qui_fut_passe_outre_se_regularise_une_etape_a_la_fois():
    """Pratique §8: each of the steps passed over is looked at for itself, even where shortcuts exist."""
    outre = fait("passer_outre", CLEO, couvre=("a", "b"))
    vu = dossier(A, B, passages=[ENVOI, outre, fait("inscrire")], raccourcis="tous", tenues={"a": (BEN,), "b": (BEN,)})
    assert permet(vu, "viser", BEN) == (T[BEN], "a", None, ("a",))
    assert refuse(vu, "viser", BEN, "b")[0] == "vers"
