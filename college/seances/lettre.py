"""The words of the mail that convenes a member. The documents themselves are made by the room `actes`."""

from __future__ import annotations

from college import francais
from college.organisation.modele import Mandataire
from college.seances import droit
from college.seances.composition import jour_de
from college.seances.grammaire import le
from college.seances.intitules import intitule_public
from college.seances.modele import Seance

RANGS = {2: "deuxième", 3: "troisième"}


def appel(mandataire: Mandataire) -> str:
    civilite = {"f": "Madame", "m": "Monsieur"}.get(mandataire.genre, "Madame, Monsieur")
    return f"{civilite} {mandataire.nom}"


def convocation(seance: Seance, version: str, suite: str = "") -> tuple[str, str]:
    """Subject and text: never the title of a closed item in a mail (pratique §11).

    `suite` says what this notice is to the former ones: « complement », « remplace », or nothing before it.
    """
    organe = seance.organe.nom
    quand = f"{francais.date_longue(seance.debut, avec_jour=True)} à {francais.heure(seance.debut)}"
    complement = f" (ordre du jour complémentaire, version {version})" if suite == "complement" else ""
    lignes = [
        f"Vous êtes convoqué à la séance que tiendra {le(organe)} le {quand}"
        + (f", {seance.lieu}" if seance.lieu else "")
        + f"{complement}.",
        *(["Cette convocation remplace celle qui a été annulée."] if suite == "remplace" else []),
        *_base_legale(seance),
        "Ordre du jour :",
        *_points(seance),
        "Le dossier complet se lit dans l’application, à la page de la séance.",
    ]
    return f"Convocation : {organe}, {quand}", "\n\n".join(lignes)


def _base_legale(seance: Seance) -> list[str]:
    if seance.convocation == 1:
        return []
    article = droit.regle("quorum", seance.organe.type, jour_de(seance)).article
    rang = RANGS[seance.convocation]
    return [f"Ceci est la {rang} convocation pour les points déjà portés à l’ordre du jour précédent ({article})."]


def _points(seance: Seance) -> list[str]:
    discret = bool(seance.organe.reglages.get("secret_social"))
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    if discret:
        return [francais.majuscule(francais.compte(len(lignes), "point")) + "."]
    return ["\n".join(f"{i.numero}. {intitule_public(i)}" for i in lignes)]
