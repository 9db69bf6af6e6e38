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


def test_the_way_to_the_supervision_must_be_among_those_that_are_allowed():
    tous = ",".join(Settings().connecteurs)
    assert Settings.depuis_environnement({"COLLEGE_ETUTELLE": "nul", "COLLEGE_CONNECTEURS": tous}).etutelle == "nul"
    with pytest.raises(ReglageInvalide, match="COLLEGE_ETUTELLE=nul n’est pas permis : ajoutez « nul » à COLLEGE_CONN"):
        Settings.depuis_environnement({"COLLEGE_ETUTELLE": "nul", "COLLEGE_CONNECTEURS": "depot_assiste"})


@pytest.mark.parametrize(
    ("cle", "valeur", "conseil"),
    [
        ("PORT", "abc", "écrivez un nombre entier"),
        ("PORT", "70000", "écrivez 65535 au plus"),
        ("COLLEGE_MANDATAIRES_PROXY", "-1", "écrivez 0 au moins"),
        ("COLLEGE_SEARCH", "solr", "écrivez 'whoosh' ou 'postgresql'"),
        ("COLLEGE_DEMO", "peut-être", "écrivez 1 ou 0"),
        ("COLLEGE_DATABASE_URL", "mysql://hote/base", "une adresse qui commence par sqlite: ou postgresql+psycopg:"),
        ("COLLEGE_REDIS_URL", "hote:6379", "une adresse qui commence par redis:"),
        ("COLLEGE_COURRIEL_URL", "hote", "une adresse qui commence par smtp:// ou smtps://"),
        ("COLLEGE_BASE_URL", "decisions.exemple.test", "une adresse qui commence par http://"),
        ("COLLEGE_CONNECTEURS", "nul,pigeon", "« pigeon » n’est pas installé, écrivez des noms parmi depot_assiste, "),
        ("COLLEGE_ETUTELLE", "pigeon", "« pigeon » n’est pas installé, écrivez depot_assiste ou etutelle_http ou nul"),
        ("COLLEGE_HORLOGE", "demain", "écrivez un instant ISO"),
        ("COLLEGE_HORLOGE", "fichier:/nulle/part", "un fichier qui en tient un"),
    ],
)
def test_a_wrong_value_is_named_and_one_is_told_what_to_write(cle, valeur, conseil):
    with pytest.raises(ReglageInvalide) as refus:
        Settings.depuis_environnement({cle: valeur})
    phrase = str(refus.value)
    assert phrase.startswith(f"Le réglage {cle} n’est pas valide : ") and conseil in phrase, phrase


def test_a_list_of_connectors():
    lus = Settings.depuis_environnement({"COLLEGE_CONNECTEURS": "etutelle_http, s2low"})
    assert lus.connecteurs == ("etutelle_http", "s2low"), "allowed, though not installed"
    with pytest.raises(ReglageInvalide, match="« s2low » n’est pas installé"):
        Settings.depuis_environnement({"COLLEGE_ETUTELLE": "s2low"})
