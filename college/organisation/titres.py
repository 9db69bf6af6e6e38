"""What a person is, in words: « échevine · collège », « chef de service · Travaux ». PURE."""

from __future__ import annotations

FONCTIONS = {
    "bourgmestre": ("bourgmestre", "bourgmestre"),
    "echevin": ("échevin", "échevine"),
    "president": ("président", "présidente"),
    "president_assemblee": ("président d’assemblée", "présidente d’assemblée"),
    "president_cpas": ("président du CPAS", "présidente du CPAS"),
    "conseiller": ("conseiller", "conseillère"),
    "membre": ("membre", "membre"),
    "directeur_general": ("directeur général", "directrice générale"),
    "directeur_general_adjoint": ("directeur général adjoint", "directrice générale adjointe"),
    "directeur_financier": ("directeur financier", "directrice financière"),
    "secretaire_seance": ("secrétaire de séance", "secrétaire de séance"),
    "fonctionnaire_delegue": ("fonctionnaire délégué", "fonctionnaire déléguée"),
}
ROLES = {
    "redacteur": ("rédacteur", "rédactrice"),
    "chef_service": ("chef de service", "cheffe de service"),
    "lecteur": ("lecteur", "lectrice"),
    "conseiller_avis": ("rend des avis", "rend des avis"),
    "secretaire": ("secrétariat", "secrétariat"),
    "administrateur": ("administrateur", "administratrice"),
    "membre": ("membre", "membre"),
}


def fonction(code: str, genre: str = "m") -> str:
    """A mandate's function, as the person bears it."""
    return _accorde(FONCTIONS, code, genre)


def role(code: str, genre: str = "m") -> str:
    """A role's name, as the person bears it; a role declared by the commune in its own words."""
    return _accorde(ROLES, code, genre)


def mandat(fonction_code: str, titre: str, genre: str) -> str:
    """What the mandate calls its holder: the title that the commune wrote, or the function."""
    return titre or fonction(fonction_code, genre)


def _accorde(mots: dict[str, tuple[str, str]], code: str, genre: str) -> str:
    masculin, feminin = mots.get(code, (code.replace("_", " "),) * 2)
    return feminin if genre == "f" else masculin


ORGANES = {
    "college": "collège",
    "conseil": "conseil",
    "bureau_permanent": "bureau permanent",
    "conseil_action_sociale": "conseil de l’action sociale",
    "comite_special": "comité spécial",
    "comite_concertation": "comité de concertation",
    "autorite": "autorité seule",
    "libre": "organe libre",
}


def initiales(prenom: str, nom: str) -> str:
    """« AM »"""
    return f"{prenom[:1]}{nom[:1]}".upper()
