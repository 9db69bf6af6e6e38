"""Points whose content gathers itself: minutes to approve, decisions of the supervision, acts taken, late tasks.

A gatherer says what waits for an organe today; one click makes the point, validated, at its place on the agenda.
Until the notice is sent, what came since is added to it the same way. Rooms above add their own gatherers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.francais import date_longue
from college.organisation.modele import Organe
from college.points import naissance, transmission
from college.points import services as points
from college.points.modele import LienPoints, Point
from college.points.relecture.regles import texte_seul
from college.points.saisie import Modification
from college.seances import agenda, depots, droit, lignes, pv_precedents, requetes
from college.seances.composition import jour_de
from college.seances.modele import Inscription, Seance
from college.seances.proces_verbal.regles import lecture_courte
from college.seances.verrou import verrouiller
from college.transaction import unite


@dataclass(frozen=True)
class Recolte:
    """What waits: its code, the sentence of the screen, the fields of the point that will tell it, what it tells.

    `sous`: points of their own, that stand under it as its sub-points.
    """

    code: str
    libelle: str
    donnees: Mapping[str, Any]
    communique: Sequence[Point] = ()
    pv_de: Seance | None = None
    avertissement: str = ""
    sous: Sequence[Point] = ()


@dataclass(frozen=True)
class Proposition:
    """What waits, and the line that tells it already; `a_jour` when that line tells it all."""

    recolte: Recolte
    ligne: Inscription | None
    a_jour: bool


Rassembleur = Callable[[Seance, Mapping[str, Inscription]], Iterable[Recolte]]
_rassembleurs: list[Rassembleur] = []


def rassembleur(fonction: Rassembleur) -> Rassembleur:
    """Register what gathers: it is given the séance, and the lines already gathered there by code."""
    if fonction not in _rassembleurs:
        _rassembleurs.append(fonction)
    return fonction


@rassembleur
def proces_verbaux(seance: Seance, _deja: Mapping[str, Inscription]) -> Iterable[Recolte]:
    """The minutes that wait, public and closed apart, oldest first."""
    article = droit.regle("approbation_pv", seance.organe.type, jour_de(seance)).article
    vise = f"<p>Vu l’article {article.removesuffix(' CDLD')} du Code de la démocratie locale ;</p>"
    for attente in pv_precedents.en_attente(seance):
        partie = ", partie à huis clos" if attente.huis_clos else ""
        titre = f"Approbation du procès-verbal de la séance du {attente.jour}{partie}"
        donnees = {
            "nature": "pv",
            "titre": titre,
            "motivation": vise if article.endswith("CDLD") else "",
            "dispositif": f"<p>APPROUVE le procès-verbal de la séance du {attente.jour}{partie}.</p>",
            "huis_clos": attente.huis_clos,
        }
        code = f"pv:{attente.seance.id}:{'huis_clos' if attente.huis_clos else 'publique'}"
        yield Recolte(code, titre, donnees, pv_de=attente.seance, avertissement=_lecture(attente.seance, seance))


def _lecture(tenue: Seance, seance: Seance) -> str:
    """Will the members have had the time to read these minutes before this séance?"""
    arrete = horloge.locale(tenue.arretee_le).date() if tenue.arretee_le else None
    francs = droit.regle("lecture_pv_francs", seance.organe.type, jour_de(seance)).valeur
    return lecture_courte(arrete, jour_de(seance), francs)


def proposees(seance: Seance) -> list[Proposition]:
    """All that waits for this agenda, and what it tells already."""
    deja = {i.rassemble: i for i in seance.inscriptions if i.rassemble and not i.retiree}
    recoltes = [recolte for cherche in _rassembleurs for recolte in cherche(seance, deja)]
    return [Proposition(r, deja.get(r.code), _a_jour(r, deja.get(r.code))) for r in recoltes]


def _a_jour(recolte: Recolte, ligne: Inscription | None) -> bool:
    return ligne is not None and not recolte.sous and _dit(recolte, ligne)


def _dit(recolte: Recolte, ligne: Inscription) -> bool:
    voulu = texte_seul(str(recolte.donnees.get("dispositif", "")), "dispositif")
    return (ligne.titre, ligne.dispositif) == (recolte.donnees["titre"], voulu)


@exige("seance.preparer")
def rassembler(acteur: Acteur, seance: Seance, code: str, motif: str = "") -> Inscription:
    """The point on the agenda, with all that waits today; asked again, what came since is added."""
    verrouiller(seance)
    proposition = next((p for p in proposees(seance) if p.recolte.code == code), None)
    if proposition is None:
        raise Refus("Il n’y a plus rien à rassembler ici : la liste a changé, relisez-la.", motif="rien_a_rassembler")
    recolte, ligne = proposition.recolte, proposition.ligne
    if ligne is None:
        ligne = agenda.inscrire(acteur, seance, _point(acteur, seance, recolte), motif_urgence=motif)
        ligne.rassemble = recolte.code
        ligne.pv_de_id = recolte.pv_de.id if recolte.pv_de else None
    elif not _dit(recolte, ligne):
        _completer(acteur, ligne, recolte)
    for point in recolte.sous:
        sienne = agenda.inscrire(acteur, seance, point, sous_point=True)
        lignes.deplacer(acteur, sienne, apres=ligne)
    journal.noter(acteur, "seance.rassemble", seance, code=code, inscription=ligne.id, point=ligne.point_id)
    return ligne


@exige("seance.preparer")
def viser_pv(acteur: Acteur, ligne: Inscription, approuvee_id: int) -> Inscription:
    """This point approves the minutes of that séance, and no other."""
    verrouiller(ligne.seance)
    if ligne.point.nature != "pv" or ligne.issue:
        raise Refus("Seul un point d’approbation pas encore décidé vise un procès-verbal.", motif="nature")
    if approuvee_id not in {tenue.id for tenue in pv_precedents.tenues(ligne.seance)}:
        raise Refus("Choisissez une séance passée de cet organe dont le procès-verbal attend.", motif="seance")
    ligne.pv_de_id = approuvee_id
    journal.noter(acteur, "point.pv_vise", ligne.seance, inscription=ligne.id, approuve=approuvee_id)
    return ligne


def _point(acteur: Acteur, seance: Seance, recolte: Recolte) -> Point:
    """Made and validated by the secretary: the chain of services has nothing to add to such a list."""
    service = depots.service_du_secretariat(seance.organe)
    point = naissance.naitre(acteur, dict(recolte.donnees), seance.organe, service)
    for communique in recolte.communique:
        transmission.lier(point, communique, "communique")
    return points.valider_d_office(acteur, point, f"Rassemblé pour la séance du {date_longue(seance.debut)}.")


def _completer(acteur: Acteur, ligne: Inscription, recolte: Recolte) -> None:
    """The text follows as any change of a point on an agenda not opened yet."""
    point = ligne.point
    lies = select(LienPoints.vers_id).where(LienPoints.de_id == point.id, LienPoints.type == "communique")
    dits = set(unite().scalars(lies))
    for communique in recolte.communique:
        if communique.id not in dits:
            transmission.lier(point, communique, "communique")
    champs = {nom: recolte.donnees[nom] for nom in ("titre", "motivation", "dispositif") if nom in recolte.donnees}
    points.modifier(acteur, point, Modification(**champs))


def deja_communiques(organe: Organe, ligne: Inscription | None) -> Any:
    """The points that this organe was told of, as a subquery; those that `ligne` tells may be told in it again."""
    dit = select(LienPoints.vers_id).join(Point, Point.id == LienPoints.de_id)
    dit = dit.where(LienPoints.type == "communique", Point.organe_id == organe.id, Point.phase != "retire")
    return dit.where(LienPoints.de_id != ligne.point_id) if ligne is not None else dit


TUTEURS = {"college": ("college", "conseil"), "bureau_permanent": ("bureau_permanent", "conseil_action_sociale")}


def organes_suivis(organe: Organe) -> list[Organe]:
    """Whose decisions an organe follows: its own, and for an executive those of its assembly; never secret ones."""
    types = TUTEURS.get(organe.type)
    if types is None:
        return [organe]
    freres = select(Organe).where(Organe.institution_id == organe.institution_id, Organe.type.in_(types))
    return [
        o for o in unite().scalars(freres.order_by(Organe.id)) if o == organe or not requetes.reglages(o).secret_social
    ]
