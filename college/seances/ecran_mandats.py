"""What the cockpit offers at a point that installs members: who takes office, whose mandate ends, what is noted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from college.organisation.modele import Mandataire
from college.organisation.titres import FONCTIONS
from college.seances import cycle, sieges
from college.seances.incidents import Incidents
from college.seances.membre import Membre
from college.seances.modele import Inscription
from college.seances.releve import Releve, ordre_traite
from college.transaction import unite

Choix = list[tuple[str, str]]
FONCTIONS_DE = {
    "conseil": ("conseiller", "echevin", "bourgmestre", "president_assemblee", "president_cpas"),
    "college": ("echevin", "bourgmestre", "president_cpas"),
    "conseil_action_sociale": ("conseiller", "president"),
}


@dataclass(frozen=True)
class MandatsVus:
    """The two forms, and what is already noted with its sentence; `attendu`: who is to take the oath today."""

    notes: list[tuple[Membre, str]]
    candidats: Choix
    siegent: Choix
    fonctions: Choix
    causes: Choix
    attendu: str


def lire(releve: Releve, courante: Inscription | None) -> MandatsVus | None:
    """None where nothing of the kind is to be noted."""
    seance = releve.seance
    if courante is None or courante.point.nature != "installation" or courante.arrete_le:
        return None
    if seance.etat not in cycle.EN_SEANCE:
        return None
    incidents = Incidents(seance, releve, ordre_traite(seance.inscriptions))
    membres = [m for m in releve.membres if not m.officier]
    fonctions = FONCTIONS_DE.get(seance.organe.type, ("membre", "president"))
    return MandatsVus(
        notes=list(incidents.mandats(courante)),
        candidats=_candidats(releve, {m.id for m in membres}),
        siegent=[(str(m.id), f"{m.personne.nom_complet}, {m.personne.qualite}") for m in membres],
        fonctions=[(f, " ou ".join(dict.fromkeys(FONCTIONS[f]))) for f in fonctions],
        causes=list(sieges.CAUSES.items()),
        attendu=next((str(m.id) for m in releve.sieges if not m.a_siege), ""),
    )


def _candidats(releve: Releve, siegent: set[int]) -> Choix:
    """Those whose mandate begins today first, then whoever is known here, then the members, who may change function."""
    demande = select(Mandataire.id, Mandataire.prenom, Mandataire.nom).order_by(Mandataire.nom, Mandataire.prenom)
    connus = unite().execute(demande.where(Mandataire.institution_id == releve.seance.institution_id)).all()
    attendus = {m.id for m in releve.sieges if not m.a_siege}
    officiers = {m.id for m in releve.membres if m.officier}
    mots = {0: ", son mandat commence aujourd’hui", 1: "", 2: ", siège déjà : nouvelle fonction"}
    rangees = sorted((_ordre(i, attendus, siegent), n, str(i), f"{prenom} {nom}")
                     for n, (i, prenom, nom) in enumerate(connus) if i not in officiers)  # fmt: skip
    return [(valeur, nom + mots[groupe]) for groupe, _, valeur, nom in rangees]


def _ordre(mandataire_id: int, attendus: set[int], siegent: set[int]) -> int:
    return 0 if mandataire_id in attendus else 2 if mandataire_id in siegent else 1
