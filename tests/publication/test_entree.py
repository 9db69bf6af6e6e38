"""D30: when a regulation binds, what its page shows of the tutelle, and the proof of its moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from asn1crypto import tsp

from college import repartiteur
from college.connecteurs import horodatage
from college.connecteurs.base import ErreurDefinitive, ErreurPassagere
from college.erreurs import Invalide
from college.public import presentation
from college.publication import entree
from college.publication.modele import EntreeRegistre, Publication
from college.transaction import lecture, unite

PUBLIE = date(2026, 12, 1)
APPROUVE = {"regime": "approbation", "etat": "approuve", "affichee_le": "2026-11-20"}
ATTEND = {"regime": "approbation", "etat": "en_instruction"}


@pytest.mark.parametrize(
    ("tutelle", "autre", "attendu"),
    [
        ({}, None, date(2026, 12, 6)),
        (APPROUVE, None, date(2026, 12, 6)),
        (APPROUVE | {"affichee_le": "2026-12-10"}, None, date(2026, 12, 15)),
        ({"regime": "annulation_obligatoire", "etat": "transmis"}, None, date(2026, 12, 6)),
        ({}, date(2027, 1, 1), date(2027, 1, 1)),
        ({}, PUBLIE, PUBLIE),
        (APPROUVE | {"affichee_le": "2027-02-01"}, date(2027, 1, 1), date(2027, 2, 1)),
        (ATTEND, None, None),
        (ATTEND, date(2027, 1, 1), None),
        ({"regime": "approbation", "etat": "non_approuve"}, None, None),
        ({"regime": "annulation_obligatoire", "etat": "annule"}, None, None),
    ],
)
def test_d30_the_fifth_day_after_the_publication_unless_the_act_says_otherwise(tutelle, autre, attendu):
    assert entree.obligatoire_le(PUBLIE, tutelle, autre) == attendu


@pytest.mark.parametrize(
    ("nature", "type_acte", "issue", "attendu"),
    [
        ("reglement", "", "accepte", True),
        ("ordonnance", "", "accepte_modifie", True),
        ("decision", "APP-REDEVANCE", "accepte", True),
        ("decision", "APP-BUDGET", "accepte", False),
        ("reglement", "", "refuse", False),
    ],
)
def test_d30_only_regulations_and_ordinances_enter_into_force(nature, type_acte, issue, attendu):
    assert entree.concerne(nature, type_acte, issue) is attendu


def test_d30_a_day_before_the_publication_is_refused():
    with pytest.raises(Invalide, match="avant sa publication"):
        entree.verifier(date(2026, 11, 30), PUBLIE, regle=True)
    with pytest.raises(Invalide, match="Seuls les règlements"):
        entree.verifier(date(2026, 12, 3), PUBLIE, regle=False)


@pytest.fixture
def reglement(api, conseil_ouvert, chantal, signer, horloge_fixe):
    """A fee regulation adopted by the conseil of 14 December 2026 and signed; answers its act."""

    def faire(**champs):
        seance = conseil_ouvert(1, nature="reglement", **champs)
        ligne = seance["lignes"][0]
        chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
        assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200
        for action in ("lever", "arreter"):
            fait = chantal.post(f"/seances/{seance['id']}/actions", {"action": action})
            assert fait.status_code == 200, fait.json
        repartiteur.vider()
        actes = chantal.get(f"/seances/{seance['id']}/actes").json["elements"]
        acte = next(acte["id"] for acte in actes if acte["type"] == "deliberation")
        signer(acte)
        return acte

    return faire


def _publier(chantal, acte, **corps):
    return chantal.post(f"/actes/{acte}/actions", {"action": "publier", "masquer_en_attente": True, **corps})


def test_d30_the_page_and_the_register_say_when_it_binds(app, client, chantal, reglement, connecter):
    acte = reglement()
    trop_tot = _publier(chantal, acte, entree_en_vigueur="2026-12-01")
    assert trop_tot.json["erreurs"][0]["champ"] == "entree_en_vigueur"
    fait = _publier(chantal, acte)
    assert fait.status_code == 200, fait.json
    assert fait.json["publication"]["obligatoire_le"] == "2026-12-19"
    adresse = fait.json["publication"]["url"]
    page = client.get(adresse).get_data(as_text=True).replace("\u00a0", " ")
    assert "Obligatoire le 19 décembre 2026, cinquième jour qui suit sa publication (CDLD, art. L1133-2)." in page
    assert client.get(f"{adresse}.json").json["obligatoire_le"] == "2026-12-19"
    registre = connecter(app.test_client(), "chantal").get("/app/publication/registre").get_data(as_text=True)
    assert "19 décembre 2026" in registre.replace("\u00a0", " ")


def test_d30_the_act_may_give_itself_its_day(chantal, reglement):
    fait = _publier(chantal, reglement(), entree_en_vigueur="2027-01-01")
    assert fait.json["publication"]["obligatoire_le"] == "2027-01-01"


def test_d30_a_fee_regulation_waits_for_its_approval(client, chantal, reglement):
    fait = _publier(chantal, reglement(type_acte="APP-REDEVANCE"))
    assert fait.status_code == 200, fait.json
    assert fait.json["publication"]["obligatoire_le"] is None
    page = client.get(fait.json["publication"]["url"]).get_data(as_text=True)
    assert "Pas encore obligatoire" in page


@pytest.mark.parametrize(("aujourdhui", "etat"), [(date(2026, 12, 5), "a_venir"), (date(2026, 12, 6), "fait")])
def test_d30_the_tracker_ticks_the_day_on_which_it_binds(aujourdhui, etat):
    page = Publication(
        objet="decision",
        issue="accepte",
        date_seance=date(2026, 11, 30),
        publiee_le=datetime(2026, 12, 1, 9, tzinfo=UTC),
        tutelle={},
        obligatoire_le=date(2026, 12, 6),
    )
    derniere = presentation.parcours(page, aujourdhui)[-1]
    assert (derniere["libelle"], derniere["etat"]) == ("Obligatoire", etat)


def test_d30_the_moment_is_proved_by_a_third_party(app, chantal, reglement, autorite_horodatage, connecter):
    assert _publier(chantal, reglement()).status_code == 200
    repartiteur.vider()
    with lecture():
        ligne = unite().query(EntreeRegistre).order_by(EntreeRegistre.id.desc()).first()
        jeton = tsp.ContentInfo.load(ligne.jeton)
        info = jeton["content"]["encap_content_info"]["content"].parsed
        assert info["message_imprint"]["hashed_message"].native.hex() == ligne.sha256
        assert ligne.horodatee_le == datetime(2026, 12, 14, 20, tzinfo=UTC)
        numero = ligne.id
    secretaire = connecter(app.test_client(), "chantal")
    assert secretaire.get(f"/app/publication/registre/{numero}.tst").data == jeton.dump()
    assert connecter(app.test_client(), "alice").get(f"/app/publication/registre/{numero}.tst").status_code in (
        403,
        404,
    )


def test_a_token_about_something_else_is_not_kept(autorite_horodatage):
    autorite_horodatage.RequestHandlerClass.faux = True
    with pytest.raises(ErreurDefinitive, match="autre chose"):
        horodatage.horodater("ab" * 32)


def test_an_authority_that_does_not_answer_is_asked_again():
    horodatage.brancher("http://127.0.0.1:9/")
    with pytest.raises(ErreurPassagere):
        horodatage.horodater("ab" * 32)
    horodatage.brancher("")
