"""What the shape cannot say of the templates of points and of the delegations of a paquet. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from college.administration.paquet_format_points import Delegation, ModelePoint
from college.api.validation import valider
from college.erreurs import Invalide
from college.points.modeles import regles
from college.points.saisie import Modification

Connus = Mapping[str, set[str]]


def fautes_de_modele(modele: ModelePoint, connus: Connus) -> Iterator[tuple[str, str]]:
    """Where its organe, service, fields or blanks are at fault, and what to write."""
    if modele.organe not in connus["organes"]:
        yield "organe", _inconnu("l’organe", modele.organe, "organes")
    if modele.service and modele.service not in connus["services"]:
        yield "service", _inconnu("le service", modele.service, "services")
    if modele.recurrent and not modele.service:
        yield "recurrent", "un point récurrent a son service : ajoutez « service: »."
    categorie = modele.contenu.get("categorie")
    if categorie and categorie not in connus["categories"]:
        yield "contenu", _inconnu("la catégorie", str(categorie), "categories")
    try:
        if not valider(Modification, dict(modele.contenu)).titre:
            yield "contenu", "donnez un titre : « titre: »."
        variables = regles.lire([variable.model_dump() for variable in modele.variables])
        regles.verifier(modele.contenu, variables, modele.recurrent)
    except Invalide as refus:
        yield from (("contenu", f"{faute.champ} : {faute.message}") for faute in refus.fautes)


def fautes_de_delegation(delegation: Delegation, connus: Connus) -> Iterator[tuple[str, str]]:
    """Where its organes, categories or dates are at fault, and what to write."""
    for cle in ("de", "vers"):
        if (code := getattr(delegation, cle)) not in connus["organes"]:
            yield cle, _inconnu("l’organe", code, "organes")
    if delegation.de == delegation.vers:
        yield "vers", "un organe ne se délègue pas à lui-même : nommez l’autre."
    for code in delegation.categories:
        if code not in connus["categories"]:
            yield "categories", _inconnu("la catégorie", code, "categories")
    if delegation.au and delegation.au < delegation.du:
        yield "au", "la fin de la délégation précède son début."


def _inconnu(quoi: str, code: str, bloc: str) -> str:
    return f"{quoi} « {code} » n’est pas décrit dans « {bloc}: » : ajoutez-le ou corrigez le code."
