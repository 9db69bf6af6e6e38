"""Screens of the room cost the same few statements whatever the number of points."""

import pytest
from sqlalchemy import event

from college import transaction

CADRE = ("session_web", "BEGIN")  # who is signed in, and the transaction: paid by every page of the house


@pytest.fixture
def compter():
    """How many statements of its own a page sends."""

    def mesurer(navigateur, adresse):
        navigateur.get(adresse)  # what is read once a process is not counted
        envoyees = []
        ecouter = lambda *arguments: envoyees.append(arguments[2])  # noqa: E731
        event.listen(transaction.moteur(), "before_cursor_execute", ecouter)
        try:
            reponse = navigateur.get(adresse)
        finally:
            event.remove(transaction.moteur(), "before_cursor_execute", ecouter)
        assert reponse.status_code in (200, 204), reponse.status_code
        return len([e for e in envoyees if not any(mot in e[:120] for mot in CADRE)])

    return mesurer


@pytest.mark.parametrize("points", [1, 12])
def test_les_ecrans_tiennent_en_peu_de_requetes(app, client, connecter, chantal, conseil_ouvert, compter, points):
    seance = conseil_ouvert(points)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    secretaire, membre = connecter(client, "chantal"), connecter(app.test_client(), "denis")
    page = f"/app/seances/{seance['id']}"
    assert compter(secretaire, "/app/seances") <= 6
    assert compter(secretaire, f"{page}/direct") <= 7, "two are the bell of the frame"
    assert compter(secretaire, page) <= 8, "two are the bell of the frame"
    assert compter(membre, f"{page}/membre") <= 6
    for suite in ("direct", "membre", "salle"):
        rien = f"{page}/{suite}/nouvelles?depuis=99999"
        assert compter(secretaire, rien) <= 2, "a screen that follows asks for the revision alone"


@pytest.mark.parametrize("points", [1, 8])
def test_le_composeur_dit_ce_qui_manque_sans_une_requete_par_point(
    client, connecter, chantal, api, creer_seance, inscrire, compter, points
):
    seance = creer_seance(debut="2027-01-08T14:00")
    inscrire(seance, "Inscrit")
    alice, bernard = api("alice"), api("bernard")
    for n in range(points):
        corps = {"organe": "college", "service": "travaux", "titre": f"Marché {n}", "montant_htva": 31000}
        point = alice.post("/points", corps).json["id"]
        alice.post(f"/points/{point}/actions", {"action": "soumettre"})
        bernard.post(f"/points/{point}/actions", {"action": "viser"})
        outre = chantal.post(f"/points/{point}/actions", {"action": "passer_outre", "commentaire": "Pour essai"})
        assert outre.status_code == 200, outre.json
    secretaire = connecter(client, "chantal")
    page = secretaire.get(f"/app/seances/{seance}").get_data(as_text=True).replace("\u00a0", " ")
    assert page.count("avis de légalité est obligatoire") == points
    assert compter(secretaire, f"/app/seances/{seance}") <= 8, "three are the frame's bell and counter"
