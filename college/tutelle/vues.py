"""Screens of the room: the board of clocks, the preparation of an envoi, its story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.wrappers import Response as ReponseWerkzeug

from college import horloge, tableur
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.connecteurs.depot_assiste import archive, nom_archive
from college.droits import peut, verifier
from college.erreurs import Erreur, Invalide, Refus
from college.references import numero
from college.transaction import unite
from college.tutelle import (
    composition,
    dossier,
    fil,
    passerelles,
    presentation,
    requetes,
    services,
    statistiques,
    suivi,
)
from college.tutelle.donnees import catalogue
from college.tutelle.modele import Envoi
from college.tutelle.regime import LIBELLES, Regle
from college.web import acteur, telecharger, vers, vue

COLONNES = ("acte", "titre", "organe", "décision", "régime", "état", "au plus tard", "référence", "tentatives")
bp = Blueprint("tutelle", __name__, template_folder="templates")


@vue(bp, "/app/tutelle", droit="tutelle.lire")
def tableau() -> str:
    """Clocks that run, nearest first."""
    lignes = _lignes_a_suivre()
    return render_template(
        "tutelle/tableau.html",
        lignes=lignes,
        resume=presentation.resume(lignes),
        aujourdhui=horloge.aujourdhui(),
        chiffres=statistiques.douze_mois(acteur()),
        secretaire=peut("tutelle.transmettre", acteur()),
        ici="suivre",
    )


@vue(bp, "/app/tutelle/termines", droit="tutelle.lire")
def termines() -> str:
    """What is decided, executable or withdrawn."""
    lignes = [presentation.ligne_d_envoi(envoi) for envoi in requetes.finis(acteur())]
    return render_template("tutelle/termines.html", lignes=lignes, ici="termines")


@vue(bp, "/app/tutelle/regles", droit="tutelle.lire")
def regles() -> str:
    """The law as data: every act type with its regime, delays, pieces and how sure we are."""
    types = catalogue().types(horloge.aujourdhui())
    return render_template("tutelle/regles.html", types=types, libelles=LIBELLES, catalogue=catalogue(), ici="regles")


@vue(bp, "/app/tutelle/export.csv", droit="tutelle.lire")
def export() -> Response:
    """The board as a table for a spreadsheet."""
    termines_ = [presentation.ligne_d_envoi(envoi) for envoi in requetes.finis(acteur(), 5000)]
    cellules = (_cellules(ligne) for ligne in [*_lignes_a_suivre(), *termines_])
    return telecharger(tableur.tableau(COLONNES, cellules), "tutelle.csv", "text/csv")


@vue(bp, "/app/tutelle/actes/<int:acte_id>", droit="tutelle.transmettre")
def preparer(acte_id: int) -> str:
    """What would be sent, to whom, until when."""
    acte = actes.acte(acteur(), acte_id)
    verifier("tutelle.transmettre", acteur(), acte)  # confidential pieces are among those offered
    return _page_preparer(acte)


@vue(bp, "/app/tutelle/actes/<int:acte_id>", droit="tutelle.transmettre", ecrit=True, endpoint="transmettre")
def transmettre(acte_id: int) -> ReponseWerkzeug | tuple[str, int]:
    """Send it; a refusal shows the page again with its sentence and what was chosen."""
    acte = actes.acte(acteur(), acte_id)
    formulaire = request.form
    pieces = ((c.removeprefix("piece-"), v) for c, v in formulaire.items() if c.startswith("piece-"))
    choix = {code: lue for code, annexe in pieces if (lue := numero(annexe))}
    try:
        with unite().begin_nested():
            envoi = services.transmettre(
                acteur(), acte, formulaire.get("connecteur", ""), choix, formulaire.get("passer_outre", "")
            )
    except (Refus, Invalide) as refus:
        return _page_preparer(acte, refus, choix), refus.statut
    flash(f"{acte.reference} part vers {envoi.autorite or 'l’autorité'}.")
    return vers(url_for("tutelle.envoi", envoi_id=envoi.id))


@vue(bp, "/app/tutelle/envois/<int:envoi_id>", droit="tutelle.lire")
def envoi(envoi_id: int) -> str:
    """The story of an envoi, and what may be done now."""
    return _page_envoi(requetes.envoi(acteur(), envoi_id))


@vue(bp, "/app/tutelle/envois/<int:envoi_id>/direct", droit="tutelle.lire")
def envoi_direct(envoi_id: int) -> Response | str:
    """The state alone, for the page that watches it."""
    suivi_ = requetes.envoi(acteur(), envoi_id)
    if request.args.get("depuis") == _revision(suivi_):
        return Response(status=204)
    return render_template("tutelle/_direct.html", saisie={}, **_contexte_envoi(suivi_))


@vue(bp, "/app/tutelle/envois/<int:envoi_id>/actions", droit="tutelle.transmettre", ecrit=True)
def agir(envoi_id: int) -> ReponseWerkzeug | tuple[str, int]:
    """Retry, complete, record, certify, take back."""
    cible = requetes.envoi(acteur(), envoi_id)
    geste = _GESTES.get(request.form.get("action", ""))
    try:
        if geste is None:
            raise Invalide("Choisissez une action de la page.", "action")
        with unite().begin_nested():
            message = geste(cible)
    except (Refus, Invalide) as refus:
        return _page_envoi(cible, refus), refus.statut
    flash(message)
    return vers(url_for("tutelle.envoi", envoi_id=envoi_id))


@vue(bp, "/app/tutelle/envois/<int:envoi_id>/dossier.zip", droit="tutelle.lire")
def fichier(envoi_id: int) -> Response:
    """The numbered file with its slip, for an assisted deposit or for the archive."""
    cible = requetes.envoi(acteur(), envoi_id)
    verifier("tutelle.transmettre", acteur(), cible)  # confidential pieces and advice go with it
    remis = dossier.dossier_de(cible)
    return telecharger(archive(remis), nom_archive(remis), "application/zip")


def _lignes_a_suivre() -> list[presentation.Ligne]:
    a_envoyer = [presentation.ligne_a_transmettre(a, regle) for a, regle in requetes.a_transmettre(acteur())]
    en_route = [presentation.ligne_d_envoi(e) for e in requetes.en_cours(acteur())]
    return sorted([*a_envoyer, *en_route], key=lambda ligne: ligne.urgence)


def _page_preparer(acte: Acte, refus: Erreur | None = None, choix: dict[str, int] | None = None) -> str:
    regle = requetes.regle_de(acte)
    if regle is None:
        raise Refus("Cet acte ne relève d’aucune tutelle : il n’y a rien à transmettre.", motif="regime_inconnu")
    return render_template(
        "tutelle/preparer.html",
        acte=acte,
        regle=regle,
        ligne=presentation.ligne_a_transmettre(acte, regle),
        composition=_composition(acte, regle, choix),
        annexes_choix=[(annexe.id, annexe.nom) for annexe in requetes.annexes(acte)],
        catalogue=catalogue(),
        connecteurs=[(code, passerelles.libelle(code)) for code in passerelles.codes()],
        signe=actes.est_signe(acte),
        pret=actes.version_courante(acte).pdf_sha256 is not None,
        deja=[presentation.ligne_d_envoi(e) for e in requetes.d_un_acte(acte.id)],
        refus=refus,
        saisie=request.form,
    )


def _composition(acte: Acte, regle: Regle, choix: dict[str, int] | None) -> composition.Composition:
    """What was chosen where it holds, else what is proposed."""
    try:
        return composition.proposer(acte, regle, choix)
    except Invalide:
        return composition.proposer(acte, regle)


def _page_envoi(cible: Envoi, refus: Erreur | None = None) -> str:
    return render_template("tutelle/envoi.html", refus=refus, saisie=request.form, **_contexte_envoi(cible))


def _contexte_envoi(cible: Envoi) -> dict[str, object]:
    etat = suivi.Etat(cible.etat)
    return {
        "envoi": cible,
        "ligne": presentation.ligne_d_envoi(cible),
        "chrono": presentation.chronologie(cible),
        "montants": presentation.montants_reformes(cible),
        "noms_echeances": presentation.ECHEANCES,
        "revision": _revision(cible),
        "peut_agir": peut("tutelle.transmettre", acteur(), cible),
        "connecteur": passerelles.libelle(cible.connecteur),
        "annexes": requetes.annexes(cible.acte),
        "pieces": requetes.pieces_montrables(cible.pieces, requetes.pieces_cachees(acteur())),
        "consignables": presentation.consignables(etat),
        "a_deposer": not cible.reference and any(e.type == fil.DOSSIER_PRET for e in cible.echanges),
        "fini": etat in suivi.FINS,
        "chez_l_autorite": etat in suivi.CHEZ_L_AUTORITE,
    }


def _revision(cible: Envoi) -> str:
    return f"{cible.etat}-{len(cible.echanges)}-{cible.tentatives}"


def _relancer(cible: Envoi) -> str:
    services.relancer(acteur(), cible)
    return "L’envoi est relancé."


def _completer(cible: Envoi) -> str:
    services.completer(acteur(), cible, request.form.getlist("annexe", type=int), request.form.get("message", ""))
    return "Les pièces partent vers l’autorité."


def _retirer(cible: Envoi) -> str:
    services.retirer(acteur(), cible, request.form.get("motif", ""))
    return "L’envoi est retiré."


def _certifier(cible: Envoi) -> str:
    services.certifier_expiration(acteur(), cible)
    return "L’expiration du délai est constatée."


def _consigner(cible: Envoi) -> str:
    ecrit = request.form.get("le", "")
    try:
        le = datetime.combine(datetime.fromisoformat(ecrit).date(), time(12), horloge.BRUXELLES) if ecrit else None
    except ValueError:
        raise Invalide("Écrivez une date, par exemple 24/11/2026.", "le") from None
    formulaire = request.form
    services.consigner(
        acteur(), cible, formulaire.get("etat", ""), le, formulaire.get("reference", ""), formulaire.get("texte", "")
    )
    return "C’est noté."


_GESTES: dict[str, Callable[[Envoi], str]] = {
    "relancer": _relancer,
    "completer": _completer,
    "retirer": _retirer,
    "certifier_expiration": _certifier,
    "consigner": _consigner,
}


def _cellules(ligne: presentation.Ligne) -> list[str]:
    envoi_ = ligne.envoi
    return [
        ligne.acte.reference,
        ligne.acte.titre,
        ligne.acte.organe.nom,
        requetes.jour_de_decision(ligne.acte).isoformat(),
        ligne.regime,
        ligne.texte_etat or "",
        ligne.echeance.le.isoformat() if ligne.echeance else "",
        (envoi_.reference or "") if envoi_ else "",
        str(envoi_.tentatives) if envoi_ else "",
    ]
