"""Deployment settings: environment (and `.env`), typed, validated at start with a sentence.

Each field is documented in `docs/configuration.md`; a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from college.connecteurs import registre
from college.horloge import source

ADRESSES = {
    "database_url": ("sqlite:", "postgresql+psycopg:", "postgresql:"),
    "redis_url": ("redis:", "rediss:", "unix:"),
    "base_url": ("http://", "https://"),
    "etutelle_url": ("http://", "https://", "sftp://"),
    "courriel_url": ("smtp://", "smtps://"),
    "antivirus_url": ("tcp://",),
    "tsa_url": ("http://", "https://"),
}
# Allowed without being installed: the demo's hand is there or not by the environment alone, the two others come as
# packages of their own and are refused where they are chosen.
SANS_ENTREE = {"signature_demo", "s2low", "sftp"}
CONSEILS = {
    "int_parsing": "écrivez un nombre entier",
    "bool_parsing": "écrivez 1 ou 0",
    "greater_than_equal": "écrivez {ge} au moins",
    "less_than_equal": "écrivez {le} au plus",
    "value_error": "{error}",
}
SECRET_DE_DEVELOPPEMENT = "developpement-seulement-ne-protege-rien"  # noqa: S105 - refused in production


class ReglageInvalide(ValueError):
    """A setting is missing or wrong; the sentence names it and says what to write."""


class Settings(BaseModel):
    """What the deployment decides. The commune's own choices live in the database."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    env: Literal["developpement", "test", "production"] = "developpement"
    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    search: Literal["whoosh", "postgresql"] = "whoosh"
    storage: Literal["fichiers"] = "fichiers"
    secret_key: str = SECRET_DE_DEVELOPPEMENT
    base_url: str = ""
    connecteurs: tuple[str, ...] = ("etutelle_http", "depot_assiste", "nul", "signature_demo")
    etutelle: str = "etutelle_http"
    etutelle_url: str = ""
    horloge: str = ""
    demo: bool = True
    second_facteur: Literal["obligatoire", "facultatif"] = "obligatoire"
    courriel_url: str = ""
    courriel_expediteur: str = "college@localhost"
    mandataires_proxy: int = Field(default=0, ge=0, le=5)
    antivirus_url: str = ""
    ocr: str = ""
    tsa_url: str = ""
    repartiteur: bool = True
    ouvriers_documents: int = Field(default=2, ge=1, le=16)
    port: int = Field(default=8000, ge=0, le=65535)

    @field_validator("connecteurs", mode="before")
    @classmethod
    def _liste(cls, valeur: object) -> object:
        return tuple(nom.strip() for nom in valeur.split(",") if nom.strip()) if isinstance(valeur, str) else valeur

    @field_validator("connecteurs")
    @classmethod
    def _installes(cls, noms: tuple[str, ...]) -> tuple[str, ...]:
        connus = sorted({code for metier in registre.METIERS for code in registre.installes(metier)} | SANS_ENTREE)
        if inconnus := [nom for nom in noms if nom not in connus]:
            raise ValueError(f"« {inconnus[0]} » n’est pas installé, écrivez des noms parmi {', '.join(connus)}")
        return noms

    @field_validator("etutelle")
    @classmethod
    def _de_tutelle(cls, nom: str) -> str:
        if nom not in (connus := sorted(registre.installes("etutelle"))):
            raise ValueError(f"« {nom} » n’est pas installé, écrivez {' ou '.join(connus)}")
        return nom

    @field_validator(*ADRESSES)
    @classmethod
    def _adresse(cls, valeur: str, champ: ValidationInfo) -> str:
        debuts = ADRESSES[str(champ.field_name)]
        if valeur and not valeur.startswith(debuts):
            raise ValueError(f"écrivez une adresse qui commence par {' ou '.join(debuts)}")
        return valeur

    @field_validator("horloge")
    @classmethod
    def _instant(cls, valeur: str) -> str:
        try:
            source(valeur)
        except (ValueError, OSError) as erreur:
            forme = "un instant ISO (2026-03-02T19:30:00+01:00), ou fichier:CHEMIN (un fichier qui en tient un)"
            raise ValueError(f"écrivez {forme}") from erreur
        return valeur

    @model_validator(mode="after")
    def _permis(self) -> Settings:
        if "etutelle" in self.model_fields_set and self.etutelle not in self.connecteurs:
            nom = self.etutelle
            raise ValueError(f"COLLEGE_ETUTELLE={nom} n’est pas permis : ajoutez « {nom} » à COLLEGE_CONNECTEURS.")
        return self

    @model_validator(mode="after")
    def _coherence(self) -> Settings:
        if self.env != "production":
            return self
        if self.secret_key == SECRET_DE_DEVELOPPEMENT or len(self.secret_key) < 32:
            raise ValueError("COLLEGE_SECRET_KEY doit être un secret d’au moins 32 caractères en production.")
        if self.demo:
            raise ValueError("COLLEGE_DEMO=1 est refusé avec COLLEGE_ENV=production : écrivez COLLEGE_DEMO=0.")
        if self.horloge:
            raise ValueError("COLLEGE_HORLOGE est refusé avec COLLEGE_ENV=production : retirez ce réglage.")
        if not self.base_url.startswith("https://"):
            raise ValueError("COLLEGE_BASE_URL doit commencer par https:// en production.")
        return self

    @property
    def url_base_de_donnees(self) -> str:
        """The database address; by default SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'college.sqlite').absolute()}"

    @property
    def adresse(self) -> str:
        """The public base address, without a final slash."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        """True when cookies must be `Secure` and `__Host-`."""
        return self.adresse.startswith("https://")

    @property
    def second_facteur_exige(self) -> bool:
        """True when secretaries and administrators must have a second factor; never in the demo."""
        return self.second_facteur == "obligatoire" and not self.demo

    @classmethod
    def depuis_environnement(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `COLLEGE_*` and `PORT`; the process's environment wins over `.env`.

        Raises ReglageInvalide with one French sentence a fault.
        """
        valeurs = {**dotenv_values(".env"), **os.environ} if environ is None else dict(environ)
        lus = {
            champ: valeur
            for champ in cls.model_fields
            if (valeur := valeurs.get("PORT" if champ == "port" else f"COLLEGE_{champ.upper()}")) not in (None, "")
        }
        try:
            return cls.model_validate(lus)
        except ValidationError as erreur:
            raise ReglageInvalide("\n".join(_phrase(faute) for faute in erreur.errors())) from erreur


def _phrase(faute: Mapping) -> str:
    if not faute["loc"]:
        return str(faute["ctx"]["error"])
    nom = "PORT" if faute["loc"][0] == "port" else f"COLLEGE_{str(faute['loc'][0]).upper()}"
    contexte = faute.get("ctx", {})
    if attendu := contexte.get("expected"):
        conseil = f"écrivez {attendu.replace(' or ', ' ou ')}"
    else:
        conseil = CONSEILS.get(faute["type"], "voyez docs/configuration.md").format(**contexte)
    return f"Le réglage {nom} n’est pas valide : {conseil}."
