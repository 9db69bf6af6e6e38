"""Decisions and agendas from elsewhere: read with lines, found by search, never twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from college import repartiteur
from college.droits import acteur_systeme
from college.erreurs import Refus
from college.importation import decisions, seance
from college.importation.lecture import FichierRefuse, lire
from college.organisation.modele import Institution
from college.publication import index
from college.publication.modele import Publication
from college.reel.lecture import lire_texte
from college.seances.modele import Inscription, Seance
from college.transaction import ecriture, lecture
from search_index import Requete

AGENDAS = Path(__file__).parents[1] / "reference" / "agendas"


def _decision(**champs) -> str:
    base = {
        "reference": "CC/2019/12",
        "institution": "Ville de Clairval",
        "organe": "Conseil communal",
        "date": "2019-03-25",
        "titre": "Égouttage de la rue de l’Église",
        "texte_html": "<p>Vu le Code ;</p><script>alert(1)</script>",
        "matiere": "Travaux",
        "numero": None,
    }
    return json.dumps(base | champs, ensure_ascii=False)


def _importer(*lignes: str) -> decisions.Bilan:
    bilan = decisions.importer(acteur_systeme(0), lire(lignes))
    repartiteur.vider()
    return bilan


def test_a_published_decision_is_found_by_search_at_its_permanent_address(app):
    assert _importer(_decision()).nouvelles == 1
    (trouve,) = index.publique().chercher(Requete(texte="egouttage rue de l'eglise")).elements
    page = app.test_client().get(trouve.fiche.url)
    assert trouve.fiche.url.startswith("/ville-de-clairval/conseil/2019-03-25/")
    assert page.status_code == 200 and "alert(1)" not in page.get_data(as_text=True)


def test_importing_again_updates_and_never_doubles(app):
    _importer(_decision())
    bilan = _importer(_decision(titre="Égouttage de la rue Haute"))
    assert (bilan.nouvelles, bilan.revues) == (0, 1)
    with lecture() as session:
        assert session.scalars(select(Publication)).one().titre == "Égouttage de la rue Haute"


def test_institutions_and_organes_are_made_where_they_are_missing(app):
    _importer(_decision(), _decision(reference="CO/1", organe="Collège communal"), _decision(institution="CPAS de Val"))
    with lecture() as session:
        assert session.scalar(select(func.count()).select_from(Institution)) == 2
        codes = {page.organe.code for page in session.scalars(select(Publication))}
    assert codes == {"conseil", "college"}


def test_every_bad_line_is_named_and_nothing_is_written(app):
    with pytest.raises(FichierRefuse) as refus:
        _importer(_decision(), "pas du json", "", _decision(date="hier"), _decision(issue="peut-être"))
    assert [ligne.split(" :")[0] for ligne in refus.value.phrase.splitlines()] == ["Ligne 2", "Ligne 4", "Ligne 5"]
    with lecture() as session:
        assert session.scalar(select(func.count()).select_from(Publication)) == 0


def _agenda(nom: str):
    return lire_texte((AGENDAS / f"{nom}.json").read_text())


def test_a_published_agenda_becomes_a_seance_to_prepare_once(app, monde):
    agenda = _agenda("bois-le-preux")
    for _ in range(2):
        with ecriture():
            creee = seance.importer(acteur_systeme(0), agenda, "exemple")
    with lecture() as session:
        assert session.scalar(select(func.count()).select_from(Seance)) == 1
        lignes = session.scalars(select(Inscription).where(Inscription.seance_id == creee.id)).all()
        assert len(lignes) == 5 and creee.debut.date() == date(2026, 2, 26)


def test_an_unknown_institution_is_refused_with_what_to_do(app, monde):
    with ecriture(), pytest.raises(Refus, match="--institution"):
        seance.importer(acteur_systeme(0), _agenda("clairval"))


def test_annexes_come_along_kept_here_or_linked_there(app, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4 plan")
    annexes = [
        "plan.pdf",
        "https://clairval.test/docs/notice.pdf",
        {"titre": "Devis", "fichier": "plan.pdf", "texte": "collecteur en grès"},
    ]
    bilan = decisions.importer(acteur_systeme(0), lire([_decision(annexes=annexes)]), dossier=tmp_path)
    repartiteur.vider()
    assert (bilan.nouvelles, bilan.annexes) == (1, 3)
    client = app.test_client()
    (trouve,) = index.publique().chercher(Requete(texte="collecteur grès")).elements
    donnees = client.get(f"{trouve.fiche.url}.json").json
    assert [annexe["nom"] for annexe in donnees["annexes"]] == ["plan.pdf", "notice.pdf", "Devis"]
    assert donnees["annexes"][1]["url"] == "https://clairval.test/docs/notice.pdf"
    page = client.get(trouve.fiche.url).get_data(as_text=True)
    assert "sur clairval.test" in page
    with lecture() as session:
        piece = session.scalars(select(Publication)).one().pieces[0]
    assert client.get(piece["url"]).data == b"%PDF-1.4 plan"
    assert client.get(piece["url"][:-4] + "0000").status_code == 404


@pytest.mark.parametrize("fichier", ["absent.pdf", "../secret.txt", "/etc/hostname"])
def test_a_missing_or_outside_annexe_refuses_the_whole_list(app, tmp_path, fichier):
    (tmp_path / "secret.txt").write_text("x")
    liste = tmp_path / "liste"
    liste.mkdir()
    lignes = [_decision(), _decision(reference="CC/2019/13", annexes=[{"nom": "X", "fichier": fichier}])]
    with pytest.raises(FichierRefuse, match="manque à côté de la liste"):
        decisions.importer(acteur_systeme(0), lire(lignes), dossier=liste)
    with lecture() as session:
        assert session.scalar(select(func.count()).select_from(Publication)) == 0


@pytest.mark.parametrize("annexe", [{"nom": "X"}, {"nom": "X", "url": "javascript:alert(1)"}, 7])
def test_an_annexe_that_is_nowhere_is_named_with_its_line(annexe):
    with pytest.raises(FichierRefuse, match="Ligne 1"):
        list(lire([_decision(annexes=[annexe])]))
