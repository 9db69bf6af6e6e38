"""Screens of the agenda: list of séances, new séance, composer, notice."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, make_response, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge, panneaux
from college.droits import verifier
from college.erreurs import Introuvable, Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points import requetes as points
from college.seances import affichage, composition, cycle, permis, requetes, services
from college.seances.essai import essayer, essayer_et_dire
from college.seances.formulaires import FormulaireSeance
from college.seances.modele import Convocation, Inscription, Seance
from college.transaction import unite
from college.web import acteur, vers, veut_fragment, vue

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
    formulaire = FormulaireSeance().proposer(*_choix())
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
    lisibles = requetes.lisibles(qui, seance.inscriptions)
    modifiable = conduit and seance.etat in (*cycle.AVANT_SEANCE, *cycle.EN_SEANCE)
    contexte = {
        "seance": seance,
        "titre": affichage.titre(seance),
        "titre_court": affichage.titre_court(seance),
        "vie": affichage.vie(seance),
        "parties": affichage.parties(seance, lisibles),
        "nombre": sum(1 for i in seance.inscriptions if not i.retiree),
        "disponibles": affichage.disponibles(qui, seance) if modifiable else [],
        "prochaine": affichage.prochaine_echeance(seance, horloge.aujourdhui()) if _a_venir(seance) else None,
        "actions": affichage.boutons(qui, seance, services.actions(seance, avec_quorum=False)),
        "conduit": conduit,
        "modifiable": modifiable,
        "bouge": request.args.get("bouge", type=int),
        "refus": refus,
        "action_refusee": action,
        "panneaux": _panneaux(seance),
        "membre": qui.est_membre(seance.organe_id),
    }
    statut = 409 if refus else 200
    return make_response(render_template("seances/composer.html", **contexte), statut)


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
    flash(FAITS.get(action, "C’est fait."), "info")
    suite = "direct.cockpit" if action in ("ouvrir", "suspendre", "reprendre", "rouvrir") else "seances.composer"
    return vers(url_for(suite, seance_id=seance_id))


FAITS = {
    "convoquer": "Les membres sont convoqués : l’ordre du jour leur est envoyé.",
    "annuler_convocation": "La convocation est annulée : l’ordre du jour est de nouveau un projet.",
    "publier_projets": "Les projets sont publiés.",
    "constater_carence": "La carence est constatée : vous pouvez préparer la convocation suivante.",
    "ouvrir": "La séance est ouverte.",
    "lever": "La séance est levée : décisions, votes et présences ne changent plus.",
    "arreter": "Les textes sont arrêtés : les actes sont numérotés.",
    "approuver_pv": "Le procès-verbal est approuvé.",
    "archiver": "La séance est archivée.",
}


@vue(bp, "/app/seances/<int:seance_id>/inscriptions", droit="seance.preparer", ecrit=True)
def inscrire(seance_id: int) -> Any:
    """Put the chosen points on the agenda."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    choisis = request.form.getlist("point", type=int)
    motif = request.form.get("motif_urgence", "")
    outre = request.form.get("passer_outre", "")
    derniere = None
    for numero in choisis:
        point = points.point(qui, numero)
        essayer_et_dire(
            partial(services.inscrire, qui, seance, point, motif_urgence=motif, passer_outre=outre),
            f"Point ajouté : {point.titre}",
        )
        derniere = next((i.id for i in seance.inscriptions if i.point_id == numero), derniere)
    return _revenir(seance_id, derniere)


def _revenir(seance_id: int, ligne: int | None = None) -> Any:
    if veut_fragment():
        seance = requetes.seance(acteur(), seance_id)
        return _fragment(seance, ligne)
    adresse = url_for("seances.composer", seance_id=seance_id, bouge=ligne)
    return vers(f"{adresse}#l{ligne}" if ligne else adresse)


def _fragment(seance: Seance, bouge: int | None) -> str:
    """The agenda alone, for scripts that replace it in place."""
    lisibles = requetes.lisibles(acteur(), seance.inscriptions)
    return render_template(
        "seances/_odj_fragment.html",
        seance=seance,
        parties=affichage.parties(seance, lisibles),
        nombre=sum(1 for i in seance.inscriptions if not i.retiree),
        modifiable=True,
        conduit=True,
        bouge=bouge,
    )


def _inscription(inscription_id: int) -> Inscription:
    return requetes.inscription(acteur(), inscription_id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/deplacer", droit="seance.preparer", ecrit=True)
def deplacer(inscription_id: int) -> Any:
    """Up, down, or to a place; the former place is offered as « Annuler »."""
    ligne = _inscription(inscription_id)
    lignes = sorted(ligne.seance.inscriptions, key=lambda i: i.rang)
    place = lignes.index(ligne) + 1
    visee = request.values.get("place", type=int)
    sens = request.values.get("sens")
    if sens in ("haut", "bas"):
        visee = place - 1 if sens == "haut" else place + 1
    if visee is None:
        flash("Écrivez la place voulue : un nombre, 1 pour le premier point.", "refus")
        return _revenir(ligne.seance_id, ligne.id)
    essayer_et_dire(
        lambda: services.deplacer(acteur(), ligne, place=visee),
        f"Point {ligne.numero} déplacé au rang {min(max(visee, 1), len(lignes))}.",
        annuler=url_for("seances.deplacer", inscription_id=ligne.id, place=place),
    )
    return _revenir(ligne.seance_id, ligne.id)


@vue(bp, "/app/seances/<int:seance_id>/ordre", droit="seance.preparer", ecrit=True)
def glisser(seance_id: int) -> Any:
    """A row dragged by its handle."""
    seance = requetes.seance(acteur(), seance_id)
    par_id = {i.id: i for i in seance.inscriptions}
    ligne = par_id.get(request.form.get("id", 0, type=int))
    if ligne is None:
        raise Introuvable("Ce point n’est plus à l’ordre du jour : la page montre l’ordre actuel.")
    avant = par_id.get(request.form.get("avant", 0, type=int))
    apres = par_id.get(request.form.get("apres", 0, type=int))
    essayer_et_dire(
        lambda: services.deplacer(acteur(), ligne, avant=avant, apres=apres), f"Point {ligne.numero} déplacé."
    )
    return _revenir(seance_id, ligne.id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/ligne", droit="seance.preparer", ecrit=True)
def modifier_ligne(inscription_id: int) -> Any:
    """Closed session, sub-point, heading, list A."""
    ligne = _inscription(inscription_id)
    voulus = {nom: request.form[nom] == "1" for nom in ("huis_clos", "sous_point", "a_discuter") if nom in request.form}
    section = request.form.get("section")
    essayer_et_dire(
        lambda: services.modifier_ligne(acteur(), ligne, section=section, **voulus),
        f"Point {ligne.numero} : c’est changé.",
    )
    return _revenir(ligne.seance_id, ligne.id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/retirer", droit="seance.preparer", ecrit=True)
def retirer(inscription_id: int) -> Any:
    """Take a point off the agenda."""
    ligne = _inscription(inscription_id)
    seance_id, numero = ligne.seance_id, ligne.numero
    essayer_et_dire(
        lambda: services.retirer_inscription(acteur(), ligne, request.form.get("motif", "")),
        f"Point {numero} retiré de l’ordre du jour : il est de nouveau disponible.",
    )
    return _revenir(seance_id)


@vue(bp, "/app/seances/<int:seance_id>/ranger", droit="seance.preparer", ecrit=True)
def ranger(seance_id: int) -> Any:
    """Sort everything by the organe's rules."""
    seance = requetes.seance(acteur(), seance_id)
    essayer_et_dire(lambda: services.ranger(acteur(), seance), "Ordre du jour rangé selon les règles de l’organe.")
    return _revenir(seance_id)


@vue(bp, "/app/seances/<int:seance_id>/convocation", droit="seance.preparer")
def convocation(seance_id: int) -> str:
    """« Vérifier et convoquer »: who receives what, when, and what the law says of the date."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    verifier("seance.conduire", qui, seance)
    envois = unite().scalars(
        select(Convocation)
        .options(joinedload(Convocation.mandataire))
        .where(Convocation.seance_id == seance.id)
        .order_by(Convocation.id)
    )
    proposees = {a.code: a for a in services.actions(seance, avec_quorum=False)}
    return render_template(
        "seances/convocation.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        membres=composition.membres(seance),
        envois=list(envois),
        versions=requetes.versions(seance),
        echeances=affichage.echeances_de(seance, horloge.aujourdhui()),
        convoquer=proposees.get("convoquer"),
        publier=proposees.get("publier_projets"),
        nombre=sum(1 for i in seance.inscriptions if not i.retiree),
        tenue=lambda echeance, restant: affichage.tenue(seance, echeance, restant),
    )
