"""Acts frozen by an earlier release are still laid out by the templates of today."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from college.templates_docs import documents, exemple, formes, rendu
from college.templates_docs.gabarit_html import moteur_maison

Chemin = tuple[str | int, ...]


def _contexte(type_document: str) -> dict[str, Any]:
    return documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)


def _cles(valeur: Any, chemin: Chemin = ()) -> Iterator[Chemin]:
    """Every named field of a tree, at any depth."""
    fils = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    for cle, suite in fils:
        if isinstance(cle, str):
            yield (*chemin, cle)
        yield from _cles(suite, (*chemin, cle))


def _sans(contexte: dict[str, Any], chemin: Chemin) -> dict[str, Any]:
    """The context as it was before that field existed."""
    ancien = copy.deepcopy(contexte)
    noeud: Any = ancien
    for pas in chemin[:-1]:
        noeud = noeud[pas]
    del noeud[chemin[-1]]
    return ancien


def _imprimer(type_document: str, contexte: dict[str, Any]) -> str:
    return moteur_maison().get_template(f"{type_document}/modele.html").render(contexte)


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_un_contexte_du_jour_n_est_pas_change(type_document: str) -> None:
    contexte = _contexte(type_document)
    assert formes.completer(type_document, contexte) == contexte


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_chaque_champ_peut_etre_ne_apres_l_acte(type_document: str) -> None:
    """Whatever field is taken away, the document is still printed, with the rest of what it says."""
    contexte = _contexte(type_document)
    champs = list(_cles(contexte))
    assert len(champs) > 20
    for chemin in champs:
        imprime = _imprimer(type_document, formes.completer(type_document, _sans(contexte, chemin)))
        assert chemin[0] == "etablissement" or "Commune de Val-des-Aulnes" in imprime, chemin


def test_un_champ_absent_se_lit_vide_dans_son_type() -> None:
    ancien = _sans(_sans(_contexte("deliberation"), ("point", "mentions")), ("projet",))
    complet = formes.completer("deliberation", ancien)
    assert complet["point"]["mentions"] == []
    assert complet["projet"] is False


@pytest.mark.parametrize("forme", ["pdf", "docx"])
def test_une_deliberation_figee_avant_l_objet_se_fait_encore(forme: str) -> None:
    """The first acts had neither « objet » nor « groupes » nor « surtitre »: their public PDF must still be made."""
    ancien = _contexte("deliberation")
    for cle in ("objet", "groupes", "surtitre", "originaux", "par_original", "conforme", "recours"):
        del ancien[cle]
    for main in ancien["signataires"]:
        del main["mention"], main["signe"]
    resultat = rendu.rendre("deliberation", forme, ancien)
    assert resultat.contenu[:4] in (b"%PDF", b"PK\x03\x04")
