"""The audit journal: any change, removal or move of a sealed line shows."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from college import journal
from college.journal import EntreeJournal
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture, unite


def _noter(alice, combien):
    with ecriture():
        commune = unite().get(Institution, 1)
        for rang in range(combien):
            journal.noter(alice, "essai", commune, rang=rang)


def test_entries_are_sealed_in_order_and_hold(maison, alice):
    _noter(alice, 5)
    with lecture():
        assert journal.verifier(1) == journal.Verification(0, 5, None)
    with ecriture():
        assert journal.sceller() == 5
    _noter(alice, 2)
    with ecriture():
        journal.sceller()
    with lecture():
        assert journal.verifier(1) == journal.Verification(7, 0, None)


def test_a_changed_line_is_named(maison, alice):
    _noter(alice, 5)
    with ecriture():
        journal.sceller()
    with ecriture() as base:
        base.scalars(select(EntreeJournal).where(EntreeJournal.id == 3)).one().acteur = "Quelqu’un d’autre"
    with lecture():
        assert journal.verifier(1).premiere_mauvaise == 3


def test_a_removed_line_is_seen_at_the_next_one(maison, alice):
    _noter(alice, 5)
    with ecriture():
        journal.sceller()
    with ecriture() as base:
        base.delete(base.get(EntreeJournal, 2))
    with lecture():
        assert journal.verifier(1).premiere_mauvaise == 3


CHAMPS = ("acteur", "evenement", "objet_type", "details")


@settings(max_examples=300)
@given(champ=st.sampled_from(CHAMPS), valeur=st.text(min_size=1, max_size=30))
def test_any_change_of_any_field_changes_the_seal(champ, valeur):
    from college import horloge

    faits = {"id": 1, "institution_id": 1, "le": horloge.depuis("2026-11-21T10:00")(), "acteur_id": 2}
    entree = EntreeJournal(**faits, acteur="A", evenement="e", objet_type="point", objet_id=3, details="{}")
    avant = journal.sceau_de(journal.GENESE, entree)
    change = valeur != getattr(entree, champ)
    setattr(entree, champ, valeur)
    assert (journal.sceau_de(journal.GENESE, entree) != avant) is change
