"""The door: who enters, who waits, what a copied cookie opens, where one lands."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from college import horloge
from college.journal import EntreeJournal
from college.organisation import mots_de_passe
from college.organisation.modele import SessionWeb, TentativeConnexion
from college.transaction import ecriture, lecture, unite
from tests.fabriques import MOT_DE_PASSE


def _jeton(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def _essayer(client, identifiant="alice", mot_de_passe=MOT_DE_PASSE, **autres):
    saisie = {"identifiant": identifiant, "mot_de_passe": mot_de_passe, **autres}
    return client.post("/connexion", data=saisie | {"csrf_token": _jeton(client.get("/connexion").text)})


def _cookie(client) -> str:
    return client.get_cookie("college").value


def test_entrer_mene_a_l_espace_de_travail_et_laisse_une_trace(client, monde):
    reponse = _essayer(client)
    assert (reponse.status_code, reponse.location) == (303, "/app/")
    with lecture():
        assert (
            unite().scalar(select(EntreeJournal.acteur).where(EntreeJournal.evenement == "connexion")) == "Alice Martin"
        )
    page = client.get("/app/compte").text
    assert "Alice Martin" in page and "rédactrice, Travaux" in page


def test_l_adresse_de_courriel_et_les_majuscules_vont_aussi(client, monde):
    assert _essayer(client, " Alice@Exemple.test ").status_code == 303


@pytest.mark.parametrize("identifiant", ["alice", "personne"])
def test_un_refus_dit_la_meme_chose_a_un_compte_connu_ou_inconnu(client, monde, identifiant):
    reponse = _essayer(client, identifiant, "faux")
    assert reponse.status_code == 422
    assert "ne vont pas ensemble" in reponse.text
    assert f'value="{identifiant}"' in reponse.text
    assert "faux" not in reponse.text


def test_un_champ_vide_a_sa_phrase_au_champ(client, monde):
    reponse = _essayer(client, "", "")
    assert reponse.status_code == 422
    assert "Deux choses à corriger" in reponse.text
    assert 'aria-invalid="true"' in reponse.text
    assert "Écrivez votre mot de passe." in reponse.text


def test_un_compte_desactive_n_entre_pas(client, monde):
    with ecriture():
        monde.agent("alice").actif = False
    assert _essayer(client).status_code == 422


def test_l_attente_grandit_pour_ce_compte_et_lui_seul(client, monde):
    for _ in range(mots_de_passe.ESSAIS_LIBRES):
        assert _essayer(client, mot_de_passe="faux").status_code == 422
    bloque = _essayer(client)
    assert bloque.status_code == 429
    assert int(bloque.headers["Retry-After"]) <= 16
    assert "patientez" in bloque.text
    assert _essayer(client, "bernard").status_code == 303


def test_l_attente_passee_le_bon_mot_de_passe_efface_les_echecs(client, monde):
    for _ in range(mots_de_passe.ESSAIS_LIBRES):
        _essayer(client, mot_de_passe="faux")
    with ecriture():
        unite().execute(update(TentativeConnexion).values(bloque_jusqu_a=horloge.systeme() - timedelta(seconds=1)))
    assert _essayer(client).status_code == 303
    with lecture():
        assert unite().scalar(select(TentativeConnexion)) is None


def test_attente_double_puis_plafonne():
    assert mots_de_passe.attente(4) == timedelta(0)
    assert mots_de_passe.attente(6) == 2 * mots_de_passe.attente(5)
    assert mots_de_passe.attente(50) == mots_de_passe.ATTENTE_MAX


def test_le_cookie_copie_n_ouvre_plus_rien_apres_la_deconnexion(app, client, monde, connecter):
    connecter(client, "alice")
    copie = _cookie(client)
    page = client.get("/app/compte").text
    assert client.post("/deconnexion", data={"csrf_token": _jeton(page)}).status_code == 303
    voleur = app.test_client()
    voleur.set_cookie("college", copie)
    assert voleur.get("/app/compte").status_code == 303
    with lecture():
        assert unite().scalar(select(SessionWeb)) is None


def test_l_identifiant_de_session_change_a_l_entree(client, monde, connecter):
    client.set_cookie("college", "choisi-par-un-autre")
    connecter(client, "alice")
    assert _cookie(client) != "choisi-par-un-autre"


def test_la_base_ne_garde_que_l_empreinte_du_cookie(client, monde, connecter):
    connecter(client, "alice")
    with lecture():
        ligne = unite().scalars(select(SessionWeb)).one()
    assert _cookie(client) not in ligne.empreinte
    assert len(ligne.empreinte) == 64


@pytest.mark.parametrize("champ", ["expire_le", "creee_le"])
def test_une_session_finit_par_inactivite_ou_par_age(client, monde, connecter, champ):
    connecter(client, "alice")
    passe = horloge.systeme() - timedelta(hours=13)
    with ecriture():
        unite().execute(update(SessionWeb).values({champ: passe, "vue_le": passe}))
    if champ == "creee_le":
        client.get("/app/compte")  # this visit notes that the twelve hours are over
    assert client.get("/app/compte").status_code == 303


def test_desactiver_un_agent_le_met_dehors_aussitot(client, monde, connecter):
    connecter(client, "alice")
    with ecriture():
        monde.agent("alice").actif = False
    assert client.get("/app/compte").status_code == 303


def test_sans_session_lire_mene_a_la_porte_puis_revient(client, monde):
    reponse = client.get("/app/compte?x=1")
    assert reponse.location == "/connexion?suite=/app/compte?x%3D1"
    suite = re.search(r'name="suite"[^>]*value="([^"]*)"', client.get(reponse.location).text)[1]
    assert _essayer(client, suite=suite).location == "/app/compte?x=1"


@pytest.mark.parametrize(
    "piege",
    ["//mal.test", "/\\mal.test", "https://mal.test", "javascript:alert(1)", "/\t/mal.test", "///mal.test",
     "\\\\mal.test", " //mal.test", "/%0d%0aSet-Cookie:x=1\r\nX: y", "mal.test"],
)  # fmt: skip
def test_le_retour_reste_ici(client, monde, piege):
    suite = _essayer(client, suite=piege).location
    assert suite.startswith("/")
    assert "mal.test" not in suite.split("%0d")[0]


def test_chaque_post_demande_le_jeton_de_formulaire(client, monde, connecter):
    connecter(client, "alice")
    reponse = client.post("/deconnexion", data={})
    assert reponse.status_code == 400
    assert "rechargez-la" in reponse.text
    assert client.get("/app/compte").status_code == 200


def test_un_autre_site_ne_peut_rien_ecrire(client, monde, connecter):
    connecter(client, "alice")
    jeton = _jeton(client.get("/app/compte").text)
    reponse = client.post("/deconnexion", data={"csrf_token": jeton}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reponse.status_code == 403


def test_la_demonstration_s_ouvre_en_un_clic_et_seulement_en_demonstration(creer_application, base, monde):
    ferme = creer_application(database_url=base).test_client()
    jeton = _jeton(ferme.get("/connexion").text)
    alice = {"agent": monde.agent("alice").id, "csrf_token": jeton}
    assert ferme.post("/connexion/demonstration", data=alice).status_code == 404

    ouvert = creer_application(database_url=base, demo=True).test_client()
    page = ouvert.get("/connexion").text
    assert "Alice Martin" in page and "directrice" not in page.split("Alice Martin")[0]
    reponse = ouvert.post("/connexion/demonstration", data=alice | {"csrf_token": _jeton(page)})
    assert (reponse.status_code, reponse.location) == (303, "/app/")
    assert "Démonstration." in ouvert.get("/app/compte").text


def test_en_https_les_cookies_sont_prefixes_et_surs(creer_application, base, monde):
    client = creer_application(database_url=base, base_url="https://decisions.exemple.test").test_client()
    page = client.get("/connexion", base_url="https://decisions.exemple.test")
    pose = page.headers["Set-Cookie"]
    assert pose.startswith("__Host-college-visite=")
    for attribut in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribut in pose
    assert "Strict-Transport-Security" in page.headers


def test_les_parametres_d_argon2_sont_ceux_qui_protegent(mots_de_passe_de_production):
    assert mots_de_passe.hacher("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_un_mot_de_passe_garde_faiblement_est_renforce_a_la_connexion(
    mots_de_passe_de_production, client, monde, connecter
):
    assert monde.agent("alice").mot_de_passe.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    connecter(client, "alice")
    assert monde.agent("alice").mot_de_passe.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
