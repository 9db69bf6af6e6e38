"""Suggesting and commenting in a real browser: an author and a chief of service, each on their page."""

from __future__ import annotations

import pytest

from college.points import requetes, services
from college.points.etats import texte
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture

pytestmark = pytest.mark.navigateur
MOTIVATION = "<p>Vu la loi du 6 février ;</p><p>Considérant que le mur penche ;</p>"
LU = "new FormData(document.querySelector('#edition')).get('motivation').replaceAll('&nbsp;', '\u00a0')"


@pytest.fixture
def point(monde):
    """A point of Alice's, written by a program, held by Bernard; Alice may only suggest."""
    with ecriture():
        ecrite = MOTIVATION.replace("><", ">\n <")
        saisie = Saisie(organe="college", service="travaux", titre="Mur", motivation=ecrite, dispositif="<p>Oui.</p>")
        neuf = services.proposer(monde.acteur("alice"), saisie)
        services.agir(monde.acteur("alice"), neuf, "soumettre")
        return neuf.id


def _choisir(page, mots):
    """Select these words of « Motivation » by the selection of the page, once the editor no longer moves it."""
    page.wait_for_function(
        """(mots) => {
          const zone = document.querySelector(".ProseMirror[aria-label=Motivation]");
          if (zone !== document.activeElement) return zone?.focus();
          if (getSelection().toString() === mots) return true;
          const marcheur = document.createTreeWalker(zone, NodeFilter.SHOW_TEXT);
          while (marcheur.nextNode()) {
            const debut = marcheur.currentNode.data.indexOf(mots);
            if (debut < 0) continue;
            getSelection().setBaseAndExtent(marcheur.currentNode, debut, marcheur.currentNode, debut + mots.length);
          }
          return false;
        }""",
        arg=mots,
        polling=100,
    )


def _texte(monde, numero):
    with lecture():
        return texte(requetes.point(monde.acteur("bernard"), numero)).motivation


def test_l_un_suggere_l_autre_repond(ouvrir, serveur, monde, point):
    alice = ouvrir("alice")
    alice.goto(f"{serveur}/app/points/{point}/relire")
    _choisir(alice, "la loi")
    alice.keyboard.type("le décret")
    alice.get_by_role("textbox", name="Motivation").press("Control+End")
    alice.keyboard.press("Enter")
    alice.keyboard.type("Vu l'urgence ;")
    assert alice.get_by_text("2 suggestions attendent une réponse").is_visible()
    assert alice.get_by_role("button", name="Accepter").count() == 0
    alice.get_by_text("Enregistré à", exact=False).wait_for()
    assert _texte(monde, point).startswith("<p>Vu la loi du 6 février"), "nothing has changed in the text"
    alice.get_by_role("button", name="Enregistrer mes suggestions").click()
    alice.wait_for_url(f"**/app/points/{point}")
    assert "décret" not in alice.inner_text("main .acte >> nth=0")

    bernard = ouvrir("bernard")
    bernard.goto(f"{serveur}/app/points/{point}/modifier")
    lignes = bernard.locator(".suggestions li")
    lignes.first.wait_for()
    assert (
        lignes.all_inner_texts()[0]
        .replace("\u00a0", " ")
        .startswith("Alice Martin propose de remplacer la loi par le décret")
    )
    lignes.nth(0).get_by_role("button", name="Accepter").click()
    lignes.nth(0).get_by_role("button", name="Refuser").click()
    assert bernard.locator(".suggestions:visible").count() == 0
    bernard.get_by_role("button", name="Enregistrer", exact=True).click()
    bernard.wait_for_url(f"**/app/points/{point}")
    assert _texte(monde, point).replace("&nbsp;", " ").replace("\u00a0", " ") == MOTIVATION.replace(
        "la loi", "le décret"
    )


def test_effacer_et_refaire_en_suggerant_ne_laisse_pas_de_trace(ouvrir, serveur, monde, point):
    page = ouvrir("alice")
    page.goto(f"{serveur}/app/points/{point}/relire")
    _choisir(page, "penche")
    page.keyboard.press("Backspace")
    assert f'<del data-s="{monde.acteur("alice").agent_id}-' in page.evaluate(LU)
    page.keyboard.type("tombe")
    page.get_by_role("button", name="Reprendre").click()
    assert page.evaluate(LU) == MOTIVATION
    _choisir(page, "mur")
    page.keyboard.press("Control+b")
    assert page.get_by_text("En suggérant, on ne change que les mots").is_visible()
    assert page.evaluate(LU) == MOTIVATION


def test_un_commentaire_se_pose_se_repond_et_se_resout(ouvrir, serveur, monde, point):
    page = ouvrir("bernard")
    page.goto(f"{serveur}/app/points/{point}/modifier")
    _choisir(page, "mur")
    page.get_by_role("toolbar", name="Mise en forme : Motivation").get_by_role("button", name="Commenter").click()
    page.get_by_role("textbox", name="Commentaire sur le passage choisi").fill("Lequel ?")
    page.get_by_role("button", name="Enregistrer le commentaire").first.click()
    fil = page.locator("#fils article")
    fil.get_by_text("Lequel ?").wait_for()
    assert "<mark data-fil=" in page.evaluate(LU)
    page.get_by_text("Enregistré à", exact=False).wait_for()

    alice = ouvrir("alice")
    alice.goto(f"{serveur}/app/points/{point}/relire")
    alice.locator("#fils summary").click()
    alice.get_by_role("textbox", name="Votre réponse").fill("Celui du lavoir.")
    alice.locator("#fils form").get_by_role("button", name="Répondre").click()
    alice.locator("#fils article").get_by_text("Celui du lavoir.").wait_for()

    page.reload()
    fil.get_by_role("button", name="Voir le passage").click()
    assert page.evaluate("getSelection().toString()") == "mur"
    fil.get_by_role("button", name="Résoudre").click()
    fil.get_by_text("Résolu").wait_for()
    assert "<mark" not in page.evaluate(LU)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(f"**/app/points/{point}")
    assert "Lequel" not in _texte(monde, point) and "mark" not in _texte(monde, point)
