"""The Flask application of the simulated authority: thin, all rules are in `depots` and `scenarios`."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request

from college.connecteurs.protocole import EtatService, SuiviDepot
from college.connecteurs.simulateur.depots import Depots, Refuse

TAILLE_MAX = 200 * 1024 * 1024
JOURNAL_MAX = 10_000


def creer(depots: Depots) -> Flask:
    """An application around these files; `application.journal` holds the last calls."""
    app = Flask("college.connecteurs.simulateur")
    app.config["MAX_CONTENT_LENGTH"] = TAILLE_MAX
    journal: deque[dict[str, Any]] = deque(maxlen=JOURNAL_MAX)
    app.extensions["journal"] = journal

    @app.errorhandler(Refuse)
    def refuser(refus: Refuse) -> tuple[Response, int]:
        reponse = jsonify({"type": "about:blank", "title": "Refusé", "status": refus.statut, "detail": refus.phrase})
        reponse.content_type = "application/problem+json"
        return reponse, refus.statut

    @app.after_request
    def noter(reponse: Response) -> Response:
        journal.append(
            {
                "methode": request.method,
                "chemin": request.full_path.rstrip("?"),
                "cle": request.headers.get("Idempotency-Key"),
                "statut": reponse.status_code,
                "panne": request.environ.get("simulateur.panne"),
            }
        )
        return reponse

    @app.get("/v1/etat")
    def etat() -> Response:
        present = EtatService(service="Simulateur de tutelle", ouvert=True, le=datetime.now(UTC))
        return jsonify(present.model_dump(mode="json"))

    @app.get("/v1/journal")
    def lire_journal() -> Response:
        return jsonify(list(journal))

    @app.get("/v1/recus")
    def recu() -> Response:
        trouve = depots.recu(request.args.get("cle", ""))
        if trouve is None:
            raise Refuse(404, "Aucun envoi n’a été reçu sous cette clé.")
        return jsonify(trouve.model_copy(update={"deja_recu": True}).model_dump(mode="json"))

    @app.post("/v1/depots")
    def deposer() -> tuple[Response, int]:
        if "acte" not in request.files:
            raise Refuse(422, "L’acte n’est pas joint.")
        accuse, nouveau = depots.deposer(_cle(), _manifeste(), _pieces())
        return jsonify(accuse.model_dump(mode="json")), 201 if nouveau else 200

    @app.post("/v1/depots/<reference>/complements")
    def completer(reference: str) -> tuple[Response, int]:
        accuse, nouveau = depots.completer(reference, _cle(), _manifeste(), _pieces())
        return jsonify(accuse.model_dump(mode="json")), 201 if nouveau else 200

    @app.get("/v1/depots/<reference>")
    def suivre(reference: str) -> Response:
        depot = depots.trouver(reference)
        depuis = request.args.get("depuis", 0, type=int)
        suite = [evenement for evenement in depot.evenements if evenement.numero > depuis]
        return jsonify(SuiviDepot(reference=reference, etat=depot.etat, evenements=suite).model_dump(mode="json"))

    @app.post("/v1/depots/<reference>/retrait")
    def retirer(reference: str) -> tuple[str, int]:
        depots.retirer(reference, str((request.get_json(silent=True) or {}).get("motif", "")))
        return "", 204

    return app


def _cle() -> str:
    cle = request.headers.get("Idempotency-Key", "")
    if not cle:
        raise Refuse(422, "L’en-tête Idempotency-Key manque.")
    return cle


def _manifeste() -> bytes:
    depose = request.files.get("manifeste")
    if depose is None:
        raise Refuse(422, "Le manifeste n’est pas joint.")
    return depose.read()


def _pieces() -> dict[str, bytes]:
    fichiers = [*request.files.getlist("acte"), *request.files.getlist("annexes")]
    return {fichier.filename or "": fichier.read() for fichier in fichiers}
