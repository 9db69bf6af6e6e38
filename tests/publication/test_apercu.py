"""The line under a title: sentences of the first article, never the cells of its table."""

from __future__ import annotations

from college.publication import presentation

TABLEAU = "<table><tr><th>Recettes</th><th>Dépenses</th></tr><tr><td>12 €</td><td>11 €</td></tr></table>"


def test_a_table_and_two_paragraphs_do_not_run_into_each_other():
    article = f"<p class=note>Article 1</p><p>D’arrêter les chiffres suivants.</p>{TABLEAU}<p>Le solde est reporté.</p>"
    lu = presentation.apercu(f"<div class=marge>{article}</div>")
    assert lu == "D’arrêter les chiffres suivants. Le solde est reporté."


def test_a_wide_table_scrolls_in_a_place_that_the_keyboard_reaches():
    (bloc,) = presentation.marges(
        f"<div class=marge><p class=note>Article 1</p><p>Voici.</p>{TABLEAU}<p>Fin.</p></div>"
    )
    place = '<div class="defile" role="region" aria-label="Tableau" tabindex="0"><table>'
    assert f"<p>Voici.</p>{place}" in bloc.html and "</table></div><p>Fin.</p>" in bloc.html
