"""What is deposited in an index: one card a document, made of plain values only."""

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

Portee = Literal["interne", "publique"]

#: Invisible characters that PDF extraction and word processors leave inside words.
_INVISIBLES = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {ord("\u2011"): "-"}


def propre(texte: str) -> str:
    """One code point a letter, no invisible character: offsets and words become reliable."""
    return unicodedata.normalize("NFC", texte).translate(_INVISIBLES)


class Valeur(NamedTuple):
    """A facet value: the code that a filter takes, the label that a person reads."""

    valeur: str
    libelle: str


class Page(NamedTuple):
    """The text of one page of an annex, and where to open it."""

    annexe: str
    numero: int | None
    texte: str
    url: str = ""


@dataclass(frozen=True)
class Fiche:
    """A document to find. `acces` lists who may find it; empty means everybody who may open the index."""

    id: str
    portee: Portee
    titre: str
    texte: str = ""
    institution: str = ""
    type: Valeur | None = None
    organe: Valeur | None = None
    matiere: Valeur | None = None
    issue: Valeur | None = None
    date: datetime.date | None = None
    url: str = ""
    reference: str = ""
    pages: tuple[Page, ...] = ()
    acces: tuple[str, ...] = ()
    facettes: Mapping[str, tuple[Valeur, ...]] = field(default_factory=dict)
    donnees: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "titre", propre(self.titre))
        object.__setattr__(self, "texte", propre(self.texte))
        object.__setattr__(self, "pages", tuple(p._replace(texte=propre(p.texte)) for p in self.pages))

    @property
    def annee(self) -> Valeur | None:
        return Valeur(str(self.date.year), str(self.date.year)) if self.date else None

    @cached_property
    def toutes_facettes(self) -> dict[str, tuple[Valeur, ...]]:
        """Every facet of the card, the built-in ones included."""
        natives = {c: getattr(self, c) for c in ("organe", "annee", "matiere", "type", "issue")}
        return {c: (v,) for c, v in natives.items() if v} | dict(self.facettes)

    def en_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)

    @classmethod
    def de_json(cls, texte: str) -> "Fiche":
        brut = json.loads(texte)
        for champ in ("type", "organe", "matiere", "issue"):
            brut[champ] = Valeur(*brut[champ]) if brut[champ] else None
        brut["date"] = datetime.date.fromisoformat(brut["date"]) if brut["date"] else None
        brut["pages"] = tuple(Page(*p) for p in brut["pages"])
        brut["acces"] = tuple(brut["acces"])
        brut["facettes"] = {c: tuple(Valeur(*v) for v in vs) for c, vs in brut["facettes"].items()}
        return cls(**brut)

    @cached_property
    def empreinte(self) -> str:
        """Hash of the content: the drift check compares it with what the database would deposit today."""
        return hashlib.sha256(self.en_json().encode()).hexdigest()
