"""The agent's screens in a real browser: type, paste from Word, save by itself, without scripts, axe."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import weasyprint
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.fabriques import MOT_DE_PASSE

pytestmark = pytest.mark.navigateur

_ITEM = (
    "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'>"
    "<!--[if !supportLists]-->{0}.&nbsp; <!--[endif]-->{1}</p>"
)
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>'
    "<p class=MsoNormal style='mso-style:x'><b><span style='color:red'>Vu</span></b> le Code ;<o:p></o:p></p>"
    + _ITEM.format(1, "un")
    + _ITEM.format(2, "deux")
    + "<table class=MsoTableGrid><tr><td colspan=2 style='width:3cm'><p>Lot</p></td></tr>"
    "<tr><td>1</td><td>12 €</td></tr></table>"
    '<p><a href="javascript:alert(1)">piège</a><img src="file:///C:/x.png"></p></body></html>'
)
DONNEES = Path(__file__).parent / "donnees"
COLLER = """html => {
  const donnees = new DataTransfer();
  donnees.setData("text/html", html);
  const colle = new ClipboardEvent("paste", {clipboardData: donnees, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(colle);
}"""


def _nouveau(page, serveur, titre="Réfection de la rue Haute"):
    page.goto(f"{serveur}/app/points/nouveau")
    page.fill("[name=titre]", titre)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/modifier")


def _zone(page, nom="Motivation"):
    """The rich text of that name: until its script has come, a plain one has the same place and the same name."""
    return page.locator(f".ProseMirror[aria-label={nom}]")


def _coller(page, html, nom="Motivation"):
    _zone(page, nom).click()
    page.evaluate(COLLER, html)


def test_un_nouvel_agent_propose_en_cinq_minutes(monde, serveur, contexte, tmp_path):
    """From the door to the chief of service, with no manual: what is on the screen says the next thing to do."""
    page, debut = contexte().new_page(), time.monotonic()
    page.goto(serveur + "/app/")
    page.get_by_label("Identifiant ou adresse de courriel").fill("alice")
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Nouveau point").first.click()
    page.get_by_label("Objet", exact=True).fill("Égouttage de la rue Basse")
    _coller(page, (DONNEES / "deliberation_word.html").read_text())
    page.get_by_role("textbox", name="Dispositif").fill("Article 1er. Approuve.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(weasyprint.HTML(string="<p>Plan de l’égout</p>").write_pdf())
    page.get_by_text("Joindre une pièce…").click()
    page.get_by_label("Fichiers").set_input_files(plan)
    page.get_by_role("button", name="Joindre", exact=True).click()
    page.locator("#liste-pieces").get_by_role("link", name="plan.pdf", exact=True).wait_for()
    page.get_by_role("button", name="Envoyer à Bernard Noël").click()
    page.wait_for_url(re.compile(r"/app/points/\d+$"))
    assert "Chef de service" in page.text_content(".reponse")
    lu = page.text_content("main")
    assert "Approuve." in lu and "planning dans les quinze jours" in lu and "plan.pdf" in lu
    assert time.monotonic() - debut < 300


def test_coller_du_word_garde_listes_et_tableaux_sans_residu(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    _coller(page, WORD)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(re.compile(r"/app/points/\d+$"))
    garde = page.inner_html("main .acte")
    assert re.search(r"<ol>\s*<li>\s*un\s*</li>\s*<li>\s*deux\s*</li>\s*</ol>", garde), garde
    assert 'colspan="2"' in garde and "<strong>Vu</strong>" in garde
    assert not re.search(r"mso|style=|<span|javascript:|file:|o:p", garde), garde


def test_ce_qui_est_tape_s_enregistre_tout_seul_et_survit(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    editeur = []
    page.route("**/editeur-*.js", lambda route: editeur.append(route))
    with page.expect_request("**/editeur-*.js"):
        page.reload(wait_until="domcontentloaded")
    page.get_by_role("textbox", name="Dispositif").click()
    page.keyboard.type("Article 1er. Jamais")
    editeur[0].continue_()
    _zone(page, "Dispositif").wait_for()
    page.keyboard.type(" perdu.")
    page.get_by_text("Enregistré à", exact=False).wait_for()
    page.unroute("**/editeur-*.js")
    page.reload()
    expect(_zone(page, "Dispositif")).to_have_text("Article 1er. Jamais perdu.")


def test_sans_scripts_le_texte_est_en_lignes_simples(ouvrir, serveur):
    page = ouvrir("alice", java_script_enabled=False)
    _nouveau(page, serveur)
    page.fill("[name=motivation]", "Vu la loi ;\n\n- un\n- deux")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("main .acte ul li")).to_have_count(2)
    page.get_by_role("link", name="Modifier").click()
    assert page.input_value("[name=motivation]") == "Vu la loi ;\n\n- un\n- deux"


def _coller_un_fichier(page, serveur, fichier):
    """Paste a clipboard in « Motivation »; what the form would send, and what the console said."""
    dits = []
    page.on("console", lambda message: dits.append(message.text) if message.type == "error" else None)
    _nouveau(page, serveur)
    _coller(page, (DONNEES / fichier).read_text())
    html = page.evaluate("new FormData(document.querySelector('#edition')).get('motivation')")
    return html.replace("&nbsp;", "\u00a0"), dits


def test_trois_pages_de_word_sont_propres_du_premier_coup(ouvrir, serveur):
    page = ouvrir("alice")
    html, dits = _coller_un_fichier(page, serveur, "deliberation_word.html")
    assert not dits, "the strict policy holds while pasting"
    assert not re.search(r"mso|style=|class=|<span|javascript:|file:|<img|AM1|À vérifier|procédure ouverte", html), html
    assert html.count("<p>Considérant ") == 10
    assert "<h3>Réfection de la rue du Moulin</h3>" in html
    assert (
        '<ol><li>remettre le planning dans les quinze jours\u00a0:<ol type="a"><li>par tronçon</li>'
        "<li>avec les déviations\u00a0:<ul><li>lignes de bus</li><li>ramassage scolaire</li></ul></li></ol></li>"
        "<li>afficher l’avis aux riverains</li><li>tenir le journal des travaux</li></ol>"
    ) in html
    assert '<ol start="4"><li>protéger les six tilleuls</li><li>trier les déchets</li></ol>' in html
    assert "<ul><li>le prix</li><li>la qualité\u00a0:<ul><li>des matériaux</li><li>de la méthode</li></ul></li>" in html
    assert '<th rowspan="2"><strong>Poste</strong></th><th colspan="2"><strong>Quantité</strong></th>' in html
    assert '<td colspan="3"><strong>Total</strong></td>' in html and html.count("<tr>") == 15
    assert "<u>Article 1<sup>er</sup></u>" in html and "procédure négociée directe" in html
    assert '<a href="https://exemple.be/csc?id=12&amp;v=2">exemple.be/csc</a>' in html
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(re.compile(r"/app/points/\d+$"))
    assert page.locator("main .acte ol[start='4'] li").count() == 2
    assert page.locator("main .acte table tr").count() == 15


def test_un_collage_de_libreoffice_garde_numeros_et_exposants(ouvrir, serveur):
    html, dits = _coller_un_fichier(ouvrir("alice"), serveur, "voirie_libreoffice.html")
    assert not dits
    assert html == (
        "<p><strong>Vu</strong> le décret du 6 février 2014 relatif à la voirie communale ;</p>"
        '<ol start="3"><li>plan de <strong>délimitation</strong></li><li>mesures :<ul><li>largeur</li>'
        "<li>pente</li></ul></li></ol><table><thead><tr><th>Parcelle</th><th>Surface</th></tr></thead><tbody>"
        '<tr><td rowspan="2">A 12 b</td><td>4 m<sup>2</sup></td></tr><tr><td>6 m<sup>2</sup></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("fichier", "attendu"),
    [
        (
            "note_google_docs.html",
            "<h3>Plan de mobilité</h3><p><strong>Vu</strong> le décret du <em>1er avril 2004</em> ; voir "
            '<a href="https://exemple.be/plan">le plan</a>.</p>'
            "<ul><li>vélos<ul><li>abris</li></ul></li><li>bus</li></ul>"
            '<table><tbody><tr><td colspan="2"><strong>Coûts</strong></td></tr><tr><td>Abris</td><td>1 200 €</td></tr>'
            "</tbody></table>",
        ),
        (
            "courriel_outlook.html",
            "<p>Bonjour,</p><ul><li>la convention signée ;</li><li>le plan coté.</li></ul>"
            '<p><strong>Rémy Lobet</strong><br><a href="mailto:remy@exemple.be">remy@exemple.be</a></p>'
            "<p><strong>De :</strong> Anne x</p>",
        ),
        (
            "notes_et_champs_word.html",
            "<p>Vu le décret<sup>[1]</sup> et l’article 3 du règlement ;</p><p>Objet. 2</p>"
            '<table><tbody><tr><td rowspan="2">Lot</td><td colspan="3">Offres</td></tr>'
            "<tr><td>A</td><td>B</td><td>C</td></tr></tbody></table>"
            '<ol start="8" type="a"><li>le prix ;<ol type="i"><li>unitaire</li><li>global</li></ol></li>'
            "<li>le délai ;</li></ol><ol><li><p>Objet</p><p>1.1. Étendue</p></li><li>Durée</li></ol>"
            "<p>Article 1. Approuve.</p>"
            "<p><sup>[1]</sup> Moniteur belge du 4 mars 2014.</p>",
        ),
    ],
)
def test_un_collage_d_ailleurs_ne_laisse_que_notre_texte(ouvrir, serveur, fichier, attendu):
    html, dits = _coller_un_fichier(ouvrir("alice"), serveur, fichier)
    assert not dits
    assert html.replace("\u00a0", " ") == attendu


def test_un_collage_trop_grand_se_dit_et_rien_ne_se_perd(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    page.fill("[name=demandeur]", "ASBL du Moulin")
    _coller(page, "<p>Vu la délibération ;</p>" * 9_000)
    page.get_by_text("Ce texte dépasse 200 ko : mettez une partie en annexe.").first.wait_for()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name=re.compile("Motivation.*Ce texte dépasse 200\\sko")).wait_for()
    assert page.input_value("[name=demandeur]") == "ASBL du Moulin"
    assert page.get_by_role("textbox", name="Motivation").locator("p").count() == 9_000


def test_12_900_mots_passent_et_10_000_cellules_sont_refusees(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    _coller(page, "<p>Considérant que l’offre est la plus basse reçue pour ce lot ;</p>" * 1_075)
    page.get_by_text("Enregistré à", exact=False).wait_for()
    assert len(page.get_by_role("textbox", name="Motivation").inner_text().split()) >= 12_900
    _coller(page, "<table>" + ("<tr>" + "<td>1</td>" * 50 + "</tr>") * 200 + "</table>", "Dispositif")
    page.get_by_text("cellules est trop grand", exact=False).first.wait_for()
    assert page.get_by_role("textbox", name="Dispositif").locator("td").count() >= 10_000


def test_l_editeur_s_emploie_au_clavier_et_ecrit_a_la_francaise(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    zone = _zone(page, "Dispositif")
    zone.click()
    page.keyboard.type('Il dit "oui" ; l\'autre : non ! 12 € pour n° 3')
    page.keyboard.press("Enter")
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("dedans")
    lu = "new FormData(document.querySelector('#edition')).get('dispositif')"
    dur = "\u00a0"
    assert page.evaluate(lu).replace("&nbsp;", dur) == (
        f"<p>Il dit «{dur}oui{dur}»{dur}; l’autre{dur}: non{dur}! 12{dur}€ pour n°{dur}3</p>"
        "<ul><li>un<ul><li>dedans</li></ul></li></ul>"
    )
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null"), "Shift+Tab leaves the text"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Italique"
    zone.click()
    page.keyboard.press("Control+z")
    assert "dedans" not in page.evaluate(lu)


def test_une_clause_et_un_tableau_s_inserent_en_un_geste(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    _zone(page).click()
    barre = page.get_by_role("toolbar", name="Mise en forme : Motivation")
    barre.get_by_role("button", name="Clauses à insérer").click()
    page.get_by_role("button", name="relative aux marchés publics").first.click()
    barre.get_by_role("button", name="Insérer un tableau").click()
    page.keyboard.type("Lot")
    page.keyboard.press("Tab")
    page.keyboard.type("Prix")
    page.get_by_role("button", name="+ ligne sous celle-ci").first.click()
    lu = page.evaluate("new FormData(document.querySelector('#edition')).get('motivation')")
    assert lu.startswith(
        "<p>Vu la loi du 17 juin 2016 relative aux marchés publics&nbsp;;</p><table><thead><tr><th>Lot</th>"
    )
    assert lu.count("<tr>") == 4


@pytest.mark.parametrize("largeur", [320, 820, 1280])
@pytest.mark.parametrize("couleurs", ["light", "dark"])
def test_axe_ne_trouve_rien(ouvrir, serveur, largeur, couleurs):
    page = ouvrir("alice", viewport={"width": largeur, "height": 900}, color_scheme=couleurs)
    _nouveau(page, serveur, "Un titre de point assez long pour passer à la ligne sur un téléphone, et même deux")
    modifier = page.url
    voir = modifier.removesuffix("/modifier")
    for adresse in (modifier, voir, f"{serveur}/app/", f"{serveur}/app/points", f"{serveur}/app/recherche?q=titre"):
        page.goto(adresse)
        trouve = Axe().run(page)
        assert trouve.violations_count == 0, f"{adresse}: {trouve.generate_report()}"
        tient = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert tient, f"{adresse} overflows at {largeur} px"
