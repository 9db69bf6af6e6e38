"""Members of the bodies and their terms. Right, rule, trace; a term that served is closed, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from college import journal
from college.administration import paquet_format
from college.administration.services import decrire
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide
from college.organisation.modele import FONCTIONS, VOIX, Agent, Mandat, Mandataire, Organe
from college.transaction import unite


@exige("administration")
def creer(acteur: Acteur, agent: Agent | None, identifiant: str, **identite: str) -> Mandataire:
    """A member; `agent` is the account with which the person signs in, if any."""
    decrit = decrire(paquet_format.Mandataire, {"identifiant": identifiant.strip().lower(), **identite})
    ici = select(Mandataire.id).where(
        Mandataire.institution_id == acteur.institution_id, Mandataire.identifiant == decrit.identifiant
    )
    if unite().scalar(ici):
        raise Invalide(
            [Faute("identifiant", "Cet identifiant est déjà pris\u00a0: ajoutez une initiale, par exemple.")]
        )
    elu = Mandataire(
        institution_id=acteur.institution_id,
        identifiant=decrit.identifiant,
        prenom=decrit.prenom,
        nom=decrit.nom,
        genre=decrit.genre or "",
        naissance=decrit.naissance,
        groupe_politique=decrit.groupe_politique or "",
        agent_id=agent.id if agent else None,
    )
    unite().add(elu)
    journal.noter(acteur, "mandataire.cree", elu, identifiant=elu.identifiant)
    return elu


@dataclass(frozen=True)
class SaisieMandat:
    """A term: function, rank, voice, printed title, and whom it replaces for a time."""

    fonction: str
    du: date
    rang: int = 0
    voix: str = "deliberative"
    titre: str = ""
    au: date | None = None
    remplace: Mandataire | None = None
    titre_interim: str = "f.f."
    base: str = ""


@exige("administration")
def donner_mandat(acteur: Acteur, elu: Mandataire, organe: Organe, saisie: SaisieMandat) -> Mandat:
    """A new term from a day on; the former one in the same body ends the day before, save for an interim."""
    _verifier(saisie)
    if saisie.remplace is None:
        _finir_les_courants(elu, organe, saisie.du)
    mandat = Mandat(
        institution_id=acteur.institution_id,
        mandataire_id=elu.id,
        organe_id=organe.id,
        fonction=saisie.fonction,
        rang=saisie.rang,
        voix=saisie.voix,
        titre=saisie.titre.strip(),
        du=saisie.du,
        au=saisie.au,
        interim=_interim(saisie),
    )
    unite().add(mandat)
    journal.noter(acteur, "mandat.donne", mandat, organe=organe.code, fonction=saisie.fonction, du=saisie.du)
    return mandat


def _verifier(saisie: SaisieMandat) -> None:
    fautes = []
    if saisie.fonction not in FONCTIONS:
        fautes.append(Faute("fonction", "Choisissez une fonction de la liste."))
    if saisie.voix not in VOIX:
        fautes.append(Faute("voix", "Choisissez une voix de la liste."))
    if saisie.au and saisie.au < saisie.du:
        fautes.append(Faute("au", "Le mandat finirait avant de commencer\u00a0: choisissez une date plus tard."))
    if saisie.remplace is not None and not saisie.base.strip():
        fautes.append(Faute("base", "Indiquez l’acte ou l’article qui fonde l’intérim."))
    if fautes:
        raise Invalide(fautes)


def _interim(saisie: SaisieMandat) -> dict[str, str]:
    if saisie.remplace is None:
        return {}
    interim = {"remplace": saisie.remplace.identifiant, "titre": saisie.titre_interim, "base": saisie.base.strip()}
    interim["du"] = saisie.du.isoformat()
    return interim | ({"au": saisie.au.isoformat()} if saisie.au else {})


def _finir_les_courants(elu: Mandataire, organe: Organe, du: date) -> None:
    courants = unite().scalars(
        select(Mandat).where(Mandat.mandataire_id == elu.id, Mandat.organe_id == organe.id, Mandat.au.is_(None))
    )
    for courant in courants:
        if courant.du >= du:
            raise Invalide(
                [Faute("du", "Un mandat dans cet organe commence ce jour-là ou plus tard\u00a0: finissez-le d’abord.")]
            )
        courant.au = du - timedelta(days=1)


@exige("administration")
def finir_mandat(acteur: Acteur, mandat: Mandat, au: date) -> None:
    """The last day included."""
    if au < mandat.du:
        raise Invalide([Faute("au", "Le mandat finirait avant de commencer\u00a0: choisissez une date plus tard.")])
    mandat.au = au
    journal.noter(acteur, "mandat.fini", mandat, au=au)
