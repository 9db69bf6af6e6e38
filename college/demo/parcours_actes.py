"""After the demo's séances: texts frozen, acts made and signed, published; minutes approved; decisions alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import select

from college import repartiteur, transaction
from college.actes import services as actes
from college.actes.modele import Acte
from college.demo import region
from college.demo.parcours_seances import seance_de, secretaire
from college.demo.scene import COMMUNE, Evenement, Scene, acteur
from college.organisation.reglages import reglages_organe
from college.points import services as points
from college.points.modele import Point
from college.publication import services as publication
from college.seances import services as seances
from college.seances.modele import Inscription
from college.transaction import unite
from college.tutelle import services as tutelle

PRESIDENTES = {"val-des-aulnes": "solange", "cpas-val-des-aulnes": "odile"}
RANG = 600


def evenements(scene: Scene, seance: dict[str, Any]) -> Iterator[Evenement]:
    """What follows a séance that was held."""
    cle = seance["cle"]
    suite: tuple[tuple[int, str, Any], ...] = (
        (1, "9:00", partial(_arreter, scene, seance)),
        (1, "9:30", partial(_deliberations, scene, seance)),
        (2, "9:00", partial(_signer, scene, seance)),
        (3, "8:00", partial(_publier, scene, seance)),
        (5, "9:00", partial(_approuver_pv, scene, seance)),
        (5, "10:00", partial(_signer, scene, seance)),
    )
    for apres, heure, faire in suite:
        yield Evenement(scene.apres(cle, apres, heure), RANG, faire)
        yield Evenement(scene.apres(cle, apres, heure, 20), RANG, vider, hors_transaction=True)

    for scenario, cles in seance.get("transmis", {}).items():
        faire = partial(_transmettre, scene, seance, scenario, cles)
        yield Evenement(scene.apres(cle, 4, "9:00"), RANG, faire, hors_transaction=True)


def vider() -> None:
    """Run what the outbox holds, as the dispatcher would have done by then."""
    repartiteur.vider(tolerant=True)


def hors_seance(scene: Scene, description: dict[str, Any], jours: int) -> Iterator[Evenement]:
    """A decision of the bourgmestre alone: decided, made, signed, published the same day."""
    suite = ((_decider_seule, "11:00"), (_signer_seule, "11:20"), (_publier_seule, "11:40"))
    for faire, heure in suite:
        yield Evenement(scene.instant(jours, heure), RANG, partial(faire, scene, description))
        yield Evenement(scene.instant(jours, heure, 5), RANG, vider, hors_transaction=True)


def _arreter(scene: Scene, seance: dict[str, Any]) -> None:
    seances.agir(secretaire(seance), seance_de(scene, seance), "arreter")


def _deliberations(scene: Scene, seance: dict[str, Any]) -> None:
    """A collège makes a délibération when somebody needs one: here, what it publishes."""
    for cle in seance.get("deliberations", []):
        inscription = _inscription(scene, seance, cle)
        actes.creer_extrait(secretaire(seance), inscription, "deliberation")


def _inscription(scene: Scene, seance: dict[str, Any], cle: str) -> Inscription:
    demande = select(Inscription).where(
        Inscription.seance_id == scene.seances[seance["cle"]], Inscription.point_id == scene.points[cle]
    )
    return unite().scalars(demande).one()


def _actes(scene: Scene, seance: dict[str, Any]) -> list[Acte]:
    demande = select(Acte).where(Acte.seance_id == scene.seances[seance["cle"]]).order_by(Acte.id)
    return list(unite().scalars(demande))


def _signer(scene: Scene, seance: dict[str, Any]) -> None:
    """Every act that waits for its signatures, minutes once approved."""
    retenus = {scene.points[cle] for cle in seance.get("a_signer", [])}
    for acte in _actes(scene, seance):
        if acte.etat == "a_signer" and acte.point_id not in retenus and _signable(acte):
            for qui in (PRESIDENTES[seance["institution"]], secretaire(seance).identifiant):
                actes.signer(acteur(qui, seance["institution"]), acte)


def _signable(acte: Acte) -> bool:
    return acte.type != "pv" or acte.etat_pv in ("approuve", "approuve_avec_corrections")


def _publier(scene: Scene, seance: dict[str, Any]) -> None:
    for acte in _actes(scene, seance):
        regles = reglages_organe(acte.organe.type, acte.organe.reglages)
        if acte.type != "pv" and not acte.huis_clos and acte.etat == "signe" and regles.publication != "aucune":
            publication.publier(secretaire(seance), acte, masquer_en_attente=True)


def _transmettre(scene: Scene, seance: dict[str, Any], scenario: str, cles: list[str]) -> None:
    """To the Region; the pieces that a real commune would join are said to be on their way."""
    with region.ouverte(scene.settings, scenario):
        with transaction.ecriture():
            for cle in cles:
                acte = unite().scalars(select(Acte).where(Acte.point_id == scene.points[cle])).one()
                tutelle.transmettre(secretaire(seance), acte, passer_outre="Pièces déposées au guichet le jour même.")
        region.ecouter()


def _approuver_pv(scene: Scene, seance: dict[str, Any]) -> None:
    seances.agir(secretaire(seance), seance_de(scene, seance), "approuver_pv")


def _acte_de(scene: Scene, description: dict[str, Any]) -> Acte:
    return unite().scalars(select(Acte).where(Acte.point_id == scene.points[description["cle"]])).one()


def _decider_seule(scene: Scene, description: dict[str, Any]) -> None:
    point = unite().get_one(Point, scene.points[description["cle"]])
    points.agir(acteur("solange"), point, "decider_hors_seance")


def _signer_seule(scene: Scene, description: dict[str, Any]) -> None:
    for qui in ("solange", "chantal"):
        actes.signer(acteur(qui), _acte_de(scene, description))


def _publier_seule(scene: Scene, description: dict[str, Any]) -> None:
    publication.publier(acteur("chantal", COMMUNE), _acte_de(scene, description), masquer_en_attente=True)
