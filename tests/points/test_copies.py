"""Services and groups in copy of a point, and whether an amount is spent or received."""

from __future__ import annotations

import re

from sqlalchemy import select

from college import journal
from college.points.envois import regles as envois
from college.points.lecture import lire
from college.points.modele import ChaineVersion
from college.points.transmission import GARDER
from college.transaction import ecriture, lecture, unite

CORPS = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute"}


def _brouillon(api, **champs):
    cree = api("alice").post("/points", CORPS | champs)
    assert cree.status_code == 201, cree.json
    return cree.json["id"], cree.headers["ETag"]


def test_qui_est_en_copie_lit_le_point_des_le_brouillon_et_rien_de_plus(api):
    alice, hugo, emile = api("alice"), api("hugo"), api("emile")
    numero, etag = _brouillon(api, services_associes=["finances", "travaux"])
    lu = alice.get(f"/points/{numero}").json
    assert [s["code"] for s in lu["services_associes"]] == ["finances"], "its own service is never in copy"
    assert hugo.get(f"/points/{numero}").status_code == 200
    assert [p["id"] for p in hugo.get("/points?q=refection").json["elements"]] == [numero]
    assert emile.get(f"/points/{numero}").status_code == 404
    assert hugo.patch(f"/points/{numero}", {"titre": "À moi"}, etag).status_code == 403
    assert hugo.post(f"/points/{numero}/notes", {"genre": "service", "texte": "x"}).status_code == 403
    soumis = hugo.post(f"/points/{numero}/actions", {"action": "soumettre"})
    assert soumis.status_code == 403
    change = alice.patch(
        f"/points/{numero}", {"services_associes": [], "groupes_en_copie": ["directeur_financier"]}, etag
    )
    assert (change.json["services_associes"], change.json["revision"]["numero"]) == ([], 1), "they are no text"
    assert [g["libelle"] for g in change.json["groupes_en_copie"]] == ["Directeur financier"]
    assert hugo.get(f"/points/{numero}").status_code == 404, "taken out of copy, at once"
    assert hugo.get("/points?q=refection").json["elements"] == []
    assert emile.get(f"/points/{numero}").status_code == 200
    with lecture():
        dit = [e.details for e in unite().query(journal.EntreeJournal) if e.evenement == "point.modifie"]
    assert '"groupes_en_copie":["directeur_financier"]' in dit[-1].replace(" ", "")


def test_une_copie_inconnue_inactive_ou_de_secret_social_est_refusee_avec_sa_phrase(api, monde):
    alice = api("alice")
    inconnu = alice.post("/points", CORPS | {"services_associes": ["finances", "lune"]})
    assert inconnu.status_code == 422 and inconnu.json["erreurs"][0]["champ"] == "services_associes"
    numero, etag = _brouillon(api, services_associes=["finances"])
    with ecriture():
        finances = monde.service("finances")
        finances.actif = False
        unite().merge(finances)
    garde = alice.patch(f"/points/{numero}", {"services_associes": ["finances"], "titre": "Rue Basse"}, etag)
    assert garde.status_code == 200, "the one that it has already stays (P54)"
    neuf = alice.post("/points", CORPS | {"services_associes": ["finances"]})
    assert neuf.status_code == 422 and "n’est plus actif" in neuf.json["erreurs"][0]["message"]
    copie = alice.post(f"/points/{numero}/actions", {"action": "dupliquer"})
    assert copie.status_code == 201 and copie.json["services_associes"] == []
    with ecriture():
        college = monde.organe("college")
        college.reglages = {**college.reglages, "secret_social": True}
        unite().merge(college)
    assert api("hugo").get(f"/points/{numero}").status_code == 404, "social secrecy is shared with no other service"
    refus = alice.patch(f"/points/{numero}", {"titre": "Rue Haute"}, garde.headers["ETag"])
    assert refus.status_code == 422 and "secret social" in refus.json["erreurs"][0]["message"]
    assert alice.patch(f"/points/{numero}", {"services_associes": []}, garde.headers["ETag"]).status_code == 200


def test_a_l_ecran_on_coche_qui_est_en_copie_et_si_c_est_une_recette(app, api, connecter):
    alice = connecter(app.test_client(), "alice")
    page = alice.get("/app/points/nouveau").text
    assert 'name="services_associes-finances"' in page and 'name="groupes_en_copie-directeur_financier"' in page
    jeton = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]}
    champs = CORPS | jeton | {"nature": "decision", "cases": "1", "copies": "1"}
    coche = {"services_associes-finances": "1", "sens_financier": "recette"}
    faux = alice.post("/app/points/nouveau", data=champs | coche | {"montant_htva": "douze"})
    assert faux.status_code == 422
    assert re.search(r'name="services_associes-finances"[^>]* checked', faux.text), "nothing ticked is lost"
    cree = alice.post("/app/points/nouveau", data=champs | coche)
    numero = re.search(r"/points/(\d+)", cree.headers["Location"])[1]
    vue = alice.get(f"/app/points/{numero}").text
    assert "Services associés</dt><dd>Finances</dd>" in vue and "Recette ou dépense</dt><dd>Recette</dd>" in vue
    editeur = alice.get(f"/app/points/{numero}/modifier").text
    cache = {nom: re.search(rf'name="{nom}" value="([^"]*)"', editeur)[1] for nom in ("version", "marques")}
    etag = api("bernard").get(f"/points/{numero}").headers["ETag"]
    sien = {"services_associes": [], "groupes_en_copie": ["direction_generale"]}
    assert api("bernard").patch(f"/points/{numero}", sien, etag).status_code == 200
    mien = champs | cache | {"services_associes-finances": "1", "groupes_en_copie-directeur_financier": "1"}
    dispute = alice.post(f"/app/points/{numero}/modifier", data=mien)
    lu = dispute.text.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert dispute.status_code == 412 and "Celui déjà enregistré : Direction générale" in lu
    assert "Services associés" in lu.split("Repris tels")[1].split("</p>")[0], "only the other one took it out"
    caches = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', dispute.text))
    garde = alice.post(f"/app/points/{numero}/modifier", data=caches | {"groupes_en_copie": "directeur_financier"})
    assert garde.status_code == 303, garde.text
    final = alice.get(f"/app/points/{numero}").text
    assert "Groupes en copie</dt><dd>Directeur financier</dd>" in final and "Services associés</dt>" not in final


def test_le_sens_du_montant_decide_d_une_etape(api):
    with ecriture():
        version = unite().scalar(select(ChaineVersion))
        df = {"code": "df", "libelle": "Avis", "type": "avis", "groupe": "directeur_financier"}
        si = {"champ": "sens_financier", "operateur": "=", "valeur": "recette"}
        version.definition = {"code": "college", "etapes": [df | {"si": si}]}
    depense, _ = _brouillon(api, sens_financier="depense")
    recette, _ = _brouillon(api, sens_financier="recette")
    for numero, phase in ((depense, "valide"), (recette, "en_validation")):
        fait = api("alice").post(f"/points/{numero}/actions", {"action": "soumettre"})
        assert fait.json["etat"]["phase"] == phase, fait.json
    with lecture():
        definition = unite().scalar(select(ChaineVersion)).definition
    assert lire(definition).etapes[0].si[0].phrase == "le montant est une recette"
    assert api("alice").post("/points", CORPS | {"sens_financier": "don"}).status_code == 422


def test_rien_de_tout_cela_ne_part_vers_une_autre_institution():
    source = {"titre": "Rue", "services_associes": ["finances"], "groupes_en_copie": ["direction_generale"]}
    ailleurs = envois.Reception(False, {}, (), ())
    assert envois.contenu(source, envois.Suite("voisine/college"), ailleurs) == {"titre": "Rue"}
    assert {"services_associes", "groupes_en_copie"} <= set(GARDER["personnes"]) and "sens_financier" in GARDER[
        "montants"
    ]
