"""Rich text: what stays, what goes, and the limits said in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from college.erreurs import Invalide
from college.points.texte_riche import extrait, nettoyer, texte_brut


@pytest.mark.parametrize(
    ("brut", "propre"),
    [
        ("Première ligne\nSeconde & fin", "<p>Première ligne</p><p>Seconde &amp; fin</p>"),
        ("<p onclick='x()'>Vu</p><script>alert(1)</script>", "<p>Vu</p>"),
        ("<div><b>Article 1</b></div>", "<p><strong>Article 1</strong></p>"),
        ("<p>&nbsp;</p><p> </p>", ""),
        ('<img src="http://x/y.png"><p>texte</p>', "<p>texte</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<p><a rel="noopener noreferrer">x</a></p>'),
        ('<ol start="3"><li>c</li></ol>', '<ol start="3"><li>c</li></ol>'),
        ('<ol type="a" start="2"><li>b</li></ol>', '<ol type="a" start="2"><li>b</li></ol>'),
        ('<ol type="circle"><li>c</li></ol><ol type="I"><li> </li></ol>', "<ol><li>c</li></ol>"),
        ('<p id="f" style="color:red" hx-get="/x" data-x="1">a</p>', "<p>a</p>"),
        ("<h1>Titre</h1>", "<h2>Titre</h2>"),
        (
            "<ul>\n <li>a\n  b</li>\n</ul>\n<p> c <em>d</em> <br> e </p>",
            "<ul><li>a b</li></ul><p>c <em>d</em><br>e</p>",
        ),
        ("a <p></p> b", "<p>a b</p>"),
        ("<!--[if mso]><o:p></o:p><![endif]--><p class=MsoNormal>Vu</p>", "<p>Vu</p>"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
    ],
)
def test_nettoyage(brut, propre):
    assert nettoyer(brut) == propre


def test_les_portees_de_tableau_sont_bornees():
    propre = nettoyer('<table><tr><td colspan="100000" rowspan="2">x</td></tr></table>')
    assert 'colspan="50"' in propre
    assert 'rowspan="2"' in propre
    assert "colspan" not in nettoyer('<table><tr><td colspan="²">x</td></tr></table>')


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("é" * 100_001, "200 ko"),
        ("<table><tr>" + "<td>x</td>" * 2001 + "</tr></table>", "2\u00a0001 cellules"),
        ('<table><tr><td colspan="50" rowspan="500">x</td></tr></table>', "cellules"),
        ("<ul><li>" * 60 + "fond" + "</li></ul>" * 60, "trop de niveaux"),
        ("<b>" * 50_000, "trop de niveaux"),
    ],
)
def test_limites_dites_au_champ(brut, attendu):
    with pytest.raises(Invalide, match=attendu) as refus:
        nettoyer(brut, "motivation")
    assert refus.value.fautes[0].champ == "motivation"


def test_un_long_texte_reel_passe():
    """12,900 words, 85 kB: the longest text that a commune published."""
    texte = "<p>" + "</p><p>".join("considérant que le règlement " * 20 for _ in range(160)) + "</p>"
    assert 85_000 < len(texte.encode()) < 200_000
    assert nettoyer(texte).count("<p>") == 160


@settings(max_examples=200, deadline=None)
@example("<p>&#x338;a</p>")
@given(st.text(alphabet=st.sampled_from(list("<>/abpdivtrscolh=\"' &;#x1é\n")), max_size=200))
@example("&#1<")
@example("<p>a&#8238;b&#x1;&#&#1;1;&#13;e&#769;")
def test_nettoyer_deux_fois_ne_change_rien(brut):
    propre = nettoyer(brut)
    assert nettoyer(propre) == propre
    assert "<script" not in propre


def test_texte_brut_et_extrait():
    propre = nettoyer("<p>Vu l’article&nbsp;1 ;</p><ul><li>a &lt; b</li></ul>")
    assert texte_brut(propre) == "Vu l’article 1 ;\na < b"
    assert extrait("<p>" + "mot " * 200 + "</p>", 20) == "mot mot mot mot mot…"
