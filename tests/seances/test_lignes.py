"""Gestures on the agenda's lines: each can be undone, and a stale one shows both sides instead of guessing."""

import html
import re

import pytest

from college.organisation.modele import Appartenance
from college.transaction import ecriture

JETON = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def atelier(client, connecter, creer_seance, inscrire):
    """A browser of the secretary on an agenda of three points; `faire(adresse, **champs)` posts a form."""
    navigateur = connecter(client, "chantal")
    seance = creer_seance(debut="2027-01-08T14:00")
    lignes = [inscrire(seance, titre)["id"] for titre in ("Alpha", "Bravo", "Charlie")]
    page = f"/app/seances/{seance}"

    class Atelier:
        id = seance

        def __init__(self):
            self.lignes = lignes
            self.navigateur = navigateur

        def lire(self):
            return navigateur.get(page).get_data(as_text=True).replace("\u00a0", " ")

        def version(self):
            return re.search(r'data-version="(\d+)"', self.lire())[1]

        def ordre(self):
            return re.findall(
                r'class="objet" href="[^"]+">(Alpha|Bravo|Charlie)<', self.lire().split('id="odj-bloc"')[1]
            )

        def faire(self, adresse, **champs):
            jeton = JETON.search(navigateur.get(page).get_data(as_text=True))[1]
            return navigateur.post(html.unescape(adresse), data={"csrf_token": jeton, **champs}, follow_redirects=True)

    return Atelier()


def _annuler(reponse):
    trouve = re.search(
        r'class="toast">.*?<form class="action" method="post" action="([^"]+)"', reponse.get_data(as_text=True), re.S
    )
    assert trouve, "the answer offers to undo"
    return trouve[1]


@pytest.mark.parametrize(
    ("adresse", "champs"),
    [
        ("/app/inscriptions/{1}/deplacer", {"place": "3"}),
        ("/app/inscriptions/{1}/retirer", {}),
        ("/app/inscriptions/{1}/ligne", {"sous_point": "1"}),
        ("/app/inscriptions/{1}/ligne", {"section": "Voirie"}),
        ("/app/seances/{0}/ranger", {}),
    ],
)
def test_chaque_geste_s_annule(atelier, adresse, champs):
    atelier.faire(f"/app/inscriptions/{atelier.lignes[2]}/deplacer", place="1")  # an order that no rule gives
    avant, page = atelier.ordre(), atelier.lire()
    fait = atelier.faire(adresse.format(atelier.id, atelier.lignes[1]), **champs)
    assert fait.status_code == 200
    defait = atelier.faire(_annuler(fait))
    assert defait.status_code == 200 and atelier.ordre() == avant
    sans = re.compile(r'(value|id|action|href|data-id|for|name)="[^"]*"|<div class="toast.*?</div>|version="\d+"', re.S)
    bloc = lambda texte: sans.sub("", texte.split('id="odj-bloc"')[1].split("</section>")[0])  # noqa: E731
    assert bloc(atelier.lire()) == bloc(page)


def test_un_second_composeur_voit_ce_que_l_autre_vient_de_faire(atelier, app, connecter, monde):
    """Both lists and the gesture come to an open page; nothing is said of one's own."""
    with ecriture() as session:
        commun = {"institution_id": monde.institution_id, "organe_id": monde.organe("college").id}
        session.add(Appartenance(**commun, agent_id=monde.agent("bernard").id, role="secretaire"))
    bernard = connecter(app.test_client(), "bernard")
    page = bernard.get(f"/app/seances/{atelier.id}").get_data(as_text=True)
    adresse, lue = re.search(r'data-direct="([^"]+)" data-depuis="(\d+)"', page).groups()
    adresse = html.unescape(adresse)
    assert bernard.get(f"{adresse}&depuis={lue}").status_code == 204
    atelier.faire(f"/app/inscriptions/{atelier.lignes[2]}/deplacer", place="1")
    nouvelles = bernard.get(f"{adresse}&depuis={lue}")
    texte = nouvelles.get_data(as_text=True).replace("\u00a0", " ")
    assert "Chantal Petit a déplacé un point : « Charlie »." in texte
    assert texte.index(">Charlie<") < texte.index(">Alpha<") and 'id="dispo-bloc"' in texte
    assert bernard.get(f"{adresse}&depuis={nouvelles.headers['X-Revision']}").status_code == 204
    assert 'id="annonces"' not in atelier.navigateur.get(f"{adresse}&depuis={lue}").get_data(as_text=True)


def test_la_place_s_ecrit_par_le_numero_que_l_on_lit(atelier):
    """With a sub-point, the number of a line is no longer its rank: « 2 » is where point 2 stands."""
    alpha, bravo, charlie = atelier.lignes
    atelier.faire(f"/app/inscriptions/{bravo}/ligne", sous_point="1")
    assert re.findall(r'name="numero" value="([^"]*)"', atelier.lire()) == ["1", "1.1", "2"]
    fait = atelier.faire(f"/app/inscriptions/{alpha}/deplacer", numero="2").get_data(as_text=True)
    assert atelier.ordre() == ["Charlie", "Alpha", "Bravo"] and "déplacé au rang 2" in fait.replace("\u00a0", " ")
    refuse = atelier.faire(f"/app/inscriptions/{charlie}/deplacer", numero="deux").get_data(as_text=True)
    assert "le numéro d’un point de cet ordre du jour" in refuse


def test_un_geste_sur_un_ordre_perime_montre_les_deux_cotes(atelier, chantal):
    lue = atelier.version()
    etiquette = chantal.get(f"/seances/{atelier.id}/ordre-du-jour").headers["ETag"]
    chantal.patch(f"/inscriptions/{atelier.lignes[2]}", {"avant": atelier.lignes[0]}, version=etiquette)
    refus = atelier.faire(f"/app/inscriptions/{atelier.lignes[1]}/deplacer", place="3", version=lue)
    texte = refus.get_data(as_text=True).replace("\u00a0", " ")
    assert refus.status_code == 412
    assert "Chantal Petit</b> a déplacé un point : « Charlie »" in texte and "« Bravo » déplacé au rang 3" in texte
    assert atelier.ordre() == ["Charlie", "Alpha", "Bravo"], "nothing was done"
    vieille = atelier.faire(f"/app/inscriptions/{atelier.lignes[1]}/deplacer", place="3", version="0")
    assert vieille.status_code == 412, "a page left open since before the points were added"
    assert "a ajouté un point : « Alpha »" in vieille.get_data(as_text=True).replace("\u00a0", " ")
    quand_meme = re.search(r'<form method="post" action="([^"]+deplacer[^"]*)" class="ligne"', texte)[1]
    assert atelier.faire(quand_meme, place="1").status_code == 200
    assert atelier.ordre() == ["Bravo", "Charlie", "Alpha"]


def test_une_ligne_glissee_sur_un_ordre_perime_recoit_l_ordre_actuel(atelier, client):
    perimee = str(int(atelier.version()) - 1)
    jeton = JETON.search(atelier.lire())[1]
    corps = {"csrf_token": jeton, "id": atelier.lignes[0], "apres": atelier.lignes[2], "version": perimee}
    refus = client.post(f"/app/seances/{atelier.id}/ordre", data=corps, headers={"HX-Request": "true"})
    assert refus.status_code == 412 and 'id="odj-bloc"' in refus.get_data(as_text=True)
    assert atelier.ordre() == ["Alpha", "Bravo", "Charlie"]


def test_un_point_modifie_avant_la_seance_change_son_texte_a_l_ordre_du_jour(chantal, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    ligne = inscrire(seance, "Titre ancien")
    point = chantal.get(f"/points/{ligne['point']['id']}")
    change = chantal.patch(f"/points/{point.json['id']}", {"titre": "Titre corrigé"}, version=point.headers["ETag"])
    assert change.status_code == 200, change.json
    assert chantal.get(f"/inscriptions/{ligne['id']}").json["titre"] == "Titre corrigé"


def test_p20_forcer_un_point_tardif_parmi_les_normaux(chantal, creer_seance, inscrire, valider, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    for titre in ("Premier", "Deuxième"):
        inscrire(seance, titre)
    inscrire(seance, "À huis clos", huis_clos=True)
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    tardif = chantal.post(f"/seances/{seance}/inscriptions", {"point": valider("Tardif")}).json
    normal = chantal.post(f"/seances/{seance}/inscriptions", {"point": valider("Forcé"), "normal": True}).json
    lignes = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    assert [i["titre"] for i in lignes] == ["Premier", "Deuxième", "Forcé", "Tardif", "À huis clos"]
    assert tardif["tardive"] and not normal["tardive"] and not normal["urgence"]
    assert normal["numero"] == "2 ter", "numbers already sent never change hands"


def test_les_differences_ne_disent_rien_d_un_point_a_huis_clos(chantal, api, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    seance = creer_seance()
    inscrire(seance, "Premier")
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    inscrire(seance, "Licenciement de Mme Untel", huis_clos=True)
    chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
    for qui in ("hugo", "chantal"):
        ecart = api(qui).get(f"/seances/{seance}/ordre-du-jour?version=B").json["differences"]
        assert ecart["ajoutes"] == ["2 Huis clos – article L1122-21"], qui
