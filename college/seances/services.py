"""The room's door to change things. Each function has four beats: right, pure rule, journal, what follows."""

from college.seances.agenda import SaisieSeance, creer, inscrire
from college.seances.amendement import amender
from college.seances.bulletins import voter
from college.seances.connexions import prevoir_distance, reserver_a_la_salle
from college.seances.decisions import (
    Bilan,
    SaisieDecision,
    decider,
    decider_plusieurs,
)
from college.seances.deroulement import Options, actions, agir, situation_de
from college.seances.gestes import prononcer_huis_clos, signaler
from college.seances.lignes import deplacer, modifier_ligne, ranger, reordonner, retirer_inscription
from college.seances.salle import noter_presence, signaler_presence
from college.seances.votes import SaisieScrutin, agir_scrutin, appeler, creer_scrutin, depouiller

__all__ = [
    "Bilan",
    "Options",
    "SaisieDecision",
    "SaisieScrutin",
    "SaisieSeance",
    "actions",
    "agir",
    "agir_scrutin",
    "amender",
    "appeler",
    "creer",
    "creer_scrutin",
    "decider",
    "decider_plusieurs",
    "deplacer",
    "depouiller",
    "inscrire",
    "modifier_ligne",
    "noter_presence",
    "prevoir_distance",
    "prononcer_huis_clos",
    "ranger",
    "reordonner",
    "reserver_a_la_salle",
    "retirer_inscription",
    "signaler",
    "signaler_presence",
    "situation_de",
    "voter",
]
