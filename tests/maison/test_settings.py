"""Deployment settings are validated at start, with a sentence."""

import pytest

from college.settings import ReglageInvalide, Settings

PRODUCTION = {
    "COLLEGE_ENV": "production",
    "COLLEGE_SECRET_KEY": "x" * 40,
    "COLLEGE_DEMO": "0",
    "COLLEGE_BASE_URL": "https://decisions.exemple.test",
}


def test_nothing_set_is_a_working_development_house():
    reglages = Settings.depuis_environnement({})
    assert reglages.url_base_de_donnees.startswith("sqlite:///") and not reglages.https


def test_production_with_its_secret_and_https():
    assert Settings.depuis_environnement(PRODUCTION).https


@pytest.mark.parametrize(
    ("cle", "valeur", "mot"),
    [
        ("COLLEGE_SECRET_KEY", "court", "32 caractères"),
        ("COLLEGE_DEMO", "1", "COLLEGE_DEMO=0"),
        ("COLLEGE_HORLOGE", "2026-01-01T00:00", "COLLEGE_HORLOGE"),
        ("COLLEGE_BASE_URL", "http://decisions.exemple.test", "https://"),
    ],
)
def test_production_refuses_what_is_not_safe(cle, valeur, mot):
    with pytest.raises(ReglageInvalide, match=mot):
        Settings.depuis_environnement({**PRODUCTION, cle: valeur})


@pytest.mark.parametrize(
    ("cle", "valeur"), [("PORT", "abc"), ("PORT", "70000"), ("COLLEGE_SEARCH", "solr"), ("COLLEGE_DEMO", "peut-être")]
)
def test_a_wrong_value_is_named(cle, valeur):
    with pytest.raises(ReglageInvalide, match=cle):
        Settings.depuis_environnement({cle: valeur})


def test_a_list_of_connectors():
    lus = Settings.depuis_environnement({"COLLEGE_CONNECTEURS": "etutelle_http, depot_assiste"})
    assert lus.connecteurs == ("etutelle_http", "depot_assiste")
