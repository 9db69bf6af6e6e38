"""Bring a paquet communal into the database: idempotent, all or nothing, journalled.

What the file does not name is left alone; what it names is made as it says. Nothing is deleted: a mandate
that a listed mandataire no longer has is closed the day before. A chain whose content changed is published
as its next version; running points keep theirs (`paquet_chaines`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from college import annonces, francais, journal
from college.administration import paquet_chaines, paquet_gens, paquet_points
from college.administration.paquet_format import Institution as InstitutionDecrite
from college.administration.paquet_format import Organe as OrganeDecrit
from college.administration.paquet_format import Paquet
from college.administration.paquet_registre import Registre
from college.droits import Acteur, exige
from college.erreurs import Interdit
from college.organisation.modele import Categorie, Groupe, Institution, Organe, RoleDeclare, Service
from college.transaction import unite

NOMS = {
    "services": ("service", False), "catégories": ("catégorie", True), "rôles": ("rôle", False),
    "organes": ("organe", False), "groupes": ("groupe", False), "agents": ("agent", False),
    "mandataires": ("mandataire", False), "mandats": ("mandat", False), "rôles tenus": ("rôle tenu", False),
    "modèles de points": ("modèle de point", False), "délégations": ("délégation", True),
}  # fmt: skip
IDENTITE = ("code", "nom", "type")


@dataclass
class Bilan:
    """What an import did: rows created and changed by kind, chains published, points moved."""

    institution: str
    crees: Counter[str] = field(default_factory=Counter)
    modifies: Counter[str] = field(default_factory=Counter)
    chaines: list[str] = field(default_factory=list)
    bascules: list[str] = field(default_factory=list)

    @property
    def inchange(self) -> bool:
        """True when the database already said all this."""
        return not (self.crees or self.modifies or self.chaines or self.bascules)

    def lignes(self) -> list[str]:
        """The report, one French sentence a line."""
        if self.inchange:
            return [f"{self.institution} : rien à changer."]
        faits = [_compte(nombre, nom, "créé") for nom, nombre in self.crees.items()]
        faits += [_compte(nombre, nom, "mis") + " à jour" for nom, nombre in self.modifies.items()]
        faits = [francais.majuscule(f"{fait}.") for fait in faits]
        return [f"{self.institution} :", *faits, *self.chaines, *self.bascules]


def _compte(nombre: int, nom: str, participe: str) -> str:
    """« une catégorie créée », « 3 mandats créés »: number and gender agreed with what is counted."""
    singulier, feminin = NOMS[nom]
    accord = ("e" if feminin else "") + ("s" if nombre > 1 and not (participe.endswith("s") and not feminin) else "")
    return f"{francais.compte(nombre, singulier, nom, feminin)} {participe}{accord}"


@exige("administration")
def importer(acteur: Acteur, paquet: Paquet, basculer: bool = False) -> Bilan:
    """Make the institution as the paquet says; the caller owns the transaction.

    Raises Interdit for somebody else's institution, Refus when a new chain drops a step in which points
    stand (unless `basculer`).
    """
    institution, nouvelle = _institution(paquet.institution)
    if not acteur.systeme and acteur.institution_id != institution.id:
        raise Interdit(
            f"Ce paquet décrit {institution.nom} : seul son administrateur ou la commande "
            "« college paquet importer » peut l’importer."
        )
    qui = replace(acteur, institution_id=institution.id) if acteur.systeme else acteur
    bilan = Bilan(institution.nom)
    registre = Registre(institution.id, bilan.crees, bilan.modifies)
    _remplir(registre, paquet)
    paquet_points.importer(qui, registre, paquet)
    bilan.chaines, bilan.bascules = paquet_chaines.publier(institution.id, paquet.chaines, basculer)
    if nouvelle or not bilan.inchange:
        journal.noter(qui, "paquet.importe", institution, crees=dict(bilan.crees), modifies=dict(bilan.modifies))
        annonces.annoncer("organisation.changee", institution_id=institution.id)
    return bilan


@exige("administration")
def apercu(acteur: Acteur, paquet: Paquet, basculer: bool = False) -> list[str]:
    """What the import would do, points moved included, said and undone: nothing is kept. Raises as `importer`."""
    essai = unite().begin_nested()
    try:
        return importer(acteur, paquet, basculer).lignes()
    finally:
        essai.rollback()


def _institution(decrite: InstitutionDecrite) -> tuple[Institution, bool]:
    reglages = decrite.model_dump(exclude_none=True, exclude=set(IDENTITE))
    existante = unite().scalar(select(Institution).where(Institution.code == decrite.code))
    if existante is None:
        existante = Institution(code=decrite.code, nom=decrite.nom, type=decrite.type, reglages=reglages)
        unite().add(existante)
        unite().flush()
        return existante, True
    existante.nom, existante.type = decrite.nom, decrite.type
    if any(existante.reglages.get(cle) != valeur for cle, valeur in reglages.items()):
        existante.reglages = existante.reglages | reglages
    return existante, False


def _remplir(registre: Registre, paquet: Paquet) -> None:
    registre.ranger("services", Service, _lignes(paquet.services, "nom"))
    registre.ranger("catégories", Categorie, [_categorie(c.model_dump()) for c in paquet.categories])
    registre.ranger("rôles", RoleDeclare, _lignes(paquet.roles, "libelle", rang=False))
    registre.ranger("organes", Organe, [_organe(organe, rang) for rang, organe in enumerate(paquet.organes)])
    registre.ranger("groupes", Groupe, _lignes(paquet.groupes, "nom", "genre"))
    paquet_gens.agents(registre, paquet.tous_les_agents(), {agent.identifiant for agent in paquet.agents})
    paquet_gens.mandataires(registre, paquet.mandataires)
    paquet_gens.groupes_en_charge(registre, paquet.groupes)


def _lignes(elements: Iterable[Any], *champs: str, rang: bool = True) -> list[dict[str, Any]]:
    return [
        {"code": element.code}
        | {champ: getattr(element, champ) for champ in champs}
        | ({"rang": place} if rang else {})
        for place, element in enumerate(elements)
    ]


def _categorie(decrite: Mapping[str, Any]) -> dict[str, Any]:
    return {**decrite, "matiere": decrite["matiere"] or decrite["libelle"]}


def _organe(decrit: OrganeDecrit, rang: int) -> dict[str, Any]:
    return {
        "code": decrit.code,
        "nom": decrit.nom,
        "type": decrit.type,
        "rang": rang,
        "reglages": decrit.model_dump(exclude_none=True, exclude=set(IDENTITE)),
    }
