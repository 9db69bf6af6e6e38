"""The story of an envoi: facts appended, situation folded from them, deadlines written again. No right is asked
here: services do that for people, and the authority's word needs none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from college import annonces, francais, horloge, journal
from college.actes import services as actes
from college.connecteurs.base import Evenement
from college.droits import Acteur
from college.transaction import unite
from college.tutelle import delais, requetes, suivi
from college.tutelle.delais import Horloges
from college.tutelle.modele import Accuse, Echange, Echeance, Envoi
from college.tutelle.regime import Regle
from college.tutelle.suivi import Etat, Fait, Situation

DOSSIER_PRET = "dossier_pret"  # the file of an assisted deposit waits for the person who carries it
ACCUSES = frozenset({Etat.TRANSMIS, Etat.ACCUSE_TECHNIQUE, Etat.COMPLETE})


def regle(envoi: Envoi) -> Regle:
    """The rule under which the act was sent."""
    trouvee = requetes.regle_de(envoi.acte)
    if trouvee is None:
        raise LookupError(f"No rule for act {envoi.acte_id}")
    return trouvee


def situation(envoi: Envoi) -> Situation:
    """The fold of what happened; local states (preparation, error) come from the row until it is taken back."""
    faits = [Fait(Etat(e.etat), e.jour) for e in envoi.echanges if e.etat]
    repliee = suivi.situer([Fait(Etat.EN_PREPARATION, requetes.jour_de_decision(envoi.acte)), *faits])
    if Etat(envoi.etat) in suivi.CHEZ_NOUS and repliee.etat is not Etat.RETIRE:
        return Situation(etat=Etat(envoi.etat))
    return repliee


def horloges(envoi: Envoi) -> Horloges:
    """Its deadlines today."""
    decision = requetes.jour_de_decision(envoi.acte)
    return delais.horloges(regle(envoi), decision, situation(envoi), horloge.aujourdhui())


def jour_plausible(le: date, decision: date, aujourdhui: date) -> date:
    """The legal day of an event: never before the decision, never tomorrow, whatever clock the other side has."""
    return min(max(le, decision), max(aujourdhui, decision))


def entendre(acteur: Acteur, envoi: Envoi, evenement: Evenement) -> bool:
    """Append what the authority says; False when it was heard already."""
    reference = evenement.reference or f"evenement-{evenement.numero}"
    if any(e.reference == reference for e in envoi.echanges):
        return False
    etat = Etat(evenement.type) if evenement.type in list(Etat) else None
    ajouter(acteur, envoi, "recu", evenement.type, evenement.le, etat, reference, evenement.texte, evenement.details,
            evenement.numero)  # fmt: skip
    return True


def ajouter(
    acteur: Acteur,
    envoi: Envoi,
    sens: str,
    type_: str,
    le: datetime,
    etat: Etat | None,
    reference: str = "",
    texte: str = "",
    contenu: dict[str, Any] | None = None,
    numero: int | None = None,
) -> Echange:
    """Append an exchange, then bring state, receipts, deadlines and mentions up to date."""
    avant = situation(envoi).etat
    jour = jour_plausible(horloge.locale(le).date(), requetes.jour_de_decision(envoi.acte), horloge.aujourdhui())
    echange = Echange(
        institution_id=envoi.institution_id,
        envoi=envoi,
        sens=sens,
        type=type_,
        reference=reference or f"{sens}-{len(envoi.echanges) + 1}",
        numero=numero,
        etat=etat,
        jour=jour,
        texte=texte,
        contenu=contenu or {},
        le=le,
    )
    unite().add(echange)
    if etat in ACCUSES:
        _accuser(envoi, echange)
    if etat is not None:
        _suivre(acteur, envoi, avant)
    return echange


def _suivre(acteur: Acteur, envoi: Envoi, avant: Etat) -> None:
    if any(e.etat == Etat.TRANSMIS for e in envoi.echanges) and Etat(envoi.etat) in suivi.CHEZ_NOUS:
        envoi.etat = Etat.TRANSMIS
    lue = situation(envoi)
    envoi.etat, envoi.recu_complet_le = lue.etat, lue.complet_le
    if lue.etat in suivi.FINS and (lue.etat is not avant or envoi.termine_le is None):
        envoi.termine_le = horloge.maintenant()
        _mentionner(acteur, envoi, lue)
    ecrire_echeances(envoi)
    if lue.etat is not avant:
        journal.noter(acteur, f"envoi.{lue.etat}", envoi, acte=envoi.acte_id)
        annonces.annoncer("tutelle.etat", acteur=acteur, acte=envoi.acte, envoi=envoi, etat=str(lue.etat))


def _accuser(envoi: Envoi, echange: Echange) -> None:
    envoi.accuses.append(
        Accuse(
            institution_id=envoi.institution_id,
            type=echange.type,
            reference=echange.reference,
            recu_le=echange.le,
            contenu=echange.contenu,
        )
    )


def _mentionner(acteur: Acteur, envoi: Envoi, lue: Situation) -> None:
    """A frozen act bears in its margin what its authority decided (pratique §3)."""
    if lue.etat is Etat.RETIRE:
        return
    derniere = envoi.echanges[-1]
    sources = [envoi.autorite if lue.etat not in suivi.TACITES else "", derniere.reference if derniere.numero else ""]
    suite = ", ".join(source for source in sources if source)
    texte = f"{suivi.LIBELLES[lue.etat]} le {francais.date_longue(derniere.jour)}"
    actes.mentionner(acteur, envoi.acte, f"{texte} – {suite}." if suite else f"{texte}.")


def ecrire_echeances(envoi: Envoi) -> None:
    """Write the deadlines again; those that no longer hold are kept, no longer current."""
    lues = {(e.type, e.le): e for e in horloges(envoi).toutes}
    ecrites = {(e.type, e.date): e for e in envoi.echeances}
    for cle, echeance in ecrites.items():
        echeance.courante = cle in lues
    for (type_, le), lue in lues.items():
        if (type_, le) not in ecrites:
            envoi.echeances.append(
                Echeance(institution_id=envoi.institution_id, type=type_, date=le, regle=lue.regle, courante=True)
            )


def recharger(envoi_id: int) -> Envoi:
    """An envoi locked for change, with its story: who waited reads again what was done meanwhile."""
    demande = select(Envoi).options(*requetes.CHARGEMENT).where(Envoi.id == envoi_id).with_for_update(of=Envoi)
    return unite().scalars(demande.execution_options(populate_existing=True)).unique().one()
