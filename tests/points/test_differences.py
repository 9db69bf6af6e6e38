"""What was added and removed between two texts: nothing lost, the smallest runs, and never for long."""

from __future__ import annotations

from itertools import pairwise
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.points import mots
from college.points.conflits import reunir
from college.points.differences import Morceau, differences
from college.points.texte_riche import nettoyer, texte_brut

TEXTES = st.lists(st.text("ab ,", max_size=12), max_size=6).map(lambda ps: "".join(f"<p>{p}</p>" for p in ps))


def _cote(morceaux, sauf):
    return "".join(morceau.texte for morceau in morceaux if morceau.genre != sauf)


@given(TEXTES, TEXTES)
def test_les_deux_textes_se_relisent_dans_leurs_differences(ancien, nouveau):
    morceaux = differences(ancien, nouveau)
    if not morceaux:
        assert texte_brut(ancien) == texte_brut(nouveau)
        return
    assert _cote(morceaux, "ajoute") == texte_brut(ancien)
    assert _cote(morceaux, "retire") == texte_brut(nouveau)
    assert all(un.genre != suivant.genre for un, suivant in pairwise(morceaux))


def test_deux_mots_changes_loin_l_un_de_l_autre_sont_dits_seuls():
    ecrits = [f"mot{rang % 700}" for rang in range(6000)]
    change = [*ecrits]
    change[300], change[5000] = "avant", "après"
    lus = differences(f"<p>{' '.join(ecrits)}</p>", f"<p>{' '.join(change)}</p>")
    assert [morceau for morceau in lus if morceau.genre != "egal"] == [
        Morceau("retire", "mot300 "), Morceau("ajoute", "avant "), Morceau("retire", "mot100 "),
        Morceau("ajoute", "après "),
    ]  # fmt: skip


def test_un_texte_qui_repete_est_dit_reecrit():
    avant, apres = ("<p>début</p><p>" + " ".join([mot, "x"] * 9000) + "</p><p>fin</p>" for mot in "ab")
    lus = differences(avant, apres)
    assert [morceau.genre for morceau in lus] == ["egal", "retire", "ajoute", "egal"]


PIRES = {
    "balise jamais fermée": lambda: nettoyer("<a" * 90_000),
    "mots d’une balise jamais fermée": lambda: texte_brut("<ins " * 36_000),
    "chiffres sans fin": lambda: mots.indexer(("1" * 150_000,)),
    "paragraphes pareils": lambda: reunir("<p>1</p><p>2</p>" * 12_000, "<p>2</p><p>3</p><p>1</p>" * 8_000),
}


@pytest.mark.parametrize("pire", PIRES)
def test_aucun_texte_ne_retient_le_serveur(pire):
    """Each took from ten seconds to a minute and a half, everybody waiting; some hundredths now."""
    debut = thread_time()
    PIRES[pire]()
    assert thread_time() - debut < 5
