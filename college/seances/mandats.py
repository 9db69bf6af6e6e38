"""A mandate that begins or ends at a point of the séance: oath, resignation, replacement (pratique §7).

The seats of the séance change from the next point on, and the mandate itself at once, so that the member who has just
taken the oath reads his dossier and votes on his own device.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.organisation.modele import FONCTIONS, Mandat, Mandataire
from college.seances import composition, cycle, presence, requetes, salle, scrutin, sieges
from college.seances.grammaire import sans_accent
from college.seances.membre import Membre
from college.seances.modele import Inscription, Presence, Seance
from college.seances.releve import Releve, rang_de
from college.seances.verrou import toucher, verrouiller
from college.seances.votes import appeler_point
from college.transaction import unite

SANS_EFFET = ("reporte", "retire", "renvoye", "refuse", "nul_a_representer", "non_applicable", "non_examine")


@dataclass(frozen=True)
class SaisieInstallation:
    """Who takes office, and in which; a person not known yet is named."""

    fonction: str = "conseiller"
    rang: int = 0
    mandataire: Mandataire | None = None
    prenom: str = ""
    nom: str = ""
    genre: str = ""
    groupe: str = ""
    passer_outre: str = ""


@exige("seance.conduire")
def installer(acteur: Acteur, inscription: Inscription, saisie: SaisieInstallation) -> Membre:
    """He sits from the next point on; he was in the room to take the oath."""
    seance = inscription.seance
    _verifier(inscription, saisie.passer_outre)
    if saisie.fonction not in FONCTIONS:
        raise Invalide("Choisissez une fonction de la liste.", "fonction")
    elu = saisie.mandataire or _nouvelle_personne(acteur, saisie)
    membres = composition.membres(seance)
    siege = next((m for m in membres if m.id == elu.id and not m.sortie), None)
    ancien = _mandat(seance, siege) if siege else None
    prevue = _fin(ancien)
    mandat = ancien if ancien and siege and not siege.a_siege else _nouveau_mandat(seance, elu, saisie, membres)
    nouveau = composition.membre_de(mandat, seance.organe.type)
    composition.ecrire(seance, sieges.installer(membres, nouveau, inscription.id, prevue))
    if ancien is not None and ancien is not mandat:
        ancien.au = composition.jour_de(seance)
    unite().add(mandat)
    unite().flush()
    _asseoir(acteur, inscription, elu.id)
    _conclure(acteur, inscription, "mandat.installe", elu.id, saisie.passer_outre, fonction=mandat.fonction)
    return next(m for m in composition.membres(seance) if m.id == elu.id and m.entree == inscription.id)


@exige("seance.conduire")
def mettre_fin(
    acteur: Acteur, inscription: Inscription, mandataire_id: int, cause: str, passer_outre: str = ""
) -> Membre:
    """He sits during this point for the last time."""
    seance = inscription.seance
    _verifier(inscription, passer_outre)
    membres = composition.membres(seance)
    siege = next((m for m in membres if m.id == mandataire_id and not m.sortie), None)
    mandat = _mandat(seance, siege) if siege else None
    suite = sieges.finir(membres, mandataire_id, inscription.id, cause, _fin(mandat))
    fini = next(m for m in suite if m.id == mandataire_id and m.sortie == inscription.id)
    composition.ecrire(seance, suite)
    if mandat is not None:
        mandat.au = composition.jour_de(seance)
    _conclure(acteur, inscription, "mandat.fini", mandataire_id, passer_outre, cause=cause)
    return fini


@exige("seance.conduire")
def annuler(acteur: Acteur, inscription: Inscription, mandataire_id: int, passer_outre: str = "") -> None:
    """It was a mistake: seats and mandates are again what they were."""
    seance = inscription.seance
    _verifier(inscription, passer_outre)
    avant = composition.membres(seance)
    suite = sieges.annuler(avant, mandataire_id, inscription.id)
    # What began goes first: of two mandates in the same function the last one is the new one.
    for membre in sorted((m for m in avant if m.id == mandataire_id), key=lambda m: m.entree != inscription.id):
        mandat = _mandat(seance, membre) if inscription.id in (membre.entree, membre.sortie) else None
        if mandat is not None and membre.entree != inscription.id:
            mandat.au = date.fromisoformat(membre.fin_prevue) if membre.fin_prevue else None
        elif mandat is not None and not membre.attendu:
            unite().delete(mandat)
            unite().flush()
    composition.ecrire(seance, suite)
    arrivee = Presence.mandataire_id == mandataire_id, Presence.evenement == "arrive", Presence.cote == presence.APRES
    if not any(m.id == mandataire_id and m.a_siege for m in suite):
        for ligne in unite().scalars(select(Presence).where(Presence.inscription_id == inscription.id, *arrivee)):
            unite().delete(ligne)
    _conclure(acteur, inscription, "mandat.annule", mandataire_id, passer_outre)


def _verifier(inscription: Inscription, passer_outre: str) -> None:
    """In session, at a point in discussion that goes through, before the points that follow are voted."""
    seance = inscription.seance
    verrouiller(seance)
    if seance.etat not in cycle.EN_SEANCE:
        raise Refus(
            "Un serment ou une démission se note en séance, au point qui en prend acte : rouvrez la séance si elle "
            "vient d’être levée.",
            motif="seance_non_ouverte",
        )
    if inscription.retiree or inscription.issue in SANS_EFFET:
        raise Refus(
            f"Le point {inscription.numero} n’a pas abouti : aucun mandat n’y commence ni n’y finit. Corrigez d’abord "
            "sa décision.",
            motif="point_sans_effet",
        )
    if (ouvert := requetes.scrutin_ouvert(seance)) is not None:
        raise Refus(
            f"Un vote est ouvert au point {ouvert.inscription.numero} : clôturez-le avant de changer la composition.",
            motif="scrutin_ouvert",
        )
    appeler_point(inscription)
    rang = rang_de(inscription)
    votes = [i.numero for i in seance.inscriptions if not i.retiree and rang_de(i) > rang and _vote(i)]
    if votes and not passer_outre.strip():
        raise Refus(
            f"La composition changerait à partir du point {inscription.numero}, et l’on a déjà voté plus loin "
            f"(point {', '.join(votes)}). Ces votes gardent leurs votants : reprenez-les, ou donnez le motif de la "
            "correction.",
            motif="deja_vote_ensuite",
            franchissable=True,
        )


def _vote(ligne: Inscription) -> bool:
    return any(v.clos_le and v.regle.get("objet", "proposition") in scrutin.SUR_LE_FOND for v in ligne.scrutins)


def _nouvelle_personne(acteur: Acteur, saisie: SaisieInstallation) -> Mandataire:
    """A substitute whom the house does not know yet; the administrator gives an account later."""
    prenom, nom = saisie.prenom.strip(), saisie.nom.strip()
    if not (prenom and nom):
        raise Invalide("Choisissez la personne, ou écrivez son prénom et son nom.", "nom")
    ici = Mandataire.institution_id == acteur.institution_id
    if unite().scalar(select(Mandataire.id).where(ici, Mandataire.prenom == prenom, Mandataire.nom == nom)):
        raise Invalide(f"{prenom} {nom} est déjà dans la liste : choisissez cette personne.", "nom")
    base = re.sub(r"[^a-z0-9]+", ".", sans_accent(f"{prenom} {nom}")).strip(".") or "elu"
    proches = or_(Mandataire.identifiant == base, Mandataire.identifiant.like(f"{base}.%"))
    pris = set(unite().scalars(select(Mandataire.identifiant).where(ici, proches)))
    libres = (f"{base}.{n}" if n else base for n in range(len(pris) + 1))
    elu = Mandataire(
        institution_id=acteur.institution_id, identifiant=next(i for i in libres if i not in pris), prenom=prenom,
        nom=nom, genre=saisie.genre if saisie.genre in ("f", "m") else "", groupe_politique=saisie.groupe.strip(),
    )  # fmt: skip
    unite().add(elu)
    unite().flush()
    journal.noter(acteur, "mandataire.cree", elu, identifiant=elu.identifiant)
    return elu


def _mandat(seance: Seance, membre: Membre) -> Mandat | None:
    """The row behind a seat: that person's mandate in this function, the last one begun."""
    jour = composition.jour_de(seance)
    ceux = Mandat.organe_id == seance.organe_id, Mandat.mandataire_id == membre.id, Mandat.fonction == membre.fonction
    en_cours = Mandat.du <= jour, or_(Mandat.au.is_(None), Mandat.au >= jour)
    return unite().scalar(select(Mandat).where(*ceux, *en_cours).order_by(Mandat.id.desc()).limit(1))


def _fin(mandat: Mandat | None) -> str:
    return mandat.au.isoformat() if mandat is not None and mandat.au else ""


def _nouveau_mandat(seance: Seance, elu: Mandataire, saisie: SaisieInstallation, membres: Sequence[Membre]) -> Mandat:
    """From that very day; behind the others where no rank is given (the order of the table, L1122-18)."""
    return Mandat(
        institution_id=seance.institution_id, mandataire=elu, mandataire_id=elu.id, organe_id=seance.organe_id,
        fonction=saisie.fonction, voix="deliberative", titre="", du=composition.jour_de(seance), interim={},
        rang=saisie.rang or max((m.rang for m in membres if not m.officier), default=0) + 1,
    )  # fmt: skip


def _asseoir(acteur: Acteur, inscription: Inscription, mandataire_id: int) -> None:
    etats = presence.etats(Releve(inscription.seance).mouvements)
    if etats.get(mandataire_id) != "present":
        unite().add(
            salle.ligne_de_presence(
                acteur, inscription.seance, mandataire_id, "arrive", inscription=inscription, cote=presence.APRES
            )
        )


def _conclure(
    acteur: Acteur, inscription: Inscription, quoi: str, membre: int, passer_outre: str, **details: str
) -> None:
    journal.noter(
        acteur, quoi, inscription.seance, inscription=inscription.id, membre=membre, motif=passer_outre.strip(),
        **details,
    )  # fmt: skip
    toucher(inscription.seance)
    unite().flush()


def verifier_issue(inscription: Inscription, issue: str) -> None:
    """A point at which somebody took or left office is not postponed nor withdrawn."""
    touche = any(inscription.id in (m["entree"], m["sortie"]) for m in inscription.seance.membres if "entree" in m)
    if touche and issue in SANS_EFFET:
        raise Refus(
            f"Un mandat commence ou finit au point {inscription.numero} : annulez d’abord ce qui y est noté, ou "
            "décidez autrement.",
            motif="mandat_note",
        )
