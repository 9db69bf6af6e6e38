"""The template engine of documents: sandboxed, data only, strict about unknown names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from college.templates_docs.grammaire import insecables_html

DOSSIER = Path(__file__).parent
MODELES = DOSSIER / "modeles"
_INTERDITS = ("cycler", "joiner", "namespace", "lipsum")
_FEUILLES = (str, int, float, bool, type(None))


class ContexteImpur(TypeError):
    """A value that is not plain data was about to reach a template: a fault of ours."""


def verifier_contexte(valeur: Any, chemin: str = "contexte") -> None:
    """Only str, numbers, bool, None, list and dict may enter a template: nothing there can be called."""
    if type(valeur) is dict:
        for cle, fils in valeur.items():
            verifier_contexte(fils, f"{chemin}.{cle}")
    elif type(valeur) is list:
        for rang, fils in enumerate(valeur):
            verifier_contexte(fils, f"{chemin}[{rang}]")
    elif type(valeur) not in _FEUILLES:
        raise ContexteImpur(f"{chemin} is a {type(valeur).__name__}, not plain data.")


@cache
def moteur_maison() -> ImmutableSandboxedEnvironment:
    """The one environment of the house's own templates: compiled once before the fork, used in every child."""
    return moteur()


def moteur(sources: dict[str, str] | None = None, tolerant: bool = False) -> ImmutableSandboxedEnvironment:
    """The environment of every document template; `sources` come before the house's own templates."""
    chargeurs = [DictLoader(sources or {}), FileSystemLoader(MODELES)]
    env = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(chargeurs),
        autoescape=True,
        undefined=ChainableUndefined if tolerant else StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for nom in _INTERDITS:
        env.globals.pop(nom, None)
    env.filters["riche"] = _riche
    return env


def _riche(fragment: str) -> Markup:
    """Rich text was cleaned when its context was made; its spaces are settled when it is printed."""
    return Markup(insecables_html(fragment))  # noqa: S704 - cleaned by texte_riche
