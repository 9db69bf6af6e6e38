"""What one does with supervision. Each service: right, rule, journal, outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from college import boite_envoi, horloge, journal
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.transaction import unite
from college.tutelle import composition, dossier, fil, passerelles, requetes, suivi
from college.tutelle.modele import Echange, Envoi
from college.tutelle.regime import ISSUES_TRANSMISES, Regle, a_transmettre_par
from college.tutelle.suivi import Etat, Fait, TransitionImpossible


@exige("tutelle.transmettre")
def transmettre(
    acteur: Acteur,
    acte: Acte,
    connecteur: str = "",
    pieces: Mapping[str, int] | None = None,
    passer_outre: str = "",
) -> Envoi:
    """Freeze the file and leave it to the road; missing pieces stop it unless passed over with a reason."""
    code = passerelles.choisir(connecteur)
    unite().execute(select(Acte.id).where(Acte.id == acte.id).with_for_update())  # who comes second reads the first
    regle = _transmissible(acte)
    voulue = composition.proposer(acte, regle, pieces)
    _gardes(acte, voulue, passer_outre.strip())
    figees = composition.figer(acte, voulue)
    anciens = requetes.d_un_acte(acte.id)
    envoi = Envoi(
        institution_id=acte.institution_id,
        acte=acte,
        version_id=actes.version_courante(acte).id,
        connecteur=code,
        cle_idempotence=dossier.cle_idempotence(acte.organe.institution.code, acte.reference, figees, len(anciens) + 1),
        regime=regle.regime,
        autorite=regle.autorite,
        etat=Etat.EN_PREPARATION,
        sha256=figees[0]["sha256"],
        pieces=figees,
        pieces_absentes=voulue.libelles_manquants,
        passer_outre=passer_outre.strip(),
        cree_par_id=acteur.agent_id,
        cree_le=horloge.maintenant(),
    )
    unite().add(envoi)
    unite().flush()
    fil.ecrire_echeances(envoi)
    journal.noter(acteur, "envoi.prepare", envoi, acte=acte.id, connecteur=code, outre=passer_outre.strip(),
                  absentes=voulue.libelles_manquants)  # fmt: skip
    boite_envoi.deposer("transmettre_envoi", envoi.institution_id, cle_unique=f"envoi-{envoi.id}", envoi_id=envoi.id)
    return envoi


def _transmissible(acte: Acte) -> Regle:
    """The rule of an act that may be sent. Raises Refus."""
    if acte.type not in requetes.TRANSMISSIBLES:
        raise Refus("Un procès-verbal ne se transmet pas à la tutelle : transmettez les délibérations.", motif="type")
    if acte.issue is not None and acte.issue not in ISSUES_TRANSMISES:
        raise Refus("Seule une décision adoptée se transmet à la tutelle.", motif="issue")
    regle = requetes.regle_de(acte)
    if regle is None:
        raise Refus(
            f"Aucune règle de tutelle n’est connue pour le type « {acte.type_acte} » à la date de la décision.",
            motif="regime_inconnu",
        )
    if regle.regime.a_transmettre and not a_transmettre_par(regle, acte.organe.type):
        raise Refus("Ici, la commune est elle-même l’autorité de tutelle : rien n’est à transmettre.", motif="autorite")
    if actes.version_courante(acte).pdf_sha256 is None:
        raise Refus("L’acte est en préparation : attendez que son document soit prêt.", motif="en_preparation")
    for ancien in requetes.d_un_acte(acte.id):
        if not _remplacable(ancien, acte):
            raise Refus(
                f"Cet acte est déjà transmis (envoi {ancien.id}, « {suivi.LIBELLES[Etat(ancien.etat)]} »).",
                motif="deja_transmis",
                envoi=ancien.id,
            )
    return regle


def _remplacable(ancien: Envoi, acte: Acte) -> bool:
    """A new envoi may follow one that was taken back, or one in error for bytes that have changed since."""
    corrige = ancien.etat == Etat.ERREUR and ancien.sha256 != actes.empreinte(acte)
    return ancien.etat == Etat.RETIRE or corrige


def _gardes(acte: Acte, voulue: composition.Composition, passer_outre: str) -> None:
    if passer_outre:
        return
    if not actes.est_signe(acte):
        raise Refus(
            "L’acte n’est pas encore signé : faites-le signer avant de le transmettre.",
            article="L1132-3",
            motif="non_signe",
            franchissable=True,
        )
    if voulue.manquantes:
        liste = ", ".join(libelle for libelle in voulue.libelles_manquants)
        raise Refus(
            f"Il manque des pièces, et un dossier incomplet ne fait pas courir le délai : {liste}.",
            article="L3132-1",
            motif="pieces_manquantes",
            franchissable=True,
            pieces_manquantes=[
                {"code": code, "libelle": libelle}
                for code, libelle in zip(voulue.manquantes, voulue.libelles_manquants, strict=True)
            ],
        )


@exige("tutelle.transmettre")
def relancer(acteur: Acteur, envoi: Envoi) -> Envoi:
    """Try again now, after an error."""
    fil.recharger(envoi.id)
    if envoi.etat != Etat.ERREUR:
        raise Refus("Seul un envoi en erreur se relance.", motif="etat")
    journal.noter(acteur, "envoi.relance", envoi)
    boite_envoi.reprendre(f"envoi-{envoi.id}")
    return envoi


@exige("tutelle.transmettre")
def completer(acteur: Acteur, envoi: Envoi, annexes: Sequence[int], message: str = "") -> Echange:
    """Send the pieces that the authority asked for."""
    fil.recharger(envoi.id)
    if envoi.etat != Etat.INCOMPLET:
        raise Refus("L’autorité n’attend aucune pièce pour cet envoi.", motif="etat")
    connues = {annexe.id: annexe for annexe in requetes.annexes(envoi.acte)}
    if not annexes or any(numero not in connues for numero in annexes):
        raise Invalide("Choisissez au moins une annexe du point à joindre.", "annexes")
    choisies = [connues[numero] for numero in annexes]
    pieces = [dossier.decrire("", a.nom, a.sha256, a.mime, a.taille) for a in choisies]
    echange = fil.ajouter(
        acteur, envoi, "envoye", "complement", horloge.maintenant(), None, texte=message.strip(),
        contenu={"pieces": pieces},
    )  # fmt: skip
    unite().flush()
    journal.noter(acteur, "envoi.complement", envoi, pieces=[piece["nom"] for piece in pieces])
    boite_envoi.deposer("completer_envoi", envoi.institution_id, envoi_id=envoi.id, echange_id=echange.id)
    return echange


@exige("tutelle.transmettre")
def retirer(acteur: Acteur, envoi: Envoi, motif: str) -> Envoi:
    """Take the file back; the authority is told in the background."""
    if not motif.strip():
        raise Invalide("Écrivez le motif du retrait.", "motif")
    fil.recharger(envoi.id)
    chez_l_autorite = Etat(envoi.etat) in suivi.CHEZ_L_AUTORITE
    _avancer(acteur, envoi, Etat.RETIRE, "envoye", "retrait", texte=motif.strip())
    if chez_l_autorite and envoi.reference:
        boite_envoi.deposer("retirer_envoi", envoi.institution_id, envoi_id=envoi.id, motif=motif.strip())
    return envoi


@exige("tutelle.transmettre")
def consigner(
    acteur: Acteur, envoi: Envoi, etat: str, le: datetime | None = None, reference: str = "", texte: str = ""
) -> Envoi:
    """Record what came by another road: the receipt of an assisted deposit, a letter, a decision."""
    if etat not in {Etat.TRANSMIS, *suivi.CHEZ_L_AUTORITE, *suivi.DECISIONS}:
        raise Invalide("Choisissez ce que l’autorité a fait savoir.", "etat")
    if etat == Etat.TRANSMIS and not reference.strip():
        raise Invalide("Recopiez la référence de l’accusé de réception du dépôt.", "reference")
    instant = le or horloge.maintenant()
    if horloge.locale(instant).date() > horloge.aujourdhui():
        raise Invalide("Cette date n’est pas encore arrivée : écrivez celle du document reçu.", "le")
    fil.recharger(envoi.id)
    if etat == Etat.TRANSMIS:
        envoi.reference, envoi.transmis_le = reference.strip(), instant
    _avancer(acteur, envoi, Etat(etat), "recu", etat, instant, reference.strip(), texte.strip())
    return envoi


@exige("tutelle.transmettre")
def certifier_expiration(acteur: Acteur, envoi: Envoi) -> Envoi:
    """A person certifies that the delay ran out and that nothing was received (pratique §13.6)."""
    fil.recharger(envoi.id)
    horloges = fil.horloges(envoi)
    try:
        fait = suivi.certifier(fil.situation(envoi), fil.regle(envoi), horloges.decision, horloge.aujourdhui())
    except TransitionImpossible as refus:
        raise Refus(str(refus), article="L3132-1", motif="delai_non_echu") from refus
    texte = f"{acteur.nom} certifie qu’aucune décision n’a été reçue dans le délai."
    _avancer(acteur, envoi, fait.etat, "constat", "expiration", texte=texte)
    return envoi


def _avancer(
    acteur: Acteur,
    envoi: Envoi,
    etat: Etat,
    sens: str,
    type_: str,
    le: datetime | None = None,
    reference: str = "",
    texte: str = "",
) -> None:
    """One step made by a person: checked, then appended."""
    try:
        suivi.avancer(fil.situation(envoi), Fait(etat, horloge.aujourdhui()))
    except TransitionImpossible as refus:
        raise Refus(str(refus), motif="etat") from refus
    if reference and any(e.reference == reference for e in envoi.echanges):
        reference = f"{reference} ({len(envoi.echanges) + 1})"
    contenu: dict[str, Any] = {"par": acteur.nom}
    fil.ajouter(acteur, envoi, sens, type_, le or horloge.maintenant(), etat, reference, texte, contenu)
