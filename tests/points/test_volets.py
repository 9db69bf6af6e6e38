"""What each step may edit: parts of the point, for the holder and for roles beside them (scenario P6)."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from college.administration.paquet_format import Volet
from college.erreurs import Interdit
from college.points import requetes, services
from college.points.modele import Chaine
from college.points.saisie import Champs
from college.points.tableaux import services as tableaux
from college.points.volets import DU_CHAMP, TOUS, VOLETS
from college.transaction import ecriture, unite
from tests.administration.test_ecrans import _formulaire, _jeton
from tests.points.test_ecrans import page

__all__ = ["page"]


def test_chaque_champ_d_un_point_est_dans_une_partie_et_le_paquet_les_nomme_toutes():
    assert set(Champs.model_fields) <= set(DU_CHAMP)
    assert get_args(Volet) == TOUS == tuple(VOLETS)


@pytest.fixture
def envoye(monde):
    """A point of travaux, sent to a chef who may change its budget only, beside the readers of the service."""

    def envoyer(modifie, modifient=()):
        with ecriture():
            chaine = unite().query(Chaine).filter_by(code="college", institution_id=1).one()
            version = chaine.versions[-1]
            chef, *suite = version.definition["etapes"]
            chef = {**chef, "modifie": modifie, "modifient": list(modifient)}
            version.definition = {**version.definition, "etapes": [chef, *suite]}
            version.empreinte = "f" * 64
        with ecriture():
            alice = monde.acteur("alice")
            saisie = {
                "organe": "college",
                "service": "travaux",
                "titre": "Rue Haute",
                "motivation": "<p>Vu la loi ;</p>",
            }
            ne = services.proposer(alice, services.Saisie.model_validate(saisie | {"huis_clos": True}))
            return services.agir(alice, ne, "soumettre").id

    return envoyer


def test_p6_les_membres_de_ce_role_dans_le_service_modifient_et_ceux_d_un_autre_service_non(api, envoye):
    point = envoye(True, ["lecteur", "redacteur"])
    vu = api("alice").get(f"/points/{point}")
    assert vu.json["modifiables"] == list(TOUS) and vu.json["etat"]["etape"] == "chef"
    version = vu.headers["ETag"]
    assert api("alice").patch(f"/points/{point}", {"titre": "Rue Basse"}, version).status_code == 200
    boutons = {b["code"]: b["possible"] for b in api("alice").get(f"/points/{point}").json["actions"]}
    assert boutons["viser"] is False
    assert api("hugo").get(f"/points/{point}").status_code == 404


def test_l_api_change_ce_que_l_etape_ouvre_et_refuse_le_reste_d_une_phrase(api, envoye):
    point, ben = envoye(["budget", "annexes"]), api("bernard")
    vu = ben.get(f"/points/{point}")
    assert vu.json["modifiables"] == ["budget", "annexes"]
    version = vu.headers["ETag"]
    refus = ben.patch(f"/points/{point}", {"montant_htva": 5000, "dispositif": "<p>Non.</p>"}, version)
    assert refus.status_code == 403 and "vous n’y changez pas le dispositif" in refus.json["detail"]
    meme = {"montant_htva": 5000, "titre": "Rue Haute", "motivation": "<p>Vu la loi ;</p>", "categorie": None}
    fait = ben.patch(f"/points/{point}", meme, version)
    assert (fait.status_code, fait.json["montant_htva"]) == (200, 5000), "what says the same is no change"


def test_les_annexes_les_liens_et_le_tableau_suivent_les_parties(monde, envoye):
    point = envoye(["budget"])
    with pytest.raises(Interdit, match="n’y changez pas les annexes"), ecriture():
        bernard = monde.acteur("bernard")
        tableaux.importer(bernard, requetes.point(bernard, point), "t.csv", b"Objet;Montant\nA;1\n")


def test_l_ecran_grise_ce_que_l_etape_n_ouvre_pas_et_ne_perd_rien(page, envoye):
    point, ben = envoye(["budget"]), page("bernard")
    lu = ben.get(f"/app/points/{point}/modifier").text.replace("&nbsp;", " ").replace("\u00a0", " ")
    assert "seul le budget se modifie" in lu and "Joindre une pièce" not in lu
    assert re.search(r"<fieldset disabled[^>]*><div class=\"champ\">\s*<label for=\"f-titre\"", lu)
    assert 'name="motivation"' not in lu and "<p>Vu la loi ;</p>" in lu
    envoi = {"cases": "1", "huis_clos": "1", "montant_htva": "5 000", "incidence_financiere": "1"}
    assert re.search(r'type="hidden" name="huis_clos" value="1"', lu), "a greyed ticked box stays ticked"
    fait = ben.poster(f"/app/points/{point}/modifier", envoi, f"/app/points/{point}/modifier")
    assert fait.status_code == 303, fait.text
    assert "5 000 €" in ben.get(f"/app/points/{point}").text.replace("\u202f", " ").replace("\u00a0", " ")
    force = ben.poster(f"/app/points/{point}/enregistrer", {"titre": "Autre"}, f"/app/points/{point}/modifier")
    assert force.status_code == 403 and "vous n’y changez pas l’objet" in force.json["detail"]


def test_un_vieil_onglet_sur_une_etape_qui_n_ouvre_rien_est_refuse_et_garde_ce_qui_fut_tape(page, envoye):
    point, ben = envoye(False), page("bernard")
    vieux = ben.poster(f"/app/points/{point}/modifier", {"titre": "Rue Neuve"}, f"/app/points/{point}")
    assert vieux.status_code == 403 and "Rue Neuve" in vieux.text
    assert "Vous ne pouvez pas modifier ce point." in vieux.text.replace("\u00a0", " ")


def test_le_concepteur_coche_les_parties_et_la_table_les_dit(page, monde):
    gaston = page("gaston")
    with ecriture():
        numero = unite().query(Chaine.id).filter_by(code="college", institution_id=1).scalar()
    ici = f"/app/administration/chaines/{numero}"
    champs = _formulaire(gaston.get(ici).text)
    assert champs["e0-modifie"] == list(TOUS) and "e1-modifie" not in champs
    envoi = champs | {"e0-modifie": ["budget", "annexes"], "e0-modifient": ["redacteur"], "csrf_token": _jeton(gaston)}
    brouillon = gaston.post(ici, data=envoi | {"geste": "apercu"}).text.replace("\u00a0", " ")
    assert "2 parties" in brouillon or "deux parties" in brouillon
    assert "seulement le budget et les annexes" in brouillon and "est modifiée" in brouillon
    assert gaston.post(ici, data=envoi | {"geste": "publier"}).status_code == 303
    with ecriture():
        etape = unite().query(Chaine).filter_by(id=numero).one().versions[-1].definition["etapes"][0]
    assert (etape["modifie"], etape["modifient"]) == (["budget", "annexes"], ["redacteur"])
    devient = _formulaire(gaston.get(ici).text) | {"e0-type": "avis", "csrf_token": _jeton(gaston), "geste": "apercu"}
    assert 'id="c-e0-budget"' in (vu := gaston.post(ici, data=devient).text)
    assert "e0-modifie" not in _formulaire(vu), "another type takes its own default"
