"""Numbers without a gap, one set of bytes, nothing lost: parallel closings, killed processes, a full disk."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from college import horloge, repartiteur, stockage
from college.actes import redaction
from college.actes.modele import Acte, ActeVersion
from college.boite_envoi import Message
from college.templates_docs import rendu
from college.transaction import ecriture, lecture

REDACTEUR = Path(__file__).with_name("redacteur_essai.py")


@contextmanager
def _disque_plein(monkeypatch):
    """Every file of the store stops at a thousand bytes: a real refusal of the kernel."""
    deposer = stockage.deposer

    def borne(octets: bytes) -> str:
        avant = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, avant[1]))
        try:
            return deposer(octets)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, avant)

    with monkeypatch.context() as essai:
        essai.setattr(stockage, "deposer", borne)
        yield


def _liberer() -> None:
    """What the leases' delay and the back-off would do."""
    with ecriture() as session:
        passe = horloge.systeme() - timedelta(seconds=1)
        session.execute(update(Message).where(Message.etat == "pris").values(bail_jusqu_a=passe))
        session.execute(update(Message).where(Message.etat == "a_faire").values(pas_avant=passe))


def _provisoires() -> list[Path]:
    racine = stockage.chemin("0" * 64).parents[1]
    return [f for f in racine.rglob("*") if f.is_file() and len(f.name) != 64]


def test_un_disque_plein_se_dit_et_se_rattrape(chantal, conseil_arrete, monkeypatch):
    demande = chantal.post(f"/seances/{conseil_arrete}/documents", {"type": "ordre_du_jour"}).json["id"]
    with _disque_plein(monkeypatch):
        repartiteur.vider(tolerant=True)
    document = chantal.get(f"/documents/{demande}").json
    assert document["etat"] == "en_file" and document["erreur"] == redaction.PLEIN
    actes = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"]
    assert {a["etat"] for a in actes} == {"en_preparation"} and _provisoires() == []
    assert chantal.post(f"/actes/{actes[0]['id']}/redaction", {}).status_code == 202
    _liberer()
    repartiteur.vider()
    assert chantal.get(f"/documents/{demande}").json["etat"] == "pret"
    actes = chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"]
    assert all(a["sha256"] for a in actes)
    refus = chantal.post(f"/actes/{actes[0]['id']}/redaction", {})
    assert refus.status_code == 409 and refus.json["motif"] == "deja_fait"


def test_deux_demandes_d_un_meme_extrait_ont_les_memes_octets(chantal, college_arrete, horloge_fixe):
    point = _point_de(chantal, college_arrete({})["id"])
    faites = []
    for _ in range(2):
        numero = chantal.post(f"/points/{point}/documents", {"type": "extrait"}).json["id"]
        repartiteur.vider()
        faites.append(chantal.get(f"/documents/{numero}").json["sha256"])
    assert faites[0] and faites[0] == faites[1]


def _point_de(chantal, seance: int) -> int:
    ligne = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"][0]
    return ligne["point"]["id"] if isinstance(ligne["point"], dict) else ligne["point"]


def test_n3_des_arrets_paralleles_numerotent_sans_trou(chantal, api, creer_seance, inscrire, arriver, horloge_fixe):
    horloge_fixe("2026-11-27T14:00")
    seances = [creer_seance() for _ in range(4)]
    for seance in seances:
        for n in range(3):
            inscrire(seance, f"Point {n}", type_acte="APP-BUDGET")
        arriver(seance, "denis", "claire", "joseph", "ines")
        for action in ({"action": "ouvrir"}, {"action": "lever", "confirmer": True}):
            assert chantal.post(f"/seances/{seance}/actions", action).status_code == 200
    mains = {seance: api("chantal") for seance in seances}
    reponses: list[int] = []
    fils = [
        threading.Thread(
            target=lambda s=s: reponses.append(
                mains[s].post(f"/seances/{s}/actions", {"action": "arreter"}).status_code
            )
        )
        for s in seances
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert reponses == [200] * 4
    with lecture() as session:
        numeros = session.scalars(select(Acte.numero).where(Acte.numero.is_not(None)).order_by(Acte.numero)).all()
    assert numeros == list(range(1, 13))


@pytest.mark.timeout(240)
def test_n4_un_redacteur_tue_en_route_ne_perd_ni_ne_double_rien(chantal, conseil_arrete, base, tmp_path):
    for attente in (0.6, 1.4):
        redacteur = subprocess.Popen(
            [sys.executable, str(REDACTEUR), str(tmp_path / "var"), base], stdout=subprocess.PIPE, text=True
        )
        assert redacteur.stdout and redacteur.stdout.readline() == "pret\n"
        time.sleep(attente)
        redacteur.kill()
        redacteur.communicate()
        _liberer()
    repartiteur.vider()
    with lecture() as session:
        versions = session.scalars(select(ActeVersion)).all()
        assert len(versions) == 3
        for version in versions:
            genre = "pv" if version.acte.type == "pv" else "deliberation"
            assert rendu.rendre(genre, "pdf", version.contexte).contenu == stockage.lire(version.pdf_sha256)
    assert chantal.get("/actes").json["total"] == 3
