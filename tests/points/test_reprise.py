"""« Reprendre ce texte »: nothing of the former file stays, the law does; and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.points.phrases import MOIS
from college.points.reprise import depouiller

ELUS = ("Claire Dupont", "Denis Leroy")
_dates = st.builds("{} {} {}".format, st.integers(1, 28), st.sampled_from(MOIS), st.integers(1990, 2030))
_noms = st.sampled_from(
    ["M. Denis Leroy", "Mme Claire Dupont", "Madame Van den Berg", "Claire Dupont", "Monsieur Noël"]
)
_votes = st.sampled_from([
    "À l’unanimité, ", "à l'unanimité des membres présents, ", "par 14 voix pour et 3 abstentions (Wéry, Collard), ",
    "Par 9 voix pour, 3 voix contre et une abstention, ", "par 12 oui et 2 non, ",
])  # fmt: skip
_neutres = st.sampled_from(["Vu la demande ;", "Considérant que la rue Haute est dégradée ;", "Article 1er. Approuve.", "Décide :"])  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("<p>Vu la demande du 3 mars 2025 de Mme Claire Dupont ;</p>", "<p>Vu la demande du [date] de [nom] ;</p>"),
        *((loi, loi) for loi in (
            "<p>Vu le décret du 27 mai 2004 portant code ;</p>", "<p>Vu l’arrêté royal du 14 janvier 2013 ;</p>",
        )),
        ("<p>Demande faite par la SA Haie le 3 mars 2025 ;</p>", "<p>Demande faite par la SA Haie le [date] ;</p>"),
        ("<p>Vu l’offre d’emploi du 3&nbsp;mars&nbsp;2025 ;</p>", "<p>Vu l’offre d’emploi du [date] ;</p>"),
        ("<p>Par 9&nbsp;voix&nbsp;pour, approuve.</p>", "<p>approuve.</p>"),
        ("<p>À l’unanimité,</p><p>DÉCIDE :</p>", "<p>DÉCIDE :</p>"),
        ("<p>Par 9 voix pour, 3 voix contre (M. Paul Wéry) et une abstention, approuve</p>", "<p>approuve</p>"),
        ("<ul><li>Vu l’avis de légalité 12 ;</li><li>Vu le dossier ;</li></ul>", "<ul><li>Vu le dossier ;</li></ul>"),
        ("<p>Vu la remarque du directeur financier ;</p>", ""),
        ("<p>Attendu l’absence d’avis dans le délai (art. L1124-40) ;</p>", ""),
        ("<p>Le <strong>12/05/2024</strong>, Denis Leroy signe.</p>", "<p>Le [date], [nom] signe.</p>"),
        ("<p><em>Vu</em> le Code ;</p>", "<p><em>Vu</em> le Code ;</p>"),
    ],
)  # fmt: skip
def test_ce_qui_reste_d_une_ancienne_decision(avant, apres):
    assert depouiller(avant, ELUS) == apres


@given(st.lists(st.one_of(_noms, _dates, _votes, _neutres), min_size=1, max_size=8))
def test_ni_nom_ni_vote_ni_date_ne_restent(morceaux):
    rendu = depouiller("".join(f"<p>Le {morceau} ainsi.</p>" for morceau in morceaux), ELUS)
    assert not re.search(r"Leroy|Dupont|Berg|Noël|unanimité|voix|\boui\b|\d{4}", rendu)


@given(st.lists(st.one_of(_noms, _dates, _votes, _neutres), max_size=8))
def test_reprendre_deux_fois_ne_change_plus_rien(morceaux):
    une = depouiller("".join(f"<p>{morceau}</p>" for morceau in morceaux), ELUS)
    assert depouiller(une, ELUS) == une


@given(st.lists(_neutres, max_size=8))
def test_un_texte_sans_rien_a_oter_reste_le_meme(morceaux):
    texte = "".join(f"<li>{morceau}</li>" for morceau in morceaux)
    assert depouiller(f"<ul>{texte}</ul>", ELUS) == f"<ul>{texte}</ul>"


@given(st.lists(st.one_of(_noms, _votes, _neutres), max_size=6), st.sampled_from(["p", "li", "td"]))
def test_les_balises_restent_fermees(morceaux, balise):
    rendu = depouiller("".join(f"<{balise}><b>{morceau}</b></{balise}>" for morceau in morceaux), ELUS)
    assert rendu.count(f"<{balise}>") == rendu.count(f"</{balise}>") and rendu.count("<b>") == rendu.count("</b>")
