"""Who gives an advice on a point, until when, and who may ask for it: pure."""

from __future__ import annotations

from datetime import date

import pytest

from college.points.permis import initiative_possible
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
    T,
    dossier,
    fait,
    permet,
    refuse,
)


@pytest.mark.parametrize("vers", [None, "df", "finances"])
def test_l_avis_de_la_chaine_se_rend_par_son_etape_ou_par_son_groupe(vers):
    vu = dossier(DF, DG, passages=[ENVOI])
    assert permet(vu, "rendre_avis", DORA, vers) == (T[DORA], "df", "finances", ("df",))
    assert refuse(vu, "rendre_avis", DORA, "mobilite")[0] == "interdit"
    assert refuse(vu, "rendre_avis", CLEO, vers)[1].startswith("Aucun avis ne vous est demandé ici.")


def test_qui_tient_l_autre_sorte_d_etape_apprend_quoi_faire():
    vu = dossier({**CHEF, "parallele": "b"}, {**DF, "parallele": "b"}, passages=[ENVOI])
    assert refuse(vu, "viser", DORA) == ("interdit", "L'étape « Avis de légalité » attend un avis : rendez-le.")
    dit = "L'étape « Visa du chef » attend un visa et non un avis : visez-la."
    assert refuse(vu, "rendre_avis", BEN) == ("interdit", dit)
    assert refuse(vu, "viser", GUS)[1].startswith("Vous ne tenez pas l'étape en cours.")


DEMANDE = fait("demander_avis", vers="mobilite")


def test_un_avis_demande_se_rend_une_fois_par_qui_fut_consulte():
    vu = dossier(CHEF, passages=[DEMANDE])
    for vers in (None, "mobilite"):
        assert permet(vu, "rendre_avis", EVE, vers) == (T[EVE], None, "mobilite", ())
    assert refuse(vu, "rendre_avis", EVE, "finances")[0] == "interdit"
    assert refuse(vu, "rendre_avis", BEN)[0] == "interdit"
    rendu = dossier(CHEF, passages=[DEMANDE, fait("rendre_avis", EVE, vers="mobilite")])
    for vers in (None, "mobilite"):
        assert refuse(rendu, "rendre_avis", EVE, vers)[0] == "interdit"


@pytest.mark.parametrize(
    ("etapes", "passages", "code", "acteur", "autre"),
    [((CHEF,), [DEMANDE], "mobilite", EVE, BEN), ((DF, DG), [ENVOI], "df", DORA, GUS)],
)
def test_p32_l_avis_se_rend_jusqu_au_soir_du_dernier_jour(etapes, passages, code, acteur, autre):
    """Beside the chain as in it; afterwards the secretary may extend, and who was not asked hears nothing of delays."""
    dernier = dossier(*etapes, passages=passages, echeances={code: date(2026, 11, 21)})
    assert permet(dernier, "rendre_avis", acteur)[0] == T[acteur]
    passe = dossier(*etapes, passages=passages, echeances={code: date(2026, 11, 20)})
    dit = "Le délai de cet avis est échu depuis le 20 novembre 2026 : le secrétariat peut le prolonger."
    assert refuse(passe, "rendre_avis", acteur) == ("delai_echu", dit)
    assert refuse(passe, "rendre_avis", autre)[0] == "interdit"


def test_un_avis_ne_se_demande_pas_a_qui_le_doit_deja():
    deux = "L'avis « {} » est déjà demandé : attendez la réponse avant de le redemander."
    vu = dossier(CHEF, DF, passages=[DEMANDE, ENVOI])
    assert refuse(vu, "demander_avis", ADA, "mobilite") == ("deja_demande", deux.format("Mobilité"))
    assert refuse(vu, "demander_avis", ADA, "finances") == ("deja_demande", deux.format("Avis de légalité"))
    for libre in ("juristes", "chefs", None):
        assert permet(vu, "demander_avis", ADA, libre) == (T[ADA], None, libre, ())


def test_un_avis_rendu_peut_etre_redemande():
    rendus = [DEMANDE, fait("rendre_avis", EVE, vers="mobilite"), ENVOI, fait("rendre_avis", DORA, "df", "finances")]
    vu = dossier(DF, DG, passages=rendus)
    assert [permet(vu, "demander_avis", ADA, groupe)[2] for groupe in ("mobilite", "finances")] == [
        "mobilite",
        "finances",
    ]


@pytest.mark.parametrize(
    ("etapes", "passages", "faits", "possible"),
    [
        ((CHEF,), [], {}, True),
        ((CHEF,), [fait("demander_avis", vers="mobilite")], {}, True),
        ((CHEF,), [fait("demander_avis", vers="finances")], {}, False),
        ((CHEF,), [fait("rendre_avis", DORA, vers="finances")], {}, False),
        ((CHEF, DF), [], {}, False),
        ((DF, CHEF), [ENVOI, fait("rendre_avis", DORA, "df", "finances")], {}, False),
        (({**DF, **CHER},), [], {}, True),
        (({**DF, "type": "visa"},), [], {}, True),
        ((DF, CHEF), [ENVOI], {"echeances": {"df": date(2026, 11, 20)}}, False),
        ((CHEF,), PARCOURS["decide"], {}, False),
        ((CHEF,), PARCOURS["retire"], {}, False),
    ],
)
def test_l_avis_d_initiative_ne_double_aucun_autre(etapes, passages, faits, possible):
    """CDLD L1124-40, 4°: a group may speak unasked, once, where the chain does not ask for its advice."""
    vu = dossier(*etapes, passages=passages, initiative={"finances": (T[DORA],)}, **faits)
    assert initiative_possible(vu, "finances") == ((T[DORA],) if possible else ())
    assert initiative_possible(vu, "inconnu") == ()
    if possible:
        assert permet(vu, "rendre_avis", DORA, "finances") == (T[DORA], None, "finances", ())
        assert refuse(vu, "rendre_avis", DORA)[0] == "interdit", "an initiative names its group"
