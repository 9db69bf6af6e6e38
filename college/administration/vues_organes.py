"""The bodies: their keys, and their members today."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from sqlalchemy import or_, select

from college import horloge
from college.administration import services, vigilance
from college.administration.requetes import trouver
from college.administration.vues import ICI, bp
from college.erreurs import Invalide
from college.organisation import requetes, titres
from college.organisation.modele import Mandat, Organe, Service
from college.organisation.reglages import reglages_organe
from college.points.modele import Chaine
from college.points.regles import EFFETS
from college.seances import droit
from college.transaction import unite
from college.web import acteur, vers, vue

CHOIX = {
    "mention_vote": [
        ("aucune", "Aucune"),
        ("resultat", "Le résultat"),
        ("resultat_et_noms", "Le résultat et les noms"),
    ],
    "publication": [
        ("projets_et_decisions", "Projets et décisions"),
        ("decisions", "Décisions seulement"),
        ("aucune", "Rien"),
    ],
    "actes": [("tous", "Pour chaque point décidé"), ("a_la_demande", "À la demande")],
    "signature": [
        ("tous", "Tous les actes"),
        ("actes_marques", "Les actes marqués"),
        ("pv_seul", "Le procès-verbal seul"),
    ],
    "numerotation_huis_clos": [
        ("continue", "À la suite"),
        ("reprend", "Reprend à 1"),
        ("prefixee", "Préfixée (HC-1)"),
    ],
    "issue_defaut": [
        ("accepte", "Accepté"),
        ("pris_acte", "Pris acte"),
        ("reporte", "Reporté"),
        ("non_applicable", "Sans vote"),
    ],
}
OUI_NON = ("seance_publique", "convocation_requise", "secret_social", "double_forme", "signature_avant_publication")
NOMBRES = ("preavis_francs", "preavis_francs_suivantes", "seuil_avis_df_htva", "cloture_jours", "jeton")
TEXTES = (
    "reference",
    "titre_huis_clos",
    "participation_distance",
    "cloture_heure",
    "consultation",
    "recours",
    "prefixe_actes",
)


@vue(bp, f"{ICI}/organes", droit="administration")
def organes() -> str:
    """The bodies of the institution."""
    tous = unite().scalars(
        select(Organe).where(Organe.institution_id == acteur().institution_id).order_by(Organe.rang, Organe.id)
    )
    lignes = [(organe, reglages_organe(organe.type, organe.reglages)) for organe in tous]
    return render_template("administration/organes.html", lignes=lignes)


@vue(bp, f"{ICI}/organes/<int:numero>", droit="administration", methods=["GET", "POST"])
def organe(numero: int) -> Any:
    """One body and its keys; what is not written takes the law's default for its type."""
    soi = trouver(acteur(), Organe, numero)
    saisie, fautes = _en_vigueur(soi), {}
    if request.method == "POST":
        saisie = _lue(soi)
        try:
            services.modifier_organe(acteur(), soi, saisie)
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
        else:
            flash(f"{soi.nom} est à jour.")
            return vers(f"{ICI}/organes/{numero}")
    chaines = unite().scalars(select(Chaine).where(Chaine.institution_id == soi.institution_id).order_by(Chaine.code))
    page = render_template(
        "administration/organe.html",
        soi=soi,
        saisie=saisie,
        fautes=fautes,
        choix=CHOIX,
        oui_non=OUI_NON,
        titre=titres.mandat,
        type_organe=titres.ORGANES[soi.type],
        services=[(service.code, service.nom) for service in requetes.liste(Service, soi.institution_id)],
        natures=[(code, effets.libelle) for code, effets in EFFETS.items()],
        chaines=[(chaine.code, chaine.libelle or chaine.code) for chaine in chaines],
        mandats=requetes.mandats(soi.id, horloge.aujourdhui()),
        a_voir=vigilance.avertissements(_a_partir_d_aujourdhui(soi), horloge.aujourdhui()),
        loi=_loi(soi),
    )
    return page, 422 if fautes else 200


def _a_partir_d_aujourdhui(soi: Organe) -> list[Mandat]:
    """The terms that run or will run."""
    jour = horloge.aujourdhui()
    demande = select(Mandat).where(Mandat.organe_id == soi.id, or_(Mandat.au.is_(None), Mandat.au >= jour))
    return list(unite().scalars(demande.order_by(Mandat.rang, Mandat.id)))


LOI = {
    "convocation_francs": "Convocation, jours francs",
    "convocation_suivante_francs": "2e et 3e convocations, jours francs",
    "convocation_extraordinaire_francs": "Séance extraordinaire, jours francs",
    "point_conseiller_francs": "Point d’un conseiller, jours francs",
    "interpellation_francs": "Interpellation, jours francs",
    "publication_projets_francs": "Publication des projets, jours francs",
    "quorum": "Quorum",
    "majorite": "Majorité",
    "parite": "Parité des voix",
    "urgence": "Urgence en séance",
    "appel_nominal": "Appel nominal sur demande",
    "huis_clos": "Huis clos",
    "approbation_pv": "Approbation du procès-verbal",
}
VALEURS = {
    "majorite": "la majorité des membres en fonction",
    "absolue": "absolue, des suffrages exprimés",
    "rejete": "rejet",
    "partage": "report, ou voix prépondérante",
    True: "selon l’article",
}


def _loi(soi: Organe) -> list[tuple[str, str, droit.Parametre]]:
    """What the law fixes today for this type of body: words, value, article with its date."""
    jour = horloge.aujourdhui()
    lus = [(libelle, droit.regle(nom, soi.type, jour)) for nom, libelle in LOI.items()]
    return [(libelle, _valeur(p.valeur), p) for libelle, p in lus if p.valeur]


def _valeur(valeur: Any) -> str:
    if isinstance(valeur, tuple):
        return f"{valeur[0]}/{valeur[1]} des membres présents"
    return str(VALEURS.get(valeur, valeur))


def _en_vigueur(soi: Organe) -> dict[str, Any]:
    cles = reglages_organe(soi.type, soi.reglages)
    vote = {"vote_public": cles.vote_appareils.public, "vote_base": cles.vote_appareils.base}
    libres = {cle: soi.reglages.get(cle, "") for cle in ("consultation", "recours", "prefixe_actes", "service_depots")}
    return {"nom": soi.nom, **libres, **cles.model_dump(), "ordre": ", ".join(cles.ordre), **vote}


def _lue(soi: Organe) -> dict[str, Any]:
    """The form; secret ballots on devices, which only the paquet opens, stay as they are."""
    formulaire = request.form
    saisie: dict[str, Any] = {
        cle: formulaire.get(cle, "").strip() for cle in ("nom", "chaine", "service_depots", *TEXTES, *CHOIX)
    }
    saisie |= {cle: cle in formulaire for cle in OUI_NON}
    saisie["chaines"] = {n: code for n in EFFETS if (code := formulaire.get(f"chaine_{n}", "").strip())} or None
    saisie |= {cle: formulaire.get(cle, "").replace("\u00a0", "").replace(" ", "") for cle in NOMBRES}
    saisie["jeton"] = saisie["jeton"].replace(",", ".")
    saisie["ordre"] = [critere.strip() for critere in formulaire.get("ordre", "").split(",") if critere.strip()]
    saisie["vote_appareils"] = {
        "public": "vote_public" in formulaire,
        "secret": reglages_organe(soi.type, soi.reglages).vote_appareils.secret,
        "base": formulaire.get("vote_base", "").strip() or None,
    }
    return saisie
