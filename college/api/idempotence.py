"""`Idempotency-Key`: a POST sent twice acts once, and answers twice the same.

The answer is kept in the same transaction as the effect. A refusal keeps nothing: it may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Request, Response, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from college.api.cadre import Operation
from college.api.modele import ReponseGardee
from college.erreurs import Invalide
from college.transaction import unite

GARDES = ("Location", "ETag")
DEJA = "Votre premier envoi a été reçu\u00a0; celui-ci n’a rien changé."


class CleOccupee(Exception):
    """Another request with the same key was under way, and has now committed."""


def cle_de(requete: Request, operation: Operation) -> str | None:
    """The key of this request, if it carries one that applies."""
    cle = requete.headers.get("Idempotency-Key", "").strip()
    if not cle or operation.methode != "POST" or operation.publique:
        return None
    if len(cle) > 200 or not cle.isprintable():
        raise Invalide("Une clé d’idempotence compte au plus 200 caractères imprimables.", "Idempotency-Key")
    return cle


def rejouer(acteur: Any, cle: str, operation: Operation) -> Response | None:
    """The kept answer of the first request with this key; otherwise the key is now taken.

    The row is inserted before the effect: on PostgreSQL a second request waits on its unique index.
    """
    gardee = unite().scalar(
        select(ReponseGardee).where(ReponseGardee.agent_id == acteur.agent_id, ReponseGardee.cle == cle)
    )
    empreinte = _empreinte(operation)
    if gardee is None:
        _prendre(acteur, cle, empreinte)
        return None
    if gardee.empreinte != empreinte or (operation.muette and _contredit(gardee.corps)):
        raise Invalide("Cette clé d’idempotence a déjà servi pour une autre demande.", "Idempotency-Key")
    corps = _franc(gardee.corps) if operation.muette else gardee.corps
    reponse = Response(corps, gardee.statut, json.loads(gardee.entetes))
    reponse.headers["Idempotency-Replayed"] = "true"
    return reponse


def _contredit(recu: bytes) -> bool:
    """Where nothing of the body may be kept, not even its fingerprint (a secret ballot), what the answer says aloud
    must not belie what is asked now: « pour » is no receipt for a « contre »."""
    demande, dit = request.get_json(silent=True), json.loads(recu)
    return isinstance(demande, dict) and any(
        champ in dit and type(dit[champ]) is type(valeur) and dit[champ] != valeur for champ, valeur in demande.items()
    )


def _franc(recu: bytes) -> bytes:
    """What is asked again may differ from what was received where the answer keeps it secret: it then says which one
    was received."""
    demande, dit = request.get_json(silent=True), json.loads(recu)
    if not isinstance(demande, dict) or demande.keys() <= dit.keys():
        return recu
    return json.dumps(dit | {"rejoue": DEJA}, ensure_ascii=False).encode()


def _prendre(acteur: Any, cle: str, empreinte: str) -> None:
    unite().add(
        ReponseGardee(institution_id=acteur.institution_id, agent_id=acteur.agent_id, cle=cle, empreinte=empreinte)
    )
    try:
        unite().flush()
    except IntegrityError as erreur:
        raise CleOccupee from erreur


def retenir(acteur: Any, cle: str, reponse: Response) -> None:
    """Keep the answer beside its effect."""
    gardee = (
        unite()
        .scalars(select(ReponseGardee).where(ReponseGardee.agent_id == acteur.agent_id, ReponseGardee.cle == cle))
        .one()
    )
    gardee.statut, gardee.corps = reponse.status_code, reponse.get_data()
    entetes = {nom: reponse.headers[nom] for nom in GARDES if nom in reponse.headers}
    gardee.entetes = json.dumps({**entetes, "Content-Type": reponse.content_type})


def _empreinte(operation: Operation) -> str:
    """What must be equal for two requests to be the same: address, fields and files."""
    somme = hashlib.sha256(f"{operation.nom}\n{request.full_path}\n".encode())
    if operation.muette:
        return somme.hexdigest()
    if operation.multipart:
        somme.update(repr(sorted(request.form.items(multi=True))).encode())
        for nom, fichier in sorted(request.files.items(multi=True), key=lambda paire: paire[0]):
            somme.update(f"{nom}\n{fichier.filename}\n".encode())
            while bloc := fichier.stream.read(1 << 16):
                somme.update(bloc)
            fichier.stream.seek(0)
    else:
        somme.update(request.get_data())
    return somme.hexdigest()
