"""The page of two people who have saved the same point: what both have changed is chosen, the rest is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, request

from college import francais
from college.annonces import annoncer
from college.droits import Acteur
from college.erreurs import Perime
from college.points import conflits, copies, formulaires
from college.points.annuaire import annuaire
from college.points.differences import differences
from college.points.etats import texte
from college.points.modele import Point
from college.points.relecture import requetes as relecture
from college.points.relecture.modele import Relecture
from college.points.relecture.pages import pour_relire
from college.points.relecture.regles import texte_seul
from college.points.revisions import RICHES
from college.points.texte_riche import nettoyer
from college.points.volets import DU_CHAMP

NOMS = {
    "titre": "Objet",
    "titre_public": "Titre public",
    "rapport": "Rapport",
    "note_synthese": "Résumé en clair",
    "motivation": "Motivation",
    "dispositif": "Dispositif",
}


def types_acte(point: Point | None) -> list[tuple[str, str]]:
    """The act types that the room of the tutelle knows, asked without knowing it."""
    reponses = annoncer("type_acte.choix", organe=point.organe.type if point else "")
    return [choix for reponse in reponses for choix in reponse]


def seances(qui: Acteur, point: Point | None) -> list[tuple[int, str]]:
    """The séances that a point may wish, asked of the room that holds them."""
    return [choix for reponse in annoncer("points.seances_souhaitables", acteur=qui, point=point) for choix in reponse]


def marques(point: Point, relues: Mapping[str, Relecture]) -> str:
    """What a form on this point is opened on."""
    return conflits.marques(_enregistre(point, relecture.en_vigueur(point, relues)))


def _enregistre(point: Point, vives: Mapping[str, str]) -> dict[str, Any]:
    """All that the editor shows of a point, as it is kept."""
    revision = texte(point)
    lues = formulaires.valeurs(point, revision)
    return {
        **{champ: lues[champ] for champ in conflits.CHAMPS},
        **{champ: bool(lues[champ]) for champ in formulaires.CASES},
        **{champ: vives.get(champ) or getattr(revision, champ) for champ in RICHES},
    }


def _tape() -> dict[str, Any]:
    """The same, of what the form says."""
    riches = formulaires.riches(request.form)
    return _simples() | {champ: nettoyer(html, champ, annote=True) for champ, html in riches.items()}


def _simples() -> dict[str, Any]:
    lues = formulaires.lues(request.form)
    return {champ: valeur for champ, valeur in lues.items() if champ in (*conflits.CHAMPS, *formulaires.CASES)}


def deja_garde(point: Point) -> bool:
    """Does the form say nothing else than what is kept, suggestions and comments included?"""
    relues = relecture.relectures(point)
    return not conflits.auteurs(_tape(), _enregistre(point, relecture.en_vigueur(point, relues)), "")


def non_gardes(qui: Acteur, point: Point, volets: Collection[str]) -> list[tuple[str, str]]:
    """What was typed in the fields of the parts that are closed, beside what is kept; each rich text says its own."""
    sien, mien, lire = _enregistre(point, {}), _simples(), _lecteur(qui, point)
    par = conflits.auteurs(mien, sien, request.form.get("marques", ""))
    return [
        (formulaires.LIBELLES[champ], f"{lire(champ, mien[champ])} (enregistré : {lire(champ, sien[champ])})")
        for champ in formulaires.LIBELLES
        if par.get(champ, "sien") != "sien" and DU_CHAMP[champ] not in volets
    ]


def conflit(qui: Acteur, point: Point, perime: Perime | None) -> str:
    """Both texts, what differs word by word, and, when asked (`reunir`), the two joined in one."""
    relues = relecture.relectures(point)
    vives = relecture.en_vigueur(point, relues)
    sien, mien, saisi = _enregistre(point, vives), _tape(), formulaires.retenues(request.form)
    par = conflits.auteurs(mien, sien, request.form.get("marques" if perime else "marques_avant", ""))
    repris = [champ for champ, de in par.items() if de == "sien"]
    a_choisir = [champ for champ, de in par.items() if de == "deux"]
    return render_template(
        "points/conflit.html", point=point, perime=perime, saisie=saisi, auteur=texte(point).auteur,
        lots=[_lot(champ, mien[champ], sien[champ]) for champ in RICHES if champ in a_choisir],
        autres=[ecart for ecart in conflits.ecarts(mien, sien) if ecart.champ in a_choisir],
        lire=_lecteur(qui, point), cases=[champ for champ in formulaires.CASES if champ in a_choisir],
        cochees=[c for c in formulaires.CASES if c not in a_choisir and (sien if c in repris else mien).get(c)],
        tus={*a_choisir, *repris, *formulaires.CASES}, libelles_cases=formulaires.LIBELLES_CASES,
        repris=[formulaires.LIBELLES[champ] for champ in formulaires.LIBELLES if champ in repris],
        gardes=[formulaires.LIBELLES[champ] for champ in formulaires.LIBELLES if par.get(champ) == "mien"],
        marques=conflits.marques(sien), avant=request.form.get("marques", ""), **pour_relire(qui, point, relues),
    )  # fmt: skip


def _lot(champ: str, mien: str, sien: str) -> tuple[Any, ...]:
    montre = conflits.reunir(mien, sien) if "reunir" in request.form else mien
    morceaux = differences(texte_seul(sien, champ), texte_seul(mien, champ))
    return champ, NOMS[champ], sien, formulaires.en_texte(montre), morceaux


def _jour(tape: str) -> str:
    """« 31 décembre 2026 »; what is not a date, as it was typed."""
    try:
        return francais.date_longue(date.fromisoformat(tape))
    except ValueError:
        return tape or "vide"


def _lecteur(qui: Acteur, point: Point) -> Any:
    """How a plain field reads: a code by its name, an amount with its spaces."""
    lieux = annuaire(point.institution_id)
    choix = lieux.choix
    noms: dict[str, Sequence[tuple[Any, str]]] = {
        "nature": formulaires.NATURES,
        "organe": [(o.code, o.nom) for o in choix["o"]],
        "service": [(s.code, s.nom) for s in choix["s"]],
        "categorie": [(c.code, c.nom) for c in choix["c"]],
        "groupe_en_charge": [(g.code, g.nom) for g in choix["g"]],
        "type_acte": types_acte(point),
        "sens_financier": formulaires.SENS,
        "seance_souhaitee": seances(qui, point),
    }

    copiables = {champ: {x.code: x.nom for x in copies.choisis(lieux, champ)} for champ in copies.CHAMPS}

    def lire(champ: str, lue: Any) -> str:
        if champ in formulaires.CASES:
            return "coché" if lue else "non coché"
        valeur = conflits.brut(champ, lue)
        if champ == "date_limite":
            return _jour(valeur)
        if champ in copiables:
            return " ; ".join(copiables[champ].get(code, code) for code in valeur.split()) or "personne"
        if champ in conflits.MONTANTS and valeur.replace(".", "").isdecimal():
            return francais.montant(float(valeur))
        connus = {str(code): nom for code, nom in noms.get(champ, ())}
        return connus.get(valeur, valeur).replace("\n", " ; ") or "vide"

    return lire
