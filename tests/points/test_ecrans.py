"""The screens of the points room, through the real forms."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.datastructures import MultiDict

from college.points import formulaires

POINT = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute", "nature": "decision"}


@pytest.fixture
def page(app, connecter):
    """`page("alice")` is her browser: get, and post with the page's own token."""

    def ouvrir(qui):
        client = connecter(app.test_client(), qui)

        def post(adresse, donnees=None, depuis="/app/", **options):
            jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(depuis).text)
            return client.post(adresse, data={**(donnees or {}), "csrf_token": jeton[1]}, **options)

        client.poster = post
        return client

    return ouvrir


def _creer(navigateur, **champs):
    reponse = navigateur.poster("/app/points/nouveau", POINT | {"cases": "1"} | champs, "/app/points/nouveau")
    assert reponse.status_code == 303, reponse.text
    return int(re.search(r"/app/points/(\d+)", reponse.headers["Location"])[1])


def test_un_agent_propose_et_suit_son_point(page):
    alice = page("alice")
    assert "Nouveau point" in alice.get("/app/").text
    point = _creer(
        alice, montant_htva="148 500,50", motivation="Vu la loi ;", rapport="La rue est usée.",
        destinataires="Travaux\r\n\r\nSA Dubois, rue Haute 3, 4000 Liège",
    )  # fmt: skip
    vue = alice.get(f"/app/points/{point}")
    assert "La rue est usée." in vue.text and "SA Dubois, rue Haute 3, 4000 Liège</dd>" in vue.text
    editeur = alice.get(f"/app/points/{point}/modifier").text
    assert "\nLa rue est usée.</textarea>" in editeur and "\nTravaux\nSA Dubois, rue Haute 3, 4000 Liège<" in editeur
    assert vue.status_code == 200
    assert "148\u202f500,50" in vue.text.replace("&nbsp;", " ")
    assert "<p>Vu la loi ;</p>" in vue.text
    assert "Envoyer à Bernard Noël" in vue.text
    envoye = alice.poster(f"/app/points/{point}/actions", {"action": "soumettre"})
    assert envoye.status_code == 303
    suivi = alice.get(f"/app/points/{point}").text
    reponse = re.search(r'<p class="reponse">(.*?)</p>', suivi, re.DOTALL)[1]
    assert "Chef de service, Travaux" in reponse.replace("&nbsp;", " ") and "Bernard" not in reponse  # pratique §13.5
    assert 'aria-current="step"' in suivi


def test_le_valideur_voit_sa_pile_vise_ou_renvoie(page):
    alice, bernard = page("alice"), page("bernard")
    point = _creer(alice)
    alice.poster(f"/app/points/{point}/actions", {"action": "soumettre"})
    pile = bernard.get("/app/").text
    assert "À viser" in pile and "Réfection de la rue Haute" in pile
    sans = bernard.poster(f"/app/points/{point}/actions", {"action": "renvoyer", "commentaire": " "})
    assert sans.status_code == 422
    assert "Dites pourquoi" in sans.text
    bernard.poster(f"/app/points/{point}/actions", {"action": "renvoyer", "commentaire": "Préciser l’article."})
    retour = alice.get("/app/").text
    assert "Renvoyés vers vous" in retour and "Préciser l’article." in retour
    assert "Préciser l’article." in alice.get(f"/app/points/{point}/modifier").text


def test_un_refus_revient_pres_du_bouton(page):
    alice = page("alice")
    point = _creer(alice)
    alice.poster(f"/app/points/{point}/actions", {"action": "soumettre"})
    refus = alice.poster(f"/app/points/{point}/actions", {"action": "viser"})
    assert refus.status_code == 403
    assert "que tient Bernard Noël" in refus.text
    inconnu = alice.poster(f"/app/points/{point}/actions", {"action": "exploser"})
    assert inconnu.status_code == 422


def test_saisie_fautive_garde_ce_qui_est_tape(page):
    reponse = page("alice").poster(
        "/app/points/nouveau",
        POINT | {"cases": "1", "titre": "", "montant_htva": "beaucoup", "motivation": "Considérant <b>tout</b>"},
        "/app/points/nouveau",
    )
    assert reponse.status_code == 422
    assert 'aria-invalid="true"' in reponse.text
    assert "beaucoup" in reponse.text and "Considérant &lt;b&gt;tout&lt;/b&gt;" in reponse.text


def test_deux_editions_a_la_fois_montrent_les_deux_textes(page):
    alice, bernard = page("alice"), page("bernard")
    point = _creer(alice)
    adresse = f"/app/points/{point}/modifier"
    version = re.search(r'name="version" value="(\d+)"', alice.get(adresse).text)[1]
    champs = POINT | {"cases": "1", "version": version}
    assert bernard.poster(adresse, champs | {"dispositif": "Texte de Bernard"}).status_code == 303
    conflit = alice.poster(adresse, champs | {"dispositif": "Texte d’Alice"})
    assert conflit.status_code == 412
    assert "Texte de Bernard" in conflit.text and "Texte d’Alice" in conflit.text
    nouvelle = re.search(r'name="version" value="(\d+)"', conflit.text)[1]
    assert alice.poster(adresse, champs | {"dispositif": "Réunis", "version": nouvelle}).status_code == 303


def test_enregistrement_automatique_regroupe_les_revisions(page):
    alice = page("alice")
    point = _creer(alice)
    version = re.search(r'name="version" value="(\d+)"', alice.get(f"/app/points/{point}/modifier").text)[1]
    for n in range(3):
        champs = POINT | {"cases": "1", "version": version, "motivation": f"Vu {n}"}
        reponse = alice.poster(f"/app/points/{point}/enregistrer", champs)
        assert reponse.status_code == 200, reponse.text
        version = reponse.get_json()["version"]
    cher = alice.poster(f"/app/points/{point}/enregistrer", champs | {"version": version, "montant_htva": "45 000"})
    encore = alice.poster(f"/app/points/{point}/enregistrer", champs | {"version": "1", "montant_htva": "45 000"})
    assert encore.get_json()["version"] == cher.get_json()["version"], "sent again, its answer lost: it is kept already"
    parties = cher.get_json()["fragments"].replace("\u00a0", " ")
    assert "Article à dire" in parties and "Avis de légalité" in parties, "what is shown is never stale"
    assert "sans objet" not in parties
    for faux, dit in (
        ("1e400", "Montant hors TVA : Écrivez une valeur d’au plus 999 999 999 999,99"),
        ("-5", "d’au moins 0"),
    ):
        refus = alice.poster(f"/app/points/{point}/enregistrer", champs | {"montant_htva": faux}).get_json()
        assert dit in refus["detail"].replace("\u00a0", " ").replace("\u202f", " ")
    assert "Version 1." not in alice.get(f"/app/points/{point}").text
    perime = alice.poster(f"/app/points/{point}/enregistrer", champs | {"version": "1"})
    assert perime.status_code == 412 and "comparez" in perime.get_json()["detail"]


def test_un_destinataire_decrit_par_un_programme_reste_entier():
    ebox = {"nom": "Région", "adresse": "Namur", "canal": "ebox"}
    assert formulaires.changement(MultiDict(), [ebox]).donnees() == {}
    lu = formulaires.changement(MultiDict({"destinataires": "Région, Namur\nfinances"}), [ebox, {"service": "travaux"}])
    assert lu.destinataires == [ebox, "finances"]


def test_une_page_d_hier_rend_le_texte_tape_et_dit_qui_tient_le_point(page):
    alice = page("alice")
    point = _creer(alice)
    adresse = f"/app/points/{point}/modifier"
    version = re.search(r'name="version" value="(\d+)"', alice.get(adresse).text)[1]
    champs = POINT | {"cases": "1", "version": version}
    assert alice.poster(adresse, champs | {"soumettre": "1"}).status_code == 303
    texte = {"motivation": "<p>Tapé <b>trop tard</b></p><script>x</script>"}
    tard = alice.poster(adresse, champs | texte | {"montant_htva": "2500", "urgence": "1", "demandeur": "M. Tard"})
    lu = tard.text.replace("\u00a0", " ")
    assert tard.status_code == 403 and "Rien n’est enregistré." in lu and "Ce point attend" in lu
    assert "<p>Tapé <strong>trop tard</strong></p>" in lu and "<script>x" not in lu
    assert "Revenir au point" in lu and "<span>Enregistrer</span>" not in lu
    rendus = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", lu.split("Voici ce que vous aviez rempli")[1])
    assert ("Montant hors TVA", "2\u202f500 € (enregistré : vide)") in rendus and len(rendus) == 4
    assert ("Urgence", "coché (enregistré : non coché)") in rendus
    assert 'value="M. Tard"' not in lu, "a closed field shows what is kept"


def test_versions_comparees_mot_a_mot(page):
    alice = page("alice")
    point = _creer(alice, dispositif="Article 1er. Approuve.")
    adresse = f"/app/points/{point}/modifier"
    version = re.search(r'name="version" value="(\d+)"', alice.get(adresse).text)[1]
    champs = POINT | {"cases": "1", "version": version, "dispositif": "Article 1er. Refuse."}
    assert alice.poster(adresse, champs).status_code == 303
    comparee = alice.get(f"/app/points/{point}/comparer?de=1&a=2").text
    assert re.search(r"<del>.*Approuve</del>", comparee) and re.search(r"<ins>.*Refuse</ins>", comparee)
    assert "Approuve" in alice.get(f"/app/points/{point}/revisions/1").text


def test_avis_en_brouillon_cache_puis_rendu(page):
    alice, bernard, emile = page("alice"), page("bernard"), page("emile")
    point = _creer(alice, montant_htva="31000")
    alice.poster(f"/app/points/{point}/actions", {"action": "soumettre"})
    bernard.poster(f"/app/points/{point}/actions", {"action": "viser"})
    assert "On attend votre avis" in emile.get("/app/").text
    emile.poster(f"/app/points/{point}/avis", {"texte": "Réserve secrète\n\n- un & deux"})
    redige = emile.get(f"/app/points/{point}").text
    assert ">\nRéserve secrète\n\n- un &amp; deux</textarea>" in redige, "as it was typed, without tags"
    gardes = re.findall(r'data-brouillon="(\w+)-', redige)
    assert gardes == ["renvoyer", "incomplet", "avis"], "what is typed there survives a session that ends"
    trop = emile.poster(f"/app/points/{point}/avis", {"texte": "Réserve longue. " * 13_000})
    assert (
        trop.status_code == 422 and "Ce texte dépasse 200" in trop.text and trop.text.count("Réserve longue.") == 13_000
    )
    assert "Réserve secrète" not in alice.get(f"/app/points/{point}").text
    sans = emile.poster(f"/app/points/{point}/actions", {"action": "rendre_avis", "texte": "Réserve secrète"})
    assert sans.status_code == 422 and "Choisissez un avis" in sans.text
    emile.poster(f"/app/points/{point}/actions", {"action": "rendre_avis", "avis": "reserve", "texte": "Réserve."})
    assert "Réservé" in alice.get(f"/app/points/{point}").text


def test_piece_jointe_par_le_formulaire_et_refus_dit(page):
    alice = page("alice")
    point = _creer(alice)
    envoi = {"fichier": (io.BytesIO(b"notes"), "notes.txt"), "type": "interne"}
    alice.poster(f"/app/points/{point}/annexes", envoi, content_type="multipart/form-data")
    vue = alice.get(f"/app/points/{point}").text
    assert "notes.txt" in vue
    adresse = re.search(r"/app/annexes/\d+", vue)[0]
    assert alice.get(adresse).data == b"notes"
    assert page("hugo").get(adresse).status_code == 404
    mauvais = {"fichier": (io.BytesIO(b"MZ"), "a.exe"), "type": "interne"}
    alice.poster(f"/app/points/{point}/annexes", mauvais, content_type="multipart/form-data")
    assert "exe" in alice.get(f"/app/points/{point}").text


def test_liste_filtre_et_recherche(page):
    alice = page("alice")
    _creer(alice, titre="Égouttage de la rue de l’Église")
    assert "Égouttage" in alice.get("/app/points?q=egouttage").text
    assert "Aucun point ne répond" in alice.get("/app/points?q=zorro").text
    assert "Égouttage" in alice.get("/app/recherche?q=eglise").text
    assert "Égouttage" not in page("hugo").get("/app/recherche?q=eglise").text.split("<main")[1]
    assert "Rien ne contient" in page("hugo").get("/app/recherche?q=eglise").text


def test_page_invisible_ou_inconnue_404(page):
    point = _creer(page("alice"))
    assert page("hugo").get(f"/app/points/{point}").status_code == 404
    assert page("hugo").get("/app/points/99999").status_code == 404


def test_titre_piege_est_montre_tel_quel(page):
    alice = page("alice")
    point = _creer(alice, titre="<script>alert(1)</script> & {{ 7*7 }}")
    vue = alice.get(f"/app/points/{point}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in vue
