"""Screens of the room: what is to be sent, to be done, in force, to be paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from college import francais, horloge, web
from college.erreurs import Introuvable
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.seances.essai import essayer_et_dire
from college.suites import documents, mesures, presences, regles, requetes, services
from college.suites.formulaires import jour_demande, jour_ecrit
from college.suites.modele import Expedition
from college.tableur import tableau
from college.transaction import unite
from college.tutelle import requetes as tutelle
from college.web import vers, vue

bp = Blueprint("suites", __name__, template_folder="templates")
ONGLETS = (
    ("suites.expedier", "À expédier"),
    ("suites.taches", "Tâches"),
    ("suites.mesures_en_vigueur", "Mesures en vigueur"),
    ("suites.presences_", "Présences"),
)


def _onglets(ici: str) -> list[dict[str, Any]]:
    return [{"libelle": libelle, "url": url_for(code), "ici": code == ici} for code, libelle in ONGLETS]


@vue(bp, "/app/suites", droit="suite.lire")
def expedier() -> str:
    """The letters, by channel: to send, sent, back."""
    etat, seance = request.args.get("etat", "a_expedier"), request.args.get("seance", type=int)
    lues = requetes.expeditions(web.acteur(), etat=etat, seance_id=seance)
    return render_template(
        "suites/expedier.html",
        expeditions=lues,
        etat=etat,
        seance=seance,
        canaux=regles.CANAUX,
        aujourdhui=horloge.aujourdhui().isoformat(),
        onglets=_onglets("suites.expedier"),
    )


@vue(bp, "/app/suites/expeditions", droit="suite.expedier", ecrit=True)
def envoyer() -> Any:
    """The ticked letters left that day, by that channel."""
    qui, choisies = web.acteur(), request.form.getlist("expedition", type=int)
    if not choisies:
        flash("Cochez les envois qui sont partis.", "refus")
    for numero in choisies:
        expedition = requetes.expedition(qui, numero)
        essayer_et_dire(partial(_expedier, expedition), f"Envoyé à {expedition.destinataire}.")
    return vers(request.form.get("suite") or url_for("suites.expedier"))


def _expedier(expedition: Expedition) -> None:
    lu = request.form
    le = jour_ecrit("le") or horloge.aujourdhui()
    depart = services.Depart(le, lu.get("canal", ""), lu.get("numero", ""), lu.get("preuve", ""))
    services.expedier(web.acteur(), expedition, depart)


@vue(bp, "/app/suites/lettres", droit="suite.expedier", ecrit=True)
def lettres() -> Any:
    """Prepare the letters of the ticked notifications."""
    qui = web.acteur()
    for numero in request.form.getlist("expedition", type=int):
        expedition = requetes.expedition(qui, numero)
        if expedition.piece == "notification":
            essayer_et_dire(
                partial(documents.lettre, qui, expedition), f"Lettre à {expedition.destinataire} en préparation."
            )
    return vers(url_for("suites.expedier"))


@vue(bp, "/app/suites/envois/<int:envoi_id>/bordereau", droit="suite.expedier", ecrit=True)
def bordereau(envoi_id: int) -> Any:
    """The slip that goes with an act to its authority, among the documents of its séance."""
    envoi = tutelle.envoi(web.acteur(), envoi_id)
    essayer_et_dire(lambda: documents.bordereau(web.acteur(), envoi), "Le bordereau est en préparation.")
    return vers(f"/app/seances/{envoi.acte.seance_id}/documents" if envoi.acte.seance_id else "/app/documents")


@vue(bp, "/app/suites/expeditions/<int:expedition_id>/retour", droit="suite.expedier", ecrit=True)
def constater(expedition_id: int) -> Any:
    """Received, or come back."""
    expedition = requetes.expedition(web.acteur(), expedition_id)
    etat = request.form.get("etat", "")
    essayer_et_dire(
        lambda: services.constater(web.acteur(), expedition, etat, jour_ecrit("le") or horloge.aujourdhui()),
        "C’est noté, avec sa date.",
    )
    return vers(url_for("suites.expedier", etat="expediee"))


@vue(bp, "/app/suites/taches", droit="suite.lire")
def taches() -> str:
    """What decisions charge services with; the overdue first when asked."""
    retard = "retard" in request.args
    etat = request.args.get("etat", "a_faire")
    return render_template(
        "suites/taches.html",
        taches=requetes.taches(web.acteur(), etat=etat, en_retard=retard),
        etat=etat,
        retard=retard,
        aujourdhui=horloge.aujourdhui(),
        onglets=_onglets("suites.taches"),
    )


@vue(bp, "/app/suites/taches/<int:tache_id>", droit="suite.executer", ecrit=True)
def finir(tache_id: int) -> Any:
    """Done, given up, or its date fixed."""
    tache = requetes.tache(web.acteur(), tache_id)
    if "echeance" in request.form:
        essayer_et_dire(lambda: services.fixer(web.acteur(), tache, jour_ecrit("echeance")), "Échéance notée.")
    else:
        etat, preuve = request.form.get("etat", ""), request.form.get("preuve", "")
        essayer_et_dire(lambda: services.finir(web.acteur(), tache, etat, preuve), "Tâche close, avec sa preuve.")
    return vers(url_for("suites.taches"))


@vue(bp, "/app/suites/mesures", droit="suite.lire")
def mesures_en_vigueur() -> str:
    """The measures in force today (or on another day)."""
    jour = jour_demande("jour") or horloge.aujourdhui()
    qui = web.acteur()
    return render_template(
        "suites/mesures.html",
        mesures=requetes.mesures(qui, jour),
        jour=jour,
        colleges=[
            o
            for o in organisation.liste(Organe, qui.institution_id)
            if o.id in qui.secretariats and o.type == "college"
        ],
        onglets=_onglets("suites.mesures_en_vigueur"),
    )


@vue(bp, "/app/suites/mesures/<int:mesure_id>", droit="suite.mesurer", ecrit=True)
def changer_mesure(mesure_id: int) -> Any:
    """Its dates and places, or its end."""
    qui, mesure = web.acteur(), requetes.mesure(web.acteur(), mesure_id)
    if "motif" in request.form:
        motif = request.form["motif"]
        essayer_et_dire(
            lambda: mesures.lever(qui, mesure, jour_ecrit("le") or horloge.aujourdhui(), motif),
            "Mesure levée : c’est en marge de l’acte.",
        )
    else:
        lieux = request.form.get("lieux", "")
        essayer_et_dire(
            lambda: mesures.fixer(qui, mesure, jour_ecrit("du") or mesure.du, jour_ecrit("au"), lieux),
            "Dates et lieux notés.",
        )
    return vers(url_for("suites.mesures_en_vigueur"))


@vue(bp, "/app/suites/prise-d-acte", droit="suite.expedier", ecrit=True)
def prise_d_acte() -> Any:
    """The bourgmestre's arrêtés, as one point of the collège."""
    organe = unite().get(Organe, request.form.get("organe", 0, type=int))
    if organe is None or organe.institution_id != web.acteur().institution_id:
        raise Introuvable("Cet organe n’existe pas.")
    essayer_et_dire(lambda: mesures.prise_d_acte(web.acteur(), organe), "Le point de prise d’acte est prêt à inscrire.")
    return vers(url_for("suites.mesures_en_vigueur"))


def _debut_du_trimestre() -> date:
    """The first day of the quarter that runs."""
    aujourdhui = horloge.aujourdhui()
    return aujourdhui.replace(month=3 * ((aujourdhui.month - 1) // 3) + 1, day=1)


def _periode() -> tuple[date, date]:
    """The quarter asked for, the last finished one otherwise."""
    fin = date.fromordinal(_debut_du_trimestre().toordinal() - 1)
    return jour_demande("du") or fin.replace(month=fin.month - 2, day=1), jour_demande("au") or fin


def _miens() -> list[Organe]:
    """The organes that sit, whose minutes the person keeps."""
    qui = web.acteur()
    organes = organisation.liste(Organe, qui.institution_id)
    return [o for o in organes if o.id in qui.secretariats and o.type != "autorite"]


def _organe() -> Organe:
    """The organe asked for, among those that the person keeps."""
    miens = _miens()
    voulu = request.values.get("organe", type=int)
    trouve = next((o for o in miens if o.id == voulu), None) if voulu else next(iter(miens), None)
    if trouve is None:
        raise Introuvable("L’état des présences est tenu par le secrétariat de l’organe.")
    return trouve


@vue(bp, "/app/suites/presences", droit="suite.presences", endpoint="presences_")
def etat_des_presences() -> str:
    """The sheet of a quarter, to validate."""
    organe, (du, au) = _organe(), _periode()
    valide = requetes.etat_presences(organe, du, au)
    lignes = valide.lignes if valide else presences.etat(organe, du, au)
    return render_template(
        "suites/presences.html",
        organe=organe, organes=[(o.id, o.nom) for o in _miens()],
        du=du, au=au, lignes=lignes, valide=valide, jeton=presences.jeton(organe),
        courant={"du": _debut_du_trimestre().isoformat(), "au": horloge.aujourdhui().isoformat()},
        total=sum(ligne["du"] for ligne in lignes), onglets=_onglets("suites.presences_"),
    )  # fmt: skip


@vue(bp, "/app/suites/presences", droit="suite.presences", ecrit=True)
def valider_presences() -> Any:
    """Freeze the sheet."""
    organe, (du, au) = _organe(), _periode()
    essayer_et_dire(
        lambda: presences.valider(web.acteur(), organe, jour_ecrit("du") or du, jour_ecrit("au") or au),
        "L’état est validé : il ne change plus.",
    )
    return vers(url_for("suites.presences_", organe=organe.id, du=du.isoformat(), au=au.isoformat()))


@vue(bp, "/app/suites/presences.csv", droit="suite.presences")
def presences_csv() -> Any:
    """The sheet for the payroll."""
    organe, (du, au) = _organe(), _periode()
    valide = requetes.etat_presences(organe, du, au)
    lignes = valide.lignes if valide else presences.etat(organe, du, au)
    rangees = [
        (
            str(ligne["nom"]), str(ligne["tenues"]), str(ligne["presences"]),
            francais.nombre(Decimal(ligne["du"]) / 100, 2).replace(francais.FINE, ""), "validé" if valide else "projet",
        )
        for ligne in lignes
    ]  # fmt: skip
    nom = f"presences-{organe.code}-{du.isoformat()}-{au.isoformat()}.csv"
    colonnes = ("Membre", "Séances tenues", "Présences", "Dû en euros", "État")
    return web.telecharger(tableau(colonnes, rangees), nom, "text/csv")


@vue(bp, "/app/suites/presences.pdf", droit="suite.presences")
def presences_pdf() -> Any:
    """The sheet to sign, for the file of the payment."""
    organe, (du, au) = _organe(), _periode()
    nom = f"presences-{organe.code}-{du.isoformat()}-{au.isoformat()}.pdf"
    return web.telecharger(documents.etat_des_presences(web.acteur(), organe, du, au), nom, "application/pdf", True)
