"""Live screens: the secretary's cockpit, the member's page with the vote, the room screen; news by polling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select

from college import francais
from college.droits import verifier
from college.erreurs import Refus
from college.points import requetes as points
from college.seances import affichage, bulletins, cycle, decision, ecran, requetes, services
from college.seances.essai import essayer, essayer_et_dire
from college.seances.modele import Emargement, Inscription, Scrutin, Seance
from college.transaction import unite
from college.web import acteur, vers, veut_fragment, vue

EN_COURS = cycle.AVANT_SEANCE | cycle.EN_SEANCE  # nothing moves any more once it is closed
bp = Blueprint("direct", __name__, template_folder="templates")


@vue(bp, "/app/seances/<int:seance_id>/direct", droit="seance.conduire")
def cockpit(seance_id: int) -> Any:
    """Conduct: agenda, text, presences, vote, decision."""
    seance = requetes.seance(acteur(), seance_id)
    verifier("seance.conduire", acteur(), seance)
    numero = request.args.get("numero", "").strip().lower()
    voulue = next((i.id for i in seance.inscriptions if numero and i.numero.lower() == numero), None)
    if numero and voulue is None:
        flash(f"Le point {numero} n’est pas à cet ordre du jour.", "refus")
    return _cockpit(seance, point=voulue)


def _cockpit(seance: Seance, refus: Refus | None = None, point: int | None = None) -> Response:
    contexte = _contexte(seance, point)
    contexte["refus"] = refus
    contexte["action_refusee"] = request.form.get("action", "")
    return make_response(render_template("seances/cockpit.html", **contexte), 409 if refus else 200)


def _contexte(seance: Seance, point: int | None = None) -> dict[str, Any]:
    qui = acteur()
    voulu = point or request.values.get("point", type=int)
    vue_ = ecran.ecran(qui, seance, voulu)
    return {
        "e": vue_,
        "seance": seance,
        "flux": f"/api/v1/seances/{seance.id}/direct/flux" if seance.etat in EN_COURS else "",
        "titre_court": affichage.titre_court(seance),
        "quorum": vue_.releve.quorum(),
        "issues": ecran.issues(vue_.courante),
        "issue": ecran.issue_suggeree(vue_.courante),
        "reglages": requetes.reglages(seance.organe),
        "grille": ecran.CHOIX_GRILLE,
        "actions": {a.code: a for a in services.actions(seance)},
        "volet": request.args.get("volet", "decision"),
        "vote_exige": vue_.courante is not None
        and decision.exige_un_vote(vue_.courante.point.nature, requetes.reglages(seance.organe).mention_vote),
        "secret": vue_.scrutin is not None and bulletins.est_secret(vue_.scrutin),
        "voulu": voulu,
        "motivation": Markup(vue_.courante.motivation) if vue_.courante else "",  # noqa: S704 - sanitised when written
        "dispositif": Markup(vue_.courante.dispositif) if vue_.courante else "",  # noqa: S704
    }


@vue(bp, "/app/seances/<int:seance_id>/direct/nouvelles", droit="seance.conduire")
def nouvelles(seance_id: int) -> Any:
    """The parts of the cockpit that changed since revision `depuis` (204: nothing)."""
    return _depuis(seance_id, _contexte_cockpit, "seances/_cockpit_fragments.html")


def _contexte_cockpit(seance: Seance) -> dict[str, Any]:
    verifier("seance.conduire", acteur(), seance)
    return _contexte(seance)


def _depuis(seance_id: int, contexte: Callable[[Seance], dict[str, Any]], gabarit: str) -> Response:
    """What changed since the revision that the screen shows; nothing is read when nothing changed."""
    if request.args.get("depuis", -1, type=int) >= requetes.revision(acteur(), seance_id):
        return Response(status=204)
    seance = requetes.seance(acteur(), seance_id)
    reponse = make_response(render_template(gabarit, **contexte(seance)))
    reponse.headers["X-Revision"] = str(seance.revision)
    return reponse


def _revenir(seance_id: int, point: int | None = None) -> Any:
    if veut_fragment():
        seance = requetes.seance(acteur(), seance_id)
        return render_template("seances/_cockpit_fragments.html", **_contexte(seance, point))
    return vers(url_for("direct.cockpit", seance_id=seance_id, point=point))


@vue(bp, "/app/seances/<int:seance_id>/direct/action", droit="seance.conduire", ecrit=True)
def agir(seance_id: int) -> Any:
    """Open, suspend, resume from the cockpit; a refusal is shown there."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    options = services.Options(passer_outre=request.form.get("passer_outre", ""))
    refus = essayer(lambda: services.agir(qui, seance, request.form.get("action", ""), options))
    if refus is not None:
        return _cockpit(requetes.seance(qui, seance_id), refus)
    return _revenir(seance_id)


@vue(bp, "/app/seances/<int:seance_id>/direct/presences", droit="seance.conduire", ecrit=True)
def presences(seance_id: int) -> Any:
    """One movement, or « tous présents » for those whom nobody noted yet."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    point = request.form.get("point", type=int)
    if "tous" in request.form:
        for p in ecran.ecran(qui, seance).presences:
            if p.etat == "attendu":
                services.noter_presence(qui, seance, p.membre.id, "arrive")
        return _revenir(seance_id, point)
    evenement = request.form.get("evenement", "")
    ligne = next((i for i in seance.inscriptions if i.id == point), None) if evenement == "se_retire" else None
    essayer_et_dire(
        lambda: services.noter_presence(
            qui, seance, request.form.get("mandataire", 0, type=int), evenement, inscription=ligne
        )
    )
    return _revenir(seance_id, point)


def _inscription(inscription_id: int) -> Inscription:
    return requetes.inscription(acteur(), inscription_id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/appeler", droit="seance.conduire", ecrit=True)
def appeler(inscription_id: int) -> Any:
    """This point is now in discussion: every live screen follows."""
    ligne = _inscription(inscription_id)
    essayer_et_dire(lambda: services.appeler(acteur(), ligne))
    return _revenir(ligne.seance_id, ligne.id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/decider", droit="seance.decider", ecrit=True)
def decider(inscription_id: int) -> Any:
    """The outcome; « et suivant » then calls the next point."""
    qui = acteur()
    ligne = _inscription(inscription_id)
    saisie = services.SaisieDecision(request.form.get("issue", ""))
    if not essayer_et_dire(lambda: services.decider(qui, ligne, saisie)):
        return _revenir(ligne.seance_id, ligne.id)
    suivante = _suivante(ligne) if "suivant" in request.form else None
    if suivante is not None:
        services.appeler(qui, suivante)
    return _revenir(ligne.seance_id, (suivante or ligne).id)


def _suivante(ligne: Inscription) -> Inscription | None:
    apres = [i for i in ligne.seance.inscriptions if i.rang > ligne.rang and not i.retiree and not i.decisions]
    return min(apres, key=lambda i: i.rang, default=None)


@vue(bp, "/app/inscriptions/<int:inscription_id>/texte", droit="seance.decider", ecrit=True)
def amender(inscription_id: int) -> Any:
    """Amend the text live, or finish it before it is frozen."""
    ligne = _inscription(inscription_id)
    textes = {
        champ: request.form[champ] for champ in ("motivation", "dispositif", "observations") if champ in request.form
    }
    essayer_et_dire(lambda: services.amender(acteur(), ligne, textes), "Texte enregistré.")
    return _revenir(ligne.seance_id, ligne.id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/huis-clos", droit="seance.conduire", ecrit=True)
def huis_clos(inscription_id: int) -> Any:
    """The doors closed on this point, or opened, with the reason that the minutes print."""
    ligne = _inscription(inscription_id)
    ferme, motif = request.form.get("ferme") == "1", request.form.get("motif", "")
    dit = "Le huis clos est prononcé." if ferme else "Le point se traite en séance publique."
    essayer_et_dire(lambda: services.prononcer_huis_clos(acteur(), ligne, ferme, motif), dit)
    return _revenir(ligne.seance_id, ligne.id)


@vue(bp, "/app/inscriptions/<int:inscription_id>/signaler", droit="seance.signaler", ecrit=True)
def signaler(inscription_id: int) -> Any:
    """A member asks that this point be discussed."""
    ligne = _inscription(inscription_id)
    voulu = request.form.get("a_discuter", "1") == "1"
    essayer_et_dire(lambda: services.signaler(acteur(), ligne, voulu))
    return vers(url_for("direct.membre", seance_id=ligne.seance_id, point=ligne.id))


@vue(bp, "/app/inscriptions/<int:inscription_id>/vote", droit="seance.conduire", ecrit=True)
def vote(inscription_id: int) -> Any:
    """The secretary's grid: « tous pour » with exceptions proclaimed at once, or a vote to open."""
    qui = acteur()
    ligne = _inscription(inscription_id)
    mode = request.form.get("mode", "unanimite")
    saisie = services.SaisieScrutin(
        mode=mode,
        question=request.form.get("question", ""),
        exceptions=_grille(hors_pour=True) if mode == "unanimite" else {},
        objet=request.form.get("objet", "proposition"),
        candidats=[{"nom": nom.strip()} for nom in request.form.get("candidats", "").splitlines() if nom.strip()],
    )

    def faire() -> None:
        cree = services.creer_scrutin(qui, ligne, saisie)
        if mode != "unanimite":
            services.agir_scrutin(qui, cree, "ouvrir")

    essayer_et_dire(faire)
    return _revenir(ligne.seance_id, ligne.id)


def _grille(hors_pour: bool = False) -> dict[int, str]:
    """The choices of the grid, by member: fields v-<id>."""
    lus = {int(nom[2:]): choix for nom, choix in request.form.items() if nom.startswith("v-") and nom[2:].isdecimal()}
    return {membre: choix for membre, choix in lus.items() if choix and not (hors_pour and choix == "pour")}


def _scrutin(scrutin_id: int) -> Scrutin:
    return requetes.scrutin(acteur(), scrutin_id)


@vue(bp, "/app/scrutins/<int:scrutin_id>/action", droit="seance.conduire", ecrit=True)
def agir_scrutin(scrutin_id: int) -> Any:
    """Keep the ballots keyed in the grid, close, proclaim."""
    qui = acteur()
    trouve = _scrutin(scrutin_id)
    ligne = trouve.inscription

    def faire() -> None:
        action = request.form.get("action", "")
        _saisir(trouve)
        if action in ("clore", "clore_et_proclamer"):
            services.agir_scrutin(qui, trouve, "clore")
        if action in ("proclamer", "clore_et_proclamer"):
            services.agir_scrutin(qui, trouve, "proclamer")

    essayer_et_dire(faire)
    return _revenir(ligne.seance_id, ligne.id)


def _saisir(trouve: Scrutin) -> None:
    """Ballots that the secretary changed on the screen: what it only showed (fields t-<id>) is never sent back,
    since a member may have voted again on a tablet meanwhile."""
    if trouve.etat != "ouvert":
        return
    for membre, choix in _grille().items():
        if request.form.get(f"t-{membre}", "") != choix:
            services.voter(acteur(), trouve, choix, mandataire_id=membre, titre="saisie")


@vue(bp, "/app/scrutins/<int:scrutin_id>/depouiller", droit="seance.conduire", ecrit=True)
def depouiller(scrutin_id: int) -> Any:
    """Counts of a paper ballot."""
    trouve = _scrutin(scrutin_id)
    comptes: dict[str, object] = {
        nom[2:]: int(valeur) if valeur.isdecimal() else valeur
        for nom, valeur in request.form.items()
        if nom.startswith("n-") and valeur.strip()
    }

    def faire() -> None:
        services.depouiller(acteur(), trouve, comptes)
        services.agir_scrutin(acteur(), trouve, "proclamer")

    essayer_et_dire(faire)
    return _revenir(trouve.seance_id, trouve.inscription_id)


@vue(bp, "/app/seances/<int:seance_id>/membre", droit="seance.lire")
def membre(seance_id: int) -> str:
    """The member's page: the dossier, the point in discussion, the vote."""
    return render_template("seances/membre.html", **_contexte_membre(requetes.seance(acteur(), seance_id)))


def _contexte_membre(seance: Seance, clos: str = "") -> dict[str, Any]:
    qui = acteur()
    contexte = _contexte(seance)
    vue_ = contexte["e"]
    ouvert = requetes.scrutin_ouvert(seance)
    mandat = qui.mandats.get(seance.organe_id)
    appareils = contexte["reglages"].vote_appareils
    contexte |= {
        "ouvert": ouvert,
        "moi": vue_.releve.par_id.get(mandat) if mandat else None,
        "present": mandat in vue_.releve.presents(),
        "admis": ouvert is not None
        and (appareils.secret if bulletins.est_secret(ouvert) else appareils.public)
        and mandat in vue_.releve.votants(ouvert.inscription),
        "bulletin": _mien(ouvert, mandat),
        "emarge": _emarge(ouvert, mandat),
        "clos": clos,
        "note": _note(vue_),
        "choix_election": _candidats(ouvert),
    }
    return contexte


def _note(vue_: ecran.Ecran) -> Markup | str:
    """The summary that a member reads first."""
    if vue_.courante is None or not vue_.lisible:
        return ""
    return Markup(points.texte(vue_.courante.point).note_synthese)  # noqa: S704 - sanitised when written


def _mien(ouvert: Scrutin | None, mandat: int | None) -> Any:
    if ouvert is None or mandat is None:
        return None
    return next((b for b in ouvert.bulletins if b.mandataire_id == mandat), None)


def _emarge(ouvert: Scrutin | None, mandat: int | None) -> bool:
    """Has this member already put a secret ballot in the urn?"""
    if ouvert is None or mandat is None or not bulletins.est_secret(ouvert):
        return False
    demande = select(Emargement.id).where(Emargement.scrutin_id == ouvert.id, Emargement.mandataire_id == mandat)
    return unite().scalar(demande) is not None


def _candidats(ouvert: Scrutin | None) -> list[tuple[str, str, str]] | None:
    if ouvert is None:
        return None
    if ouvert.mode == "election":
        return [(c["code"], c["nom"], "personne") for c in ouvert.candidats] + [("blanc", "Blanc", "tiret")]
    if ouvert.mode == "secret":
        return [("pour", "Oui", "coche"), ("contre", "Non", "croix"), ("abstention", "Abstention", "tiret"),
                ("blanc", "Blanc", "rond")]  # fmt: skip
    return None


@vue(bp, "/app/seances/<int:seance_id>/membre/nouvelles", droit="seance.lire")
def nouvelles_membre(seance_id: int) -> Any:
    """The parts of the member's page that changed."""
    return _depuis(seance_id, _contexte_membre, "seances/_membre_fragments.html")


@vue(bp, "/app/scrutins/<int:scrutin_id>/vote", droit="seance.voter", ecrit=True)
def voter(scrutin_id: int) -> Any:
    """A member's own ballot: the answer is what the server holds."""
    trouve = _scrutin(scrutin_id)
    refus = essayer(lambda: services.voter(acteur(), trouve, request.form.get("choix", "")))
    seance = requetes.seance(acteur(), trouve.seance_id)
    contexte = _contexte_membre(seance, refus.phrase if refus else "")
    if veut_fragment():
        return make_response(render_template("seances/_membre_scrutin.html", **contexte), 409 if refus else 200)
    if refus is not None:
        return make_response(render_template("seances/membre.html", **contexte), 409)
    return vers(url_for("direct.membre", seance_id=seance.id))


@vue(bp, "/app/seances/<int:seance_id>/salle", droit="seance.lire")
def salle(seance_id: int) -> str:
    """The room screen: what is discussed, what was voted; a closed item shows its public wording only."""
    return render_template("seances/salle.html", **_contexte_salle(requetes.seance(acteur(), seance_id)))


def _contexte_salle(seance: Seance) -> dict[str, Any]:
    contexte = _contexte(seance, seance.inscription_courante_id)
    courante = contexte["e"].courante
    contexte["heure"] = francais.heure(seance.debut)
    contexte["ferme"] = courante is not None and courante.huis_clos
    return contexte


@vue(bp, "/app/seances/<int:seance_id>/salle/nouvelles", droit="seance.lire")
def nouvelles_salle(seance_id: int) -> Any:
    """The room screen follows."""
    return _depuis(seance_id, _contexte_salle, "seances/_salle.html")
