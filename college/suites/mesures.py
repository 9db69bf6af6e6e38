"""Measures that an authority takes alone: in force from when to when, confirmed by the conseil where the law asks it.

Nouvelle loi communale, art. 134: the bourgmestre's urgent ordonnance lapses at once when the next conseil does not
confirm it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from sqlalchemy import select

from college import francais, horloge, journal
from college.actes import requetes as actes
from college.actes.modele import Acte, MentionMarginale
from college.droits import Acteur, acteur_systeme, exige
from college.erreurs import Refus
from college.organisation.modele import Organe
from college.points import naissance, services, transmission
from college.points.droits import clos
from college.points.modele import LienPoints, Point
from college.seances import rassemblement
from college.seances.modele import Inscription, Seance
from college.suites import regles
from college.suites.modele import Mesure
from college.suites.verrou import tenir
from college.transaction import unite


def naitre(acteur: Acteur, point: Point) -> Mesure | None:
    """The measure of an act taken without a séance; a copy of a former one prolongs it."""
    acte = unite().scalar(select(Acte).where(Acte.point_id == point.id).order_by(Acte.id.desc()).limit(1))
    if acte is None:
        return None
    texte = actes.texte_public_source(acte)
    mesure = Mesure(
        institution_id=point.institution_id,
        acte_id=acte.id,
        du=horloge.aujourdhui(),
        resume=point.titre,
        remplace_id=_prolongee(point),
    )
    unite().add(mesure)
    if regles.a_confirmer(point.nature, texte):
        mesure.confirmation = "a_confirmer"
        mesure.point_confirmation = _point_de_confirmation(acteur, point, acte)
    unite().flush()
    journal.noter(acteur, "mesure.prise", mesure, acte=acte.reference, confirmation=mesure.confirmation)
    return mesure


def _prolongee(point: Point) -> int | None:
    """The measure of the point that this one was copied from."""
    sources = select(LienPoints.vers_id).where(LienPoints.de_id == point.id, LienPoints.type == "copie_de")
    demande = select(Mesure.id).join(Acte, Acte.id == Mesure.acte_id).where(Acte.point_id.in_(sources))
    return unite().scalar(demande.order_by(Mesure.id.desc()).limit(1))


def _point_de_confirmation(acteur: Acteur, point: Point, acte: Acte) -> Point | None:
    """The point of the next conseil, ready to be put on its agenda."""
    conseil = unite().scalar(
        select(Organe).where(
            Organe.institution_id == point.institution_id, Organe.type == "conseil", Organe.actif.is_(True)
        )
    )
    if conseil is None:
        return None
    jour = francais.date_longue(acte.date_decision)
    dit = francais.insecables(f"l’ordonnance de police du bourgmestre du {jour} : {regles.objet(point.titre)}")
    donnees = {
        "nature": "ratification",
        "titre": f"Confirmation de {dit}",
        "motivation": f"<p>Vu l’article 134 de la nouvelle loi communale ;</p><p>Vu {dit} ({acte.reference}) ;</p>",
        "dispositif": f"<p>CONFIRME :</p><p>Article unique. De confirmer {dit}.</p>",
        "huis_clos": point.huis_clos,
    }
    systeme = acteur_systeme(point.institution_id)
    suite = naissance.naitre(acteur, donnees, conseil, point.service)
    transmission.lier(suite, point, "ratifie")
    services.valider_d_office(systeme, suite, "La loi veut cette confirmation à la prochaine séance.")
    return suite


def suivre_le_conseil(acteur: Acteur, seance: Seance) -> None:
    """The first conseil held after the ordonnance confirms it; otherwise it lapses."""
    if seance.organe.type != "conseil" or seance.carence_le is not None:
        return
    issues = {i.point_id: i.issue for i in seance.inscriptions if not i.retiree}
    demande = select(Mesure).where(Mesure.institution_id == seance.institution_id, Mesure.confirmation == "a_confirmer")
    for mesure in unite().scalars(demande):
        if horloge.locale(seance.debut).date() >= mesure.du:
            confirmee = issues.get(mesure.point_confirmation_id or 0) in ("accepte", "accepte_modifie")
            _conclure(acteur, mesure, seance, confirmee)


def _conclure(acteur: Acteur, mesure: Mesure, seance: Seance, confirmee: bool) -> None:
    jour = francais.date_longue(seance.debut)
    mesure.confirmation = "confirmee" if confirmee else "caduque"
    dit = f"Confirmée par le conseil communal du {jour}" if confirmee else f"Caduque, faute de confirmation le {jour}"
    _mentionner(mesure, dit)
    journal.noter(acteur, f"mesure.{mesure.confirmation}", mesure, seance=seance.id)


def _mentionner(mesure: Mesure, texte: str) -> None:
    """Said in the margin of the act, for ever."""
    unite().add(
        MentionMarginale(
            institution_id=mesure.institution_id, acte_id=mesure.acte_id, texte=texte, le=horloge.maintenant()
        )
    )


@exige("suite.mesurer")
def fixer(acteur: Acteur, mesure: Mesure, du: date, au: date | None, lieux: str) -> Mesure:
    """From when to when, and where."""
    if au is not None and au < du:
        raise Refus("La fin précède le début : vérifiez les dates de la mesure.", motif="dates")
    mesure.du, mesure.au, mesure.lieux = du, au, lieux.strip()
    journal.noter(acteur, "mesure.fixee", mesure, du=du.isoformat(), au=au.isoformat() if au else None)
    return mesure


@exige("suite.mesurer")
def lever(acteur: Acteur, mesure: Mesure, le: date, motif: str) -> Mesure:
    """The measure ends before its time."""
    if (levee := tenir(mesure).levee_le) is not None:
        raise Refus(f"Cette mesure est déjà levée depuis le {francais.date_longue(levee)}.", motif="levee")
    if not motif.strip():
        raise Refus("Dites pourquoi la mesure est levée : le motif figure en marge de l’acte.", motif="motif_attendu")
    mesure.levee_le = le
    _mentionner(mesure, f"Mesure levée le {francais.date_longue(le)} : {motif.strip().rstrip('.')}")
    journal.noter(acteur, "mesure.levee", mesure, le=le.isoformat(), motif=motif.strip())
    return mesure


@exige("suite.expedier")
def prise_d_acte(acteur: Acteur, organe: Organe) -> Point:
    """One point that lists the acts taken by authorities since the last such list, for the organe to take note of."""
    restants = a_communiquer(tenir(organe))
    if not restants:
        raise Refus("Aucun arrêté n’attend d’être communiqué à cet organe.", motif="rien_a_communiquer")
    source = restants[-1].point
    assert source is not None
    point = naissance.naitre(acteur, en_point(restants), organe, source.service)
    for acte in restants:
        if acte.point is not None:
            transmission.lier(point, acte.point, "communique")
    services.valider_d_office(acteur, point, "Liste tenue par le secrétariat.")
    journal.noter(acteur, "mesure.communiquees", point, actes=[acte.id for acte in restants])
    return point


def en_point(arretes: Sequence[Acte]) -> dict[str, str]:
    """The fields of the point that takes note of them."""
    lignes = "".join(
        f"<li>{acte.reference}, {francais.date_longue(acte.date_decision)} : {escape(acte.titre)}</li>"
        for acte in arretes
    )
    return {
        "nature": "prise_acte",
        "titre": f"Prise d’acte des arrêtés du bourgmestre ({len(arretes)})",
        "dispositif": f"<p>PREND ACTE des arrêtés suivants :</p><ul>{lignes}</ul>",
    }


def a_communiquer(organe: Organe, ligne: Inscription | None = None) -> list[Acte]:
    """Acts of the authorities of the house that no other list of this organe has told yet."""
    dits = rassemblement.deja_communiques(organe, ligne)
    demande = (
        select(Acte)
        .join(Organe, Organe.id == Acte.organe_id)
        .where(
            Acte.institution_id == organe.institution_id, Organe.type == "autorite",
            Acte.type.in_(("arrete", "ordonnance")), Acte.point_id.not_in(dits), Acte.huis_clos.is_(False),
            Acte.point_id.not_in(select(Point.id).where(clos())),
        )
        .order_by(Acte.id)
    )  # fmt: skip
    return list(unite().scalars(demande))
