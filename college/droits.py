"""Who may do what: PURE. One `Acteur` value, one registry of named rights, one decorator that asks.

A service starts with `@exige("point.viser")`; a view or an API call names the same right. Tests prove that
no service and no route lacks one. A policy is `(acteur, objet) -> None` and raises `Interdit` with a
sentence that says who may, or `Introuvable` for what the person may not even know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from college.erreurs import Erreur, Interdit, NonIdentifie


@dataclass(frozen=True)
class Acteur:
    """The person who acts, as plain data: never a database row.

    `roles` holds (role code, service id); `secretariats` the organes of which the person is secretary;
    `mandats` maps an organe id to the mandataire id that the person holds there today; `au_nom_de` maps
    an absent agent's id to the delegation by which this person acts for them.
    """

    agent_id: int
    identifiant: str
    nom: str
    institution_id: int
    prenom: str = ""
    genre: str = ""
    roles: frozenset[tuple[str, int]] = frozenset()
    groupes: frozenset[int] = frozenset()
    secretariats: frozenset[int] = frozenset()
    administrateur: bool = False
    mandataire_id: int | None = None
    mandats: dict[int, int] = field(default_factory=dict, hash=False)
    fonctions: frozenset[tuple[int, str]] = frozenset()
    au_nom_de: dict[int, int] = field(default_factory=dict, hash=False)
    systeme: bool = False

    def a_role(self, role: str, service_id: int | None = None) -> bool:
        """Holds `role` in the service (in any service when none is given)."""
        return any(r == role and service_id in (None, s) for r, s in self.roles)

    @property
    def services(self) -> frozenset[int]:
        """Services in which the person holds any role."""
        return frozenset(service for _, service in self.roles)

    def est_secretaire(self, organe_id: int | None = None) -> bool:
        """Secretary of the organe (of any organe when none is given)."""
        return bool(self.secretariats) if organe_id is None else organe_id in self.secretariats

    def est_membre(self, organe_id: int) -> bool:
        """Holds a mandate in the organe today."""
        return organe_id in self.mandats


PORTEURS = ("seance", "acte", "point", "inscription")


def organe_de(objet: Any) -> int | None:
    """The organe on which a right is asked: an organe itself, or what belongs to one (a séance, a line, an act, a
    letter). None without an object, and for what belongs to every organe of the house.

    What says nothing of its organe is a fault of ours: a right asked of « any organe » would let every secretary in.
    """
    if objet is None:
        return None
    if getattr(objet, "__tablename__", "") == "organe":
        return int(objet.id)
    if hasattr(objet, "organe_id"):
        return None if objet.organe_id is None else int(objet.organe_id)
    for porteur in (getattr(objet, nom, None) for nom in PORTEURS):
        if porteur is not None:
            return organe_de(porteur)
    raise LookupError(f"No organe in {type(objet).__name__}: no right can be asked of it")


def acteur_systeme(institution_id: int) -> Acteur:
    """The application itself, for jobs that follow from a person's act."""
    return Acteur(0, "systeme", "Système", institution_id, systeme=True)


Politique = Callable[[Acteur, Any], None]
POLITIQUES: dict[str, Politique] = {}


def politique(*noms: str) -> Callable[[Politique], Politique]:
    """Declare the policy of one or several rights."""

    def enregistrer(regle: Politique) -> Politique:
        for nom in noms:
            if nom in POLITIQUES:
                raise ValueError(f"Right declared twice: {nom}")
            POLITIQUES[nom] = regle
        return regle

    return enregistrer


def verifier(nom: str, acteur: Acteur | None, objet: Any = None) -> None:
    """Raise unless the actor holds the right on the object. An unknown right is a fault of ours."""
    regle = POLITIQUES[nom]
    if acteur is None:
        raise NonIdentifie("Identifiez-vous pour continuer.")
    if not acteur.systeme:
        regle(acteur, objet)


def peut(nom: str, acteur: Acteur | None, objet: Any = None) -> bool:
    """True when `verifier` would pass: a button is shown iff its right is held."""
    try:
        verifier(nom, acteur, objet)
    except Erreur:
        return False
    return True


F = TypeVar("F", bound=Callable[..., Any])


def exige(nom: str) -> Callable[[F], F]:
    """A service's first beat: ask the right, on `service(acteur, objet, …)`'s first two arguments."""

    def decorer(service: F) -> F:
        @wraps(service)
        def appeler(acteur: Acteur, *args: Any, **kwargs: Any) -> Any:
            verifier(nom, acteur, args[0] if args else None)
            return service(acteur, *args, **kwargs)

        appeler.droit = nom  # type: ignore[attr-defined]
        return appeler  # type: ignore[return-value]

    return decorer


@politique("connecte")
def _connecte(acteur: Acteur, objet: Any) -> None:
    """Any signed-in person."""


@politique("chaine_de_validation")
def _chaine(acteur: Acteur, objet: Any) -> None:
    """Chain actions: the policy *is* `points.chaine.decider`, asked once by the service's rule."""


@politique("administration")
def _administration(acteur: Acteur, objet: Any) -> None:
    if not acteur.administrateur:
        raise Interdit("Seul un administrateur de l’institution peut faire cela : demandez-le-lui.")


@politique("secretariat")
def _secretariat(acteur: Acteur, objet: Any) -> None:
    """`objet` carries `organe_id`, or is None for « any organe »."""
    organe_id = getattr(objet, "organe_id", None)
    if not acteur.est_secretaire(organe_id):
        raise Interdit("Seul le secrétariat de cet organe peut faire cela : adressez-vous à lui.")
