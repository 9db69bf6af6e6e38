"""The payloads in what surrounds a point: threads, suggestions, clauses, templates, links, tables, registers, notes."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from college.points import requetes
from college.points.etats import texte
from college.points.relecture import services as relecture
from college.transaction import ecriture
from tests.securite.charges import CHARGES

if TYPE_CHECKING:
    from tests.securite.scene import Scene

IMAGE, SVG, SCRIPT = CHARGES[3], CHARGES[9], CHARGES[0]
ECRIVABLES = [charge for charge in CHARGES if "\x00" not in charge]  # a null is refused at the door
TOUTES = "\n".join(ECRIVABLES)
SANS_BLANCS = "\n".join(charge for charge in ECRIVABLES if "{" not in charge)


def tableau(scene: Scene, point: int) -> None:
    """Each payload in a cell, beyond the first bytes where markup is looked for."""
    lignes = ["Fournisseur sans histoire, rue Haute"] * 60
    lignes += [charge.replace('"', '""') for charge in CHARGES if charge.isprintable()]
    cellules = "".join(f'{n};"{charge}";1,00\n' for n, charge in enumerate(lignes, start=1))
    fichier = f"N°;Fournisseur;Montant TVAC\n{cellules};Total;{len(lignes)},00\n"
    donnees = {"fichier": (io.BytesIO(fichier.encode()), "factures.csv")}
    joint = scene.api("alice").post(f"/points/{point}/tableau", data=donnees)
    assert joint.status_code == 201, joint.json


def points(scene: Scene) -> None:
    """Around the points, before they go to a séance."""
    point, autre = scene.points["0"], scene.points["1"]
    scene.formulaire("chantal", "/app/points/clauses", nom=IMAGE, texte=TOUTES[:1900])
    scene.formulaire("chantal", f"/app/points/{point}/liens", geste="classer", dossier=IMAGE)
    scene.formulaire(
        "chantal", "/app/delegations", de="conseil", vers="college", matiere=IMAGE, acte=SCRIPT, base=SVG,
        acte_du="2025-01-01", du="2025-01-01",
    )  # fmt: skip
    scene.fait("chantal", f"/points/{point}/liens", point=autre, type="fait_suite_a")
    scene.fait(
        "chantal", "/modeles-points", code="modelekanar", libelle=IMAGE, organe="conseil",
        contenu={"titre": SVG, "motivation": SANS_BLANCS, "demandeur": "{{ qui }}"},
        variables=[{"code": "qui", "libelle": IMAGE, "defaut": SCRIPT}],
    )  # fmt: skip
    with ecriture():
        bernard = scene.monde.acteur("bernard")
        lu = requetes.point(bernard, point)
        for charge in ECRIVABLES:
            relecture.commenter(bernard, lu, "motivation", charge, citation=charge)
        marque = f'<p><ins data-s="{bernard.agent_id}-a1">{escape(IMAGE)}{SVG}</ins></p>'
        relecture.suggerer(bernard, lu, {"motivation": texte(lu).motivation + marque}, None)


def membres(scene: Scene, ligne: int) -> None:
    """What members write before the séance."""
    for partagee in (False, True):
        scene.fait("denis", f"/inscriptions/{ligne}/annotations", texte=TOUTES, partagee=partagee)


def apres(scene: Scene, seance: int, ligne: int) -> None:
    """What is said of the minutes, what is sent, what is done."""
    scene.fait(
        "chantal", f"/seances/{seance}/observations", auteur=IMAGE, texte=TOUTES[:3900], inscription=ligne,
        au_lieu_de=SCRIPT, lire=SVG,
    )  # fmt: skip
    envois = scene.api("chantal").get(f"/seances/{seance}/expeditions").json["elements"]
    assert envois
    for envoi in envois:
        scene.fait("chantal", f"/expeditions/{envoi['id']}/depart", canal="simple", preuve=IMAGE)
    for tache in scene.api("chantal").get("/taches").json["elements"]:
        scene.fait("chantal", f"/taches/{tache['id']}/fin", etat="faite", preuve=IMAGE)
