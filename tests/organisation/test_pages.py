"""What every page carries: headers, frame, refusals, few queries, assets with or without Node."""

import json
import re

import pytest
from sqlalchemy import event

from college import actifs, pages_erreur, transaction
from college.erreurs import Interdit, Invalide, Perime, Refus, TropDeRequetes
from college.web import PUBLIC


def test_les_entetes_sont_stricts_partout(client, monde):
    for chemin in ("/connexion", "/accessibilite", "/nulle-part", "/api/v1/moi", "/static/icones.json"):
        reponse = client.get(chemin)
        entetes = reponse.headers
        reponse.close()
        assert "default-src 'none'" in entetes["Content-Security-Policy"], chemin
        assert "unsafe" not in entetes["Content-Security-Policy"]
        assert entetes["X-Content-Type-Options"] == "nosniff"


def test_une_page_lue_par_une_personne_n_est_gardee_nulle_part(client, monde, connecter):
    connecter(client, "alice")
    assert client.get("/app/compte").headers["Cache-Control"] == "no-store"


def test_le_visiteur_ne_recoit_aucun_cookie(client, monde):
    assert "Set-Cookie" not in client.get("/accessibilite").headers


def test_le_cadre_et_la_personne_tiennent_en_une_requete(client, monde, connecter):
    connecter(client, "chantal")
    client.get("/accessibilite")
    requetes: list[str] = []
    moteur = transaction.moteur()
    ecouter = lambda *arguments: requetes.append(arguments[2])  # noqa: E731
    event.listen(moteur, "before_cursor_execute", ecouter)
    page = client.get("/accessibilite").text
    event.remove(moteur, "before_cursor_execute", ecouter)
    lectures = [r for r in requetes if r.startswith("SELECT")]
    assert len(lectures) == 1, lectures
    assert "Commune d’Exemple" in page


@pytest.mark.parametrize(
    ("erreur", "statut", "attendu"),
    [
        (Interdit("Seule Chantal Petit peut signer."), 403, "Seule Chantal Petit peut signer."),
        (Refus("Deux points ne sont pas décidés.", article="CDLD, art. L1122-30"), 409, "CDLD, art. L1122-30"),
        (Perime("Bernard Noël a modifié ce point."), 412, "réunissez les deux versions"),
        (Invalide("Écrivez l’objet.", "titre"), 422, "Écrivez l’objet."),
        (TropDeRequetes("Patientez.", 30), 429, "Attendez un peu"),
    ],
)
def test_un_refus_dit_qui_pourquoi_et_que_faire(app, monde, erreur, statut, attendu):
    with app.test_request_context("/app/points/1", method="POST"):
        reponse = pages_erreur.de_erreur(erreur)
        assert reponse.status_code == statut
        assert attendu in reponse.get_data(as_text=True)
    with app.test_request_context("/app/points/1", method="POST", headers={"HX-Request": "true"}):
        fragment = pages_erreur.de_erreur(erreur).get_data(as_text=True)
        assert 'id="annonces"' in fragment
        assert "<html" not in fragment


@pytest.mark.parametrize("statut", [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503])
def test_chaque_statut_a_son_titre_sa_phrase_et_son_conseil(app, monde, statut):
    with app.test_request_context("/x"):
        page = pages_erreur.page(statut, "Phrase donnée.").get_data(as_text=True)
    assert f"<h1>{pages_erreur.TITRES[statut]}</h1>" in page
    assert pages_erreur.CONSEILS[statut] in page


def test_une_panne_ne_montre_pas_sa_trace(creer_application, base, monde):
    app = creer_application(database_url=base, env="developpement")

    def tomber():
        raise RuntimeError("mot-secret")

    tomber.droit = PUBLIC
    app.add_url_rule("/tombe", view_func=tomber)
    reponse = app.test_client().get("/tombe")
    assert reponse.status_code == 500
    assert "mot-secret" not in reponse.text
    assert "Rien de ce qui était enregistré n’est perdu" in reponse.text


def test_inconnu_en_html_et_en_api(client, monde):
    page = client.get("/app/nulle-part-ailleurs")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert client.get("/api/v1/nulle-part").mimetype == "application/problem+json"


def test_la_teinte_de_la_commune_est_une_feuille_sans_injection(client, monde):
    assert "--commune: #ab12ef" in client.get("/teinte/ab12ef.css").text
    for piege in ("ab12eg", "ab12ef;}", "ABCDEF", "..%2f"):
        assert client.get(f"/teinte/{piege}.css").status_code == 404


def test_sans_node_les_sources_servent_et_les_icones_se_taisent(tmp_path, monkeypatch):
    for sorte in ("css", "js"):
        (tmp_path / sorte).mkdir()
    for source in (*actifs.SOURCES["css"], *actifs.SOURCES["js"], *actifs.SOURCES["sombre"]):
        (tmp_path / source).write_text("")
    assert [chemin for chemin, _ in actifs.fichiers("css", tmp_path)] == list(actifs.SOURCES["css"])
    assert actifs.fichiers("htmx", tmp_path) == []
    (tmp_path / "icones.json").write_text(json.dumps({"haut": "arrow-up", "coche": "check"}))
    monkeypatch.setattr(actifs, "RACINE", tmp_path)
    actifs.svg_icone.cache_clear()
    assert "↑" in actifs.svg_icone("haut")
    with pytest.raises(KeyError):
        actifs.svg_icone("licorne")
    actifs.svg_icone.cache_clear()


def test_un_actif_bati_porte_son_empreinte_et_se_garde_un_an(tmp_path):
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/manifeste.json").write_text(json.dumps({"college.css": "college-ABCD1234.css"}))
    assert actifs.fichiers("css", tmp_path) == [("dist/college-ABCD1234.css", "")]


def test_les_pages_ne_portent_ni_style_ni_script_en_ligne(client, monde, connecter):
    connecter(client, "gaston")
    for chemin in ("/connexion", "/app/compte", "/app/administration/", "/app/administration/chaines/1"):
        page = client.get(chemin).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), chemin


def test_une_panne_du_cadre_lui_meme_se_dit_encore(creer_application, base, monde, monkeypatch):
    app = creer_application(database_url=base, env="developpement")
    monkeypatch.setitem(app.jinja_env.globals, "actif", None)
    reponse = app.test_client().get("/accessibilite")
    assert reponse.status_code == 500
    assert "<main>" in reponse.text
    assert "Rien de ce qui était enregistré n’est perdu" in reponse.text
