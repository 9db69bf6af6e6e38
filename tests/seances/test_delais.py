"""The three day counts: every vector of the law page, and what must hold on any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college import delais

JOURS = st.dates(date(2000, 1, 1), date(2099, 12, 1))


def _j(texte: str) -> date:
    return date.fromisoformat(texte)


@pytest.mark.parametrize(
    ("recu", "jours", "attendu"),
    [
        ("2026-10-02", 30, "2026-11-03"),
        ("2026-10-12", 30, "2026-11-12"),
        ("2026-10-16", 30, "2026-11-16"),
        ("2026-10-16", 45, "2026-11-30"),
        ("2026-11-25", 30, "2026-12-28"),
        ("2026-11-25", 45, "2027-01-11"),
        ("2026-12-11", 30, "2027-01-11"),
        ("2026-12-11", 45, "2027-01-25"),
        ("2026-12-11", 40, "2027-01-20"),
        ("2027-02-27", 30, "2027-03-30"),
        ("2027-04-06", 30, "2027-05-07"),
        ("2026-06-21", 30, "2026-07-22"),
        ("2027-08-28", 30, "2027-09-28"),
        ("2026-11-23", 15, "2026-12-08"),
        ("2026-12-10", 15, "2026-12-28"),
    ],
)
def test_tutelle_vecteurs(recu, jours, attendu):
    assert delais.tutelle(_j(recu), jours) == _j(attendu)


@pytest.mark.parametrize(
    ("jours", "attendu"), [(7, "2026-12-06"), (5, "2026-12-08"), (2, "2026-12-11"), (15, "2026-11-28")]
)
def test_d7_d19_jours_francs_avant_le_conseil_du_14_decembre(jours, attendu):
    assert delais.francs(_j("2026-12-14"), jours, avant=True) == _j(attendu)


def test_d7_convocation_recue_le_13_novembre():
    assert delais.francs(_j("2026-11-13"), 7) == _j("2026-11-21")
    assert delais.francs_entre(_j("2026-11-13"), _j("2026-11-21")) == 7


def test_d9_deux_jours_francs_font_trois_jours_de_plus():
    assert delais.francs(_j("2026-12-01"), 2) == _j("2026-12-04")


@pytest.mark.parametrize(
    ("depuis", "jours", "attendu"),
    [
        ("2026-12-17", 10, "2027-01-04"),
        ("2026-12-17", 20, "2027-01-18"),
        ("2026-12-17", 5, "2026-12-24"),
        ("2027-04-30", 10, "2027-05-18"),
        ("2027-04-30", 5, "2027-05-10"),
    ],
)
def test_ouvrables_vecteurs(depuis, jours, attendu):
    assert delais.ouvrables(_j(depuis), jours) == _j(attendu)


def test_ouvrables_avec_samedi():
    assert delais.ouvrables(_j("2026-12-17"), 10, samedi=True) == _j("2026-12-30")


def test_p31_sept_jours_ouvrables_depuis_un_lundi():
    lundi = _j("2026-06-01")
    assert delais.ouvrables(lundi, 7) == lundi + timedelta(days=9)
    assert delais.ouvrables(lundi, 7, samedi=True) == lundi + timedelta(days=8)
    mardi_ferie = _j("2026-07-20")
    assert delais.ouvrables(mardi_ferie, 7) == mardi_ferie + timedelta(days=10)


@pytest.mark.parametrize(
    ("annee", "jour"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)
def test_paques(annee, jour):
    assert delais.paques(annee) == _j(jour)


def test_les_feries_sont_dix_et_quatorze():
    assert len(delais.feries_federaux(2026)) == 10
    assert len(delais.feries_tutelle(2026)) == 14
    assert _j("2026-09-27") in delais.feries_tutelle(2026)
    assert _j("2026-09-27") not in delais.feries_federaux(2026)


def test_un_delai_negatif_est_refuse():
    with pytest.raises(ValueError, match="négatif"):
        delais.francs(_j("2026-01-01"), -1)


@given(JOURS, st.integers(0, 60))
def test_francs_et_leur_inverse(jour, n):
    assert delais.francs(delais.francs(jour, n), n, avant=True) == jour
    assert delais.francs_entre(jour, delais.francs(jour, n)) == n


@given(JOURS, st.integers(1, 60))
def test_tutelle_tombe_sur_un_jour_utile_au_plus_tot(jour, n):
    fin = delais.tutelle(jour, n)
    assert delais.est_jour_tutelle(fin)
    assert fin >= jour + timedelta(days=n)
    assert not any(delais.est_jour_tutelle(jour + timedelta(days=d)) for d in range(n, (fin - jour).days))


@given(JOURS, st.integers(1, 40), st.booleans())
def test_ouvrables_comptent_exactement_n_jours(jour, n, samedi):
    fin = delais.ouvrables(jour, n, samedi=samedi)
    entre = [jour + timedelta(days=d) for d in range(1, (fin - jour).days + 1)]
    assert sum(delais.est_ouvrable(d, samedi=samedi) for d in entre) == n
    assert delais.est_ouvrable(fin, samedi=samedi)


@given(JOURS, st.integers(1, 40))
def test_ouvrables_en_arriere_comptent_pareil(jour, n):
    debut = delais.ouvrables(jour, n, avant=True)
    entre = [debut + timedelta(days=d) for d in range((jour - debut).days)]
    assert sum(delais.est_ouvrable(d) for d in entre) == n


@given(JOURS, st.integers(1, 60))
def test_tutelle_en_arriere_recule_vers_un_jour_utile(jour, n):
    debut = delais.tutelle(jour, n, avant=True)
    assert delais.est_jour_tutelle(debut) and debut <= jour - timedelta(days=n)
