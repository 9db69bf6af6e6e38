"""What an administrator changes of the institution, its bodies and its lists. Right, rule, trace."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import func, select

from college import journal
from college.administration import paquet_format
from college.administration.paquet_phrases import phrase
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide
from college.organisation.modele import Categorie, Groupe, Institution, Organe, Service
from college.points.modele import Chaine
from college.transaction import unite

Liste = Service | Groupe | Categorie
M = TypeVar("M", bound=BaseModel)
NOMS: dict[type, str] = {Service: "nom", Groupe: "nom", Categorie: "libelle"}
BLOCS: dict[type, type[BaseModel]] = {
    Service: paquet_format.Service,
    Groupe: paquet_format.Groupe,
    Categorie: paquet_format.Categorie,
}
IDENTITE = {"code", "nom", "type"}


def decrire(modele: type[M], saisie: dict[str, Any]) -> M:
    """What the form says, checked as a paquet would be. Raises Invalide with a sentence at each field."""
    propre = {cle: valeur for cle, valeur in saisie.items() if valeur not in ("", None, [])}
    try:
        return modele.model_validate(propre)
    except ValidationError as erreur:
        raise Invalide([Faute(str(f["loc"][0]), _phrase(dict(f))) for f in erreur.errors()]) from erreur


def _phrase(faute: dict[str, Any]) -> str:
    return "Écrivez quelque chose ici." if faute["type"] in ("missing", "string_too_short") else phrase(faute)


@exige("administration")
def modifier_institution(acteur: Acteur, institution: Institution, saisie: dict[str, Any]) -> None:
    """Name, address, colour."""
    decrite = decrire(paquet_format.Institution, {"code": institution.code, "type": institution.type, **saisie})
    nouveaux = decrite.model_dump(exclude_none=True, exclude=IDENTITE)
    effaces = {cle for cle in saisie if cle not in nouveaux}
    institution.nom = decrite.nom
    gardes = {cle: valeur for cle, valeur in institution.reglages.items() if cle not in effaces}
    institution.reglages = {**gardes, **nouveaux}
    journal.noter(acteur, "institution.modifiee", institution, champs=sorted(saisie))


@exige("administration")
def modifier_organe(acteur: Acteur, organe: Organe, saisie: dict[str, Any]) -> None:
    """The keys of a body; an empty field goes back to the default of its type."""
    decrit = decrire(paquet_format.Organe, {"code": organe.code, "type": organe.type, **saisie})
    if decrit.vote_appareils and decrit.vote_appareils.public and not decrit.vote_appareils.base:
        raise Invalide([Faute("vote_base", "Citez l’article du règlement d’ordre intérieur qui le permet.")])
    _chaines_connues(organe, {decrit.chaine or "", *(decrit.chaines or {}).values()} - {""})
    ecrits = decrit.model_dump(exclude_none=True, exclude=IDENTITE)
    change = sorted(cle for cle in saisie if cle != "nom" and ecrits.get(cle) != organe.reglages.get(cle))
    ailleurs = {cle: valeur for cle, valeur in organe.reglages.items() if cle not in saisie}
    organe.nom, organe.reglages = decrit.nom, {**ailleurs, **ecrits}
    journal.noter(acteur, "organe.modifie", organe, champs=change)


def _chaines_connues(organe: Organe, codes: set[str]) -> None:
    """A chain that does not exist would let every point be born ready."""
    connues = set(unite().scalars(select(Chaine.code).where(Chaine.institution_id == organe.institution_id)))
    if inconnues := sorted(codes - connues):
        phrase = f"La chaîne «\u00a0{inconnues[0]}\u00a0» n’existe pas\u00a0: choisissez-en une de la liste."
        raise Invalide([Faute("chaines", phrase)])


@exige("administration")
def ajouter(acteur: Acteur, table: type[Liste], code: str, nom: str, **autres: Any) -> Liste:
    """A new service, group or category, at the end of its list."""
    bloc: Any = BLOCS[table]
    decrit = decrire(bloc, {"code": code.strip().lower(), NOMS[table]: nom, **autres})
    ici = select(table).where(table.institution_id == acteur.institution_id)
    if unite().scalar(ici.where(table.code == decrit.code)):
        raise Invalide([Faute("code", f"Le code « {decrit.code} » est déjà pris\u00a0: choisissez-en un autre.")])
    rang = unite().scalar(select(func.max(table.rang)).where(table.institution_id == acteur.institution_id)) or 0
    ligne = table(institution_id=acteur.institution_id, rang=rang + 1, **decrit.model_dump(exclude_none=True))
    unite().add(ligne)
    journal.noter(acteur, f"{table.__tablename__}.ajoute", ligne, code=decrit.code)
    return ligne


@exige("administration")
def modifier_ligne(acteur: Acteur, ligne: Liste, nom: str, actif: bool, **autres: str) -> None:
    """Rename, deactivate or bring back: nothing used is deleted."""
    if not nom.strip():
        raise Invalide([Faute("nom", "Écrivez un nom.")])
    setattr(ligne, NOMS[type(ligne)], nom.strip())
    ligne.actif = actif
    for champ, valeur in autres.items():
        setattr(ligne, champ, valeur)
    journal.noter(acteur, f"{ligne.__tablename__}.modifie", ligne, code=ligne.code, actif=actif)


@exige("administration")
def deplacer_ligne(acteur: Acteur, ligne: Liste, sens: int) -> None:
    """One place up (-1) or down (+1): this order is that of agendas."""
    table: Any = type(ligne)
    toutes = list(
        unite().scalars(
            select(table).where(table.institution_id == ligne.institution_id).order_by(table.rang, table.id)
        )
    )
    place = toutes.index(ligne)
    voisine = place + sens
    if 0 <= voisine < len(toutes):
        toutes[place], toutes[voisine] = toutes[voisine], toutes[place]
        for rang, autre in enumerate(toutes, 1):
            autre.rang = rang
        journal.noter(acteur, f"{table.__tablename__}.deplace", ligne, code=ligne.code, sens=sens)
