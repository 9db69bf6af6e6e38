"""Reading acts and documents: what a person may see, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from college import stockage
from college.actes import acces, regles
from college.actes.modele import Acte, ActeVersion, Document, ModeleDocument
from college.actes.regles import Main
from college.actes.signataires import MAINS
from college.droits import Acteur, verifier
from college.erreurs import Interdit, Introuvable, Refus
from college.organisation.modele import Organe
from college.points import masques
from college.points import requetes as points
from college.points.annuaire import annuaire
from college.points.modele import Point
from college.seances import requetes as seances
from college.seances.modele import Inscription, Seance
from college.templates_docs import rendu
from college.transaction import unite

CHARGEMENT = (
    joinedload(Acte.seance),
    joinedload(Acte.inscription),
    selectinload(Acte.versions),
    selectinload(Acte.signatures),
    selectinload(Acte.mentions),
)
_DE_MES_ORGANES = (  # built once: publishing or sending a whole séance asks it act by act
    select(Acte)
    .options(*CHARGEMENT)
    .where(
        Acte.id == bindparam("numero"),
        Acte.institution_id == bindparam("institution"),
        Acte.organe_id.in_(bindparam("organes", expanding=True)),
    )
)


def visibles(acteur: Acteur) -> ColumnElement[bool]:
    """Acts of the institution: all for the organe's secretary; else those whose point one may read, and the
    minutes of one's organe, or the public part of those of a séance that one may see."""
    ici = Acte.institution_id == acteur.institution_id
    if acteur.systeme:
        return ici
    lisible = and_(Acte.point_id.in_(select(Point.id).where(points.visible(acteur))), ~_masques(acteur))
    vues = Acte.seance_id.in_(select(Seance.id).where(seances.visibles(acteur)))
    pv = and_(Acte.type == "pv", or_(Acte.organe_id.in_(list(acteur.mandats)), and_(Acte.partie == "publique", vues)))
    mains = {fonction for _, fonctions in MAINS for fonction in fonctions}
    tenus = Acte.organe_id.in_({organe for organe, fonction in acteur.fonctions if fonction in mains})
    return ici & or_(Acte.organe_id.in_(acteur.secretariats), and_(or_(lisible, pv), or_(tenus, _entiers(acteur))))


def _entiers(acteur: Acteur) -> ColumnElement[bool]:
    """Acts without a passage hidden from this person (P53): frozen bytes are given whole, or not at all. Who may
    have to sign the acts of an organe reads them."""
    if not annuaire(acteur.institution_id).masquants:
        return true()
    caches = select(Point.id).where(masques.lus_en_partie(acteur))
    lignes = select(Inscription.seance_id).where(Inscription.point_id.in_(caches))
    du_point = or_(Acte.point_id.is_(None), Acte.point_id.not_in(caches))
    return and_(du_point, or_(Acte.type != "pv", Acte.seance_id.is_(None), Acte.seance_id.not_in(lignes)))


def _masques(acteur: Acteur) -> ColumnElement[bool]:
    """Acts whose decision the secretary has not yet published to the services (P30); members read them."""
    masquees = (
        select(Seance.id)
        .join(Seance.organe)
        .where(
            Organe.reglages["decisions_masquees"].as_boolean().is_(True),
            Seance.decisions_publiees_le.is_(None),
            Seance.organe_id.not_in(list(acteur.mandats)),
        )
    )
    return and_(Acte.seance_id.is_not(None), Acte.seance_id.in_(masquees))


def acte(acteur: Acteur, ref: int | str) -> Acte:
    """By number or reference, with its versions and signatures. Raises Introuvable."""
    numero = int(ref) if str(ref).isdecimal() else None
    trouve = _de_mes_organes(acteur, numero) if numero is not None else None
    if trouve is None:
        critere = Acte.id == numero if numero is not None else Acte.reference == str(ref)
        trouve = unite().scalar(select(Acte).options(*CHARGEMENT).where(critere, visibles(acteur)).limit(1))
    if trouve is None:
        raise Introuvable("Cet acte n’existe pas, ou vous n’y avez pas accès.")
    return trouve


def _de_mes_organes(acteur: Acteur, numero: int) -> Acte | None:
    """Who keeps the minutes of an organe reads all its acts (`visibles` says so first): found without the rest."""
    if not acteur.secretariats:
        return None
    valeurs = {"numero": numero, "institution": acteur.institution_id, "organes": sorted(acteur.secretariats)}
    return unite().scalar(_DE_MES_ORGANES, valeurs)


def liste(acteur: Acteur) -> Select[Acte]:
    """The acts that a person sees, without order."""
    return select(Acte).options(*CHARGEMENT).where(visibles(acteur))


def de_seance(acteur: Acteur, seance: Seance) -> Sequence[Acte]:
    """The acts of a séance that the person may read: minutes first, then by number."""
    tous = Acte.organe_id == seance.organe_id if acteur.est_secretaire(seance.organe_id) else visibles(acteur)
    demande = select(Acte).options(*CHARGEMENT).where(Acte.seance_id == seance.id, tous)
    return unite().scalars(demande.order_by(Acte.numero.nulls_first(), Acte.id)).unique().all()


def document(acteur: Acteur, ref: int | str) -> Document:
    """A document that the person asked for and may still read, or that comes from a séance that they keep."""
    trouve = unite().get(Document, int(ref)) if str(ref).isdecimal() else None
    if trouve is None or not acces.lisibles(acteur, [trouve]):
        raise Introuvable("Ce document n’existe pas, ou vous n’y avez pas accès.")
    return trouve


def documents(acteur: Acteur, limite: int = 60) -> Sequence[Document]:
    """The latest documents that the person asked for, and may still read."""
    demande = select(Document).where(
        Document.institution_id == acteur.institution_id, Document.demande_par_id == acteur.agent_id
    )
    return _derniers(acteur, demande, limite)


def _derniers(acteur: Acteur, demande: Select[Document], limite: int = 60) -> Sequence[Document]:
    """The latest of these that the person may read, with the séance that each one speaks of."""
    chargee = demande.options(joinedload(Document.seance).joinedload(Seance.organe))
    return acces.lisibles(acteur, unite().scalars(chargee.order_by(Document.id.desc()).limit(limite)).all())


def documents_de_seance(acteur: Acteur, seance: Seance) -> Sequence[Document]:
    """The documents of a séance: all for its secretary, one's own otherwise."""
    demande = select(Document).where(Document.seance_id == seance.id)
    if not acteur.est_secretaire(seance.organe_id):
        demande = demande.where(Document.demande_par_id == acteur.agent_id)
    return _derniers(acteur, demande)


def version_courante(acte_: Acte) -> ActeVersion:
    """The latest frozen state."""
    return acte_.versions[-1]


def mains(version: ActeVersion) -> list[Main]:
    """The hands expected at the foot of a version."""
    return [
        Main(s["champ"], s.get("fonction") or "", s["nom"], s["qualite"].rstrip(","), s.get("mandataire_id"))
        for s in version.signataires or ()
        if s["champ"]
    ]


def main_de(acteur: Acteur, acte: Acte) -> Main:
    """The hand that the person may put now; raises what the rule says otherwise."""
    version = version_courante(acte)
    regles.signable(acte.type, acte.etat, acte.etat_pv, version.pdf_sha256 is not None)
    return regles.main_de(
        mains(version),
        [s.champ for s in acte.signatures if s.version_id == version.id and s.etat != "echec"],
        acteur.mandataire_id,
        {fonction for organe_id, fonction in acteur.fonctions if organe_id == acte.organe_id},
    )


def signature_possible(acteur: Acteur, acte: Acte) -> tuple[bool, str]:
    """For the button: may this person sign now, or the sentence that says why not."""
    try:
        verifier("acte.signer", acteur, acte)
        main_de(acteur, acte)
    except (Interdit, Refus) as refus:
        return False, refus.phrase
    return True, ""


def octets(version: ActeVersion, signe: bool = True, format_document: str = "pdf") -> bytes:
    """The bytes of a version: signed when asked for and there, else as made. Raises Refus while in preparation."""
    if format_document == "docx":
        empreinte = version.docx_sha256
    else:
        empreinte = (version.pdf_signe_sha256 if signe else None) or version.pdf_sha256
    if empreinte is None:
        raise Refus("Ce document est en préparation : il sera prêt dans un instant.", motif="en_preparation")
    return stockage.lire(empreinte)


def octets_annexes(version: ActeVersion) -> bytes:
    """The stamped annexes of a version. Raises Introuvable when it has none, Refus while they are being made."""
    if version.annexes_sha256 is not None:
        return stockage.lire(version.annexes_sha256)
    if any(not f["confidentielle"] for f in version.annexes) and version.pdf_sha256 is None:
        raise Refus("Les annexes sont en préparation : elles seront prêtes dans un instant.", motif="en_preparation")
    raise Introuvable("Cet acte n’a pas d’annexe qui en fasse partie.")


def octets_ensemble(version: ActeVersion) -> bytes:
    """The act, signed if it is, then its stamped annexes, in one file; the act alone where it has none."""
    seul = octets(version)
    if not version.annexes_sha256:
        return seul
    return rendu.joindre(seul, octets_annexes(version), f"{version.acte.reference} – {version.acte.titre}").contenu


def empreinte(acte_: Acte, format_document: str = "pdf") -> str | None:
    """SHA-256 of the act's file as it stands, signed or not."""
    version = version_courante(acte_)
    if format_document == "docx":
        return version.docx_sha256
    return version.pdf_signe_sha256 or version.pdf_sha256


def du_recueil(seance_id: int, portee: str) -> Sequence[Acte]:
    """What « deliberations » gathers, in the order of the register; in public scope, without the closed points."""
    demande = select(Acte).where(Acte.seance_id == seance_id, Acte.type.in_(("deliberation", "extrait")))
    if portee == "publique":
        demande = demande.where(Acte.huis_clos.is_(False))
    return unite().scalars(demande.order_by(Acte.numero)).all()


def hors_seance(point: Point) -> Acte | None:
    """The act by which an authority decided the point alone."""
    return unite().scalar(select(Acte).where(Acte.point_id == point.id, Acte.seance_id.is_(None)).limit(1))


def texte_public_source(acte_: Acte) -> str:
    """The act's own words as HTML, before any redaction."""
    return version_courante(acte_).texte_html


def est_signe(acte_: Acte) -> bool:
    """Every expected hand is there, on the current version."""
    version = version_courante(acte_)
    attendues = {m.champ for m in mains(version)}
    faites = {s.champ for s in acte_.signatures if s.version_id == version.id and s.etat == "faite"}
    return bool(attendues) and attendues <= faites


def modeles(acteur: Acteur) -> Sequence[ModeleDocument]:
    """The commune's templates."""
    demande = select(ModeleDocument).where(ModeleDocument.institution_id == acteur.institution_id)
    return unite().scalars(demande.order_by(ModeleDocument.type, ModeleDocument.id.desc())).all()


def sujet_d_essai(acteur: Acteur, modele_: ModeleDocument, seance: Seance) -> Seance | Point:
    """On what a template is tried: the séance, or the first of its points that the person may read."""
    if modele_.type not in ("deliberation", "extrait"):
        return seance
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    if not lignes:
        raise Refus("Cette séance n’a aucun point sur lequel essayer ce modèle.", motif="sans_point")
    return points.point(acteur, lignes[0].point_id)


def modele(acteur: Acteur, ref: int | str) -> ModeleDocument:
    """One template. Raises Introuvable."""
    trouve = unite().get(ModeleDocument, int(ref)) if str(ref).isdecimal() else None
    if trouve is None or trouve.institution_id != acteur.institution_id:
        raise Introuvable("Ce modèle n’existe pas, ou vous n’y avez pas accès.")
    return trouve


def modele_tenu(acteur: Acteur, ref: int | str) -> ModeleDocument:
    """One that the person keeps. Raises Introuvable or Interdit."""
    trouve = modele(acteur, ref)
    verifier("modele.gerer", acteur, trouve)
    return trouve
