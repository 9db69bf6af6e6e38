"""A validator's queue and visas by the lot; the file of an advice complete or not, its delay made longer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from college import delais, horloge
from college.points import requetes, services
from college.points.etats import avis_de
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture
from tests.points.test_ecrans import page  # noqa: F401 - the browser of a person


@pytest.fixture
def proposes(monde, app):
    """`proposes(3, 50000)`: points of alice, sent to bernard."""

    def faire(combien, htva=None):
        alice, crees = monde.acteur("alice"), []
        with ecriture():
            for n in range(combien):
                champs = {"titre": f"Trottoir n° {n}", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
                point = services.proposer(
                    alice, Saisie(organe="college", service="travaux", montant_htva=htva, **champs)
                )
                services.agir(alice, point, "soumettre")
                crees.append(point.id)
        return crees

    return faire


def _alertes(reponse):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text.split('id="annonces"')[-1]))


def test_apres_un_visa_le_validateur_passe_au_suivant(page, proposes):  # noqa: F811
    points = proposes(3)
    bernard = page("bernard")
    vue = bernard.get(f"/app/points/{points[0]}?file=1").text
    assert "À examiner\u00a0: 1 sur 3" in vue and 'data-touche-seule="j"' in vue
    vise = bernard.poster(f"/app/points/{points[0]}/actions", {"action": "viser", "file": "1"})
    assert vise.headers["Location"].endswith(f"/app/points/{points[1]}?file=1")
    for numero in points[1:]:
        vise = bernard.poster(f"/app/points/{numero}/actions", {"action": "viser", "file": "1"})
    assert vise.headers["Location"].endswith("/app/")


def test_les_visas_en_lot_sont_repondus_un_par_un(page, proposes, monde):  # noqa: F811
    points = proposes(4)
    bernard = page("bernard")
    assert bernard.get("/app/").text.count('form="visas" name="point"') == 4
    bernard.poster(f"/app/points/{points[3]}/actions", {"action": "viser"})
    suite = bernard.poster("/app/points/viser", {"point": points[1:]}, follow_redirects=True)
    dit = _alertes(suite)
    an = horloge.aujourdhui().year
    assert f"2 visas : {an}-0002 et {an}-0003" in dit.replace("\u00a0", " ")
    assert f"{an}-0004 :" in dit.replace("\u00a0", " ")
    with lecture():
        assert requetes.compteurs(monde.acteur("bernard"))["a_viser"] == 1


def test_viser_en_lot_sans_rien_cocher_dit_quoi_faire(page, proposes):  # noqa: F811
    proposes(2)
    assert "Cochez d’abord" in _alertes(page("bernard").poster("/app/points/viser", {}, follow_redirects=True))


def test_un_dossier_incomplet_arrete_le_delai_du_directeur_financier(page, proposes, monde):  # noqa: F811
    """CDLD L1124-40: the ten working days run from a complete file, in full each time."""
    (numero,) = proposes(1, 50000)
    page("bernard").poster(f"/app/points/{numero}/actions", {"action": "viser"})
    emile, alice = page("emile"), page("alice")
    with lecture():
        (avis,) = avis_de(requetes.point(monde.acteur("emile"), numero))
    assert avis.echeance is not None
    adresse = f"/app/points/{numero}/avis/{avis.id}"
    refuse = emile.poster(adresse, {"geste": "incomplet", "motif": " "})
    assert refuse.status_code in (409, 422) and "Dites ce qui manque" in refuse.text
    assert emile.poster(adresse, {"geste": "incomplet", "motif": "Le devis signé."}).status_code == 303
    vue = alice.get(f"/app/points/{numero}").text
    assert "Dossier incomplet" in vue and "Le devis signé." in vue and "Le dossier est complet" in vue
    assert "Dossiers à compléter" in alice.get("/app/").text
    with lecture():
        point = requetes.point(monde.acteur("alice"), numero)
        (avis,) = avis_de(point)
        assert avis.echeance is None and avis.recu_complet_le is None
        assert requetes.compteurs(monde.acteur("emile"))["avis_attendus"] == 0
    assert alice.poster(adresse, {"geste": "complet"}).status_code == 303
    with lecture():
        (avis,) = avis_de(requetes.point(monde.acteur("alice"), numero))
        assert avis.echeance is not None and avis.motif_incomplet == ""
        assert requetes.compteurs(monde.acteur("emile"))["avis_attendus"] == 1


def test_le_secretariat_prolonge_une_fois_le_delai_avec_un_motif(page, proposes, monde):  # noqa: F811
    """CDLD L1124-40: once, by as many working days as the delay had."""
    (numero,) = proposes(1, 50000)
    page("bernard").poster(f"/app/points/{numero}/actions", {"action": "viser"})
    with lecture():
        (avis,) = avis_de(requetes.point(monde.acteur("emile"), numero))
    chantal, adresse = page("chantal"), f"/app/points/{numero}/avis/{avis.id}"
    assert "Prolonger le délai" in chantal.get(f"/app/points/{numero}").text
    sans_date = chantal.poster(adresse, {"geste": "prolonger", "motif": "Demande motivée du 20."})
    assert sans_date.status_code == 422 and "Demande motivée du 20." in sans_date.text
    saisie = {"geste": "prolonger", "motif": "Demande motivée."}
    limite = delais.ouvrables(avis.echeance, 10)
    trop = chantal.poster(adresse, saisie | {"echeance": (limite + timedelta(days=1)).isoformat()})
    assert trop.status_code == 409 and "de la même durée" in trop.text
    assert chantal.poster(adresse, saisie | {"echeance": limite.isoformat()}).status_code == 303
    with lecture():
        point = requetes.point(monde.acteur("emile"), numero)
        (apres,) = avis_de(point)
    assert (apres.echeance, apres.prolonge_de, point.echeance) == (limite, avis.echeance, limite)
    encore = chantal.poster(adresse, saisie | {"echeance": (limite + timedelta(days=2)).isoformat()})
    assert encore.status_code == 409 and "déjà prolongé" in encore.text


def test_qui_n_est_pas_consulte_ne_suspend_rien(page, proposes, monde):  # noqa: F811
    (numero,) = proposes(1, 50000)
    page("bernard").poster(f"/app/points/{numero}/actions", {"action": "viser"})
    with lecture():
        (avis,) = avis_de(requetes.point(monde.acteur("emile"), numero))
    refus = page("bernard").poster(f"/app/points/{numero}/avis/{avis.id}", {"geste": "incomplet", "motif": "Non."})
    assert refus.status_code == 403
