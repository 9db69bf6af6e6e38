"""Templates of points and delegations in a paquet: in, out the same, refused with their line."""

from __future__ import annotations

import pytest

from college import transaction
from college.administration.paquet import importer
from college.administration.paquet_base import paquet_de
from college.administration.paquet_comparaison import comparer
from college.administration.paquet_ecriture import exporter
from college.administration.paquet_lecture import PaquetInvalide, lire
from college.droits import acteur_systeme
from college.organisation import requetes
from tests.administration.test_paquet_import import EXEMPLE, base_vide

__all__ = ["base_vide"]

POINTS = """
modeles_points:
  - code: occupation
    libelle: Occupation du domaine public
    organe: college
    service: travaux
    contenu:
      titre: Occupation de la {{ rue }}
      categorie: voirie
      motivation: <p>Vu la demande ;</p>
      destinataires: [Zone de police]
      suite: {organe: autre, urgence: true}
    variables: [{code: rue, libelle: Rue, type: choix, choix: [rue Haute, rue Basse]}]
delegations:
  - {de: autre, vers: college, matiere: Marchés de faible montant, acte_du: 2026-01-26, du: 2026-02-01, au: 2030-12-31,
     categories: [voirie], base: "CDLD, art. L1222-3", acte: délibération du 26 janvier 2026, plafond: 30000}
"""
AUTRE = "  - {code: autre, nom: Conseil communal, type: conseil}\n"
ENTIER = EXEMPLE.rstrip() + "\n" + AUTRE + POINTS


def _importer(texte):
    with transaction.ecriture():
        return importer(acteur_systeme(0), lire(texte))


def test_templates_and_delegations_come_in_and_go_out_the_same(base_vide):
    lignes = " ".join(_importer(ENTIER).lignes()).replace("\u00a0", " ")
    assert "Un modèle de point créé." in lignes and "Une délégation créée." in lignes
    assert _importer(ENTIER).inchange
    with transaction.lecture():
        sorti = paquet_de(requetes.institution("exemple"))
    relu = lire(exporter(sorti))
    assert relu == sorti and not [ligne for ligne in comparer(sorti, lire(ENTIER)) if ligne[0] == "+"]
    assert sorti.modeles_points[0].contenu["suite"]["organe"] == "autre"
    assert (sorti.delegations[0].plafond, sorti.delegations[0].categories) == (30000, ["voirie"])
    with transaction.ecriture():
        assert importer(acteur_systeme(0), relu).inchange


def test_a_changed_template_and_a_changed_ceiling_are_brought_up_to_date(base_vide):
    _importer(ENTIER)
    autre = ENTIER.replace("Vu la demande ;", "Vu la requête ;").replace("plafond: 30000", "plafond: 31000")
    bilan = _importer(autre)
    assert bilan.modifies == {"modèles de points": 1, "délégations": 1} and not bilan.crees
    dites = " ".join(bilan.lignes()).replace("\u00a0", " ")
    assert "Un modèle de point mis à jour." in dites and "Une délégation mise à jour." in dites


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("organe: college\n    service: travaux", "organe: cabinet\n    service: travaux", "cabinet"),
        ("service: travaux\n    contenu", "service: cantine\n    contenu", "cantine"),
        ("categorie: voirie\n      motivation", "categorie: egouts\n      motivation", "egouts"),
        ("variables: [{code: rue, libelle: Rue,", "variables: [{code: place, libelle: Place,", "n’est pas décrit"),
        ("      titre: Occupation de la {{ rue }}\n", "", "donnez un titre"),
        ("de: autre, vers: college", "de: college, vers: college", "ne se délègue pas à lui-même"),
        ("au: 2030-12-31", "au: 2020-12-31", "précède son début"),
    ],
)
def test_a_fault_names_its_line_and_what_to_write(avant, apres, dit):
    assert avant in ENTIER
    with pytest.raises(PaquetInvalide) as refus:
        lire(ENTIER.replace(avant, apres))
    assert dit in str(refus.value.phrase) and str(refus.value.phrase).startswith("Ligne ")


def test_what_is_counted_agrees_in_number_and_gender(base_vide):
    dites = [ligne.replace("\u00a0", " ") for ligne in _importer(EXEMPLE).lignes()]
    assert "Une catégorie créée." in dites and "2 services créés." in dites and "Un mandataire créé." in dites
    assert all(ligne.endswith((".", ":")) for ligne in dites)
