"""« Vérifier et convoquer »: who receives what, when, what the law says of the date; the proof of each delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from pydantic import Field

from college import horloge
from college.api import Corps, cadre
from college.api.listes import liste_entiere
from college.droits import Acteur, verifier
from college.erreurs import Refus
from college.horloge import BRUXELLES
from college.seances import affichage, composition, intitules, mentions, remise, requetes, services
from college.seances import convocation as convocations
from college.seances.corps import Instant
from college.seances.essai import essayer
from college.seances.modele import Convocation, Seance
from college.seances.vues import bp
from college.web import acteur, vers, vue

cadre.trouve("convocation")(remise.convocation)


@vue(bp, "/app/seances/<int:seance_id>/convocation", droit="seance.preparer")
def convocation(seance_id: int) -> Any:
    """Before the notice, and after it."""
    return _page(requetes.seance_conduite(acteur(), seance_id))


def _page(seance: Seance, refus: Refus | None = None) -> Any:
    envois = remise.de_seance(seance)
    bilan = remise.bilan(seance, envois)
    complement = convocations.a_envoyer(seance) if seance.etat == "convoquee" else None
    proposees = {a.code: a for a in services.actions(seance, avec_quorum=False)}
    page = render_template(
        "seances/convocation.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        membres=composition.membres(seance),
        envois=envois,
        bilan=bilan,
        moyens=list(remise.MOYENS.items()),
        libelles=remise.LIBELLES,
        maintenant=horloge.locale(horloge.maintenant()).strftime("%Y-%m-%dT%H:%M"),
        versions=requetes.versions(seance),
        echeances=affichage.echeances_de(seance, horloge.aujourdhui()),
        convoquer=proposees.get("convoquer"),
        publier=proposees.get("publier_projets"),
        nombre=affichage.nombre(seance),
        tenue=lambda echeance, restant: remise.tenue(seance, envois, bilan, echeance, restant),
        rien_de_nouveau=complement is not None and complement.vide,
        complement=mentions.dire(intitules.montrable(acteur(), seance, complement.dire())) if complement else [],
        huis_clos_avant=affichage.huis_clos_avant(seance),
        refus=refus,
    )
    return make_response(page, 409 if refus else 200)


@vue(bp, "/app/convocations/<int:convocation_id>/remise", droit="seance.conduire", ecrit=True)
def remettre(convocation_id: int) -> Any:
    """Handed over on paper, or read from the post's proof."""
    qui, envoi = acteur(), remise.convocation(acteur(), convocation_id)
    faite = remise.Remise(request.form.get("moyen", ""), _instant(), request.form.get("preuve", ""))
    if refus := essayer(lambda: remise.constater(qui, envoi, faite)):
        return _page(requetes.seance_conduite(qui, envoi.seance_id), refus)
    flash(f"Remise à {envoi.mandataire.nom_complet} notée, avec sa preuve.")
    return vers(url_for("seances.convocation", seance_id=envoi.seance_id))


def _instant() -> datetime | None:
    """As read on a clock in Belgium; a badly written one is none, and the rule says so."""
    try:
        return datetime.fromisoformat(request.form.get("le", "")).replace(tzinfo=BRUXELLES)
    except ValueError:
        return None


class RemiseCorps(Corps):
    """How and when a notice was handed over."""

    moyen: str
    le: Instant
    preuve: str = Field(default="", max_length=300)


@cadre.get(
    "/seances/<ref:seance>/convocations",
    droit="seance.conduire",
    etiquette="Séances",
    resume="Lire les convocations et la preuve de leur remise",
)
def lister(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    verifier("seance.conduire", acteur, seance)
    envois = remise.de_seance(seance)
    bilan = remise.bilan(seance, envois)
    return liste_entiere([_vue(envoi, bilan) for envoi in envois])


@cadre.post(
    "/convocations/<ref:convocation>/remise",
    droit="seance.conduire",
    etiquette="Séances",
    resume="Noter une remise sur papier, avec sa preuve",
)
def noter(acteur: Acteur, convocation: Convocation, corps: RemiseCorps) -> dict[str, Any]:
    remise.constater(acteur, convocation, remise.Remise(corps.moyen, corps.le, corps.preuve))
    return _vue(convocation, remise.bilan(convocation.seance, remise.de_seance(convocation.seance)))


def _vue(envoi: Convocation, bilan: remise.Bilan | None) -> dict[str, Any]:
    return {
        "id": envoi.id,
        "membre": envoi.mandataire.identifiant,
        "version": envoi.lettre,
        "moyen": envoi.remise,
        "envoyee_le": envoi.envoyee_le,
        "recue_le": envoi.recue_le,
        "preuve": envoi.preuve,
        "erreur": envoi.erreur,
        "hors_delai": bool(bilan and envoi.lettre == bilan.lettre and bilan.tardive(envoi)),
    }
