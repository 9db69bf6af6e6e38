"""What was refused to whom, for whoever watches the machine: one JSON line a refusal, on the error output.

Neither the address as typed nor what was sent: the rule of the route, and the numbers that it names.
"""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, g, request

from college import horloge

REFUS = (401, 403, 429)
trace = logging.getLogger("college.refus")


def installer(app: Flask) -> None:
    """Hang the line."""
    app.after_request(_tracer)


def _tracer(reponse: Response) -> Response:
    if reponse.status_code in REFUS:
        qui = getattr(g, "demandeur", None) or getattr(g, "acteur", None)
        objets = {nom: n for nom, n in (request.view_args or {}).items() if isinstance(n, int)}
        ligne = {
            "le": horloge.systeme().isoformat(),
            "refus": reponse.status_code,
            "agent": qui.agent_id if qui else None,
            "adresse_ip": request.remote_addr,
            "methode": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "objets": objets,
        }
        trace.warning(json.dumps(ligne))
    return reponse
