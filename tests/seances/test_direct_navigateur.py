"""Two real browsers: the secretary's cockpit and a member's tablet, with a cut of the network."""

import pytest

from tests.fabriques import MOT_DE_PASSE

pytestmark = pytest.mark.navigateur


@pytest.fixture
def entrer(contexte, serveur, monde):
    """`entrer("denis")`: a page of a browser in which he is signed in."""

    def faire(qui):
        page = contexte().new_page()
        page.goto(f"{serveur}/connexion")
        page.fill("[name=identifiant]", qui)
        page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
        page.click("main button[type=submit]")
        page.wait_for_url("**/app/**")
        return page

    return faire


def test_l12_un_vote_survit_a_une_coupure_et_les_ecrans_suivent(entrer, serveur, conseil_ouvert, chantal):
    seance = conseil_ouvert(2)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    cockpit, tablette = entrer("chantal"), entrer("denis")
    cockpit.goto(f"{serveur}/app/seances/{seance['id']}/direct")
    tablette.goto(f"{serveur}/app/seances/{seance['id']}/membre")
    tablette.get_by_role("button", name="Oui", exact=True).click()
    tablette.wait_for_selector("text=Votre vote : oui")
    cockpit.wait_for_selector("text=bourgmestre, tablette")
    tablette.context.set_offline(True)
    tablette.get_by_role("button", name="Non", exact=True).click()
    tablette.wait_for_selector("text=en attente d’envoi")
    assert chantal.get(f"/scrutins/{vote}").json["bulletins"][0]["choix"] == "pour"
    tablette.context.set_offline(False)
    tablette.wait_for_selector("text=Votre vote : non")
    cockpit.keyboard.press("Alt+p")
    cockpit.wait_for_selector("#vote >> text=Proclamé")
    assert chantal.get(f"/scrutins/{vote}").json["noms"] == {"contre": ["denis"]}
    tablette.wait_for_selector(".phrase")


def test_l_ordre_du_jour_se_compose_au_clavier(entrer, serveur, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    for titre in ("Alpha", "Bravo", "Charlie"):
        inscrire(seance, titre)
    page = entrer("chantal")
    page.goto(f"{serveur}/app/seances/{seance}")
    page.get_by_label("Nouveau rang du point 3").fill("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=déplacé au rang 1")
    assert page.locator(".odj li[data-id] .objet").all_inner_texts() == ["Charlie", "Alpha", "Bravo"]
    page.get_by_role("button", name="Annuler").click()
    page.wait_for_selector("text=déplacé au rang 3")
    assert page.locator(".odj li[data-id] .objet").all_inner_texts() == ["Alpha", "Bravo", "Charlie"]
