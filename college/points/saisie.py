"""What a person or a program writes of a point: one validation for the form and for the API."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from college.api.validation import Corps
from college.points.regles import TITRE_MAX
from college.points.valeurs import Nature
from college.references import PLUS_GRAND

MONTANT_MAX = Decimal("999999999999.99")


def _code(valeur: Any) -> Any:
    """A linked thing is written as its code or number, or as the `{id, code, libelle}` of our answers."""
    if isinstance(valeur, dict):
        valeur = valeur.get("code") or valeur.get("id")
    return str(valeur) if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur


def _ligne(valeur: Any) -> Any:
    """One line: no control character, single spaces."""
    if not isinstance(valeur, str):
        return valeur
    propre = "".join(_signe(signe) for signe in unicodedata.normalize("NFC", valeur))
    return propre.strip()


def _signe(signe: str) -> str:
    """Line breaks become spaces; marks that turn the text around disappear."""
    if unicodedata.category(signe) in ("Cc", "Zl", "Zp"):
        return " "
    return "" if "\u202a" <= signe <= "\u202e" or "\u2066" <= signe <= "\u2069" else signe


def mots_cles(valeur: Any) -> Any:
    """« voirie ; subside », or a list of them: each once, however it is written."""
    if valeur is None or isinstance(valeur, str):
        valeur = [valeur or ""]
    if not isinstance(valeur, list) or not all(isinstance(mot, str) for mot in valeur):
        return valeur
    uniques: dict[str, str] = {}
    for mot in (_ligne(mot) for ligne in valeur for mot in re.split(r"[;,\n]", ligne)):
        uniques.setdefault(mot.casefold(), mot)
    return [mot for mot in uniques.values() if mot]


Lie = int | str | dict[str, Any]  # a code, an id, or the `{id, code, libelle}` that answers give
Code = Annotated[str, BeforeValidator(_code, json_schema_input_type=Lie), Field(min_length=1, max_length=120)]
CodeLibre = Annotated[
    Annotated[str, Field(max_length=120)] | None,
    BeforeValidator(lambda v: _code(v) or None, json_schema_input_type=Lie | None),
]
TypeActe = Annotated[str, BeforeValidator(lambda v: _code(v) or "", json_schema_input_type=Lie), Field(max_length=40)]
Codes = Annotated[list[Code], Field(max_length=100)]
Ligne = Annotated[str, BeforeValidator(_ligne)]
Montant = Annotated[Decimal | None, Field(ge=0, le=MONTANT_MAX, decimal_places=2)]
MotsCles = Annotated[list[Annotated[str, Field(max_length=60)]], BeforeValidator(mots_cles), Field(max_length=20)]
Rang = Annotated[int, Field(ge=1, le=PLUS_GRAND)]
Numero = Annotated[Rang | None, BeforeValidator(lambda v: v.get("id") if isinstance(v, dict) else v)]


class SuiteCorps(Corps):
    """Where the point goes once accepted. A text left out is the point's own; an empty one empties it."""

    organe: Code
    titre: Annotated[Ligne, Field(max_length=TITRE_MAX)] | None = None
    motivation: str | None = None
    dispositif: str | None = None
    annexes: bool = True
    pieces: Annotated[list[int], Field(max_length=200)] | None = None
    urgence: bool = False


class Champs(Corps):
    """The fields that may be changed. Texts are HTML fragments, or plain lines; they are sanitised."""

    nature: Nature = "decision"
    titre: Annotated[Ligne, Field(min_length=1, max_length=TITRE_MAX)] = ""
    titre_public: Annotated[Ligne, Field(max_length=TITRE_MAX)] = ""
    demandeur: Annotated[Ligne, Field(max_length=200)] = ""
    destinataires: Annotated[list[Any], Field(max_length=200)] = Field(default_factory=list)
    mots_cles: MotsCles = Field(default_factory=list)
    date_limite: date | None = None
    rapport: str = ""
    note_synthese: str = ""
    motivation: str = ""
    dispositif: str = ""
    categorie: CodeLibre = None
    type_acte: TypeActe = ""
    groupe_en_charge: CodeLibre = None
    services_associes: Codes = Field(default_factory=list)
    groupes_en_copie: Codes = Field(default_factory=list)
    montant_htva: Montant = None
    montant_tvac: Montant = None
    incidence_financiere: bool = False
    sens_financier: Literal["", "depense", "recette"] = ""
    article_budgetaire: Annotated[Ligne, Field(max_length=60)] = ""
    huis_clos: bool = False
    urgence: bool = False
    motif_urgence: Annotated[str, Field(max_length=5_000)] = ""
    a_discuter: bool = False
    seance_souhaitee: Numero = None
    identifiant_externe: Annotated[str | None, Field(min_length=1, max_length=120)] = None
    dossier: Annotated[Ligne, Field(max_length=120)] = ""
    suite: SuiteCorps | None = None

    @model_validator(mode="after")
    def _incidence(self) -> Champs:
        """An amount is a financial incidence, said or not."""
        if "incidence_financiere" not in self.model_fields_set and (self.montant_htva or self.montant_tvac):
            self.incidence_financiere = True
        return self


class Saisie(Champs):
    """A new point: the fields, the organe that decides and the service that proposes."""

    organe: Code
    service: Code
    titre: Annotated[Ligne, Field(min_length=1, max_length=TITRE_MAX)]


def _sans_defauts(schema: dict[str, Any]) -> None:
    """What is not given does not change: the served schema promises no default."""
    for champ in schema["properties"].values():
        champ.pop("default", None)


class Modification(Champs):
    """A change: only what is given changes; the service and the organe too, while it is a draft."""

    model_config = ConfigDict(json_schema_extra=_sans_defauts)

    organe: CodeLibre = None
    service: CodeLibre = None

    def donnees(self) -> dict[str, Any]:
        """What was given."""
        return {cle: getattr(self, cle) for cle in self.model_fields_set}
