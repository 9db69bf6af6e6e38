"""Linked propositions: each member chooses one, they share the voters, and they are proclaimed together."""

import pytest

from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import lecture, unite

from .conftest import COLLEGE, CONSEIL


@pytest.fixture
def mettre_aux_voix(chantal):
    """`mettre_aux_voix(ligne, "Tracé nord", lie_a=…)`: an open vote; gives its id."""

    def faire(ligne, question, mode="public", **champs):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode, "question": question, **champs})
        assert vote.status_code == 201, vote.json
        ouvert = chantal.post(f"/scrutins/{vote.json['id']}/actions", {"action": "ouvrir"})
        assert ouvert.status_code == 200, ouvert.json
        return vote.json["id"]

    return faire


def _agir(chantal, vote, action):
    reponse = chantal.post(f"/scrutins/{vote}/actions", {"action": action})
    assert reponse.status_code == 200, reponse.json
    return reponse.json


def _noter(chantal, vote, choix, *membres):
    for membre in membres:
        recu = chantal.post(f"/scrutins/{vote}/bulletins", {"choix": choix, "mandataire": membre, "titre": "saisie"})
        assert recu.status_code == 201, recu.json


def test_p43_deux_propositions_liees_se_votent_se_proclament_et_se_disent_ensemble(
    chantal, conseil_ouvert, mettre_aux_voix
):
    seance = conseil_ouvert()
    (ligne,) = seance["lignes"]
    nord = mettre_aux_voix(ligne, "Tracé nord")
    _noter(chantal, nord, "pour", *CONSEIL[:6])
    assert _agir(chantal, nord, "clore")["resultat"] == "adopte"
    sud = mettre_aux_voix(ligne, "Tracé sud", lie_a=nord)
    second = chantal.post(f"/scrutins/{sud}/bulletins", {"choix": "pour", "mandataire": "denis", "titre": "saisie"})
    assert second.status_code == 409 and second.json["motif"] == "deja_vote_lie"
    assert "Denis Leroy a déjà voté sur la proposition «\u00a0Tracé nord\u00a0»" in second.json["detail"]
    tot = chantal.post(f"/scrutins/{nord}/actions", {"action": "proclamer"})
    assert tot.status_code == 409 and tot.json["motif"] == "proposition_ouverte"
    _noter(chantal, sud, "pour", *CONSEIL[6:10])
    _noter(chantal, sud, "abstention", *CONSEIL[10:])
    _agir(chantal, sud, "clore")
    proclame = _agir(chantal, sud, "proclamer")
    assert (proclame["resultat"], proclame["lie_a"]) == ("rejete", nord)
    premiere = chantal.get(f"/scrutins/{nord}").json
    assert (premiere["etat"], premiere["resultat"]) == ("proclame", "adopte")
    assert premiere["explication"] == (
        "6 voix pour cette proposition sur 10 exprimées pour les 2 propositions liées, 6 requises : adopté"
    )
    dit = (
        "Par 6 voix pour la proposition « Tracé nord », 4 voix pour la proposition « Tracé sud » "
        "(Louis Bastin, Nadia Haddad, Paul Wéry et Rose Collard) et 2 abstentions (Simon Étienne et Zoé Jacquet),"
    )
    assert premiere["phrase"].replace("\u00a0", " ") == proclame["phrase"].replace("\u00a0", " ") == dit
    decide = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"})
    assert decide.status_code == 200 and decide.json["scrutin"] == nord, "the proposition adopted carries the decision"
    with lecture():
        imprime = entree_seance(unite().get_one(Seance, seance["id"])).points[0].decisions[0].phrase_vote
    assert imprime.replace("\u00a0", " ") == dit


def test_p43_les_comptes_secrets_de_votes_lies_ne_depassent_pas_les_votants(chantal, conseil_ouvert, mettre_aux_voix):
    (ligne,) = conseil_ouvert()["lignes"]
    nord = mettre_aux_voix(ligne, "Tracé nord", "secret")
    chantal.post(f"/scrutins/{nord}/depouillement", {"comptes": {"pour": 7}})
    sud = mettre_aux_voix(ligne, "Tracé sud", "secret", lie_a=nord)
    trop = chantal.post(f"/scrutins/{sud}/depouillement", {"comptes": {"pour": 5, "blanc": 1}})
    assert trop.status_code == 409 and trop.json["motif"] == "trop_de_bulletins"
    assert "13 bulletins pour 12 votants" in trop.json["detail"]
    assert chantal.post(f"/scrutins/{sud}/depouillement", {"comptes": {"pour": 4, "blanc": 1}}).status_code == 200
    phrase = _agir(chantal, sud, "proclamer")["phrase"].replace("\u00a0", " ")
    assert phrase == (
        "Au scrutin secret, par 7 voix pour la proposition « Tracé nord », 4 voix pour la proposition « Tracé sud » "
        "et un bulletin blanc,"
    )


def test_p43_un_bulletin_secret_sur_appareil_vaut_pour_toutes_les_propositions_liees(
    chantal, api, urnes_ouvertes, conseil_ouvert, mettre_aux_voix, app, connecter
):
    seance = conseil_ouvert()
    nord = mettre_aux_voix(seance["lignes"][0], "Tracé nord", "secret")
    assert api("denis").post(f"/scrutins/{nord}/bulletins", {"choix": "pour"}).status_code == 201
    _agir(chantal, nord, "clore")
    sud = mettre_aux_voix(seance["lignes"][0], "Tracé sud", "secret", lie_a=nord)
    refus = api("denis").post(f"/scrutins/{sud}/bulletins", {"choix": "pour"})
    assert refus.status_code == 409 and refus.json["motif"] == "deja_vote_lie"
    page = connecter(app.test_client(), "denis").get(f"/app/seances/{seance['id']}/membre").text
    assert "chaque membre choisit une seule des propositions" in page and f"/app/scrutins/{sud}/vote" not in page


@pytest.mark.parametrize(
    ("champs", "statut", "motif"),
    [
        ({"question": ""}, 422, "question"),
        ({"question": "B", "mode": "secret"}, 409, "lien_impossible"),
        ({"question": "B", "mode": "unanimite"}, 409, "lien_impossible"),
        ({"question": "B", "lie_a": 9999}, 422, "lie_a"),
    ],
)
def test_un_lien_mal_ecrit_est_refuse(chantal, conseil_ouvert, mettre_aux_voix, champs, statut, motif):
    (ligne,) = conseil_ouvert()["lignes"]
    premiere = mettre_aux_voix(ligne, "A")
    refus = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public", "lie_a": premiere, **champs})
    assert refus.status_code == statut
    assert motif in (refus.json.get("motif"), *(e["champ"] for e in refus.json.get("erreurs", ())))


def test_p43_au_cockpit_une_proposition_liee_s_ouvre_et_se_proclame_sans_script(
    chantal, client, connecter, college_ouvert, monde
):
    seance = college_ouvert()
    (ligne,) = seance["lignes"]
    secretaire, adresse = connecter(client, "chantal"), f"/app/seances/{seance['id']}/direct"

    def agir(chemin, **champs):
        jeton = secretaire.get(adresse).text.split('name="csrf_token" value="')[1].split('"')[0]
        envoi = {"csrf_token": jeton, **champs}
        return secretaire.post(chemin, data=envoi, follow_redirects=True).text.replace("\u00a0", " ")

    def grille(*membres):
        return {f"v-{monde.mandataire(m).id}": "pour" for m in membres}

    agir(f"/app/inscriptions/{ligne}/vote", mode="public", question="Tracé nord")
    nord = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][-1]
    page = agir(f"/app/scrutins/{nord}/action", action="clore", **grille(*COLLEGE[:4]))
    assert "Mettre aux voix une proposition liée" in page and f'name="lie_a" value="{nord}"' in page
    page = agir(f"/app/inscriptions/{ligne}/vote", mode="public", question="Tracé sud", lie_a=str(nord))
    sud = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][-1]
    assert page.count('value="pour"') == 2, "only those who have not chosen yet"
    page = agir(f"/app/scrutins/{sud}/action", action="clore_et_proclamer", **grille(*COLLEGE[4:]))
    assert "Tracé nord : 4 voix" in page and "Tracé sud : 2 voix" in page
    assert chantal.get(f"/scrutins/{nord}").json["resultat"] == "adopte"
