"""The house's clauses: the secretary writes them, a service's own are offered to it alone."""

from __future__ import annotations

import re

import pytest

from college.erreurs import Interdit, Introuvable, Invalide
from college.points.clauses import requetes, services
from college.transaction import ecriture, lecture


def _service(monde, code):
    with lecture():
        return next(iter(monde.acteur("alice" if code == "travaux" else "hugo").services))


def test_une_clause_de_service_n_est_offerte_qu_a_lui(monde):
    chantal, alice = monde.acteur("chantal"), monde.acteur("alice")
    with ecriture():
        services.ecrire(chantal, None, "Chantier", "Vu le permis  … ;", _service(monde, "travaux"))
        tous = services.ecrire(chantal, None, "Crédit", "Considérant que le crédit suffit ;", None)
    with lecture():
        assert [c.nom for c in requetes.offertes(alice, "travaux")] == ["Chantier", "Crédit"]
        assert [c.nom for c in requetes.offertes(alice, "finances")] == ["Crédit"]
        assert requetes.offertes(alice, "travaux")[0].texte == "Vu le permis …\u00a0;"
        assert requetes.offertes(monde.acteur("fatima"), "travaux") == [], "another authority"
    with ecriture():
        services.retirer(chantal, services.trouver(chantal, tous.id))
        assert [c.nom for c in requetes.offertes(alice, "finances")] == []


def test_le_secretariat_seul_tient_la_bibliotheque(monde):
    with ecriture(), pytest.raises(Interdit, match="Le secrétariat tient"):
        services.ecrire(monde.acteur("alice"), None, "Moi", "Vu ;", None)
    with ecriture(), pytest.raises(Introuvable):
        services.trouver(monde.acteur("chantal"), 999)
    with ecriture(), pytest.raises(Invalide) as refus:
        services.ecrire(monde.acteur("chantal"), None, " ", "x" * 2_001, 999)
    assert {faute.champ for faute in refus.value.fautes} == {"nom", "texte", "service"}


def test_la_bibliotheque_a_l_ecran(monde, app, connecter):
    chantal = connecter(app.test_client(), "chantal")
    page = chantal.get("/app/points/clauses").text
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    saisie = {"nom": "Faible montant", "texte": "Vu l’article 92 ;", "csrf_token": jeton}
    assert chantal.post("/app/points/clauses", data=saisie).status_code == 303
    assert "Faible montant" in chantal.get("/app/points/clauses").text
    assert chantal.post("/app/points/clauses", data=saisie | {"nom": ""}).status_code == 422
    numero = re.search(r"clause=(\d+)", chantal.get("/app/points/clauses").text)[1]
    change = saisie | {"clause": numero, "texte": "Vu l’article 92, alinéa 1er ;"}
    chantal.post("/app/points/clauses", data=change)
    alice = connecter(app.test_client(), "alice")
    offertes = alice.get("/app/points/clauses/offertes?service=travaux").json
    assert offertes == [["Faible montant", "Vu l’article 92, alinéa 1er\u00a0;"]]
    assert alice.get("/app/points/clauses").status_code == 403
