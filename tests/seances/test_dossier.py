"""The member's dossier: what is new since his last reading, and notes that nobody else ever reads."""

import io
import re
import zipfile
from datetime import date

import pikepdf
import pytest
from sqlalchemy import select, text

from college import horloge, journal, repartiteur, stockage
from college.organisation.modele import Agent, Mandat
from college.points.annexes.modele import Annexe
from college.seances import dossier_complet
from college.seances import notes as carnet
from college.seances.modele import Inscription
from college.seances.modele_membre import DossierMembre
from college.transaction import ecriture, lecture, unite


def _pdf():
    sortie = io.BytesIO()
    with pikepdf.new() as page:
        page.add_blank_page()
        page.save(sortie)
    return sortie.getvalue()


PDF = _pdf()


@pytest.fixture
def conseil(chantal, creer_seance, inscrire, horloge_fixe):
    """The conseil convened with two points."""
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    lignes = [inscrire(seance, titre, "conseil")["id"] for titre in ("Premier", "Second")]
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    return {"id": seance, "lignes": lignes}


@pytest.fixture
def notes(api, compte, conseil):
    """Rose and Paul are of AVENIR, Nadia of UNI; `notes("rose")` reads what she finds on the first point."""
    clients = {qui: api(compte(qui)) for qui in ("rose", "paul", "nadia")}

    def lire(qui):
        reponse = clients[qui].get(f"/inscriptions/{conseil['lignes'][0]}/annotations")
        assert reponse.status_code == 200, reponse.json
        return [n["texte"] for n in reponse.json["elements"]]

    lire.clients = clients
    return lire


def _noter(notes, conseil, qui, texte, **champs):
    return notes.clients[qui].post(f"/inscriptions/{conseil['lignes'][0]}/annotations", {"texte": texte, **champs})


def test_une_note_privee_n_est_lue_que_de_son_auteur(notes, conseil, api):
    assert _noter(notes, conseil, "rose", "Demander le prix au m²").status_code == 201
    assert notes("rose") == ["Demander le prix au m²"] and notes("paul") == [] and notes("nadia") == []
    assert api("chantal").get(f"/inscriptions/{conseil['lignes'][0]}/annotations").json["elements"] == []
    assert api("gaston").get(f"/inscriptions/{conseil['lignes'][0]}/annotations").status_code in (403, 404)


def test_une_note_partagee_est_lue_du_groupe_seulement(notes, conseil, api):
    _noter(notes, conseil, "rose", "Nous votons contre", partagee=True)
    assert notes("paul") == ["Nous votons contre"] and notes("nadia") == []
    assert api("denis").get(f"/inscriptions/{conseil['lignes'][0]}/annotations").json["total"] == 0


def test_une_note_n_est_lisible_ni_en_base_ni_au_journal(notes, conseil):
    _noter(notes, conseil, "rose", "Stratégie confidentielle")
    with lecture():
        brut = unite().execute(text("SELECT texte FROM annotation")).scalar_one()
        entrees = unite().query(journal.EntreeJournal).all()
    assert "Stratégie".encode() not in bytes(brut)
    assert not [e for e in entrees if "annot" in e.evenement or "Strat" in e.details]


def test_les_notes_partent_avec_le_mandat(notes, conseil, monde, horloge_fixe):
    _noter(notes, conseil, "rose", "À garder", partagee=True)
    rose = monde.mandataire("rose")
    with ecriture():
        for mandat in unite().query(Mandat).filter_by(mandataire_id=rose.id):
            mandat.au = date(2026, 12, 5)
    horloge_fixe("2026-12-05T12:00")
    carnet.oublier_les_mandats_finis()
    assert notes("paul") == ["À garder"], "the last day is included"
    horloge_fixe("2026-12-06T12:00")
    assert notes("paul") == []
    carnet.oublier_les_mandats_finis()
    with lecture():
        assert unite().execute(text("SELECT count(*) FROM annotation")).scalar_one() == 0
    assert horloge.aujourdhui() == date(2026, 12, 6)


def test_le_dossier_dit_ce_qui_est_nouveau_depuis_la_derniere_lecture(client, connecter, compte, conseil, chantal):
    navigateur = connecter(client, compte("rose"))
    page = f"/app/seances/{conseil['id']}/dossier"
    lire = lambda: navigateur.get(page).get_data(as_text=True).replace("\u00a0", " ")  # noqa: E731
    a_faire = lambda: navigateur.get("/app/").get_data(as_text=True).replace("\u00a0", " ")  # noqa: E731
    assert "Mes séances" in a_faire() and "2 points à lire" in a_faire()
    assert "2 points nouveaux ou modifiés" in lire()
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', lire())[1]
    assert navigateur.post(f"{page}/lu", data={"csrf_token": jeton}, follow_redirects=True).status_code == 200
    assert "Vous avez tout lu" in lire() and "à lire" not in a_faire()
    ligne = chantal.get(f"/inscriptions/{conseil['lignes'][1]}").json
    point = chantal.get(f"/points/{ligne['point']['id']}")
    revu = {"dispositif": "<p>Autre chose.</p>", "note_synthese": "<p>En deux mots.</p>"}
    chantal.patch(f"/points/{point.json['id']}", revu, version=point.headers["ETag"])
    assert "Modifié depuis votre lecture" in lire()
    with ecriture():
        unite().get_one(Inscription, conseil["lignes"][1]).pv_de_id = conseil["id"]
    detail = navigateur.get(f"{page}/{conseil['lignes'][1]}").get_data(as_text=True)
    assert f'href="/app/seances/{conseil["id"]}#panneau-1"' in detail, "minutes to approve are one link away (L1122-16)"
    assert detail.index("En deux mots.") < detail.index("Autre chose."), "the note comes first (L1122-13)"
    suite = navigateur.post(f"{page}/{conseil['lignes'][1]}/notes", data={"csrf_token": jeton, "texte": ""})
    assert suite.status_code == 422 and "Écrivez votre note" in suite.get_data(as_text=True)


def test_qui_n_est_pas_membre_n_a_ni_dossier_ni_notes(client, connecter, conseil):
    alice = connecter(client, "alice")
    assert alice.get(f"/app/seances/{conseil['id']}/dossier").status_code == 403
    assert "Mes séances" not in alice.get("/app/").get_data(as_text=True)


def _fichier(navigateur, seance, **champs):
    page = f"/app/seances/{seance}/dossier"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', navigateur.get(page).get_data(as_text=True))[1]
    reponse = navigateur.post(f"{page}/fichier", data={"csrf_token": jeton, **champs}, follow_redirects=True)
    assert "se prépare" in reponse.get_data(as_text=True)
    repartiteur.vider(tolerant=True)
    lien = re.search(r'href="(/app/dossiers/\d+)"', navigateur.get(page).get_data(as_text=True))
    assert lien, "the file is ready"
    return navigateur.get(lien[1])


def test_le_dossier_en_un_pdf_a_signets_sans_les_points_dont_on_s_est_retire(
    client, connecter, compte, conseil, chantal
):
    premier = chantal.get(f"/inscriptions/{conseil['lignes'][0]}").json["point"]["id"]
    chantal.post(f"/points/{premier}/annexes", data={"fichier": (io.BytesIO(PDF), "plan.pdf"), "type": "publiable"})
    navigateur = connecter(client, compte("rose"))
    complet = _fichier(navigateur, conseil["id"], genre="pdf", annexes="toutes")
    with pikepdf.open(io.BytesIO(complet.data)) as lu, lu.open_outline() as plan:
        titres = [item.title for item in plan.root]
        assert titres == ["Ordre du jour", "1. Premier", "2. Second"]
        assert [item.title for item in plan.root[1].children] == ["Pièces"]
    chantal.post(f"/seances/{conseil['id']}/presences", {"mandataire": "rose", "evenement": "arrive"})
    retrait = {"mandataire": "rose", "evenement": "se_retire", "inscription": conseil["lignes"][0]}
    assert chantal.post(f"/seances/{conseil['id']}/presences", retrait).status_code == 200
    perime = navigateur.get(re.search(r"/app/dossiers/\d+", complet.request.path)[0])
    assert perime.status_code == 409, "the file made before may no longer be opened"
    apres = _fichier(navigateur, conseil["id"], genre="pdf", annexes="aucune")
    with pikepdf.open(io.BytesIO(apres.data)) as lu, lu.open_outline() as plan:
        assert [item.title for item in plan.root] == ["Ordre du jour", "2. Second"]


def test_le_dossier_hors_ligne_se_lit_sans_reseau(client, connecter, compte, conseil, chantal):
    premier = chantal.get(f"/inscriptions/{conseil['lignes'][0]}").json["point"]["id"]
    chantal.post(
        f"/points/{premier}/annexes", data={"fichier": (io.BytesIO(PDF), "Plan d’été.pdf"), "type": "publiable"}
    )
    navigateur = connecter(client, compte("rose"))
    recu = _fichier(navigateur, conseil["id"], genre="zip", annexes="toutes", point=premier)
    with zipfile.ZipFile(io.BytesIO(recu.data)) as archive:
        assert archive.namelist() == ["annexes/001-01-Plan-d-ete.pdf", "index.html"]
        page = archive.read("index.html").decode()
    assert "1. Premier" in page and "Second" not in page and 'href="annexes/001-01-Plan-d-ete.pdf"' in page
    assert "http" not in page.replace("http-equiv", ""), "nothing is fetched from a network"


def test_un_dossier_fini_s_efface_apres_un_jour(client, connecter, compte, conseil, horloge_fixe):
    """A file of 250 points does not stay for ever; asking again makes it anew."""
    navigateur = connecter(client, compte("rose"))
    empreinte = stockage.deposer(PDF, passager=True)
    with ecriture():
        soi = unite().scalars(select(Agent).where(Agent.identifiant == "rose")).one()
        fait = {
            "etat": "pret",
            "sha256": empreinte,
            "demande_le": horloge.maintenant(),
            "fini_le": horloge.maintenant(),
        }
        dossier = DossierMembre(institution_id=soi.institution_id, seance_id=conseil["id"], agent_id=soi.id, **fait)
        unite().add(dossier)
        unite().flush()
        adresse = f"/app/dossiers/{dossier.id}"
    dossier_complet.oublier_les_vieux()
    assert navigateur.get(adresse).data == PDF, "it is kept for the day"
    horloge_fixe("2026-12-02T10:00")
    dossier_complet.oublier_les_vieux()
    assert not stockage.chemin(empreinte, passager=True).exists()
    assert connecter(client, "rose").get(adresse).status_code == 404


def test_le_dossier_avant_la_convocation_dit_qu_il_s_ouvrira(client, connecter, compte, creer_seance, inscrire):
    seance = creer_seance("conseil", "2027-03-15T19:30")
    inscrire(seance, "Encore un projet", "conseil")
    rose = connecter(client, compte("rose"))
    page = rose.get(f"/app/seances/{seance}/dossier").get_data(as_text=True)
    assert "s’ouvrira avec la convocation" in page and "tout lu" not in page and "Emporter" not in page
    assert "Suivre et voter" not in page
    assert "pas encore convoqué" in rose.get("/app/").get_data(as_text=True)
    assert "Les textes s’ouvriront avec la convocation" in rose.get(f"/app/seances/{seance}/membre").text


def test_une_piece_en_pdf_se_lit_page_par_page_et_se_compte_au_feminin(client, connecter, compte, conseil, chantal):
    premier = chantal.get(f"/inscriptions/{conseil['lignes'][0]}").json["point"]["id"]
    chantal.post(f"/points/{premier}/annexes", data={"fichier": (io.BytesIO(PDF), "plan.pdf"), "type": "publiable"})
    with ecriture():
        unite().scalars(select(Annexe)).one().pages = 12
    navigateur = connecter(client, compte("rose"))
    dossier = navigateur.get(f"/app/seances/{conseil['id']}/dossier").get_data(as_text=True)
    assert "une pièce" in dossier
    page = navigateur.get(f"/app/seances/{conseil['id']}/dossier/{conseil['lignes'][0]}").get_data(as_text=True)
    assert re.search(r'href="/app/annexes/\d+/pages"', page) and "annexe 1, 12\u00a0pages" in page
