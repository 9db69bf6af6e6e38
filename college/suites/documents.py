"""The papers that go with a decision: the letter of notification, the slip of transmission; their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from college import francais, horloge
from college.actes import dossiers, hors_seance, services, signataires
from college.actes.modele import Acte, Document
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.organisation.modele import Organe
from college.seances import compte_rendu
from college.seances.modele import Inscription
from college.suites import presences, regles, requetes
from college.suites.modele import EtatPresences as Valide
from college.suites.modele import Expedition
from college.suites.verrou import tenir
from college.templates_docs import documents, rendu
from college.templates_docs.entree import Dossier, EtatPresences, LignePresence, PieceJointe, Seance, Suite
from college.transaction import unite
from college.tutelle import fil
from college.tutelle import requetes as tutelle
from college.tutelle.modele import Envoi
from college.tutelle.regime import obligation

DELAI = (
    "Ce délai de soixante jours court à partir de la notification : envoyée le {jour}, elle laisse jusqu’au "
    "{terme} au moins."
)


@exige("suite.expedier")
def lettre(acteur: Acteur, expedition: Expedition) -> Document:
    """The letter of notification of one decision to one addressee, made in the background."""
    if expedition.piece != "notification" or expedition.inscription is None or expedition.seance is None:
        raise Refus("Une lettre de notification suit une décision de séance.", motif="piece")
    if (faite := tenir(expedition).document) is not None and faite.etat not in ("pret", "echec"):
        return faite  # somebody has just asked for it
    inscription = expedition.inscription
    acte = unite().get(Acte, expedition.acte_id) if expedition.acte_id else None
    reference = acte.reference if acte else inscription.reference
    faits = replace(dossiers.d_acte(inscription, reference), destinataire=expedition.destinataire)
    contexte = documents.contexte_de("notification", faits, _suite(expedition))
    document = services.demander_document(
        acteur, expedition.seance, "notification", "pdf", "integrale", contexte=contexte
    )
    document.nom = f"notification-{reference}-{expedition.id}.pdf".replace("/", "-").lower()
    expedition.document_id = document.id
    expedition.document = document
    return document


def _suite(expedition: Expedition) -> Suite:
    jour = expedition.expedie_le or horloge.aujourdhui()
    return Suite(
        adresses=tuple(ligne.strip() for ligne in expedition.adresse.replace(",", "\n").splitlines() if ligne.strip()),
        canal=regles.CANAUX.get(expedition.canal, ""),
        recommande=expedition.numero_recommande,
        agent=_agent(expedition.inscription),
        jour_envoi=jour,
        recours=f"{recours(expedition)} {delai(jour)}",
    )


def _agent(inscription: Inscription | None) -> str:
    return inscription.point.auteur.nom_complet if inscription else ""


def recours(expedition: Expedition) -> str:
    """The way of appeal: the organe's own words, else the common one."""
    organe = expedition.seance.organe if expedition.seance else None
    return str((organe.reglages.get("recours") if organe else "") or hors_seance.RECOURS)


def delai(jour: date) -> str:
    """Until when, computed from the day of sending."""
    return DELAI.format(jour=francais.date_longue(jour), terme=francais.date_longue(regles.date_recours(jour)))


@exige("suite.expedier")
def bordereau(acteur: Acteur, envoi: Envoi) -> Document:
    """The slip that goes with an act to its supervising authority: regime, dates, numbered inventory."""
    acte = envoi.acte
    if acte.inscription is None or acte.seance is None:
        raise Refus("Un bordereau suit un acte de séance.", motif="piece")
    regle, decision = fil.regle(envoi), tutelle.jour_de_decision(acte)
    terme = obligation(regle, decision)
    suite = Suite(
        autorite=regle.autorite,
        canal=envoi.connecteur,
        base=regle.base_legale,
        regime=regle.regime.value.replace("_", " "),
        jour_acte=decision,
        jour_envoi=horloge.locale(envoi.transmis_le).date() if envoi.transmis_le else None,
        echeance=terme.le if terme else None,
        pieces=tuple(_pieces(envoi)),
        deposant=acteur.nom,
        contact=str(acte.organe.institution.reglages.get("courriel", "")),
    )
    faits = dossiers.d_acte(acte.inscription, acte.reference)
    contexte = documents.contexte_de("bordereau", faits, suite)
    document = services.demander_document(acteur, acte.seance, "bordereau", "pdf", "integrale", contexte=contexte)
    document.nom = f"bordereau-{acte.reference}.pdf".replace("/", "-").lower()
    return document


def _pieces(envoi: Envoi) -> list[PieceJointe]:
    return [
        PieceJointe(piece["nom"], str(piece.get("pages") or ""), piece["sha256"], "jointe") for piece in envoi.pieces
    ]


@exige("suite.presences")
def etat_des_presences(acteur: Acteur, organe: Organe, du: date, au: date) -> bytes:
    """The sheet of a period as a PDF to sign: PROJET until it is validated, then with the figures kept that day."""
    valide = requetes.etat_presences(organe, du, au)
    aujourdhui = horloge.aujourdhui()
    tenues = [s for s in requetes.seances_tenues(organe, du, au) if valide is None or _avant(s.levee_le, valide)]
    etat = EtatPresences(
        du, au, _lignes(valide.lignes if valide else presences.etat(organe, du, au)), presences.jeton(organe),
        tuple(horloge.locale(s.debut).date() for s in tenues),
        horloge.locale(valide.valide_le).date() if valide else None,
    )  # fmt: skip
    faits = Dossier(
        dossiers.etablissement(organe.institution), compte_rendu.corps(organe), Seance(au),
        signataires=signataires.en_fonction(organe, etat.valide_le or aujourdhui), projet=valide is None,
        emis_le=etat.valide_le or aujourdhui,
    )  # fmt: skip
    return rendu.rendre("presences", "pdf", documents.contexte_de("presences", faits, etat=etat)).contenu


def _avant(levee: datetime | None, valide: Valide) -> bool:
    return levee is not None and levee <= valide.valide_le


def _lignes(lues: Iterable[Mapping[str, Any]]) -> tuple[LignePresence, ...]:
    return tuple(LignePresence(li["nom"], li["tenues"], li["presences"], li["du"]) for li in lues)
