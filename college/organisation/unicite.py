"""The same form sent twice is one act: a double press, a lost answer, an impatient « back ».

Every form carries a one-time key. The first POST that ends in a redirection keeps the key, what was sent and
where it led, in the act's own transaction; the same sending again only leads there. Something else sent with
an old key (a page kept by the browser, corrected) is a new act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import g, make_response, request
from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage

from college import horloge
from college.api.modele import ReponseGardee
from college.transaction import unite
from college.web import acteur_courant, vers

GARDE = timedelta(days=2)
CHAMP = "cle_unique"


def une_fois(faire: Callable[[], Any]) -> Any:
    """Run a view's POST, or lead where the same sending has led."""
    qui, cle = acteur_courant(), request.form.get(CHAMP, "")[:100]
    if qui is None or not cle:
        return faire()
    envoi = _empreinte()
    connue = (ReponseGardee.agent_id == qui.agent_id, ReponseGardee.cle == f"form:{cle}")
    deja = unite().scalar(select(ReponseGardee).where(*connue))
    if deja is not None and deja.empreinte == envoi:
        return vers(deja.corps.decode())
    reponse = make_response(faire())
    if deja is None and reponse.status_code == 303 and not g.get("sans_trace"):
        unite().add(
            ReponseGardee(
                institution_id=qui.institution_id,
                agent_id=qui.agent_id,
                cle=f"form:{cle}",
                empreinte=envoi,
                statut=303,
                corps=(reponse.location or "/app/").encode(),
            )
        )
    return reponse


def oublier_les_vieilles() -> None:
    """Keys of more than two days serve nobody."""
    unite().execute(delete(ReponseGardee).where(ReponseGardee.le < horloge.systeme() - GARDE))


def _empreinte() -> str:
    """What was sent, the form token apart: fields in order, and the content of files."""
    resume = hashlib.sha256(request.path.encode())
    for nom, valeurs in request.form.lists():
        if nom != "csrf_token":
            resume.update(repr((nom, valeurs)).encode())
    for nom, fichier in request.files.items(multi=True):
        resume.update(repr((nom, fichier.filename, _contenu(fichier))).encode())
    return resume.hexdigest()


def _contenu(fichier: FileStorage) -> str:
    resume = hashlib.file_digest(fichier.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    fichier.stream.seek(0)
    return resume
