"""The points calls of the contract, over HTTP."""

from __future__ import annotations

import io

import pikepdf
import pytest

from college.organisation import requetes as organisation
from college.points import requetes, services
from college.transaction import ecriture

POINT = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute"}


@pytest.fixture
def point(api):
    """A draft of alice's, as the API answers it."""
    return api("alice").post("/points", POINT | {"dispositif": "<p>Approuve.</p>"}).get_json()


def _pdf():
    document, flux = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(flux)
    return flux.getvalue()


def _fichier(nom="plan.pdf", octets=None, **champs):
    contenu = _pdf() if octets is None else octets
    return {"data": {"fichier": (io.BytesIO(contenu), nom), **champs}, "content_type": "multipart/form-data"}


def _boutons(point):
    return {action["code"]: action for action in point["actions"]}


def test_proposer_repond_reference_etat_revision_et_actions(api):
    reponse = api("alice").post("/points", POINT)
    assert reponse.status_code == 201
    vu = reponse.get_json()
    assert vu["reference"].endswith("-0001")
    assert vu["etat"] == {"phase": "brouillon", "etape": None, "libelle": "Brouillon", "echeance": None}
    assert vu["revision"]["numero"] == 1 and len(vu["revision"]["empreinte"]) == 64
    assert _boutons(vu)["soumettre"]["possible"] is True
    assert _boutons(vu)["viser"] | {"libelle": ""} == {
        "code": "viser",
        "libelle": "",
        "possible": False,
        "motif": "Ce point est un brouillon\u00a0: Alice Martin ou Bernard Noël peut l’envoyer.",
    }
    assert vu["organe"]["code"] == "college"
    assert reponse.headers["ETag"] and reponse.headers["Location"].endswith(f"/points/{vu['id']}")


def test_p60_champ_inconnu_et_valeurs_fausses_nomment_leur_champ(api):
    faux = api("alice").post("/points", POINT | {"couleur": "bleu", "montant_htva": "x", "titre": ""})
    assert faux.status_code == 422
    champs = {faute["champ"] for faute in faux.get_json()["erreurs"]}
    assert champs == {"couleur", "montant_htva", "titre"}
    inconnus = api("alice").post("/points", POINT | {"organe": "zorro", "categorie": "nulle"})
    assert {f["champ"] for f in inconnus.get_json()["erreurs"]} == {"organe", "categorie"}
    assert api("alice").post("/points", POINT | {"service": "finances"}).status_code == 403
    assert api("gaston").post("/points", POINT).status_code == 403


def test_p60_invisible_et_inconnu_se_ressemblent(api, point):
    invisible = api("hugo").get(f"/points/{point['id']}")
    inconnu = api("hugo").get("/points/999999")
    assert invisible.status_code == inconnu.status_code == 404
    assert invisible.get_json()["detail"] == inconnu.get_json()["detail"]
    assert api("hugo").post(f"/points/{point['id']}/actions", {"action": "viser"}).status_code == 404


def test_la_chaine_par_l_api(api, point):
    chemin = f"/points/{point['id']}/actions"
    assert api("alice").post(chemin, {"action": "soumettre"}).get_json()["etat"]["etape"] == "chef"
    refus = api("alice").post(chemin, {"action": "viser"})
    assert refus.status_code == 403
    assert "Bernard Noël" in refus.get_json()["detail"]
    assert api("alice").post(chemin, {"action": "soumettre"}).status_code == 409
    sans = api("bernard").post(chemin, {"action": "renvoyer"})
    assert (sans.status_code, sans.get_json()["erreurs"][0]["champ"]) == (422, "commentaire")
    assert api("bernard").post(chemin, {"action": "viser"}).get_json()["etat"]["etape"] == "dg"
    vise = api("chantal").post(chemin, {"action": "renvoyer", "commentaire": "À revoir.", "vers": "chef"})
    assert vise.get_json()["etat"]["etape"] == "chef"
    api("bernard").post(chemin, {"action": "viser"})
    assert api("chantal").post(chemin, {"action": "viser"}).get_json()["etat"]["phase"] == "valide"
    histoire = api("alice").get(f"/points/{point['id']}/historique").get_json()
    assert [e["action"] for e in histoire["elements"]] == ["soumettre", "viser", "renvoyer", "viser", "viser"]
    assert histoire["elements"][2]["commentaire"] == "À revoir."


def test_avis_par_l_api(api):
    point = api("alice").post("/points", POINT | {"montant_htva": 31000}).get_json()
    chemin = f"/points/{point['id']}/actions"
    api("alice").post(chemin, {"action": "soumettre"})
    api("bernard").post(chemin, {"action": "viser"})
    assert api("emile").post(chemin, {"action": "rendre_avis"}).status_code == 422
    faux = api("emile").post(chemin, {"action": "rendre_avis", "avis": {"valeur": "bof"}})
    assert faux.status_code == 422
    rendu = (
        api("emile")
        .post(
            chemin,
            {"action": "rendre_avis", "avis": {"valeur": "favorable_avec_remarques", "texte": "Crédit 421/731-60."}},
        )
        .get_json()
    )
    assert rendu["etat"]["etape"] == "dg"
    assert rendu["avis"][0]["valeur"] == "favorable_avec_remarques"
    assert rendu["avis"][0]["texte"] == "<p>Crédit 421/731-60.</p>"
    demande = api("chantal").post(chemin, {"action": "demander_avis", "vers": "finances"})
    assert demande.status_code == 200
    assert api("hugo").get(f"/points/{point['id']}").status_code == 200, "asked for an avis, so sees the point"
    assert api("chantal").post(chemin, {"action": "demander_avis", "vers": "finances"}).status_code == 409
    assert api("chantal").post(chemin, {"action": "demander_avis", "vers": "zorro"}).status_code == 422


def test_patch_demande_la_version_et_montre_la_presente(api, point):
    chemin = f"/points/{point['id']}"
    lu = api("alice").get(chemin)
    assert api("alice").patch(chemin, {"titre": "A"}).status_code == 428
    fait = api("alice").patch(chemin, {"titre": "A", "montant_htva": 12.5}, lu.headers["ETag"])
    assert fait.status_code == 200
    assert fait.get_json()["revision"]["numero"] == 2
    assert fait.headers["ETag"] != lu.headers["ETag"]
    perime = api("alice").patch(chemin, {"titre": "B"}, lu.headers["ETag"])
    assert perime.status_code == 412
    assert perime.get_json()["courant"]["titre"] == "A"
    ancien = api("alice").get(f"{chemin}/revisions/1").get_json()
    assert ancien["titre"] == POINT["titre"]
    for inconnue in (9, 0, 2**31, "9" * 30):
        assert api("alice").get(f"{chemin}/revisions/{inconnue}").status_code == 404, inconnue


def test_les_liens_se_relisent_sous_leur_deux_formes(api, point):
    chemin = f"/points/{point['id']}"
    lu = api("alice").get(chemin)
    renvoye = {"organe": lu.get_json()["organe"], "service": lu.get_json()["service"]["id"]}
    assert api("alice").patch(chemin, renvoye, lu.headers["ETag"]).status_code == 200


def test_textes_nettoyes_et_texte_simple_en_paragraphes(api):
    champs = {"motivation": "Vu la loi ;\nConsidérant que", "dispositif": "<p onclick=x>Ok</p><script>x</script>"}
    vu = api("alice").post("/points", POINT | champs).get_json()
    assert vu["motivation"] == "<p>Vu la loi ;</p><p>Considérant que</p>"
    assert vu["dispositif"] == "<p>Ok</p>"


def test_texte_trop_gros_est_refuse_avec_son_champ(api):
    refus = api("alice").post("/points", POINT | {"motivation": "é" * 150_000})
    assert refus.status_code == 422
    assert refus.get_json()["erreurs"][0]["champ"] == "motivation"


def test_liste_filtree_et_paginee(api):
    for n in ("un", "deux", "trois", "quatre", "cinq"):
        api("alice").post("/points", POINT | {"titre": f"Point {n}"})
    page = api("alice").get("/points?limite=2").get_json()
    assert (len(page["elements"]), page["total"]) == (2, 5)
    suite = api("alice").get(page["suivant"]).get_json()
    assert {e["id"] for e in suite["elements"]}.isdisjoint({e["id"] for e in page["elements"]})
    assert api("alice").get("/points?q=POINT+Trois").get_json()["total"] == 1
    assert api("alice").get("/points?phase=valide").get_json()["total"] == 0
    assert api("alice").get("/points?phase=nulle").status_code == 422
    assert api("alice").get("/points?service=travaux&organe=college").get_json()["total"] == 5
    assert api("hugo").get("/points").get_json()["total"] == 0


def test_dupliquer_repond_le_nouveau_point_lie(api, point):
    reponse = api("alice").post(f"/points/{point['id']}/actions", {"action": "dupliquer"})
    assert reponse.status_code == 201
    copie = reponse.get_json()
    assert copie["id"] != point["id"]
    assert copie["lien"][0]["type"] == "copie_de"
    assert copie["lien"][0]["point"]["id"] == point["id"]


def test_annexes_deposees_listees_telechargees(api, point):
    chemin = f"/points/{point['id']}/annexes"
    reponse = api("alice").post(chemin, **_fichier(type="publiable", confidentielle="0", a_imprimer="1"))
    assert reponse.status_code == 201
    piece = reponse.get_json()
    assert (piece["type"], piece["pages"], piece["a_imprimer"]) == ("publiable", 1, True)
    liste = api("alice").get(chemin).get_json()
    assert [p["id"] for p in liste["elements"]] == [piece["id"]]
    contenu = api("alice").get(f"/annexes/{piece['id']}/contenu")
    assert contenu.data.startswith(b"%PDF")
    assert contenu.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in contenu.headers["Content-Security-Policy"]
    assert api("hugo").get(f"/annexes/{piece['id']}/contenu").status_code == 404
    assert api("alice").delete(f"/annexes/{piece['id']}").status_code in (200, 204)
    assert api("alice").get(chemin).get_json()["total"] == 0


@pytest.mark.parametrize(
    ("envoi", "statut"),
    [
        (_fichier("a.exe", b"MZ"), 415),
        (_fichier("a.pdf", b"pas un pdf"), 415),
        (_fichier("a.pdf", b""), 422),
        (_fichier(type="inconnu"), 422),
        ({"data": {"type": "interne"}, "content_type": "multipart/form-data"}, 422),
    ],
)
def test_annexes_refusees(api, point, envoi, statut):
    reponse = api("alice").post(f"/points/{point['id']}/annexes", **envoi)
    assert reponse.status_code == statut, reponse.get_json()
    assert reponse.get_json()["detail"]


def test_p51_annexe_confidentielle_sans_trace_pour_les_exclus(api, point):
    secrete = api("alice").post(f"/points/{point['id']}/annexes", **_fichier("secret.pdf", confidentielle="true"))
    numero = secrete.get_json()["id"]
    for qui in ("alice", "bernard", "chantal"):
        api(qui).post(f"/points/{point['id']}/actions", {"action": "soumettre" if qui == "alice" else "viser"})
    _inscrire(api, point["id"])
    assert api("bernard").get(f"/annexes/{numero}/contenu").status_code == 200
    vu = api("hugo").get(f"/points/{point['id']}/annexes")
    assert vu.status_code == 200
    assert vu.get_json()["elements"] == []
    assert b"secret" not in vu.data
    assert api("hugo").get(f"/annexes/{numero}/contenu").status_code == 404


def _inscrire(api, point):
    with ecriture():
        acteur = organisation.acteur_de(organisation.agent_par_identifiant("chantal"))
        services.changer_phase(acteur, requetes.point(acteur, point), "inscrit")


def test_idempotence_de_la_proposition(api):
    entetes = {"Idempotency-Key": "k1"}
    premier = api("alice").post("/points", POINT, headers=entetes).get_json()
    second = api("alice").post("/points", POINT, headers=entetes).get_json()
    assert premier["id"] == second["id"]


def test_un_titre_reel_de_six_cents_signes_passe_et_la_limite_est_dite(api):
    """A published agenda has a title of 596 characters."""
    assert api("alice").post("/points", POINT | {"titre": "Mot " * 149}).status_code == 201
    trop_long = api("alice").post("/points", POINT | {"titre": "x" * 1001})
    assert trop_long.status_code == 422
    assert trop_long.get_json()["erreurs"] == [{"champ": "titre", "message": "Écrivez au plus 1000 caractères."}]
