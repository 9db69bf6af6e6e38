"""Validation chains on screen: publishing makes the next version; what a draft changes, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from college import annonces, journal
from college.administration import paquet_chaines, paquet_format
from college.administration.services import decrire
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide
from college.organisation import titres
from college.organisation.modele import Groupe, RoleDeclare, Service
from college.points.annuaire import annuaire
from college.points.definition import Chaine as ChaineLue
from college.points.lecture import DefinitionInvalide, lire
from college.points.modele import Chaine
from college.transaction import unite


@exige("administration")
def publier(acteur: Acteur, chaine: Chaine, definition: dict[str, Any], basculer: bool = False) -> list[str]:
    """The next version, at once; running points keep theirs. Raises Invalide, or Refus (points in a dropped step)."""
    connus = codes_connus(chaine.institution_id)
    try:
        lue = lire(definition, roles=connus["role"], groupes=connus["groupe"], services=connus["service"])
    except DefinitionInvalide as erreur:
        raise Invalide([Faute("etapes", phrase) for phrase in erreur.erreurs]) from erreur
    decrite = decrire(paquet_format.Chaine, definition)
    if definition.get("etapes") and not tenues(chaine.institution_id, lue):
        phrase = (
            "Personne ne tient aucune de ces étapes\u00a0: nommez d’abord quelqu’un, ou tout serait validé d’office."
        )
        raise Invalide([Faute("etapes", phrase)])
    publiees, bascules = paquet_chaines.publier(chaine.institution_id, [decrite], basculer)
    if publiees:
        journal.noter(acteur, "chaine.publiee", chaine, code=chaine.code, points_bascules=len(bascules))
        annonces.annoncer("organisation.changee", institution_id=chaine.institution_id)
    return publiees + bascules


def tenues(institution_id: int, chaine: ChaineLue) -> set[str]:
    """The steps that somebody holds in one service at least (the group in charge depends on the point)."""
    lieux = annuaire(institution_id)
    vivants = {code for code, gens in lieux.groupes.items() if gens}
    roles = {role for (role, _), gens in lieux.roles.items() if gens}
    par_service = {lieux.codes_services.get(service): True for (_, service), gens in lieux.roles.items() if gens}
    return {
        e.code
        for e in chaine.etapes
        if e.groupe_en_charge or e.groupe in vivants or e.service in par_service or (not e.service and e.role in roles)
    }


@exige("administration")
def creer(acteur: Acteur, _objet: None, code: str, libelle: str) -> Chaine:
    """An empty chain: a body that names it then sees its points born ready."""
    decrite = decrire(paquet_format.Chaine, {"code": code.strip().lower(), "libelle": libelle.strip()})
    ici = select(Chaine.id).where(Chaine.institution_id == acteur.institution_id, Chaine.code == decrite.code)
    if unite().scalar(ici):
        raise Invalide([Faute("code", "Ce code est déjà pris\u00a0: choisissez-en un autre.")])
    paquet_chaines.publier(acteur.institution_id, [decrite])
    chaine = unite().scalars(select(Chaine).where(Chaine.id == ici.scalar_subquery())).one()
    journal.noter(acteur, "chaine.creee", chaine, code=chaine.code)
    return chaine


def codes_connus(institution_id: int) -> dict[str, dict[str, str]]:
    """The codes that a step may name, with their label: roles of a service, groups, services."""
    ici = {"role": {code: titres.role(code) for code in paquet_format.ROLES_DE_SERVICE}}
    tables: tuple[tuple[str, Any, str], ...] = (
        ("role", RoleDeclare, "libelle"),
        ("groupe", Groupe, "nom"),
        ("service", Service, "nom"),
    )
    for nom, table, libelle in tables:
        lignes = unite().scalars(select(table).where(table.institution_id == institution_id).order_by(table.code))
        ici.setdefault(nom, {}).update({ligne.code: getattr(ligne, libelle) for ligne in lignes})
    return ici


def changements(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[str]:
    """What a draft changes of the version in force, in sentences."""
    anciennes = {etape["code"]: etape for etape in avant.get("etapes", [])}
    nouvelles = {etape["code"]: etape for etape in apres.get("etapes", [])}
    phrases = [
        f"« {etape['libelle'] or 'Nouvelle étape'} » est ajoutée."
        for code, etape in nouvelles.items()
        if code not in anciennes
    ]
    phrases += [f"« {etape['libelle']} » est retirée." for code, etape in anciennes.items() if code not in nouvelles]
    communes = [code for code in nouvelles if code in anciennes]
    phrases += [
        f"« {nouvelles[code]['libelle']} » est modifiée."
        for code in communes
        if _differe(anciennes[code], nouvelles[code])
    ]
    if communes != [code for code in anciennes if code in nouvelles]:
        phrases.append("L’ordre des étapes change.")
    return phrases


def _differe(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> bool:
    def sans_defaut(etape: Mapping[str, Any]) -> dict[str, Any]:
        si = etape.get("si")
        propre = {cle: valeur for cle, valeur in etape.items() if cle != "si" and (cle, valeur) != ("type", "visa")}
        return {**propre, "si": [si] if isinstance(si, dict) else si or []}

    return sans_defaut(avant) != sans_defaut(apres)
