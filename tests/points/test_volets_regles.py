"""The parts of a point, their names and their agreements, in the order of the page: pure."""

from __future__ import annotations

import pytest

from college.points.volets import DU_CHAMP, TOUS, accord, des_champs, noms, ordonnes


def test_les_parties_se_disent_dans_l_ordre_de_la_page_et_une_fois():
    assert (
        *("titre", "classement", "resume", "motivation", "dispositif"),
        *("budget", "publicite", "destinataires", "annexes", "envoi"),
    ) == TOUS
    assert ordonnes(["annexes", "budget", "annexes", "couleur"]) == ("budget", "annexes")
    assert noms(["envoi", "resume", "titre"]) == ["l’objet", "le résumé et le rapport", "l’envoi à un autre organe"]


def test_les_champs_disent_leurs_parties():
    champs = {
        "titre": {"titre"},
        "classement": {
            *("organe", "service", "nature", "categorie", "groupe_en_charge", "type_acte", "demandeur"),
            *("services_associes", "groupes_en_copie"),
            *("dossier", "identifiant_externe", "seance_souhaitee", "mots_cles", "date_limite"),
        },
        "resume": {"note_synthese", "rapport"},
        "motivation": {"motivation"},
        "dispositif": {"dispositif"},
        "budget": {"montant_htva", "montant_tvac", "incidence_financiere", "sens_financier", "article_budgetaire"},
        "publicite": {"huis_clos", "titre_public", "urgence", "motif_urgence", "a_discuter"},
        "destinataires": {"destinataires"},
        "envoi": {"suite"},
    }
    assert set().union(*champs.values()) == set(DU_CHAMP)
    assert {code: {champ for champ in DU_CHAMP if DU_CHAMP[champ] == code} for code in champs} == champs
    assert des_champs(["montant_htva", "montant_tvac", "titre", "couleur"]) == {"budget", "titre"}


@pytest.mark.parametrize(
    ("codes", "seul"),
    [
        (["motivation"], "seule"), (["annexes"], "seules"), (["budget"], "seul"), (["destinataires"], "seuls"),
        (["resume"], "seuls"), (["publicite"], "seules"), (["motivation", "annexes"], "seules"),
        (["titre", "dispositif"], "seuls"), (["budget", "annexes"], "seuls"),
    ],
)  # fmt: skip
def test_seul_seule_seuls_seules(codes, seul):
    assert f"seul{accord(codes)}" == seul
