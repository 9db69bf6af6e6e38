"""Without a mouse: a validator clears twenty reviews, and anybody goes anywhere by Ctrl+K."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from college import horloge
from college.points import requetes, services
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture

pytestmark = pytest.mark.navigateur


@pytest.fixture
def vingt(monde):
    """Twenty points of alice, waiting for bernard."""
    alice = monde.acteur("alice")
    with ecriture():
        for n in range(20):
            champs = {"titre": f"Trottoir n° {n}", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
            point = services.proposer(alice, Saisie(organe="college", service="travaux", **champs))
            services.agir(alice, point, "soumettre")


def _restent(monde):
    with lecture():
        return requetes.compteurs(monde.acteur("bernard"))["a_viser"]


def _arriver(page, ou, dit):
    """On a page that says this, its keys alive: they are once the document is read."""
    expect(page.locator(ou)).to_contain_text(dit)
    page.wait_for_load_state("domcontentloaded")


def test_un_valideur_vide_vingt_visas_au_clavier(monde, serveur, vingt, ouvrir):
    page = ouvrir("bernard")
    for _ in range(10):
        page.keyboard.press("j")
        page.keyboard.press("x")
    assert page.locator("[data-parcours] input:checked").count() == 10
    page.keyboard.press("v")
    _arriver(page, "#annonces", "10 visas")
    assert _restent(monde) == 10
    page.keyboard.press("j")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _arriver(page, ".filbar", "À examiner : 1 sur 10")
    page.keyboard.press("j")
    _arriver(page, ".filbar", "À examiner : 2 sur 10")
    page.keyboard.press("k")
    for reste in range(10, 0, -1):
        _arriver(page, ".filbar", f"À examiner : 1 sur {reste}")
        page.keyboard.press("v")
    page.wait_for_url(f"{serveur}/app/")
    assert _restent(monde) == 0
    expect(page.locator("h1")).to_have_text("À faire")
    expect(page.locator("main")).to_contain_text("Rien à faire.")
    assert page.get_by_role("link", name="Examiner").count() == 0


def test_ctrl_k_mene_au_point_par_son_numero(monde, serveur, vingt, ouvrir):
    page = ouvrir("bernard")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{horloge.aujourdhui().year}-0007")
    page.keyboard.press("Enter")  # faster than the list: these words, not those of the list still shown
    _arriver(page, "h1", "Trottoir n° 6")
    page.keyboard.press("Control+k")
    page.keyboard.type("notif")
    expect(page.locator(".palette-liens a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    _arriver(page, "h1", "Notifications")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Aller à un point, une séance, un écran")


def test_sans_scripts_la_recherche_mene_au_point(vingt, ouvrir, serveur):
    page = ouvrir("alice", java_script_enabled=False)
    page.goto(f"{serveur}/app/aller?q={horloge.aujourdhui().year}-0003")
    expect(page.locator("h1")).to_have_text("Trottoir n° 2")
    page.fill("#recherche", "trottoirs")
    page.press("#recherche", "Enter")
    expect(page.locator(".registre li")).to_have_count(20)
