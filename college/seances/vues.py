"""Screens of the agenda: list of séances, new séance, composer, notice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge, panneaux
from college.droits import Acteur
from college.erreurs import Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.seances import affichage, convocation, cycle, depots, permis, representations, requetes, services
from college.seances.essai import essayer
from college.seances.formulaires import FormulaireSeance
from college.seances.modele import Seance
from college.transaction import unite
from college.web import acteur, vers, vue

bp = Blueprint("seances", __name__, template_folder="templates")


@vue(bp, "/app/seances", droit="seance.lire")
def liste() -> str:
    """The séances to come, then the last ones."""
    qui = acteur()
    organe = request.args.get("organe", type=int)
    a_venir = unite().scalars(requetes.liste(qui, organe_id=organe, a_venir=True).limit(40)).unique().all()
    passees = unite().scalars(requetes.liste(qui, organe_id=organe, a_venir=False).limit(40)).unique().all()
    organes = [o for o in organisation.liste(Organe, qui.institution_id) if o.type != "autorite"]
    return render_template(
        "seances/liste.html",
        a_venir=a_venir,
        passees=passees,
        organes=organes,
        organe=organe,
        peut_creer=qui.est_secretaire(),
    )


@vue(bp, "/app/seances/nouvelle", droit="seance.preparer", methods=["GET", "POST"])
def nouvelle() -> Any:
    """Create a séance."""
    qui = acteur()
    formulaire = FormulaireSeance(data=_suite()).proposer(*_choix())
    if formulaire.validate_on_submit():
        organe = unite().get_one(Organe, formulaire.organe.data)
        precedente = unite().get(Seance, formulaire.precedente.data) if formulaire.precedente.data else None
        saisie = services.SaisieSeance(
            organe,
            formulaire.debut,
            formulaire.lieu.data or "",
            formulaire.type.data,
            formulaire.convocation.data,
            precedente,
        )
        try:
            seance = services.creer(qui, saisie)
        except Invalide as faute:
            for f in faute.fautes:
                formulaire[f.champ].errors = [f.message]
        else:
            return vers(url_for("seances.composer", seance_id=seance.id))
    statut = 422 if formulaire.errors else 200
    return make_response(render_template("seances/nouvelle.html", formulaire=formulaire), statut)


def _suite() -> dict[str, Any]:
    """What the next notice takes from the séance that lacked its quorum (L1122-17)."""
    if (ref := request.args.get("precedente", type=int)) is None:
        return {}
    echouee = requetes.seance_conduite(acteur(), ref)
    return {
        "organe": echouee.organe_id,
        "lieu": echouee.lieu,
        "convocation": min(echouee.convocation + 1, 3),
        "precedente": echouee.id,
    }


def _choix() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    qui = acteur()
    organes = organisation.liste(Organe, qui.institution_id)
    miens = [(o.id, o.nom) for o in organes if o.id in qui.secretariats and o.type != "autorite"]
    carences = unite().scalars(
        select(Seance)
        .options(joinedload(Seance.organe))
        .where(Seance.organe_id.in_([o for o, _ in miens]), Seance.carence_le.is_not(None))
        .order_by(Seance.debut.desc())
        .limit(10)
    )
    return miens, [(s.id, affichage.titre_court(s)) for s in carences]


@vue(bp, "/app/seances/<int:seance_id>", droit="seance.lire")
def composer(seance_id: int) -> Any:
    """The agenda: composed by the secretary, read by the others."""
    return _page(requetes.seance(acteur(), seance_id))


def _page(seance: Seance, refus: Refus | None = None, action: str = "") -> Any:
    """The whole screen; a refused action shows its sentence, and the field to pass over where the law allows."""
    qui = acteur()
    conduit = permis.est_secretaire(qui, seance.organe_id)
    contexte = _agenda(qui, seance, conduit) | {
        "titre": affichage.titre(seance),
        "titre_court": affichage.titre_court(seance),
        "vie": affichage.vie(seance),
        "prochaine": affichage.prochaine_echeance(seance, horloge.aujourdhui()) if _a_venir(seance) else None,
        "actions": affichage.boutons(qui, seance, services.actions(seance, avec_quorum=False)),
        "refus": refus,
        "action_refusee": action,
        "panneaux": _panneaux(seance),
        "changements": affichage.changements(qui, seance) if seance.convoquee_le else None,
        "non_envoyes": convocation.non_envoyes(seance) if conduit else 0,
        "membre": qui.est_membre(seance.organe_id),
        "depots_recus": (conduit or qui.est_membre(seance.organe_id)) and depots.recevables(seance),
    }
    statut = 409 if refus else 200
    return make_response(render_template("seances/composer.html", **contexte), statut)


def _agenda(qui: Acteur, seance: Seance, conduit: bool) -> dict[str, Any]:
    """The two lists of the composer."""
    lisibles = requetes.lisibles(qui, seance.inscriptions)
    modifiable = conduit and seance.etat in (*cycle.AVANT_SEANCE, *cycle.EN_SEANCE)
    cherche = request.values.get("dispo", "").strip()
    offerts, combien = affichage.disponibles(qui, seance, cherche) if modifiable else ([], 0)
    return {
        "seance": seance,
        "parties": affichage.parties(qui, seance, lisibles, representations.decisions_masquees(qui, seance)),
        "nombre": affichage.nombre(seance),
        "disponibles": offerts,
        "combien": combien,
        "dispo": cherche,
        "conduit": conduit,
        "modifiable": modifiable,
        "bouge": request.args.get("bouge", type=int),
    }


@vue(bp, "/app/seances/<int:seance_id>/nouvelles", droit="seance.preparer")
def nouvelles(seance_id: int) -> Any:
    """What another composer did since revision `depuis`: both lists, and the last gesture (204: nothing)."""
    qui = acteur()
    if request.args.get("depuis", -1, type=int) >= requetes.revision_conduite(qui, seance_id):
        return Response(status=204)
    seance = requetes.seance_conduite(qui, seance_id)
    contexte = _agenda(qui, seance, conduit=True) | {"geste": _geste_d_un_autre(qui, seance)}
    reponse = make_response(render_template("seances/_composer_nouvelles.html", **contexte))
    reponse.headers["X-Revision"] = str(seance.revision)
    return reponse


def _geste_d_un_autre(qui: Acteur, seance: Seance) -> str:
    """« Lucie Bastin a déplacé un point : « Budget ». » when it is the last one since the page was read."""
    depuis_la_lecture = seance.version - request.args.get("lue", seance.version, type=int)
    faits = requetes.changements(seance, depuis_la_lecture) if depuis_la_lecture > 0 else []
    if not faits or faits[-1][1] == qui.nom:
        return ""
    _, auteur, quoi, titre = faits[-1]
    return f"{auteur} {quoi} : « {titre} »." if titre else f"{auteur} {quoi}."


def _panneaux(seance: Seance) -> list[tuple[str, Markup]]:
    """What the rooms above say of this séance, drawn blind."""
    return [
        (p.titre, Markup(render_template(p.gabarit, donnees=p.donnees, **p.donnees)))  # noqa: S704 - a template's output
        for p in panneaux.panneaux_de("seance", acteur(), seance)
    ]


def _a_venir(seance: Seance) -> bool:
    return seance.etat in cycle.AVANT_SEANCE


@vue(bp, "/app/seances/<int:seance_id>/actions", droit="seance.conduire", ecrit=True)
def agir(seance_id: int) -> Any:
    """One step of the life of the séance."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    action = request.form.get("action", "")
    options = services.Options(
        passer_outre=request.form.get("passer_outre", ""),
        confirmer="confirmer" in request.form,
        remplacer_formules="remplacer_formules" in request.form,
        inscriptions=request.form.getlist("inscriptions", type=int),
    )
    refus = essayer(lambda: services.agir(qui, seance, action, options))
    if refus is not None:
        return _page(requetes.seance(qui, seance_id), refus, action)
    flash(_fait(action, seance), "info")
    suite = "direct.cockpit" if action in ("ouvrir", "suspendre", "reprendre", "rouvrir") else "seances.composer"
    return vers(url_for(suite, seance_id=seance_id))


def _fait(action: str, seance: Seance) -> str:
    if action == "convoquer" and len(requetes.versions_en_cours(seance)) > 1:
        return f"L’ordre du jour complémentaire (version {seance.version_oj}) est envoyé aux membres."
    if action == "arreter" and seance.carence_le is not None:
        return "Le procès-verbal de carence est arrêté."
    return FAITS.get(action, "C’est fait.")


FAITS = {
    "convoquer": "Les membres sont convoqués : l’ordre du jour leur est envoyé.",
    "annuler_convocation": "Convocation annulée : l’ordre du jour est de nouveau un projet, les membres sont prévenus.",
    "annuler": "La séance est annulée : ses points attendent une autre séance.",
    "publier_projets": "Les projets sont publiés.",
    "publier_decisions": "Les services lisent maintenant les décisions.",
    "constater_carence": "La carence est constatée : vous pouvez préparer la convocation suivante.",
    "ouvrir": "La séance est ouverte.",
    "lever": "La séance est levée : décisions, votes et présences ne changent plus.",
    "arreter": "Les textes sont arrêtés : les actes sont numérotés.",
    "approuver_pv": "Le procès-verbal est approuvé.",
    "archiver": "La séance est archivée.",
}
