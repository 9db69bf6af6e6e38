"""Filing an item for a séance: from the member's own page, or by the secretary for an inhabitant."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, make_response, render_template, request, url_for

from college import typographie
from college.api import cadre
from college.droits import Acteur, verifier
from college.erreurs import Invalide, Refus
from college.points.texte_simple import en_html
from college.seances import affichage, depots, requetes
from college.seances import corps as c
from college.seances.modele import Seance
from college.seances.modele_membre import Depot
from college.seances.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue

CHAMPS = ("genre", "titre", "note", "dispositif", "nom", "adresse", "naissance", "passer_outre")


@vue(bp, "/app/seances/<int:seance_id>/deposer", droit="seance.deposer", methods=["GET", "POST"])
def deposer(seance_id: int) -> Any:
    """The form keeps what was typed; a refusal says the article and the last lawful day."""
    seance = requetes.seance(acteur(), seance_id)
    verifier("seance.deposer", acteur(), seance)
    saisie = {champ: request.form.get(champ, "") for champ in CHAMPS}
    fautes: dict[str, str] = {}
    refus = None
    if request.method == "POST":
        try:
            with unite().begin_nested():
                depot = depots.deposer(acteur(), seance, _lue(saisie))
        except Invalide as erreur:
            fautes = {f.champ: f.message for f in erreur.fautes}
        except Refus as dit:
            refus = dit
        else:
            flash(
                f"Reçu le {typographie.instant(depot.depose_le)} : {depot.point.reference}. Le secrétariat l’inscrit."
            )
            return vers(url_for("seances.deposer", seance_id=seance_id))
    page = render_template(
        "seances/deposer.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        saisie=saisie,
        fautes=fautes,
        refus=refus,
        deposes=depots.de(acteur(), seance),
        delais=[d for d in (depots.dernier_jour(seance, genre) for genre in ("point", "interpellation")) if d],
        conduit=acteur().est_secretaire(seance.organe_id),
        ouvert=depots.recevables(seance),
    )
    return make_response(page, 422 if fautes else 409 if refus else 200)


def _lue(saisie: dict[str, str]) -> depots.SaisieDepot:
    habitant = None
    if saisie["nom"] or saisie["adresse"] or saisie["naissance"]:
        habitant = depots.Habitant(saisie["nom"].strip(), saisie["adresse"].strip(), _jour(saisie["naissance"]))
    return depots.SaisieDepot(
        saisie["genre"], saisie["titre"], en_html(saisie["note"]), en_html(saisie["dispositif"]), habitant,
        saisie["passer_outre"],
    )  # fmt: skip


def _jour(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None


@cadre.post(
    "/seances/<ref:seance>/depots",
    droit="seance.deposer",
    statut=201,
    etiquette="Séances",
    resume="Déposer un point, une interpellation ou une question",
)
def api_deposer(acteur: Acteur, seance: Seance, corps: c.DepotCorps) -> dict[str, Any]:
    habitant = depots.Habitant(**corps.habitant.model_dump()) if corps.habitant else None
    saisie = depots.SaisieDepot(corps.genre, corps.titre, corps.note, corps.dispositif, habitant, corps.passer_outre)
    return _depot(depots.deposer(acteur, seance, saisie))


@cadre.get("/seances/<ref:seance>/depots", droit="seance.deposer", etiquette="Séances", resume="Lire les dépôts")
def api_depots(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    """One's own for a member, all for the secretary."""
    lus = [_depot(d) for d in depots.de(acteur, seance)]
    return {"elements": lus, "suivant": None, "total": len(lus)}


def _depot(depot: Depot) -> dict[str, Any]:
    return {
        "id": depot.id,
        "genre": depot.genre,
        "depose_le": depot.depose_le,
        "mandataire": depot.mandataire.identifiant if depot.mandataire else None,
        "point": {
            "id": depot.point_id,
            "reference": depot.point.reference,
            "titre": depot.point.titre,
            "phase": depot.point.phase,
        },
    }
