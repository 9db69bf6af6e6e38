"""The page of two people who have amended the same text of a séance: both are shown, joined when asked."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for

from college.erreurs import Perime
from college.points import conflits
from college.points.differences import differences, operations
from college.seances import affichage, amendement
from college.seances.modele import Inscription


def saisis() -> dict[str, str]:
    """The texts that the form brings."""
    return {champ: request.form[champ] for champ in amendement.CHAMPS if champ in request.form}


def montrer(ligne: Inscription, perime: Perime | None = None) -> Any:
    """What both have changed is chosen; what only one has changed is kept as he wrote it."""
    sien, mien, ouvertes = amendement.actuels(ligne), amendement.propres(saisis()), request.form.get("marques", "")
    avant = ouvertes if perime else request.form.get("marques_avant", "")
    par = conflits.auteurs(mien, sien, avant)
    page = render_template(
        "seances/deux_textes.html",
        seance=ligne.seance,
        titre_court=affichage.titre_court(ligne.seance),
        i=ligne,
        perime=perime,
        lots=[_lot(champ, mien[champ], sien[champ]) for champ, de in par.items() if de == "deux"],
        gardes={champ: mien[champ] for champ, de in par.items() if de == "mien"},
        marques=amendement.marques(ligne),
        avant=avant,
        adresse=url_for(request.endpoint or "", **(request.view_args or {})),
        retour=_retour(ligne),
    )
    return make_response(page, perime.statut if perime else 200)


def _retour(ligne: Inscription) -> str:
    if request.endpoint == "redaction.ecrire":
        return url_for("redaction.texte", inscription_id=ligne.id)
    return url_for("direct.cockpit", seance_id=ligne.seance_id, point=ligne.id)


def _lot(champ: str, mien: str, sien: str) -> tuple[Any, ...]:
    montre = _reunir(champ, mien, sien) if "reunir" in request.form else mien
    return champ, amendement.CHAMPS[champ], champ in amendement.RICHES, sien, montre, differences(sien, mien)


def _reunir(champ: str, mien: str, sien: str) -> str:
    if champ in amendement.RICHES:
        return conflits.reunir(mien, sien)
    avant, apres = sien.splitlines(), mien.splitlines()
    reunies: list[str] = []
    for genre, a, b, c, d in operations(avant, apres):
        reunies += apres[c:d] + (avant[a:b] if genre in ("replace", "delete") else [])
    return "\n".join(reunies)
