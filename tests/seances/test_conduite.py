"""What the secretary conducts with, and what the room reads meanwhile: two rounds, paper, two places at once."""

import re

import pytest

from college.seances.modele import Seance
from college.transaction import ecriture, unite


@pytest.fixture
def conduire(app, connecter, chantal):
    """`conduire(adresse, **champs)`: a form of the cockpit sent; the page that follows, in plain spaces."""
    client = connecter(app.test_client(), "chantal")

    def faire(adresse, **champs):
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/app/seances").text)[1]
        page = client.post(adresse, data={"csrf_token": jeton, **champs}, follow_redirects=True)
        return page.text.replace("\u00a0", " ")

    return faire


@pytest.fixture
def lire(app, connecter):
    """`lire("denis", adresse)`: what that person's screen says now."""
    clients = {}

    def faire(qui, adresse):
        client = clients.setdefault(qui, None) or clients.update({qui: connecter(app.test_client(), qui)})
        return (client or clients[qui]).get(adresse).text.replace("\u00a0", " ")

    return faire


def test_d15_deux_tours_au_cockpit_sur_papier(chantal, conseil_ouvert, conduire, lire, request):
    seance = conseil_ouvert(nature="election")
    ligne, direct = seance["lignes"][0], f"/app/seances/{seance['id']}"
    noms = "Mme Anne Petit\nM. Bruno Colin\nCarla Zanetti"
    page = conduire(f"/app/inscriptions/{ligne}/vote", mode="election", candidats=noms)
    premier = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][0]
    assert "12 votants." in page and "sur appareil" not in page
    tablette = lire("denis", f"{direct}/membre")
    assert (
        "votez sur un bulletin de papier" in tablette and "voix haute" not in tablette and "Votes reçus" not in tablette
    )
    assert "Scrutin secret, sur papier" in lire("denis", f"{direct}/salle")
    comptes = {"n-c1": "5", "n-c2": "5", "n-c3": "4"}
    refus = conduire(f"/app/scrutins/{premier}/depouiller", **comptes)
    assert "14 voix, plus que 12 votants" in refus
    assert re.search(r'name="n-c2"[^>]* value="5"', refus), "what was counted is not typed again"
    assert "Anne Petit » doit être un nombre entier" in conduire(f"/app/scrutins/{premier}/depouiller", **{"n-c1": "x"})
    partage = conduire(f"/app/scrutins/{premier}/depouiller", **comptes | {"n-c3": "1", "n-blanc": "1"})
    assert "Ballottage" in partage and "Partage des voix" not in partage
    assert (
        "Au scrutin secret, Mme Anne Petit obtient 5 voix, M. Bruno Colin obtient 5 voix, Carla Zanetti obtient une "
        "voix et il y a un bulletin blanc ; personne n’ayant la majorité absolue (6 voix), il y a ballottage entre "
        "Mme Anne Petit et M. Bruno Colin."
    ) in partage
    assert "Entre Anne Petit et Bruno Colin" in partage
    conduire(f"/app/inscriptions/{ligne}/vote", mode="election", second_tour_de=str(premier))
    second = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][1]
    elue = conduire(f"/app/scrutins/{second}/depouiller", **{"n-c1": "5", "n-c2": "4"})
    assert "Mme Anne Petit (5 voix) est élue au second tour ; M. Bruno Colin obtient 4 voix." in elue
    assert 'name="a-c1"' not in page and "date de naissance" not in page, "ages are asked in the last round only"
    request.getfixturevalue("urnes_ouvertes")  # from here on, secret votes are on devices: but those of one name only
    page = conduire(f"/app/inscriptions/{ligne}/vote", mode="election", candidats=noms, postes="2")
    assert "sur appareil" not in page and "votez sur un bulletin de papier" in lire("denis", f"{direct}/membre")
    double = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][2]
    elues = conduire(f"/app/scrutins/{double}/depouiller", **{"n-c1": "9", "n-c2": "4", "n-c3": "3"})
    assert "Mme Anne Petit (9 voix) est élue ; " in elues
    assert "pour le surplus, il y a ballottage entre M. Bruno Colin et Carla Zanetti." in elues


def test_l3_les_ecrans_restent_au_point_que_l_on_vote(chantal, conseil_ouvert, conduire, lire):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    vote = chantal.post(f"/inscriptions/{une}/scrutins", {"mode": "public", "question": "Texte du bureau"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    direct = f"/app/seances/{seance['id']}"
    ailleurs = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "unanimite"})
    assert ailleurs.status_code == 409 and "Un vote est ouvert au point 1" in ailleurs.json["detail"]
    assert conduire(f"/app/inscriptions/{deux}/appeler").count("clôturez-le avant de passer au point 2") == 1
    with ecriture():  # even if another road led there
        unite().get_one(Seance, seance["id"]).inscription_courante_id = deux
    for ecran in ("membre", "salle"):
        page = lire("denis", f"{direct}/{ecran}")
        assert "Point 1" in page and "Vote ouvert" in page, "nobody votes on a text that he does not see"
    corps = {"choix": "contre", "mandataire": "rose", "titre": "saisie"}
    assert chantal.post(f"/scrutins/{vote}/bulletins", corps).status_code == 201
    dites = {
        "": "Vote ouvert : Texte du bureau (point 1)",
        "clore": "Point 1 : vote clos",
        "proclamer": "Point 1, résultat : Par une voix contre (Rose Collard) : rejeté",
    }
    for action, dite in dites.items():
        if action:
            chantal.post(f"/scrutins/{vote}/actions", {"action": action})
        assert f'data-annonce="{dite}"' in lire("denis", f"{direct}/membre?point={une}"), "what a screen reader is told"


def test_la_proposition_liee_qui_est_rejetee_ne_donne_pas_son_nom_a_la_decision(chantal, conseil_ouvert, lire):
    seance = conseil_ouvert()
    ligne = seance["lignes"][0]
    votes = []
    for question, choix in (("", "pour"), ("École des Tilleuls", "contre")):
        lien = {"question": question, "lie_a": votes[0]} if votes else {}
        votes.append(chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public", **lien}).json["id"])
        chantal.post(f"/scrutins/{votes[-1]}/actions", {"action": "ouvrir"})
        qui = ("denis", "rose") if not lien else ("paul",)
        for membre in qui:
            corps = {"choix": choix, "mandataire": membre, "titre": "saisie"}
            assert chantal.post(f"/scrutins/{votes[-1]}/bulletins", corps).status_code == 201
        chantal.post(f"/scrutins/{votes[-1]}/actions", {"action": "clore"})
    chantal.post(f"/scrutins/{votes[-1]}/actions", {"action": "proclamer"})
    cockpit = lire("chantal", f"/app/seances/{seance['id']}/direct")
    assert 'name="libelle" value=""' in cockpit and "Décision en cours" not in cockpit
    assert "2 voix pour cette proposition" in cockpit, "the figures of the one that was adopted"
