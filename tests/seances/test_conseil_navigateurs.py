"""A whole conseil in real browsers: the secretary's cockpit, tablets, the room, one killed, one offline, one without
scripts, one at the keyboard with what a screen reader would hear. Five points here, forty with `make test-long`."""

import time

import pytest
from playwright.sync_api import Error, expect

from tests.fabriques import MOT_DE_PASSE

from .conftest import CONSEIL

pytestmark = pytest.mark.navigateur
OUI, NON = "Oui", "Non"
# What a screen reader hears: each new sentence of each polite region.
OREILLE = """() => { window.dits = []; const derniers = {};
    new MutationObserver(() => { for (const region of document.querySelectorAll('[role=status], [aria-live]')) {
        const dit = region.textContent.trim().replaceAll('\\u00a0', ' '), nom = region.id || region.className;
        if (dit && derniers[nom] !== dit) window.dits.push(dit);
        derniers[nom] = dit; } })
    .observe(document.body, {subtree: true, childList: true, characterData: true}) }"""


class Salle:
    """The people and their screens."""

    def __init__(self, contexte, serveur, seance):
        self.contexte, self.serveur, self.seance = contexte, serveur, seance
        self.pages = {}

    def entrer(self, qui, ecran="membre", **options):
        page = self.contexte(**options).new_page()
        page.goto(f"{self.serveur}/connexion")
        page.fill("[name=identifiant]", qui)
        page.fill("[name=mot_de_passe]", MOT_DE_PASSE)
        page.click("main button[type=submit]")
        page.wait_for_url("**/app/**")
        page.goto(f"{self.serveur}/app/seances/{self.seance}/{ecran}")
        self.pages[qui] = page
        return page

    def voter(self, qui, choix=OUI):
        self.pages[qui].get_by_role("button", name=choix, exact=True).click()

    def confirme(self, qui, dit="oui"):
        self.pages[qui].wait_for_selector(f"text=Votre vote : {dit}", timeout=30000)


@pytest.fixture
def salle(contexte, serveur, conseil_ouvert, comptes, request):
    """A conseil of so many points, twelve browsers."""
    seance = conseil_ouvert(getattr(request, "param", 5))
    assise = Salle(contexte, serveur, seance["id"])
    assise.lignes = seance["lignes"]
    assise.entrer("chantal", "direct")
    for qui in CONSEIL:
        options = {"java_script_enabled": False} if qui == "zoe" else {"viewport": {"width": 820, "height": 1180}}
        if qui in (*CONSEIL[:10], "zoe"):
            assise.entrer(qui, **options)
    return assise


def _ouvrir_au_cockpit(salle, ligne):
    cockpit = salle.pages["chantal"]
    cockpit.goto(f"{salle.serveur}/app/seances/{salle.seance}/direct?point={ligne}")
    cockpit.get_by_role("button", name="Ouvrir sur les tablettes").click()
    cockpit.wait_for_selector("#vote >> text=Vote ouvert")
    cockpit.wait_for_load_state("domcontentloaded")  # its keys are alive


def _clore_au_clavier(salle):
    cockpit = salle.pages["chantal"]
    cockpit.keyboard.press("Alt+p")
    cockpit.wait_for_selector("#vote >> text=Proclamé")
    cockpit.wait_for_load_state("domcontentloaded")
    with cockpit.expect_navigation():
        cockpit.keyboard.press("Alt+d")


def _un_point_ordinaire(salle, ligne, numero, chantal):
    """Everybody votes on his tablet; the secretary proclaims and decides with two keys."""
    _ouvrir_au_cockpit(salle, ligne)
    for qui in CONSEIL[:10]:
        salle.pages[qui].wait_for_selector(f"text=Vote ouvert : point {numero}", timeout=30000)
        salle.voter(qui)
    for qui in CONSEIL[:10]:
        salle.confirme(qui)
    _clore_au_clavier(salle)
    assert chantal.get(f"/inscriptions/{ligne}").json["decisions"][0]["issue"] == "accepte"


def _un_navigateur_tue_et_un_autre_coupe(salle, ligne, numero, chantal, coupure):
    """Killed in the middle of a vote, and a minute without network: nothing lost, nothing twice, the truth after."""
    _ouvrir_au_cockpit(salle, ligne)
    tue, coupe = salle.pages["claire"], salle.pages["joseph"]
    for page in (tue, coupe):
        page.wait_for_selector(f"text=Vote ouvert : point {numero}", timeout=30000)
    tue.context.set_offline(True)
    salle.voter("claire", NON)
    tue.wait_for_selector("text=Non : en attente d’envoi")
    memoire = tue.context.storage_state(indexed_db=True)
    with pytest.raises(Error, match="crash"):  # closed only, it would get the network back for an instant, and vote
        tue.goto("chrome://crash")
    tue.context.close()
    coupe.context.set_offline(True)
    salle.voter("joseph")
    coupe.wait_for_selector("text=Oui : en attente d’envoi")
    salle.voter("denis")
    salle.confirme("denis")
    time.sleep(coupure)
    assert "Votre vote" not in coupe.inner_text("#scrutin-membre"), "nothing is said before the server's echo"
    votes = chantal.get(f"/seances/{salle.seance}/direct").json["scrutin"]["bulletins"]
    assert [b["mandataire"] for b in votes] == ["denis"]
    coupe.context.set_offline(False)
    salle.confirme("joseph")
    revenue = salle.contexte(viewport={"width": 820, "height": 1180}, storage_state=memoire).new_page()
    revenue.goto(f"{salle.serveur}/app/seances/{salle.seance}/membre")
    salle.pages["claire"] = revenue
    salle.confirme("claire", "non")
    vote = chantal.get(f"/seances/{salle.seance}/direct").json["scrutin"]
    choix = {b["mandataire"]: b["choix"] for b in vote["bulletins"]}
    assert choix == {"denis": "pour", "joseph": "pour", "claire": "contre"} and vote["votants"] == 3
    _clore_au_clavier(salle)


def _sans_scripts(salle, ligne, numero, chantal):
    """Without scripts: a form, a page that answers, and the sentence when it is too late."""
    _ouvrir_au_cockpit(salle, ligne)
    page = salle.pages["zoe"]
    page.reload()
    assert page.get_by_role("heading", name=f"Vote ouvert : point {numero}").is_visible()
    salle.voter("zoe", "Abstention")
    expect(page.locator("#scrutin-membre")).to_contain_text("Votre vote : abstention")
    _clore_au_clavier(salle)
    assert page.get_by_role("button", name=OUI, exact=True).is_visible(), "her page is the old one"
    salle.voter("zoe", OUI)
    expect(page.locator("#refus-vote")).to_contain_text("votre choix n’a pas été enregistré")
    vote = chantal.get(f"/inscriptions/{ligne}").json["scrutins"][-1]
    assert chantal.get(f"/scrutins/{vote}").json["noms"] == {"abstention": ["zoe"]}
    page.goto(f"{salle.serveur}/app/seances/{salle.seance}/membre")


def _au_clavier_et_a_l_oreille(salle, ligne, numero, chantal):
    """At the keyboard alone; what changes is said once, politely."""
    page = salle.pages["nadia"]
    page.evaluate(OREILLE)
    _ouvrir_au_cockpit(salle, ligne)
    page.wait_for_selector(f"text=Vote ouvert : point {numero}", timeout=30000)
    page.wait_for_function(f"() => window.dits.some(d => d.includes('Vote ouvert : point {numero}'))")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == NON:
            break
    page.keyboard.press("Enter")
    salle.confirme("nadia", "non")
    page.wait_for_function("() => window.dits.some(d => d.includes('Votre vote : non'))")
    annonces = page.evaluate(f"() => window.dits.filter(d => d.includes('Vote ouvert : point {numero}')).length")
    assert annonces == 1, "an opening is said once"
    salle.pages["chantal"].keyboard.press("Alt+p")
    page.wait_for_selector("#scrutin-membre .phrase", timeout=30000)
    assert page.evaluate("document.activeElement.closest('.scrutin') !== null"), (
        "the button she pressed is gone, not she"
    )
    page.wait_for_function("() => window.dits.some(d => d.endsWith('(Nadia Haddad) : rejeté'))")
    with salle.pages["chantal"].expect_navigation():
        salle.pages["chantal"].keyboard.press("Alt+d")


def _une_personne_a_la_place_d_une_autre(salle, ligne, numero, chantal):
    """A vote that waits on a tablet is never sent for the person who signs in after."""
    _ouvrir_au_cockpit(salle, ligne)
    page = salle.pages["ines"]
    page.wait_for_selector(f"text=Vote ouvert : point {numero}", timeout=30000)
    page.evaluate("""() => new Promise((fini) => {
        const adresse = document.querySelector('form[data-vote]').action, base = indexedDB.open('college-vote', 1);
        base.onsuccess = () => { const echange = base.result.transaction('attente', 'readwrite');
            echange.objectStore('attente').put(
                {siege: '999999', choix: 'contre', dit: 'Non', adresse, champs: {choix: 'contre'}}, 'vote');
            echange.oncomplete = () => fini(base.result.close()); } })""")
    page.reload()
    page.wait_for_timeout(1500)
    assert chantal.get(f"/seances/{salle.seance}/direct").json["scrutin"]["votants"] == 0
    _clore_au_clavier(salle)


EPREUVES = (
    _un_point_ordinaire,
    _un_navigateur_tue_et_un_autre_coupe,
    _sans_scripts,
    _au_clavier_et_a_l_oreille,
    _une_personne_a_la_place_d_une_autre,
)


def _tenir(salle, chantal, coupure):
    for rang, ligne in enumerate(salle.lignes):
        epreuve = EPREUVES[rang] if rang < len(EPREUVES) else _un_point_ordinaire
        reste = (coupure,) if epreuve is _un_navigateur_tue_et_un_autre_coupe else ()
        epreuve(salle, ligne, rang + 1, chantal, *reste)
    return chantal.get(f"/seances/{salle.seance}/ordre-du-jour").json["inscriptions"]


def test_un_conseil_de_cinq_points_dans_douze_navigateurs(salle, chantal):
    lignes = _tenir(salle, chantal, coupure=5)
    assert all(li["decision"] for li in lignes) and len(lignes) == 5


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("salle", [40], indirect=True)
def test_un_conseil_de_quarante_points_dans_douze_navigateurs(salle, chantal):
    lignes = _tenir(salle, chantal, coupure=60)
    assert all(li["decision"] for li in lignes) and len(lignes) == 40
