"""A backup restores into an empty place: every row, every file, on either database, even under load."""

from __future__ import annotations

import threading
import zipfile

import pytest
from sqlalchemy import func, select, text

from college import horloge, migrations, sauvegarde, stockage, transaction
from college.base import Base
from college.droits import acteur_systeme
from college.erreurs import Refus
from college.journal import noter, sceller, verifier
from college.organisation import compteurs
from college.organisation.modele import Agent, Institution, SessionWeb
from college.transaction import ecriture, lecture, unite
from tests import fabriques


def _peupler() -> list[str]:
    institution_id = fabriques.peupler()
    with ecriture():
        for nom in ("alice", "bernard"):
            agent = unite().scalars(select(Agent).where(Agent.identifiant == nom)).one()
            noter(acteur_systeme(institution_id), "essai.fait", agent, détail="é")
        instant = horloge.systeme()
        unite().add(SessionWeb(empreinte="a" * 64, creee_le=instant, vue_le=instant, expire_le=instant))
    with ecriture():
        sceller()
    return [stockage.deposer(octets) for octets in (b"un", b"deux" * 1000)]


def _comptes() -> dict[str, int]:
    with lecture() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if table.name not in sauvegarde.OMISES
        }


@pytest.fixture
def ouvrir(tmp_path):
    """Open a database and a file store, as a new process would; gives the folder of the files."""
    moteurs = []

    def brancher(nom, url=None):
        (tmp_path / nom).mkdir()
        moteurs.append(transaction.creer_moteur(url or f"sqlite:///{tmp_path / nom / 'college.sqlite'}"))
        transaction.brancher(moteurs[-1])
        stockage.brancher(tmp_path / nom / "fichiers")
        return tmp_path / nom / "fichiers"

    yield brancher
    for moteur in moteurs:
        moteur.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("depart", "arrivee"), [("sqlite", "sqlite"), ("sqlite", "pg"), ("pg", "sqlite"), ("pg", "pg")]
)
def test_everything_comes_back_on_either_database(ouvrir, tmp_path, postgresql, depart, arrivee):
    fichiers = ouvrir("avant", postgresql(None) if depart == "pg" else None)
    migrations.monter(transaction.moteur())
    empreintes = _peupler()
    avant = _comptes()
    stockage.ancrer("1", f"7-{'a' * 64}.tst", b"jeton")
    bilan = sauvegarde.sauvegarder(transaction.moteur(), fichiers, tmp_path / "college.zip")
    assert bilan == sauvegarde.Bilan(sum(avant.values()), 2)

    fichiers = ouvrir("apres", postgresql(None) if arrivee == "pg" else None)
    assert sauvegarde.restaurer(transaction.moteur(), fichiers, tmp_path / "college.zip") == bilan
    assert _comptes() == avant
    assert [stockage.lire(empreinte)[:2] for empreinte in empreintes] == [b"un", b"de"]
    assert [ancre.read_bytes() for ancre in stockage.ancres("1").iterdir()] == [b"jeton"]
    with ecriture():
        exemple = unite().scalars(select(Institution).where(Institution.code == "exemple")).one()
        assert verifier(exemple.id).intacte
        assert unite().scalar(select(func.count()).select_from(SessionWeb)) == 0
        noter(acteur_systeme(exemple.id), "essai.suite", exemple)  # the next id follows those restored
        assert compteurs.suivant(exemple.id, "essai", 2026) == 1


def test_a_backup_taken_while_people_write_is_consistent(ouvrir, tmp_path):
    fichiers = ouvrir("avant")
    migrations.monter(transaction.moteur())
    institution_id = fabriques.peupler()
    fini = threading.Event()

    def _ecrire():
        numero = 0
        while not fini.is_set():
            numero += 1
            with ecriture() as session:  # two rows that must always be seen together
                agent = Agent(institution_id=institution_id, identifiant=f"a{numero}", prenom="A", nom="B")
                session.add(agent)
                session.flush()
                noter(acteur_systeme(institution_id), "agent.cree", agent)

    fils = threading.Thread(target=_ecrire)
    fils.start()
    try:
        for tour in range(3):
            sauvegarde.sauvegarder(transaction.moteur(), fichiers, tmp_path / f"{tour}.zip")
    finally:
        fini.set()
        fils.join()
    for tour in range(3):
        fichiers = ouvrir(f"apres{tour}")
        sauvegarde.restaurer(transaction.moteur(), fichiers, tmp_path / f"{tour}.zip")
        with lecture() as session:
            ecrits = session.scalar(select(func.count()).select_from(Agent).where(Agent.prenom == "A"))
            assert session.scalar(text("SELECT count(*) FROM journal")) == ecrits


def test_a_restore_refuses_a_base_in_use_and_an_altered_or_foreign_file(ouvrir, tmp_path):
    fichiers = ouvrir("avant")
    migrations.monter(transaction.moteur())
    _peupler()
    bonne = tmp_path / "college.zip"
    sauvegarde.sauvegarder(transaction.moteur(), fichiers, bonne)
    with pytest.raises(Refus, match="existe déjà"):
        sauvegarde.sauvegarder(transaction.moteur(), fichiers, bonne)
    with pytest.raises(Refus, match="n’est pas vide"):
        sauvegarde.restaurer(transaction.moteur(), fichiers, bonne)

    fichiers = ouvrir("apres")
    (tmp_path / "texte").write_text("bonjour")
    with pytest.raises(Refus, match="lisible"):
        sauvegarde.restaurer(transaction.moteur(), fichiers, tmp_path / "texte")
    with pytest.raises(Refus, match="altérée"):
        sauvegarde.restaurer(transaction.moteur(), fichiers, _alterer(bonne, tmp_path / "alteree.zip"))
    with lecture() as session, pytest.raises(Exception, match="no such table"):
        session.execute(text("SELECT 1 FROM agent"))
    entiere = bonne.read_bytes()
    manque = _alterer(bonne, tmp_path / "manque.zip", sans="fichiers/")
    for nom, octets in (("coupee", entiere[: len(entiere) // 2]), ("manque", manque.read_bytes()),
                        ("rayee", entiere[:60] + b"?" * 400 + entiere[460:])):  # fmt: skip
        (tmp_path / nom).write_bytes(octets)
        with pytest.raises(Refus, match=r"abîmé|lisible"):
            sauvegarde.restaurer(transaction.moteur(), fichiers, tmp_path / nom)
    assert sauvegarde.restaurer(transaction.moteur(), fichiers, bonne).fichiers == 2  # what failed left no row


def _alterer(source, cible, sans="rien"):
    with zipfile.ZipFile(source) as lue, zipfile.ZipFile(cible, "w") as ecrite:
        for nom in (nom for nom in lue.namelist() if not nom.startswith(sans)):
            octets = lue.read(nom)
            ecrite.writestr(nom, octets + b"!" if nom.startswith("fichiers/") else octets)
    return cible
