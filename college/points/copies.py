"""Who is put in copy of a point: the associated services, and groups. They read it (`droits.en_copie`), nothing more.

A code that is unknown, or no longer in use, is refused; the service that proposes is never in copy of its own point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from college.annonces import annoncer as publier
from college.droits import Acteur
from college.erreurs import Faute
from college.organisation.modele import Organe
from college.organisation.reglages import reglages_organe
from college.points.annuaire import Annuaire, Choix, annuaire
from college.points.modele import Copie, Point
from college.points.phrases import enumerer, fr
from college.points.valeurs import Phase

CHAMPS = {"services_associes": "service", "groupes_en_copie": "groupe"}
LIBELLES = {"services_associes": "Services associés", "groupes_en_copie": "Groupes en copie"}


def lies(point: Point, champ: str) -> list[dict[str, Any]]:
    """`{id, code, libelle}` of each, by name."""
    codes, noms = _connus(annuaire(point.institution_id), champ)
    dits = [{"id": numero, "code": codes[numero], "libelle": noms[numero]} for numero in _numeros(point, champ)]
    return sorted(dits, key=lambda dit: str(dit["libelle"]))


def noms(point: Point, champ: str) -> list[str]:
    """« Finances », « Urbanisme »."""
    return [lie["libelle"] for lie in lies(point, champ)]


def codes(point: Point, champ: str, offerts: bool = False) -> list[str]:
    """Their codes; `offerts`: only of those that one may still choose."""
    actifs = {choix.code for choix in choisis(annuaire(point.institution_id), champ)}
    return [lie["code"] for lie in lies(point, champ) if not offerts or lie["code"] in actifs]


def choisis(lieux: Annuaire, champ: str) -> list[Choix]:
    """Those that are offered."""
    return lieux.choix["s" if CHAMPS[champ] == "service" else "g"]


def pareils(point: Point, champ: str, voulus: Sequence[str]) -> bool:
    """True when these codes, or numbers, are the ones already in copy."""
    par_code, _ = _par_code(point, champ)
    return {par_code.get(code) for code in voulus} == _numeros(point, champ)


def poser(point: Point, champ: str, voulus: Sequence[str]) -> list[Faute]:
    """Put these in copy, and nobody else of that kind. Answers the faults; none: it is done."""
    par_code, actifs = _par_code(point, champ)
    deja, sorte = _numeros(point, champ), CHAMPS[champ]
    inconnus = [code for code in voulus if code not in par_code]
    if inconnus:
        dits = enumerer([f"« {code} »" for code in inconnus], "et")
        return [Faute(champ, fr(f"{dits} : inconnu ici. Choisissez un {sorte} de la maison, par son code."))]
    retenus = {par_code[code] for code in voulus} - ({point.service_id} if sorte == "service" else set())
    partis = [code for code in voulus if par_code[code] in retenus - deja and par_code[code] not in actifs]
    if partis:
        return [Faute(champ, fr(f"« {partis[0]} » n'est plus actif : choisissez-en un autre."))]
    colonne = f"{sorte}_id"
    point.copies = [copie for copie in point.copies if getattr(copie, colonne) in {None, *retenus}] + [
        Copie(institution_id=point.institution_id, **{colonne: numero}) for numero in sorted(retenus - deja)
    ]
    return []


def encore_offerts(institution_id: int, champ: str, voulus: Sequence[str]) -> list[str]:
    """Of these codes, those that one may still choose: what a template says outlives a service."""
    actifs = {choix.code for choix in choisis(annuaire(institution_id), champ)}
    return [code for code in voulus if code in actifs]


def fautes_du_modele(organe: Organe, contenu: Mapping[str, Any]) -> list[Faute]:
    """What is wrong with those that a template puts in copy."""
    fautes = []
    for champ in CHAMPS:
        voulus = contenu.get(champ) or []
        if inconnus := set(voulus) - set(encore_offerts(organe.institution_id, champ, voulus)):
            dits = enumerer([f"« {code} »" for code in sorted(inconnus)], "et")
            fautes.append(Faute(champ, fr(f"{dits} : inconnu ici, ou plus actif. Choisissez parmi ceux de la maison.")))
        elif voulus and _secret(organe):
            fautes.append(Faute(champ, _phrase_secrete(organe)))
    return fautes


def annoncer(acteur: Acteur, point: Point) -> None:
    """Tell upper rooms who reads the point from now on: a draft is sent to nobody, its copies wait until it leaves."""
    if point.phase != Phase.BROUILLON and point.copies:
        publier("point.en_copie", acteur=acteur, point=point, agents=_agents(point))


def _agents(point: Point) -> set[int]:
    """Everybody of these services and groups, and who acts in the name of an absent one."""
    lieux = annuaire(point.institution_id)
    gens = [t for numero in _numeros(point, "services_associes") for t in lieux.du_service(numero, None)]
    gens += [t for code in codes(point, "groupes_en_copie") for t in lieux.groupes.get(code, ())]
    return {titulaire.agent_id for titulaire in lieux.avec_delegues(gens)}


def secretes(point: Point) -> list[Faute]:
    """Social secrecy is shared with no other service (pratique §11): a point of such an organe has nobody in copy."""
    if not point.copies or not _secret(point.organe):
        return []
    return [Faute(champ, _phrase_secrete(point.organe)) for champ in CHAMPS if _numeros(point, champ)]


def _secret(organe: Organe) -> bool:
    return reglages_organe(organe.type, organe.reglages).secret_social


def _phrase_secrete(organe: Organe) -> str:
    return fr(
        f"Les points de « {organe.nom} » relèvent du secret social : ni autre service ni groupe n'y est "
        "en copie. Décochez-les, ou demandez un avis à qui doit intervenir."
    )


def _numeros(point: Point, champ: str) -> set[int]:
    colonne = f"{CHAMPS[champ]}_id"
    return {numero for copie in point.copies if (numero := getattr(copie, colonne)) is not None}


def _par_code(point: Point, champ: str) -> tuple[dict[str, int], set[int]]:
    """The number of each, by code or by number, and those still in use."""
    lieux = annuaire(point.institution_id)
    connus, _ = _connus(lieux, champ)
    par_code = {str(numero): numero for numero in connus} | {code: numero for numero, code in connus.items()}
    return par_code, {choix.id for choix in choisis(lieux, champ)}


def _connus(lieux: Annuaire, champ: str) -> tuple[dict[int, str], dict[int, str]]:
    """Codes and names, by number."""
    if CHAMPS[champ] == "service":
        return lieux.codes_services, lieux.noms_services
    return lieux.codes_groupes, {lieux.numeros_groupes[code]: nom for code, nom in lieux.noms_groupes.items()}
