"""Screens of the room: the register of acts, one act with its signatures, demanded documents."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from college import stockage, web
from college.actes import fiche, liasses, requetes, services
from college.actes.api import MIMES, ZIP
from college.actes.modele import Acte, Document
from college.droits import peut
from college.erreurs import Erreur, Refus
from college.panneaux import panneaux_de
from college.seances import requetes as seances
from college.templates_docs import texte_acte
from college.transaction import unite
from college.web import vers, vue

bp = Blueprint("actes", __name__, template_folder="templates")
bp.add_app_template_global(services.libelle, "libelle_document")


@bp.app_template_filter()
def coupable(reference: str) -> Markup:
    """A long reference may break after a slash, never inside a number."""
    return Markup("/<wbr>").join(reference.split("/"))


PAR_PAGE = 40


@vue(bp, "/app/actes", droit="acte.lire")
def registre() -> Any:
    """The register, newest first; filters by state and type."""
    acteur, page = web.acteur(), max(1, request.args.get("page", 1, type=int))
    etat, genre = request.args.get("etat", ""), request.args.get("type", "")
    demande = requetes.liste(acteur)
    if etat:
        demande = demande.where(Acte.etat == etat)
    if genre:
        demande = demande.where(Acte.type == genre)
    lignes = (
        unite()
        .scalars(demande.order_by(Acte.id.desc()).offset((page - 1) * PAR_PAGE).limit(PAR_PAGE + 1))
        .unique()
        .all()
    )
    return render_template(
        "actes/registre.html",
        actes=lignes[:PAR_PAGE],
        suite=len(lignes) > PAR_PAGE,
        page=page,
        etat=etat,
        genre=genre,
        types=fiche.TYPES,
    )


@vue(bp, "/app/actes/<int:acte_id>", droit="acte.lire")
def acte(acte_id: int) -> Any:
    """One act: its text, its files, who signs, what was said of it since."""
    return _page_acte(requetes.acte(web.acteur(), acte_id))


def _page_acte(objet: Acte, refus: Erreur | None = None) -> Any:
    page = render_template(
        "actes/acte.html",
        refus=refus,
        types=fiche.TYPES,
        panneaux=panneaux_de("acte", web.acteur(), objet),
        **_contexte_acte(objet),
    )
    return page, refus.statut if refus else 200


def _contexte_acte(objet: Acte) -> dict[str, Any]:
    version = requetes.version_courante(objet)
    signatures = {s.champ: s for s in objet.signatures if s.version_id == version.id}
    return {
        "acte": objet,
        "version": version,
        # cleaned when the act was frozen
        "blocs": [(note, Markup(corps)) for note, corps in texte_acte.en_marge(version.texte_html)],  # noqa: S704
        "mains": requetes.mains(version),
        "signatures": signatures,
        "attente": any(s.etat == "demandee" for s in signatures.values()) or version.pdf_sha256 is None,
        "signature": requetes.signature_possible(web.acteur(), objet),
        "gere": peut("acte.gerer", web.acteur(), objet),
    }


@vue(bp, "/app/actes/<int:acte_id>/signatures", droit="acte.signer", ecrit=True)
def signer(acte_id: int) -> Any:
    """Sign in one's own name."""
    objet = requetes.acte(web.acteur(), acte_id)
    try:
        services.signer(web.acteur(), objet, request.form.get("connecteur", "demo"))
    except Refus as refus:
        return _page_acte(objet, refus)
    return vers(f"/app/actes/{acte_id}")


@vue(bp, "/app/actes/<int:acte_id>/redaction", droit="acte.gerer", ecrit=True)
def relancer(acte_id: int) -> Any:
    """Make the missing files again."""
    services.relancer(web.acteur(), requetes.acte(web.acteur(), acte_id))
    return vers(f"/app/actes/{acte_id}")


@vue(bp, "/app/actes/<int:acte_id>/mentions", droit="acte.gerer", ecrit=True)
def mentionner(acte_id: int) -> Any:
    """Append a marginal mention."""
    objet = requetes.acte(web.acteur(), acte_id)
    services.mentionner(web.acteur(), objet, request.form.get("texte", ""))
    return vers(f"/app/actes/{acte_id}")


@vue(bp, "/app/actes/<int:acte_id>/contenu.<any(pdf, docx):format_document>", droit="acte.lire")
def contenu_acte(acte_id: int, format_document: str) -> Response:
    """The act's file, signed when it is."""
    objet = requetes.acte(web.acteur(), acte_id)
    octets = requetes.octets(requetes.version_courante(objet), format_document=format_document)
    nom = f"{objet.reference.replace('/', '-')}.{format_document}".lower()
    return web.telecharger(octets, nom, MIMES[format_document], en_ligne=format_document == "pdf")


@vue(bp, "/app/actes/<int:acte_id>/annexes.pdf", droit="acte.lire")
def annexes_acte(acte_id: int) -> Response:
    """The stamped annexes of the act."""
    objet = requetes.acte(web.acteur(), acte_id)
    octets = requetes.octets_annexes(requetes.version_courante(objet))
    return web.telecharger(octets, f"{objet.reference.replace('/', '-')}-annexes.pdf".lower(), MIMES["pdf"], True)


@vue(bp, "/app/actes/<int:acte_id>/acte-et-annexes.pdf", droit="acte.lire")
def acte_et_annexes(acte_id: int) -> Response:
    """The act and its stamped annexes, in one file to read and print."""
    objet = requetes.acte(web.acteur(), acte_id)
    octets = requetes.octets_ensemble(requetes.version_courante(objet))
    nom = f"{objet.reference.replace('/', '-')}-et-annexes.pdf".lower()
    return web.telecharger(octets, nom, MIMES["pdf"], en_ligne=True)


@vue(bp, "/app/documents", droit="document.lire")
def documents() -> Any:
    """What I asked for, and how far it is."""
    acteur = web.acteur()
    return render_template(
        "actes/documents.html",
        documents=requetes.documents(acteur),
        seance=None,
        gere_modeles=peut("modele.gerer", acteur),
    )


@vue(bp, "/app/seances/<int:seance_id>/documents", droit="document.lire")
def documents_de_seance(seance_id: int) -> Any:
    """The documents and acts of a séance, and what else may be made."""
    acteur = web.acteur()
    seance = seances.seance(acteur, seance_id)
    return render_template(
        "actes/documents.html",
        documents=requetes.documents_de_seance(acteur, seance),
        seance=seance,
        actes=requetes.de_seance(acteur, seance),
        types={t: services.libelle(t) for t in services.DE_SEANCE},
        integrale=peut("acte.gerer", acteur, seance),
        conseillers=acteur.est_membre(seance.organe_id),
    )


@vue(bp, "/app/seances/<int:seance_id>/documents.zip", droit="document.lire")
def archive(seance_id: int) -> Response:
    """Everything of the séance that I may read, in one file."""
    acteur = web.acteur()
    octets = liasses.documents(acteur, seances.seance(acteur, seance_id))
    return web.telecharger(octets, f"seance-{seance_id}.zip", ZIP)


@vue(bp, "/app/seances/<int:seance_id>/preuves", droit="acte.gerer", ecrit=True)
def preuves(seance_id: int) -> Response:
    """The evidence of the séance, for its secretary; the journal says so."""
    acteur = web.acteur()
    octets = liasses.preuves(acteur, seances.seance(acteur, seance_id))
    return web.telecharger(octets, f"preuves-seance-{seance_id}.zip", ZIP)


@vue(bp, "/app/seances/<int:seance_id>/documents/nouveau", droit="document.demander", ecrit=True)
def demander(seance_id: int) -> Any:
    """Ask for a document of the séance."""
    seance = seances.seance(web.acteur(), seance_id)
    formulaire = request.form
    services.demander_document(
        web.acteur(),
        seance,
        formulaire.get("type", "pv"),
        formulaire.get("format", "pdf"),
        formulaire.get("portee", "integrale"),
    )
    return vers(f"/app/seances/{seance_id}/documents")


@vue(bp, "/app/documents/etat", droit="document.lire")
def etat_documents() -> str:
    """The lines that a page is waiting for (`?ids=3,4`), until all are made."""
    demandes = {int(i) for i in request.args.get("ids", "").split(",") if i.isdecimal()}
    objets = [requetes.document(web.acteur(), i) for i in sorted(demandes)[:60]]
    fini = all(d.etat in ("pret", "echec") for d in objets)
    return "".join(render_template("actes/_document.html", document=d, fini=fini) for d in objets)


@vue(bp, "/app/actes/<int:acte_id>/etat", droit="acte.lire")
def etat_acte(acte_id: int) -> str:
    """Signatures and files of an act while something is under way."""
    return render_template("actes/_suivi.html", **_contexte_acte(requetes.acte(web.acteur(), acte_id)))


@vue(bp, "/app/documents/<int:document_id>/contenu", droit="document.lire")
def contenu(document_id: int) -> Response:
    """The file, once ready."""
    objet: Document = requetes.document(web.acteur(), document_id)
    if objet.etat != "pret" or objet.sha256 is None:
        raise Refus(objet.erreur or "Ce document n’est pas encore prêt : attendez un instant.", motif="pas_pret")
    return web.telecharger(stockage.lire(objet.sha256), objet.nom, MIMES[objet.format], en_ligne=objet.format == "pdf")
