"""Stored XSS (T5): every payload in every text field, on every page, in a real browser: nothing happens."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from college import repartiteur
from college.points.texte_riche import nettoyer
from tests.securite import hostile_autour as autour
from tests.securite.charges import CHARGES
from tests.securite.scene import PRESENTS, Scene, _image, _instant
from tests.securite.test_fuites import _adresses

RICHES = ("rapport", "note_synthese", "motivation", "dispositif")
ACTIF = re.compile(
    r"<\s*(script|img|svg|iframe|object|embed|style|link|base|meta|form|input|math|template)|\son\w+\s*="
)


@pytest.mark.parametrize("charge", CHARGES)
def test_t5_cleaning_leaves_nothing_active_and_cleaning_again_changes_nothing(charge: str):
    propre = nettoyer(charge)
    assert nettoyer(propre) == propre
    balises = "".join(re.findall(r"<[^>]*>", propre)).casefold()
    assert not ACTIF.search(balises), propre
    assert not re.search(r"href=.?\s*(java|vb|data)", balises), propre
    assert not re.search(r"<[^>]*(style|id|name|hx-|data-|target|ping)[\w-]*=", propre), propre


def _creer(scene: Scene) -> None:
    """One point whose every rich field holds all the payloads, several titles, a hostile piece, an act on line."""
    riche = "".join(f"<div>{nettoyer(charge)}</div>" for charge in CHARGES if "<p>" in nettoyer(charge))
    corps: dict[str, Any] = {"organe": "conseil", "service": "travaux", "demandeur": CHARGES[3]}
    corps["destinataires"] = [f"{CHARGES[3]}, rue Haute 3, 4000 Liège", CHARGES[9]]
    for rang, titre in enumerate(
        ('"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "{{7*7}}</title><svg onload=alert(1)>")
    ):
        numero = scene.fait("alice", "/points", titre=titre, **corps, **dict.fromkeys(RICHES, riche))["id"]
        scene.points[str(rang)] = numero
    piece = {"fichier": (io.BytesIO(_image("x")), "<img src=x onerror=alert(1)>.png"), "type": "interne"}
    joint = scene.api("alice").post(f"/points/{scene.points['0']}/annexes", data=piece)
    scene.numeros["annexe"] = [joint.json["id"]] if joint.status_code == 201 else []
    autour.tableau(scene, scene.points["0"])
    scene.fait("alice", f"/points/{scene.points['0']}/actions", action="soumettre")
    scene.fait("bernard", f"/points/{scene.points['0']}/actions", action="renvoyer", commentaire=CHARGES[3])
    for numero in scene.points.values():
        for qui, action in (("alice", "soumettre"), ("bernard", "viser"), ("chantal", "viser")):
            scene.fait(qui, f"/points/{numero}/actions", action=action, commentaire=CHARGES[3])
    autour.points(scene)
    _tenir(scene)


def _tenir(scene: Scene) -> None:
    seance = scene.fait("chantal", "/seances", organe="conseil", debut="2026-12-14T19:30:00+01:00", lieu=CHARGES[3])[
        "id"
    ]
    lignes = [scene.fait("chantal", f"/seances/{seance}/inscriptions", point=p)["id"] for p in scene.points.values()]
    scene.numeros |= {"seance": [seance], "inscription": lignes, "document": []}
    scene.fait("chantal", f"/seances/{seance}/actions", action="convoquer")
    scene.fait("chantal", f"/seances/{seance}/actions", action="publier_projets")
    autour.membres(scene, lignes[0])
    _instant("2026-12-14T19:30")
    for nom in PRESENTS:
        scene.fait("chantal", f"/seances/{seance}/presences", mandataire=nom, evenement="arrive")
    scene.fait("chantal", f"/seances/{seance}/actions", action="ouvrir")
    vote = scene.fait("chantal", f"/inscriptions/{lignes[0]}/scrutins", mode="public", question=CHARGES[3])["id"]
    scene.scrutins["ouvert"] = vote
    repartiteur.vider()


def _regler(scene: Scene) -> None:
    """Close the vote, settle the séance: the acts exist."""
    seance, lignes = scene.numeros["seance"][0], scene.numeros["inscription"]
    vote = scene.scrutins["ouvert"]
    scene.fait("chantal", f"/scrutins/{vote}/actions", action="ouvrir")
    scene.fait("chantal", f"/scrutins/{vote}/depouillement", comptes={"pour": len(PRESENTS)})
    scene.fait("chantal", f"/scrutins/{vote}/actions", action="proclamer")
    scene.fait("chantal", f"/inscriptions/{lignes[0]}/decision", issue="accepte")
    for ligne in lignes[1:]:
        scene.fait("chantal", f"/inscriptions/{ligne}/decision", issue="reporte")
    scene.fait("chantal", f"/seances/{seance}/actions", action="lever", confirmer=True)
    scene.fait("chantal", f"/seances/{seance}/actions", action="arreter")
    actes = scene.api("chantal").get(f"/seances/{seance}/actes").json["elements"]
    scene.numeros["acte"] = [acte["id"] for acte in actes]
    autour.apres(scene, seance, lignes[0])


@pytest.mark.navigateur
def test_t5_no_payload_runs_on_any_page_of_a_real_browser(app, monde, serveur, contexte):
    scene = Scene(app, monde)
    _instant("2026-12-01T09:00")
    _creer(scene)
    scene.numeros["acte"] = []
    avant = ("/app/points", "/app/seances", "/app/notifications", "/app/delegations", "/app/compte")
    vues = _visiter(scene, serveur, contexte, avant)
    _regler(scene)
    apres = (
        "/app/seances/1/d",
        "/app/actes",
        "/app/publication",
        "/app/recherche",
        "/recherche",
        "/app/suites",
        "/app/seances/1/proces-verbal",
        "/app/administration/journal",
        "/app/tutelle",
        "/exemple",
        "/seances",
    )
    vues |= _visiter(scene, serveur, contexte, apres)
    assert len(vues) > 60, sorted(vues)


def _visiter(scene: Scene, serveur: str, contexte: Any, debuts: tuple[str, ...]) -> set[str]:
    """Open every page as the secretary, a member, the administrator and anybody; returns the addresses seen."""
    faits: list[str] = []
    vues: set[str] = set()
    for qui in ("chantal", "denis", "gaston", "anonyme"):
        client = scene.navigateur(qui)
        fenetre = contexte()
        if cookie := client.get_cookie("college"):
            fenetre.add_cookies([{"name": "college", "value": cookie.value, "url": serveur}])
        page = fenetre.new_page()
        page.on("dialog", lambda dialogue: (faits.append(f"dialog {dialogue.message}"), dialogue.dismiss()))
        page.on("console", lambda m: faits.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda erreur: faits.append(f"error {erreur}"))
        page.on("request", lambda r: faits.append(r.url) if not r.url.startswith((serveur, "data:", "blob:")) else None)
        for adresse in (a for a in _adresses(scene) if a == "/" or a.startswith(debuts)):
            reponse = client.get(adresse)
            if reponse.status_code != 200 or reponse.mimetype != "text/html" or "nouvelles" in adresse:
                continue
            page.goto(serveur + adresse, wait_until="load")
            vues.add(adresse)
            assert not faits, (adresse, faits)
        fenetre.close()
    return vues
