"""Every screen that a person can reach: axe finds nothing, nothing overflows, the console is silent.

Each visitor follows the links of the pages; one page of each kind is loaded once and looked at where it stands, at the
three widths of the design, in light and in dark.
"""

import re
from urllib.parse import urlparse

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(1500)]  # forty pages, six looks each: two minutes of work

LARGEURS = (1280, 820, 320)
COULEURS = ["color-contrast", "link-in-text-block"]
TELECHARGEMENTS = re.compile(
    r"\.(pdf|docx|odt|csv|ya?ml|atom|ics|json|xml|bpmn|zip|asice)$|/contenu|/octets|^/api/|^/static/"
)
PLUSIEURS = {"/app/seances/N": 4, "/app/points/N": 3, "/I/O/DATE/DECISION": 4}  # their states make different screens
VISITEURS = {
    None: "/",
    "alice": "/app/",
    "chantal": "/app/",
    "solange": "/app/",
    "sabine": "/app/administration/",
}


def _genre(chemin):
    """`/app/points/12` and `/app/points/13` are one kind of page; so are two decisions of the register."""
    if re.match(r"^/[\w-]+/[\w-]+/\d{4}-\d\d-\d\d", chemin):
        return "/I/O/DATE" + ("/DECISION" if chemin.count("/") > 3 else "")
    return re.sub(r"\d+", "N", chemin)


def _liens(page):
    adresses = page.eval_on_selector_all("a[href]", "liens => liens.map(lien => lien.href)")
    chemins = [urlparse(a) for a in adresses]
    ici = urlparse(page.url).netloc
    return [c.path for c in chemins if c.netloc == ici and not TELECHARGEMENTS.search(c.path)]


def _a_visiter(vus, chemin, visiteur):
    genre = _genre(chemin)
    personnel = chemin.startswith(("/app", "/connexion"))
    if genre == "/deconnexion" or (personnel and visiteur is None and chemin != "/connexion"):
        return False
    return (personnel or visiteur is None) and vus.count(genre) < PLUSIEURS.get(genre, 1)


def _juger(page, juger):
    """What is wrong on the open page: the whole of axe in light; colours are all that the dark theme changes."""
    trouve, fonds = [], {}
    for couleurs, regles in (("light", None), ("dark", COULEURS)):
        page.emulate_media(color_scheme=couleurs)
        fonds[couleurs] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for largeur in LARGEURS:
            page.set_viewport_size({"width": largeur, "height": 900})
            large = page.evaluate("document.documentElement.scrollWidth")
            trouve += [f"at {largeur}, {couleurs}: {large} px wide"] if large > largeur else []
            trouve += [f"at {largeur}, {couleurs}: {faute}" for faute in juger(page, regles)]
    return trouve + (["the dark theme changes nothing"] if fonds["light"] == fonds["dark"] else [])


@pytest.mark.parametrize("visiteur", VISITEURS, ids=lambda qui: qui or "public")
def test_chaque_ecran_est_accessible_et_tient_dans_sa_largeur(demonstration, entree, ecouter, axe, juger, visiteur):
    page = entree(visiteur, reduced_motion="reduce")  # a colour read in the middle of a transition is no colour
    entendu = ecouter(page, demonstration.adresse)
    file, vus, trouve = [VISITEURS[visiteur]], [], []
    while file:
        chemin = file.pop(0)
        if not _a_visiter(vus, chemin, visiteur):
            continue
        vus.append(_genre(chemin))
        reponse = page.goto(demonstration.adresse + chemin)
        if "html" not in (reponse.headers.get("content-type") or ""):
            continue
        file += _liens(page)
        page.evaluate(axe)
        trouve += [f"{chemin}: answered {reponse.status}"] if reponse.status >= 400 else []
        trouve += [f"{chemin} {faute}" for faute in _juger(page, juger)]
    assert len(vus) >= 4, vus
    assert not trouve, "\n".join(trouve)
    assert not entendu.erreurs
    assert not entendu.ailleurs


@pytest.mark.parametrize("depart", ["/", "/recherche?q=rue"])
def test_une_page_publique_pese_moins_de_cent_kilo_octets_et_n_a_pas_de_script(demonstration, entree, depart):
    """A first visit, nothing in the cache: what passes on the wire, for the page and for a decision that it lists."""
    listee = entree(None)
    listee.goto(demonstration.adresse + depart)
    decision = listee.locator(".registre a.objet").first.get_attribute("href")
    for chemin in (depart, decision):
        page, octets = entree(None), []
        fil = page.context.new_cdp_session(page)
        fil.send("Network.enable")
        fil.on("Network.loadingFinished", lambda recu, pesee=octets: pesee.append(recu["encodedDataLength"]))
        page.goto(demonstration.adresse + chemin, wait_until="networkidle")
        assert 10_000 < sum(octets) <= 100_000, chemin
        assert page.locator("script").count() == 0
        assert page.context.cookies() == []


@pytest.mark.parametrize("visiteur", [None, "chantal"], ids=["public", "chantal"])
def test_les_couleurs_forcees_gardent_la_page_lisible(demonstration, entree, examiner, visiteur):
    page = entree(visiteur, forced_colors="active")
    page.goto(demonstration.adresse + VISITEURS[visiteur])
    assert examiner(page) == []


def test_a_quatre_cents_pour_cent_tout_se_lit_sans_defiler_de_cote(demonstration, entree):
    page = entree("alice", viewport={"width": 320, "height": 256})
    for chemin in ("/app/", "/app/points", "/app/points/nouveau", "/app/seances"):
        page.goto(demonstration.adresse + chemin)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, chemin
