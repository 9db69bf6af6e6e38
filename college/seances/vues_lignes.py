"""Gestures on the agenda's lines. Each says the version it was decided on: a stale one is shown both sides (412)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, make_response, render_template, request, url_for

from college import references
from college.droits import verifier
from college.erreurs import Introuvable
from college.points import requetes as points
from college.seances import affichage, agenda, numeros, requetes, services
from college.seances.essai import essayer, essayer_et_dire
from college.seances.modele import Inscription, Seance
from college.seances.vues import bp
from college.web import acteur, vers, veut_fragment, vue

MARQUES = ("huis_clos", "sous_point", "a_discuter")


def _geste(
    seance: Seance,
    faire: Callable[[], Any],
    dit: str,
    defaire: Callable[[], str] | None = None,
    ligne: int | None = None,
) -> Any:
    """Do it if the agenda is still the one that was read; the answer offers to undo it."""
    verifier("seance.preparer", acteur(), seance)  # before anything is shown: a stale page names every line
    agenda.verrouiller(seance)
    lue = request.values.get("version", type=int)
    if lue is not None and lue != seance.version:
        return _perime(seance, lue, dit)
    if essayer_et_dire(faire) and dit:
        flash(dit, f"annuler:{defaire()}" if defaire else "info")
    return _revenir(seance, ligne)


def _perime(seance: Seance, lue: int, dit: str) -> Any:
    """Somebody went before: what they did, what was wanted, the agenda as it is; the gesture may be made again."""
    qui = acteur()
    if veut_fragment():
        flash("L’ordre du jour a changé entre-temps : voici l’ordre actuel, recommencez votre geste.", "refus")
        return make_response(_fragment(seance, None), 412)
    suite: dict[str, Any] = {**request.args, **(request.view_args or {}), "version": seance.version}
    champs = [(n, v) for n in request.form for v in request.form.getlist(n) if n not in ("csrf_token", "cle_unique")]
    page = render_template(
        "seances/perime.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        voulu=dit,
        changements=requetes.changements(seance, seance.version - lue),
        champs=[c for c in champs if c[0] != "version"],
        adresse=url_for(request.endpoint or "", **suite),
        parties=affichage.parties(qui, seance, requetes.lisibles(qui, seance.inscriptions)),
        nombre=affichage.nombre(seance),
    )
    return make_response(page, 412)


def _revenir(seance: Seance, ligne: int | None = None) -> Any:
    if veut_fragment():
        return _fragment(seance, ligne)
    dispo = request.values.get("dispo") or None  # what narrows the available points stays
    adresse = url_for("seances.composer", seance_id=seance.id, bouge=ligne, dispo=dispo)
    return vers(f"{adresse}#l{ligne}" if ligne else adresse)


def _fragment(seance: Seance, bouge: int | None) -> str:
    """The agenda alone, for scripts that replace it in place."""
    lisibles = requetes.lisibles(acteur(), seance.inscriptions)
    return render_template(
        "seances/_odj_fragment.html",
        seance=seance,
        parties=affichage.parties(acteur(), seance, lisibles),
        nombre=affichage.nombre(seance),
        modifiable=True,
        conduit=True,
        bouge=bouge,
    )


def _inscription(inscription_id: int) -> Inscription:
    return requetes.inscription(acteur(), inscription_id)


@vue(bp, "/app/seances/<int:seance_id>/inscriptions", droit="seance.preparer", ecrit=True)
def inscrire(seance_id: int) -> Any:
    """Put the chosen points on the agenda; an undone removal gives its place and marks back."""
    qui = acteur()
    seance = requetes.seance_conduite(qui, seance_id)
    choisis = _choisis(seance)
    if not choisis:
        flash("Choisissez au moins un point disponible.", "refus")
        return _revenir(seance)
    if len(choisis) > 1:
        return _geste(seance, lambda: _plusieurs(seance, choisis), "")
    point = choisis[0]
    options: dict[str, Any] = {
        "motif_urgence": request.values.get("motif_urgence", ""),
        "passer_outre": request.values.get("passer_outre", ""),
        "normal": "normal" in request.values,
    }
    return _geste(
        seance,
        lambda: _remettre(services.inscrire(qui, seance, point, **options)),
        f"Point ajouté : {point.titre}",
        lambda: url_for("seances.retirer", inscription_id=_ligne_de(seance, point.id), version=seance.version),
    )


def _choisis(seance: Seance) -> list[Any]:
    """The points ticked, or with one button all those that lack nothing."""
    if "tous" in request.form:
        offerts, _ = affichage.disponibles(acteur(), seance, request.form.get("dispo", ""))
        return [d.point for d in offerts if not d.manque and not d.vide]
    return [points.point(acteur(), numero) for numero in request.values.getlist("point", type=int)]


def _plusieurs(seance: Seance, choisis: list[Any]) -> None:
    """Each stands alone: what one refuses does not hold back the others; the count is said once."""
    motif, outre = request.values.get("motif_urgence", ""), request.values.get("passer_outre", "")
    normal = "normal" in request.values
    ajoutes = 0
    for point in choisis:
        ajouter = partial(
            services.inscrire, acteur(), seance, point, motif_urgence=motif, passer_outre=outre, normal=normal
        )
        if refus := essayer(ajouter):
            flash(f"« {point.titre} » n’est pas ajouté. {refus.phrase}", "refus")
        else:
            ajoutes += 1
    if ajoutes:
        flash(f"{ajoutes} points ajoutés." if ajoutes > 1 else "Un point ajouté.", "info")


def _ligne_de(seance: Seance, point_id: int) -> int:
    return next(i.id for i in seance.inscriptions if i.point_id == point_id and not i.retiree)


def _remettre(ligne: Inscription) -> None:
    """The place and marks that an undone removal carries."""
    if (place := request.args.get("place", type=int)) is None:
        return
    marques = {nom: request.args[nom] == "1" for nom in MARQUES if nom in request.args}
    services.modifier_ligne(acteur(), ligne, section=request.args.get("section"), **marques)
    services.deplacer(acteur(), ligne, place=place)


@vue(bp, "/app/inscriptions/<int:inscription_id>/deplacer", droit="seance.preparer", ecrit=True)
def deplacer(inscription_id: int) -> Any:
    """Up, down, or to a place; the former place is offered as « Annuler »."""
    ligne = _inscription(inscription_id)
    place = _place(ligne)
    visee = _visee(ligne, place)
    if visee is None:
        flash("Écrivez la place voulue : le numéro d’un point de cet ordre du jour, 1 pour le premier.", "refus")
        return _revenir(ligne.seance, ligne.id)
    return _deplacer(ligne, place, partial(services.deplacer, acteur(), ligne, place=visee), _arrivee(ligne, visee))


def _visee(ligne: Inscription, place: int) -> int | None:
    """Up, down, the place of the number typed; an undo says its place itself."""
    sens, numero = request.values.get("sens"), request.form.get("numero")
    if sens in ("haut", "bas"):
        return place - 1 if sens == "haut" else place + 1
    if numero is None:
        return request.values.get("place", type=int)
    suite = sorted(ligne.seance.inscriptions, key=lambda i: i.rang)
    return numeros.place([(i.numero, i.huis_clos) for i in suite], numero, ligne.huis_clos)


def _arrivee(ligne: Inscription, visee: int) -> str:
    """« au rang 4 »: the number of the line whose place it takes."""
    suite = sorted(ligne.seance.inscriptions, key=lambda i: i.rang)
    return f" au rang {suite[min(max(visee, 1), len(suite)) - 1].numero}"


def _court(titre: str) -> str:
    """A title that a message can hold, cut between two words."""
    return titre if len(titre) <= 80 else titre[:80].rsplit(" ", 1)[0] + "…"


def _place(ligne: Inscription) -> int:
    return sorted(ligne.seance.inscriptions, key=lambda i: i.rang).index(ligne) + 1


def _deplacer(ligne: Inscription, place: int, faire: Callable[[], Any], ou: str = "") -> Any:
    return _geste(
        ligne.seance,
        faire,
        f"« {_court(ligne.titre)} » déplacé{ou}.",
        lambda: url_for("seances.deplacer", inscription_id=ligne.id, place=place, version=ligne.seance.version),
        ligne.id,
    )


@vue(bp, "/app/seances/<int:seance_id>/ordre", droit="seance.preparer", ecrit=True)
def glisser(seance_id: int) -> Any:
    """A row dragged by its handle; or the whole former order, when a sort is undone."""
    seance = requetes.seance(acteur(), seance_id)
    par_id = {i.id: i for i in seance.inscriptions}
    if ordre := request.args.get("ids"):
        voulu = [numero for ref in ordre.split(",") if (numero := references.numero(ref))]
        return _geste(seance, lambda: services.reordonner(acteur(), seance, voulu), "L’ordre précédent est remis.")
    ligne = par_id.get(request.form.get("id", 0, type=int))
    if ligne is None:
        raise Introuvable("Ce point n’est plus à l’ordre du jour : la page montre l’ordre actuel.")
    avant = par_id.get(request.form.get("avant", 0, type=int))
    apres = par_id.get(request.form.get("apres", 0, type=int))
    return _deplacer(ligne, _place(ligne), partial(services.deplacer, acteur(), ligne, avant=avant, apres=apres))


@vue(bp, "/app/inscriptions/<int:inscription_id>/ligne", droit="seance.preparer", ecrit=True)
def modifier_ligne(inscription_id: int) -> Any:
    """Closed session, sub-point, heading, list A."""
    ligne = _inscription(inscription_id)
    voulus = {nom: request.values[nom] == "1" for nom in MARQUES if nom in request.values}
    section = None if voulus else request.values.get("section")
    anciens: dict[str, Any] = {nom: int(getattr(ligne, nom)) for nom in voulus} or {"section": ligne.section}
    return _geste(
        ligne.seance,
        lambda: services.modifier_ligne(acteur(), ligne, section=section, **voulus),
        f"Point {ligne.numero} : {_dit(voulus, section)}.",
        lambda: url_for("seances.modifier_ligne", inscription_id=ligne.id, version=ligne.seance.version, **anciens),
        ligne.id,
    )


DITS = {
    "huis_clos": ("en séance publique", "à huis clos"),
    "sous_point": ("point entier", "sous-point du précédent"),
    "a_discuter": ("sans débat", "à discuter"),
}


def _dit(voulus: dict[str, bool], section: str | None) -> str:
    """What the line says of itself now."""
    if voulus:
        return ", ".join(DITS[nom][oui] for nom, oui in voulus.items())
    return "intertitre posé" if section else "intertitre retiré"


@vue(bp, "/app/inscriptions/<int:inscription_id>/retirer", droit="seance.preparer", ecrit=True)
def retirer(inscription_id: int) -> Any:
    """Take a point off the agenda."""
    ligne = _inscription(inscription_id)
    seance, numero, garde = ligne.seance, ligne.numero, ligne.numero_fige
    avant: dict[str, Any] = {"point": ligne.point_id, "place": _place(ligne), "section": ligne.section}
    avant |= {nom: int(getattr(ligne, nom)) for nom in MARQUES}
    suite = "il garde son numéro, marqué « retiré »" if garde else "il est de nouveau disponible"
    return _geste(
        seance,
        lambda: services.retirer_inscription(acteur(), ligne, request.form.get("motif", "")),
        f"Point {numero} retiré de l’ordre du jour : {suite}.",
        lambda: url_for("seances.inscrire", seance_id=seance.id, version=seance.version, **avant),
    )


@vue(bp, "/app/seances/<int:seance_id>/ranger", droit="seance.preparer", ecrit=True)
def ranger(seance_id: int) -> Any:
    """Sort everything by the organe's rules."""
    seance = requetes.seance(acteur(), seance_id)
    ordre = ",".join(str(i.id) for i in sorted(seance.inscriptions, key=lambda i: i.rang))
    return _geste(
        seance,
        lambda: services.ranger(acteur(), seance),
        "Ordre du jour rangé selon les règles de l’organe.",
        lambda: url_for("seances.glisser", seance_id=seance.id, ids=ordre, version=seance.version),
    )
