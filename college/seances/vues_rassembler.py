"""One screen: what waits to be put on this agenda by itself, and which minutes its points approve."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, request, url_for

from college import francais
from college.api import Corps, cadre
from college.api.listes import liste_entiere
from college.droits import Acteur, verifier
from college.erreurs import Refus
from college.seances import affichage, cycle, pv_precedents, rassemblement, requetes
from college.seances import representations as representation
from college.seances.essai import essayer
from college.seances.modele import Inscription, Seance
from college.seances.vues import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/seances/<int:seance_id>/rassembler", droit="seance.preparer")
def a_rassembler(seance_id: int) -> Any:
    """Each thing that waits, with one button."""
    return _page(requetes.seance_conduite(acteur(), seance_id))


def _page(seance: Seance, refus: Refus | None = None) -> Any:
    modifiable = seance.etat in cycle.AVANT_SEANCE
    page = render_template(
        "seances/rassembler.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        propositions=rassemblement.proposees(seance) if modifiable else [],
        approbations=[i for i in seance.inscriptions if i.point.nature == "pv" and not i.retiree and not i.issue],
        tenues=[(s.id, francais.date_longue(s.debut)) for s in pv_precedents.tenues(seance)] if modifiable else [],
        refus=refus,
    )
    return make_response(page, 409 if refus else 200)


@vue(bp, "/app/seances/<int:seance_id>/rassembler", droit="seance.preparer", ecrit=True)
def rassembler(seance_id: int) -> Any:
    """One of them, or all of them."""
    qui, seance = acteur(), requetes.seance_conduite(acteur(), seance_id)
    motif = request.form.get("motif", "")
    codes = [request.form["code"]] if request.form.get("code") else _restants(seance)

    def inscrire() -> None:
        for code in codes:
            rassemblement.rassembler(qui, seance, code, motif)

    if refus := essayer(inscrire):
        return _page(requetes.seance_conduite(qui, seance_id), refus)
    flash("Les points sont à l’ordre du jour." if len(codes) > 1 else "Le point est à l’ordre du jour.")
    return vers(url_for("seances.composer", seance_id=seance_id))


def _restants(seance: Seance) -> list[str]:
    return [p.recolte.code for p in rassemblement.proposees(seance) if not p.a_jour]


@vue(bp, "/app/inscriptions/<int:inscription_id>/pv", droit="seance.preparer", ecrit=True)
def viser_pv(inscription_id: int) -> Any:
    """Which minutes this point approves."""
    qui, ligne = acteur(), requetes.inscription(acteur(), inscription_id)
    voulue = request.form.get("seance", 0, type=int)
    if refus := essayer(lambda: rassemblement.viser_pv(qui, ligne, voulue)):
        return _page(requetes.seance_conduite(qui, ligne.seance_id), refus)
    flash(f"Le point {ligne.numero} approuve ce procès-verbal-là.")
    return vers(url_for("seances.a_rassembler", seance_id=ligne.seance_id))


class RassemblementCorps(Corps):
    """What to put on the agenda, by its code."""

    code: str
    motif_urgence: str = ""


class VisaPvCorps(Corps):
    """Whose minutes a point approves."""

    seance: int


@cadre.post(
    "/inscriptions/<ref:inscription>/pv",
    droit="seance.preparer",
    etiquette="Séances",
    resume="Dire quel procès-verbal ce point approuve",
)
def viser(acteur: Acteur, inscription: Inscription, corps: VisaPvCorps) -> dict[str, Any]:
    return representation.inscription_vue(acteur, rassemblement.viser_pv(acteur, inscription, corps.seance))


@cadre.get(
    "/seances/<ref:seance>/rassemblements",
    droit="seance.preparer",
    etiquette="Séances",
    resume="Ce qui attend d’être porté à cet ordre du jour",
)
def lister(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    verifier("seance.preparer", acteur, seance)
    return liste_entiere(
        [
            {
                "code": p.recolte.code,
                "libelle": p.recolte.libelle,
                "titre": p.recolte.donnees["titre"],
                "inscription": p.ligne.id if p.ligne else None,
                "a_jour": p.a_jour,
            }
            for p in rassemblement.proposees(seance)
        ]
    )


@cadre.post(
    "/seances/<ref:seance>/rassemblements",
    droit="seance.preparer",
    statut=201,
    etiquette="Séances",
    resume="Porter à l’ordre du jour ce qui attendait, ou compléter le point qui le dit",
)
def porter(acteur: Acteur, seance: Seance, corps: RassemblementCorps) -> dict[str, Any]:
    ligne = rassemblement.rassembler(acteur, seance, corps.code, corps.motif_urgence)
    return representation.inscription_vue(acteur, ligne)
