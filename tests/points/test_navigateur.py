"""The agent's screens in a real browser: type, paste from Word, save by itself, without scripts, axe."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

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
COLLER = """html => {
  const donnees = new DataTransfer();
  donnees.setData("text/html", html);
  const colle = new ClipboardEvent("paste", {clipboardData: donnees, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(colle);
}"""


@pytest.fixture
def ouvrir(monde, serveur, contexte):
    """Sign in with a real browser: `ouvrir("alice", java_script_enabled=False)`."""

    def entrer(qui, **options):
        page = contexte(**options).new_page()
        page.goto(f"{serveur}/connexion")
        page.fill("[name=identifiant]", qui)
        page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
        page.press("[name=mot_de_passe]", "Enter")
        page.wait_for_url("**/app/**")
        return page

    return entrer


def _nouveau(page, serveur, titre="Réfection de la rue Haute"):
    page.goto(f"{serveur}/app/points/nouveau")
    page.fill("[name=titre]", titre)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/modifier")


def test_un_nouvel_agent_propose_son_point(ouvrir, serveur):
    page = ouvrir("alice")
    page.get_by_role("link", name="Nouveau point").click()
    page.fill("[name=titre]", "Égouttage de la rue Basse")
    page.get_by_role("textbox", name="Motivation").fill("Vu la loi ;")
    page.get_by_role("textbox", name="Dispositif").fill("Article 1er. Approuve.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("button", name="Envoyer à Bernard Noël").click()
    page.wait_for_url(re.compile(r"/app/points/\d+$"))
    assert "que tient Bernard Noël" in page.text_content(".reponse")
    assert "Approuve." in page.text_content("main")


def test_coller_du_word_garde_listes_et_tableaux_sans_residu(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    zone = page.get_by_role("textbox", name="Motivation")
    zone.focus()
    page.evaluate(COLLER, WORD)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(re.compile(r"/app/points/\d+$"))
    garde = page.inner_html("main .acte")
    assert re.search(r"<ol>\s*<li>\s*un\s*</li>\s*<li>\s*deux\s*</li>\s*</ol>", garde), garde
    assert 'colspan="2"' in garde and "<strong>Vu</strong>" in garde
    assert not re.search(r"mso|style=|<span|javascript:|file:|o:p", garde), garde


def test_ce_qui_est_tape_s_enregistre_tout_seul_et_survit(ouvrir, serveur):
    page = ouvrir("alice")
    _nouveau(page, serveur)
    page.get_by_role("textbox", name="Dispositif").fill("Article 1er. Jamais perdu.")
    page.get_by_text("Enregistré à", exact=False).wait_for()
    page.reload()
    assert "Jamais perdu." in page.get_by_role("textbox", name="Dispositif").text_content()


def test_sans_scripts_le_texte_est_en_lignes_simples(ouvrir, serveur):
    page = ouvrir("alice", java_script_enabled=False)
    _nouveau(page, serveur)
    page.fill("[name=motivation]", "Vu la loi ;\n\n- un\n- deux")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert page.locator("main .acte ul li").count() == 2
    page.get_by_role("link", name="Modifier").click()
    assert page.input_value("[name=motivation]") == "Vu la loi ;\n\n- un\n- deux"


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
