"""The bell: told after the commit, never after a rollback, and never more listeners than places."""

import json
import threading
import time

import pytest

from college.seances.sonnette import SILENCE, Complet, Coup, Sonnette, sonnette


def _revision(message):
    ligne = next(li for li in message.splitlines() if li.startswith("data: "))
    return json.loads(ligne.removeprefix("data: "))["revision"]


def test_qui_ecoute_entend_la_derniere_revision():
    cloche = Sonnette()
    suite = cloche.ecouter(7, 3)
    assert _revision(next(suite)) == 3
    threading.Timer(0.05, cloche.sonner, (7, Coup(5))).start()
    debut = time.monotonic()
    assert _revision(next(suite)) == 5 and time.monotonic() - debut < SILENCE, "woken, not at the next comment"


def test_des_coups_rapproches_n_en_font_qu_un():
    cloche = Sonnette()
    suite = cloche.ecouter(7, 0)
    next(suite)
    for revision in range(1, 30):
        cloche.sonner(7, Coup(revision))
    assert _revision(next(suite)) == 29


def test_une_autre_seance_ne_reveille_personne():
    cloche = Sonnette()
    cloche.sonner(8, Coup(99))
    assert cloche.attendre(7, 3, 0.05).revision < 3


def test_les_places_sont_comptees_et_rendues():
    cloche = Sonnette(places=1)
    suite = cloche.ecouter(7, 0)
    next(suite)
    with pytest.raises(Complet):
        cloche.ecouter(7, 0)
    suite.close()
    assert cloche.pris == 0 and next(cloche.ecouter(7, 0))


def test_le_flux_finit_seul_pour_que_le_droit_soit_redemande():
    cloche = Sonnette()
    messages = list(cloche.ecouter(7, 0, duree=0.1))
    assert messages[0].startswith("retry: 500") and messages[-1].startswith(":") and cloche.pris == 0


def test_un_changement_sonne_apres_le_commit_et_jamais_apres_un_refus(chantal, college_ouvert):
    seance = college_ouvert()
    revision = chantal.get(f"/seances/{seance['id']}").json["revision"]
    assert sonnette.dernier(seance["id"]).revision == revision
    refus = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    assert refus.status_code == 409 and sonnette.dernier(seance["id"]).revision == revision
    chantal.post(f"/inscriptions/{seance['lignes'][0]}/decision", {"issue": "accepte"})
    assert sonnette.dernier(seance["id"]).revision > revision


def test_le_flux_ne_porte_que_la_revision_et_seulement_a_qui_peut_lire(app, api, jeton, college_ouvert):
    seance = college_ouvert()["id"]
    entetes = {"Authorization": f"Bearer {jeton('chantal')}"}
    reponse = app.test_client().get(f"/api/v1/seances/{seance}/direct/flux", headers=entetes, buffered=False)
    assert reponse.status_code == 200 and reponse.mimetype == "text/event-stream"
    premier = next(reponse.iter_encoded()).decode()
    reponse.close()
    assert premier.splitlines()[2].startswith('data: {"revision": ') and len(premier) < 80
    assert api("fatima").get(f"/seances/{seance}/direct/flux").status_code == 404
