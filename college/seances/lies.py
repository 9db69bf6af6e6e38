"""Linked propositions: one vote each, and each member chooses one of them only. Pure.

What is expressed is expressed for them all together (L1122-26): a proposition is adopted when it has by itself the
majority of those voices. A tie between two of them is a tie: rejected in a conseil, postponed in a collège.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from college.erreurs import Refus
from college.seances import droit, quorum
from college.seances import scrutin as regles
from college.seances.scrutin import Depouillement, Regles

MODES = ("public", "secret")


def verifier(mode: str, objet: str, premiere: tuple[str, str, str]) -> None:
    """May a proposition be linked to the first one (its mode, object and state)?"""
    mode_premiere, objet_premiere, etat = premiere
    if mode not in MODES or mode != mode_premiere or (objet, objet_premiere) != ("proposition", "proposition"):
        raise Refus(
            "Des propositions liées se votent de la même façon, toutes à voix haute ou toutes au scrutin secret.",
            motif="lien_impossible",
        )
    if etat not in ("ouvert", "clos"):
        raise Refus(
            "La première proposition est déjà proclamée : recommencez le vote pour y lier une autre proposition."
            if etat == "proclame"
            else "Mettez d’abord aux voix la première proposition, puis celle qui lui est liée.",
            motif="lien_impossible",
        )


def refuser_second_choix(nom: str, proposition: str) -> None:
    """One voice a member, whichever proposition it went to."""
    raise Refus(
        f"{nom} a déjà voté sur la proposition «\u00a0{proposition}\u00a0» : chaque membre choisit une seule "
        "des propositions liées.",
        motif="deja_vote_lie",
    )


def depouiller(
    comptes: Sequence[Mapping[str, int]], r: Regles, choix_du_president: int | None = None
) -> list[Depouillement]:
    """The result of each proposition; `choix_du_president` is the rank of the one that he voted for."""
    article = droit.regle("majorite", r.type_organe, r.jour).article
    exprimees = sum(c.get("pour", 0) + c.get("contre", 0) for c in comptes)
    if exprimees == 0:
        phrase = "aucun suffrage exprimé : le vote est nul, le point est à représenter à la prochaine séance"
        return [Depouillement(c, "nul", phrase, article) for c in comptes]
    pour = [c.get("pour", 0) for c in comptes]
    requis = quorum.majorite(exprimees)
    if pour.count(max(pour)) == 2 and 2 * max(pour) == exprimees:
        return _parite(comptes, r, requis, choix_du_president)
    return [_seule(c, exprimees, requis, len(comptes), article) for c in comptes]


def _seule(comptes: Mapping[str, int], exprimees: int, requis: int, nombre: int, article: str) -> Depouillement:
    pour = comptes.get("pour", 0)
    resultat = "adopte" if pour >= requis else "rejete"
    dites = f"{pour} voix pour cette proposition sur {exprimees} exprimée{'s' if exprimees > 1 else ''}"
    suite = f"pour les {nombre} propositions liées, {requis} requise{'s' if requis > 1 else ''}"
    phrase = f"{dites} {suite} : {regles.RESULTAT_EN_MOTS[resultat]}"
    return Depouillement(comptes, resultat, phrase, article, requis)


def _parite(
    comptes: Sequence[Mapping[str, int]], r: Regles, requis: int, choix_du_president: int | None
) -> list[Depouillement]:
    parametre = droit.regle("parite", r.type_organe, r.jour)
    haut = max(c.get("pour", 0) for c in comptes)
    phrase = f"parité entre deux propositions liées, {haut} voix chacune"
    if parametre.valeur != "partage":
        return [Depouillement(c, "rejete", f"{phrase} : rejeté", parametre.article, requis) for c in comptes]
    motif = regles.motif_preponderance(r)
    if not motif or choix_du_president is None:
        suite = f"{phrase} : partage, le point est reporté à une autre séance"
        return [Depouillement(c, "partage", suite, parametre.article, requis) for c in comptes]
    resultats = ["adopte" if rang == choix_du_president else "rejete" for rang in range(len(comptes))]
    decisive = f"{phrase} ; {motif} : la voix du président est décisive"
    return [
        Depouillement(
            c, res, f"{decisive}, {regles.RESULTAT_EN_MOTS[res]}", parametre.article, requis, voix_preponderante=True
        )
        for c, res in zip(comptes, resultats, strict=True)
    ]
