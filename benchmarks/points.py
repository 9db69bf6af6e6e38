"""A hundred thousand points: list, inbox, search and page of an agent, a validator and a secretary (issue 2)."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, text

from benchmarks.mesure import Mesure, chronometrer
from college import create_app, migrations, transaction
from college.demo import installation
from college.points.modele import EtapePoint, Point
from college.settings import Settings
from college.transaction import ecriture

LOT = 5_000
EN_COURS = 40  # one point in forty is under way; the others are decided, as after years of use


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """The demo commune, its points repeated with their text, steps and passages, then its pages."""
    combien = 10_000 if petit else 100_000
    settings = Settings(env="test", data_dir=dossier, repartiteur=False, demo=True)
    app = create_app(settings)
    migrations.monter(transaction.moteur())
    with app.app_context():
        installation.assurer(settings, lambda _phrase: None)
        peupler(combien)
    mesures = []
    for qui in ("alice", "bernard", "pascale"):
        client = _entrer(app, qui)
        for chemin in ("/app/", "/app/points", "/app/points?phase=en_validation", "/app/recherche?q=trottoirs+eglise",
                       "/app/recherche?q=introuvable"):  # fmt: skip

            def servir(client: Any = client, chemin: str = chemin) -> None:
                if (code := client.get(chemin).status_code) != 200:
                    raise RuntimeError(f"{chemin} answers {code}")

            mediane, pire = chronometrer(servir, fois=9)
            mesures.append(Mesure("P8", f"{qui} {chemin}", f"{combien} points", mediane, "ms", 150, pire))
    return mesures


def peupler(combien: int) -> None:
    """Copies of the demo's points and of their steps; one in forty is still under way."""
    with ecriture() as base:
        modeles = [dict(ligne._mapping) for ligne in base.execute(select(Point.__table__))]
        etapes: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for ligne in base.execute(select(EtapePoint.__table__)):
            etapes[ligne.point_id].append({k: v for k, v in ligne._mapping.items() if k != "id"})
        decides = [modele for modele in modeles if modele["phase"] in ("decide", "retire")]
        premier = max(modele["id"] for modele in modeles) + 1
        for depart in range(0, combien, LOT):
            points, pas = [], []
            for rang in range(depart, min(depart + LOT, combien)):
                choix = decides if rang % EN_COURS else modeles
                modele = choix[rang // EN_COURS % len(choix)] if choix is modeles else choix[rang % len(choix)]
                reference, age = f"B-{rang:06d}", timedelta(minutes=rang)
                copie = {"id": premier + rang, "reference": reference, "identifiant_externe": None}
                copie |= {
                    "cherche": f"{reference.lower()} {modele['cherche']}",
                    "modifie_le": modele["modifie_le"] - age,
                }
                points.append(modele | copie)
                pas += [etape | {"point_id": premier + rang} for etape in etapes[modele["id"]]]
            base.execute(insert(Point), points)
            if pas:
                base.execute(insert(EtapePoint), pas)
        base.execute(text("ANALYZE"))


def _entrer(app: Flask, qui: str) -> FlaskClient:
    client = app.test_client()
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/connexion").text)
    donnees = {"identifiant": qui, "mot_de_passe": installation.MOT_DE_PASSE, "csrf_token": jeton[1] if jeton else ""}
    if client.post("/connexion", data=donnees).status_code != 303:
        raise RuntimeError(f"{qui} cannot sign in")
    return client
