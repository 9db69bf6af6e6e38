"""What scripts add, and what remains without them: keyboard, colours, drafts, votes kept through a cut, live parts."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Blueprint, Response, render_template, request
from playwright.sync_api import expect
from sqlalchemy import func, select

from college.organisation.modele import Delegation
from college.transaction import lecture, unite
from tests.fabriques import MOT_DE_PASSE

pytestmark = pytest.mark.navigateur


@pytest.fixture
def essai(app, monde):
    """The component sheet, a vote and a live part, served by the real application."""
    planche = Blueprint("essai", __name__, template_folder="templates")
    recus, revisions = [], [1]

    @planche.get("/essai/planche")
    def montrer():
        with lecture():
            return render_template("planche.html")

    @planche.route("/essai/vote", methods=["GET", "POST"])
    def voter():
        if request.method == "POST":
            recus.append((request.form["choix"], request.form["cle_unique"]))
        return render_template("vote.html", choix=recus[-1][0] if recus else None)

    @planche.get("/essai/direct")
    def suivre():
        if request.args["depuis"] == str(revisions[0]):
            return Response(status=204)
        numero = revisions[0]
        dit = f'<span id="a-dire" hidden data-annonce="Point {numero}"></span>'
        fragment = f'<p id="compte">revision {numero}</p>{dit}'
        return Response(fragment, headers={"X-Revision": str(revisions[0])})

    @planche.get("/essai/page-directe")
    def page_directe():
        return render_template("directe.html")

    app.register_blueprint(planche)
    return recus, revisions


@pytest.fixture
def entrer(serveur, contexte, monde):
    def ouvrir(identifiant, **options):
        page = contexte(**options).new_page()
        page.goto(f"{serveur}/connexion")
        page.fill("#identifiant", identifiant)
        page.fill("#mot_de_passe", MOT_DE_PASSE)
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_url(f"{serveur}/app/")
        return page

    return ouvrir


VOTES_GARDES = """() => new Promise((dire) => { const base = indexedDB.open('college-vote', 1);
    base.onupgradeneeded = () => base.result.createObjectStore('attente');
    base.onsuccess = () => { const compte = base.result.transaction('attente').objectStore('attente').count();
        compte.onsuccess = () => { base.result.close(); dire(compte.result); } } })"""


def _attendre_la_copie(page, gardes="localStorage.length"):
    """The local copy is written a moment after the last key; the content policy forbids `wait_for_function`."""
    for _ in range(50):
        if page.evaluate(gardes):
            return
        page.wait_for_timeout(100)
    raise AssertionError("Nothing was kept on this device.")


def test_on_entre_et_on_va_au_contenu_au_clavier_seul(serveur, contexte, monde):
    page = contexte().new_page()
    page.goto(f"{serveur}/connexion")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Identifiant ou adresse de courriel")).to_be_focused()
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type(MOT_DE_PASSE)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/app/"))


def test_une_erreur_prend_le_focus_et_mene_au_champ(serveur, contexte, monde):
    page = contexte().new_page()
    page.goto(f"{serveur}/connexion")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("[data-erreurs]")).to_be_focused()
    page.get_by_role("link", name="Écrivez votre mot de passe.").click()
    expect(page.locator("#mot_de_passe")).to_be_focused()


def test_le_menu_s_ouvre_et_se_ferme_au_clavier(entrer):
    page = entrer("alice")
    menu = page.locator("details.moi > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mon compte")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="Mon compte")).to_be_hidden()


def test_les_raccourcis_se_listent_agissent_et_se_coupent(entrer, essai, serveur):
    page = entrer("alice")
    page.goto(f"{serveur}/essai/planche")
    page.keyboard.press("/")
    expect(page.locator("#recherche")).to_be_focused()
    page.keyboard.type("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis de cette page")).to_contain_text("Viser")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.goto(f"{serveur}/app/compte")
    page.get_by_role("button", name="Les couper").click()
    page.wait_for_load_state()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#recherche")).not_to_be_focused()


def test_les_couleurs_changent_aussitot_et_restent(entrer, serveur):
    page = entrer("alice", color_scheme="light")
    page.goto(f"{serveur}/app/compte")
    fond = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(fond) == "rgb(255, 255, 255)"
    page.locator("details.moi > summary").click()
    with page.expect_response(re.compile("/affichage$")):
        page.get_by_role("button", name="Sombre").click()
    assert page.evaluate(fond) == "rgb(17, 23, 25)"
    page.reload()
    assert page.evaluate(fond) == "rgb(17, 23, 25)"
    expect(page.get_by_role("button", name="Sombre", include_hidden=True)).to_have_attribute("aria-pressed", "true")


def test_un_double_appui_n_agit_qu_une_fois(entrer, serveur, monde):
    page = entrer("alice")
    page.goto(f"{serveur}/app/compte")
    demain = (date.today() + timedelta(days=1)).isoformat()
    page.locator("#delegue").select_option(label="Bernard Noël")
    page.fill("#du", demain)
    page.fill("#au", demain)
    page.get_by_role("button", name="Déléguer").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Bernard Noël agira en votre nom")
    with lecture():
        assert unite().scalar(select(func.count()).select_from(Delegation)) == 1


def test_le_texte_tape_survit_a_un_onglet_tue(entrer, serveur):
    page = entrer("alice")
    page.goto(f"{serveur}/app/points/nouveau")
    page.get_by_label("Objet", exact=True).fill("Réfection du sentier du Ry")
    _attendre_la_copie(page)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(f"{serveur}/app/points/nouveau")
    expect(page.get_by_text("est gardé sur cet appareil")).to_be_visible()
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.get_by_label("Objet", exact=True)).to_have_value("Réfection du sentier du Ry")


def test_se_deconnecter_efface_les_brouillons_de_l_appareil(entrer, serveur):
    page = entrer("alice")
    page.goto(f"{serveur}/app/points/nouveau")
    page.get_by_label("Objet", exact=True).fill("Secret de bureau")
    _attendre_la_copie(page)
    page.locator("details.moi > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{serveur}/connexion")
    assert page.evaluate("localStorage.length") == 0


def test_un_vote_attend_le_retour_du_reseau_et_n_arrive_qu_une_fois(essai, serveur, contexte):
    recus, _ = essai
    page = contexte().new_page()
    page.goto(f"{serveur}/essai/vote")
    page.context.set_offline(True)
    page.get_by_role("button", name="Non", exact=True).click()
    expect(page.locator("[data-accuse]")).to_contain_text("en attente d’envoi")
    expect(page.locator("[data-accuse]")).not_to_contain_text("reçu par le serveur")
    assert recus == []
    page.context.set_offline(False)
    expect(page.locator("[data-accuse]")).to_contain_text("reçu par le serveur", timeout=10_000)
    expect(page.get_by_role("button", name="Non", exact=True)).to_have_attribute("aria-pressed", "true")
    assert [choix for choix, _ in recus] == ["contre"]
    assert page.evaluate(VOTES_GARDES) == 0


def test_un_vote_garde_part_apres_un_onglet_tue(essai, serveur, contexte):
    recus, _ = essai
    page = contexte().new_page()
    page.goto(f"{serveur}/essai/vote")
    page.context.set_offline(True)
    page.get_by_role("button", name="Oui", exact=True).click()
    _attendre_la_copie(page, VOTES_GARDES)
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto(f"{serveur}/essai/vote")
    expect(page.locator("[data-accuse]")).to_contain_text("reçu par le serveur", timeout=10_000)
    assert [choix for choix, _ in recus] == ["pour"]


def test_une_page_directe_suit_annonce_et_ne_prend_pas_le_champ_sous_les_doigts(essai, serveur, contexte):
    _, revisions = essai
    page = contexte().new_page()
    page.goto(f"{serveur}/essai/page-directe")
    page.fill("#note", "je tape")
    revisions[0] = 2
    expect(page.locator("#compte")).to_have_text("revision 2", timeout=8000)
    expect(page.locator("#annonce-parlee")).to_have_text("Point 2", timeout=8000)
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("#note")).to_have_value("je tape")
    page.evaluate("() => { const vraie = Date.now; Date.now = () => vraie() - 3_600_000; }")
    page.context.set_offline(True)
    expect(page.locator("#panne-direct")).to_contain_text("Connexion perdue.", timeout=15_000)
    page.context.set_offline(False)
    expect(page.locator("#panne-direct")).to_be_hidden(timeout=20_000)
    expect(page.locator("#annonce-parlee")).to_have_text("Connexion retrouvée.", timeout=8000)  # its clock was set back


def _tenir_l_horloge(page, adresse):
    """That page, its clock stopped before it comes: its timers only run when they are told to."""
    page.clock.install(time=0)
    page.clock.pause_at(3_600_000)
    page.goto(adresse)


def test_une_reponse_qui_pend_est_abandonnee_dite_et_l_ecran_se_retrouve(essai, serveur, contexte):
    _, revisions = essai
    page = contexte().new_page()
    _tenir_l_horloge(page, f"{serveur}/essai/page-directe")
    pendues = []
    page.route("**/essai/direct?*", lambda route: pendues.append(route))
    with page.expect_request("**/essai/direct?*"):
        page.clock.run_for(2100)
    page.clock.run_for(8100)
    expect(page.locator("#panne-direct")).to_contain_text("Connexion perdue.")
    page.unroute("**/essai/direct?*")
    revisions[0] = 2
    page.clock.run_for(2100)
    expect(page.locator("#compte")).to_have_text("revision 2")
    expect(page.locator("#panne-direct")).to_be_hidden()
    assert len(pendues) == 1


def test_un_vote_dont_la_reponse_se_perd_repart_le_meme(essai, serveur, contexte):
    recus, _ = essai
    page = contexte().new_page()
    _tenir_l_horloge(page, f"{serveur}/essai/vote")
    page.route(
        "**/essai/vote", lambda route: route.fetch(), times=1
    )  # it comes to the server; its answer never returns
    page.get_by_role("button", name="Non", exact=True).click()
    expect(page.locator("[data-accuse]")).to_contain_text("envoyé, pas encore confirmé")
    page.clock.run_for(10_100)
    expect(page.locator("[data-accuse]")).to_contain_text("Gardé sur cet appareil")
    page.clock.run_for(2100)
    expect(page.locator("[data-accuse]")).to_contain_text("reçu par le serveur")
    assert len(recus) == 2 and len(set(recus)) == 1, "the same key: the server counts it once"


def test_sans_script_on_entre_et_on_propose_un_point(entrer, serveur):
    page = entrer("alice", java_script_enabled=False)
    page.goto(f"{serveur}/app/points/nouveau")
    page.get_by_label("Objet", exact=True).fill("Abattage de deux frênes malades")
    page.get_by_label("Motivation", exact=True).fill("Considérant que deux frênes sont malades ;")
    page.get_by_label("Dispositif", exact=True).fill("Article 1er. D’abattre les deux frênes.")
    page.locator("form#edition button, button[form=edition]").last.click()
    expect(page.locator("h1")).to_contain_text("Abattage de deux frênes malades")


def test_sans_script_on_change_de_couleurs_et_on_vote(entrer, essai, serveur):
    recus, _ = essai
    page = entrer("alice", java_script_enabled=False)
    page.goto(f"{serveur}/app/compte")
    page.locator("details.moi > summary").click()
    page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "sombre")
    page.goto(f"{serveur}/essai/vote")
    page.get_by_role("button", name="Abstention").click()
    expect(page.locator("[data-accuse]")).to_contain_text("reçu par le serveur")
    assert [choix for choix, _ in recus] == ["abstention"]


@pytest.mark.parametrize("couleurs", ["light", "dark"])
def test_chaque_composant_est_accessible_a_chaque_largeur(entrer, essai, serveur, examiner, couleurs):
    page = entrer("gaston", color_scheme=couleurs)
    for largeur in (1280, 820, 320):
        page.set_viewport_size({"width": largeur, "height": 900})
        page.goto(f"{serveur}/essai/planche")
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur
        assert examiner(page) == []
