"""Templates of points: blanks filled on screen or by the API, by service, and those that come back at each séance."""

from __future__ import annotations

import re

import pytest

from college.erreurs import Invalide
from college.points.modeles import regles
from college.points.modeles.modele import ModelePoint
from college.points.modeles.regles import Variable
from college.transaction import lecture, unite

MODELE = {
    "code": "occupation",
    "libelle": "Occupation du domaine public",
    "organe": "college",
    "service": "travaux",
    "contenu": {
        "titre": "{{ demandeur }} – Occupation de la {{ rue }}",
        "categorie": "voirie",
        "motivation": "<p>Vu la demande du {{ jour }} ;</p>",
        "dispositif": "<p>D’autoriser {{ demandeur }}, pour {{ redevance }}.</p>",
        "destinataires": ["Zone de police", "Le demandeur"],
    },
    "variables": [
        {"code": "demandeur", "libelle": "Demandeur", "champ": "demandeur"},
        {"code": "rue", "libelle": "Rue", "type": "choix", "choix": ["rue Haute", "rue Basse"]},
        {"code": "jour", "libelle": "Date de la demande", "type": "date"},
        {"code": "redevance", "libelle": "Redevance", "type": "montant", "champ": "montant_htva"},
    ],
}
SAISIES = {"demandeur": "Les Amis <du> quai", "rue": "rue Haute", "jour": "2026-03-01", "redevance": "1.250,50"}
BLANC = Variable("rue", "Rue")


def _en_variables():
    return regles.lire(MODELE["variables"])


def test_les_blancs_se_remplissent_dates_et_montants_en_toutes_lettres():
    point = regles.remplir(MODELE["contenu"], _en_variables(), SAISIES, {})
    assert point["titre"] == "Les Amis <du> quai – Occupation de la rue Haute"
    assert point["motivation"].replace("\u00a0", " ") == "<p>Vu la demande du 1er mars 2026 ;</p>"
    assert "Les Amis &lt;du&gt; quai, pour 1" in point["dispositif"], "what is typed is never markup"
    assert (point["demandeur"], point["montant_htva"]) == ("Les Amis <du> quai", "1250.50")


@pytest.mark.parametrize(
    ("champ", "valeur", "dit"),
    [
        ("rue", "rue du Monde", "parmi : rue Haute, rue Basse"),
        ("jour", "hier", "comme 2026-12-31"),
        ("redevance", "beaucoup", "en chiffres"),
        ("redevance", "NaN", "en chiffres"),
        ("demandeur", "  ", "Remplissez « Demandeur »"),
        ("zorro", "x", "n’est pas dans le modèle"),
    ],
)
def test_chaque_blanc_mal_rempli_a_sa_phrase(champ, valeur, dit):
    with pytest.raises(Invalide) as refus:
        regles.remplir(MODELE["contenu"], _en_variables(), SAISIES | {champ: valeur}, {})
    faute = refus.value.fautes[0]
    assert faute.champ == champ
    assert dit in faute.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("contenu", "variables", "recurrent", "dit"),
    [
        ({"titre": "{{ rue }}"}, [], False, "« rue » n’est pas décrit"),
        ({"titre": "{{ rue }}"}, [BLANC, BLANC], False, "même nom"),
        ({"titre": "{{ rue }}"}, [BLANC._replace(type="image")], False, "n’est pas un type"),
        ({"titre": "{{ rue }}"}, [BLANC._replace(champ="organe")], False, "ne se remplit pas"),
        ({"titre": "{{ rue }}"}, [BLANC], True, "valeur par défaut"),
    ],
)
def test_un_modele_mal_ecrit_est_refuse(contenu, variables, recurrent, dit):
    with pytest.raises(Invalide) as refus:
        regles.verifier(contenu, variables, recurrent)
    assert dit in refus.value.fautes[0].message.replace("\u00a0", " ")


def test_un_agent_prend_un_modele_de_son_service_par_l_api(api):
    assert api("alice").post("/modeles-points", MODELE).status_code == 403
    ailleurs = MODELE | {"contenu": MODELE["contenu"] | {"services_associes": ["lune"]}}
    refus = api("bernard").post("/modeles-points", ailleurs)
    assert (refus.status_code, refus.json["erreurs"][0]["champ"]) == (422, "services_associes")
    assert api("bernard").post("/modeles-points", MODELE).status_code == 201, "the head of the service writes it"
    assert [m["code"] for m in api("alice").get("/modeles-points").json["elements"]] == ["occupation"]
    assert api("hugo").get("/modeles-points").json["total"] == 0
    faux = api("alice").post("/modeles-points/occupation/points", {"variables": {"rue": "rue Haute"}})
    assert {faute["champ"] for faute in faux.json["erreurs"]} == {"demandeur", "jour", "redevance"}
    fait = api("alice").post("/modeles-points/occupation/points", {"variables": SAISIES})
    assert fait.status_code == 201, fait.json
    point = fait.json
    assert point["titre"].startswith("Les Amis") and point["demandeur"] == SAISIES["demandeur"]
    assert (point["categorie"]["code"], point["destinataires"]) == ("voirie", ["Zone de police", "Le demandeur"])
    assert point["etat"]["phase"] == "brouillon"
    with lecture():
        modele = unite().query(ModelePoint).one()
        assert modele.code == "occupation"


def _coche(page, nom):
    return " checked" in re.search(rf'<input[^>]*name="{nom}"[^>]*>', page)[0]


def test_ecrire_un_modele_puis_le_prendre_a_l_ecran(app, connecter):
    chantal = connecter(app.test_client(), "chantal")

    def poster(qui, adresse, **champs):
        jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', qui.get(adresse).text)[1]
        return qui.post(adresse, data={"csrf_token": jeton, **champs})

    neuf = {
        "code": "remplacement", "libelle": "Remplacement", "organe": "college", "service": "travaux",
        "nature": "decision", "titre": "Remplacement de {{ qui }}", "motivation": "Vu l’absence de {{ qui }} ;",
        "mots_cles": "personnel ; accueil", "actif": "1", "copies": "1", "services_associes-finances": "1",
        "var-code": "", "var-libelle": "", "var-type": "texte", "var-defaut": "", "var-choix": "", "var-champ": "",
    }  # fmt: skip
    refus = poster(chantal, "/app/points/modeles/nouveau", **neuf)
    assert refus.status_code == 422
    assert "« qui » n’est pas décrit" in refus.text.replace("\u00a0", " ")
    assert "Remplacement de {{ qui }}" in refus.text, "nothing typed is lost"
    assert 'value="personnel ; accueil"' in refus.text and _coche(refus.text, "services_associes-finances")
    ecrit = poster(
        chantal,
        "/app/points/modeles/nouveau",
        **neuf | {"var-code": "qui", "var-libelle": "Qui", "var-obligatoire": "0"},
    )
    assert ecrit.status_code == 303, ecrit.text
    alice = connecter(app.test_client(), "alice")
    assert "Remplacement" in alice.get("/app/points/modeles").text
    vide = poster(alice, "/app/points/modeles/remplacement/prendre", **{"v-qui": ""})
    assert (vide.status_code, "Remplissez" in vide.text) == (422, True)
    pris = poster(alice, "/app/points/modeles/remplacement/prendre", **{"v-qui": "l’ouvrier"})
    assert pris.status_code == 303, pris.text
    assert "Remplacement de l’ouvrier" in alice.get(pris.location).text
    assert 'value="personnel ; accueil"' in alice.get(pris.location).text
    encore = chantal.get("/app/points/modeles/remplacement").text
    assert 'value="personnel ; accueil"' in encore and _coche(encore, "services_associes-finances")
    assert _coche(alice.get(pris.location).text, "services_associes-finances"), "the point is born with its copies"
    assert alice.get("/app/points/modeles/nouveau").status_code == 403


def test_les_points_recurrents_sont_a_l_ordre_du_jour_des_la_creation(api, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    recurrent = {
        "code": "courrier", "libelle": "Courrier", "organe": "college", "service": "travaux", "recurrent": True,
        "contenu": {"titre": "Courrier de la semaine du {{ date_seance }}", "nature": "communication"},
    }  # fmt: skip
    assert api("chantal").post("/modeles-points", recurrent).status_code == 201
    seance = api("chantal").post("/seances", {"organe": "college", "debut": "2026-11-27T14:00"}).json["id"]
    lignes = api("chantal").get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
    assert [ligne["titre"].replace("\u00a0", " ") for ligne in lignes] == ["Courrier de la semaine du 27 novembre 2026"]
    conseil = api("chantal").post("/seances", {"organe": "conseil", "debut": "2026-12-14T19:30"}).json["id"]
    assert api("chantal").get(f"/seances/{conseil}/ordre-du-jour").json["inscriptions"] == []


@pytest.mark.parametrize(
    ("garder", "reste", "perdu"),
    [
        (["textes"], {"dispositif": "<p>Ok</p>"}, {"demandeur": "", "categorie": None, "montant_htva": None}),
        (["personnes", "classement"], {"demandeur": "Mme Roland"}, {"dispositif": "", "montant_htva": None}),
        ([], {"titre": "Point"}, {"dispositif": "", "demandeur": "", "categorie": None}),
    ],
)
def test_p58_on_choisit_ce_que_la_copie_reprend(api, garder, reste, perdu):
    corps = {
        "organe": "college", "service": "travaux", "titre": "Point", "dispositif": "<p>Ok</p>", "categorie": "voirie",
        "demandeur": "Mme Roland", "montant_htva": 100,
    }  # fmt: skip
    point = api("alice").post("/points", corps).json["id"]
    copie = api("alice").post(f"/points/{point}/actions", {"action": "dupliquer", "garder": garder}).json
    assert {champ: copie[champ] for champ in reste} == reste
    assert {champ: copie[champ] for champ in perdu} == perdu


def test_a_code_taken_by_somebody_else_is_not_taken_over(api):
    """The head of the works may write templates; not the secretary's, and none that enters validated."""
    du_secretariat = {k: v for k, v in MODELE.items() if k != "service"}
    assert api("chantal").post("/modeles-points", du_secretariat).status_code == 201
    pris = api("bernard").post("/modeles-points", MODELE | {"libelle": "Pris"})
    assert pris.status_code == 403
    recurrent = MODELE | {"code": "mien", "recurrent": True, "variables": [], "contenu": {"titre": "Chaque fois"}}
    assert api("bernard").post("/modeles-points", recurrent).status_code == 403
    assert api("bernard").post("/modeles-points", recurrent | {"recurrent": False}).status_code == 201
    with lecture():
        lus = {m.code: (m.libelle, m.service_id is None) for m in unite().query(ModelePoint)}
    assert lus["occupation"] == (MODELE["libelle"], True)
    assert "mien" in lus


def test_l_ecran_d_un_modele_ne_montre_pas_de_balises_et_garde_ce_qu_il_ne_montre_pas(app, api, connecter):
    riche = {"motivation": "<p>Vu <b>la loi</b> ;</p>", "huis_clos": True, "suite": {"organe": "conseil"}}
    corps = MODELE | {"contenu": MODELE["contenu"] | riche}
    assert api("chantal").post("/modeles-points", corps).status_code == 201
    chantal = connecter(app.test_client(), "chantal")
    ici = "/app/points/modeles/occupation"
    page = chantal.get(ici).text
    editeurs = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*data-riche="(\w+)"', page)
    assert dict(editeurs) == dict.fromkeys(("rapport", "motivation", "dispositif"), "complet") | {
        "note_synthese": "simple"
    }
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    blancs = {f"var-{nom}": "" for nom in ("code", "libelle", "defaut", "choix", "champ")} | {"var-type": "texte"}
    champs = {"libelle": "Occupation", "organe": "college", "nature": "decision", "titre": "Occupation", "actif": "1"}
    fait = chantal.post(ici, data=champs | blancs | {"csrf_token": jeton, "motivation": "<p>Revu <i>cela</i> ;</p>"})
    assert fait.status_code == 303, fait.text
    with lecture():
        garde = unite().query(ModelePoint).one().contenu
    assert (garde["motivation"], garde["huis_clos"], garde["suite"]["organe"]) == (
        "<p>Revu <em>cela</em> ;</p>", True, "conseil",
    )  # fmt: skip
    assert "dispositif" not in garde, "what was emptied is empty"
