"""The demo's séances: prepared, convened, held with real votes, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from college.demo import textes
from college.demo.scene import Evenement, Scene, acteur
from college.droits import Acteur
from college.organisation import requetes
from college.organisation.modele import Organe
from college.points.modele import Point
from college.seances import services
from college.seances.modele import Inscription, Seance
from college.transaction import unite

SECRETAIRES = {"val-des-aulnes": "chantal", "cpas-val-des-aulnes": "pascale"}
ETATS = ("en_preparation", "convoquee", "pv_approuve")
AVANCES = {"conseil": (-16, -15, -10, -8), "college": (-6, -2, -1, None), "cas": (-14, -12, -8, None)}
URGENCE = "La conduite de la rue du Pont a cédé : dix-huit ménages sont privés d'eau et la voirie menace."
RANG = 500  # after what concerns points, at the same instant


def evenements(scene: Scene, description: dict[str, Any], points: dict[str, dict[str, Any]]) -> Iterator[Evenement]:
    """What happens to one séance, up to the state that it should have."""
    jour, heure = scene.ecart(description["cle"]), description["heure"]
    creation, inscription, convocation, projets = AVANCES[description["organe"]]
    urgents = [cle for cle in description["points"] if "urgence" in points[cle]]
    a_temps = [cle for cle in description["points"] if cle not in urgents]
    yield _a(scene, min(jour + creation, -1), "10:00", _creer, scene, description)
    yield _a(scene, min(jour + inscription, 0), "18:05", _inscrire, scene, description, a_temps)
    if description["etat"] == "en_preparation":
        return
    yield _a(scene, min(jour + convocation, 0), "18:10", _convoquer, scene, description)
    if projets is not None:
        yield _a(scene, jour + projets, "18:15", _agir, scene, description, "publier_projets")
    if urgents:
        yield _a(scene, 0, "18:20", _inscrire, scene, description, urgents)
    if description["etat"] == "pv_approuve":
        for minutes, faire in ((0, _tenir), (165, _lever)):
            instant = scene.pendant(description["cle"], heure, minutes)
            yield Evenement(instant, RANG, partial(faire, scene, description))


def _a(scene: Scene, jours: int, heure: str, faire: Any, *options: Any) -> Evenement:
    return Evenement(scene.instant(jours, heure), RANG, partial(faire, *options))


def secretaire(description: dict[str, Any]) -> Acteur:
    """The directrice générale of the institution that sits."""
    return acteur(SECRETAIRES[description["institution"]], description["institution"])


def seance_de(scene: Scene, description: dict[str, Any]) -> Seance:
    """The row of a séance already made."""
    return unite().get_one(Seance, scene.seances[description["cle"]])


def _creer(scene: Scene, description: dict[str, Any]) -> None:
    institution = requetes.institution(description["institution"])
    organe = requetes.nomme(Organe, institution.id, description["organe"], "organe")
    debut = scene.pendant(description["cle"], description["heure"])
    genre = "extraordinaire" if _un_jour_de_repos(debut) else "ordinaire"
    lieu = textes.date_et_typographie(description["lieu"], scene.calendrier)
    saisie = services.SaisieSeance(organe, debut, lieu, genre)
    scene.seances[description["cle"]] = services.creer(secretaire(description), saisie).id


def _un_jour_de_repos(debut: datetime) -> bool:
    """« Tomorrow » may be a Sunday: nobody sits then but for an emergency."""
    return debut.weekday() >= 5


def _convoquer(scene: Scene, description: dict[str, Any]) -> None:
    seance = seance_de(scene, description)
    motif = textes.date_et_typographie(URGENCE, scene.calendrier) if seance.type == "extraordinaire" else ""
    services.agir(secretaire(description), seance, "convoquer", services.Options(motif_urgence=motif))


def _inscrire(scene: Scene, description: dict[str, Any], cles: list[str]) -> None:
    qui, seance = secretaire(description), seance_de(scene, description)
    for cle in cles:
        services.inscrire(qui, seance, unite().get_one(Point, scene.points[cle]))


def _agir(scene: Scene, description: dict[str, Any], action: str, **options: Any) -> None:
    services.agir(secretaire(description), seance_de(scene, description), action, services.Options(**options))


def _lever(scene: Scene, description: dict[str, Any]) -> None:
    _agir(scene, description, "lever", confirmer=True)


def _tenir(scene: Scene, description: dict[str, Any]) -> None:
    """Presences, opening, then each point in its order."""
    qui, seance = secretaire(description), seance_de(scene, description)
    tenue = Tenue(scene, description, qui, seance)
    tenue.accueillir()
    services.agir(qui, seance, "ouvrir")
    for inscription in sorted(seance.inscriptions, key=lambda i: i.rang):
        tenue.traiter(inscription)


class Tenue:
    """One séance while it sits."""

    def __init__(self, scene: Scene, description: dict[str, Any], qui: Acteur, seance: Seance) -> None:
        self.scene, self.description, self.qui, self.seance = scene, description, qui, seance
        self.cles = {scene.points[cle]: cle for cle in description["points"]}
        mandats = requetes.mandats(seance.organe_id, scene.jours[description["cle"]])
        self.attendus = dict(description.get("arrivees", {}))
        self.membres = {m.mandataire.identifiant: m.mandataire_id for m in mandats if m.voix == "deliberative"}

    def accueillir(self) -> None:
        """Who is there, who is excused; late comers arrive with their point."""
        for nom, numero in self.membres.items():
            if nom in self.attendus:
                continue
            evenement = "excuse" if nom in self.description.get("excuses", []) else "arrive"
            services.noter_presence(self.qui, self.seance, numero, evenement)

    def traiter(self, inscription: Inscription) -> None:
        """Arrivals, withdrawals, the vote, the decision."""
        cle = self.cles[inscription.point_id]
        vote = self.description.get("votes", {}).get(cle, {})
        for nom in [nom for nom, point in self.attendus.items() if point == cle]:
            del self.attendus[nom]
            services.noter_presence(self.qui, self.seance, self.membres[nom], "arrive", inscription=inscription)
        for nom in vote.get("interesses", []):
            services.noter_presence(self.qui, self.seance, self.membres[nom], "se_retire", inscription=inscription)
        mode = vote.get("mode", "unanimite" if self.seance.organe.type != "college" else "aucun")
        if mode == "unanimite":
            services.creer_scrutin(self.qui, inscription, services.SaisieScrutin("unanimite"))
        elif mode != "aucun":
            self._voter(inscription, mode, vote)
        if mode != "aucun" or "issue" in vote:
            self._decider(inscription, vote)
        for nom in vote.get("interesses", []):
            services.noter_presence(self.qui, self.seance, self.membres[nom], "revient", inscription=inscription)

    def _voter(self, inscription: Inscription, mode: str, vote: dict[str, Any]) -> None:
        scrutin = services.creer_scrutin(self.qui, inscription, services.SaisieScrutin(mode))
        services.agir_scrutin(self.qui, scrutin, "ouvrir")
        if mode == "secret":
            services.depouiller(self.qui, scrutin, vote["comptes"])
        else:
            choix = {nom: sens for sens in ("contre", "abstention") for nom in vote.get(sens, [])}
            absents = {*self.description.get("excuses", []), *vote.get("interesses", []), *self.attendus}
            for nom, numero in self.membres.items():
                if nom not in absents:
                    services.voter(self.qui, scrutin, choix.get(nom, "pour"), mandataire_id=numero, titre="saisie")
            services.agir_scrutin(self.qui, scrutin, "clore")
        services.agir_scrutin(self.qui, scrutin, "proclamer")

    def _decider(self, inscription: Inscription, vote: dict[str, Any]) -> None:
        nouveau = vote.get("dispositif")
        dispositif = textes.articles(nouveau, self.scene.calendrier) if nouveau else None
        saisie = services.SaisieDecision(vote.get("issue", "accepte"), dispositif)
        services.decider(self.qui, inscription, saisie)
