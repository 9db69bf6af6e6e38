"""Two real browsers: the secretary's cockpit and a member's tablet, with a cut of the network."""

import re
import time

import pytest
from playwright.sync_api import expect

from college import horloge
from college.points import services as points
from college.points.saisie import Saisie
from college.seances import services
from college.transaction import ecriture, unite
from tests.fabriques import MOT_DE_PASSE

from .conftest import COLLEGE

pytestmark = pytest.mark.navigateur


@pytest.fixture
def entrer(contexte, serveur, monde):
    """`entrer("denis")`: a page of a browser in which he is signed in."""

    def faire(qui, ou=None):
        page = (ou or contexte()).new_page()
        page.goto(f"{serveur}/connexion")
        page.fill("[name=identifiant]", qui)
        page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
        page.click("main button[type=submit]")
        page.wait_for_url("**/app/**")
        return page

    return faire


def _arriver(page, choix, **options):
    """On a page that shows this, its keys alive: they are once the document is read."""
    page.wait_for_selector(choix, **options)
    page.wait_for_load_state("domcontentloaded")


def test_l12_un_vote_survit_a_une_coupure_et_les_ecrans_suivent(entrer, serveur, conseil_ouvert, chantal):
    seance = conseil_ouvert(2)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    cockpit, tablette = entrer("chantal"), entrer("denis")
    cockpit.goto(f"{serveur}/app/seances/{seance['id']}/direct")
    tablette.goto(f"{serveur}/app/seances/{seance['id']}/membre")
    cockpit.get_by_role("radio", name="Rose Collard : contre").check()
    cockpit.get_by_role("radio", name="Denis Leroy : abstention").check()
    tablette.get_by_role("button", name="Oui", exact=True).click()
    tablette.wait_for_selector("text=Votre vote : oui")
    cockpit.wait_for_selector("text=bourgmestre, tablette")
    assert cockpit.get_by_role("radio", name="Rose Collard : contre").is_checked(), "half noted, it is not lost"
    assert cockpit.get_by_role("radio", name="Denis Leroy : pour").is_checked(), "what he votes himself wins"
    onglet = tablette.context.new_page()
    onglet.goto(tablette.url)
    tablette.context.set_offline(True)
    tablette.get_by_role("button", name="Non", exact=True).click()
    tablette.wait_for_selector("text=Non : en attente d’envoi")
    assert chantal.get(f"/scrutins/{vote}").json["bulletins"][0]["choix"] == "pour"
    onglet.get_by_role("button", name="Abstention").click()
    onglet.wait_for_selector("text=Abstention : en attente d’envoi")
    tablette.wait_for_selector("text=Non : pas envoyé")
    tablette.context.set_offline(False)
    for page in (tablette, onglet):
        page.wait_for_selector("text=Votre vote : abstention")
    cockpit.keyboard.press("Alt+p")
    cockpit.wait_for_selector("#vote >> text=Proclamé")
    assert chantal.get(f"/scrutins/{vote}").json["noms"] == {"contre": ["rose"], "abstention": ["denis"]}
    tablette.wait_for_selector(".phrase")


def test_un_chromium_tue_en_plein_vote_l_envoie_une_fois_rouvert(profil, entrer, serveur, conseil_ouvert, chantal):
    seance = conseil_ouvert(1)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    tablette = entrer("denis", profil.ouvrir())
    tablette.goto(f"{serveur}/app/seances/{seance['id']}/membre")
    tablette.context.set_offline(True)
    tablette.get_by_role("button", name="Non", exact=True).click()
    tablette.wait_for_selector("text=Gardé sur cet appareil")
    profil.tuer()
    assert chantal.get(f"/scrutins/{vote}").json["votants"] == 0
    tablette = entrer("denis", profil.ouvrir())
    tablette.goto(f"{serveur}/app/seances/{seance['id']}/membre")
    tablette.wait_for_selector("text=Votre vote : non")
    tenu = chantal.get(f"/scrutins/{vote}").json
    assert [(b["mandataire"], b["choix"]) for b in tenu["bulletins"]] == [("denis", "contre")] and tenu["votants"] == 1


def test_le_vote_qui_s_ouvre_se_voit_et_attend_qui_doit_se_reconnecter(entrer, serveur, conseil_ouvert, chantal):
    longs = {"dispositif": "<p>DÉCIDE :</p>" + "<p>Article unique. D’approuver.</p>" * 80}
    seance = conseil_ouvert(1, **longs)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    tablette = entrer("denis")
    tablette.set_viewport_size({"width": 820, "height": 1100})
    tablette.goto(f"{serveur}/app/seances/{seance['id']}/membre")
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    tablette.wait_for_selector("form[data-vote]")
    bas = tablette.evaluate("document.querySelector('form[data-vote]').getBoundingClientRect().bottom")
    assert bas <= 1100, "the sheet lies over what is read, wherever he is in a long text"
    tablette.set_viewport_size({"width": 390, "height": 844})
    tablette.evaluate("document.documentElement.style.fontSize = '200%'")
    large, haute = tablette.evaluate(
        "[document.documentElement.scrollWidth, document.querySelector('.scrutin').getBoundingClientRect().height]"
    )
    assert large <= 390 and haute <= 600, "at 200 % on a phone too, something is left of what he votes on"
    tablette.context.clear_cookies()
    tablette.get_by_role("button", name="Oui", exact=True).click()
    tablette.get_by_role("link", name="Se connecter à nouveau").first.click()
    tablette.fill("[name=identifiant]", "denis")
    tablette.fill("[name=mot_de_passe]", MOT_DE_PASSE)
    tablette.click("main button[type=submit]")
    tablette.wait_for_selector("text=Votre vote : oui")
    assert chantal.get(f"/scrutins/{vote}").json["bulletins"][0]["choix"] == "pour"


def test_l_ordre_du_jour_se_compose_au_clavier(entrer, serveur, creer_seance, inscrire):
    seance = creer_seance(debut="2027-01-08T14:00")
    for titre in ("Alpha", "Bravo", "Charlie"):
        inscrire(seance, titre)
    page = entrer("chantal")
    page.goto(f"{serveur}/app/seances/{seance}")
    page.get_by_label("Nouveau rang du point 3").fill("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=déplacé au rang 1")
    expect(page.locator(".odj li[data-id] .objet")).to_have_text(["Charlie", "Alpha", "Bravo"])
    page.get_by_role("button", name="Annuler").click()
    page.wait_for_selector("text=déplacé au rang 3")
    expect(page.locator(".odj li[data-id] .objet")).to_have_text(["Alpha", "Bravo", "Charlie"])


def test_le_cockpit_garde_sa_place_et_reste_ouvert_quand_le_reseau_tombe(entrer, serveur, conseil_ouvert, chantal):
    seance = conseil_ouvert(1)
    page = entrer("chantal")
    page.goto(f"{serveur}/app/seances/{seance['id']}/direct")
    page.locator("#presences summary").click()
    page.get_by_role("button", name=re.compile(r"^Sortie.*Paul Wéry$")).press("Enter")
    expect(page.get_by_role("button", name=re.compile(r"^Retour.*Paul Wéry$"))).to_be_focused()
    expect(page.locator("#presences details")).to_have_attribute("open", "")
    page.context.set_offline(True)
    page.keyboard.press("Alt+v")
    page.wait_for_selector("#panne-direct")
    assert page.locator("#cockpit").is_visible(), "what the secretary sees and typed is still there"
    page.context.set_offline(False)
    page.wait_for_selector("#panne-direct", state="detached")
    page.keyboard.press("Alt+v")
    page.wait_for_selector("#vote >> text=Proclamé")
    assert len(chantal.get(f"/seances/{seance['id']}/ordre-du-jour").json["inscriptions"][0]["scrutins"]) == 1


@pytest.fixture
def grand_college(monde, horloge_fixe):
    """A collège in session with 250 points."""
    horloge_fixe("2026-11-27T14:00")
    alice, chantal = monde.acteur("alice"), monde.acteur("chantal")
    with ecriture():
        saisie = services.SaisieSeance(unite().merge(monde.organe("college")), horloge.maintenant())
        seance = services.creer(chantal, saisie)
        for n in range(1, 251):
            champs = Saisie(organe="college", service="travaux", titre=f"Dossier {n}", dispositif="<p>DÉCIDE.</p>")
            point = points.proposer(alice, champs)
            points.changer_phase(chantal, point, "valide")
            services.inscrire(chantal, seance, point)
        for membre in COLLEGE:
            services.noter_presence(chantal, seance, monde.mandataire(membre).id, "arrive")
        services.agir(chantal, seance, "ouvrir")
        return seance.id


def test_v_un_college_de_250_points_se_clot_au_clavier(entrer, serveur, grand_college, chantal):
    page = entrer("chantal")
    page.goto(f"{serveur}/app/seances/{grand_college}/direct")
    frappes = 0
    debut = time.monotonic()

    def presser(*touches):
        nonlocal frappes
        for touche in touches:
            frappes += 1
            page.keyboard.press(touche)

    exceptions = {str(n): "r" for n in range(20, 240, 20)} | {"250": "t"}
    for numero, issue in exceptions.items():
        presser("Alt+g", *numero, "Enter")
        _arriver(page, f"#pt >> text=/^Dossier {numero}$/")
        page.locator("#aller").evaluate("champ => champ.blur()")
        presser(issue, "Alt+d")
        _arriver(page, f"#pas a.fini:has(.n:text-is('{numero}'))", state="attached")
    presser("Alt+l")
    _arriver(page, "text=238 points à confirmer")
    presser("Alt+c")
    page.wait_for_selector("text=Arrêter les textes", timeout=120_000)  # the limit is below, for the whole journey
    duree = time.monotonic() - debut
    lignes = chantal.get(f"/seances/{grand_college}/ordre-du-jour").json["inscriptions"]
    issues = [li["decision"]["issue"] for li in lignes]
    assert [issues.count(i) for i in ("accepte", "reporte", "retire")] == [238, 11, 1]
    assert frappes <= 90 and duree < 300, (frappes, duree)
