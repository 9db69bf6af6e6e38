"""The screens of supervision, as a browser without scripts reads them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from sqlalchemy import event

from college import repartiteur, transaction
from college.transaction import ecriture, unite
from college.tutelle import services


@pytest.fixture(autouse=True)
def aujourdhui(horloge_fixe, app):
    horloge_fixe("2026-12-16T10:00")


@pytest.fixture
def chantal(client, connecter):
    return connecter(client, "chantal")


@pytest.fixture
def envoyer(monde):
    def faire(acte, **options) -> int:
        with ecriture():
            return services.transmettre(monde.acteur("chantal"), unite().merge(acte), **options).id

    return faire


def _lire(client, adresse, statut=200):
    reponse = client.get(adresse)
    assert reponse.status_code == statut
    return re.sub(r"\s+", " ", reponse.get_data(as_text=True).replace("\u00a0", " "))


def _poster(client, adresse, donnees, page):
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))[1]
    return client.post(adresse, data={"csrf_token": jeton} | donnees)


def test_le_tableau_dit_d_abord_ou_l_on_en_est(chantal, creer_acte):
    creer_acte()
    page = _lire(chantal, "/app/tutelle")
    assert "Rien à transmettre cette semaine. Aucun délai dépassé." in page
    assert "Budget communal pour 2027" in page
    assert "mar. 29 déc." in page
    assert "2 jours écoulés sur 15" in page
    assert "Préparer l’envoi" in page


def test_un_tableau_vide_le_dit(chantal):
    assert "Rien à suivre." in _lire(chantal, "/app/tutelle")


def test_preparer_montre_les_pieces_reconnues_et_ce_qui_manque(chantal, creer_acte):
    acte = creer_acte(annexes=("Avis DF", "Rapport L1122-23"))
    page = _lire(chantal, f"/app/tutelle/actes/{acte.id}")
    assert "mardi 29 décembre 2026" in page
    assert re.search(r'<option value="\d+" selected>Avis DF.pdf', page)
    assert "Passer outre" in page


def test_un_refus_garde_le_choix_et_dit_quoi_faire(chantal, creer_acte):
    acte = creer_acte(annexes=("Avis DF",))
    adresse = f"/app/tutelle/actes/{acte.id}"
    reponse = _poster(chantal, adresse, {"connecteur": "nul"}, adresse)
    page = reponse.get_data(as_text=True)
    assert reponse.status_code == 409
    assert "Il manque des pièces" in page
    assert '<option value="nul" selected>' in page


def test_transmettre_puis_suivre_une_panne_et_son_retour(chantal, creer_acte, tutelle, attendre):
    autorite = tutelle()
    autorite.fermer()
    acte = creer_acte()
    adresse = f"/app/tutelle/actes/{acte.id}"
    choix = dict(re.findall(r'name="(piece-[^"]+)".*?<option value="(\d+)" selected', _lire(chantal, adresse)))
    reponse = _poster(chantal, adresse, choix, adresse)
    assert reponse.status_code == 303
    page = _lire(chantal, reponse.location)
    assert "L’envoi part dans un instant." in page
    assert "prêt à être déposé" not in page
    repartiteur.vider(tolerant=True)
    page = _lire(chantal, reponse.location)
    assert "Erreur d’envoi" in page
    assert "Rien n’est perdu : l’envoi est retenté de lui-même" in page
    assert "Relancer l’envoi" in page
    tutelle()
    _poster(chantal, f"{reponse.location}/actions", {"action": "relancer"}, reponse.location)
    attendre(int(reponse.location.rsplit("/", 1)[1]), "approuve")
    assert "Approuvé : l’acte est exécutoire." in _lire(chantal, reponse.location)
    assert "Budget communal pour 2027" in _lire(chantal, "/app/tutelle/termines")


def test_la_page_suivie_ne_repond_que_s_il_y_a_du_neuf(chantal, creer_acte, tutelle, envoyer, attendre):
    tutelle("silence")
    envoi = envoyer(creer_acte())
    attendre(envoi, "en_instruction")
    fragment = _lire(chantal, f"/app/tutelle/envois/{envoi}/direct?depuis=0")
    assert 'id="gestes-envoi"' in fragment
    depuis = re.search(r'data-depuis="([^"]+)"', fragment)[1]
    assert chantal.get(f"/app/tutelle/envois/{envoi}/direct?depuis={depuis}").status_code == 204


def test_le_dossier_se_telecharge_pour_le_depot_assiste(chantal, creer_acte, envoyer):
    envoi = envoyer(creer_acte(), connecteur="depot_assiste")
    repartiteur.vider()
    assert "prêt à être déposé" in _lire(chantal, f"/app/tutelle/envois/{envoi}")
    with zipfile.ZipFile(io.BytesIO(chantal.get(f"/app/tutelle/envois/{envoi}/dossier.zip").data)) as archive:
        assert archive.namelist()[:2] == ["00-bordereau.txt", "01-CC-2026-1.pdf"]
        assert len(archive.namelist()) == 9
    _poster(
        chantal,
        f"/app/tutelle/envois/{envoi}/actions",
        {"action": "consigner", "etat": "transmis", "le": "2026-12-15", "reference": "ATE-1"},
        f"/app/tutelle/envois/{envoi}",
    )
    assert "ATE-1" in _lire(chantal, f"/app/tutelle/envois/{envoi}")


@pytest.mark.parametrize(
    ("donnees", "statut", "phrase"),
    [
        ({"action": "danser"}, 422, "Choisissez une action"),
        ({"action": "retirer", "motif": ""}, 422, "motif du retrait"),
        ({"action": "consigner", "etat": "approuve", "le": "hier"}, 422, "Écrivez une date"),
        ({"action": "consigner", "etat": ""}, 422, "Choisissez ce que"),
        ({"action": "certifier_expiration"}, 409, "Aucun délai"),
        ({"action": "completer"}, 409, "n’attend aucune pièce"),
    ],
)
def test_chaque_refus_revient_sur_la_page(chantal, creer_acte, envoyer, donnees, statut, phrase):
    envoi = envoyer(creer_acte())
    adresse = f"/app/tutelle/envois/{envoi}"
    reponse = _poster(chantal, f"{adresse}/actions", donnees, adresse)
    assert reponse.status_code == statut
    assert phrase in reponse.get_data(as_text=True)


def test_l_export_n_execute_rien_dans_un_tableur(chantal, creer_acte):
    creer_acte(titre="=cmd|' /C calc'!A0")
    texte = chantal.get("/app/tutelle/export.csv").get_data(as_text=True)
    assert ";\"'=cmd" in texte or ";'=cmd" in texte


def test_qui_ne_transmet_pas_suit_quand_meme(client, connecter, creer_acte):
    acte = creer_acte()
    hugo = connecter(client, "hugo")
    assert "Préparer l’envoi" not in _lire(hugo, "/app/tutelle")
    assert "secrétariat" in _lire(hugo, f"/app/tutelle/actes/{acte.id}", 403)


def test_les_regles_se_lisent(chantal):
    page = _lire(chantal, "/app/tutelle/regles")
    assert "Règlement d’ordre intérieur du conseil communal" in page
    assert "L3114-1" in page


def test_le_tableau_lit_la_base_autant_de_fois_quel_que_soit_le_nombre_d_actes(chantal, creer_acte, envoyer):
    def _compter() -> int:
        lus = []

        def ecoute(*recus: object) -> None:
            lus.append(recus[2])

        event.listen(transaction.moteur(), "before_cursor_execute", ecoute)
        assert chantal.get("/app/tutelle").status_code == 200
        event.remove(transaction.moteur(), "before_cursor_execute", ecoute)
        return len([sql for sql in lus if sql.startswith("SELECT")])

    envoyer(creer_acte())
    creer_acte("APP-MB")
    _compter()  # the first page after a pause also notes that the session is alive
    peu = _compter()
    for _ in range(6):
        envoyer(creer_acte())
        creer_acte("APP-MB")
    assert _compter() == peu <= 7
