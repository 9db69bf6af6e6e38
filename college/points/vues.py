"""Screens of the points room: inbox, list, editor, page with tracker and history, comparison, search."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from markupsafe import Markup

from college import francais, horloge, references
from college.droits import Acteur
from college.erreurs import Interdit, Invalide, Perime, Refus
from college.panneaux import panneaux_de
from college.points import dossier, ecrans, formulaires, listes, masques, requetes, services, transmission
from college.points.differences import differences
from college.points.etats import etat_de, texte
from college.points.modele import Point
from college.points.pages import avancement, dessiner, formulaire, page
from college.points.pages_conflit import NOMS, conflit, deja_garde, marques
from college.points.regles import TEXTES
from college.points.relecture import requetes as relecture
from college.points.relecture import services as relire
from college.points.saisie import Modification
from college.points.texte_simple import en_html
from college.transaction import unite
from college.web import acteur, vers, veut_fragment, vue

VISAS_AU_PLUS = 100
bp = Blueprint("points", __name__, template_folder="templates")


@bp.app_template_filter("riche")
def riche(texte_html: str) -> Markup:
    """Text that was sanitised when it came in: shown as it is."""
    return Markup(texte_html)  # noqa: S704  # nosec B704 - only what `nettoyer` has kept


@bp.app_template_filter("intitule")
def intitule(point: Point) -> str:
    """The title of a point as the person may read it."""
    return masques.titres(acteur(), [point])[point.id]


@vue(bp, "/app/", droit="connecte")
def a_faire() -> str:
    """What waits for me, and where my points are."""
    donnees = listes.inbox(acteur(), request.args.get("liste", "moi"))
    panneaux = [dessiner(panneau) for panneau in panneaux_de("a_faire", acteur(), None)]
    return render_template("points/a_faire.html", panneaux=panneaux, **donnees)


@vue(bp, "/app/points", droit="connecte")
def liste() -> str:
    """Every point that I may read, filtered by the address."""
    donnees = listes.points(acteur(), request.args)
    if veut_fragment():
        return render_template("points/_lignes.html", **donnees)
    seances = listes.seances_a_composer(acteur())
    return render_template("points/liste.html", secretaire=acteur().est_secretaire(), seances=seances, **donnees)


@vue(bp, "/app/recherche", droit="connecte")
def recherche() -> str:
    """Words in everything that I may read."""
    return render_template("points/recherche.html", **listes.recherche(acteur(), request.args))


@vue(bp, "/app/points/nouveau", droit="point.proposer", methods=["GET", "POST"])
def nouveau() -> Any:
    """A new point, from an empty form."""
    qui = acteur()
    if request.method == "GET":
        return formulaire(qui, None, {"nature": "decision", "organe": request.args.get("organe", "")})
    try:
        point = services.proposer(qui, formulaires.nouvelle(request.form))
    except (Invalide, Refus, Interdit) as refus:
        return formulaire(qui, None, formulaires.retenues(request.form), refus), refus.statut
    flash(f"Le point {point.reference} est enregistré.")
    return vers(url_for("points.modifier" if "continuer" in request.form else "points.voir", point_id=point.id))


@vue(bp, "/app/points/<int:point_id>", droit="point.lire")
def voir(point_id: int) -> str:
    """Where the point is, what happened, what I may do."""
    return page(acteur(), dossier.point(acteur(), point_id))


@vue(bp, "/app/points/<int:point_id>/actions", droit="connecte", ecrit=True)
def agir(point_id: int) -> Any:
    """One act of the chain; a refusal comes back beside the button, with what was typed."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    action, champs = request.form.get("action", ""), request.form
    cible = champs.get("vers") or None
    restants = requetes.file(qui) if "file" in champs else None
    try:
        if action == "dupliquer":
            copie = transmission.dupliquer(qui, point)
            flash(f"{copie.reference} est une copie de {point.reference}.")
            return vers(url_for("points.modifier", point_id=copie.id))
        if action == "transmettre_organe":
            suite = transmission.transmettre_organe(qui, point, cible or "")
            flash(f"Le point est transmis : {suite.reference}.")
            return vers(url_for("points.voir", point_id=point.id))
        fait = services.agir(
            qui, point, _action_connue(action), champs.get("commentaire", ""), cible,
            champs.get("avis") or None, en_html(champs.get("texte", "")), "confidentiel" in champs,
        )  # fmt: skip
    except (Refus, Interdit, Invalide) as refus:
        return page(qui, point, refus, action), refus.statut
    flash(_dit(action, fait))
    return vers(_ensuite(restants, point))


def _ensuite(restants: list[int] | None, point: Point) -> str:
    """After an act: the point again, or the next one for who examines them one after the other."""
    if restants is None:
        return url_for("points.voir", point_id=point.id)
    rang = restants.index(point.id) if point.id in restants else -1
    autres = [numero for numero in (*restants[rang + 1 :], *restants[: max(rang, 0)]) if numero != point.id]
    return url_for("points.voir", point_id=autres[0], file=1) if autres else url_for("points.a_faire")


@vue(bp, "/app/points/viser", droit="connecte", ecrit=True)
def viser() -> Any:
    """Many visas at once, answered one by one: what is refused stays, with its sentence."""
    qui, faits = acteur(), []
    numeros = request.form.getlist("point", type=int)[:VISAS_AU_PLUS]
    if not numeros:
        flash("Cochez d’abord les points à viser.", "refus")
    for numero in numeros:
        point = requetes.point(qui, numero)
        try:
            with unite().begin_nested():
                services.agir(qui, point, "viser")
        except (Refus, Interdit, Invalide) as refus:
            flash(f"{point.reference} : {refus.phrase}", "refus")
        else:
            faits.append(point.reference)
    if faits:
        flash(f"{francais.compte(len(faits), 'visa')} : {francais.enumerer(faits)}.")
    return vers(url_for("points.a_faire"))


def _action_connue(action: str) -> str:
    if action not in ecrans.ICONES:
        raise Invalide("Cette action n’existe pas : rechargez la page.", "action")
    return action


def _dit(action: str, point: Point) -> str:
    suite = (
        f"Il attend : {point.etape_libelle}." if point.etape else "Il est validé." if point.phase == "valide" else ""
    )
    faits = {
        "soumettre": f"Le point est envoyé. {suite}",
        "viser": f"Votre visa est donné. {suite}",
        "rendre_avis": "Votre avis est rendu.",
        "renvoyer": "Le point est renvoyé avec votre commentaire.",
        "reprendre": "Vous avez repris le point.",
        "retirer": "Le point est retiré.",
        "demander_avis": "L’avis est demandé.",
        "decider_hors_seance": "La décision est prise.",
        "passer_outre": "Le point est prêt ; les étapes passées outre restent à régulariser.",
    }
    return faits[action].strip()


@vue(bp, "/app/points/<int:point_id>/modifier", droit="connecte", methods=["GET", "POST"])
def modifier(point_id: int) -> Any:
    """The editor. A stale save shows both texts; nothing typed is lost."""
    qui = acteur()
    if request.method == "GET":
        point = dossier.point(qui, point_id)
        if phrase := ecrans.peut_modifier(etat_de(point), qui):
            raise Interdit(phrase)
        return formulaire(qui, point, formulaires.valeurs(point, texte(point)))
    point = requetes.point(qui, point_id)
    if "reunir" in request.form:
        return conflit(qui, point, None)
    try:
        _ecrire(qui, point)
        if "soumettre" in request.form:
            services.agir(qui, point, "soumettre")
    except Perime as perime:
        return _deux_textes(qui, point, perime)
    except (Invalide, Refus, Interdit) as refus:
        return formulaire(qui, point, formulaires.retenues(request.form), refus), refus.statut
    flash(f"Enregistré à {_heure()}.")
    return vers(url_for("points.modifier" if "continuer" in request.form else "points.voir", point_id=point.id))


@vue(bp, "/app/points/<int:point_id>/enregistrer", droit="connecte", ecrit=True)
def enregistrer(point_id: int) -> Any:
    """Autosave: the same change, answered by its time and the new version; a conflict says so."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    try:
        _ecrire(qui, point, regrouper=True)
    except Invalide as refus:
        return {"detail": " ".join(phrase for _, phrase in formulaires.nommees(refus))}, refus.statut
    except Perime as perime:
        detail = f"{perime.phrase} « Enregistrer » les montre côte à côte, rien ne se perd."
        return {"detail": francais.insecables(detail)}, perime.statut
    except (Refus, Interdit) as refus:
        return {"detail": refus.phrase}, refus.statut
    ouvert = marques(point, relecture.relectures(point))
    return {**enregistre_a(point), "marques": ouvert, "fragments": avancement(qui, point)}


def _ecrire(qui: Acteur, point: Point, *, regrouper: bool = False) -> None:
    """Keep what the form says. What is kept already, word for word, is nobody's conflict: most often one's own save,
    whose answer the network has lost, sent again."""
    perimees = relecture.perimees(point)
    try:
        services.modifier(qui, point, _changement(point), _version(), regrouper=regrouper)
    except Perime:
        if not deja_garde(point):
            raise
        return
    relire.garder(qui, point, formulaires.riches(request.form), perimees)


def _deux_textes(qui: Acteur, point: Point, perime: Perime) -> Any:
    try:
        return conflit(qui, point, perime), perime.statut
    except Invalide as refus:  # a text over its limit: it is shortened first
        return formulaire(qui, point, formulaires.retenues(request.form), refus), refus.statut


def _changement(point: Point) -> Modification:
    return formulaires.changement(request.form, point.destinataires)


def _version() -> int | None:
    """The version that the form was read at; one that cannot be read is of yesterday, and nobody's text is lost."""
    lue = request.form.get("version")
    return None if lue is None else references.numero(lue) or 0


def enregistre_a(point: Point) -> dict[str, Any]:
    """What an autosave answers: the new version, and the words to show."""
    unite().flush()
    return {"version": point.version, "enregistre": f"Enregistré à {_heure()}"}


def _heure() -> str:
    return francais.heure(horloge.maintenant())


@vue(bp, "/app/points/<int:point_id>/revisions/<int:numero>", droit="point.lire")
def revision(point_id: int, numero: int) -> str:
    """A frozen text."""
    point = requetes.point(acteur(), point_id)
    lue = masques.montrable(acteur(), point, requetes.revision(point, numero))
    return render_template("points/revision.html", point=point, revision=lue)


@vue(bp, "/app/points/<int:point_id>/comparer", droit="point.lire")
def comparer(point_id: int) -> str:
    """Two versions, word by word."""
    point = requetes.point(acteur(), point_id)
    dernier = point.numero_revision
    a = request.args.get("a", dernier, type=int)
    de = request.args.get("de", max(a - 1, 1), type=int)
    ancienne, nouvelle = (masques.montrable(acteur(), point, requetes.revision(point, n)) for n in (de, a))
    champs = [(nom, differences(getattr(ancienne, nom), getattr(nouvelle, nom))) for nom in TEXTES]
    return render_template(
        "points/comparer.html", point=point, ancienne=ancienne, nouvelle=nouvelle, dernier=dernier,
        champs=[(NOMS[nom], lot) for nom, lot in champs if lot],
    )  # fmt: skip
