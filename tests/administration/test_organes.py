"""Organes as configuration: terms with voice and interim, what deserves a look, what the law fixes."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from college.administration import vigilance
from college.organisation.modele import Institution, Organe
from college.seances.membre import Membre
from college.transaction import ecriture, lecture, unite


def _mandat(nom, fonction, rang, du="2024-12-02", au=None, interim=None):
    qui = SimpleNamespace(identifiant=nom.lower(), nom_complet=nom)
    fin = date.fromisoformat(au) if au else None
    return SimpleNamespace(mandataire=qui, fonction=fonction, rang=rang, voix="deliberative",
                           du=date.fromisoformat(du), au=fin, interim=interim or {})  # fmt: skip


LE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("mandats", "attendu"),
    [
        ([_mandat("Ana", "echevin", 2), _mandat("Bob", "echevin", 2)], "même rang de préséance"),
        ([_mandat("Ana", "bourgmestre", 1), _mandat("Bob", "bourgmestre", 2)], "même fonction en même temps"),
        ([_mandat("Ana", "echevin", 2), _mandat("Ana", "conseiller", 9)], "deux mandats qui se chevauchent"),
        ([_mandat("Bob", "bourgmestre", 1, interim={"remplace": "ana"})], "n’a pas de fin"),
        ([_mandat("Ana", "echevin", 2, au="2026-12-20")], "finit le 20"),
    ],
)
def test_ce_qui_merite_un_coup_d_oeil(mandats, attendu):
    dits = vigilance.avertissements(mandats, LE)
    assert len(dits) == 1 and attendu in dits[0].replace("\u00a0", " ")


def test_un_interim_en_regle_ne_dit_rien():
    interim = _mandat("Bob", "bourgmestre", 2, au="2027-06-30", interim={"remplace": "ana"})
    passe = _mandat("Zoé", "bourgmestre", 1, du="2018-12-03", au="2024-12-01")
    assert vigilance.avertissements([_mandat("Ana", "bourgmestre", 1), interim, passe], LE) == []


def test_l_interimaire_s_appelle_bourgmestre_faisant_fonction():
    membre = Membre(1, "bob", "Bob", "Noël", "m", "bourgmestre", "", "deliberative", 2, interim="f.f.")
    assert membre.personne.qualite == "bourgmestre f.f."


@pytest.fixture
def poster(client, connecter):
    """`poster(page, **champs)`: the administrator sends the form of that page."""
    navigateur = connecter(client, "gaston")

    def faire(page, **champs):
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', navigateur.get(page).get_data(as_text=True))[1]
        return navigateur.post(page, data={"csrf_token": jeton, **champs}, follow_redirects=True)

    faire.navigateur = navigateur
    return faire


def test_un_interim_se_donne_sur_l_ecran_avec_son_acte(poster, monde):
    college, claire, denis = monde.organe("college"), monde.mandataire("claire"), monde.mandataire("denis")
    page = f"/app/administration/mandataires/{claire.id}"
    champs = {"organe": college.id, "fonction": "bourgmestre", "rang": "1", "voix": "deliberative", "du": "2026-12-01",
              "remplace": denis.id, "titre_interim": "f.f."}  # fmt: skip
    sans = poster(page, **champs)
    assert sans.status_code == 422 and "l’acte ou l’article" in sans.get_data(as_text=True)
    fait = poster(page, **champs, base="L1123-5, arrêté du 1er décembre 2026")
    assert fait.status_code == 200 and "remplace denis" in fait.get_data(as_text=True)
    vu = poster.navigateur.get(f"/app/administration/organes/{college.id}").get_data(as_text=True)
    assert "L’intérim de Claire Dupont n’a pas de fin" in vu.replace("\u00a0", " ")
    assert "deux mandats qui se chevauchent" not in vu, "an interim goes beside the person's own mandate"


def test_l_ecran_de_l_organe_montre_la_loi_et_garde_les_cles(poster, monde):
    conseil = monde.organe("conseil")
    page = f"/app/administration/organes/{conseil.id}"
    vu = poster.navigateur.get(page).get_data(as_text=True).replace("\u00a0", " ")
    assert "L1122-13 CDLD" in vu and "2/3 des membres présents" in vu
    saisie = {"nom": "Conseil communal", "chaine": "college", "ordre": "huis_clos, service", "vote_base": "ROI art. 1",
              "reference": "CC/{numero}", "cloture_jours": "3", "cloture_heure": "12:00", "consultation": "Au guichet.",
              "mention_vote": "resultat", "publication": "aucune", "actes": "tous", "signature": "tous",
              "numerotation_huis_clos": "continue", "issue_defaut": "accepte", "prefixe_actes": "CCX",
              "preavis_francs": "7", "preavis_francs_suivantes": "2", "seuil_avis_df_htva": "30000"}  # fmt: skip
    assert poster(page, **saisie).status_code == 200
    with lecture():
        reglages = unite().get_one(Organe, conseil.id).reglages
    assert (reglages["cloture_jours"], reglages["consultation"], reglages["prefixe_actes"]) == (
        3,
        "Au guichet.",
        "CCX",
    )
    assert poster(page, **{**saisie, "cloture_heure": "25:00"}).status_code == 422


def test_l_ecran_de_l_organe_n_efface_pas_ce_que_seul_le_paquet_regle(poster, monde):
    conseil = monde.organe("conseil")
    vote = {"public": True, "secret": True, "base": "ROI art. 1"}
    with ecriture():
        garde = unite().get_one(Organe, conseil.id)
        garde.reglages = {**garde.reglages, "vote_appareils": vote}
    page = f"/app/administration/organes/{conseil.id}"
    saisie = {"nom": "Conseil communal", "chaine": "college", "ordre": "huis_clos, service", "vote_base": "ROI art. 1",
              "vote_public": "1", "cloture_jours": "3", "cloture_heure": "12:00", "mention_vote": "resultat",
              "publication": "aucune", "actes": "tous", "signature": "tous", "numerotation_huis_clos": "continue",
              "issue_defaut": "accepte", "preavis_francs": "7", "preavis_francs_suivantes": "2",
              "seuil_avis_df_htva": "30000"}  # fmt: skip
    assert poster(page, **saisie).status_code == 200
    with lecture():
        assert unite().get_one(Organe, conseil.id).reglages["vote_appareils"] == vote


def test_les_fermetures_et_les_heures_d_explications_se_reglent_a_l_ecran(poster, monde):
    page = "/app/administration/institution"
    fait = poster(page, nom="Commune", ponts="24/12/2026\n2026-12-31", heures_explications="Le lundi, de 9 h à 11 h.")
    assert fait.status_code == 200
    with lecture():
        reglages = unite().get_one(Institution, monde.organe("conseil").institution_id).reglages
        assert reglages["ponts"] == ["2026-12-24", "2026-12-31"] and "lundi" in reglages["heures_explications"]
    refuse = poster(page, nom="Commune", ponts="Noël")
    assert refuse.status_code == 422 and "Noël" in refuse.get_data(as_text=True)
    vide = poster(page, nom="Commune", ponts="", heures_explications="")
    assert vide.status_code == 200
    with lecture():
        assert "ponts" not in unite().get_one(Institution, monde.organe("conseil").institution_id).reglages


def test_le_service_des_depots_se_choisit_a_l_ecran(poster, monde):
    conseil = monde.organe("conseil")
    page = f"/app/administration/organes/{conseil.id}"
    assert 'name="service_depots"' in poster.navigateur.get(page).get_data(as_text=True)
    saisie = {"nom": "Conseil communal", "chaine": "college", "ordre": "huis_clos, service",
              "service_depots": "travaux", "reference": "CC/{numero}", "cloture_jours": "3", "cloture_heure": "12:00",
              "mention_vote": "resultat", "publication": "aucune", "actes": "tous", "signature": "tous",
              "numerotation_huis_clos": "continue", "issue_defaut": "accepte"}  # fmt: skip
    assert poster(page, **saisie).status_code == 200
    with lecture():
        assert unite().get_one(Organe, conseil.id).reglages["service_depots"] == "travaux"
