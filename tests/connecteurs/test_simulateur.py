"""The simulated authority keeps its word: scenarios step by step, memory across restarts, refusals with reasons."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from college.connecteurs.base import Complement, ErreurDefinitive, ErreurPassagere, Piece
from college.connecteurs.simulateur.scenarios import SCENARIOS, dues, repliques
from college.connecteurs.simulateur.serveur import Simulateur
from tests.outillage.patience import PATIENCE

FINS = {
    "nominal": "approuve",
    "prorogation": "approuve",
    "reforme": "reforme",
    "approbation_partielle": "approuve_partiellement",
    "annulation": "annule",
    "silence": "en_instruction",
}


def _attendre(route, reference, type_, secondes=PATIENCE):
    limite = time.monotonic() + secondes
    while time.monotonic() < limite:
        recus = [e.type for e in route.relever(reference)]
        if recus and recus[-1] == type_:
            return recus
        time.sleep(0.01)
    raise AssertionError(f"{type_} never came: {recus}")


@pytest.mark.parametrize(("scenario", "fin"), FINS.items())
def test_chaque_scenario_va_a_sa_fin(scenario, fin, dossier, joindre):
    with Simulateur(scenario=scenario, delai=0.01) as autorite:
        route = joindre(autorite.adresse)
        types = _attendre(route, route.deposer(dossier()).reference, fin)
    assert types[:2] == ["accuse_technique", "en_instruction"]


def test_l_annulation_finit_sans_mesure(dossier, joindre):
    with Simulateur(delai=0.01) as autorite:
        route = joindre(autorite.adresse)
        reference = route.deposer(dossier(regime="annulation_obligatoire")).reference
        assert _attendre(route, reference, "sans_mesure")


def test_incomplet_attend_les_pieces_puis_reprend(dossier, joindre):
    with Simulateur(scenario="incomplet", delai=0.02) as autorite:
        route = joindre(autorite.adresse)
        reference = route.deposer(dossier()).reference
        _attendre(route, reference, "incomplet")
        time.sleep(0.2)
        assert [e.type for e in route.relever(reference)][-1] == "incomplet"
        route.completer(Complement("c1", reference, (Piece("avis.pdf", b"%PDF avis"),)))
        assert _attendre(route, reference, "approuve") == [
            "accuse_technique", "incomplet", "complete", "en_instruction", "approuve",
        ]  # fmt: skip
        with pytest.raises(ErreurDefinitive, match="Aucune pièce"):
            route.completer(Complement("c2", reference, (Piece("avis.pdf", b"%PDF avis"),)))


def test_la_panne_traverse_les_six_fautes_puis_passe(dossier, joindre):
    with Simulateur(scenario="panne", calage=1.5) as autorite:
        route = joindre(autorite.adresse, delai_reponse=1.0)
        for essai in range(1, 10):
            try:
                route.deposer(dossier(), reprise=essai > 1)
                break
            except ErreurPassagere:
                continue
        assert essai in (5, 6)  # the stalled fourth try arrives before or after the fifth one asks
        assert len(autorite.depots) == 1


def test_l_etat_survit_a_un_redemarrage(tmp_path, dossier, joindre):
    memoire = tmp_path / "tutelle.jsonl"
    with Simulateur(scenario="silence", delai=0.01, fichier=memoire) as autorite:
        recu = joindre(autorite.adresse).deposer(dossier())
    with Simulateur(scenario="nominal", delai=0.01, fichier=memoire) as autorite:
        route = joindre(autorite.adresse)
        assert route.deposer(dossier(), reprise=True).reference == recu.reference
        assert _attendre(route, recu.reference, "en_instruction")


def test_un_retrait_arrete_tout(dossier, joindre):
    with Simulateur(delai=3600) as autorite:
        route = joindre(autorite.adresse)
        retire, garde = (route.deposer(dossier(cle)).reference for cle in ("retire", "garde"))
        route.retirer(retire, "Erreur")
        route.retirer(retire, "Erreur")
        autorite.depots.pas = 0  # from now on everything is due at once
        assert len(route.relever(garde)) == 3
        assert route.relever(retire) == []


def test_un_dossier_decide_ne_se_retire_plus(dossier, joindre):
    with Simulateur(delai=0.001) as autorite:
        route = joindre(autorite.adresse)
        reference = route.deposer(dossier()).reference
        _attendre(route, reference, "approuve")
        with pytest.raises(ErreurDefinitive, match="décidé"):
            route.retirer(reference, "Trop tard")


def test_un_depot_qui_se_contredit_est_refuse(dossier, joindre):
    with Simulateur() as autorite:
        route = joindre(autorite.adresse)
        with pytest.raises(ErreurDefinitive, match="même nom"):
            route.deposer(dossier(annexes=(Piece("délibération.pdf", b"autres octets"),)))
        with pytest.raises(ErreurDefinitive, match="ne correspond pas"):
            route.deposer(dossier(annexes=(Piece("nom\ncoupé.pdf", b"%PDF"),)))
        with pytest.raises(ErreurDefinitive, match="référence"):
            route.relever("ET-0000-000000")
        assert len(autorite.depots) == 0


def test_les_dates_sont_celles_de_l_horloge_donnee(dossier, joindre):
    hier = datetime(2026, 2, 3, 10, tzinfo=UTC)
    with Simulateur(delai=0.001, horloge=lambda: hier) as autorite:
        route = joindre(autorite.adresse)
        recu = route.deposer(dossier())
        _attendre(route, recu.reference, "approuve")
        assert recu.recu_le == hier
        assert recu.reference.startswith("ET-2026-")
        assert {e.le for e in route.relever(recu.reference)} == {hier}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_les_repliques_ne_reviennent_jamais_en_arriere(scenario):
    suite = repliques(scenario, "approbation")
    nombres = [dues(suite, 0.0, 4.5, 1.0, t / 4) for t in range(60)]
    assert nombres == sorted(nombres)
    assert nombres[-1] == len(suite)
