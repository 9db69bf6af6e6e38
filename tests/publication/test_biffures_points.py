"""Marks on a point: settled before the séance, inherited by the act, hidden from the observers of the organe."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from college import repartiteur
from college.organisation.modele import Mandataire, Organe
from college.points import masques
from college.points.modele import Point
from college.seances import dossier_complet
from college.seances import requetes as seances
from college.seances.modele import Inscription
from college.transaction import ecriture, lecture, unite
from tests.publication.conftest import _faire_sur

SEPULTURE = "Concession de sépulture"


@pytest.fixture
def masquer_pour(monde):
    """`masquer_pour("conseil", "autres_services")`: the organe's key `lecture_masquee`."""

    def faire(organe, *titres):
        with ecriture():
            ligne = unite().get_one(Organe, monde.organe(organe).id)
            ligne.reglages = ligne.reglages | {"lecture_masquee": list(titres)}

    return faire


def _point(seance, rang=1):
    return seance["lignes"][rang]["point"]


def test_p53_the_marks_of_a_point_are_settled_by_its_action(api, secretaire, conseil_convoque):
    point = _point(conseil_convoque())
    vues = {m["extrait"]: m for m in secretaire.get(f"/points/{point}/biffures").json["elements"]}
    assert vues["Octave Tournesol"]["etat"] == "proposee"
    chemin, trancher = f"/points/{point}/actions", {"action": "valider_biffures"}
    assert api("alice").post(chemin, trancher).status_code == 403
    niss = secretaire.post(chemin, trancher | {"ecarter": ["80.03.03-001.58"]})
    assert (niss.status_code, niss.json["motif"]) == (409, "niss")
    inconnue = secretaire.post(chemin, trancher | {"ecarter": ["Zorro"]})
    assert (inconnue.status_code, inconnue.json["erreurs"][0]["champ"]) == (422, "ecarter")
    faite = secretaire.post(chemin, trancher | {"ecarter": ["Octave Tournesol"]})
    assert (faite.status_code, faite.json["id"]) == (200, point)
    etats = {m["extrait"]: m["etat"] for m in secretaire.get(f"/points/{point}/biffures").json["elements"]}
    assert etats["Octave Tournesol"] == "ecartee"
    assert etats["80.03.03-001.58"] == "validee"


def test_p53_the_act_inherits_what_was_settled_on_its_point(client, secretaire, conseil_arrete, signer):
    seance = conseil_arrete()
    acte = seance["actes"][SEPULTURE]
    trancher = {"action": "valider_biffures", "ecarter": ["Octave Tournesol"]}
    assert secretaire.post(f"/points/{_point(seance)}/actions", trancher).status_code == 200
    signer(acte)
    fait = secretaire.post(f"/actes/{acte}/actions", {"action": "publier", "masquer_en_attente": True})
    assert fait.status_code == 200, fait.json
    repartiteur.vider()
    page = client.get(fait.json["publication"]["url"]).get_data(as_text=True)
    assert "80.03.03" not in page
    assert "Octave Tournesol" in page


def test_p53_marked_text_is_replaced_for_observers_and_kept_for_editors(
    app, api, secretaire, conseil_convoque, masquer_pour, connecter
):
    seance = conseil_convoque()
    point = _point(seance)
    assert "Tournesol" in api("hugo").get(f"/points/{point}").json["motivation"], "no observer is named yet"
    masquer_pour("conseil", "autres_services")
    secretaire.post(f"/points/{point}/actions", {"action": "valider_biffures"})
    lu = api("hugo").get(f"/points/{point}").json
    assert "Tournesol" not in lu["motivation"] + lu["dispositif"]
    assert "donnée masquée" in lu["motivation"]
    ancien = api("hugo").get(f"/points/{point}/revisions/1").json
    assert "Tournesol" not in ancien["motivation"]
    page = connecter(app.test_client(), "hugo").get(f"/app/points/{point}").get_data(as_text=True)
    assert "donnée masquée" in page and "Tournesol" not in page
    copie = api("hugo").post(f"/points/{point}/actions", {"action": "dupliquer"}).json
    assert "Tournesol" not in str(copie) and "donnée masquée" in copie["motivation"]
    for editeur in ("alice", "bernard", "chantal"):
        assert "Octave Tournesol" in api(editeur).get(f"/points/{point}").json["motivation"], editeur


def test_p53_a_member_is_masked_only_where_the_organe_says_so(api, secretaire, conseil_convoque, masquer_pour):
    seance = conseil_convoque()
    point = _point(seance)
    masquer_pour("conseil", "membre")
    lu = api("denis").get(f"/points/{point}").json
    assert "Tournesol" in lu["motivation"], "nothing is marked yet"
    _faire_sur(secretaire, seance["id"], "publier_projets")
    lu = api("denis").get(f"/points/{point}").json
    assert "Tournesol" not in lu["motivation"] + lu["dispositif"]


def _lieux(client):
    """Every place where another service may read or find the titles of a point."""
    return {
        "liste": client.get("/app/points").text,
        "recherche": client.get("/app/recherche?q=travaux&service=travaux").text,
        "palette": client.get("/app/aller?q=concession", headers={"HX-Request": "true"}).text,
        "api": str(client.get("/api/v1/points").json),
    }


def test_p53_a_marked_title_is_masked_in_lists_and_its_words_find_nothing(
    app, api, secretaire, conseil_convoque, masquer_pour, connecter
):
    point = _point(conseil_convoque())
    with ecriture():
        unite().get_one(Point, point).titre = "Concession de sépulture Octave Tournesol"
    hugo = connecter(app.test_client(), "hugo")
    cherche = "/app/recherche?q=octave+tournesol"
    assert "Tournesol" in hugo.get("/app/points").text and f"/app/points/{point}" in hugo.get(cherche).text
    secretaire.post(f"/points/{point}/actions", {"action": "valider_biffures"})
    masquer_pour("conseil", "autres_services")
    for lieu, page in _lieux(hugo).items():
        assert "Tournesol" not in page, lieu
    assert "Concession de sépulture" in hugo.get("/app/points").text, "the rest of the title stays"
    assert f'/app/points/{point}"' not in hugo.get(cherche).text
    with lecture():
        reference = unite().get_one(Point, point).reference
    for mots in ("concession+sepulture", "accorder", reference):  # what is not hidden still finds it
        page = hugo.get(f"/app/points?q={mots}").text
        assert f'/app/points/{point}"' in page and "Tournesol" not in page, mots
    for mots in ("accorder", "concession+sepulture"):  # and the passage that is shown is cut from what is read
        trouve = hugo.get(f"/app/recherche?q={mots}").text
        assert "<mark>" in trouve and "Tournesol" not in trouve and "80.03.03" not in trouve, mots
    for mots in ("concession+octave", "475", "800303"):  # nor does a word beside it, a beginning or a count tell
        page = hugo.get(f"/app/points?q={mots}").text
        assert f'/app/points/{point}"' not in page and "Aucun point ne répond" in page, mots
    assert f"/app/points/{point}" in hugo.get("/app/aller?q=sepulture", headers={"HX-Request": "true"}).text
    assert api("hugo").get("/points?q=tournesol").json["elements"] == []
    assert "Tournesol" not in str(api("hugo").get("/points").json)
    mien = api("hugo").post("/points", {"organe": "college", "service": "finances", "titre": "Suite"}).json["id"]
    lie = api("hugo").post(f"/points/{mien}/liens", {"point": point, "type": "fait_suite_a"})
    assert lie.status_code == 201 and "sépulture" in lie.json["point"]["titre"]
    assert "Tournesol" not in str(lie.json) + str(api("hugo").get(f"/points/{mien}/liens").json)
    reprise = hugo.get(f"/app/points/{point}/precedents").text
    assert "Tournesol" not in reprise
    alice = connecter(app.test_client(), "alice")
    assert f"/app/points/{point}" in alice.get(cherche).text and "Tournesol" in alice.get("/app/points").text


def _texte(client, document):
    """The words of a document that was asked for, PDF or DOCX."""
    repartiteur.vider()
    octets = client.get(f"/documents/{document.json['id']}/contenu").data
    if octets.startswith(b"%PDF"):
        return " ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(octets))
    return zipfile.ZipFile(io.BytesIO(octets)).read("word/document.xml").decode()


def test_p53_acts_are_given_whole_or_not_at_all_and_documents_without_the_hidden_passages(
    app, api, monde, secretaire, conseil_arrete, masquer_pour, connecter
):
    seance = conseil_arrete(projets=False)
    acte, pv = seance["actes"][SEPULTURE], next(n for t, n in seance["actes"].items() if t.startswith("Procès"))
    ligne, point = seance["lignes"][1]["id"], _point(seance)
    with ecriture():
        unite().get_one(Inscription, ligne).titre = "Concession de sépulture Octave Tournesol"
        unite().query(Mandataire).filter_by(identifiant="paul").one().agent_id = monde.agent("gaston").id
    secretaire.post(f"/points/{point}/actions", {"action": "valider_biffures"})
    paul, hugo = api("gaston"), api("hugo")
    assert [c.get(f"/actes/{acte}/contenu").status_code for c in (paul, hugo)] == [200, 200], "nobody is named yet"
    masquer_pour("conseil", "membre", "autres_services")
    for qui in (paul, hugo):
        assert [qui.get(f"/actes/{n}/contenu").status_code for n in (acte, pv)] == [404, 404]
        assert acte not in {a["id"] for a in qui.get(f"/seances/{seance['id']}/actes").json["elements"]}
        assert "Tournesol" not in qui.get(f"/seances/{seance['id']}/ordre-du-jour").get_data(as_text=True)
    for qui in ("denis", "chantal"):  # the hand that signs it, and who keeps it
        assert api(qui).get(f"/actes/{acte}/contenu").status_code == 200, qui
    for format_document in ("pdf", "docx"):
        lu = _texte(hugo, hugo.post(f"/points/{point}/documents", {"type": "deliberation", "format": format_document}))
        assert "donnée masquée" in lu.replace("\r\n", " ") and "Tournesol" not in lu, format_document
    entier = api("alice").post(f"/points/{point}/documents", {"type": "deliberation", "format": "docx"})
    assert "Tournesol" in _texte(api("alice"), entier)
    pages = connecter(app.test_client(), "gaston"), connecter(app.test_client(), "hugo")
    dossier, agenda = f"/app/seances/{seance['id']}/dossier", f"/app/seances/{seance['id']}"
    for page, adresses in zip(pages, ((dossier, f"{dossier}/{ligne}", agenda), (agenda,)), strict=True):
        for adresse in adresses:
            vu = page.get(adresse)
            assert vu.status_code == 200 and "Tournesol" not in vu.text, adresse
            assert "Concession de sépulture" in vu.text
    assert "passages qui ne vous sont pas montrés" in pages[1].get(f"/app/points/{point}").text
    with ecriture():
        membre = monde.acteur("gaston")
        demande = dossier_complet.demander(membre, seances.seance(membre, seance["id"]), "zip", "aucune").id
    repartiteur.vider()
    with lecture():
        octets = dossier_complet.octets(monde.acteur("gaston"), dossier_complet.un(monde.acteur("gaston"), demande))
    index = zipfile.ZipFile(io.BytesIO(octets)).read("index.html").decode()
    assert "Tournesol" not in index and "donnée masquée" in index


def test_p53_searching_in_base_and_reading_in_memory_agree_on_who_is_masked(
    monde, secretaire, conseil_convoque, masquer_pour
):
    point = _point(conseil_convoque())
    secretaire.post(f"/points/{point}/actions", {"action": "valider_biffures"})
    titres = ["autres_services", "membre", "redacteur", "chef_service", "secretaire", "chaine", "copie", "lecteur"]
    for voulus in (*([titre] for titre in titres), ["membre", "autres_services"], titres):
        masquer_pour("conseil", *voulus)
        for qui in ("alice", "bernard", "chantal", "hugo", "denis", "emile"):
            with lecture():
                acteur, lu = monde.acteur(qui), unite().get_one(Point, point)
                en_base = select(Point.id).where(Point.id == point, masques.lus_en_partie(acteur))
                assert bool(unite().scalar(en_base)) == (masques.masque(acteur, lu) is not None), (qui, voulus)
