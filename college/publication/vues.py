"""Screens of the secretary: what waits to be published, one act read as the public will read it, the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from college import horloge
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.droits import verifier
from college.erreurs import Invalide, Refus
from college.publication import entree, pages, requetes, services
from college.publication.biffures import services as biffures
from college.publication.biffures.detection import TOUJOURS
from college.publication.biffures.masquage import masquer_html, masquer_texte
from college.publication.presentation import marges
from college.transaction import unite
from college.web import acteur, telecharger, vers, vue

bp = Blueprint("publication", __name__, template_folder="templates")


@vue(bp, "/app/publication", droit="publication.decider")
def tableau() -> str:
    """What waits, what is planned, what is on line."""
    qui = acteur()
    return render_template(
        "publication/tableau.html",
        a_publier=requetes.actes_a_publier(qui),
        programmees=requetes.pages_recentes(qui, "programmee"),
        publiees=requetes.pages_recentes(qui, "publiee", 30),
        retirees=requetes.pages_recentes(qui, "retiree", 20),
    )


@vue(bp, "/app/publication/registre", droit="publication.decider")
def registre() -> str:
    """The register of publications, latest first."""
    lignes = unite().execute(requetes.registre_lisible(acteur()).limit(500)).all()
    return render_template("publication/registre.html", lignes=lignes, aujourdhui=horloge.aujourdhui())


@vue(bp, "/app/publication/registre/<int:entree_id>.tst", droit="publication.decider")
def jeton(entree_id: int) -> Response:
    """The proof of the moment, to verify with any RFC 3161 tool on the line's fingerprint."""
    ligne = requetes.entree_du_registre(acteur(), entree_id)
    return telecharger(ligne.jeton or b"", f"registre-{ligne.annee}-{ligne.numero}.tst", "application/timestamp-reply")


@vue(bp, "/app/publication/actes/<int:acte_id>", droit="publication.decider")
def acte(acte_id: int) -> str:
    """The act as the public will read it, with what is masked and why."""
    cible = actes.acte(acteur(), acte_id)
    verifier("publication.decider", acteur(), cible)
    return _page(cible)


@vue(bp, "/app/publication/actes/<int:acte_id>", droit="publication.decider", ecrit=True)
def agir(acte_id: int) -> Response | str | tuple[str, int]:
    """Publish, plan, withdraw, or settle marks; a refusal shows the page again with its sentence."""
    cible = actes.acte(acteur(), acte_id)
    try:
        with unite().begin_nested():
            message = _AGIR[request.form.get("action", "")](cible)
    except KeyError:
        return _page(cible, "Choisissez une action de la page."), 422
    except (Refus, Invalide) as refus:
        return _page(cible, refus.phrase), refus.statut
    flash(message)
    return vers(url_for("publication.acte", acte_id=acte_id))


@vue(bp, "/app/publication/plusieurs", droit="publication.decider", ecrit=True)
def plusieurs() -> Response:
    """Publish the chosen acts; each is answered for itself."""
    faits, refuses = 0, []
    for numero in request.form.getlist("acte", type=int):
        cible = actes.acte(acteur(), numero)
        try:
            with unite().begin_nested():
                services.publier(acteur(), cible, masquer_en_attente="masquer" in request.form)
            faits += 1
        except Refus as refus:
            refuses.append(refus.phrase)
    flash(f"{faits} acte{'s' if faits > 1 else ''} en ligne." if faits else "Aucun acte n’a été publié.")
    for phrase in refuses[:10]:
        flash(phrase, "refus")
    return vers(url_for("publication.tableau"))


def _page(cible: Acte, refus: str = "") -> str:
    marques = biffures.lire(acteur(), cible)
    extraits = biffures.a_masquer(marques)
    texte = cible.versions[-1].texte_html if cible.versions else ""
    return render_template(
        "publication/acte.html",
        acte=cible,
        page=pages.de_acte_en_ligne(cible),
        titre=masquer_texte(cible.titre, extraits),
        blocs=marges(masquer_html(texte, extraits)),
        marques=marques,
        en_attente=biffures.en_attente(marques),
        toujours=TOUJOURS,
        reglement=entree.concerne(cible.point.nature if cible.point else "", cible.type_acte, cible.issue),
        refus=refus,
        saisie=request.form,
    )


def _publier(cible: Acte) -> str:
    ecrit = request.form.get("entree_en_vigueur", "")
    try:
        entree_en_vigueur = date.fromisoformat(ecrit) if ecrit else None
    except ValueError:
        raise Invalide("Choisissez un jour.", "entree_en_vigueur") from None
    page = services.publier(acteur(), cible, "masquer" in request.form, entree_en_vigueur)
    return f"L’acte {cible.reference} est en ligne\u00a0: {page.chemin}"


def _programmer(cible: Acte) -> str:
    ecrit = request.form.get("le", "")
    try:
        le = datetime.fromisoformat(ecrit).replace(tzinfo=horloge.BRUXELLES)
    except ValueError:
        raise Invalide("Choisissez un jour et une heure.", "le") from None
    services.programmer(acteur(), cible, le, masquer_en_attente="masquer" in request.form)
    return f"L’acte {cible.reference} sera mis en ligne au moment choisi."


def _retirer(cible: Acte) -> str:
    services.retirer(acteur(), cible, request.form.get("motif", ""))
    return f"L’acte {cible.reference} est retiré\u00a0: sa page dit pourquoi."


def _valider(cible: Acte) -> str:
    """Marks found just now have no number on the page: they are told apart by their words."""
    marques = biffures.proposer(acteur(), cible)
    gardees = set(request.form.getlist("masquer"))
    biffures.valider(acteur(), cible, [b.id for b in marques if b.extrait not in gardees])
    return "Les données à masquer sont réglées."


def _marquer(cible: Acte) -> str:
    biffures.marquer_mots(
        acteur(), cible, request.form.get("mots", ""), request.form.get("motif", "Choix du secrétariat")
    )
    return "Ces mots sont masqués."


_AGIR: dict[str, Any] = {
    "publier": _publier,
    "programmer": _programmer,
    "retirer": _retirer,
    "valider_biffures": _valider,
    "marquer": _marquer,
}
