"""Nothing typed is lost, and nothing typed is left readable on the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from college.points import requetes, services
from college.points.etats import texte
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture
from tests.fabriques import MOT_DE_PASSE

pytestmark = pytest.mark.navigateur
COPIES = (
    "[...Object.entries(localStorage), ...Object.entries(sessionStorage)]"
    ".filter(([nom]) => nom.startsWith('brouillon:'))"
)
SECRET = "Le bénéficiaire du revenu d’intégration, rue Basse."


@pytest.fixture
def point(monde):
    """A draft of Alice's, behind closed doors."""
    with ecriture():
        return services.proposer(
            monde.acteur("alice"), Saisie(organe="college", service="travaux", titre="Dossier", huis_clos=True)
        ).id


def _attendre_la_copie(page):
    for _ in range(50):
        if copies := page.evaluate(COPIES):
            return copies
        page.wait_for_timeout(100)
    raise AssertionError("Nothing was kept on this device.")


def test_la_session_expire_et_le_texte_revient(ouvrir, serveur, monde, point):
    page = ouvrir("alice")
    page.goto(f"{serveur}/app/points/{point}/modifier")
    page.context.clear_cookies()
    page.get_by_role("textbox", name="Motivation").fill(SECRET)
    page.get_by_text("Votre session a expiré").first.wait_for()
    page.get_by_role("link", name="S’identifier à nouveau").click()
    page.fill("[name=identifiant]", "alice")
    page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
    page.press("[name=mot_de_passe]", "Enter")
    page.wait_for_url("**/modifier")
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator(".ProseMirror[aria-label=Motivation]")).to_contain_text(SECRET)
    page.get_by_text("Enregistré à", exact=False).wait_for()
    with lecture():
        assert SECRET in texte(requetes.point(monde.acteur("alice"), point)).motivation
    assert page.evaluate(COPIES) == [], "what the server has is kept nowhere else"


def test_enregistrer_attend_ce_qui_s_enregistre_deja(ouvrir, serveur, monde, point):
    page, retenus = ouvrir("alice"), []
    page.goto(f"{serveur}/app/points/{point}/modifier")
    page.route("**/enregistrer", lambda route: retenus.append((route, route.fetch())))
    page.get_by_role("textbox", name="Motivation").fill(SECRET)
    for _ in range(100):
        if retenus:
            break
        page.wait_for_timeout(100)
    bouton = page.get_by_role("button", name="Enregistrer", exact=True)
    bouton.click()
    assert bouton.get_attribute("aria-busy") == "true", "it waits, and says so"
    route, reponse = retenus.pop()
    route.fulfill(response=reponse)
    page.wait_for_url(f"{serveur}/app/points/{point}")
    with lecture():
        assert SECRET in texte(requetes.point(monde.acteur("alice"), point)).motivation


def test_une_reponse_perdue_en_chemin_n_oppose_personne_a_soi_meme(ouvrir, serveur, monde, point):
    page, perdues = ouvrir("alice"), []
    page.goto(f"{serveur}/app/points/{point}/modifier")

    def perdre(route):
        if len(perdues) < 2:  # the server keeps it, twice over, and the page never knows
            perdues.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/enregistrer", perdre)
    texte_tape = page.get_by_role("textbox", name="Motivation")
    texte_tape.fill(SECRET)
    page.get_by_text("Hors ligne : gardé sur cet appareil.").wait_for()
    texte_tape.fill(f"{SECRET} Et la suite.")
    bouton = page.get_by_role("button", name="Enregistrer", exact=True)
    bouton.click()
    expect(page.locator("#annonce-parlee")).to_have_text(re.compile("Rien n’est envoyé : la connexion est perdue"))
    assert perdues == [200, 200], "what was lost goes again as it was: the server knows it"
    bouton.click()
    page.wait_for_url(f"{serveur}/app/points/{point}")
    with lecture():
        assert "Et la suite." in texte(requetes.point(monde.acteur("alice"), point)).motivation


def test_la_copie_d_un_huis_clos_est_illisible_et_ne_sert_qu_a_son_auteur(ouvrir, serveur, point):
    page = ouvrir("alice")
    page.goto(f"{serveur}/app/points/nouveau")
    page.fill("[name=titre]", "Titre secret")
    page.get_by_role("textbox", name="Motivation").fill(SECRET)
    ((_, copie),) = _attendre_la_copie(page)
    assert "secret" not in copie and "revenu" not in copie and "Le b" not in copie
    page.context.clear_cookies()  # nobody signed out; a colleague takes the chair
    page.goto(f"{serveur}/connexion")
    page.fill("[name=identifiant]", "hugo")
    page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
    page.press("[name=mot_de_passe]", "Enter")
    page.wait_for_url("**/app/**")
    page.goto(f"{serveur}/app/points/nouveau")
    page.locator(".ProseMirror").first.wait_for()  # comes after the kept text would have been offered
    assert page.get_by_role("button", name="Reprendre ce texte").count() == 0
    page.locator("details.moi > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")
    assert page.evaluate(COPIES) == []
