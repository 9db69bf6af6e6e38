"""The administration's screens: who may, what changes, what is refused and how it is said."""

import json
import re
from datetime import date
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from college import horloge, journal
from college.boite_envoi import Message
from college.journal import EntreeJournal
from college.organisation.modele import Agent, Appartenance, Groupe, Institution, Mandat, Organe, Service
from college.points.modele import Chaine, ChaineVersion
from college.transaction import ecriture, lecture, unite

ICI = "/app/administration"


@pytest.fixture
def gaston(client, monde, connecter):
    return connecter(client, "gaston")


def _jeton(client, page=f"{ICI}/paquet"):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)[1]


def _poster(client, chemin, **saisie):
    return client.post(f"{ICI}{chemin}", data=saisie | {"csrf_token": _jeton(client)})


def _un(demande):
    with lecture():
        return unite().scalars(demande).one()


def _numero(table, **criteres):
    with lecture():
        return unite().scalars(select(table.id).filter_by(**criteres)).one()


ECRANS = ["/", "/institution", "/services", "/groupes", "/categories", "/organes", "/organes/1", "/personnes",
          "/personnes/1", "/mandataires", "/mandataires/1", "/chaines", "/chaines/1", "/journal?verifier=1", "/envois",
          "/paquet"]  # fmt: skip


@pytest.mark.parametrize("ecran", ECRANS)
def test_l_administrateur_voit_l_ecran_et_l_agent_non(app, gaston, connecter, ecran):
    assert gaston.get(f"{ICI}{ecran}").status_code == 200
    alice = connecter(app.test_client(), "alice").get(f"{ICI}{ecran}")
    assert alice.status_code == 403
    assert "administrateur" in alice.text


def test_l_institution_prend_son_nom_et_sa_couleur(gaston):
    assert _poster(gaston, "/institution", nom="Ville d’Essai", couleur="#123abc", localite="Essai").status_code == 303
    page = gaston.get(f"{ICI}/institution").text
    assert "Ville d’Essai" in page
    assert "/teinte/123abc.css" in page
    fautive = _poster(gaston, "/institution", nom="Ville", couleur="rouge")
    assert fautive.status_code == 422
    assert "une couleur s’écrit comme" in fautive.text


def test_un_service_s_ajoute_se_deplace_se_ferme_et_rien_ne_s_efface(gaston):
    assert _poster(gaston, "/services", code="culture", nom="Culture").status_code == 303
    culture = _numero(Service, code="culture")
    _poster(gaston, f"/services/{culture}", geste="monter")
    _poster(gaston, f"/services/{culture}", geste="desactiver")
    with lecture():
        lignes = unite().execute(
            select(Service.code, Service.actif).where(Service.institution_id == 1).order_by(Service.rang)
        )
        assert [tuple(ligne) for ligne in lignes] == [("travaux", True), ("culture", False), ("finances", True)]


@pytest.mark.parametrize(
    ("code", "nom", "phrase"),
    [("travaux", "Encore", "déjà pris"), ("Pas Bon", "X", "un code s’écrit"), ("vide", "", "Écrivez quelque chose")],
)
def test_une_mauvaise_ligne_a_sa_phrase_au_champ(gaston, code, nom, phrase):
    reponse = _poster(gaston, "/services", code=code, nom=nom)
    assert reponse.status_code == 422
    assert phrase in reponse.text


def test_un_compte_cree_montre_son_mot_de_passe_une_fois_et_entre(app, gaston):
    saisie = {"identifiant": "Zoe.Laurent", "prenom": "Zoé", "nom": "Laurent", "genre": "f"}
    page = _poster(gaston, "/personnes", **saisie).text
    mot_de_passe = re.search(r"[a-z]{6}(?:-[a-z]{6}){3}", page)[0]
    nouvelle = app.test_client()
    jeton = _jeton(nouvelle, "/connexion")
    entree = {"identifiant": "zoe.laurent", "mot_de_passe": mot_de_passe, "csrf_token": jeton}
    assert nouvelle.post("/connexion", data=entree).status_code == 303
    numero = _numero(Agent, identifiant="zoe.laurent")
    assert mot_de_passe not in gaston.get(f"{ICI}/personnes/{numero}").text
    assert _poster(gaston, "/personnes", **saisie).status_code == 422


def test_un_role_se_donne_se_retire_et_agit_aussitot(app, gaston, monde, connecter):
    hugo, travaux = monde.agent("hugo").id, _numero(Service, code="travaux", institution_id=1)
    client = connecter(app.test_client(), "hugo")
    donner = {
        "geste": "donner_role",
        "role": "secretaire",
        "lieu": f"organe:{_numero(Organe, code='college', institution_id=1)}",
    }
    assert _poster(gaston, f"/personnes/{hugo}", **donner).status_code == 303
    assert "Tutelle" in client.get("/app/compte").text
    assert "tient déjà ce rôle" in _poster(gaston, f"/personnes/{hugo}", **donner).text
    mauvais = _poster(gaston, f"/personnes/{hugo}", geste="donner_role", role="secretaire", lieu=f"service:{travaux}")
    assert mauvais.status_code == 422
    assert "ne va pas là" in mauvais.text
    tenue = _numero(Appartenance, agent_id=hugo, role="secretaire")
    _poster(gaston, f"/personnes/{hugo}", geste="retirer_role", appartenance=tenue)
    assert "/app/tutelle" not in client.get("/app/compte").text


def test_un_groupe_donne_le_role_de_membre(gaston, monde):
    groupe = _numero(Groupe, code="directeur_financier")
    saisie = {"geste": "donner_role", "role": "membre", "lieu": f"groupe:{groupe}"}
    assert _poster(gaston, f"/personnes/{monde.agent('hugo').id}", **saisie).status_code == 303
    assert _un(
        select(Appartenance).where(Appartenance.groupe_id == groupe, Appartenance.agent_id == monde.agent("hugo").id)
    )


def test_fermer_un_compte_met_dehors_et_le_dernier_administrateur_reste(app, gaston, monde, connecter):
    alice = connecter(app.test_client(), "alice")
    _poster(gaston, f"/personnes/{monde.agent('alice').id}", geste="desactiver")
    assert alice.get("/app/compte").status_code == 303
    refus = _poster(gaston, f"/personnes/{monde.agent('gaston').id}", geste="desactiver")
    assert refus.status_code == 409
    assert "seul à administrer" in refus.text
    with lecture():
        tenue = unite().scalars(select(Appartenance.id).where(Appartenance.role == "administrateur")).one()
    assert (
        _poster(gaston, f"/personnes/{monde.agent('gaston').id}", geste="retirer_role", appartenance=tenue).status_code
        == 409
    )


def test_rien_d_une_autre_institution_n_existe_ici(gaston, monde):
    fatima = monde.agent("fatima").id
    ailleurs = _numero(Organe, code="college", institution_id=2)
    assert gaston.get(f"{ICI}/personnes/{fatima}").status_code == 404
    assert _poster(gaston, f"/personnes/{fatima}", geste="mot_de_passe").status_code == 404
    assert gaston.get(f"{ICI}/organes/{ailleurs}").status_code == 404
    assert "Fatima" not in gaston.get(f"{ICI}/personnes").text


def test_un_nouveau_mandat_finit_l_ancien_la_veille(gaston):
    with lecture():
        ancien = unite().scalars(select(Mandat).where(Mandat.fonction == "echevin").order_by(Mandat.id).limit(1)).one()
        elu, organe = ancien.mandataire_id, ancien.organe_id
    saisie = {"organe": organe, "fonction": "conseiller", "rang": 9, "du": "2026-12-01"}
    assert _poster(gaston, f"/mandataires/{elu}", **saisie).status_code == 303
    assert _un(select(Mandat.au).where(Mandat.id == ancien.id)) == date(2026, 11, 30)
    encore = _poster(gaston, f"/mandataires/{elu}", **saisie)
    assert encore.status_code == 422
    assert "finissez-le d’abord" in encore.text


def test_un_organe_garde_ce_qui_n_est_pas_a_l_ecran(gaston):
    numero = _numero(Organe, code="college", institution_id=1)
    with ecriture():
        organe = unite().get_one(Organe, numero)
        organe.reglages = {**organe.reglages, "lieu": "Salle des mariages"}
    page = gaston.get(f"{ICI}/organes/{numero}").text
    champs = dict(re.findall(r'name="(\w+)" type="text" value="([^"]*)"', page))
    champs |= {"chaine": "college", "preavis_francs": "3"}
    assert _poster(gaston, f"/organes/{numero}", **champs).status_code == 303
    with lecture():
        reglages = unite().get_one(Organe, numero).reglages
    assert (reglages["lieu"], reglages["preavis_francs"], reglages["chaine"]) == ("Salle des mariages", 3, "college")
    assert "hors limites" in _poster(gaston, f"/organes/{numero}", **champs | {"preavis_francs": "900"}).text


def test_le_vote_sur_appareil_cite_l_article_qui_le_permet(gaston):
    numero = _numero(Organe, code="conseil", institution_id=1)
    refus = _poster(gaston, f"/organes/{numero}", nom="Conseil communal", vote_public="1")
    assert refus.status_code == 422
    assert "Citez l’article" in refus.text


def _formulaire(page):
    """What a browser would send of the chain's form, unchanged."""
    champs, cases = {}, {}
    for entree, nom, valeur in re.findall(
        r'(<input[^>]*name="(e\d+-\w+|nombre|libelle)"[^>]*value="([^"]*)"[^>]*>)', page
    ):
        if 'type="checkbox"' not in entree:
            champs[nom] = unescape(valeur)
        elif " checked" in entree:
            cases.setdefault(nom, []).append(valeur)
    for nom, corps in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        choisi = re.search(r'value="([^"]*)" selected', corps)
        champs[nom] = unescape(choisi[1]) if choisi else ""
    return champs | cases


def test_une_chaine_inchangee_ne_fait_pas_de_version(gaston):
    numero = _numero(Chaine, code="college", institution_id=1)
    champs = _formulaire(gaston.get(f"{ICI}/chaines/{numero}").text)
    assert _poster(gaston, f"/chaines/{numero}", **champs, geste="publier").status_code == 303
    with lecture():
        definition = unite().scalars(select(ChaineVersion).order_by(ChaineVersion.id.desc()).limit(1)).one().definition
    assert [etape["code"] for etape in definition["etapes"]] == ["chef", "df", "dg"]
    assert definition["etapes"][1]["delai_jours_ouvrables"] == 10


def test_deplacer_puis_publier_fait_la_version_suivante(gaston):
    numero = _numero(Chaine, code="college", institution_id=1)
    champs = _formulaire(gaston.get(f"{ICI}/chaines/{numero}").text)
    brouillon = _poster(gaston, f"/chaines/{numero}", **champs, geste="monter:2").text
    assert "L’ordre des étapes change." in brouillon
    assert _poster(gaston, f"/chaines/{numero}", **_formulaire(brouillon), geste="publier").status_code == 303
    with lecture():
        versions = unite().scalars(select(ChaineVersion).order_by(ChaineVersion.numero)).all()
    assert [etape["code"] for etape in versions[-1].definition["etapes"]] == ["chef", "dg", "df"]
    with lecture():
        assert unite().scalars(select(EntreeJournal.evenement).where(EntreeJournal.objet_type == "chaine")).all() == [
            "chaine.publiee"
        ]


def test_une_etape_incomplete_est_refusee_et_le_brouillon_garde(gaston):
    numero = _numero(Chaine, code="college", institution_id=1)
    champs = _formulaire(gaston.get(f"{ICI}/chaines/{numero}").text)
    brouillon = _poster(gaston, f"/chaines/{numero}", **champs, geste="ajouter").text
    saisie = _formulaire(brouillon) | {"e3-libelle": "Visa du service juridique", "e3-delai": "vingt"}
    refus = _poster(gaston, f"/chaines/{numero}", **saisie, geste="publier")
    assert refus.status_code == 422
    assert 'value="Visa du service juridique"' in refus.text
    with lecture():
        assert unite().scalar(select(func.count()).select_from(ChaineVersion)) == 1


def test_le_journal_dit_ce_qui_fut_fait_et_voit_une_ligne_changee(gaston):
    _poster(gaston, "/services", code="culture", nom="Culture")
    with ecriture():
        journal.sceller()
    page = gaston.get(f"{ICI}/journal?verifier=1&evenement=service").text
    assert "Le journal est intact." in page
    assert "service.ajoute" in page
    with ecriture():
        unite().scalars(select(EntreeJournal).limit(1)).one().acteur = "Quelqu’un d’autre"
    assert "Le journal a été modifié." in gaston.get(f"{ICI}/journal?verifier=1").text


def test_un_travail_en_echec_se_lit_et_se_refait(gaston):
    with ecriture():
        unite().add(
            Message(institution_id=1, sujet="rediger_acte", charge={"id": 4}, etat="mort", tentatives=12,
                    depose_le=horloge.systeme(), pas_avant=horloge.systeme(), erreur="Le disque est plein.")
        )  # fmt: skip
    assert "Le disque est plein." in gaston.get(f"{ICI}/envois").text
    numero = _un(select(Message.id))
    assert _poster(gaston, f"/envois/{numero}/rejouer").status_code == 303
    assert _un(select(Message.etat)) == "a_faire"


def test_le_paquet_exporte_se_reimporte_sans_rien_changer(gaston):
    with ecriture():
        conseil = unite().scalars(select(Organe).where(Organe.code == "conseil")).one()
        conseil.reglages = {**conseil.reglages, "vote_appareils": {"public": True, "base": "ROI art. 41"}}
    fichier = gaston.get(f"{ICI}/paquet.yaml")
    assert fichier.headers["Content-Disposition"].startswith("attachment")
    for _ in range(2):  # the first import puts the world's hand-written chain in its normal form
        envoi = {"fichier": (BytesIO(fichier.data), "exemple.yaml"), "csrf_token": _jeton(gaston)}
        reponse = gaston.post(f"{ICI}/paquet", data=envoi, content_type="multipart/form-data", follow_redirects=True)
    assert "rien à changer" in reponse.text


def test_un_paquet_fautif_nomme_sa_ligne_et_ne_change_rien(gaston):
    mauvais = b"paquet: 1\ninstitution: {code: exemple, nom: Autre, type: royaume}\n"
    envoi = {"fichier": (BytesIO(mauvais), "x.yaml"), "csrf_token": _jeton(gaston)}
    reponse = gaston.post(f"{ICI}/paquet", data=envoi, content_type="multipart/form-data")
    assert reponse.status_code == 422
    assert "Ligne 2" in reponse.text
    with lecture():
        assert (
            unite().scalars(select(Institution.nom).where(Institution.code == "exemple")).one() == "Commune d’Exemple"
        )


def test_le_journal_ne_garde_ni_mot_de_passe_ni_jeton(gaston, monde):
    page = _poster(gaston, f"/personnes/{monde.agent('alice').id}", geste="mot_de_passe").text
    mot_de_passe = re.search(r"[a-z]{6}(?:-[a-z]{6}){3}", page)[0]
    with lecture():
        details = json.dumps(unite().scalars(select(EntreeJournal.details)).all())
    assert mot_de_passe not in details


def test_le_journal_ne_dit_pas_a_l_administrateur_ce_qu_une_affaire_dit(app, gaston, monde, connecter):
    seance = SimpleNamespace(__tablename__="seance", id=1)
    with ecriture():
        chantal = monde.acteur("chantal")
        journal.noter(chantal, "point.huis_clos", seance, ferme=True, motif="Hospitalisation de M. Secret")
        journal.noter(chantal, "jeton.cree", monde.agent("alice"), nom="Tableau de bord")
    page = gaston.get(f"{ICI}/journal").text
    assert "Secret" not in page and "réservé au secrétariat" in page and "Tableau de bord" in page
    with ecriture():
        unite().add(
            Appartenance(institution_id=monde.institution_id, agent_id=monde.agent("chantal").id, role="administrateur")
        )
    assert "Hospitalisation de M. Secret" in connecter(app.test_client(), "chantal").get(f"{ICI}/journal").text
