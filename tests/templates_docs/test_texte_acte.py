"""One clean text of the act: header, vote in its place, verb, articles in the margin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from college.templates_docs import grammaire, texte_acte, texte_riche

ENTETE = "Le Conseil communal, en séance publique,"


def _composer(motivation="", dispositif="", phrases=(), entete=ENTETE, formule="DÉCIDE :"):
    return texte_acte.composer(motivation, dispositif, phrases, entete, formule)


def test_le_vote_precede_le_premier_verbe():
    texte = _composer("<p>Vu la loi ;</p>", "<p>DÉCIDE :</p><p>D’adopter.</p>", ["À l’unanimité,"])
    assert texte == (
        '<p class="decide">Le Conseil communal, en séance publique,</p><p>Vu la loi ;</p>'
        '<p class="phrase-vote">À l’unanimité,</p><p class="decide">DÉCIDE :</p><p>D’adopter.</p>'
    )


def test_le_jeton_dit_ou_va_chaque_vote():
    texte = _composer("", "<p>DÉCIDE :</p><p>Article 1. Oui. [vote]</p><p>[vote]</p>", ["Par 3,", "Par 4,"])
    assert "Oui. Par 3," in texte and '<p class="phrase-vote">Par 4.</p>' in texte and "[vote]" not in texte


@pytest.mark.parametrize(
    ("motivation", "dispositif"), [("<p>Entend Mme Petit.</p>", ""), ("", "<p>Approuve.</p><p>[vote]</p>")]
)
def test_un_vote_que_rien_ne_suit_est_une_phrase_entiere(motivation, dispositif):
    assert _composer(motivation, dispositif, ["À l’unanimité,"]).endswith("À l’unanimité.</p>")


def test_un_jeton_sans_vote_disparait():
    assert "[vote]" not in _composer("", "<p>[vote]</p><p>PREND ACTE du rapport.</p>")


@pytest.mark.parametrize(
    "formule",
    ["À l’unanimité,", "à l'unanimité des membres présents ;", "Par .. voix pour, .. voix contre,",
     "Par [*] oui et [*] non", "Au scrutin secret, par 8 voix pour,",
     "par … voix pour, … voix contre et … abstentions", "Par ....", "Par …"],
)  # fmt: skip
def test_une_formule_collee_cede_la_place_au_vote_proclame(formule):
    texte = _composer("", f"<p>{formule}</p><p>DÉCIDE :</p><p>D’adopter.</p>", ["Par 7 voix pour,"])
    assert texte.count("phrase-vote") == 1 and "Par 7 voix pour," in texte
    assert formule not in texte


def test_une_formule_suivie_du_verbe_garde_le_verbe():
    texte = _composer("", "<p>Par x voix pour, <b>DÉCIDE</b> :</p>", ["À l’unanimité,"])
    assert '<p class="phrase-vote">À l’unanimité,</p><p class="decide"><b>DÉCIDE</b> :</p>' in texte


def test_une_formule_et_son_verbe_sur_deux_lignes_gardent_le_verbe():
    texte = _composer("<p>Vu la loi ;</p>", "<p>Par ...</p><p>, décide :</p><p>D’adopter.</p>", ["À l’unanimité,"])
    assert '<p class="phrase-vote">À l’unanimité,</p><p class="decide">décide :</p><p>D’adopter.</p>' in texte
    assert "Par" not in texte and ", décide" not in texte


def test_un_texte_qui_a_son_entete_n_en_recoit_pas_un_second():
    assert _composer("<p>Le Conseil,</p><p>Vu ;</p>", "<p>DÉCIDE :</p>").count("Le Conseil") == 1


def test_le_verbe_est_ajoute_quand_le_texte_n_en_a_pas():
    texte = _composer("<p>Vu ;</p>", "<p>Article unique. D’adopter.</p>", ["À l’unanimité,"])
    assert texte.index("À l’unanimité,") < texte.index("DÉCIDE :") < texte.index("D’adopter")


@pytest.mark.parametrize(
    ("source", "note"),
    [("Article 1er. D’adopter.", "Article 1<sup>er</sup>"), ("Art. 2 : D’adopter.", "Article 2"),
     ("<u>Article 3</u> - D’adopter.", "Article 3"), ("Article unique – D’adopter.", "Article unique"),
     ("Article 4bis. D’adopter.", "Article 4bis"),
     ("<strong>Article 1<sup>er</sup>.</strong> D’adopter.", "Article 1<sup>er</sup>"),
     ("<b>Article 1<sup>er</sup></b> - D’adopter.", "Article 1<sup>er</sup>"),
     ("<b><u>Art. 1<sup>er</sup></u>. </b>D’adopter.", "Article 1<sup>er</sup>"),
     ("<strong>Article unique.</strong> D’adopter.", "Article unique"),
     ("<em>Article</em>&nbsp;<b>12</b> : D’adopter.", "Article 12")],
)  # fmt: skip
def test_l_article_passe_en_marge(source, note):
    texte = _composer("", f"<p>DÉCIDE :</p><p>{source}</p>")
    brut = texte.replace("\xa0", " ")
    assert f'<div class="marge"><p class="note">{note}</p>' in brut
    assert texte.count("Article") == 1
    (bloc,) = [b for b in html.fragments_fromstring(texte) if b.get("class") == "marge"]
    assert texte_riche.texte_de(bloc[1]) == "D’adopter."


def test_un_article_seul_sur_sa_ligne_prend_le_paragraphe_suivant():
    texte = _composer("", "<p>DÉCIDE :</p><p>Article 1</p><p>: De passer le marché.</p>")
    assert "<p>De passer le marché.</p></div>" in texte


def test_un_renvoi_a_un_article_dans_une_phrase_reste_en_place():
    texte = _composer("<p>Vu l’article 41 de la Constitution ;</p>", "<p>DÉCIDE :</p>")
    assert "Vu l’article 41" in texte and "note" not in texte


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(min_size=1, max_size=30), max_size=3))
def test_rien_de_ce_qui_est_ecrit_ne_casse_la_composition(motivation, dispositif, phrases):
    texte = _composer(motivation, dispositif, phrases)
    assert "<script" not in texte.lower()
    texte_riche.blocs(texte)


@pytest.mark.parametrize(
    "hostile",
    ['<script>x()</script>', '<img src="http://x.test/a.png">', '<img src="file:///etc/passwd">', '<svg onload="x()">',
     '<p style="background:url(http://x.test)">a</p>',
     '<link rel="attachment" href="file:///etc/passwd">', '<style>@import "http://x"</style>'],
)  # fmt: skip
def test_le_texte_riche_perd_ce_qui_agit_ou_appelle(hostile):
    propre = texte_riche.nettoyer(hostile)
    assert "x.test" not in propre and "x()" not in propre and "passwd" not in propre and "@import" not in propre


def test_les_etendues_de_cellules_sont_bornees():
    assert 'colspan="30"' in texte_riche.nettoyer('<table><tr><td colspan="9999">a</td></tr></table>')


def test_un_texte_demesure_dit_pourquoi():
    assert "200 000" in texte_riche.trop_lourd("a" * 200_001)
    assert "2000 cellules" in texte_riche.trop_lourd("<td>" * 2_001)
    assert texte_riche.trop_lourd("<p>court</p>") is None


def test_un_ecran_recoit_la_marge_et_le_texte_a_part():
    texte = _composer("<p>Vu ;</p>", "<p>DÉCIDE :</p><p>Article 1er. Un.</p><p>Article 2. Deux.</p><p>Fin.</p>")
    paires = [(note.replace("\xa0", " "), corps) for note, corps in texte_acte.en_marge(texte)]
    assert [note for note, _ in paires] == ["", "Article 1er", "Article 2", ""]
    assert paires[1][1] == "<p>Un.</p>" and paires[3][1] == "<p>Fin.</p>"
    assert texte_acte.en_marge("") == []


def test_l_entete_tape_par_le_service_s_imprime_comme_le_notre():
    texte = texte_acte.composer("<p>Le Conseil communal,</p><p>Vu la loi ;</p>", "<p>DÉCIDE :</p>", (), "Le Conseil,")
    assert texte.startswith('<p class="decide">Le Conseil communal,</p>') and "Le Conseil,<" not in texte


@pytest.mark.parametrize(
    ("tape", "imprime"),
    [
        ("<p>Vu la loi ;</p>", "<p>Vu la loi\u00a0;</p>"),
        ("<p>Le prix : 5 €, soit « deux » %</p>", "<p>Le prix\u00a0: 5\u00a0€, soit «\u00a0deux\u00a0»\u00a0%</p>"),
        ('<p style="text-align : right">Oui !</p>', '<p style="text-align : right">Oui\u00a0!</p>'),
        ("<p>a :b</p>", "<p>a :b</p>"),
        ("Sans balise ?", "Sans balise\u00a0?"),
    ],
)
def test_une_ponctuation_ne_commence_jamais_une_ligne(tape, imprime):
    assert grammaire.insecables_html(tape) == imprime


def test_qui_decide_n_est_pas_nomme_deux_fois():
    lu = _composer("", "<p>Le Conseil prend connaissance des arrêtés.</p>", formule="")
    assert lu == "<p>Le Conseil prend connaissance des arrêtés.</p>"
    autre = _composer("", "<p>Le Collège propose de vendre.</p>", formule="")
    assert autre.startswith(f'<p class="decide">{ENTETE}</p>'), (
        "another body is the subject: the one that decides stays"
    )
