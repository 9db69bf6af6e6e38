"""Validation chains on screen: what the form says becomes a definition; publishing makes the next version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

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
from college.points.volets import TOUS, ordonnes
from college.references import numero
from college.transaction import unite

PORTEURS = ("role", "groupe", "service")
ETAPES_MAX = 60
INCOMPLET = "Le formulaire est incomplet\u00a0: rechargez la page, puis recommencez."


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


def definition_saisie(code: str, formulaire: MultiDict[str, str]) -> dict[str, Any]:
    """The definition that the rows of the form say; what the form does not show is carried in `reste`."""
    nombre = numero(formulaire.get("nombre", ""))
    if nombre is None or nombre > ETAPES_MAX:
        raise Invalide([Faute("etapes", INCOMPLET)])
    etapes = [_etape(formulaire, rang) for rang in range(nombre)]
    definition = {"code": code, "libelle": formulaire.get("libelle", "").strip() or code, "etapes": etapes}
    if (raccourcis := formulaire.get("raccourcis", "aucun")) != "aucun":
        definition["raccourcis"] = raccourcis
    return definition


def _etape(formulaire: MultiDict[str, str], rang: int) -> dict[str, Any]:
    def lu(cle: str) -> str:
        return formulaire.get(f"e{rang}-{cle}", "").strip()

    etape = _reste(lu("reste"))
    etape |= {"code": lu("code"), "libelle": lu("libelle"), "type": lu("type") or "visa"}
    porteur, _, nom = lu("qui").partition(":")
    etape = {cle: valeur for cle, valeur in etape.items() if cle not in (*PORTEURS, "groupe_en_charge")}
    if porteur in PORTEURS:
        etape[porteur] = nom
    elif porteur == "groupe_en_charge":
        etape["groupe_en_charge"] = True
    if f"e{rang}-volets" in formulaire:
        _volets(etape, lu("volets"), formulaire.getlist(f"e{rang}-modifie"), formulaire.getlist(f"e{rang}-modifient"))
    etape.pop("delai_jours_ouvrables", None)
    if lu("delai"):
        etape["delai_jours_ouvrables"] = lu("delai") if (jours := numero(lu("delai"))) is None else jours
    if f"e{rang}-champ" in formulaire:
        etape.pop("si", None)
        if lu("champ"):
            etape["si"] = {
                "champ": lu("champ"),
                "operateur": lu("operateur") or "=",
                "valeur": _valeur(lu("champ"), lu("valeur")),
            }
    return etape


def _reste(texte: str) -> dict[str, Any]:
    """What the form carries of a step without showing it."""
    try:
        lu = json.loads(texte or "{}")
    except (ValueError, RecursionError):
        lu = None
    if not isinstance(lu, dict):
        raise Invalide([Faute("etapes", INCOMPLET)])
    return lu


def _volets(etape: dict[str, Any], type_montre: str, coches: list[str], roles: list[str]) -> None:
    """What the ticked boxes open; the default of a type just chosen, for the boxes were those of the former one."""
    etape.pop("modifie", None)
    etape.pop("modifient", None)
    retenus = list(ordonnes(coches))
    if etape["type"] == type_montre and retenus != (list(TOUS) if type_montre == "visa" else []):
        etape["modifie"] = retenus if 0 < len(retenus) < len(TOUS) else bool(retenus)
    if roles:
        etape["modifient"] = roles


def volets_de(etape: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts that a step opens, by its own words or by the default of its type."""
    dit = etape.get("modifie")
    dit = etape.get("type", "visa") == "visa" if dit is None else dit
    return ordonnes(dit) if isinstance(dit, list) else TOUS if dit else ()


def _valeur(champ: str, texte: str) -> Any:
    propre = texte.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    if champ in paquet_format.FAITS_NUMERIQUES:
        nombre = float(propre) if propre.replace(".", "", 1).isdecimal() else texte
        return int(nombre) if isinstance(nombre, float) and nombre.is_integer() else nombre
    if champ in paquet_format.FAITS_BOOLEENS:
        return texte.casefold() not in ("non", "false", "0", "")
    return texte


def deplacer(definition: dict[str, Any], geste: str) -> dict[str, Any]:
    """« monter:2 », « descendre:2 », « retirer:2 », « ajouter »: the rows after the button."""
    etapes = list(definition["etapes"])
    nom, _, place = geste.partition(":")
    rang = -1 if (lu := numero(place)) is None else lu
    if nom == "ajouter":
        etapes.append({"code": f"etape_{len(etapes) + 1}", "libelle": "", "type": "visa"})
    elif nom == "retirer" and 0 <= rang < len(etapes):
        etapes.pop(rang)
    elif nom in ("monter", "descendre") and 0 <= rang < len(etapes):
        autre = rang - 1 if nom == "monter" else rang + 1
        if 0 <= autre < len(etapes):
            etapes[rang], etapes[autre] = etapes[autre], etapes[rang]
    return {**definition, "etapes": etapes}


def porteur(etape: Mapping[str, Any]) -> str:
    """« role:chef_service », « groupe:direction_generale », « groupe_en_charge: »."""
    if etape.get("groupe_en_charge"):
        return "groupe_en_charge:"
    return next((f"{cle}:{etape[cle]}" for cle in PORTEURS if etape.get(cle)), "")


def changements(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[str]:
    """What a draft changes of the version in force, in sentences."""
    anciennes = {etape["code"]: etape for etape in avant.get("etapes", [])}
    nouvelles = {etape["code"]: etape for etape in apres.get("etapes", [])}
    phrases = [f"« {etape['libelle']} » est ajoutée." for code, etape in nouvelles.items() if code not in anciennes]
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
