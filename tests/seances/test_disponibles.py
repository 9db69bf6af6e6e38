"""« Disponibles »: what an agenda may still receive, the same in the composer and in the list of points, counted."""

from __future__ import annotations

import re

import pytest

from college.organisation.modele import Agent
from college.transaction import lecture, unite


@pytest.fixture
def prets(creer_seance, valider, inscrire, chantal, horloge_fixe):
    """Two séances, the first one convened; three valid points, of which one wishes the first séance."""
    horloge_fixe("2026-11-20T09:00")
    m1, m2 = (creer_seance(debut=f"2026-{jour}T14:00") for jour in ("11-27", "12-04"))
    inscrire(m1, "Rempli")
    assert chantal.post(f"/seances/{m1}/actions", {"action": "convoquer"}).status_code == 200
    valider("Égouttage de la rue Haute", seance_souhaitee=m1)
    valider("Achat de sel", date_limite="2026-12-01")
    valider("Trottoirs de la rue Haute")
    return m1, m2


def _titres(page):
    return set(re.findall(r"Égouttage de la rue Haute|Achat de sel|Trottoirs de la rue Haute", page))


def _sans_espaces(page):
    return page.replace("\u00a0", " ").replace("&nbsp;", " ")


def test_p16_p17_la_liste_des_points_montre_ceux_que_la_seance_peut_encore_recevoir(app, connecter, prets):
    m1, m2 = prets
    navigateur = connecter(app.test_client(), "chantal")
    toute = _sans_espaces(navigateur.get("/app/points").text)
    assert "Disponibles pour la séance" in toute and f'<option value="{m2}">' in toute
    premiere = _sans_espaces(navigateur.get(f"/app/points?seance={m1}").text)
    assert _titres(premiere) == {"Égouttage de la rue Haute"} and ">Un point." in premiere
    assert f'<option value="{m1}" selected>' in premiere
    seconde = _sans_espaces(navigateur.get(f"/app/points?seance={m2}").text)
    assert len(_titres(seconde)) == 3 and "3 points." in seconde
    mots = navigateur.get(f"/app/points?seance={m2}&q=rue+haute").text
    assert _titres(mots) == {"Égouttage de la rue Haute", "Trottoirs de la rue Haute"}
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', mots)[1]
    garde = {"csrf_token": jeton, "seance": str(m2), "q": "rue haute", "nom": "À inscrire"}
    navigateur.post("/app/points/filtres", data=garde)
    with lecture():
        chantal = unite().query(Agent).filter_by(identifiant="chantal").one()
        assert [f["adresse"] for f in chantal.preferences["filtres"]] == [f"seance={m2}&q=rue+haute"]
    alice = connecter(app.test_client(), "alice")
    assert _titres(alice.get(f"/app/points?seance={m2}").text) == set(), "who does not compose it learns nothing"
    assert "Disponibles pour la séance" not in alice.get("/app/points").text
    for drole in ("999999", "-1", "9" * 30, "²"):
        assert navigateur.get(f"/app/points?seance={drole}").status_code == 200, drole


def test_le_compositeur_filtre_les_points_disponibles_et_garde_le_filtre(app, connecter, prets, chantal):
    _, m2 = prets
    navigateur = connecter(app.test_client(), "chantal")
    adresse = f"/app/seances/{m2}"
    assert ">3</span>" in navigateur.get(adresse).text
    filtree = navigateur.get(f"{adresse}?dispo=rue+haut").text
    assert _titres(filtree) == {"Égouttage de la rue Haute", "Trottoirs de la rue Haute"} and "2 sur 3" in filtree
    toute = _sans_espaces(navigateur.get(adresse).text)
    trop_tard = "Décision attendue pour le 1er décembre 2026 : cette séance est trop tardive."
    assert toute.count(trop_tard) == 1 and trop_tard not in _sans_espaces(filtree)
    assert "décision attendue pour le 1er décembre 2026" in _sans_espaces(navigateur.get("/app/points").text)
    offerts = chantal.get(f"/seances/{m2}/points-disponibles").json["elements"]
    dits = {o["titre"]: (o["date_limite"], bool(o["trop_tard"])) for o in offerts}
    assert dits["Achat de sel"] == ("2026-12-01", True) and dits["Trottoirs de la rue Haute"] == (None, False)
    vide = _sans_espaces(navigateur.get(f"{adresse}?dispo=zorro").text)
    assert "Aucun des 3 points disponibles ne contient « zorro »." in vide
    jeton, version = (re.search(rf'name="{n}"[^>]*value="([^"]+)"', filtree)[1] for n in ("csrf_token", "version"))
    envoi = {"csrf_token": jeton, "version": version, "dispo": "rue haut", "tous": "1"}
    fait = navigateur.post(f"{adresse}/inscriptions", data=envoi)
    assert fait.status_code == 303 and "dispo=rue+haut" in fait.headers["Location"]
    assert "Achat de sel" in navigateur.get(adresse).text, "only what was shown went on the agenda"
    assert ">1</span>" in navigateur.get(adresse).text


def test_p16_l_auteur_choisit_la_seance_souhaitee_et_une_autre_est_refusee(app, connecter, prets, creer_seance):
    m1, m2 = prets
    conseil, alice = creer_seance("conseil", "2026-12-14T19:30"), connecter(app.test_client(), "alice")
    neuf = alice.get("/app/points/nouveau").text
    assert all(f'<option value="{seance}">' in neuf for seance in (m1, m2, conseil))
    envoi = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', neuf)[1], "organe": "college"}
    envoi |= {"service": "travaux", "titre": "Abribus de la gare", "nature": "decision", "cases": "1"}
    for autre in (str(conseil), "999999", "9" * 30, "-1"):
        refus = alice.post("/app/points/nouveau", data=envoi | {"seance_souhaitee": autre})
        assert refus.status_code == 422 and "Abribus de la gare" in refus.text, autre
    fait = alice.post("/app/points/nouveau", data=envoi | {"seance_souhaitee": str(m2)})
    editeur = alice.get(fait.headers["Location"] + "/modifier").text
    assert f'<option value="{m2}" selected>' in editeur and f'<option value="{conseil}">' not in editeur


def test_la_recherche_se_restreint_a_une_decision(app, connecter, college_ouvert, chantal):
    seance = college_ouvert(points=2)
    lignes = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"]
    for ligne, issue in zip(lignes, ("accepte", "refuse"), strict=True):
        assert chantal.post(f"/inscriptions/{ligne['id']}/decision", {"issue": issue}).status_code == 200
    navigateur = connecter(app.test_client(), "chantal")
    refuses = navigateur.get("/app/recherche?issue=refuse").text
    assert ">Point 2</a>" in refuses and ">Point 1</a>" not in refuses
    assert '<option value="refuse" selected>Refusé</option>' in refuses
    assert ">Point 2</a>" not in navigateur.get("/app/recherche?issue=inconnue").text
