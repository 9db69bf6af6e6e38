"""What every view uses: who acts, one decorator that names the right and owns the unit of work.

    @vue(bp, "/points/<int:point_id>", droit="point.lire")            GET runs in `lecture()`
    @vue(bp, "/points/<int:point_id>/viser", droit="…", ecrit=True)   POST runs in `ecriture()`

The right is asked with no object first (« could this person ever? »); the object's own right is asked by
the query that finds it (not visible → Introuvable) and by the service that changes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Request, Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as ReponseWerkzeug

from college import droits
from college.droits import Acteur
from college.erreurs import NonIdentifie
from college.transaction import ecriture, lecture

PUBLIC = "public"
ADRESSE_LOCALE = re.compile(r"^/(?![/\\])[\x21-\x7e]*$")


class Requete(Request):
    """What a form brings, without the null character: nobody types it, no database keeps it, no sentence could help."""

    def _load_form_data(self) -> None:
        super()._load_form_data()
        if any("\0" in valeur for _, valeur in self.form.items(multi=True)):
            propres = [(nom, valeur.replace("\0", "")) for nom, valeur in self.form.items(multi=True)]
            self.__dict__["form"] = self.parameter_storage_class(propres)


def acteur_courant() -> Acteur | None:
    """Who is signed in (set for the request by `organisation.vues`), or None."""
    return getattr(g, "acteur", None)


def acteur() -> Acteur:
    """Who is signed in. Raises NonIdentifie."""
    if (qui := acteur_courant()) is None:
        raise NonIdentifie("Identifiez-vous pour continuer.")
    return qui


def vue(
    bp: Blueprint,
    chemin: str,
    *,
    droit: str,
    ecrit: bool = False,
    essai: Callable[[], Any] | None = None,
    **options: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a view that names its right. `ecrit` makes it a POST in a writing unit of work.

    A page that shows a form on GET and takes it on POST declares `methods=["GET", "POST"]`. `essai` is long work
    on what was posted, done before the unit opens, for whoever has the right; its answer is `flask.g.essai`.
    """
    options.setdefault("methods", ["POST"] if ecrit else ["GET"])

    def enregistrer(fonction: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(fonction)
        def servir(**arguments: Any) -> Any:
            if request.method == "HEAD":
                request.method = "GET"  # else « not GET » would take it for a form, without a form token
            lit = request.method == "GET"
            if essai and not lit:
                with lecture():
                    droits.verifier(droit, acteur_courant())
                g.essai = essai()
            with lecture() if lit else ecriture():
                if droit != PUBLIC:
                    droits.verifier(droit, acteur_courant())
                return fonction(**arguments) if lit else une_fois()(lambda: fonction(**arguments))

        servir.droit = droit  # type: ignore[attr-defined]
        bp.add_url_rule(chemin, endpoint=options.pop("endpoint", None), view_func=servir, **options)
        return servir

    return enregistrer


def une_fois() -> Callable[[Callable[[], Any]], Any]:
    """How a POST is run: `organisation` sees to it that the same form sent twice is one act."""
    return current_app.extensions.get("college.une_fois") or (lambda faire: faire())


def sans_trace() -> None:
    """Nothing of this sending is kept, not even the print that recognises it sent twice: a secret ballot has five
    choices, and a print of it would be guessed in five tries."""
    g.sans_trace = True


def adresse_locale(suite: str | None, defaut: str = "/app/") -> str:
    """A return address only when it stays here: `//evil`, `/\\evil`, tabs and schemes fall to the default."""
    return suite if suite and ADRESSE_LOCALE.match(suite) else defaut


def vers(adresse: str) -> ReponseWerkzeug:
    """See Other: after a POST, the browser reads."""
    return redirect(adresse, code=303)


def veut_fragment() -> bool:
    """True when htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def telecharger(octets: bytes, nom: str, mime: str, en_ligne: bool = False) -> Response:
    """Bytes as a file: our own type, never sniffed, sandboxed; shown in the page only when we made it."""
    reponse = Response(octets, mimetype=mime)
    reponse.headers.set("Content-Disposition", "inline" if en_ligne else "attachment", filename=nom)
    reponse.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    return reponse
