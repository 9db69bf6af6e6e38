"""Background work of the room: send, complete, take back, ask for news. Idempotent; no call inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from college import boite_envoi, horloge
from college.boite_envoi import Abandon, gestionnaire, periodique
from college.connecteurs.base import ErreurConnecteur, ErreurDefinitive, ErreurPassagere, Evenement, Recu
from college.droits import acteur_systeme
from college.transaction import ecriture, lecture, unite
from college.tutelle import dossier, fil, passerelles, requetes, suivi
from college.tutelle.modele import Echange, Envoi
from college.tutelle.suivi import Etat

ESSAIS = 3000  # about a day of tries a minute apart; after that a person looks
PREMIERE_RELANCE = timedelta(seconds=1)
RELANCE_MAX = timedelta(minutes=15)


@gestionnaire("transmettre_envoi", essais=ESSAIS)
def transmettre_envoi(institution_id: int, envoi_id: int) -> None:
    """Hand the file over. The attempt is counted before the call: after a kill, the next one asks first."""
    with ecriture():
        envoi = fil.recharger(envoi_id)
        if envoi.etat not in suivi.CHEZ_NOUS or envoi.reference:
            return
        reprise = envoi.tentatives > 0
        envoi.tentatives += 1
    with lecture():
        remis, code = dossier.dossier_de(unite().get_one(Envoi, envoi_id)), envoi.connecteur
    try:
        recu = passerelles.ouvrir(code).deposer(remis, reprise=reprise)
    except ErreurConnecteur as erreur:
        _noter_erreur(envoi_id, erreur)
        raise Abandon(erreur.phrase) if isinstance(erreur, ErreurDefinitive) else erreur from erreur
    _noter_recu(institution_id, envoi_id, recu)


def _noter_erreur(envoi_id: int, erreur: ErreurConnecteur) -> None:
    with ecriture():
        envoi = fil.recharger(envoi_id)
        if envoi.etat in suivi.CHEZ_NOUS:
            envoi.etat, envoi.derniere_erreur = Etat.ERREUR, erreur.phrase
            envoi.erreur_definitive = isinstance(erreur, ErreurDefinitive)


def _noter_recu(institution_id: int, envoi_id: int, recu: Recu) -> None:
    with ecriture():
        envoi = fil.recharger(envoi_id)
        if envoi.etat == Etat.RETIRE and not (envoi.reference or recu.en_attente_manuelle):
            _reprendre(envoi, recu)
        if envoi.etat not in suivi.CHEZ_NOUS or envoi.reference:
            return
        envoi.derniere_erreur, envoi.erreur_definitive = "", False
        if recu.en_attente_manuelle:
            envoi.etat = Etat.EN_PREPARATION
            if not any(e.type == fil.DOSSIER_PRET for e in envoi.echanges):
                acteur = acteur_systeme(institution_id)
                fil.ajouter(acteur, envoi, "envoye", fil.DOSSIER_PRET, horloge.maintenant(), None, recu.reference)
            return
        envoi.reference, envoi.transmis_le = recu.reference, recu.recu_le
        envoi.nouvelles_le = horloge.systeme()
        envoi.prochaine_relance = envoi.nouvelles_le + PREMIERE_RELANCE
        fil.ajouter(
            acteur_systeme(institution_id), envoi, "envoye", "transmis", recu.recu_le, Etat.TRANSMIS, recu.reference,
            contenu={"empreinte": recu.empreinte},
        )  # fmt: skip


def _reprendre(envoi: Envoi, recu: Recu) -> None:
    """Taken back by a person while the file was on its way: the authority that received it is told."""
    envoi.reference, envoi.transmis_le = recu.reference, recu.recu_le
    motif = next(e.texte for e in reversed(envoi.echanges) if e.etat == Etat.RETIRE)
    boite_envoi.deposer("retirer_envoi", envoi.institution_id, envoi_id=envoi.id, motif=motif)


@gestionnaire("completer_envoi", essais=ESSAIS)
def completer_envoi(institution_id: int, envoi_id: int, echange_id: int) -> None:
    """Add the pieces asked for; what says that they arrived is the authority's next word."""
    with lecture():
        envoi, echange = unite().get_one(Envoi, envoi_id), unite().get_one(Echange, echange_id)
        ajout, code = dossier.complement_de(envoi, echange), envoi.connecteur
    try:
        passerelles.ouvrir(code).completer(ajout, reprise=True)
    except ErreurDefinitive as erreur:
        with ecriture():
            fil.recharger(envoi_id).derniere_erreur = erreur.phrase
        raise Abandon(erreur.phrase) from erreur
    with ecriture():
        envoi = fil.recharger(envoi_id)
        envoi.derniere_erreur, envoi.nouvelles_le = "", horloge.systeme()
        envoi.prochaine_relance = envoi.nouvelles_le + PREMIERE_RELANCE


@gestionnaire("retirer_envoi", essais=ESSAIS)
def retirer_envoi(institution_id: int, envoi_id: int, motif: str) -> None:
    """Tell the authority that the file is taken back."""
    with lecture():
        envoi = unite().get_one(Envoi, envoi_id)
        code, reference = envoi.connecteur, envoi.reference or ""
    try:
        passerelles.ouvrir(code).retirer(reference, motif)
    except ErreurDefinitive as erreur:
        with ecriture():
            fil.recharger(envoi_id).derniere_erreur = erreur.phrase
        raise Abandon(erreur.phrase) from erreur


@periodique(1)
def relever() -> None:
    """Ask each authority for news of the files whose turn has come; a road that is down is left alone."""
    with lecture():
        dus = requetes.a_relever()
    coupees: set[str] = set()
    for envoi_id, code, reference, dernier in dus:
        if code in coupees:
            continue
        try:
            relever_envoi(envoi_id, code, reference, dernier)
        except ErreurPassagere:
            coupees.add(code)


def relever_envoi(envoi_id: int, code: str, reference: str, dernier: int) -> None:
    """The news of one envoi, appended; then when to ask again. Raises ErreurPassagere when the road is down."""
    nouvelles: Sequence[Evenement] = ()
    erreur: ErreurConnecteur | None = None
    try:
        nouvelles = passerelles.ouvrir(code).relever(reference, dernier)
    except ErreurConnecteur as coupure:
        erreur = coupure
    with ecriture():
        envoi = fil.recharger(envoi_id)
        acteur = acteur_systeme(envoi.institution_id)
        for evenement in nouvelles:
            fil.entendre(acteur, envoi, evenement)
        instant = horloge.systeme()
        if nouvelles or envoi.nouvelles_le is None:
            envoi.nouvelles_le = instant
        attendu = envoi.etat in suivi.CHEZ_L_AUTORITE
        envoi.prochaine_relance = prochaine_relance(envoi.nouvelles_le, instant) if attendu else None
        envoi.derniere_erreur = erreur.phrase if erreur else ""
    if isinstance(erreur, ErreurPassagere):
        raise erreur


def prochaine_relance(nouvelles_le: datetime, instant: datetime) -> datetime:
    """When to ask again: soon after news, then less and less, each quarter of an hour at last."""
    return instant + min(max((instant - nouvelles_le) / 4, PREMIERE_RELANCE), RELANCE_MAX)
