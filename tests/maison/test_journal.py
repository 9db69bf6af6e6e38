"""The audit journal: any change, removal or move of a sealed line shows."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from college import horloge, journal
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
    faits = {"id": 1, "institution_id": 1, "le": horloge.depuis("2026-11-21T10:00")(), "acteur_id": 2}
    entree = EntreeJournal(**faits, acteur="A", evenement="e", objet_type="point", objet_id=3, details="{}")
    avant = journal.sceau_de(journal.GENESE, entree)
    change = valeur != getattr(entree, champ)
    setattr(entree, champ, valeur)
    assert (journal.sceau_de(journal.GENESE, entree) != avant) is change


COLONNES = ("id", "institution_id", "le", "acteur_id", "acteur", "evenement", "objet_type", "objet_id", "details")


def _chaine(combien):
    """Sealed entries, as the base would give them."""
    precedent, entrees = journal.GENESE, []
    instant = horloge.depuis("2026-11-21T10:00")()
    for rang in range(1, combien + 1):
        entree = EntreeJournal(id=rang, institution_id=1, le=instant, acteur_id=rang % 3, acteur="Alice Martin",
                               evenement="point.vise", objet_type="point", objet_id=rang, details="{}")  # fmt: skip
        entree.sceau = precedent = journal.sceau_de(precedent, entree)
        entrees.append(entree)
    return entrees


def _copie(entree, **change):
    return EntreeJournal(**({nom: getattr(entree, nom) for nom in (*COLONNES, "sceau")} | change))


def _alterer(entrees, hasard):
    """One act of a forger who does not seal again what follows: change, remove, swap, repeat or insert."""
    rang, suite = hasard.randrange(len(entrees) - 1), list(entrees)
    une, geste = suite[rang], hasard.choice(("changer", "sceau", "oter", "echanger", "repeter", "inserer"))
    if geste == "changer":
        champ = hasard.choice(COLONNES)
        ancien = getattr(une, champ)
        if isinstance(ancien, str):
            place = hasard.randrange(len(ancien))
            nouveau = ancien[:place] + chr(ord(ancien[place]) ^ 1 << hasard.randrange(6)) + ancien[place + 1 :]
        else:
            nouveau = ancien.replace(microsecond=ancien.microsecond ^ 1) if champ == "le" else ancien + 1
        suite[rang] = _copie(une, **{champ: nouveau})
    elif geste == "sceau":
        place = hasard.randrange(64)
        suite[rang] = _copie(une, sceau=une.sceau[:place] + "xy"[une.sceau[place] == "x"] + une.sceau[place + 1 :])
    elif geste == "oter":
        del suite[rang]
    elif geste == "echanger":
        suite[rang : rang + 2] = suite[rang + 1], une
    elif geste == "repeter":
        suite.insert(rang, _copie(une))
    else:
        faux = _copie(une, objet_id=999, sceau=None)
        avant = suite[rang - 1].sceau if rang else journal.GENESE
        suite.insert(rang, _copie(faux, sceau=journal.sceau_de(avant, faux)))  # well sealed: the next one betrays it
    return geste, suite


def test_ten_thousand_random_forgeries_are_all_seen():
    entrees, hasard, vus = _chaine(12), random.Random(20261122), {}
    assert journal.replier(entrees) == (12, None)
    for _ in range(10_000):
        geste, suite = _alterer(entrees, hasard)
        mauvaise = journal.replier(suite)[1]
        vus.setdefault(geste, []).append(mauvaise is not None)
    assert {geste: vus[geste].count(False) for geste in vus} == dict.fromkeys(vus, 0) and len(vus) == 6
