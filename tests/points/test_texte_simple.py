"""Plain lines and rich text, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.points.texte_riche import nettoyer
from college.points.texte_simple import en_html, en_lignes


@pytest.mark.parametrize(
    ("riche", "lignes"),
    [
        ("<p>Vu la loi ;</p><p>Considérant A &amp; B ;</p>", "Vu la loi ;\n\nConsidérant A & B ;"),
        ("<p>Une<br>deux</p>", "Une\ndeux"),
        ("<p>Soit :</p><ul><li>a</li><li>b</li></ul>", "Soit :\n\n- a\n- b"),
        ("<ol><li>un</li><li>deux</li></ol>", "1. un\n2. deux"),
        ("", ""),
    ],
)
def test_aller_et_retour(riche, lignes):
    assert en_lignes(riche) == lignes
    assert en_html(lignes) == riche


@pytest.mark.parametrize(
    "riche",
    [
        "<p><strong>Article 1er</strong></p>",
        "<table><tbody><tr><td>x</td></tr></tbody></table>",
        '<ol start="3"><li>c</li></ol>',
        "<p>si a &lt;b&gt;</p>",
        "<p>- tiret voulu</p>",
    ],
)
def test_ce_que_des_lignes_ne_disent_pas_garde_ses_balises(riche):
    assert en_lignes(riche) is None
    assert en_html(riche) == riche


@given(st.lists(st.text(alphabet="ab -1.&<é\n", max_size=30), max_size=5))
def test_rien_ne_se_perd(paragraphes):
    riche = nettoyer("\n".join(paragraphes))
    lignes = en_lignes(riche)
    assert lignes is None or nettoyer(en_html(lignes)) == riche
