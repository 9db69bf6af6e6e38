"""The secretary's cockpit: conduct, note who is there, vote, decide; news by polling, woken by the bell."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from college.droits import verifier
from college.erreurs import Perime, Refus
from college.references import numero
from college.seances import candidatures, contexte_direct, decision, deux_textes, ecran, en_bloc, requetes, services
from college.seances.essai import essayer, essayer_et_dire
from college.seances.modele import Inscription, Scrutin, Seance
from college.web import acteur, vers, veut_fragment, vue

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
    verifier("seance.conduire", acteur(), seance)  # whatever gesture led here, the cockpit shows every line
    voulu = point or request.values.get("point", type=int)
    return contexte_direct.cockpit(acteur(), seance, voulu, request.args.get("volet", "decision"))


@vue(bp, "/app/seances/<int:seance_id>/direct/nouvelles", droit="seance.conduire")
def nouvelles(seance_id: int) -> Any:
    """The parts of the cockpit that changed since revision `depuis` (204: nothing)."""
    if request.args.get("depuis", -1, type=int) >= requetes.revision_conduite(acteur(), seance_id):
        return Response(status=204)
    seance = requetes.seance(acteur(), seance_id)
    reponse = make_response(render_template("seances/_cockpit_fragments.html", **_contexte(seance)))
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
    geste = request.form.get("evenement", "")
    evenement = geste.removesuffix("_distance")
    ligne = next((i for i in seance.inscriptions if i.id == point), None) if evenement == "se_retire" else None
    essayer_et_dire(
        lambda: services.noter_presence(
            qui,
            seance,
            request.form.get("mandataire", 0, type=int),
            evenement,
            inscription=ligne,
            a_distance=geste != evenement,
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
    issue, precision = request.form.get("issue", ""), request.form.get("precision", "")
    if precision == "jour":
        precision = request.form.get("jour", "")
    if precision and decision.PRECISIONS.get(precision, "reporte") != issue:
        precision = ""  # chosen for another outcome, then left as it was
    libelle = request.form.get("libelle", "").strip()
    saisie = services.SaisieDecision(issue, libelle=libelle, precision=precision, vu=request.form.get("vu"))
    if not essayer_et_dire(lambda: services.decider(qui, ligne, saisie)):
        return _revenir(ligne.seance_id, ligne.id)
    suivante = _suivante(ligne) if "suivant" in request.form else None
    if suivante is not None:
        services.appeler(qui, suivante)
    return _revenir(ligne.seance_id, (suivante or ligne).id)


@vue(bp, "/app/seances/<int:seance_id>/direct/bloc", droit="seance.decider", ecrit=True)
def adopter_en_bloc(seance_id: int) -> Any:
    """« Adopter en bloc »: a range of numbers, without those that a member wants apart; answered one by one."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    plage = (request.form.get("de", "").strip(), request.form.get("a", "").strip())
    sauf = request.form.get("sauf", "").replace(",", " ").split()
    bilan: list[services.Bilan] = []
    saisie = services.SaisieDecision("accepte", mode="unanimite")
    if essayer_et_dire(lambda: bilan.append(services.decider_plusieurs(qui, seance, saisie, plage=plage, sauf=sauf))):
        flash(en_bloc.dire([(i.numero, i.decisions[0].issue) for i in bilan[0].faits]), "info")
        for _, motif in bilan[0].refuses:
            flash(motif, "refus")
    return _revenir(seance_id)


def _suivante(ligne: Inscription) -> Inscription | None:
    apres = [i for i in ligne.seance.inscriptions if i.rang > ligne.rang and not i.retiree and not i.decisions]
    return min(apres, key=lambda i: i.rang, default=None)


@vue(bp, "/app/inscriptions/<int:inscription_id>/texte", droit="seance.decider", ecrit=True)
def amender(inscription_id: int) -> Any:
    """Amend the text live, or finish it before it is frozen."""
    ligne = _inscription(inscription_id)
    if "reunir" in request.form:
        return deux_textes.montrer(ligne)
    textes, lus = deux_textes.saisis(), request.form.get("marques")
    try:
        essayer_et_dire(lambda: services.amender(acteur(), ligne, textes, lus=lus), "Texte enregistré.")
    except Perime as perime:
        return deux_textes.montrer(ligne, perime)
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
    premier = next((v for v in ligne.scrutins if v.id == request.form.get("second_tour_de", type=int)), None)
    saisie = services.SaisieScrutin(
        mode=mode,
        tour=premier.tour + 1 if premier else 1,
        question=premier.question if premier else request.form.get("question", ""),
        exceptions=_grille(hors_pour=True) if mode == "unanimite" else {},
        objet=request.form.get("objet", "proposition"),
        lie_a=next((v for v in ligne.scrutins if v.id == request.form.get("lie_a", type=int)), None),
        candidats=candidatures.en_ballottage(premier)
        if premier
        else [{"nom": nom.strip()} for nom in request.form.get("candidats", "").splitlines() if nom.strip()],
        postes=int(premier.regle.get("postes", 1)) - len(premier.regle.get("elus", []))
        if premier
        else max(1, request.form.get("postes", 1, type=int)),
        vu=request.form.get("vu"),
    )

    def faire() -> None:
        cree = services.creer_scrutin(qui, ligne, saisie)
        if mode != "unanimite":
            services.agir_scrutin(qui, cree, "ouvrir")

    essayer_et_dire(faire)
    return _revenir(ligne.seance_id, ligne.id)


def _grille(hors_pour: bool = False) -> dict[int, str]:
    """The choices of the grid, by member: fields v-<id>."""
    lus = ((numero(nom[2:]), choix) for nom, choix in request.form.items() if nom.startswith("v-"))
    return {qui: choix for qui, choix in lus if qui and choix and not (hors_pour and choix == "pour")}


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
    notes = {membre: choix for membre, choix in _grille().items() if request.form.get(f"t-{membre}", "") != choix}
    if notes and trouve.etat != "ouvert":
        raise Refus(
            f"Le vote du point {trouve.inscription.numero} vient d’être clos depuis un autre écran : ce que vous "
            "notiez n’est pas compté. S’il le faut, recommencez le vote.",
            motif="vote_clos",
        )
    for membre, choix in notes.items():
        services.voter(acteur(), trouve, choix, mandataire_id=membre, titre="saisie")


def _naissances() -> dict[str, date]:
    """The dates of birth told with the count: fields a-<code>."""
    lues = ((nom[2:], request.form[nom]) for nom in request.form if nom.startswith("a-"))
    return {code: date.fromisoformat(jour) for code, jour in lues if re.fullmatch(r"\d{4}-\d{2}-\d{2}", jour)}


@vue(bp, "/app/scrutins/<int:scrutin_id>/depouiller", droit="seance.conduire", ecrit=True)
def depouiller(scrutin_id: int) -> Any:
    """Counts of a paper ballot."""
    trouve = _scrutin(scrutin_id)
    comptes: dict[str, object] = {
        nom[2:]: valeur if (lu := numero(valeur)) is None else lu
        for nom, valeur in request.form.items()
        if nom.startswith("n-") and valeur.strip()
    }

    def faire() -> None:
        services.depouiller(acteur(), trouve, comptes, _naissances())
        services.agir_scrutin(acteur(), trouve, "proclamer")

    if essayer_et_dire(faire):
        return _revenir(trouve.seance_id, trouve.inscription_id)
    contexte = _contexte(requetes.seance(acteur(), trouve.seance_id), trouve.inscription_id)
    page = render_template("seances/cockpit.html", **contexte | {"refus": None, "saisis": request.form})
    return make_response(page, 409)  # what was counted is not typed again
