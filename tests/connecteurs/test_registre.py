"""Nothing is opened that the settings do not name, and each refusal says what to do."""

from __future__ import annotations

import pytest

from college.connecteurs import registre
from college.connecteurs.registre import ConnecteurIndisponible


def test_les_connecteurs_de_la_maison_sont_des_points_d_entree_comme_les_autres():
    assert {"etutelle_http", "depot_assiste", "nul"} <= registre.installes("etutelle").keys()


def test_un_connecteur_hors_liste_n_est_pas_importe():
    with pytest.raises(ConnecteurIndisponible, match="COLLEGE_CONNECTEURS"):
        registre.ouvrir("etutelle", "nul", autorises=["etutelle_http"], environnement={})


def test_un_connecteur_inconnu_est_nomme_avec_ceux_qui_existent():
    with pytest.raises(ConnecteurIndisponible, match="depot_assiste"):
        registre.ouvrir("etutelle", "pigeon", autorises=["pigeon"], environnement={})


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ({}, "COLLEGE_ETUTELLE_URL manque"),
        ({"COLLEGE_ETUTELLE_URL": "http://etutelle.exemple.be"}, "https://"),
        ({"COLLEGE_ETUTELLE_URL": "ftp://127.0.0.1"}, "https://"),
        ({"COLLEGE_ETUTELLE_URL": "http://127.0.0.1@pirate.exemple/"}, "https://"),
        ({"COLLEGE_ETUTELLE_URL": "https://e.be", "COLLEGE_ETUTELLE_DELAI_REPONSE": "0"}, "DELAI_REPONSE"),
    ],
)
def test_un_mauvais_reglage_se_dit_en_une_phrase(valeurs, phrase):
    with pytest.raises(ConnecteurIndisponible, match=phrase):
        registre.ouvrir("etutelle", "etutelle_http", autorises=["etutelle_http"], environnement=valeurs)


def test_actifs_ne_montre_que_la_liste():
    assert registre.actifs(["nul"]) == [("etutelle", "nul")]
