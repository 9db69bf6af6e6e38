"""A year of séances in one screen: the rhythm, what is skipped and why, then all of them at once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from sqlalchemy import select

from college.api import cadre
from college.droits import Acteur
from college.erreurs import Faute, Invalide
from college.horloge import BRUXELLES, locale
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.seances import corps as c
from college.seances import series, services
from college.seances.calendrier import ponts
from college.seances.modele import Seance
from college.seances.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue

CHAMPS = ("organe", "du", "au", "jour", "rythme", "rang", "heure", "lieu", "sauf")


@vue(bp, "/app/seances/serie", droit="seance.preparer", methods=["GET", "POST"])
def serie() -> Any:
    """First the list of days to look at, then the séances."""
    qui = acteur()
    saisie = {champ: request.form.get(champ, "") for champ in CHAMPS}
    fautes: dict[str, str] = {}
    jours: list[series.Jour] = []
    if request.method == "POST":
        try:
            organe, jours, heure = _lire(qui, saisie)
            if "creer" in request.form:
                voulus = set(request.form.getlist("date"))
                crees = creer(
                    qui, organe, [j.jour for j in jours if j.jour.isoformat() in voulus], heure, saisie["lieu"]
                )
                flash(f"{len(crees)} séances sont créées." if len(crees) > 1 else "La séance est créée.")
                return vers(url_for("seances.liste", organe=organe.id))
        except Invalide as erreur:
            fautes = {f.champ: f.message for f in erreur.fautes}
    organes = organisation.liste(Organe, qui.institution_id)
    page = render_template(
        "seances/serie.html",
        saisie=saisie,
        fautes=fautes,
        jours=jours,
        organes=[(o.id, o.nom) for o in organes if o.id in qui.secretariats and o.type != "autorite"],
        semaine=list(enumerate(series.JOURS)),
        rythmes=list(series.RYTHMES.items()),
    )
    return make_response(page, 422 if fautes else 200)


def _lire(qui: Acteur, saisie: dict[str, Any]) -> tuple[Organe, list[series.Jour], time]:
    """What the form says, each fault at its field."""
    fautes: list[Faute] = []
    lu: dict[str, Any] = {}
    lectures = {
        "du": (date.fromisoformat, "Écrivez la première date."),
        "au": (date.fromisoformat, "Écrivez la dernière date."),
        "heure": (time.fromisoformat, "Écrivez l’heure, par exemple 09:00."),
        "jour": (int, "Choisissez le jour de la semaine."),
    }
    for champ, (lire, phrase) in lectures.items():
        try:
            lu[champ] = lire(str(saisie[champ]))  # type: ignore[operator]
        except ValueError:
            fautes.append(Faute(champ, phrase))
    try:
        lu["sauf"] = series.semaines(str(saisie.get("sauf") or ""))
    except ValueError as faute:
        fautes.append(Faute("sauf", str(faute)))
    organe = _organe(qui, saisie["organe"], fautes)
    if "du" in lu and "au" in lu and lu["du"] > lu["au"]:
        fautes.append(Faute("au", "La dernière date précède la première."))
    if fautes or organe is None:
        raise Invalide(fautes)
    jours = series.jours(
        lu["du"], lu["au"], lu["jour"], str(saisie.get("rythme") or "semaine"), rang=int(saisie.get("rang") or 1),
        sauf=lu["sauf"], ponts=ponts(organe.institution), prevus=_prevus(organe),
    )  # fmt: skip
    return organe, jours, lu["heure"]


def _organe(qui: Acteur, code: Any, fautes: list[Faute]) -> Organe | None:
    try:
        organe = organisation.nomme(Organe, qui.institution_id, code or "", "organe")
    except Invalide as erreur:
        fautes.extend(erreur.fautes)
        return None
    if not qui.est_secretaire(organe.id):
        fautes.append(Faute("organe", "Choisissez un organe dont vous tenez le secrétariat."))
    return organe


def _prevus(organe: Organe) -> set[date]:
    debuts = unite().scalars(select(Seance.debut).where(Seance.organe_id == organe.id, Seance.etat != "annulee"))
    return {locale(debut).date() for debut in debuts}


def creer(qui: Acteur, organe: Organe, jours: list[date], heure: time, lieu: str) -> list[Seance]:
    """All or none: each is an ordinary first convocation, with its recurring points."""
    if not jours:
        raise Invalide("Gardez au moins une date.", "date")
    return [
        services.creer(qui, services.SaisieSeance(organe, datetime.combine(jour, heure, tzinfo=BRUXELLES), lieu))
        for jour in jours
    ]


@cadre.post(
    "/seances/series", droit="seance.preparer", statut=201, etiquette="Séances", resume="Créer une série de séances"
)
def api_serie(acteur: Acteur, corps: c.SerieCorps) -> dict[str, Any]:
    """The days skipped are told with their reason; `essai` creates nothing."""
    saisie = corps.model_dump(mode="json")
    organe, jours, heure = _lire(acteur, saisie)
    retenus = [j.jour for j in jours if not j.motif]
    crees = [] if corps.essai else creer(acteur, organe, retenus, heure, corps.lieu)
    return {
        "jours": retenus,
        "sautes": [{"jour": j.jour, "motif": j.motif} for j in jours if j.motif],
        "seances": [seance.id for seance in crees],
    }
