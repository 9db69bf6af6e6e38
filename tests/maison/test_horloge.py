"""The only clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college import horloge


@pytest.fixture(autouse=True)
def horloge_remise():
    ancienne = horloge.regler(horloge.systeme)
    yield
    horloge.regler(ancienne)


def test_a_naive_setting_is_read_in_belgium():
    horloge.regler(horloge.source("2026-11-21T10:00"))
    assert abs(horloge.maintenant() - datetime(2026, 11, 21, 9, 0, tzinfo=UTC)) < timedelta(seconds=5)


def test_the_clock_starts_there_and_runs_on():
    horloge.regler(horloge.source("2026-11-21T10:00"))
    assert horloge.maintenant() < horloge.maintenant()


def test_a_clock_in_a_file_goes_forward_only(tmp_path):
    fichier = tmp_path / "horloge"
    fichier.write_text("2026-03-29T01:30:00+01:00")
    horloge.regler(horloge.source(f"fichier:{fichier}"))
    fichier.write_text("2026-03-30T00:00:00+02:00")
    assert horloge.maintenant() == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    fichier.write_text("2026-01-01T00:00:00+01:00")
    assert horloge.maintenant() == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)


def test_a_clock_file_being_rewritten_stands_still(tmp_path):
    fichier = tmp_path / "horloge"
    fichier.write_text("2026-03-29T01:30:00+01:00")
    horloge.regler(horloge.source(f"fichier:{fichier}"))
    fichier.write_text("")
    assert horloge.maintenant() == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    fichier.unlink()
    assert horloge.maintenant() == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    fichier.write_text("2026-03-29T08:00:00+02:00")
    assert horloge.maintenant() == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ecrit", "phrase"),
    [((2026, 3, 29, 2, 30), "n’existe pas"), ((1, 1, 1), "entre 1800 et 2199"), ((9999, 12, 31, 23), "entre 1800")],
)
def test_what_no_clock_shows_is_refused(ecrit, phrase):
    with pytest.raises(ValueError, match=phrase):
        horloge.de_belgique(datetime(*ecrit))


def test_the_hour_that_comes_twice_is_the_first():
    lue = horloge.de_belgique(datetime(2026, 10, 25, 2, 30))
    assert lue.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_civil_date_is_the_belgian_one_around_midnight():
    horloge.regler(lambda: datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert horloge.aujourdhui() == date(2027, 1, 1)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_showing_an_instant_loses_nothing(instant):
    assert horloge.locale(instant).astimezone(UTC) == instant
