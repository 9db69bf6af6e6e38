"""What the shape alone cannot say: codes used twice, names that nothing declares. Pure.

Each check yields `(chemin, message)`; the reader adds the line.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from college.administration.paquet_coherence_points import fautes_de_delegation, fautes_de_modele
from college.administration.paquet_format import (
    FAITS_BOOLEENS,
    FAITS_CHOISIS,
    FAITS_NUMERIQUES,
    ROLES_DE_SERVICE,
    Chaine,
    Condition,
    Etape,
    Interim,
    Mandat,
    Organe,
    Paquet,
    RoleTenu,
)
from college.seances.ordre import CRITERES
from college.tutelle.donnees import catalogue

Chemin = tuple[str | int, ...]
Fautes = Iterator[tuple[Chemin, str]]
CHAMPS_DE_REFERENCE = ("date", "numero", "annee", "sequence", "organe", "institution", "seance", "service")
ROLES_RESERVES = (*ROLES_DE_SERVICE, "secretaire", "administrateur")


def incoherences(paquet: Paquet) -> list[tuple[Chemin, str]]:
    """Every fault between the blocks of a paquet that is well formed."""
    controles = (_doublons, _groupes, _agents, _mandataires, _chaines, _organes, _roles_declares, _points)
    return [faute for controle in controles for faute in controle(paquet)]


def _doublons(paquet: Paquet) -> Fautes:
    for bloc in ("services", "groupes", "categories", "roles", "chaines", "organes", "modeles_points"):
        yield from _uniques(bloc, "code", [element.code for element in getattr(paquet, bloc)])
    for bloc in ("agents", "mandataires"):
        yield from _uniques(bloc, "identifiant", [element.identifiant for element in getattr(paquet, bloc)])
    for rang, chaine in enumerate(paquet.chaines):
        codes = [etape.code for etape in chaine.etapes]
        for (_, position, cle), message in _uniques("etapes", "code", codes):
            yield ("chaines", rang, "etapes", position, cle), message


def _uniques(bloc: str, cle: str, valeurs: list[str]) -> Iterator[tuple[tuple[str, int, str], str]]:
    vus: set[str] = set()
    for rang, valeur in enumerate(valeurs):
        if valeur in vus:
            yield (bloc, rang, cle), f"« {valeur} » est déjà pris plus haut : choisissez un autre nom."
        vus.add(valeur)


def _codes(paquet: Paquet, bloc: str) -> set[str]:
    return {element.code for element in getattr(paquet, bloc)}


def _inconnu(quoi: str, code: str, bloc: str) -> str:
    return f"{quoi} « {code} » n’existe pas dans ce paquet : ajoutez ce code sous « {bloc}: » ou corrigez-le."


def _groupes(paquet: Paquet) -> Fautes:
    connus = {elu.identifiant for elu in paquet.mandataires}
    for rang, groupe in enumerate(paquet.groupes):
        if groupe.mandataire and groupe.mandataire not in connus:
            message = _inconnu("le mandataire", groupe.mandataire, "mandataires")
            yield ("groupes", rang, "mandataire"), message


def _agents(paquet: Paquet) -> Fautes:
    groupes = _codes(paquet, "groupes")
    for rang, agent in enumerate(paquet.agents):
        for place, code in enumerate(agent.groupes):
            if code not in groupes:
                yield ("agents", rang, "groupes", place), _inconnu("le groupe", code, "groupes")
        for place, role in enumerate(agent.roles):
            for cle, message in _role(paquet, role):
                yield ("agents", rang, "roles", place, cle), message


def _role(paquet: Paquet, tenu: RoleTenu) -> Iterator[tuple[str, str]]:
    if tenu.service and tenu.service not in _codes(paquet, "services"):
        yield "service", _inconnu("le service", tenu.service, "services")
    if tenu.organe and tenu.organe not in _codes(paquet, "organes"):
        yield "organe", _inconnu("l’organe", tenu.organe, "organes")
    if tenu.role == "administrateur":
        if tenu.service or tenu.organe:
            yield "role", "l’administrateur l’est de toute l’institution : retirez le service ou l’organe."
    elif tenu.role == "secretaire":
        if not tenu.organe:
            yield "role", "le secrétaire l’est d’un organe : ajoutez « organe: »."
    elif tenu.role not in ROLES_DE_SERVICE and tenu.role not in _codes(paquet, "roles"):
        yield "role", _inconnu("le rôle", tenu.role, "roles")
    elif not tenu.service:
        yield "role", f"le rôle « {tenu.role} » se tient dans un service : ajoutez « service: »."


def _mandataires(paquet: Paquet) -> Fautes:
    organes, connus = _codes(paquet, "organes"), {elu.identifiant for elu in paquet.mandataires}
    for rang, elu in enumerate(paquet.mandataires):
        for place, mandat in enumerate(elu.mandats):
            chemin = ("mandataires", rang, "mandats", place)
            if mandat.organe not in organes:
                yield (*chemin, "organe"), _inconnu("l’organe", mandat.organe, "organes")
            if _a_rebours(mandat):
                yield (*chemin, "au"), "la fin du mandat précède son début."
            if mandat.interim and _a_rebours(mandat.interim):
                yield (*chemin, "interim", "au"), "la fin de l’intérim précède son début."
            if mandat.interim and mandat.interim.remplace not in connus:
                message = _inconnu("le mandataire", mandat.interim.remplace, "mandataires")
                yield (*chemin, "interim", "remplace"), message


def _a_rebours(periode: Mandat | Interim) -> bool:
    return bool(periode.du and periode.au and periode.au < periode.du)


def _chaines(paquet: Paquet) -> Fautes:
    for rang, chaine in enumerate(paquet.chaines):
        for place, (cle, message) in _etapes(paquet, chaine):
            yield ("chaines", rang, "etapes", place, cle), message


def _etapes(paquet: Paquet, chaine: Chaine) -> Iterator[tuple[int, tuple[str, str]]]:
    for place, etape in enumerate(chaine.etapes):
        for faute in (*_titulaire(paquet, etape), *_condition(etape)):
            yield place, faute


def _titulaire(paquet: Paquet, etape: Etape) -> Iterator[tuple[str, str]]:
    if sum(map(bool, (etape.role or etape.service, etape.groupe, etape.groupe_en_charge))) != 1:
        yield "code", "une étape a un seul titulaire : « role: », « groupe: » ou « groupe_en_charge: true »."
    if etape.role and etape.role not in (*ROLES_DE_SERVICE, *_codes(paquet, "roles")):
        yield "role", _inconnu("le rôle", etape.role, "roles")
    for role in etape.modifient:
        if role not in (*ROLES_DE_SERVICE, *_codes(paquet, "roles")):
            yield "modifient", _inconnu("le rôle", role, "roles")
    if etape.groupe and etape.groupe not in _codes(paquet, "groupes"):
        yield "groupe", _inconnu("le groupe", etape.groupe, "groupes")
    if etape.service and etape.service not in _codes(paquet, "services"):
        yield "service", _inconnu("le service", etape.service, "services")


def _condition(etape: Etape) -> Iterator[tuple[str, str]]:
    for condition in etape.si:
        if message := _comparaison(condition):
            yield "si", message


def _comparaison(condition: Condition) -> str | None:
    champ, operateur, valeur = condition.champ, condition.operateur, condition.valeur
    if (operateur == "dans") != isinstance(valeur, list):
        return "« dans » se compare à une liste, les autres opérateurs à une seule valeur."
    if champ in FAITS_NUMERIQUES and not all(map(_nombre, _valeurs(valeur))):
        return f"« {champ} » se compare à un nombre, sans guillemets ni espaces."
    if champ in FAITS_BOOLEENS and (operateur not in ("=", "!=") or not isinstance(valeur, bool)):
        return f"« {champ} » se compare par « = » à true ou false."
    if champ in FAITS_CHOISIS and (operateur not in ("=", "!=") or valeur not in FAITS_CHOISIS[champ]):
        return f"« {champ} » se compare par « = » ou « != » à {' ou '.join(FAITS_CHOISIS[champ])}."
    if champ == "type_acte" and (inconnus := [code for code in _valeurs(valeur) if code not in _types_acte()]):
        return f"« {inconnus[0]} » n’est pas dans la liste des types d’actes de la tutelle."
    return None


def _valeurs(valeur: object) -> list[object]:
    return valeur if isinstance(valeur, list) else [valeur]


def _types_acte() -> set[object]:
    """Every code that the list of the tutelle has held: a chain may name one that is no longer in force."""
    return {regle.code for regle in catalogue().regles}


def _nombre(valeur: object) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool)


def _organes(paquet: Paquet) -> Fautes:
    chaines = _codes(paquet, "chaines")
    for rang, organe in enumerate(paquet.organes):
        if organe.chaine and organe.chaine not in chaines:
            yield ("organes", rang, "chaine"), _inconnu("la chaîne", organe.chaine, "chaines")
        for code in sorted({*(organe.chaines or {}).values()} - chaines):
            yield ("organes", rang, "chaines"), _inconnu("la chaîne", code, "chaines")
        for cle, message in (*_ordre(organe), *_references(organe), *_vote(organe)):
            yield ("organes", rang, cle), message


def _ordre(organe: Organe) -> Iterator[tuple[str, str]]:
    criteres = [critere.removeprefix("-") for critere in organe.ordre or []]
    for critere in criteres:
        if critere not in CRITERES:
            yield (
                "ordre",
                f"« {critere} » n’est pas un critère : {', '.join(CRITERES)} (« - » devant pour inverser).",
            )
    if len(set(criteres)) != len(criteres):
        yield "ordre", "un critère de l’ordre du jour est écrit deux fois."


def _references(organe: Organe) -> Iterator[tuple[str, str]]:
    for cle in ("reference", "reference_acte"):
        motif = getattr(organe, cle)
        if motif is None:
            continue
        try:
            champs = [champ for _, champ, _, _ in string.Formatter().parse(motif) if champ is not None]
        except ValueError:
            yield cle, "les accolades de la référence ne se referment pas."
            continue
        for champ in champs:
            if champ not in CHAMPS_DE_REFERENCE:
                yield cle, f"« {{{champ}}} » est inconnu : {', '.join(CHAMPS_DE_REFERENCE)}."


def _vote(organe: Organe) -> Iterator[tuple[str, str]]:
    vote = organe.vote_appareils
    if vote and (vote.public or vote.secret) and not vote.base:
        yield "vote_appareils", 'le vote sur appareil cite sa base : ajoutez base: "ROI art. …".'


def _points(paquet: Paquet) -> Fautes:
    connus = {bloc: _codes(paquet, bloc) for bloc in ("organes", "services", "categories")}
    for rang, modele in enumerate(paquet.modeles_points):
        for cle, message in fautes_de_modele(modele, connus):
            yield ("modeles_points", rang, cle), message
    for rang, delegation in enumerate(paquet.delegations):
        for cle, message in fautes_de_delegation(delegation, connus):
            yield ("delegations", rang, cle), message


def _roles_declares(paquet: Paquet) -> Fautes:
    for rang, role in enumerate(paquet.roles):
        if role.code in ROLES_RESERVES:
            yield ("roles", rang, "code"), f"« {role.code} » est un rôle d’origine : retirez-le d’ici."
