"""Writing the register of delegations, and putting the visa of one in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select, true
from sqlalchemy.orm import joinedload

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide, Refus
from college.organisation.modele import Organe
from college.points import chaine
from college.points.delegations import regles
from college.points.delegations.modele import DelegationPouvoir
from college.points.etats import etat_de, texte
from college.points.liens.regles import inserer
from college.points.modele import Point
from college.points.phrases import fr, jour
from college.points.revisions import reviser
from college.points.services import recalculer
from college.points.texte_riche import texte_brut
from college.transaction import unite


@dataclass(frozen=True)
class SaisieDelegation:
    """One line of the register."""

    de: Organe
    vers: Organe
    matiere: str
    acte_du: date
    du: date
    au: date | None = None
    categories: tuple[str, ...] = ()
    base: str = ""
    acte: str = ""
    plafond: Decimal | None = None

    @property
    def organe_id(self) -> int:
        """The right is asked of who delegates."""
        return self.de.id


@exige("delegation.tenir")
def inscrire(acteur: Acteur, saisie: SaisieDelegation, ligne: DelegationPouvoir | None = None) -> DelegationPouvoir:
    """A new line, or the new words of one; a decision taken under it keeps its own visa."""
    fautes = []
    if not saisie.matiere.strip():
        fautes.append(Faute("matiere", fr("Dites la matière qui est déléguée.")))
    if saisie.de.id == saisie.vers.id:
        fautes.append(Faute("vers", fr("Un organe ne se délègue pas à lui-même : choisissez l'autre.")))
    if saisie.au and saisie.au < saisie.du:
        fautes.append(Faute("au", fr("La fin de la délégation précède son début.")))
    if not fautes and (autre := _chevauchee(saisie, ligne)):
        fin = f"jusqu'au {jour(autre.au)}" if autre.au else "sans terme"
        phrase = (
            f"« {autre.matiere} » est déjà déléguée à cet organe depuis le {jour(autre.du)}, {fin} : "
            "finissez d'abord cette délégation, ou choisissez d'autres dates."
        )
        fautes.append(Faute("du", fr(phrase)))
    if fautes:
        raise Invalide(fautes)
    ligne = ligne or DelegationPouvoir(institution_id=saisie.de.institution_id)
    ligne.de, ligne.vers, ligne.matiere = saisie.de, saisie.vers, saisie.matiere.strip()
    ligne.acte, ligne.acte_du, ligne.base = saisie.acte, saisie.acte_du, saisie.base
    ligne.du, ligne.au, ligne.plafond = saisie.du, saisie.au, saisie.plafond
    ligne.categories = list(saisie.categories)
    unite().add(ligne)
    unite().flush()
    journal.noter(acteur, "delegation.inscrite", ligne, matiere=ligne.matiere, au=ligne.au)
    return ligne


def _chevauchee(saisie: SaisieDelegation, ligne: DelegationPouvoir | None) -> DelegationPouvoir | None:
    """The line that already delegates this matter at these dates: two visas could not both be right."""
    demande = select(DelegationPouvoir).where(
        DelegationPouvoir.de_id == saisie.de.id,
        DelegationPouvoir.vers_id == saisie.vers.id,
        DelegationPouvoir.matiere == saisie.matiere.strip(),
        or_(DelegationPouvoir.au.is_(None), DelegationPouvoir.au >= saisie.du),
        DelegationPouvoir.du <= saisie.au if saisie.au else true(),
        DelegationPouvoir.id != ligne.id if ligne else true(),
    )
    return unite().scalars(demande.limit(1)).first()


@exige("point.modifier")
def inserer_visa(acteur: Acteur, point: Point) -> str:
    """The visa of the delegation under which the point is decided, after the others."""
    chaine.peut_modifier(etat_de(point), acteur, {"motivation"})
    delegation = _retenue(point)
    if delegation is None:
        raise Refus(
            fr("Aucune délégation en vigueur ne couvre ce point : voyez le registre des délégations."),
            motif="delegation_absente",
        )
    phrase = regles.visa(delegation)
    reviser(acteur, point, {"motivation": inserer(texte(point).motivation, phrase)})
    point.modifie_le = horloge.maintenant()
    recalculer(point)
    journal.noter(acteur, "point.delegation_visee", point, matiere=delegation.matiere)
    return phrase


def avertissements(point: Point) -> tuple[list[regles.Avertissement], str]:
    """What the register says of a point today, and the visa that it offers: one statement."""
    categorie, jour = point.categorie.code if point.categorie else None, horloge.aujourdhui()
    cite = "délégation" in texte_brut(texte(point).motivation).casefold()
    register = registre(point.institution_id) if categorie or cite else []
    if not register and not cite:
        return [], ""
    vus = regles.examiner(register, point.organe.code, categorie, point.montant_htva, jour, cite)
    delegation = regles.retenue(register, point.organe.code, categorie, point.montant_htva, jour)
    return vus, regles.visa(delegation) if delegation and not cite else ""


def _retenue(point: Point) -> regles.Delegation | None:
    categorie = point.categorie.code if point.categorie else None
    register = registre(point.institution_id)
    return regles.retenue(register, point.organe.code, categorie, point.montant_htva, horloge.aujourdhui())


def registre(institution_id: int) -> list[regles.Delegation]:
    """The whole register, as the pure rules read it."""
    return [en_valeur(ligne) for ligne in lignes(institution_id)]


def lignes(institution_id: int) -> Sequence[DelegationPouvoir]:
    """Its rows, in force first."""
    demande = select(DelegationPouvoir).options(
        joinedload(DelegationPouvoir.de, innerjoin=True), joinedload(DelegationPouvoir.vers, innerjoin=True)
    )
    ici = demande.where(DelegationPouvoir.institution_id == institution_id)
    return unite().scalars(ici.order_by(DelegationPouvoir.matiere, DelegationPouvoir.du.desc())).all()


def en_valeur(ligne: DelegationPouvoir) -> regles.Delegation:
    """One row as plain values."""
    return regles.Delegation(
        ligne.matiere, ligne.de.code, ligne.de.nom, ligne.vers.code, ligne.vers.nom, tuple(ligne.categories),
        ligne.base, ligne.acte, ligne.acte_du, ligne.plafond, ligne.du, ligne.au,
    )  # fmt: skip
