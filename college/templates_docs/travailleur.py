"""A document worker: `python -m college.templates_docs.travailleur`, started and fed by `rendu`.

The process loads the libraries and the fonts once, then has each document made by a forked copy of itself
(`enfant`). Limits are set there, after the fork; whatever happens (bomb, crash, kill), the next one is served.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from college.templates_docs import (
    apercu,
    assemblage,
    assemblage_docx,
    documents,
    docx,
    examen,
    exemple,
    extraction,
    formes,
    jeton,
    pades,
    pdf,
    reliure,
    situer,
    trame,
)
from college.templates_docs.archive import GabaritRefuse
from college.templates_docs.chauffe import prechauffer
from college.templates_docs.enfant import Arretee, Copie

Reponse = tuple[dict[str, Any], list[bytes]]


def _pdf(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    html = blobs[0].decode() if blobs else None
    contenu, pages = pdf.fabriquer(arguments["type"], _contexte(arguments), html)
    return {"pages": pages}, [contenu]


def _docx(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    return {}, [docx.fabriquer(arguments["type"], _contexte(arguments), blobs[0] if blobs else None)]


def _contexte(arguments: dict[str, Any]) -> dict[str, Any]:
    """Frozen yesterday, laid out today."""
    return formes.completer(arguments["type"], arguments["contexte"])


def _signer(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    contenu, cle, certificats = blobs
    return {}, [pades.signer(contenu, cle, certificats, arguments)]


def _verifier(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    contenu, racines = blobs
    return {"signatures": pades.verifier(contenu, racines, arguments.get("instant"))}, []


def _assembler(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    contenu, pages = assemblage.assembler(blobs, arguments["titres"], arguments["niveaux"])
    return {"pages": pages}, [contenu]


def _assembler_docx(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    return {}, [assemblage_docx.assembler(blobs, arguments["meta"])]


def _essayer_gabarit(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """Fill the commune's template with the invented séance: an unknown field shows at once."""
    type_document = arguments["type"]
    contexte = documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)
    contenu = {"contexte": contexte, "type": type_document}
    try:
        return (_docx if arguments["format"] == "docx" else _pdf)(contenu, blobs)
    except UndefinedError as erreur:
        champ = situer.champ_inconnu(erreur.message or "")
        raise GabaritRefuse(_phrase(f"Le modèle emploie un champ inconnu, « {champ} »", blobs[0], champ)) from erreur
    except TemplateSyntaxError as erreur:
        mot = next(iter(re.findall(r"'(\w+)'", erreur.message or "")), "")
        ou = f", à la ligne {erreur.lineno}" if arguments["format"] != "docx" else ""
        debut = f"Le modèle contient une balise mal formée{ou}"
        raise GabaritRefuse(debut + "." if ou else _phrase(debut, blobs[0], mot)) from erreur


def _phrase(debut: str, gabarit: bytes, mot: str) -> str:
    ou = situer.situer(gabarit, mot)
    return f"{debut}, {ou}." if ou else f"{debut}."


def _relier(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """The annexes of an act, stamped, in one file."""
    contenu, pages = reliure.relier(arguments["pieces"], blobs, arguments["visa"])
    return {"pages": pages}, [contenu]


def _joindre(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """An act and its stamped annexes, in one file."""
    acte, liasse = blobs
    contenu, pages = reliure.joindre(acte, liasse, arguments["titre"])
    return {"pages": pages}, [contenu]


def _examiner(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """A file that somebody joins: its pages, or why it is refused."""
    try:
        if arguments["format"] == "pdf":
            return {"pages": examen.pdf(blobs[0])}, []
        examen.image(blobs[0], arguments["format"])
    except examen.PieceRefusee as refus:
        return {"refus": [refus.raison, refus.remede]}, []
    return {}, []


def _extraire(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """The words of a file, for the search."""
    return {}, [extraction.extraire(arguments["format"], blobs[0]).encode()]


def _apercu(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """A page as an image."""
    rendre = apercu.page_nette if arguments.get("nette") else apercu.page
    return {}, [rendre(blobs[0], arguments["page"])]


def _jeton_demander(arguments: dict[str, Any], _blobs: list[bytes]) -> Reponse:
    return {}, [jeton.demander(bytes.fromhex(arguments["sha256"]), arguments["unique"])]


def _jeton_lire(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    """A third party's answer is read here: hostile bytes cost one child."""
    lu, instant = jeton.lire(blobs[0], bytes.fromhex(arguments["sha256"]), arguments["unique"])
    return {"instant": instant}, [lu]


def _jeton_verifier(arguments: dict[str, Any], blobs: list[bytes]) -> Reponse:
    instant, autorite = jeton.verifier(blobs[0], bytes.fromhex(arguments["sha256"]))
    return {"instant": instant, "autorite": autorite}, []


OPERATIONS = {
    "apercu": _apercu,
    "extraire": _extraire,
    "examiner": _examiner,
    "pdf": _pdf,
    "docx": _docx,
    "signer": _signer,
    "verifier": _verifier,
    "assembler": _assembler,
    "assembler_docx": _assembler_docx,
    "joindre": _joindre,
    "relier": _relier,
    "essayer_gabarit": _essayer_gabarit,
    "jeton_demander": _jeton_demander,
    "jeton_lire": _jeton_lire,
    "jeton_verifier": _jeton_verifier,
}


def executer(entete: dict[str, Any], blobs: list[bytes]) -> tuple[bytes, bool]:
    """Run one operation; the answer is a frame, whatever happens short of death, and whether all went well."""
    try:
        resultat, sortie = OPERATIONS[entete["operation"]](entete["arguments"], blobs)
        return trame.encoder({"ok": True, **resultat}, sortie), True
    except BaseException as erreur:
        genre, phrase = _expliquer(erreur)
        if genre == "erreur":
            traceback.print_exc(file=sys.stderr)
        return trame.encoder({"ok": False, "genre": genre, "phrase": phrase}), False


def _expliquer(erreur: BaseException) -> tuple[str, str]:
    """The refusal as the secretary should read it: field and line where they are known."""
    match erreur:
        case GabaritRefuse() | pades.SignatureRefusee() | jeton.JetonRefuse():
            return "refus", str(erreur)
        case SecurityError():
            return "refus", "Le modèle tente une opération interdite : seuls les champs du catalogue sont admis."
        case UndefinedError():
            return "refus", f"Le modèle emploie un champ inconnu : {erreur.message}."
        case TemplateSyntaxError():
            return (
                "refus",
                f"Le modèle contient une balise mal formée, près de la ligne {erreur.lineno} : {erreur.message}.",
            )
        case MemoryError():
            return "memoire", "La production de ce document demande trop de mémoire : elle a été arrêtée."
        case OverflowError():
            return "refus", "Le modèle demande une répétition démesurée."
        case _:
            return "erreur", "La production de ce document a échoué. L’incident est noté au journal technique."


def _famille(entete: dict[str, Any], blobs: list[bytes]) -> str | None:
    """Whose copy may serve again: the one that fills our own templates, and apart from it the one that holds keys."""
    if entete["operation"] in ("pdf", "docx") and not blobs:
        return "maison"
    return "signature" if entete["operation"] == "signer" else None


def traiter(gardees: dict[str, Copie], entete: dict[str, Any], blobs: list[bytes]) -> bytes:
    """Have a copy do the work, and give back its frame, or the reason why there is none."""
    famille = _famille(entete, blobs)
    copie = gardees.pop(famille, None) if famille else None
    copie = copie or Copie(executer)
    try:
        message = trame.encoder(entete | {"jetable": famille is None}, blobs)
        reponse, encore = copie.demander(message, entete["limites"]["duree"])
    except Arretee as arret:
        return _sans_reponse(copie.finir() or arret.delai)
    if famille and encore:
        gardees[famille] = copie
    else:
        copie.finir()
    return reponse


def _sans_reponse(delai: bool) -> bytes:
    phrase = (
        "La production de ce document a été arrêtée : délai dépassé."
        if delai
        else "La production de ce document s’est interrompue. Recommencez ; si cela persiste, voyez le modèle."
    )
    return trame.encoder({"ok": False, "genre": "delai" if delai else "interrompu", "phrase": phrase})


def main() -> None:
    """Serve until the application closes its end."""
    for nom in ("weasyprint", "fontTools", "pyhanko"):
        logging.getLogger(nom).setLevel(logging.CRITICAL)
    entree = sys.stdin.buffer
    sortie = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    prechauffer()

    def exactement(nombre: int) -> bytes:
        lu = entree.read(nombre)
        if len(lu) != nombre:
            raise EOFError
        return lu

    gardees: dict[str, Copie] = {}
    while True:
        try:
            entete, blobs = trame.lire(exactement)
        except EOFError:
            return
        sortie.write(traiter(gardees, entete, blobs))
        sortie.flush()


if __name__ == "__main__":
    main()
