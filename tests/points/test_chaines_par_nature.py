"""Several chains in one organe, by nature of point: chosen on screen, kept in the paquet, followed, never escaped."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from college.administration.paquet_base import paquet_de
from college.administration.paquet_lecture import PaquetInvalide, lire
from college.erreurs import Invalide
from college.organisation.modele import Institution
from college.points import services
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture, unite
from tests.administration.test_ecrans import _formulaire, _jeton, _poster


@pytest.fixture
def deux_chaines(client, monde, connecter):
    """Communications of the collège go straight to the direction; the rest follows the chain of always."""
    gaston = connecter(client, "gaston")
    creee = _poster(gaston, "/chaines", libelle="Communications", code="courte").location
    chemin = creee.removeprefix("/app/administration")
    champs = _formulaire(_poster(gaston, chemin, nombre="0", libelle="Communications", geste="ajouter").text)
    champs |= {"e0-libelle": "Contrôle", "e0-qui": "groupe:direction_generale"}
    assert _poster(gaston, chemin, **champs, geste="publier").status_code == 303
    return gaston


def _regler(gaston, **chaines):
    champs = {"csrf_token": _jeton(gaston), "nom": "Collège communal", "chaine": "college", "cloture_heure": "12:00"}
    champs |= {"mention_vote": "aucune", "publication": "aucune", "actes": "a_la_demande", "signature": "pv_seul"}
    champs |= {"numerotation_huis_clos": "continue", "issue_defaut": "accepte"}
    return gaston.post("/app/administration/organes/1", data=champs | chaines)


def test_chaque_nature_suit_sa_chaine_et_n_y_echappe_pas(deux_chaines, monde):
    refus = _regler(deux_chaines, chaine_communication="fantome")
    assert refus.status_code == 422 and "La chaîne «\u00a0fantome\u00a0» n’existe pas" in refus.text
    assert _regler(deux_chaines, chaine_communication="courte").status_code == 303
    page = deux_chaines.get("/app/administration/organes/1").text
    assert "Une autre chaîne selon la nature du point\u00a0: une nature" in page.replace("&nbsp;", "\u00a0")
    assert "Sert à\u00a0: Collège communal (communication)." in deux_chaines.get("/app/administration/chaines").text
    commun = {"organe": "college", "service": "travaux", "titre": "Rapport"}
    with ecriture():
        alice, chantal = monde.acteur("alice"), monde.acteur("chantal")
        point = services.proposer(alice, Saisie(**commun, nature="communication"))
        services.agir(alice, point, "soumettre")
        assert point.etape_libelle == "Contrôle", "straight to the direction"
        with pytest.raises(Invalide, match="suit une autre chaîne de validation"):
            services.modifier(chantal, point, Modification(nature="decision"))
        services.modifier(chantal, point, Modification(titre="Rapport corrigé"))
        services.agir(chantal, point, "renvoyer", commentaire="C’est une décision.")
        services.modifier(alice, point, Modification(nature="decision"))
        services.agir(alice, point, "soumettre")
        assert point.etape == "chef", "the chain of a decision, though it was sent once by the other one"
        autre = services.agir(alice, services.proposer(alice, Saisie(**commun)), "soumettre")
        assert autre.etape == "chef"


def test_le_paquet_porte_les_chaines_par_nature(deux_chaines):
    _regler(deux_chaines, chaine_communication="courte", chaine_information="courte")
    with lecture():
        porte = paquet_de(unite().scalars(select(Institution)).first()).organes[0]
    assert porte.chaines == {"communication": "courte", "information": "courte"}
    ecrit = "paquet: 1\ninstitution: {code: x, nom: X, type: commune}\nchaines: [{code: courte, etapes: []}]\n"
    ecrit += "organes: [{code: c, nom: C, type: college, chaines: {communication: %s}}]"
    assert lire(ecrit % "courte").organes[0].chaines == {"communication": "courte"}
    with pytest.raises(PaquetInvalide, match="la chaîne « fantome » n’existe pas dans ce paquet"):
        lire(ecrit % "fantome")


def test_le_schema_se_redessine_a_chaque_changement(ouvrir):
    page = ouvrir("gaston")
    page.goto(page.url.split("/app/")[0] + "/app/administration/chaines/1")
    page.get_by_text("Modifier l’étape 1").click()
    page.get_by_label("Facultative").first.check()
    page.locator("#schema text", has_text="facultatif").wait_for()
    page.get_by_label("Nom").first.fill("Visa du responsable")
    page.get_by_label("Qui la tient").first.select_option(label="groupe Direction générale")
    page.locator("#schema text", has_text="responsable").wait_for()
    assert "/chaines/1" in page.url and page.get_by_label("Nom").first.input_value() == "Visa du responsable"
