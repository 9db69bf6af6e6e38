"""The calls of the room: letters, tasks, measures."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from college import horloge
from college.api import Corps, Filtre, cadre
from college.api.listes import liste_entiere, paginer_liste
from college.droits import Acteur
from college.seances.modele import Seance
from college.suites import documents, requetes, services
from college.suites.modele import Expedition, Mesure, Tache
from college.tutelle.modele import Envoi

ETIQUETTE = "Suites"
cadre.trouve("expedition")(requetes.expedition)
cadre.trouve("tache")(requetes.tache)


class DepartCorps(Corps):
    """How a letter left."""

    le: date | None = None
    canal: Literal["", "courriel", "recommande", "simple", "ebox", "main_propre"] = ""
    numero: str = Field(default="", max_length=40)
    preuve: str = Field(default="", max_length=2000)


class RetourCorps(Corps):
    """Received, or come back."""

    etat: Literal["recue", "retournee"]
    le: date | None = None


class FinCorps(Corps):
    """How a task ended."""

    etat: Literal["faite", "sans_suite"]
    preuve: str = Field(max_length=2000)


class TachesFiltre(Filtre):
    """Which tasks."""

    etat: Literal["", "a_faire", "faite", "sans_suite"] = "a_faire"
    en_retard: bool = False


class MesuresFiltre(Filtre):
    """In force on which day (today without it)."""

    jour: date | None = None


def _envoi(e: Expedition) -> dict[str, Any]:
    return {
        "id": e.id, "inscription": e.inscription_id, "acte": e.acte_id, "destinataire": e.destinataire,
        "adresse": e.adresse, "genre": e.genre, "canal": e.canal, "piece": e.piece, "etat": e.etat,
        "expedie_le": e.expedie_le, "recu_le": e.recu_le, "recours_le": e.recours_le,
        "numero": e.numero_recommande, "document": e.document_id,
    }  # fmt: skip


@cadre.get(
    "/seances/<ref:seance>/expeditions",
    droit="suite.expedier",
    etiquette=ETIQUETTE,
    resume="Lire les envois",
)
def lister(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    return liste_entiere([_envoi(e) for e in requetes.expeditions(acteur, etat="", seance_id=seance.id)])


@cadre.post(
    "/expeditions/<ref:expedition>/depart", droit="suite.expedier", etiquette=ETIQUETTE, resume="Noter un envoi"
)
def partir(acteur: Acteur, expedition: Expedition, corps: DepartCorps) -> dict[str, Any]:
    depart = services.Depart(corps.le or horloge.aujourdhui(), corps.canal, corps.numero, corps.preuve)
    return _envoi(services.expedier(acteur, expedition, depart))


@cadre.post(
    "/expeditions/<ref:expedition>/retour", droit="suite.expedier", etiquette=ETIQUETTE, resume="Noter une réception"
)
def revenir(acteur: Acteur, expedition: Expedition, corps: RetourCorps) -> dict[str, Any]:
    return _envoi(services.constater(acteur, expedition, corps.etat, corps.le or horloge.aujourdhui()))


@cadre.post(
    "/expeditions/<ref:expedition>/lettre",
    droit="suite.expedier",
    statut=202,
    etiquette=ETIQUETTE,
    resume="Préparer la lettre de notification",
)
def ecrire(acteur: Acteur, expedition: Expedition) -> dict[str, Any]:
    document = documents.lettre(acteur, expedition)
    return {"id": document.id, "etat": document.etat}


@cadre.post(
    "/envois/<ref:envoi>/bordereau",
    droit="suite.expedier",
    statut=202,
    etiquette=ETIQUETTE,
    resume="Préparer le bordereau de transmission",
)
def bordereau(acteur: Acteur, envoi: Envoi) -> dict[str, Any]:
    document = documents.bordereau(acteur, envoi)
    return {"id": document.id, "etat": document.etat}


def _tache(t: Tache) -> dict[str, Any]:
    return {
        "id": t.id, "point": t.point_id, "genre": t.genre, "libelle": t.libelle, "etat": t.etat,
        "service": {"code": t.service.code, "libelle": t.service.nom}, "echeance": t.echeance, "preuve": t.preuve,
    }  # fmt: skip


@cadre.get("/taches", droit="suite.lire", etiquette=ETIQUETTE, resume="Lire les tâches nées des décisions")
def taches(acteur: Acteur, requete: TachesFiltre) -> dict[str, Any]:
    lues = requetes.taches(acteur, etat=requete.etat, en_retard=requete.en_retard)
    return paginer_liste(lues, requete, _tache)


@cadre.post("/taches/<ref:tache>/fin", droit="suite.executer", etiquette=ETIQUETTE, resume="Clore une tâche")
def finir(acteur: Acteur, tache: Tache, corps: FinCorps) -> dict[str, Any]:
    return _tache(services.finir(acteur, tache, corps.etat, corps.preuve))


def _mesure(m: Mesure) -> dict[str, Any]:
    return {
        "id": m.id, "acte": m.acte_id, "reference": m.acte.reference, "resume": m.resume, "du": m.du, "au": m.au,
        "lieux": m.lieux, "confirmation": m.confirmation, "point_confirmation": m.point_confirmation_id,
        "remplace": m.remplace_id, "levee_le": m.levee_le,
    }  # fmt: skip


@cadre.get("/mesures", droit="suite.lire", etiquette=ETIQUETTE, resume="Lire les mesures en vigueur")
def mesures(acteur: Acteur, requete: MesuresFiltre) -> dict[str, Any]:
    return paginer_liste(requetes.mesures(acteur, requete.jour or horloge.aujourdhui()), requete, _mesure)
