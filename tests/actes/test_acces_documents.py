"""A document that was made is read again only by who may read it today (GET /documents/{id} and /contenu)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from college import repartiteur
from college.organisation.modele import Mandat, Service
from college.points.modele import Point
from college.seances.modele import Inscription
from college.transaction import ecriture, unite


@pytest.fixture
def demander():
    """`demander(client, chemin, type="pv")`: a document that is ready, read once; gives its id."""

    def faire(client, chemin: str, **corps) -> int:
        reponse = client.post(f"{chemin}/documents", {"format": "docx", **corps})
        assert reponse.status_code == 202, reponse.json
        repartiteur.vider()
        assert client.get(f"/documents/{reponse.json['id']}/contenu").status_code == 200
        return reponse.json["id"]

    return faire


def _ferme_a(client, document: int) -> bool:
    chemins = (f"/documents/{document}", f"/documents/{document}/contenu")
    return all(client.get(chemin).status_code == 404 for chemin in chemins)


def _clore(inscription: int) -> None:
    with ecriture():
        unite().execute(update(Inscription).where(Inscription.id == inscription).values(huis_clos=True))


def test_un_point_passe_a_huis_clos_reprend_son_projet(api, conseil_ouvert, demander):
    """Alice’s service wrote it: she still reads it; Hugo, who read it on the agenda, does not any more."""
    ligne = conseil_ouvert(1)["lignes"][0]
    with ecriture():
        point = unite().get_one(Inscription, ligne).point_id
    alice, hugo = api("alice"), api("hugo")
    sien = demander(alice, f"/points/{point}", type="deliberation")
    lu = demander(hugo, f"/points/{point}", type="deliberation")
    _clore(ligne)
    assert alice.get(f"/documents/{sien}/contenu").status_code == 200
    assert _ferme_a(hugo, lu)


def test_l_ordre_du_jour_public_d_avant_le_huis_clos_ne_se_relit_plus(api, chantal, conseil_ouvert, demander):
    seance = conseil_ouvert(2)
    hugo = api("hugo")
    avant = demander(hugo, f"/seances/{seance['id']}", type="ordre_du_jour", portee="publique")
    _clore(seance["lignes"][0])
    assert _ferme_a(hugo, avant)
    assert chantal.get(f"/documents/{avant}/contenu").status_code == 200
    apres = demander(hugo, f"/seances/{seance['id']}", type="ordre_du_jour", portee="publique")
    assert hugo.get(f"/documents/{apres}/contenu").status_code == 200


def test_un_point_qui_change_de_service_emporte_ses_documents(api, valider, demander, inscrire, creer_seance):
    ligne = inscrire(creer_seance(), "Point du service", huis_clos=True)
    alice = api("alice")
    with ecriture():
        point = unite().get_one(Inscription, ligne["id"]).point
        numero, institution = point.id, point.institution_id
    document = demander(alice, f"/points/{numero}", type="deliberation")
    with ecriture():
        autre = Service(institution_id=institution, code="ailleurs", nom="Ailleurs", rang=99)
        unite().add(autre)
        unite().flush()
        unite().execute(update(Point).where(Point.id == numero).values(service_id=autre.id))
    assert _ferme_a(alice, document)


def test_un_mandat_qui_finit_emporte_les_documents_des_membres(api, monde, conseil_arrete, demander):
    denis = api("denis")
    document = demander(denis, f"/seances/{conseil_arrete}", type="pv", portee="conseillers")
    with ecriture():
        unite().execute(
            update(Mandat).where(Mandat.mandataire_id == monde.mandataire("denis").id).values(au=date(2026, 12, 1))
        )
    refus = [denis.get(f"/documents/{numero}") for numero in (document, 10**6)]
    assert [r.status_code for r in refus] == [403, 403], "he holds nothing any more: there or not, the same answer"
    assert denis.get(f"/documents/{document}/contenu").status_code == 403


def test_un_document_perdu_quitte_aussi_les_listes(api, app, connecter, conseil_ouvert, demander):
    seance = conseil_ouvert(1)
    document = demander(api("hugo"), f"/seances/{seance['id']}", type="ordre_du_jour", portee="publique")
    hugo = connecter(app.test_client(), "hugo")
    lien = f"/app/documents/{document}/contenu"
    assert lien in hugo.get("/app/documents").text
    _clore(seance["lignes"][0])
    assert lien not in hugo.get("/app/documents").text
    assert hugo.get(lien).status_code == 404
