"""Races over real HTTP on what follows a decision: one wins, the other is told. On both databases."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from college.actes.modele import Document, MentionMarginale
from college.suites.modele import EtatPresences, Mesure, Tache
from college.transaction import lecture, unite
from tests.outillage.patience import PATIENCE
from tests.seances.conftest import base_vide, ensemble  # noqa: F401 - the rooms below's own fixtures
from tests.suites.test_suites import ORDONNANCE


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):  # noqa: F811
    """Each race runs on both databases."""
    return base_vide(request.param)


def _combien(modele, *criteres) -> int:
    with lecture():
        return unite().scalar(select(func.count()).select_from(modele).where(*criteres))


def test_une_tache_close_par_deux_garde_la_premiere_preuve(chantal, suivi, ensemble):  # noqa: F811
    tache = chantal.get("/taches").json["elements"][0]["id"]
    preuves = ["Payé le 3 décembre", "Classé"]
    reponses = ensemble([("POST", f"/taches/{tache}/fin", {"etat": "faite", "preuve": p}) for p in preuves])
    assert sorted(statut for statut, _ in reponses) == [200, 409], reponses
    gagnee, perdue = (next(corps for s, corps in reponses if s == statut) for statut in (200, 409))
    assert perdue["motif"] == "deja_close" and gagnee["preuve"] in perdue["detail"]
    with lecture():
        assert unite().get_one(Tache, tache).preuve == gagnee["preuve"]


def test_une_lettre_demandee_deux_fois_se_fait_une_fois(chantal, suivi, ensemble):  # noqa: F811
    envois = chantal.get(f"/seances/{suivi['id']}/expeditions").json["elements"]
    lettre = next(e["id"] for e in envois if e["piece"] == "notification")
    reponses = ensemble([("POST", f"/expeditions/{lettre}/lettre", {}) for _ in range(4)])
    assert {statut for statut, _ in reponses} == {202}, reponses
    assert len({corps["id"] for _, corps in reponses}) == 1
    assert _combien(Document, Document.type == "notification") == 1


def _ecran(app, connecter, serveur, qui: str):
    """`poster(chemin, {…})` at the same instant from two windows of that person; gives what each was told."""
    client = connecter(app.test_client(), qui)
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/app/compte").text)[1]
    cookie = f"college={client.get_cookie('college').value}"

    def poster(chemin: str, champs: dict[str, str], combien: int = 2) -> list[int]:
        barriere = Barrier(combien)

        def un(_: int) -> int:
            connexion = HTTPConnection(serveur.removeprefix("http://"), timeout=PATIENCE)
            barriere.wait(PATIENCE)
            entetes = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connexion.request("POST", chemin, urlencode({"csrf_token": jeton, **champs}), entetes)
            reponse = connexion.getresponse()
            reponse.read()
            connexion.close()
            return reponse.status

        with ThreadPoolExecutor(combien) as fils:
            return list(fils.map(un, range(combien)))

    return poster


def test_une_mesure_levee_par_deux_ne_l_est_qu_une_fois(api, chantal, app, connecter, serveur, horloge_fixe):
    horloge_fixe("2026-12-01T09:00")
    point = api("alice").post("/points", ORDONNANCE).json["id"]
    assert api("denis").post(f"/points/{point}/actions", {"action": "decider_hors_seance"}).status_code == 200
    mesure = chantal.get("/mesures").json["elements"][0]["id"]
    statuts = _ecran(app, connecter, serveur, "chantal")(f"/app/suites/mesures/{mesure}", {"motif": "Travaux finis"})
    assert set(statuts) == {303}, statuts
    assert _combien(MentionMarginale, MentionMarginale.texte.startswith("Mesure levée")) == 1
    assert _combien(Mesure, Mesure.levee_le.is_not(None)) == 1


def test_un_etat_valide_par_deux_ne_l_est_qu_une_fois(suivi, app, connecter, serveur, monde, horloge_fixe):
    horloge_fixe("2027-01-05T09:00")
    champs = {"organe": str(monde.organe("college").id), "du": "2026-10-01", "au": "2026-12-31"}
    statuts = _ecran(app, connecter, serveur, "chantal")("/app/suites/presences", champs, 4)
    assert set(statuts) == {303}, "who comes second reads why on the next page"
    assert _combien(EtatPresences) == 1
