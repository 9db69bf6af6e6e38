"""The registry of API operations and the decorators that fill it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from college.api.formes import Liste
from college.api.listes import paginer, paginer_liste
from college.api.precondition import etiquette, exiger_version
from college.api.reponses import Reponse
from college.api.validation import Corps, Filtre

__all__ = [
    "PUBLIC",
    "Corps",
    "Filtre",
    "Reponse",
    "delete",
    "etiquette",
    "exiger_version",
    "get",
    "identifie",
    "paginer",
    "paginer_liste",
    "patch",
    "post",
    "put",
    "trouve",
]

PUBLIC = "public"  # the right of an operation that asks for no sign-in
Fonction = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """One call of the API, as declared above its function."""

    methode: str
    chemin: str
    fonction: Fonction
    droit: str
    corps: type[BaseModel] | None = None
    requete: type[BaseModel] | None = None
    reponse: type[BaseModel] | None = None
    statut: int = 200
    resume: str = ""
    etiquette: str = "Général"
    multipart: bool = False
    essai: Callable[[Any, Any], Any] | None = None
    """`essai(corps, fichiers)`: long work done before the unit of work opens; its answer is the argument `essai`."""
    muette: bool = False
    """Its body leaves no print behind `Idempotency-Key`: a secret ballot would be guessed from it in five tries."""
    versionnee: bool = False
    """It asks for the version that it changes (`If-Match`)."""
    produit: tuple[str, ...] = ("application/json",)
    """What a success answers, when that is no JSON."""
    aussi: tuple[int, ...] = ()
    """Other statuses of a success, or refusals that the rest of the declaration does not tell."""
    parametres: frozenset[str] = field(default_factory=frozenset)

    @property
    def muet(self) -> bool:
        """True when a success has no body: 204, unless the declaration says otherwise."""
        return inspect.signature(self.fonction, eval_str=True).return_annotation is None

    @property
    def vue(self) -> type[BaseModel] | None:
        """What a success is sure to tell; a list asked by pages is in its envelope."""
        en_pages = self.requete is not None and issubclass(self.requete, Filtre)
        return self.reponse or (Liste if en_pages else None)

    @property
    def nom(self) -> str:
        """Unique and stable: the endpoint, and the `operationId` of OpenAPI."""
        return f"{self.fonction.__module__.removeprefix('college.').replace('.', '_')}_{self.fonction.__name__}"

    @property
    def ecrit(self) -> bool:
        """True when it runs in a writing unit of work."""
        return self.methode not in ("GET", "HEAD")

    @property
    def publique(self) -> bool:
        """True when nobody needs to be signed in."""
        return self.droit == PUBLIC


operations: dict[tuple[str, str], Operation] = {}
chercheurs: dict[str, Callable[[Any, int | str], Any]] = {}
accordes: dict[str, str] = {}
identifications: list[Callable[[], Any]] = []


def _declarer(methode: str, chemin: str, *, droit: str, **options: Any) -> Callable[[Fonction], Fonction]:
    def declarer(fonction: Fonction) -> Fonction:
        signature = inspect.signature(fonction, eval_str=True).parameters
        for nom in ("corps", "requete"):
            annotation = signature[nom].annotation if nom in signature else None
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                options.setdefault(nom, annotation)
        resume = options.pop("resume", "") or (inspect.getdoc(fonction) or "").split("\n")[0]
        operation = Operation(
            methode, chemin, fonction, droit, resume=resume, parametres=frozenset(signature), **options
        )
        if (autre := operations.setdefault((methode, chemin), operation)).fonction is not fonction:
            raise ValueError(f"{methode} {chemin} is declared twice: {autre.nom} and {operation.nom}")
        return fonction

    return declarer


def get(chemin: str, **options: Any) -> Callable[[Fonction], Fonction]:
    """Declare a GET; see `Operation` for the options. `droit` is mandatory."""
    return _declarer("GET", chemin, **options)


def post(chemin: str, **options: Any) -> Callable[[Fonction], Fonction]:
    """Declare a POST; it accepts `Idempotency-Key`."""
    return _declarer("POST", chemin, **options)


def put(chemin: str, **options: Any) -> Callable[[Fonction], Fonction]:
    """Declare a PUT."""
    return _declarer("PUT", chemin, **options)


def patch(chemin: str, **options: Any) -> Callable[[Fonction], Fonction]:
    """Declare a PATCH."""
    return _declarer("PATCH", chemin, **options)


def delete(chemin: str, **options: Any) -> Callable[[Fonction], Fonction]:
    """Declare a DELETE."""
    return _declarer("DELETE", chemin, **options)


def trouve(nom: str, accorde: str = "") -> Callable[[Fonction], Fonction]:
    """Declare how `<ref:nom>` of a path becomes an object: `chercheur(acteur, ref)`.

    It raises Introuvable (or answers None) for what does not exist or may not be seen. `ref` is an int
    when it is written with digits only. Without a declaration the function receives `ref` itself.
    The right of the operation is then asked of the object, save the one that finding it has asked (`accorde`).
    """

    def declarer(chercheur: Fonction) -> Fonction:
        chercheurs[nom] = chercheur
        accordes[nom] = accorde
        return chercheur

    return declarer


def identifie(fonction: Callable[[], Any]) -> Callable[[], Any]:
    """Declare a way to know who asks: answers the `acteur`, None if it does not apply, or NonIdentifie."""
    if fonction not in identifications:
        identifications.append(fonction)
    return fonction
