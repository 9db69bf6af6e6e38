"""Reading the séances: what a person may see, with the lines of an agenda that are closed to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, true
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from college import horloge
from college.droits import Acteur, verifier
from college.erreurs import Introuvable
from college.journal import EntreeJournal
from college.organisation.modele import Organe
from college.organisation.reglages import ReglagesOrgane, reglages_organe
from college.points import requetes as points
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.seances import disponibles
from college.seances.modele import Inscription, OrdreDuJourVersion, Scrutin, Seance
from college.seances.verrou import accompagner, prendre
from college.transaction import unite

ENVOYEES = ("convoquee", "ouverte", "suspendue", "levee", "arretee", "pv_approuve", "archivee")


def reglages(organe: Organe) -> ReglagesOrgane:
    """The keys in force of an organe."""
    return reglages_organe(organe.type, organe.reglages)


def visibles(acteur: Acteur) -> ColumnElement[bool]:
    """Séances of the institution: all for their secretaries and members, the convened ones for its agents.

    Who has no work in the house (a member of another organe, an administrator alone) sees nothing of them.
    """
    ici = Seance.institution_id == acteur.institution_id
    if acteur.systeme:
        return ici
    miens = acteur.secretariats | acteur.mandats.keys()
    if not (acteur.roles or acteur.groupes or acteur.secretariats):
        return ici & Seance.organe_id.in_(miens)
    # Organes under social secrecy leave no trace for those who do not sit there (pratique §11).
    discrets = select(Organe.id).where(Organe.reglages["secret_social"].as_boolean().is_(True))
    ouvertes = Seance.organe_id.not_in(discrets)
    envoyee = Seance.etat.in_(ENVOYEES) | ((Seance.etat == "annulee") & Seance.convoquee_le.is_not(None))
    return ici & or_(Seance.organe_id.in_(miens), ouvertes & envoyee)


def seance(acteur: Acteur, ref: int | str) -> Seance:
    """A séance with its lines, or Introuvable."""
    trouvee = None
    if str(ref).isdecimal():
        demande = select(Seance).where(Seance.id == int(ref), visibles(acteur))
        trouvee = unite().scalar(demande)
    if trouvee is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    charger_lignes(trouvee)
    return trouvee


def charger_lignes(seance_: Seance) -> None:
    """The lines in one statement; their votes in another, which only a séance that was opened can hold."""
    if "inscriptions" in seance_.__dict__:
        return
    ouverte = seance_.etat not in ("en_preparation", "convoquee", "annulee")
    lignes = list(unite().scalars(_LIGNES_VOTEES if ouverte else _LIGNES, {"seance": seance_.id}).unique())
    set_committed_value(seance_, "inscriptions", lignes)
    for ligne in lignes:
        set_committed_value(ligne, "seance", seance_)  # they hold each other: nothing is read twice
        if not ouverte:
            set_committed_value(ligne, "scrutins", [])
        for vote in ligne.scrutins:
            set_committed_value(vote, "inscription", ligne)
            set_committed_value(vote, "seance", seance_)


def revision(acteur: Acteur, ref: int) -> int:
    """What a screen that follows asks first: has anything changed? (One light statement.)"""
    trouvee = unite().scalar(select(Seance.revision).where(Seance.id == ref, visibles(acteur)))
    if trouvee is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def revision_et_etat(acteur: Acteur, ref: int) -> tuple[int, str]:
    """What a stream opens with: it has nothing to say of a cancelled séance."""
    lue = unite().execute(select(Seance.revision, Seance.etat).where(Seance.id == ref, visibles(acteur))).first()
    if lue is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    return lue.revision, lue.etat


def revision_conduite(acteur: Acteur, ref: int) -> int:
    """The same for whoever keeps its minutes."""
    lue = unite().execute(select(Seance.revision, Seance.organe_id).where(Seance.id == ref, visibles(acteur))).first()
    if lue is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    verifier("seance.conduire", acteur, lue)
    return int(lue.revision)


CHARGEMENT = (
    joinedload(Inscription.point, innerjoin=True).joinedload(Point.service, innerjoin=True),
    joinedload(Inscription.point, innerjoin=True).joinedload(Point.groupe_en_charge),
    joinedload(Inscription.decisions),
)
# Built once: every call on a séance reads its lines.
_LIGNES = (
    select(Inscription)
    .options(*CHARGEMENT)
    .where(Inscription.seance_id == bindparam("seance"))
    .order_by(Inscription.rang)
)
_LIGNES_VOTEES = _LIGNES.options(selectinload(Inscription.scrutins))
_SEANCE_DE = select(Inscription.seance_id).where(Inscription.id == bindparam("inscription"))


def inscription(acteur: Acteur, ref: int | str) -> Inscription:
    """A line of an agenda that the person may read, or Introuvable."""
    seance_id = unite().scalar(_SEANCE_DE, {"inscription": _numero(ref)})
    if seance_id is not None:
        trouvee = next(i for i in seance(acteur, seance_id).inscriptions if i.id == int(ref))
        if lisibles(acteur, [trouvee]):
            return trouvee
    raise Introuvable("Ce point n’est pas à l’ordre du jour, ou vous n’y avez pas accès.")


def scrutin(acteur: Acteur, ref: int | str) -> Scrutin:
    """A vote on a line that the person may read, or Introuvable."""
    ou_lisible: ColumnElement[bool] = true()
    if not acteur.systeme:
        lus = select(Point.id).where(points.visible(acteur))
        ou_lisible = or_(Seance.organe_id.in_(acteur.secretariats), Inscription.point_id.in_(lus))
    return _scrutin(acteur, ref, ou_lisible)


def scrutin_a_voter(acteur: Acteur, ref: int | str) -> Scrutin:
    """A vote to take part in, or to key: who sits in the organe finds it in one light statement (the rule then says
    whether he votes), since ballots come by dozens at once; others find what they may read. Its séance is locked
    first: against the other members' ballots too if one may key theirs."""
    miens = acteur.secretariats | acteur.mandats.keys()
    valeurs = {"ref": _numero(ref), "institution": acteur.institution_id, "organes": list(miens)}
    if acteur.secretariats:
        prendre(_OU_L_ON_VOTE, valeurs)
    else:
        accompagner(_OU_L_ON_VOTE, valeurs, acteur.agent_id)
    trouve = unite().scalar(_A_VOTER, valeurs)
    return _entier(trouve) if trouve is not None else scrutin(acteur, ref)


def _numero(ref: int | str) -> int:
    return int(ref) if str(ref).isdecimal() else 0


_SCRUTIN = (
    select(Scrutin)
    .join(Scrutin.inscription)
    .join(Scrutin.seance)
    .options(
        contains_eager(Scrutin.inscription).options(
            *(defer(texte) for texte in (Inscription.motivation, Inscription.dispositif, Inscription.texte_decide))
        ),
        contains_eager(Scrutin.seance),
    )
)
# Built once: sixty members press at the same instant. Who sits in the organe sees its séances (`visibles`).
_OU_JE_SIEGE = (
    Scrutin.id == bindparam("ref"),
    Seance.institution_id == bindparam("institution"),
    Seance.organe_id.in_(bindparam("organes", expanding=True)),
)
_A_VOTER = _SCRUTIN.where(*_OU_JE_SIEGE)
_OU_L_ON_VOTE = select(Seance.id).join(Scrutin, Scrutin.seance_id == Seance.id).where(*_OU_JE_SIEGE)


def _scrutin(acteur: Acteur, ref: int | str, condition: ColumnElement[bool]) -> Scrutin:
    demande = _SCRUTIN.where(Scrutin.id == _numero(ref), visibles(acteur), condition)
    return _entier(unite().scalar(demande))


def _entier(trouve: Scrutin | None) -> Scrutin:
    if trouve is None:
        raise Introuvable("Ce vote n’existe pas, ou vous n’y avez pas accès.")
    set_committed_value(trouve.inscription, "seance", trouve.seance)
    return trouve


def lisibles(acteur: Acteur, inscriptions: Iterable[Inscription]) -> set[int]:
    """Among these lines, those whose point the person may read (the others show their number only)."""
    lignes = list(inscriptions)
    par_point = {i.point_id: i.id for i in lignes}
    if not par_point:
        return set()
    if acteur.systeme or all(acteur.est_secretaire(i.seance.organe_id) for i in lignes):
        return set(par_point.values())  # whoever keeps the minutes of an organe reads all that is on its agenda
    vus = unite().scalars(select(Point.id).where(Point.id.in_(par_point), points.visible(acteur)))
    return {par_point[point_id] for point_id in vus}


def liste(acteur: Acteur, *, organe_id: int | None = None, a_venir: bool | None = None) -> Select[Seance]:
    """The séances that the person sees, soonest first for those to come, latest first for the past."""
    demande = select(Seance).options(joinedload(Seance.organe)).where(visibles(acteur))
    if organe_id is not None:
        demande = demande.where(Seance.organe_id == organe_id)
    if a_venir is None:
        return demande.order_by(Seance.debut.desc(), Seance.id.desc())
    ouvertes = or_(
        Seance.etat.in_(("en_preparation", "convoquee", "ouverte", "suspendue")),
        (Seance.etat == "annulee") & (Seance.debut >= horloge.maintenant()),  # people must see that it is off
    )
    if a_venir:
        return demande.where(ouvertes).order_by(Seance.debut, Seance.id)
    return demande.where(~ouvertes).order_by(Seance.debut.desc(), Seance.id.desc())


def prochaines(organe_id: int, depuis: datetime | None = None) -> Sequence[Seance]:
    """The séances of an organe still to come."""
    demande = select(Seance).where(
        Seance.organe_id == organe_id,
        Seance.debut >= (depuis or horloge.maintenant()),
        Seance.etat.in_(("en_preparation", "convoquee")),
    )
    return unite().scalars(demande.order_by(Seance.debut)).all()


def suivantes(seance_: Seance) -> Sequence[Seance]:
    """The next séances of the same organe, held or to come, the nearest first."""
    demande = select(Seance).where(
        Seance.organe_id == seance_.organe_id, Seance.debut > seance_.debut, Seance.etat != "annulee"
    )
    return unite().scalars(demande.order_by(Seance.debut).limit(12)).all()


def _offerts(acteur: Acteur, seance_: Seance) -> ColumnElement[bool]:
    """Whoever keeps the minutes of an organe reads all its points; the others those that they may."""
    if acteur.est_secretaire(seance_.organe_id):
        return Point.institution_id == seance_.institution_id
    return points.visible(acteur)


def points_disponibles(acteur: Acteur, seance_: Seance) -> list[Point]:
    """Validated points for this séance: its own wish or none; once sent, only those that wish it or an
    earlier one, which enter as late (P16–P18)."""
    demande = (
        select(Point)
        .join(Seance, disponibles.pour())
        .options(joinedload(Point.service), joinedload(Point.auteur), joinedload(Point.groupe_en_charge))
        .where(Seance.id == seance_.id, _offerts(acteur, seance_))
        .order_by(Point.soumis_le, Point.id)
    )
    return list(unite().scalars(demande))


def versions(seance_: Seance) -> Sequence[OrdreDuJourVersion]:
    """The agendas that were sent, oldest first."""
    demande = select(OrdreDuJourVersion).where(OrdreDuJourVersion.seance_id == seance_.id)
    return unite().scalars(demande.order_by(OrdreDuJourVersion.id)).all()


def versions_en_cours(seance_: Seance) -> Sequence[OrdreDuJourVersion]:
    """Those that hold: not the agendas of a notice that was cancelled."""
    return [version for version in versions(seance_) if version.annulee_le is None]


GESTES = {
    "point.inscrit": "a ajouté un point",
    "point.deplace": "a déplacé un point",
    "point.ligne_modifiee": "a changé une ligne",
    "point.desinscrit": "a retiré un point",
    "point.a_discuter": "a demandé un débat",
    "point.texte_repris": "a modifié le texte d’un point",
    "point.huis_clos": "a changé le huis clos d’un point",
    "seance.rangee": "a rangé l’ordre du jour",
    "seance.reordonnee": "a remis l’ordre précédent",
}

CLES = ("inscription", "point")


def changements(seance_: Seance, nombre: int) -> list[tuple[datetime, str, str, str]]:
    """The last acts on this agenda, oldest first: when, who, what, and the line concerned."""
    demande = (
        select(EntreeJournal)
        .where(
            EntreeJournal.objet_type == "seance",
            EntreeJournal.objet_id == seance_.id,
            EntreeJournal.evenement.in_(GESTES),
        )
        .order_by(EntreeJournal.id.desc())
        .limit(max(1, min(nombre, 20)))
    )
    lignes = {cle: i for i in seance_.inscriptions for cle in zip(CLES, (i.id, i.point_id), strict=True)}
    faits = []
    for entree in reversed(unite().scalars(demande).all()):
        details = json.loads(entree.details)
        ligne = next((lignes[c, details[c]] for c in CLES if (c, details.get(c)) in lignes), None)
        titre = ligne.titre if ligne is not None else ""
        faits.append((entree.le, entree.acteur, GESTES[entree.evenement], titre))
    return faits


def pieces_communes(lignes: Iterable[Inscription]) -> dict[int, list[dict[str, str]]]:
    """By point, the pieces that every reader of the agenda may know of (never a confidential one)."""
    demande = (
        select(Annexe.point_id, Annexe.nom, Annexe.sha256)
        .where(
            Annexe.point_id.in_([i.point_id for i in lignes]),
            Annexe.retiree_le.is_(None),
            Annexe.confidentielle.is_(False),
            Annexe.type.in_(("publiable", "integrante", "a_signer", "interne")),
        )
        .order_by(Annexe.point_id, Annexe.rang, Annexe.id)
    )
    pieces: dict[int, list[dict[str, str]]] = {}
    for point_id, nom, sha256 in unite().execute(demande):
        pieces.setdefault(point_id, []).append({"nom": nom, "sha256": sha256})
    return pieces


def scrutin_ouvert(seance_: Seance) -> Scrutin | None:
    """The vote under way (the database allows one)."""
    return next((v for i in seance_.inscriptions for v in i.scrutins if v.etat == "ouvert"), None)


def seance_conduite(acteur: Acteur, ref: int | str) -> Seance:
    """A séance for whoever keeps its minutes. Raises Introuvable or Interdit."""
    trouvee = seance(acteur, ref)
    verifier("seance.conduire", acteur, trouvee)
    return trouvee


def points_d_approbation(seance_: Seance) -> Sequence[Inscription]:
    """The lines of later séances that approve the minutes of this one."""
    demande = select(Inscription).options(joinedload(Inscription.seance)).where(Inscription.pv_de_id == seance_.id)
    return unite().scalars(demande.order_by(Inscription.id)).all()
