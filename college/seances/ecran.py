"""The live screens as plain values: cockpit, member, room. Read once a request from one séance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from college.droits import Acteur
from college.francais import enumerer
from college.seances import (
    affichage,
    bulletins,
    candidatures,
    composition,
    connexions,
    cycle,
    decision,
    depouillement,
    droit,
    election,
    permis,
    presence,
    propositions,
    quorum,
    representations,
    requetes,
    urgence,
)
from college.seances.decisions import urgence_a_voter, votes_d_urgence
from college.seances.grammaire import accorder
from college.seances.membre import Membre
from college.seances.modele import Bulletin, Inscription, Scrutin, Seance
from college.seances.releve import Releve, rang_de

MOTS_ORIGINE = {"personnel": "tablette", "saisie": "saisi par le secrétariat", "procuration": "procuration"}
CHOIX_GRILLE = (("pour", "Pour"), ("contre", "Contre"), ("abstention", "Abst."), ("ne_participe_pas", "Hors"))


@dataclass(frozen=True)
class Voix:
    """One row of the voting grid."""

    membre: Membre
    choix: str
    origine: str


@dataclass(frozen=True)
class PresenceVue:
    """One row of the attendance list, with what may be noted now."""

    membre: Membre
    etat: str
    gestes: list[tuple[str, str]]
    retour_propose: bool = False
    a_distance: bool = False
    signalee: bool = False


# Where the law lets members sit from elsewhere: the same movements, by the tool of the séance.
CONNEXIONS = {"arrive": ("arrive_distance", "Connecté"), "revient": ("revient_distance", "Retour connecté")}
GESTES = {
    "attendu": [("arrive", "Présent"), ("excuse", "Excusé")],
    "excuse": [("arrive", "Arrivée")],
    "absent": [("arrive", "Arrivée"), ("excuse", "Excusé")],
    "present": [("quitte", "Sortie"), ("se_retire", "Se retire")],
    "sorti": [("revient", "Retour")],
    "retire": [("revient", "Retour")],
}
# Nobody enters or leaves a séance that is not open: what was noted is corrected.
GESTES_AVANT = GESTES | {
    "present": [("absent", "Absent"), ("excuse", "Excusé")],
    "sorti": [("arrive", "Présent"), ("excuse", "Excusé")],
}


@dataclass
class Ecran:
    """Everything that a live screen shows."""

    seance: Seance
    conduit: bool
    courante: Inscription | None
    lisible: bool
    lignes: list[affichage.Ligne]
    scrutin: Scrutin | None
    releve: Releve
    presences: list[PresenceVue] = field(default_factory=list)
    voix: list[Voix] = field(default_factory=list)
    phrase: str = ""
    masquees: bool = False  # what was decided is not yet for this person (P30)

    @property
    def urgence_a_voter(self) -> bool:
        """The next vote of this point is on its urgency."""
        return self.courante is not None and urgence_a_voter(self.courante) and not self.urgence_refusee

    @property
    def urgence_refusee(self) -> bool:
        return self.courante is not None and urgence.refusee(votes_d_urgence(self.courante))

    @property
    def sur_tablettes(self) -> bool:
        """Nothing is voted yet on this point, and it may be: the members could do it now."""
        ligne = self.courante
        if ligne is None or self.scrutin is not None or ligne.decisions or ligne.arrete_le:
            return False
        return bool(self.voix) and not self.urgence_refusee and ligne.point.nature != "election"

    @property
    def prealables(self) -> list[Scrutin]:
        """The votes on urgency, on closing the doors, on amendments."""
        votes = self.courante.scrutins if self.courante else []
        return [v for v in votes if v.regle.get("objet", "proposition") != "proposition" and v.resultat]

    @property
    def retenu(self) -> Scrutin | None:
        """The vote that gives the result: among linked propositions, the one that was adopted."""
        fini = self.scrutin is not None and self.scrutin.etat in ("clos", "proclame")
        return propositions.retenue(self.scrutin) if self.scrutin is not None and fini else self.scrutin

    @property
    def resultat_dit(self) -> str | None:
        """The words of a result that is neither « Adopté » nor « Rejeté »."""
        if self.scrutin is None or self.scrutin.resultat is None:
            return None
        partage = "Ballottage" if self.scrutin.mode == "election" else "Partage des voix"
        return {"partage": partage, "nul": "Vote nul"}.get(self.scrutin.resultat)

    @property
    def second_tour(self) -> str:
        """Between whom the second round is to choose; empty where there is no such round."""
        vote = self.scrutin
        if vote is None or vote.mode != "election" or vote.etat != "proclame":
            return ""
        return enumerer([c["nom"] for c in candidatures.en_ballottage(vote)])

    @property
    def libelle(self) -> str:
        """The label of the decision under way: that of its vote (several decisions in one point)."""
        return self.retenu.question if self.retenu is not None else ""

    @property
    def tranche(self) -> bool:
        """The decision under way is taken; another may follow on the same point."""
        return self.courante is not None and any(d.libelle == self.libelle for d in self.courante.decisions)

    @property
    def presents(self) -> int:
        return sum(1 for p in self.presences if p.etat == "present" and p.membre.delibere)

    @property
    def appel_nominal(self) -> tuple[int, str] | None:
        """How many of those present may ask for a roll call, and the article (D14)."""
        organe, jour = self.seance.organe.type, composition.jour_de(self.seance)
        requis = quorum.requis_pour("appel_nominal", organe, jour, self.presents)
        return (requis, droit.regle("appel_nominal", organe, jour).article) if requis else None

    @property
    def decides(self) -> int:
        return sum(1 for i in self.seance.inscriptions if i.decisions)

    @property
    def votants_possibles(self) -> int:
        ailleurs = propositions.deja_votants(self.scrutin) if self.scrutin else {}
        return len(set(self.releve.votants(self.courante)) - ailleurs.keys()) if self.courante else 0

    @property
    def propositions(self) -> list[Scrutin]:
        """The propositions among which the members chose, where there are several."""
        liees = propositions.groupe(self.scrutin) if self.scrutin is not None else []
        return liees if len(liees) > 1 else []

    @property
    def ages_a_dire(self) -> list[dict[str, Any]]:
        """Who stands in the last round without a known age, which a tie would ask for."""
        vote = self.scrutin
        dernier = vote is not None and vote.mode == "election" and vote.tour >= election.DERNIER_TOUR
        return [c for c in vote.candidats if not c.get("naissance")] if vote is not None and dernier else []

    @property
    def choix_de_papier(self) -> list[tuple[str, str]]:
        """What is counted of a paper ballot: candidates, or the five choices."""
        if self.scrutin is not None and self.scrutin.mode == "election":
            return [(c["code"], c["nom"]) for c in self.scrutin.candidats] + [("blanc", "Blancs"), ("nul", "Nuls")]
        return [
            ("pour", "Pour"),
            ("contre", "Contre"),
            ("abstention", "Abstentions"),
            ("blanc", "Blancs"),
            ("nul", "Nuls"),
        ]

    @property
    def voisins(self) -> tuple[affichage.Ligne | None, affichage.Ligne | None]:
        """The lines before and after the one shown."""
        ids = [li.id for li in self.lignes]
        if self.courante is None or self.courante.id not in ids:
            return None, self.lignes[0] if self.lignes else None
        rang = ids.index(self.courante.id)
        suivante = self.lignes[rang + 1] if rang + 1 < len(self.lignes) else None
        return self.lignes[rang - 1] if rang else None, suivante

    @property
    def position(self) -> int:
        ids = [li.id for li in self.lignes]
        return ids.index(self.courante.id) + 1 if self.courante and self.courante.id in ids else 0


def ecran(
    acteur: Acteur, seance: Seance, point: int | None = None, *, releve: Releve | None = None, grille: bool = False
) -> Ecran:
    """The screen of a séance, on the line asked for, else on the one in discussion; with who voted what (`grille`)
    for whoever conducts."""
    releve = releve or Releve(seance)
    masquees = representations.decisions_masquees(acteur, seance)
    lisibles = requetes.lisibles(acteur, seance.inscriptions)
    ordre = [i for i in sorted(seance.inscriptions, key=lambda i: i.rang) if not i.retiree]
    courante = _choisir(ordre, point, _mis_aux_voix(seance), seance.inscription_courante_id)
    vue = Ecran(
        seance=seance,
        conduit=permis.est_secretaire(acteur, seance.organe_id),
        courante=courante,
        lisible=courante is not None and courante.id in lisibles,
        lignes=[
            affichage.ligne(acteur, i, place, i.id in lisibles, masquees) for place, i in enumerate(ordre, start=1)
        ],
        scrutin=None if masquees else _scrutin(courante),
        releve=releve,
        presences=_presences(releve, courante),
    )
    vue.voix = _voix(vue) if grille else []
    vue.masquees = masquees
    vue.phrase = "" if masquees else _phrase(vue)
    return vue


def _mis_aux_voix(seance: Seance) -> int | None:
    """Nobody votes on a text that his screen does not show, even where another point was called meanwhile."""
    ouvert = requetes.scrutin_ouvert(seance)
    return ouvert.inscription_id if ouvert is not None else None


def _choisir(ordre: list[Inscription], *voulues: int | None) -> Inscription | None:
    for voulue in voulues:
        if trouvee := next((i for i in ordre if i.id == voulue), None):
            return trouvee
    return next((i for i in ordre if not i.decisions), ordre[0] if ordre else None)


def _scrutin(courante: Inscription | None) -> Scrutin | None:
    """The vote to show: the open one, else the last on the item itself (its urgency, its doors come before)."""
    if courante is None:
        return None
    ouvert = next((v for v in courante.scrutins if v.etat == "ouvert"), None)
    propres = [v for v in courante.scrutins if v.regle.get("objet", "proposition") == "proposition"]
    return ouvert or next(reversed(propres), None)


def _presences(releve: Releve, courante: Inscription | None) -> list[PresenceVue]:
    etats = releve.etats()
    proposes = presence.retours_a_proposer(releve.mouvements, rang_de(courante)) if courante else frozenset()
    ailleurs = {m.id for m in releve.connectes()}
    possible = connexions.possible(releve.seance)
    gestes = GESTES_AVANT if releve.seance.etat in cycle.AVANT_SEANCE else GESTES
    return [
        PresenceVue(
            m,
            etats[m.id],
            _gestes(m, gestes[etats[m.id]], courante, possible),
            retour_propose=m.id in proposes,
            a_distance=m.id in ailleurs,
            signalee=m.id in releve.seance.presences_signalees,
        )
        for m in releve.membres
    ]


def _gestes(
    membre: Membre, gestes: list[tuple[str, str]], courante: Inscription | None, distance: bool
) -> list[tuple[str, str]]:
    if distance:
        gestes = [g for geste in gestes for g in (geste, CONNEXIONS.get(geste[0])) if g is not None]
    seul = membre.officier or courante is None
    return [(code, _au_genre(membre, mot)) for code, mot in gestes if not (seul and code == "se_retire")]


def _au_genre(membre: Membre, mot: str) -> str:
    """« Excusée »: a state agrees with the person, a movement (« Sortie », « Retour ») does not."""
    return accorder(mot, [membre.genre]) if mot.endswith(("é", "ent")) else mot


def _voix(vue: Ecran) -> list[Voix]:
    """The grid: ballots held, else « pour » for everybody present, to correct by exception."""
    if vue.courante is None:
        return []
    deposes: dict[int, Bulletin] = {}
    secret = vue.scrutin is not None and bulletins.est_secret(vue.scrutin)
    if vue.scrutin and not secret:
        deposes = {b.mandataire_id: b for b in vue.scrutin.bulletins}
    ouvert = vue.scrutin is not None and vue.scrutin.etat == "ouvert"
    appareils = requetes.reglages(vue.seance.organe).vote_appareils.public
    attente = "pas encore voté" if appareils else "pas encore noté"  # by voice, it is the secretary who notes
    ailleurs = propositions.deja_votants(vue.scrutin) if vue.scrutin and ouvert else {}
    rangees = []
    for membre_id in vue.releve.votants(vue.courante):
        if membre_id in ailleurs:
            continue
        bulletin = deposes.get(membre_id)
        choix = bulletin.choix if bulletin else ("" if ouvert else "pour")
        origine = MOTS_ORIGINE[bulletin.titre] if bulletin else (attente if ouvert else "")
        rangees.append(Voix(vue.releve.par_id[membre_id], choix, origine))
    return rangees


def _phrase(vue: Ecran) -> str:
    """« Le procès-verbal dira »: the vote, and the outcome where it has a sentence."""
    vote = vue.scrutin
    if vote is not None and vote.etat in ("clos", "proclame"):
        return vote.phrase or depouillement.phrase(vote, vue.releve)
    if vue.courante is not None and vue.courante.decisions:
        return vue.courante.decisions[0].phrase
    return ""


def issues(courante: Inscription | None) -> list[tuple[str, str]]:
    """The outcomes offered for a point, the usual ones first."""
    if courante is None:
        return []
    if courante.point.nature in decision.PRISES_ACTE:
        codes = ["pris_acte", "reporte", "retire"]
    else:
        codes = ["accepte", "accepte_modifie", "reporte", "retire", "renvoye", "refuse"]
        if any(v.resultat == "nul" for v in courante.scrutins):
            codes.append("nul_a_representer")
    if courante.seance.organe.type == "conseil":
        codes.append("non_examine")  # its author was not there to present it
    return [(code, decision.VERBES[code]) for code in codes]


def issue_suggeree(courante: Inscription | None) -> str:
    """The outcome already taken, or that of the vote, or the usual one."""
    if courante is None:
        return ""
    if courante.decisions:
        return courante.decisions[0].issue
    if urgence.refusee(votes_d_urgence(courante)):
        return "reporte"
    for vote in reversed(courante.scrutins):
        if vote.resultat and vote.regle.get("objet", "proposition") == "proposition":
            propose = decision.issue_du_resultat(propositions.retenue(vote).resultat or vote.resultat)
            return "accepte_modifie" if propose == "accepte" and courante.modifie_en_seance else propose
    if courante.point.nature in decision.PRISES_ACTE:
        return "pris_acte"
    return "accepte_modifie" if courante.modifie_en_seance else "accepte"


def precision(courante: Inscription | None) -> dict[str, str]:
    """The precision already given to a postponement or a withdrawal, as the form shows it."""
    dite = courante.decisions[0].precision if courante is not None and courante.decisions else ""
    jour = dite if dite not in ("", *decision.PRECISIONS) else ""
    return {"precision": "jour" if jour else dite, "jour_report": jour}
