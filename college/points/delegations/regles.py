"""Which organe may decide a matter, by whose delegation, and what is wrong with the one that is invoked. PURE.

CDLD L1222-3 and following: the conseil may let the collège decide within limits that it fixes; the delegation is
invoked in the visas of each decision taken under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from college import francais
from college.points.phrases import fr
from college.templates_docs.grammaire import du

BIENTOT = 60


class Delegation(NamedTuple):
    """One line of the register, as plain values; organes by their code and name."""

    matiere: str
    de: str
    de_nom: str
    vers: str
    vers_nom: str
    categories: Sequence[str]
    base: str
    acte: str
    acte_du: date
    plafond: Decimal | None
    du: date
    au: date | None


class Avertissement(NamedTuple):
    """What the point's page says; `organe` is the one that is competent, when another one is proposed."""

    code: str
    phrase: str
    organe: str | None = None


def en_vigueur(delegation: Delegation, jour: date) -> bool:
    """Between its dates."""
    return delegation.du <= jour and (delegation.au is None or jour <= delegation.au)


def applicables(register: Sequence[Delegation], organe: str, categorie: str | None) -> list[Delegation]:
    """The delegations given to this organe for this matter, whatever their dates."""
    return [d for d in register if d.vers == organe and categorie and categorie in d.categories]


def visa(delegation: Delegation) -> str:
    """« Vu la délibération du Conseil communal du 12 mars 2025 (CC/2025/14) … ; »."""
    reference = f" ({delegation.acte})" if delegation.acte else ""
    base = f"{delegation.base} ; vu " if delegation.base else ""
    debut = f"Vu {base}la délibération" if base else "Vu la délibération"
    quand = francais.date_longue(delegation.acte_du)
    objet = f"déléguant {_au(delegation.vers_nom)} la matière « {delegation.matiere} »"
    return fr(f"{debut} {du(delegation.de_nom)} du {quand}{reference} {objet} ;")


def examiner(
    register: Sequence[Delegation],
    organe: str,
    categorie: str | None,
    montant: Decimal | None,
    jour: date,
    invoquee: bool = False,
) -> list[Avertissement]:
    """What to say of a point: absent, expired, exceeded, or the organe that could decide in its place.

    `invoquee`: the text cites a delegation, so that having none is worth a warning even where no matter matches.
    """
    siennes = applicables(register, organe, categorie)
    if not siennes:
        return _ailleurs(register, organe, categorie, montant, jour) or _absente(invoquee)
    vives = [d for d in siennes if en_vigueur(d, jour)]
    if not vives:
        derniere = max(siennes, key=lambda d: d.au or d.du)
        return [_echue(derniere, jour)]
    suffisantes = [d for d in vives if d.plafond is None or montant is None or montant <= d.plafond]
    if not suffisantes:
        large = max(vives, key=lambda d: d.plafond or Decimal())
        plafond, dit = francais.montant(large.plafond or Decimal()), francais.montant(montant or Decimal())
        phrase = f"La délégation « {large.matiere} » s'arrête à {plafond} hors TVA, ce point en demande {dit}"
        return [Avertissement("depassee", fr(f"{phrase} : {large.de_nom} est compétent."), large.de)]
    fin = max(suffisantes, key=lambda d: d.au or date.max)
    if fin.au and (fin.au - jour).days <= BIENTOT:
        quand = francais.date_longue(fin.au)
        return [Avertissement("bientot", fr(f"La délégation « {fin.matiere} » prend fin le {quand} : renouvelez-la."))]
    return []


def retenue(
    register: Sequence[Delegation], organe: str, categorie: str | None, montant: Decimal | None, jour: date
) -> Delegation | None:
    """The delegation under which this organe decides this point."""
    vives = [d for d in applicables(register, organe, categorie) if en_vigueur(d, jour)]
    bonnes = [d for d in vives if d.plafond is None or montant is None or montant <= d.plafond]
    return min(bonnes, key=lambda d: (d.plafond is None, d.plafond or Decimal()), default=None)


def _ailleurs(
    register: Sequence[Delegation], organe: str, categorie: str | None, montant: Decimal | None, jour: date
) -> list[Avertissement]:
    """The point goes to who gave the power away: the one who received it may decide."""
    donnees = [d for d in register if d.de == organe and categorie and categorie in d.categories]
    for vers in dict.fromkeys(d.vers for d in donnees):
        if (libre := retenue(donnees, vers, categorie, montant, jour)) is not None:
            phrase = f"{libre.vers_nom} peut décider ce point par délégation (« {libre.matiere} »)."
            return [Avertissement("ailleurs", fr(phrase), vers)]
    return []


def _absente(invoquee: bool) -> list[Avertissement]:
    if not invoquee:
        return []
    phrase = "Le texte cite une délégation, et le registre n'en a aucune pour cet organe et cette catégorie."
    return [Avertissement("absente", fr(phrase))]


def _echue(derniere: Delegation, jour: date) -> Avertissement:
    if derniere.du > jour:
        quand = francais.date_longue(derniere.du)
        phrase = f"La délégation « {derniere.matiere} » ne commence que le {quand} : {derniere.de_nom} est compétent."
    else:
        quand = francais.date_longue(derniere.au or jour)
        phrase = f"La délégation « {derniere.matiere} » a pris fin le {quand} : {derniere.de_nom} est compétent."
    return Avertissement("echue", fr(phrase), derniere.de)


def _au(nom: str) -> str:
    """« au Collège communal »."""
    avec = du(nom)
    return f"au {nom}" if avec.startswith("du ") else avec.replace("de ", "à ", 1)
