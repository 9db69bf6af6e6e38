"""The words of the mail that convenes a member. The documents themselves are made by the room `actes`."""

from __future__ import annotations

from dataclasses import dataclass, field

from college import francais
from college.organisation.modele import Mandataire
from college.seances import droit, mentions, rappels
from college.seances.composition import jour_de
from college.seances.grammaire import accorder, l_organe
from college.seances.intitules import intitule_public
from college.seances.modele import Seance

RANGS = {2: "deuxième", 3: "troisième"}


def appel(mandataire: Mandataire) -> str:
    civilite = {"f": "Madame", "m": "Monsieur"}.get(mandataire.genre, "Madame, Monsieur")
    return f"{civilite} {mandataire.nom}"


@dataclass(frozen=True)
class Envoi:
    """One notice among those of a séance.

    `suite` says what it is to the former ones: « complement », « remplace », or nothing before it; `ecart`, what it
    changes; `adresse`, the page where the dossier is read.
    """

    version: str
    suite: str = ""
    ecart: dict[str, list[str]] = field(default_factory=dict)
    adresse: str = ""


def sujet(seance: Seance, envoi: Envoi) -> str:
    mot = "Ordre du jour complémentaire" if envoi.suite == "complement" else "Convocation"
    return f"{mot} : {seance.organe.nom}, {_quand(seance)}"


def _quand(seance: Seance) -> str:
    return f"{francais.date_longue(seance.debut, avec_jour=True)} à {francais.heure(seance.debut)}"


def convocation(seance: Seance, envoi: Envoi, membre: Mandataire) -> str:
    """What one member reads: never the title of a closed item in a mail (pratique §11)."""
    complement = f" (ordre du jour complémentaire, version {envoi.version})" if envoi.suite == "complement" else ""
    urgence, lien = mentions.motif_urgence(seance), mentions.lien(seance)
    lignes = [
        f"{appel(membre)},",
        f"Vous êtes {accorder('convoqué', [membre.genre])} à la séance que tiendra {l_organe(seance.organe.nom)} le "
        + _quand(seance)
        + (f", {seance.lieu}" if seance.lieu else "")
        + f"{complement}.",
        *(["Cette convocation remplace celle qui a été annulée."] if envoi.suite == "remplace" else []),
        *_base_legale(seance),
        *([f"Urgence : {urgence.rstrip('.')}."] if urgence else []),
        *([lien] if lien else []),
        *_changements(seance, envoi),
        "Ordre du jour :",
        *_points(seance),
        f"Le dossier complet se lit dans l’application :\n{envoi.adresse}",
    ]
    return francais.insecables("\n\n".join(lignes))


def _changements(seance: Seance, envoi: Envoi) -> list[str]:
    """The changes come before the consolidated list (pratique §14)."""
    if not envoi.ecart or _discret(seance):
        return []
    return ["Ce qui change depuis l’envoi précédent :", "\n".join(mentions.dire(envoi.ecart))]


def _base_legale(seance: Seance) -> list[str]:
    if seance.convocation == 1:
        return []
    article = droit.regle("quorum", seance.organe.type, jour_de(seance)).article
    rang, dits = RANGS[seance.convocation], _points_repris(seance)
    if not dits:
        return [f"Ceci est la {rang} convocation ({article})."]
    return [f"Ceci est la {rang} convocation pour {dits} à l’ordre du jour précédent ({article})."]


def _points_repris(seance: Seance) -> str:
    """« les points 1 et 3 déjà portés »: a point that is new in this notice is placed for the first time."""
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    anciens = rappels.repris(seance)
    numeros = [i.numero for i in lignes if i.point_id in anciens]
    if not numeros:
        return ""
    lesquels = "" if len(numeros) == len(lignes) else f" {francais.enumerer(numeros)}"
    mots = ("le point", "déjà porté") if len(numeros) == 1 else ("les points", "déjà portés")
    return f"{mots[0]}{lesquels} {mots[1]}"


def _discret(seance: Seance) -> bool:
    return bool(seance.organe.reglages.get("secret_social"))


def _points(seance: Seance) -> list[str]:
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    if _discret(seance):
        return [francais.majuscule(francais.compte(len(lignes), "point")) + "."]
    return ["\n".join(f"{i.numero}. {intitule_public(i)}" for i in lignes)]
