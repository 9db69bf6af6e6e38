"""Observations on minutes, and their approval: at the next séance through its point, or by the secretary directly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from college import annonces, horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.francais import compte, date_longue, majuscule
from college.seances import composition, droit, requetes
from college.seances.modele import Inscription, Seance
from college.seances.proces_verbal import regles
from college.seances.proces_verbal.modele import ObservationPv
from college.seances.verrou import verrouiller
from college.transaction import unite

ARTICLE = "L1122-16 CDLD"


@dataclass(frozen=True)
class SaisieObservation:
    """What somebody finds wrong, and the words to read instead."""

    texte: str
    auteur: str = ""
    inscription: Inscription | None = None
    au_lieu_de: str = ""
    lire: str = ""
    partie: str = ""
    adoptee: bool | None = None


@exige("seance.conduire")
def observer(acteur: Acteur, seance: Seance, saisie: SaisieObservation) -> ObservationPv:
    """Note an observation; it is settled before the minutes are approved."""
    verrouiller(seance)
    if seance.etat != "arretee":
        raise Refus(
            "Les observations se notent entre l’arrêt des textes et l’approbation du procès-verbal.",
            article=ARTICLE,
            motif="etat",
        )
    if not (saisie.texte.strip() or saisie.au_lieu_de.strip()):
        raise Invalide("Écrivez l’observation.", "texte")
    observation = ObservationPv(
        institution_id=seance.institution_id,
        seance_id=seance.id,
        partie=_partie(seance, saisie),
        inscription_id=saisie.inscription.id if saisie.inscription else None,
        auteur=saisie.auteur.strip(),
        texte=saisie.texte.strip() or f"Lire «\u00a0{saisie.lire.strip()}\u00a0».",
        au_lieu_de=saisie.au_lieu_de.strip(),
        lire=saisie.lire.strip(),
        adoptee=saisie.adoptee,
        le=horloge.maintenant(),
    )
    unite().add(observation)
    unite().flush()
    journal.noter(acteur, "pv.observation", seance, observation=observation.id, auteur=observation.auteur)
    return observation


def _partie(seance: Seance, saisie: SaisieObservation) -> str:
    """An observation on a closed point belongs to the closed minutes."""
    if saisie.inscription is not None:
        return "huis_clos" if saisie.inscription.huis_clos else "publique"
    return saisie.partie or "publique"


@exige("seance.conduire")
def trancher(acteur: Acteur, seance: Seance, observation: ObservationPv, adoptee: bool) -> ObservationPv:
    """Adopted by the organe or not: both are printed."""
    verrouiller(seance)
    if seance.etat != "arretee":
        raise Refus("Le procès-verbal est approuvé : ses observations ne changent plus.", motif="etat")
    observation.adoptee = adoptee
    journal.noter(acteur, "pv.observation_tranchee", seance, observation=observation.id, adoptee=adoptee)
    return observation


@exige("seance.conduire")
def approuver(
    acteur: Acteur,
    seance: Seance,
    parties: Collection[str] | None = None,
    *,
    seance_tenante: bool = False,
    par: Inscription | None = None,
) -> bool:
    """Approve the minutes, or one part first; true once they all are. `par` is the point that approves them."""
    verrouiller(seance)
    toutes = parties is None or seance_entiere(seance)
    observations = [o for o in de_seance(seance) if toutes or o.partie in (parties or ())]
    if attendues := [o for o in observations if o.adoptee is None]:
        une = len(attendues) == 1
        raise Refus(
            f"{majuscule(compte(len(attendues), 'observation', feminin=True))} sur le procès-verbal du "
            f"{date_longue(seance.debut)} {'attend' if une else 'attendent'} : "
            f"dites {'si elle' if une else 'de chacune si elle'} est adoptée.",
            article=ARTICLE,
            motif="observations_en_attente",
            proces_verbal=seance.id,
        )
    reponses = annonces.annoncer(
        "seance.pv_approuve",
        acteur=acteur,
        seance=seance,
        observations=[en_valeurs(o) for o in observations],
        parties=parties,
        seance_tenante=seance_tenante,
    )
    journal.noter(
        acteur, "seance.pv_approuve", seance, parties=sorted(parties or ()), point=par.id if par else None,
        seance_tenante=seance_tenante, trop_tot="" if par or seance_tenante else trop_tot(seance),
    )  # fmt: skip
    complet = all(reponse is not False for reponse in reponses)
    if complet:
        seance.etat = "pv_approuve"
        seance.pv_approuve_le = horloge.maintenant()
    return complet


def trop_tot(seance: Seance) -> str:
    """What an approval by the secretary alone would skip, for the screen and the journal."""
    lignes = [i for i in requetes.points_d_approbation(seance) if not i.issue and not i.retiree]
    suivantes = [
        regles.Suivante(
            composition.jour_de(s), s.levee_le is not None, tuple(i.numero for i in lignes if i.seance_id == s.id)
        )
        for s in requetes.suivantes(seance)
    ]
    return regles.trop_tot(suivantes, lecture_francs(seance))


def lecture_francs(seance: Seance) -> int | None:
    """How many clear days the members have to read minutes before the séance that approves them."""
    francs: int | None = droit.regle("lecture_pv_francs", seance.organe.type, composition.jour_de(seance)).valeur
    return francs


def seance_entiere(seance: Seance) -> bool:
    """One set of minutes for all points, where the organe does not sit in public."""
    return not requetes.reglages(seance.organe).seance_publique


def en_valeurs(observation: ObservationPv) -> dict[str, Any]:
    """An observation as the room that keeps the minutes reads it."""
    return {
        "auteur": observation.auteur,
        "inscription": observation.inscription_id,
        "texte": observation.texte,
        "au_lieu_de": observation.au_lieu_de,
        "lire": observation.lire,
        "adoptee": bool(observation.adoptee),
        "partie": observation.partie,
    }


def de_seance(seance: Seance) -> Sequence[ObservationPv]:
    """All that was observed on its minutes, oldest first."""
    demande = select(ObservationPv).where(ObservationPv.seance_id == seance.id)
    return unite().scalars(demande.order_by(ObservationPv.id)).all()


@exige("seance.conduire")
def reprendre(acteur: Acteur, seance: Seance, dites: Sequence[Mapping[str, Any]]) -> None:
    """Observations given with the approval itself (contract §8)."""
    par_id = {i.id: i for i in seance.inscriptions}
    for rang, dite in enumerate(dites):
        numero = dite["inscription"]
        if numero is not None and numero not in par_id:
            raise Invalide("Cette inscription n’est pas de cette séance.", f"observations[{rang}].inscription")
        ligne = par_id[numero] if numero is not None else None
        observer(acteur, seance, SaisieObservation(**{**dite, "inscription": ligne, "adoptee": bool(dite["adoptee"])}))
