"""A paquet in the database: whole, idempotent, exported as it came, chains guarded."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select

from college import transaction
from college.administration.paquet import apercu, importer
from college.administration.paquet_base import paquet_de
from college.administration.paquet_comparaison import comparer
from college.administration.paquet_lecture import lire
from college.base import Base
from college.droits import Acteur, acteur_systeme
from college.erreurs import Interdit, Refus
from college.organisation import requetes
from college.organisation.modele import Agent, Mandat
from college.pieces import MODELES
from college.points.modele import Chaine, Point, Revision

EXEMPLE = Path(__file__).with_name("exemple.yaml").read_text()
INSTANT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def base_vide(tmp_path):
    for nom in MODELES:
        import_module(nom)
    transaction.brancher(transaction.creer_moteur(f"sqlite:///{tmp_path}/essai.sqlite"))
    Base.metadata.create_all(transaction.moteur())
    yield
    transaction.moteur().dispose()


def _importer(texte, **options):
    with transaction.ecriture():
        return importer(acteur_systeme(0), lire(texte), **options)


def _point_en_validation(etape):
    """A point that stands in a step of the chain `college`."""
    with transaction.ecriture() as session:
        institution = requetes.institution("exemple")
        version = session.scalars(select(Chaine).where(Chaine.code == "college")).one().versions[-1]
        auteur = requetes.agent_par_identifiant("alice")
        point = Point(
            institution_id=institution.id,
            reference="2026-0001",
            organe_id=requetes.liste(requetes.Organe, institution.id)[0].id,
            service_id=requetes.liste(requetes.Service, institution.id)[0].id,
            auteur_id=auteur.id,
            phase="en_validation",
            etape=etape,
            chaine_version_id=version.id,
            titre="Achat de sel",
            cree_le=INSTANT,
            modifie_le=INSTANT,
        )
        revision = {"numero": 1, "titre": "Achat de sel", "empreinte": "0" * 64, "auteur_id": auteur.id, "le": INSTANT}
        point.revisions.append(Revision(institution_id=institution.id, **revision))
        session.add(point)


def test_the_contract_example_becomes_an_institution_with_its_people(base_vide):
    assert "4 agents" not in " ".join(_importer(EXEMPLE).lignes())
    with transaction.lecture():
        chantal = requetes.acteur_de(requetes.agent_par_identifiant("chantal"))
        denis = requetes.acteur_de(requetes.agent_par_identifiant("denis"))
        assert chantal.est_secretaire() and len(chantal.groupes) == 1
        assert {fonction for _, fonction in denis.fonctions} == {"bourgmestre"}


def test_importing_twice_changes_nothing(base_vide):
    _importer(EXEMPLE)
    assert _importer(EXEMPLE).inchange


def test_what_was_imported_is_exported(base_vide):
    _importer(EXEMPLE)
    with transaction.lecture():
        sorti = paquet_de(requetes.institution("exemple"))
    assert [agent.identifiant for agent in sorti.agents] == ["alice", "bernard", "chantal", "emile"]
    assert not [ligne for ligne in comparer(sorti, lire(EXEMPLE)) if ligne[0] == "+"]
    with transaction.ecriture():
        assert importer(acteur_systeme(0), sorti).inchange


def test_a_changed_role_is_taken_away_and_given(base_vide):
    _importer(EXEMPLE)
    _importer(EXEMPLE.replace("{role: redacteur, service: travaux}", "{role: redacteur, service: finances}"))
    with transaction.lecture():
        alice = requetes.acteur_de(requetes.agent_par_identifiant("alice"))
        assert len(alice.roles) == 1 and not alice.a_role("lecteur")


def test_a_mandate_that_left_the_file_is_closed_never_deleted(base_vide):
    _importer(EXEMPLE)
    _importer(
        EXEMPLE.replace("mandats: [{organe: college, fonction: bourgmestre, rang: 1, du: 2024-12-02}]", "mandats: []")
    )
    with transaction.lecture() as session:
        assert session.scalars(select(Mandat)).one().au is not None


def test_a_person_of_another_institution_keeps_home_and_name(base_vide):
    _importer(EXEMPLE)
    voisin = EXEMPLE.replace("code: exemple", "code: voisin").replace("nom: Martin", "nom: Autre")
    _importer(voisin)
    with transaction.lecture() as session:
        alice = session.scalars(select(Agent).where(Agent.identifiant == "alice")).one()
        voisine = requetes.institution("voisin")
        assert alice.nom == "Martin" and alice.institution_id != voisine.id
        assert requetes.acteur_de(alice, voisine.id).a_role("redacteur")


def test_only_the_administrator_of_the_institution_imports_on_screen(base_vide):
    _importer(EXEMPLE)
    ailleurs = Acteur(1, "x", "X", institution_id=99, administrateur=True)
    with transaction.ecriture(), pytest.raises(Interdit, match="Commune d'Exemple"):
        importer(ailleurs, lire(EXEMPLE))


def test_a_new_label_publishes_the_next_version_at_once(base_vide):
    _importer(EXEMPLE)
    _point_en_validation("chef")
    bilan = _importer(EXEMPLE.replace("Visa du chef de service", "Visa de la cheffe de service"))
    assert bilan.chaines == ["Chaîne « college » : version 2 publiée."]


def test_p5_dropping_a_step_in_use_is_refused_and_names_the_points(base_vide):
    _importer(EXEMPLE)
    _point_en_validation("chef")
    sans_chef = EXEMPLE.replace("      - {code: chef, libelle: Visa du chef de service, role: chef_service}\n", "")
    with pytest.raises(Refus, match="2026-0001 \\(étape «\u00a0chef\u00a0»\\)"):
        _importer(sans_chef)
    with transaction.lecture() as session:
        assert len(session.scalars(select(Chaine)).one().versions) == 1


def test_basculer_moves_the_points_to_the_new_version(base_vide):
    _importer(EXEMPLE)
    _point_en_validation("chef")
    sans_chef = EXEMPLE.replace("      - {code: chef, libelle: Visa du chef de service, role: chef_service}\n", "")
    bilan = _importer(sans_chef, basculer=True)
    assert "2026-0001" in bilan.bascules[0]
    with transaction.lecture() as session:
        point = session.scalars(select(Point)).one()
        assert point.chaine_version_id == session.scalars(select(Chaine)).one().versions[-1].id


def test_a_preview_says_what_each_point_would_become_and_changes_nothing(base_vide):
    _importer(EXEMPLE)
    _point_en_validation("chef")
    sans_chef = EXEMPLE.replace("      - {code: chef, libelle: Visa du chef de service, role: chef_service}\n", "")
    with transaction.ecriture():
        lignes = apercu(acteur_systeme(0), lire(sans_chef), basculer=True)
    assert "Point 2026-0001 : passe de l’étape « chef » à la version 2" in lignes[-1]
    with transaction.lecture() as session:
        assert len(session.scalars(select(Chaine)).one().versions) == 1
    with transaction.ecriture(), pytest.raises(Refus, match="2026-0001"):
        apercu(acteur_systeme(0), lire(sans_chef))


def test_the_demo_paquets_are_valid_and_idempotent(base_vide):
    dossier = Path(__file__).parents[2] / "college" / "demo"
    textes = [(dossier / nom).read_text() for nom in ("val_des_aulnes.yaml", "cpas_val_des_aulnes.yaml")]
    for texte in textes:
        _importer(texte)
    assert all(_importer(texte).inchange for texte in textes)
