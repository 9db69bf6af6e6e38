"""The calls of votes and decisions (contract §6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from college.api import cadre
from college.droits import Acteur
from college.erreurs import Invalide
from college.organisation import requetes as organisation
from college.seances import composition, formes, requetes, services
from college.seances import corps as c
from college.seances import representations as vue
from college.seances.modele import Inscription, Scrutin, Seance

ETIQUETTE = "Séances"
cadre.trouve("scrutin")(requetes.scrutin)
cadre.trouve("urne")(requetes.scrutin_a_voter)


@cadre.post(
    "/inscriptions/<ref:inscription>/scrutins",
    reponse=formes.ScrutinVu,
    droit="seance.conduire",
    statut=201,
    etiquette="Scrutins",
    resume="Créer un scrutin",
)
def creer_scrutin(acteur: Acteur, inscription: Inscription, corps: c.ScrutinCorps) -> dict[str, Any]:
    saisie = services.SaisieScrutin(
        mode=corps.mode,
        question=corps.question,
        exceptions=_exceptions(acteur, corps.exceptions),
        candidats=[{"nom": x} if isinstance(x, str) else x for x in corps.candidats],
        tour=corps.tour,
        postes=corps.postes,
        objet=corps.objet,
        passer_outre=corps.passer_outre,
        lie_a=_scrutin_de(inscription, corps.lie_a, "lie_a"),
    )
    return vue.scrutin_vue(acteur, services.creer_scrutin(acteur, inscription, saisie))


def _exceptions(acteur: Acteur, exceptions: Sequence[c.ExceptionCorps]) -> dict[int, str]:
    return {
        organisation.mandataire(acteur.institution_id, e.mandataire, f"exceptions[{n}].mandataire").id: e.choix
        for n, e in enumerate(exceptions)
    }


@cadre.get(
    "/scrutins/<ref:scrutin>",
    reponse=formes.ScrutinVu,
    droit="seance.lire",
    etiquette="Scrutins",
    resume="Lire un scrutin",
)
def lire_scrutin(acteur: Acteur, scrutin: Scrutin) -> dict[str, Any]:
    return vue.scrutin_vue(acteur, scrutin)


@cadre.post(
    "/scrutins/<ref:scrutin>/actions",
    reponse=formes.ScrutinVu,
    droit="seance.conduire",
    etiquette="Scrutins",
    resume="Ouvrir, clore, proclamer",
)
def agir_scrutin(acteur: Acteur, scrutin: Scrutin, corps: c.ActionScrutinCorps) -> dict[str, Any]:
    return vue.scrutin_vue(acteur, services.agir_scrutin(acteur, scrutin, corps.action))


@cadre.post(
    "/scrutins/<ref:urne>/bulletins",
    droit="seance.voter",
    statut=201,
    etiquette="Scrutins",
    resume="Voter",
    muette=True,
)
def voter(acteur: Acteur, urne: Scrutin, corps: c.BulletinCorps) -> dict[str, Any]:
    """Public: the ballot held by the server; secret: only that it was received."""
    membre = None
    if corps.mandataire is not None:
        membre = organisation.mandataire(acteur.institution_id, corps.mandataire).id
    bulletin = services.voter(acteur, urne, corps.choix, mandataire_id=membre, titre=corps.titre or "")
    recu: dict[str, Any] = {"scrutin": urne.id, "etat": urne.etat, "recu": True, "votants": urne.votants}
    if bulletin is not None:
        recu |= {"choix": bulletin.choix, "titre": bulletin.titre, "le": bulletin.le}
        recu["mandataire"] = composition.identifiants(composition.membres(urne.seance))[bulletin.mandataire_id]
    return recu


@cadre.post(
    "/scrutins/<ref:scrutin>/depouillement",
    reponse=formes.ScrutinVu,
    droit="seance.conduire",
    etiquette="Scrutins",
    resume="Donner le dépouillement",
)
def depouiller(acteur: Acteur, scrutin: Scrutin, corps: c.DepouillementCorps) -> dict[str, Any]:
    return vue.scrutin_vue(acteur, services.depouiller(acteur, scrutin, corps.comptes, corps.naissances))


@cadre.post(
    "/inscriptions/<ref:inscription>/decision",
    reponse=formes.LigneVue,
    droit="seance.decider",
    etiquette=ETIQUETTE,
    resume="Décider un point",
)
def decider(acteur: Acteur, inscription: Inscription, corps: c.DecisionCorps) -> dict[str, Any]:
    saisie = services.SaisieDecision(
        issue=corps.issue,
        precision=corps.precision,
        dispositif=corps.dispositif,
        libelle=corps.libelle,
        articles=corps.articles,
        scrutin=_scrutin_de(inscription, corps.scrutin),
        mode=corps.mode,
        exceptions=_exceptions(acteur, corps.exceptions),
        passer_outre=corps.passer_outre,
    )
    rendue = services.decider(acteur, inscription, saisie)
    return {**vue.inscription_vue(acteur, inscription), **vue.decision_vue(rendue), "id": inscription.id}


def _scrutin_de(inscription: Inscription, ref: int | None, champ: str = "scrutin") -> Scrutin | None:
    if ref is None:
        return None
    vote = next((v for v in inscription.scrutins if v.id == ref), None)
    if vote is None:
        raise Invalide("Ce scrutin n’est pas de ce point.", champ)
    return vote


@cadre.post(
    "/seances/<ref:seance>/decisions",
    reponse=formes.DecisionsVues,
    droit="seance.decider",
    etiquette=ETIQUETTE,
    resume="Décider plusieurs points",
)
def decider_plusieurs(acteur: Acteur, seance: Seance, corps: c.DecisionsCorps) -> dict[str, Any]:
    saisie = services.SaisieDecision(corps.issue, mode=corps.mode, exceptions=_exceptions(acteur, corps.exceptions))
    plage = (str(corps.plage[0]), str(corps.plage[1])) if corps.plage else None
    bilan = services.decider_plusieurs(
        acteur, seance, saisie, plage=plage, inscriptions=corps.inscriptions, sauf=[str(s) for s in corps.sauf]
    )
    return {
        "faits": [i.id for i in bilan.faits],
        "refuses": [{"inscription": i.id, "numero": i.numero, "motif": motif} for i, motif in bilan.refuses],
    }
