"""« Mon compte »: what a person changes alone, and what stays out of reach."""

import re
import time

import pytest
from sqlalchemy import func, select

from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation import services, totp
from college.organisation.modele import Delegation, Jeton, SessionWeb
from college.transaction import ecriture, lecture, unite
from tests.fabriques import MOT_DE_PASSE

NOUVEAU = "grenier bleu marelle"


@pytest.fixture
def alice(client, monde, connecter):
    return connecter(client, "alice")


def _poster(client, chemin, page="/app/compte", **saisie):
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)[1]
    return client.post(chemin, data=saisie | {"csrf_token": jeton})


def test_changer_de_mot_de_passe_ferme_les_autres_sessions(app, alice, monde, connecter):
    connecter(app.test_client(), "alice")
    saisie = {"actuel": MOT_DE_PASSE, "nouveau": NOUVEAU, "encore": NOUVEAU}
    assert _poster(alice, "/app/compte/mot-de-passe", **saisie).status_code == 303
    assert alice.get("/app/compte").status_code == 200
    with lecture():
        assert unite().scalar(select(func.count()).select_from(SessionWeb)) == 1


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"actuel": "faux", "nouveau": NOUVEAU, "encore": NOUVEAU}, "pas votre mot de passe actuel"),
        ({"actuel": MOT_DE_PASSE, "nouveau": "court", "encore": "court"}, "au moins 12 caractères"),
        ({"actuel": MOT_DE_PASSE, "nouveau": "azerty-azerty-1", "encore": "azerty-azerty-1"}, "se devine"),
        ({"actuel": MOT_DE_PASSE, "nouveau": NOUVEAU, "encore": "autre chose encore"}, "deux saisies diffèrent"),
    ],
)
def test_un_mauvais_mot_de_passe_a_sa_phrase(alice, saisie, phrase):
    reponse = _poster(alice, "/app/compte/mot-de-passe", **saisie)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert NOUVEAU not in reponse.text


def test_les_couleurs_choisies_suivent_la_personne(alice):
    assert _poster(alice, "/app/compte/affichage", theme="sombre", suite="/app/compte").location == "/app/compte"
    page = alice.get("/app/compte").text
    assert 'data-theme="sombre"' in page
    assert 'media="screen" data-sombre' in page
    assert _poster(alice, "/app/compte/affichage", theme="fluo").status_code == 422


def test_fermer_une_autre_session_mais_pas_celle_d_un_autre(app, alice, monde, connecter):
    autre, etranger = app.test_client(), app.test_client()
    connecter(autre, "alice")
    connecter(etranger, "bernard")
    with lecture():
        lignes = unite().scalars(select(SessionWeb).order_by(SessionWeb.id)).all()
        a_elle, a_lui = lignes[1].id, lignes[2].id
    assert _poster(alice, f"/app/compte/sessions/{a_elle}/fermer").status_code == 303
    assert autre.get("/app/compte").status_code == 303
    assert _poster(alice, f"/app/compte/sessions/{a_lui}/fermer").status_code == 404
    assert etranger.get("/app/compte").status_code == 200


def test_deleguer_puis_reprendre(alice, monde, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    bernard = monde.agent("bernard").id
    saisie = {"delegue": bernard, "du": "2026-12-01", "au": "2026-12-05"}
    assert _poster(alice, "/app/compte/delegations", **saisie).status_code == 303
    page = alice.get("/app/compte").text
    assert "Bernard Noël" in page
    assert "du 1er\u00a0décembre\u00a02026 au 5\u00a0décembre\u00a02026" in page
    with lecture():
        numero = unite().scalars(select(Delegation.id)).one()
    _poster(alice, f"/app/compte/delegations/{numero}/reprendre")
    with lecture():
        assert unite().scalar(select(Delegation)) is None


@pytest.mark.parametrize(
    ("du", "au", "phrase"),
    [("2026-12-05", "2026-12-01", "vient avant le premier"), ("2026-01-01", "2026-01-02", "déjà passée")],
)
def test_une_delegation_impossible_dit_pourquoi(alice, monde, horloge_fixe, du, au, phrase):
    horloge_fixe("2026-11-21T10:00")
    reponse = _poster(alice, "/app/compte/delegations", delegue=monde.agent("bernard").id, du=du, au=au)
    assert reponse.status_code == 422
    assert phrase in reponse.text


def test_le_second_facteur_se_demande_a_l_entree_et_un_code_sert_une_fois(app, alice, monde):
    page = alice.get("/app/compte/second-facteur").text
    secret = re.search(r'class="empreinte gros">([A-Z2-7]+)<', page)[1]
    code = totp.code(secret, time.time())
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    assert alice.post("/app/compte/second-facteur", data={"code": code, "csrf_token": jeton}).status_code == 303

    def entrer(client, code):
        identite = {"identifiant": "alice", "mot_de_passe": MOT_DE_PASSE}
        assert _poster(client, "/connexion", "/connexion", **identite).location.startswith("/connexion/code")
        assert client.get("/app/compte").status_code == 303
        return _poster(client, "/connexion/code", "/connexion/code", code=code)

    assert entrer(app.test_client(), "000000").status_code == 422
    assert entrer(app.test_client(), code).location == "/app/"
    assert "déjà servi" in entrer(app.test_client(), code).text


def test_un_jeton_se_lit_une_fois_et_se_revoque(alice, app):
    jeton = re.search(r"col_[\w-]{43}", _poster(alice, "/app/compte/jetons", nom="export").text)[0]
    entetes = {"Authorization": f"Bearer {jeton}"}
    assert app.test_client().get("/api/v1/moi", headers=entetes).status_code == 200
    assert jeton not in alice.get("/app/compte").text
    with lecture():
        numero = unite().scalars(select(Jeton.id)).one()
    _poster(alice, f"/app/compte/jetons/{numero}/revoquer")
    assert app.test_client().get("/api/v1/moi", headers=entetes).status_code == 401


def test_le_compte_d_un_autre_n_existe_pas(monde):
    qui = Acteur(agent_id=-1, identifiant="x", nom="X", institution_id=monde.institution_id)
    with ecriture(), pytest.raises(Introuvable):
        services.regler_affichage(qui, monde.agent("alice"), theme="sombre")


def _deleguer(client, cle, jour):
    champs = {"delegue": 2, "du": jour, "au": jour, "cle_unique": cle}
    return _poster(client, "/app/compte/delegations", **champs)


def test_le_meme_formulaire_envoye_deux_fois_n_agit_qu_une_fois(alice, monde, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    premier, second = _deleguer(alice, "abc", "2026-12-01"), _deleguer(alice, "abc", "2026-12-01")
    assert (premier.status_code, second.status_code, second.location) == (303, 303, premier.location)
    with lecture():
        assert unite().scalar(select(func.count()).select_from(Delegation)) == 1


def test_une_autre_saisie_avec_une_vieille_cle_est_un_nouvel_acte(alice, monde, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    _deleguer(alice, "abc", "2026-12-01")
    _deleguer(alice, "abc", "2026-12-02")
    with lecture():
        assert unite().scalar(select(func.count()).select_from(Delegation)) == 2


def test_un_refus_ne_garde_pas_la_cle(alice, monde, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    assert _deleguer(alice, "abc", "2026-01-01").status_code == 422
    assert _deleguer(alice, "abc", "2026-12-01").status_code == 303


def test_une_delegation_qui_en_chevauche_une_autre_est_refusee(alice, app, connecter, monde, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    adresse, bernard, hugo = "/app/compte/delegations", monde.agent("bernard").id, monde.agent("hugo").id
    assert _poster(alice, adresse, delegue=bernard, du="2026-12-01", au="2026-12-05").status_code == 303
    for du, au in (("2026-12-05", "2026-12-08"), ("2026-11-28", "2026-12-01"), ("2026-12-02", "2026-12-03")):
        refus = _poster(alice, adresse, delegue=hugo, du=du, au=au)
        assert refus.status_code == 422 and "Bernard Noël agit déjà en votre nom du" in refus.text
        assert f'value="{du}"' in refus.text
    assert _poster(alice, adresse, delegue=hugo, du="2026-12-06", au="2026-12-08").status_code == 303
    autre = connecter(app.test_client(), "hugo")
    refus = _poster(autre, adresse, delegue=monde.agent("alice").id, du="2026-12-05", au="2026-12-05")
    assert refus.status_code == 422 and "Alice Martin, que vous choisissez, est en absence" in refus.text
    siens = connecter(app.test_client(), "bernard")
    assert _poster(siens, adresse, delegue=hugo, du="2026-12-05", au="2026-12-05").status_code == 303
    assert "vous deviez remplacer Alice Martin" in siens.get("/app/compte").text
