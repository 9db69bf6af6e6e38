"""The parts of a point, as a step of the chain opens or closes them to its holder: PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple


class Volet(NamedTuple):
    """One part: its name in a sentence, the fields of a point that it holds, what agrees with the name (« seules »)."""

    nom: str
    champs: tuple[str, ...] = ()
    accord: str = ""


VOLETS = {
    "titre": Volet("l’objet", ("titre",)),
    "classement": Volet(
        "le classement",
        (
            *("organe", "service", "nature", "categorie", "groupe_en_charge", "type_acte", "demandeur"),
            *("services_associes", "groupes_en_copie"),
            *("dossier", "identifiant_externe", "seance_souhaitee", "mots_cles", "date_limite"),
        ),
    ),
    "resume": Volet("le résumé et le rapport", ("note_synthese", "rapport"), "s"),
    "motivation": Volet("la motivation", ("motivation",), "e"),
    "dispositif": Volet("le dispositif", ("dispositif",)),
    "budget": Volet(
        "le budget",
        ("montant_htva", "montant_tvac", "incidence_financiere", "sens_financier", "article_budgetaire"),
    ),
    "publicite": Volet(
        "la publicité et l’urgence", ("huis_clos", "titre_public", "urgence", "motif_urgence", "a_discuter"), "es"
    ),
    "destinataires": Volet("les destinataires", ("destinataires",), "s"),
    "annexes": Volet("les annexes", accord="es"),
    "envoi": Volet("l’envoi à un autre organe", ("suite",)),
}
TOUS = tuple(VOLETS)
DU_CHAMP = {champ: code for code, volet in VOLETS.items() for champ in volet.champs}


def ordonnes(codes: Collection[str]) -> tuple[str, ...]:
    """Each once, in the order of the page."""
    return tuple(code for code in VOLETS if code in codes)


def des_champs(champs: Iterable[str]) -> set[str]:
    """The parts in which these fields are; a field that no part holds is refused by its own rule."""
    return {DU_CHAMP[champ] for champ in champs if champ in DU_CHAMP}


def noms(codes: Collection[str]) -> list[str]:
    """Their names, in the order of the page."""
    return [VOLETS[code].nom for code in ordonnes(codes)]


def accord(codes: Collection[str]) -> str:
    """What agrees with these parts: « seule » the motivation, « seules » the annexes, « seuls » the budget and them."""
    fins = [VOLETS[code].accord for code in ordonnes(codes)]
    feminin, pluriel = all("e" in fin for fin in fins), len(fins) > 1 or "s" in fins[0]
    return ("e" if feminin else "") + ("s" if pluriel else "")
