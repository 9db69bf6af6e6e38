"""What is found, what is masked, and that nothing of it remains."""

from __future__ import annotations

import re
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.publication.biffures.detection import COURRIEL, IBAN, NISS, NOM, TELEPHONE, detecter
from college.publication.biffures.masquage import BALISE, masquer_contexte, masquer_html, masquer_texte, texte_brut
from college.publication.biffures.passages import Passages

NISS_VALABLE = "80.03.03-001.58"


def _motifs(texte, **options):
    return {t.extrait: t.motif for t in detecter(texte, **options)}


def test_d23_a_register_number_is_found_by_its_check_digits():
    assert _motifs(f"Registre national {NISS_VALABLE}.") == {NISS_VALABLE: NISS}
    assert _motifs("Registre national 80030300158.") == {"80030300158": NISS}
    assert _motifs("Dossier 80.03.03-001.59.") == {}


def test_accounts_phones_mails_births_and_addresses_are_found():
    texte = (
        "Compte BE68 5390 0754 7034, tél. +32 475 12 34 56 ou 081/22 33 44, courriel o.t@exemple.be, "
        "né le 3 mars 1980, domicilié rue du Lac 3, 5000 Namur."
    )
    assert list(_motifs(texte)) == [
        "BE68 5390 0754 7034", "+32 475 12 34 56", "081/22 33 44", "o.t@exemple.be", "3 mars 1980",
        "rue du Lac 3, 5000 Namur",
    ]  # fmt: skip
    assert IBAN not in _motifs("Compte BE68 5390 0754 7035").values()


@pytest.mark.parametrize(
    "texte",
    [
        "article 104/123-01 du budget, 22.000,00 €, L1124-40, CC/2026/147, 14 décembre 2026",
        "Madame la Bourgmestre, Monsieur le Ministre, Mme l’échevine",
        "marché n° 2026-0412 du 01/02/2026, parcelle 3 B 123 C 4",
    ],
)
def test_figures_of_an_act_and_functions_are_not_personal(texte):
    assert detecter(texte) == []


def test_d23_names_of_elected_people_stay():
    texte = "M. Paul Wéry et Mme Dupont interviennent ; M. Octave Tournesol répond ; M. Jean Dupont se tait."
    noms = _motifs(texte, noms_publics=["Paul Wéry", "Claire Dupont"])
    assert noms == {"Octave Tournesol": NOM, "Jean Dupont": NOM}


def test_contact_data_of_the_house_stay():
    assert _motifs("Tél. 081/22 33 44.", publics=["081/22 33 44"]) == {}
    assert _motifs("Tél. 081/22 33 44.") == {"081/22 33 44": TELEPHONE}


def test_a_mark_is_masked_through_tags_and_whatever_the_spaces():
    html = "<p>M. <b>Octave</b>&nbsp;<i>Tour</i>nesol, puis Octave\n Tournesol.</p><p>Octavie reste.</p>"
    masque = masquer_html(html, ["Octave Tournesol"])
    assert masque.count(BALISE) == 2
    assert "Octave " not in texte_brut(masque)
    assert "nesol" not in masque
    assert "Octavie reste." in masque


def test_only_whole_words_are_masked():
    assert masquer_texte("Rue Saint-Jean et Jeanne", ["Jean"]) == "Rue Saint-[donnée masquée] et Jeanne"


def test_the_whole_tree_of_a_document_is_masked():
    arbre = {
        "titre": "Vente à Tournesol",
        "point": {"texte_html": "<p>Tournesol</p>"},
        "noms": ["Tournesol", "Autre"],
        "n": 3,
    }
    masque = masquer_contexte(arbre, ["Tournesol"])
    assert "Tournesol" not in str(masque)
    assert masque["noms"][1] == "Autre"
    assert masque["n"] == 3


MORCEAUX = st.lists(
    st.sampled_from(["Octave", " ", "<b>", "</b>", "<p>", "</p>", "&amp;", "canari", "Tour", "nesol", "<br>"])
)


@given(MORCEAUX.map("".join), st.lists(st.sampled_from(["canari", "Octave", "Tour nesol"]), min_size=1))
def test_nothing_that_is_masked_remains_and_masking_twice_changes_nothing(html, extraits):
    masque = masquer_html(html, extraits)
    mots = texte_brut(masque).replace("donnée masquée", " ").split()
    assert not set(mots) & {e for e in extraits if " " not in e}
    assert masquer_html(masque, extraits).split() == masque.split()


JETONS = st.lists(st.sampled_from(["Jean", "Anne", " ", "\u00a0", "\n ", "-", ".", "s", "é", "_1"]), max_size=30).map(
    "".join
)


@given(JETONS, st.lists(JETONS, max_size=6))
def test_passages_are_found_where_the_longest_of_whole_words_stands(texte, extraits):
    propres = sorted({" ".join(e.split()) for e in extraits if e.strip()}, key=len, reverse=True)
    formes = [r"\s+".join(map(re.escape, e.split())) for e in propres]
    attendus = re.finditer(rf"(?<!\w)(?:{'|'.join(formes)})(?!\w)", texte) if formes else ()
    assert Passages(extraits).trouver(texte) == [trouve.span() for trouve in attendus]


def test_thousands_of_marks_are_masked_without_reading_the_text_once_for_each():
    noms = [f"Octave Tournesol-{n}" for n in range(4_000)]
    depart = thread_time()
    masque = masquer_html("".join(f"<p>Monsieur <b>{nom}</b> demande.</p>" for nom in noms), noms)
    assert (masque.count(BALISE), "Octave" in masque) == (4_000, False)
    assert thread_time() - depart < 2, "a tenth of a second; nearly a minute where each mark reads the text again"


@given(st.text(max_size=400))
def test_detection_gives_places_of_the_text_that_do_not_overlap(texte):
    fin = 0
    for trouvaille in detecter(texte):
        assert texte[trouvaille.debut : trouvaille.fin] == trouvaille.extrait
        assert trouvaille.debut >= fin
        fin = trouvaille.fin


def test_a_mail_address_is_read_from_its_own_beginning():
    assert _motifs("Écrire à : -jean.petit@exemple.be, ou à b@c.") == {"jean.petit@exemple.be": COURRIEL}


@pytest.mark.parametrize("texte", ["a-" * 90_000, "M. A ; " * 20_000], ids=["words", "names"])
def test_no_text_holds_the_server(texte):
    """A minute and a half each, everybody waiting, when each dot was read from and each name met all the others."""
    debut = thread_time()
    detecter(texte)
    assert thread_time() - debut < 5
