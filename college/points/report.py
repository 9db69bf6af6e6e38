"""A postponed point goes on as a copy: validated, linked both ways, its advices inherited (scenario P28)."""

from __future__ import annotations

from sqlalchemy import select

from college import horloge, journal
from college.droits import Acteur, exige
from college.points import services, transmission
from college.points.annexes.recopie import copier
from college.points.etats import chaine_de, en_ligne, texte, version_en_cours
from college.points.modele import LienPoints, Point
from college.points.naissance import naitre
from college.points.notes import services as notes
from college.points.revisions import indexer
from college.points.valeurs import Action, Passage
from college.transaction import unite


@exige("point.seance")
def reporter(acteur: Acteur, point: Point) -> Point:
    """The copy that waits for the next séance; postponed again after a reopening, the same one comes back."""
    copie = copie_de(point)
    if copie is not None:
        if copie.phase == "retire":
            services.changer_phase(acteur, copie, "valide", "Le point est de nouveau reporté.")
        return copie
    copie = naitre(acteur, transmission.contenu(point), point.organe, point.service)
    copie.auteur_id = point.auteur_id
    copie.diffuse_le = point.diffuse_le
    copier(transmission.pieces(point), copie)
    transmission.lier(copie, point, "reporte_de")
    notes.suivre(acteur, copie, point)
    if copie.phase == "brouillon":
        _garder_les_visas(acteur, copie, point)
    journal.noter(acteur, "point.reporte", point, copie=copie.reference)
    return copie


def copie_de(point: Point) -> Point | None:
    """The point that this postponed one goes on as."""
    liens = select(LienPoints.de_id).where(LienPoints.vers_id == point.id, LienPoints.type == "reporte_de")
    return unite().scalar(select(Point).where(Point.id.in_(liens)).order_by(Point.id.desc()).limit(1))


def origines(point: Point) -> list[int]:
    """The points that this one goes on from, nearest first: what was postponed is still the same matter."""
    trouvees, dernier = [], point.id
    vers = select(LienPoints.vers_id).where(LienPoints.type == "reporte_de")
    while (avant := unite().scalar(vers.where(LienPoints.de_id == dernier).limit(1))) is not None:
        trouvees.append(avant)
        dernier = avant
    return trouvees


def _garder_les_visas(acteur: Acteur, copie: Point, source: Point) -> None:
    """The text was validated: its visas and advices stand for the copy, by one passage that says where from."""
    version = version_en_cours(copie.organe, copie.nature)
    copie.chaine_version, copie.chaine_version_id = version, version.id if version else None
    copie.soumis_le = horloge.maintenant()
    indexer(copie)
    dit = f"Point reporté, qui continue {source.reference} : visas et avis repris."
    empreinte = texte(copie).empreinte_texte
    commun = (acteur.agent_id, acteur.nom, copie.soumis_le)
    etapes = tuple(etape.code for etape in chaine_de(copie).etapes)
    passages = [Passage(Action.SOUMETTRE, *commun, commentaire=dit, empreinte=empreinte)]
    if etapes:
        vise = Passage(Action.VISER, *commun, etape=etapes[0], commentaire=dit, empreinte=empreinte, couvre=etapes)
        passages.append(vise)
    unite().add_all([en_ligne(copie, passage) for passage in passages])
    unite().flush()
    services.recalculer(copie)
