"""What the screens of the agenda show: plain values made from the rows, without a query of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from college import francais, horloge
from college.droits import Acteur
from college.points import mots
from college.points.modele import Point
from college.points.regles import trop_tard
from college.seances import (
    calendrier,
    cloture,
    composition,
    cycle,
    decision,
    echeances,
    intitules,
    ordre,
    permis,
    requetes,
    versions,
)
from college.seances import disponibles as manques
from college.seances.modele import Inscription, Seance

VIE = (
    ("en_preparation", "En préparation"),
    ("convoquee", "Convoquée"),
    ("ouverte", "En séance"),
    ("levee", "Levée"),
    ("arretee", "Arrêtée"),
    ("pv_approuve", "PV approuvé"),
)
EQUIVALENTS = {"suspendue": "ouverte", "archivee": "pv_approuve"}


def titre(seance: Seance) -> str:
    """« Conseil communal du lundi 14 décembre 2026, 19 h 30 »."""
    return (
        f"{seance.organe.nom} du {francais.date_longue(seance.debut, avec_jour=True)}, {francais.heure(seance.debut)}"
    )


def titre_court(seance: Seance) -> str:
    """« Conseil communal, 14 décembre 2026 »."""
    return f"{seance.organe.nom}, {francais.date_longue(seance.debut)}"


def vie(seance: Seance) -> list[dict[str, object]]:
    """The steps of the séance's life, with the present one."""
    ici = EQUIVALENTS.get(seance.etat, seance.etat)
    if seance.etat == "annulee":
        passees = ["En préparation", *(["Convoquée"] if seance.convoquee_le else [])]
        faites: list[dict[str, object]] = [{"libelle": libelle, "ici": False, "fait": True} for libelle in passees]
        return [*faites, {"libelle": cycle.ETATS["annulee"], "ici": True, "fait": False}]
    rang = [code for code, _ in VIE].index(ici)
    return [
        {"libelle": cycle.ETATS[seance.etat] if n == rang else libelle, "ici": n == rang, "fait": n < rang}
        for n, (_, libelle) in enumerate(VIE)
    ]


def nombre(seance: Seance) -> int:
    """How many points stand on the agenda."""
    return sum(1 for i in seance.inscriptions if not i.retiree)


def huis_clos_avant(seance: Seance) -> str:
    """What is said before a conseil is convened with public items after the closed part (L1122-22), or nothing."""
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    numeros = (
        ordre.apres_le_huis_clos([(i.numero, i.huis_clos) for i in lignes]) if seance.organe.type == "conseil" else []
    )
    if not numeros:
        return ""
    if len(numeros) == 1:
        return f"Le point {numeros[0]}, public, vient après le huis clos."
    return f"Les points {francais.enumerer(numeros)}, publics, viennent après le huis clos."


@dataclass(frozen=True)
class Ligne:
    """A row of the agenda on screen."""

    id: int
    numero: str
    reference: str
    titre: str
    sous: str
    huis_clos: bool
    retiree: bool
    sous_point: bool
    section: str
    place: int
    point_id: int | None
    etat: str = ""
    etat_texte: str = ""
    a_discuter: bool = False
    tardive: bool = False
    issue: str = ""
    renvoyee: bool = False


@dataclass(frozen=True)
class Partie:
    """A stretch of the agenda, public or closed."""

    huis_clos: bool
    publique: bool = True
    lignes: list[Ligne] = field(default_factory=list)

    @property
    def titre(self) -> str:
        """« Séance publique » only where the organe sits in public: a collège never does (L1123-20)."""
        return "Huis clos" if self.huis_clos else "Séance publique" if self.publique else "Points"


def parties(acteur: Acteur, seance: Seance, lisibles: set[int], masquees: bool = False) -> list[Partie]:
    """The agenda cut where public becomes closed, or closed public again; outcomes not yet published stay out."""
    resultat: list[Partie] = []
    publique = requetes.reglages(seance.organe).seance_publique
    for place, inscription in enumerate(sorted(seance.inscriptions, key=lambda i: i.rang), start=1):
        if not resultat or resultat[-1].huis_clos != inscription.huis_clos:
            resultat.append(Partie(inscription.huis_clos, publique))
        resultat[-1].lignes.append(ligne(acteur, inscription, place, inscription.id in lisibles, masquees))
    return resultat


def ligne(acteur: Acteur, inscription: Inscription, place: int, lisible: bool, masquees: bool = False) -> Ligne:
    """One row; who may not hear it sees its number and its public wording."""
    base: dict[str, Any] = {
        "id": inscription.id,
        "numero": inscription.numero,
        "reference": inscription.reference,
        "huis_clos": inscription.huis_clos,
        "retiree": inscription.retiree,
        "sous_point": inscription.sous_point,
        "place": place,
    }
    if not lisible:
        titre_public = intitules.intitule_public(inscription)
        return Ligne(**base, titre=titre_public, sous="", section="", point_id=None)
    etat, texte = _etat(inscription, masquees)
    return Ligne(
        **base,
        titre=intitules.intitule(acteur, inscription),
        sous=_sous(inscription),
        section=inscription.section,
        point_id=inscription.point_id,
        etat=etat,
        etat_texte=texte,
        a_discuter=inscription.a_discuter,
        tardive=inscription.tardive,
        issue="" if masquees else inscription.issue or "",
        renvoyee=inscription.renvoyee_le is not None,
    )


def _sous(inscription: Inscription) -> str:
    morceaux = [inscription.point.service.nom, inscription.point.reference]
    if inscription.tardive:
        morceaux.append("ajouté après l’envoi")
    if vers := inscription.point.suite.get("organe"):
        morceaux.append(f"→ {vers}")
    return " · ".join(morceaux)


def _etat(inscription: Inscription, masquees: bool = False) -> tuple[str, str]:
    if inscription.retiree:
        return "retire", "Point retiré"
    if inscription.renvoyee_le is not None:
        return "renvoye", "Chez son service"
    if inscription.issue and not masquees:
        return inscription.issue, decision.ISSUES[inscription.issue]
    if inscription.point.nature in decision.NATURES_SANS_VOTE:
        return "non_applicable", "Sans vote"
    if not (inscription.motivation or inscription.dispositif):
        return "incomplet", "Sans texte"
    return "complet", "Complet"


@dataclass(frozen=True)
class Changements:
    """What came since the first agenda that members received."""

    depuis: str
    lettre: str
    le: datetime
    lignes: list[tuple[str, str]]


def changements(acteur: Acteur, seance: Seance) -> Changements | None:
    """All that differs between the first version sent and the last one, in words; None while there is only one."""
    envoyees = requetes.versions_en_cours(seance)
    if len(envoyees) < 2:
        return None
    ecart = intitules.montrable(acteur, seance, versions.comparer(envoyees[0].contenu, envoyees[-1].contenu).dire())
    lignes = [(versions.MOTS[nom], dit) for nom, dits in ecart.items() for dit in dits]
    return Changements(envoyees[0].lettre, envoyees[-1].lettre, envoyees[-1].le, lignes)


@dataclass(frozen=True)
class Disponible:
    """A point that may be put on the agenda, with what is still missing."""

    point: Point
    manque: str
    souhaitee: bool
    vide: bool = False
    trop_tard: str = ""


def disponibles(acteur: Acteur, seance: Seance, question: str = "") -> tuple[list[Disponible], int]:
    """The available points that these words keep, with their completeness, and how many there are in all; the same
    few statements whatever their number."""
    tous = requetes.points_disponibles(acteur, seance)
    voulus = mots.demander(question)
    candidats = [p for p in tous if mots.repond(voulus, (p.titre, p.service.nom, p.reference))]
    return _completes(seance, candidats), len(tous)


def _completes(seance: Seance, candidats: Sequence[Point]) -> list[Disponible]:
    if not candidats:
        return []
    vides = manques.sans_texte(candidats)
    seuil = requetes.reglages(seance.organe).seuil_avis_df_htva
    avis = manques.avis_manquants(candidats, seuil, horloge.aujourdhui())
    jour = composition.jour_de(seance)
    return [
        Disponible(
            p, avis.get(p.id, ""), p.seance_souhaitee_id == seance.id, p.id in vides, trop_tard(p.date_limite, jour)
        )
        for p in candidats
    ]


def echeances_de(seance: Seance, aujourdhui: date) -> list[tuple[echeances.Echeance, int]]:
    """What must be done before the séance, with the days left."""
    reglages = requetes.reglages(seance.organe)
    dues = echeances.echeances(
        seance.organe.type,
        composition.jour_de(seance),
        convocation=seance.convocation,
        extraordinaire=seance.type == "extraordinaire",
        publie_projets=reglages.publication == "projets_et_decisions",
        preavis=composition.preavis(seance),
    )
    fin = cloture.limite(
        horloge.locale(seance.debut),
        reglages.cloture_jours,
        reglages.cloture_heure,
        calendrier.ponts(seance.organe.institution),
    )
    if fin is not None:
        libelle = f"Points des services reçus jusqu’à {francais.heure(fin)}, le"
        dues = [*dues, echeances.Echeance("cloture", libelle, fin.date(), "règlement d’ordre intérieur")]
    return [(e, e.restant(aujourdhui)) for e in sorted(dues, key=lambda e: e.jour)]


def prochaine_echeance(seance: Seance, aujourdhui: date) -> tuple[echeances.Echeance, int] | None:
    """The next date to keep; the notice itself as long as it is not sent, even too late."""
    dues = echeances_de(seance, aujourdhui)
    convocation = next((e for e in dues if e[0].code == "convocation"), None)
    if convocation and seance.convoquee_le is None:
        return convocation
    return next((e for e in dues if e[1] >= 0 and e[0].code != "convocation"), None)


def tenue(seance: Seance, echeance: echeances.Echeance, restant: int) -> tuple[str, str, str]:
    """How a date stands: word, colour, icon."""
    publiees = seance.projets_publies_le if echeance.code == "publication_projets_francs" else None
    if publiees:
        a_temps = horloge.locale(publiees).date() <= echeance.jour
        return ("tenu", "ok", "coche") if a_temps else ("fait après le délai", "attente", "alerte")
    if restant < 0:
        due = echeance.code in ("convocation", "publication_projets_francs")
        return ("dépassé", "refus", "alerte") if due else ("passé", "clos", "histoire")
    return ("aujourd’hui" if restant == 0 else f"J-{restant}", "info", "horloge")


def boutons(acteur: Acteur, seance: Seance, proposees: Sequence[cycle.ActionProposee]) -> list[cycle.ActionProposee]:
    """The actions that this person sees: the secretary's alone."""
    return list(proposees) if permis.est_secretaire(acteur, seance.organe_id) else []
