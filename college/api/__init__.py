"""The HTTP API `/api/v1`: one small framework, used by the `api.py` of every room.

    from college.api import cadre

    @cadre.post("/points", droit="point.proposer", corps=PointCorps, statut=201, resume="Proposer un point")
    def creer(acteur, corps): ...

    @cadre.get("/points/<ref:point>", droit="point.lire", reponse=PointVu)
    def lire(acteur, point): ...

A function receives what its signature names: `acteur`, the variables of its path, `corps` (the validated
body), `requete` (the validated query), `fichiers` (the uploaded files). It answers a dict, a pydantic
model, a `cadre.Reponse` or a Flask response. GET runs in `lecture()`, everything else in `ecriture()`.
"""

from college.api import documentation as _documentation  # noqa: F401 - declares its two operations
from college.api import entretien as _entretien  # noqa: F401 - forgets old answers
from college.api.blueprint import bp
from college.api.cadre import Corps, Filtre, Reponse

__all__ = ["Corps", "Filtre", "Reponse", "bp"]
