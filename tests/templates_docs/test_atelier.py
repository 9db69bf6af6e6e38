"""The pool: bombs cost one child, a dead worker is replaced, the web process stays light."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from college.templates_docs import coin, documents, exemple, rendu
from college.templates_docs.rendu import Atelier, EchecRendu, Limites, Ouvrier


@pytest.fixture(scope="module")
def atelier():
    """A pool of one place, so that each test meets the worker that the former one used."""
    unique = Atelier(1)
    yield unique
    unique.fermer()


def _travail(type_document: str = "extrait") -> dict:
    return {
        "type": type_document,
        "contexte": documents.contexte_de(type_document, exemple.dossier_exemple(type_document)),
    }


def _mot(*paragraphes: str) -> bytes:
    mot = Document()
    for paragraphe in paragraphes:
        mot.add_paragraph(paragraphe)
    sortie = BytesIO()
    mot.save(sortie)
    return sortie.getvalue()


def _verifier_vivant(atelier: Atelier) -> None:
    assert atelier.executer("pdf", _travail()).contenu[:5] == b"%PDF-"


BOMBES = {
    "boucles": "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3,
    "memoire": "{% set x = 'a' * 999999999 %}{{ x * 99 }}",
    "puissance": "{{ 9 ** (9 ** 9) }}",
    "texte": "{{ 'a' * 400000000 }}",
}


@pytest.mark.parametrize("nom", BOMBES)
def test_t1_une_bombe_finit_a_temps_et_le_suivant_est_servi(nom, atelier):
    _verifier_vivant(atelier)  # its libraries are loaded before the clock starts
    debut = time.monotonic()
    with pytest.raises(EchecRendu) as echec:
        atelier.executer("docx", _travail(), [_mot(BOMBES[nom])], Limites(cpu=3, duree=6))
    assert time.monotonic() - debut < 35
    assert echec.value.genre in ("delai", "memoire", "interrompu", "refus"), echec.value.phrase
    _verifier_vivant(atelier)


def test_t4_une_cellule_demesuree_ne_coute_rien(atelier):
    travail = _travail()
    cellule = '<table><tr><td colspan="99999" rowspan="99999">a</td></tr></table>'
    facts = exemple.dossier_exemple("extrait")
    facts = replace(facts, points=(replace(facts.points[0], dispositif_html=cellule),))
    travail["contexte"] = documents.contexte_de("extrait", facts)
    _verifier_vivant(atelier)
    debut = time.monotonic()
    assert atelier.executer("pdf", travail).pages
    assert time.monotonic() - debut < 20


def test_un_ouvrier_tue_est_remplace(atelier):
    _verifier_vivant(atelier)
    ouvrier = atelier._places.get()
    os.kill(ouvrier.processus.pid, signal.SIGKILL)
    ouvrier.processus.wait()
    atelier._places.put(ouvrier)
    _verifier_vivant(atelier)


def test_les_demandes_simultanees_passent_toutes(atelier):
    with ThreadPoolExecutor(4) as fils:
        resultats = list(fils.map(lambda _: atelier.executer("pdf", _travail()).contenu, range(4)))
    assert len(set(resultats)) == 1


def test_une_copie_qui_a_deja_servi_donne_les_memes_octets(atelier):
    genres = ("extrait", "pv", "deliberation", "convocation")
    demandes = [(forme, _travail(genre)) for genre in genres for forme in ("pdf", "docx")]
    premiers = [atelier.executer(*demande).contenu for demande in demandes]
    assert [atelier.executer(*demande).contenu for demande in reversed(demandes)] == premiers[::-1]
    neuf = Atelier(1)
    try:
        assert [neuf.executer(*demande).contenu for demande in reversed(demandes)] == premiers[::-1]
        ouvrier = neuf._places.get()
        neuf._places.put(ouvrier)
        assert list(ouvrier._coin.glob("weasyprint-*"))
    finally:
        neuf.fermer()
    assert not ouvrier._coin.exists()


def test_le_coin_d_un_processus_mort_disparait_et_lui_seul(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mort = subprocess.Popen(["true"])
    mort.wait()
    laisse, vivant, voisin = (tmp_path / nom for nom in (f"{coin.PREFIXE}{mort.pid}-a", f"{coin.PREFIXE}1-b", "autre"))
    for dossier in (laisse, vivant, voisin):
        (dossier / "weasyprint-x").mkdir(parents=True)
    neuf = coin.ouvrir()
    assert set(tmp_path.iterdir()) == {vivant, voisin, neuf}
    coin.fermer(neuf)
    assert not neuf.exists()


def test_une_copie_sert_encore_sauf_apres_le_modele_d_une_commune(atelier):
    def enfants() -> set[str]:
        _verifier_vivant(atelier)
        ouvrier = atelier._places.get()
        atelier._places.put(ouvrier)
        return set(Path(f"/proc/{ouvrier.processus.pid}/task/{ouvrier.processus.pid}/children").read_text().split())

    premiers = enfants()
    atelier.executer("docx", _travail(), [_mot("{{ titre }}")])
    assert len(premiers) == 1 and enfants() == premiers
    with pytest.raises(EchecRendu):
        atelier.executer("pdf", _travail() | {"type": "inconnu"})
    assert not enfants() & premiers


def test_fermer_finit_chaque_ouvrier_et_rend_chaque_place():
    paire, ouvriers = Atelier(2), [Ouvrier(), Ouvrier()]
    assert paire._places.queue == [None, None]
    paire._places.queue[:] = ouvriers
    paire.fermer()
    assert [ouvrier.processus.returncode for ouvrier in ouvriers] == [-signal.SIGKILL] * 2
    assert not any(ouvrier._coin.exists() for ouvrier in ouvriers)
    assert paire._places.queue == [None, None]


def test_un_champ_inconnu_est_nomme(atelier):
    with pytest.raises(EchecRendu) as echec:
        atelier.executer("docx", _travail(), [_mot("{{ numro }}")])
    assert echec.value.genre == "refus" and "numro" in echec.value.phrase


def test_une_balise_mal_formee_dit_sa_ligne(atelier):
    html = b"<html><head><title>t</title></head>\n<body>\n{% if projet %}</body></html>"
    with pytest.raises(EchecRendu) as echec:
        atelier.executer("pdf", _travail(), [html])
    assert "ligne 3" in echec.value.phrase


def test_s9_le_processus_web_ne_charge_ni_weasyprint_ni_docxtpl_ni_pyhanko():
    code = (
        "import sys; import college.templates_docs.rendu, college.templates_docs.documents;"
        "print([m for m in ('weasyprint', 'docxtpl', 'docx', 'pyhanko', 'pikepdf') if m in sys.modules])"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sortie.stdout.strip() == "[]"


def test_un_enfant_n_herite_pas_de_l_atelier_de_son_pere():
    avant = rendu.atelier()
    pid = os.fork()
    if pid == 0:
        os._exit(0 if rendu._atelier is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert rendu.atelier() is avant
