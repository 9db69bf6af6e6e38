"""The screens of the room, without scripts: each gesture is a form, each refusal a sentence."""

import html
import re

import pytest

from college.points.modele import Point
from college.seances.modele import Seance
from college.transaction import ecriture, unite


@pytest.fixture
def secretaire(client, connecter):
    """A browser in which the secretary is signed in."""
    return connecter(client, "chantal")


@pytest.fixture
def poster(secretaire):
    """`poster(page, adresse, champs)` sends a form with the token of the page it stands on."""

    def faire(page, adresse, **champs):
        texte = secretaire.get(page).get_data(as_text=True)
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', texte)[1]
        return secretaire.post(adresse, data={"csrf_token": jeton, **champs}, follow_redirects=True)

    return faire


def _texte(reponse):
    return reponse.get_data(as_text=True).replace("\u00a0", " ")


def test_la_liste_montre_les_seances(secretaire, creer_seance):
    creer_seance(debut="2027-01-08T14:00")
    page = secretaire.get("/app/seances")
    assert page.status_code == 200 and "vendredi 8 janvier 2027" in _texte(page)


def test_creer_une_seance_par_le_formulaire(poster, monde):
    organe = monde.organe("college").id
    page = poster("/app/seances/nouvelle", "/app/seances/nouvelle", organe=organe, jour="2027-01-08", heure="14:00",
                  type="ordinaire", convocation="1", precedente="0")  # fmt: skip
    assert page.status_code == 200 and "Collège communal du vendredi 8 janvier 2027" in _texte(page)
    faux = poster("/app/seances/nouvelle", "/app/seances/nouvelle", organe=organe, jour="", heure="14:00")
    assert faux.status_code == 422 and "Écrivez la date" in _texte(faux)


def test_une_seance_se_deplace_avec_son_ordre_du_jour(secretaire, poster, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    inscrire(seance, "Alpha")
    adresse = f"/app/seances/{seance}/date"
    assert 'value="2027-01-08"' in _texte(secretaire.get(adresse))
    page = _texte(poster(adresse, adresse, jour="2027-01-12", heure="09:30", lieu="Salle des mariages"))
    assert "mardi 12 janvier 2027" in page and "Alpha" in page
    faux = poster(adresse, adresse, jour="", heure="09:30", lieu="Salle des mariages")
    assert faux.status_code == 422 and "Écrivez la date" in _texte(faux)


def test_une_seance_convoquee_ne_change_plus_de_date(secretaire, poster, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    inscrire(seance, "Alpha")
    with ecriture():
        unite().get_one(Seance, seance).etat = "convoquee"
    adresse = f"/app/seances/{seance}/date"
    page = poster(adresse, adresse, jour="2027-01-12", heure="09:30", lieu="")
    assert page.status_code == 409 and "Annulez d’abord la convocation" in _texte(page)
    assert "vendredi 8 janvier 2027" in _texte(secretaire.get(f"/app/seances/{seance}"))


def test_composer_deplacer_et_annuler(secretaire, poster, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    une, deux = inscrire(seance, "Alpha"), inscrire(seance, "Bravo")
    page = f"/app/seances/{seance}"
    apres = _texte(poster(page, f"/app/inscriptions/{deux['id']}/deplacer", sens="haut"))
    assert apres.index("Bravo") < apres.index("Alpha") and "déplacé au rang 1" in apres
    annuler = re.search(r'action="(/app/inscriptions/\d+/deplacer\?place=2[^"]*)"', apres)
    assert annuler, "the toast offers to undo"
    defait = _texte(poster(page, html.unescape(annuler[1])))
    assert defait.index("Alpha") < defait.index("Bravo")
    assert une["numero"] == "1"


def test_le_cockpit_mene_la_seance_du_debut_a_la_levee(poster, creer_seance, inscrire, horloge_fixe, secretaire):
    horloge_fixe("2027-01-08T14:00")
    seance = creer_seance(debut="2027-01-08T14:00")
    une, deux = inscrire(seance, "Alpha"), inscrire(seance, "Bravo")
    page = f"/app/seances/{seance}/direct"
    vide = poster(page, f"/app/seances/{seance}/direct/action", action="ouvrir")
    assert vide.status_code == 409 and "quorum : 4 requis, aucun présent" in _texte(vide)
    poster(page, f"/app/seances/{seance}/direct/presences", tous="1")
    ouverte = _texte(poster(page, f"/app/seances/{seance}/direct/action", action="ouvrir"))
    assert "En séance" in ouverte and "quorum <b>4</b> : atteint" in ouverte
    suivant = _texte(poster(page, f"/app/inscriptions/{une['id']}/decider", issue="accepte", suivant="1"))
    assert re.search(r'aria-current="step"[^>]*><span class="n">2', suivant)
    refus = poster(page, f"/app/seances/{seance}/actions", action="lever")
    assert refus.status_code == 409 and "Confirmer ces décisions" in _texte(refus)
    levee = _texte(poster(page, f"/app/seances/{seance}/actions", action="lever", confirmer="1"))
    assert "Relire et arrêter les textes" in levee and deux["id"]


def test_la_grille_proclame_avec_exceptions(poster, conseil_ouvert, monde):
    seance = conseil_ouvert()
    ligne = seance["lignes"][0]
    paul = monde.mandataire("paul").id
    page = _texte(poster(f"/app/seances/{seance['id']}/direct", f"/app/inscriptions/{ligne}/vote", mode="unanimite",
                         **{f"v-{paul}": "contre"}))  # fmt: skip
    assert "Par 11 voix pour et une voix contre (Paul Wéry)," in page


def test_les_nouvelles_se_taisent_tant_que_rien_ne_change(secretaire, college_ouvert, chantal):
    seance = college_ouvert()["id"]
    revision = chantal.get(f"/seances/{seance}").json["revision"]
    for page in ("direct", "membre", "salle"):
        adresse = f"/app/seances/{seance}/{page}/nouvelles"
        assert secretaire.get(adresse, query_string={"depuis": revision}).status_code == 204
        nouvelles = secretaire.get(adresse, query_string={"depuis": revision - 1})
        assert nouvelles.status_code == 200 and nouvelles.headers["X-Revision"] == str(revision)


def test_le_membre_vote_sur_sa_tablette_sans_script(app, connecter, conseil_ouvert, chantal):
    seance = conseil_ouvert()
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    denis = connecter(app.test_client(), "denis")
    page = denis.get(f"/app/seances/{seance['id']}/membre").get_data(as_text=True)
    assert "Vote ouvert" in page and f"/app/scrutins/{vote}/vote" in page
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    recu = denis.post(f"/app/scrutins/{vote}/vote", data={"csrf_token": jeton, "choix": "pour"}, follow_redirects=True)
    assert "Votre vote : oui" in _texte(recu) and "reçu par le serveur à" in _texte(recu)
    chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
    tard = denis.post(f"/app/scrutins/{vote}/vote", data={"csrf_token": jeton, "choix": "contre"})
    assert tard.status_code == 409 and "Le vote est clos" in _texte(tard)
    assert chantal.get(f"/scrutins/{vote}").json["comptes"]["pour"] == 1


def test_un_vote_envoye_apres_la_fin_de_la_session_dit_qu_il_n_est_pas_enregistre(app, conseil_ouvert, chantal):
    """Without scripts: the refusal leads through the door back to the vote, and no address says the choice."""
    seance = conseil_ouvert()
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    venue = {"Referer": f"http://localhost/app/seances/{seance['id']}/membre?point=3"}
    refus = app.test_client().post(f"/app/scrutins/{vote}/vote", data={"choix": "contre"}, headers=venue)
    page = _texte(refus)
    assert refus.status_code == 400 and "Votre session est terminée : ce que vous venez d’envoyer n’a pas" in page
    assert f'href="/connexion?suite=/app/seances/{seance["id"]}/membre?point%3D3"' in page and "contre" not in page
    ailleurs = app.test_client().post(f"/app/scrutins/{vote}/vote", headers={"Referer": "https://x.test/app/piege"})
    assert 'href="/connexion?suite=/app/"' in _texte(ailleurs)
    assert chantal.get(f"/scrutins/{vote}").json["votants"] == 0


def test_un_agent_lit_l_ordre_du_jour_mais_ne_conduit_pas(client, connecter, college_ouvert):
    seance = college_ouvert()["id"]
    alice = connecter(client, "alice")
    page = alice.get(f"/app/seances/{seance}")
    assert page.status_code == 200 and "Conduire la séance" not in _texte(page)
    assert alice.get(f"/app/seances/{seance}/direct").status_code == 403


def test_un_point_a_huis_clos_ne_montre_que_son_numero_aux_autres_services(client, connecter, creer_seance, inscrire,
                                                                         horloge_fixe, arriver, chantal):  # fmt: skip
    horloge_fixe("2026-11-27T14:00")
    seance = creer_seance()
    inscrire(seance, "Dossier disciplinaire de X", huis_clos=True)
    arriver(seance, "denis", "claire", "joseph", "ines")
    chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"})
    page = _texte(connecter(client, "hugo").get(f"/app/seances/{seance}"))
    assert "Huis clos" in page and "disciplinaire" not in page
    salle = _texte(client.get(f"/app/seances/{seance}/salle"))
    assert "disciplinaire" not in salle


def test_un_conseil_convoque_avec_un_point_public_apres_le_huis_clos_le_dit(client, connecter, creer_seance, inscrire,
                                                                           chantal):  # fmt: skip
    seance = creer_seance("conseil", "2027-01-18T19:30")
    lignes = [inscrire(seance, titre, "conseil", huis_clos=titre == "Sanction")["id"] for titre in ("Mur", "Sanction")]
    page = lambda: _texte(connecter(client, "chantal").get(f"/app/seances/{seance}/convocation"))  # noqa: E731
    assert "L1122-22" not in page()
    etiquette = chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]
    assert chantal.patch(f"/inscriptions/{lignes[1]}", {"avant": lignes[0]}, version=etiquette).status_code == 200
    assert "public, vient après le huis clos" in page() and "L1122-22" in page()


def test_les_points_complets_s_ajoutent_d_un_geste_et_se_disent_une_fois(poster, creer_seance, valider, chantal):
    seance = creer_seance(debut="2027-01-08T14:00")
    for titre in ("Alpha", "Bravo", "Charlie"):
        valider(titre)
    valider("Sans texte", motivation="", dispositif="")
    page = _texte(poster(f"/app/seances/{seance}", f"/app/seances/{seance}/inscriptions", tous="1"))
    lignes = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    assert [li["titre"] for li in lignes] == ["Alpha", "Bravo", "Charlie"]
    assert "3 points ajoutés." in page and page.count('class="toast') <= 1 and "Sans texte" in page


def test_le_renvoi_au_service_garde_son_motif(poster, creer_seance, inscrire, secretaire):
    seance = creer_seance(debut="2027-01-08T14:00")
    ligne = inscrire(seance, "Alpha")["id"]
    page = secretaire.get(f"/app/seances/{seance}").get_data(as_text=True)
    assert page.count(f"/app/inscriptions/{ligne}/renvoi") == 1, "one field « motif » a line: two would hide each other"
    renvoye = _texte(poster(f"/app/seances/{seance}", f"/app/inscriptions/{ligne}/renvoi", motif="Annexe périmée"))
    assert "renvoyé à son service" in renvoye and "Reprendre le point tel qu’il est" in renvoye


def test_la_convocation_suivante_part_de_la_carence(secretaire, creer_seance, inscrire):
    """One button from the failed séance: organe, rank of the notice and séance are filled in (L1122-17)."""
    seance = creer_seance("conseil", "2027-03-15T19:30")
    inscrire(seance, "Alpha", "conseil")
    assert "Deuxième convocation" not in _texte(secretaire.get(f"/app/seances/{seance}"))
    with ecriture():
        echouee = unite().get_one(Seance, seance)
        echouee.etat, echouee.carence_le = "levee", echouee.debut
    assert f"/app/seances/nouvelle?precedente={seance}" in _texte(secretaire.get(f"/app/seances/{seance}"))
    page = _texte(secretaire.get(f"/app/seances/nouvelle?precedente={seance}"))
    choisis = re.findall(r'<option value="(\d+)" selected', page)
    assert {"2", str(seance)} <= set(choisis)


def test_la_ligne_dit_vers_quel_organe_le_point_ira(secretaire, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    ligne = inscrire(seance, "Alpha")
    assert "→ conseil" not in _texte(secretaire.get(f"/app/seances/{seance}"))
    with ecriture():
        unite().get_one(Point, ligne["point"]["id"]).suite = {"organe": "conseil"}
    assert "→ conseil" in _texte(secretaire.get(f"/app/seances/{seance}"))
