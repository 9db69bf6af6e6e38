"""The console script: exit 0, 1 with one French sentence, or 2; help in French for every command."""

from __future__ import annotations

import io

import click
import pytest
import yaml
from sqlalchemy import text

from college import cli, migrations, transaction
from college.organisation import jetons, mots_de_passe, requetes
from college.organisation.modele import Agent
from college.points import services
from college.points.saisie import Saisie
from college.transaction import lecture
from tests import fabriques


def _toutes(groupe, chemin=()):
    for nom in groupe.list_commands(None):
        commande = groupe.get_command(None, nom)
        yield (*chemin, nom), commande
        if isinstance(commande, click.Group):
            yield from _toutes(commande, (*chemin, nom))


@pytest.fixture
def peuplee(college):
    """A migrated base with the small world."""
    assert college("migrer")[0] == 0
    fabriques.peupler()
    return college


@pytest.mark.parametrize(
    ("chemin", "commande"), list(_toutes(cli.cli)), ids=lambda v: v if isinstance(v, str) else None
)
def test_every_command_says_in_french_what_it_does(college, chemin, commande):
    statut, dit, _ = college(*chemin, "--help")
    assert statut == 0
    assert dit.startswith(f"Usage : college {' '.join(chemin)}")
    assert commande.get_short_help_str().strip(), "Give the function a French docstring"
    for option in commande.params:
        if isinstance(option, click.Option):
            assert option.help, f"Say what {option.opts[-1]} is for"
    assert "Show this message" not in dit


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["truc"], "Cette commande n’existe pas\u00a0: truc."),
        (["delais", "francs", "--jours", "7"], "Il manque l’option --depuis."),
        (["delais", "francs", "--depuis", "hier", "--jours", "7"], "écrivez une date AAAA-MM-JJ"),
        (["delais", "francs", "--depuis", "2026-03-02", "--jours", "sept"], "écrivez un nombre"),
        (["delais", "francs", "--depuis", "2026-03-02", "--jours", "-1"], "de 0 à 3660"),
        (["delais", "francs", "--depuis", "9999-12-30", "--jours", "9"], "sort du calendrier"),
        (["delais", "tutelle", "--depuis", "0001-01-01", "--jours", "9", "--avant"], "sort du calendrier"),
        (["agents", "jeton", "alice", "--jours", "99999999999"], "--jours n’est pas valide"),
        (["migrer", "--vite"], "L’option --vite n’existe pas."),
        (["migrer", "demain"], "Argument en trop"),
        (["agents", "jeton"], "Il manque l’argument IDENTIFIANT."),
    ],
)
def test_a_wrong_usage_exits_2_with_a_french_sentence(college, arguments, phrase):
    statut, dit, erreur = college(*arguments)
    assert (statut, dit) == (2, "")
    assert phrase in erreur
    assert "--help" in erreur


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["francs", "--depuis", "2026-03-02", "--jours", "7"], "2026-03-10"),
        (["francs", "--depuis", "2026-03-10", "--jours", "7", "--avant"], "2026-03-02"),
        (["ouvrables", "--depuis", "2026-04-30", "--jours", "1"], "2026-05-04"),
        (["ouvrables", "--depuis", "2026-04-30", "--jours", "1", "--samedi"], "2026-05-02"),
        (["tutelle", "--depuis", "2026-11-01", "--jours", "30"], "2026-12-01"),
    ],
)
def test_delais_prints_one_date(college, arguments, attendu):
    assert college("delais", *arguments) == (0, f"{attendu}\n", "")


def test_migrer_twice_changes_nothing(college):
    assert "vide → 0002" in college("migrer")[1]
    assert "Base à jour" in college("migrer")[1]
    assert migrations.revision(transaction.moteur()) == migrations.tete()


def test_a_refused_setting_exits_1_and_names_it(college, monkeypatch):
    monkeypatch.setenv("COLLEGE_ENV", "essai")
    statut, _, erreur = college("migrer")
    assert statut == 1
    assert "COLLEGE_ENV" in erreur
    assert "production" in erreur


def test_servir_refuses_a_base_that_is_not_up_to_date(college):
    statut, _, erreur = college("servir", "--port", "9")
    assert statut == 1
    assert "college migrer" in erreur


def test_a_token_from_the_command_line_opens_the_api(peuplee):
    statut, jeton, _ = peuplee("agents", "jeton", "alice")
    assert statut == 0
    assert jeton.count("\n") == 1
    with lecture():
        alice = requetes.agent_par_identifiant("alice")
    with lecture():
        assert jetons.agent_de(jeton.strip()).id == alice.id


def test_a_password_is_read_from_standard_input_and_checked(peuplee, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("court\n"))
    statut, _, erreur = peuplee("agents", "mot-de-passe", "alice")
    assert statut == 1
    assert "12 caractères" in erreur
    monkeypatch.setattr("sys.stdin", io.StringIO("quatre mots sans rapport\n"))
    assert peuplee("agents", "mot-de-passe", "alice")[0] == 0
    with lecture() as session:
        empreinte = session.query(Agent.mot_de_passe).filter_by(identifiant="alice").scalar()
    assert mots_de_passe.verifier(empreinte, "quatre mots sans rapport")


@pytest.mark.parametrize("commande", [("agents", "lister"), ("envois", "etat"), ("journal", "verifier")])
def test_an_empty_database_says_how_to_prepare_it(college, commande):
    statut, dit, erreur = college(*commande)
    assert (statut, dit) == (1, "")
    assert "lancez «\u00a0college migrer\u00a0»" in erreur


def test_an_empty_database_is_not_taken_for_a_backup(college, tmp_path):
    statut, _, erreur = college("sauvegarder", tmp_path / "college.zip")
    assert statut == 1
    assert "COLLEGE_DATA_DIR" in erreur
    assert not (tmp_path / "college.zip").exists()


def test_a_file_that_cannot_be_written_is_named_with_its_reason(peuplee, tmp_path):
    ailleurs = tmp_path / "absent" / "paquet.yaml"
    statut, _, erreur = peuplee("paquet", "exporter", ailleurs, "--institution", "exemple")
    assert statut == 1
    assert erreur == f"{ailleurs}\u00a0: ce dossier ou ce fichier n’existe pas.\n"


def test_an_unknown_person_exits_1(peuplee):
    assert peuplee("agents", "jeton", "personne") == (
        1,
        "",
        "Aucun compte ne porte l’identifiant «\u00a0personne\u00a0».\n",
    )


def test_what_changes_one_institution_among_several_asks_which(peuplee, tmp_path):
    statut, _, erreur = peuplee("paquet", "exporter", tmp_path / "paquet.yaml")
    assert statut == 1
    assert "exemple, voisine" in erreur


def test_what_only_looks_goes_through_every_institution(peuplee):
    tous = peuplee("agents", "lister")[1].splitlines()
    assert {"exemple :", "voisine :"} <= set(tous)
    une = peuplee("agents", "lister", "--institution", "exemple")[1]
    assert "alice" in une
    assert "voisine :" not in une
    assert "voisine :" in peuplee("modeles", "lister")[1]
    assert "voisine :" in peuplee("chaines", "lister")[1]


def test_a_chain_is_found_by_its_code_where_only_one_institution_has_it(peuplee):
    assert peuplee("chaines", "montrer", "college")[1].startswith("code: college")
    assert "college chaines lister" in peuplee("chaines", "montrer", "inconnue")[2]


def test_an_administrator_is_made_then_listed(peuplee):
    arguments = ["creer", "olga", "--prenom", "Olga", "--nom", "Dor", "--administrateur", "--institution", "exemple"]
    assert peuplee("agents", *arguments)[0] == 0
    with lecture():
        assert requetes.acteur_de(requetes.agent_par_identifiant("olga")).administrateur
    assert peuplee("agents", *arguments)[0] == 1


def test_the_journal_is_verified_and_a_change_is_found(peuplee):
    peuplee("agents", "jeton", "alice")
    statut, dit, _ = peuplee("journal", "verifier")
    assert statut == 0
    assert "exemple : 1 entrées lues, intact" in dit
    with transaction.ecriture() as session:
        session.execute(text("UPDATE journal SET acteur = 'personne'"))
    statut, _, erreur = peuplee("journal", "verifier")
    assert statut == 1
    assert "exemple, entrée 1" in erreur


def test_a_backup_and_its_restore_from_the_command_line(peuplee, tmp_path, monkeypatch):
    fichier = tmp_path / "college.zip"
    assert "sauvegardés" in peuplee("sauvegarder", fichier)[1]
    monkeypatch.setenv("COLLEGE_DATA_DIR", str(tmp_path / "neuf"))
    assert "restaurés" in peuplee("restaurer", fichier)[1]
    with lecture():
        assert requetes.agent_par_identifiant("alice")
    assert peuplee("restaurer", fichier)[0] == 1


def test_doctor_is_green_before_and_after_the_first_migration(college):
    statut, dit, _ = college("doctor")
    assert statut == 0, dit
    assert "college migrer" in dit
    college("migrer")
    statut, dit, _ = college("doctor")
    assert statut == 0, dit
    assert "✗" not in dit


def test_connecteurs_lister_marks_what_is_allowed(college, monkeypatch):
    monkeypatch.setenv("COLLEGE_CONNECTEURS", "nul")
    lignes = college("connecteurs", "lister")[1].splitlines()
    assert "* etutelle    nul" in lignes
    assert "  etutelle    depot_assiste" in lignes
    assert "* signature   demo" in lignes


def test_envois_etat_counts_the_outbox(peuplee):
    assert "à faire" in peuplee("envois", "etat")[1]


def test_the_index_is_rebuilt_verified_and_described(peuplee):
    assert peuplee("index", "reconstruire")[:2] == (0, "Index reconstruit : 0 pages.\n")
    assert peuplee("index", "verifier")[:2] == (0, "L’index dit la même chose que la base.\n")
    assert peuplee("index", "etat")[1].startswith("whoosh : aucune page")


def test_templates_are_listed_for_who_may_manage_them(peuplee):
    assert peuplee("modeles", "lister", "--agent", "chantal")[0] == 0
    statut, _, erreur = peuplee("modeles", "lister", "--agent", "alice")
    assert statut == 1
    assert erreur.strip()


def test_a_chain_is_listed_shown_published_and_its_points_move(peuplee, tmp_path):
    ici = ("--institution", "exemple")
    assert peuplee("chaines", "lister", *ici)[1].startswith("college             v1   3\u00a0étapes")
    alice = fabriques.Monde(1).acteur("alice")
    saisie = Saisie(organe="college", service="travaux", titre="Réfection de la rue Haute", dispositif="Oui.")
    with transaction.ecriture():
        services.agir(alice, services.proposer(alice, saisie), "soumettre")
    definition = yaml.safe_load(peuplee("chaines", "montrer", "college", *ici)[1])
    definition["etapes"].pop()
    fichier = tmp_path / "chaine.yaml"
    fichier.write_text(yaml.safe_dump(definition), encoding="utf-8")
    assert "version 2 publiée" in peuplee("chaines", "publier", fichier, *ici)[1]
    assert "Rien n’a changé" in peuplee("chaines", "publier", fichier, *ici)[1]
    assert "ajoutez --oui" in peuplee("chaines", "basculer", "college", *ici)[1]
    assert "Fait : un point vers la version 2" in peuplee("chaines", "basculer", "college", "--oui", *ici)[1]
    assert "un point vérifié" in peuplee("chaines", "verifier", *ici)[1]
    assert peuplee("chaines", "montrer", "inconnue", *ici)[0] == 1
