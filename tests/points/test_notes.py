"""The private notes of a point: the service's and the secretariat's, read and written by nobody else."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from college import journal
from college.droits import Acteur, acteur_systeme
from college.points import report, requetes
from college.points.notes import regles
from college.transaction import ecriture, lecture, unite

CORPS = {
    "organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute", "motivation": "<p>Vu la loi ;</p>",
    "dispositif": "<p>Article 1er. D’approuver.</p>",
}  # fmt: skip
CHAMPS = {"notes_internes", "remarques_secretariat"}


@pytest.fixture
def note(api):
    """A valid point on which both wrote, and how to write more."""
    point = api("alice").post("/points", CORPS).json["id"]
    for qui, action in (("alice", "soumettre"), ("bernard", "viser"), ("chantal", "viser")):
        assert api(qui).post(f"/points/{point}/actions", {"action": action}).status_code == 200

    def ecrire(qui, genre, texte, **champs):
        return api(qui).post(f"/points/{point}/notes", {"genre": genre, "texte": texte, **champs})

    assert ecrire("alice", "service", "Le fournisseur rappelle lundi.").status_code == 200
    assert ecrire("chantal", "secretariat", "À relire\r\navec l’échevine.").status_code == 200
    return point, ecrire


def test_chacun_ne_lit_et_n_ecrit_que_la_sienne(note, api):
    point, ecrire = note
    avis = {"action": "demander_avis", "vers": "finances"}
    assert api("chantal").post(f"/points/{point}/actions", avis).status_code == 200
    lues = {
        qui: {champ: texte for champ, texte in api(qui).get(f"/points/{point}").json.items() if champ in CHAMPS}
        for qui in ("alice", "bernard", "chantal", "hugo")
    }
    service = {"notes_internes": "Le fournisseur rappelle lundi."}
    assert lues["alice"] == lues["bernard"] == service
    assert lues["chantal"] == {"remarques_secretariat": "À relire\navec l’échevine."}
    assert lues["hugo"] == {}, "an advice asked of a service gives it no note"
    assert ecrire("bernard", "service", "Il a rappelé.").json == {"notes_internes": "Il a rappelé."}
    for qui, genre, statut in (
        ("alice", "secretariat", 403), ("chantal", "service", 403), ("hugo", "service", 403),
        ("gaston", "service", 404), ("denis", "secretariat", 404), ("fatima", "service", 404),
    ):  # fmt: skip
        assert ecrire(qui, genre, "Curieux").status_code == statut, (qui, genre)
    with lecture():
        gardees = unite().execute(text("SELECT notes_internes, remarques_secretariat FROM point")).one()
        assert tuple(gardees) == ("Il a rappelé.", "À relire\navec l’échevine.")
        dits = [(e.evenement, e.details) for e in unite().query(journal.EntreeJournal) if "changees" in e.evenement]
    assert dits == [
        ("point.notes_internes_changees", "{}"),
        ("point.remarques_changees", "{}"),
        ("point.notes_internes_changees", "{}"),
    ]


@pytest.mark.parametrize(
    ("role", "service", "lues"),
    [
        ("redacteur", 1, True),
        ("chef_service", 1, True),
        ("lecteur", 1, False),
        ("conseiller_avis", 1, False),
        ("redacteur", 2, False),
    ],
)
def test_un_role_du_service_ouvre_ses_notes_pas_la_lecture_ni_l_avis(role, service, lues):
    point = SimpleNamespace(service_id=1, organe_id=5, auteur_id=2)
    qui = Acteur(3, "x", "X", 1, roles=frozenset({(role, service)}), secretariats=frozenset({6}), administrateur=True)
    assert regles.siennes(qui, point) == (("service",) if lues else ())
    assert regles.siennes(Acteur(2, "x", "X", 1), point) == (), "its author, who works elsewhere now"
    assert regles.siennes(acteur_systeme(1), point) == ()


def test_une_note_ne_change_ni_le_texte_ni_les_visas_et_s_ecrit_apres_la_decision(note, api):
    point, ecrire = note
    avant = api("alice").get(f"/points/{point}")
    assert ecrire("alice", "service", "Deuxième").status_code == 200
    apres = api("alice").get(f"/points/{point}")
    sans = [{c: v for c, v in lu.json.items() if c not in CHAMPS} for lu in (avant, apres)]
    assert sans[0] == sans[1] and avant.headers["ETag"] == apres.headers["ETag"]
    decide = api("alice").post("/points", CORPS | {"organe": "bourgmestre"}).json["id"]
    fait = api("denis").post(f"/points/{decide}/actions", {"action": "decider_hors_seance"})
    assert fait.json["etat"]["phase"] == "decide" and not CHAMPS & set(fait.json), "an authority reads neither"
    for qui, genre in (("bernard", "service"), ("chantal", "secretariat")):
        assert api(qui).post(f"/points/{decide}/notes", {"genre": genre, "texte": "Après"}).status_code == 200
        assert "Après" in api(qui).get(f"/points/{decide}").json.values()


def test_p28_une_copie_n_emporte_pas_les_notes_un_report_les_garde(note, api, monde):
    point, _ = note
    copie = api("alice").post(f"/points/{point}/actions", {"action": "dupliquer"}).json
    assert copie["notes_internes"] == ""
    with ecriture():
        chantal = monde.acteur("chantal")
        reporte = report.reporter(chantal, requetes.point(chantal, point)).id
    suivies = [api(qui).get(f"/points/{reporte}").json for qui in ("alice", "chantal")]
    assert suivies[0]["notes_internes"] == "Le fournisseur rappelle lundi."
    assert suivies[1]["remarques_secretariat"] == "À relire\navec l’échevine."
    assert "notes_internes" not in suivies[1] and "remarques_secretariat" not in suivies[0]


def test_deux_qui_notent_ensemble_gardent_leurs_deux_textes(note, api, app, connecter):
    point, ecrire = note
    alice, adresse = connecter(app.test_client(), "alice"), f"/app/points/{point}"
    page = alice.get(adresse).text
    section = page.split('id="note-service"')[1].split("</section>")[0]
    assert "Le fournisseur rappelle lundi.</p>" in section and 'id="note-secretariat"' not in page
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    lue = re.search(r'name="lue" value="(\w+)"', section)[1]
    envoi = {"csrf_token": jeton, "genre": "service", "lue": lue, "note": "Il <b>passe</b> mardi."}
    assert (
        ecrire("bernard", "service", "Il ne rappelle pas.", avant="Le fournisseur rappelle lundi.").status_code == 200
    )
    perdu = ecrire("bernard", "service", "Trop vieux", avant="Le fournisseur rappelle lundi.")
    assert (perdu.status_code, perdu.json["courant"]) == (409, "Il ne rappelle pas.")
    refusee = alice.post(f"{adresse}/notes", data=envoi)
    section = refusee.text.split('id="note-service"')[1].split("</section>")[0]
    assert refusee.status_code == 409 and "Quelqu’un a changé cette note" in section
    assert "Il ne rappelle pas.</p>" in section and "\nIl &lt;b&gt;passe&lt;/b&gt; mardi.</textarea>" in section
    longue = alice.post(f"{adresse}/notes", data=envoi | {"note": "n" * 5_001})
    assert longue.status_code == 422 and "au plus 5000 caractères" in re.sub(r"\s(?=000)", "", longue.text)
    lue = re.search(r'name="lue" value="(\w+)"', section)[1]
    assert alice.post(f"{adresse}/notes", data=envoi | {"lue": lue}).status_code == 303
    assert api("bernard").get(f"/points/{point}").json["notes_internes"] == "Il <b>passe</b> mardi."
