"""PURE. What may be published, and when: each refusal names its article and says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from college import delais
from college.erreurs import Refus
from college.francais import INSECABLE, date_longue

#: CDLD art. L3221-4: projects and notes are on line five clear days before the séance.
FRANCS_PROJETS = 5
BASE_HUIS_CLOS = "CDLD, art. L1122-21"


@dataclass(frozen=True)
class Faits:
    """What the rule needs to know of an act."""

    reference: str
    type: str
    etat: str
    etat_pv: str | None
    en_ligne: bool
    huis_clos: bool
    publication: str
    secret_social: bool
    signature_requise: bool
    seance_publique: bool = True
    en_attente: int = 0


def publiable(faits: Faits, masquer_en_attente: bool = False) -> None:
    """Raise the first reason why this act cannot be shown to the public."""
    if faits.secret_social:
        raise Refus(
            "Les décisions de cet organe relèvent du secret social : elles ne sont jamais publiées.",
            motif="secret_social",
        )
    if faits.huis_clos:
        raise Refus(
            "Ce point a été traité à huis clos : seuls son numéro et sa base légale sont publics.",
            article="L1122-21",
            motif="huis_clos",
        )
    if faits.publication == "aucune":
        raise Refus(
            "Cet organe ne publie pas ses décisions. Un administrateur peut changer ce réglage (clé « publication »).",
            motif="publication_aucune",
        )
    if faits.type == "extrait":
        raise Refus("Un extrait se remet à son destinataire : publiez la délibération.", motif="extrait")
    if faits.en_ligne:
        raise Refus(f"L’acte {faits.reference} est déjà publié.", motif="deja_publie")
    if faits.etat == "en_preparation":
        raise Refus(
            f"Les documents de l’acte {faits.reference} se préparent : réessayez dans un instant.",
            motif="en_preparation",
        )
    if faits.type == "pv" and not faits.seance_publique:
        raise Refus(
            "Le procès-verbal d’un organe dont les séances ne sont pas publiques n’est pas publié : "
            "publiez ses délibérations.",
            motif="pv_non_public",
        )
    if faits.type == "pv" and faits.etat_pv not in ("approuve", "approuve_avec_corrections", "signe"):
        raise Refus("Le procès-verbal n’est publié qu’une fois approuvé.", article="L1122-16", motif="pv_non_approuve")
    if faits.signature_requise and faits.etat == "a_signer":
        raise Refus(f"L’acte {faits.reference} doit être signé avant d’être publié.", motif="non_signe")
    if faits.en_attente and not masquer_en_attente:
        combien = (
            "une donnée personnelle attend"
            if faits.en_attente == 1
            else f"{faits.en_attente} données personnelles attendent"
        )
        raise Refus(
            f"Dans l’acte {faits.reference}, {combien} d’être masquées ou écartées. "
            "Relisez-les, ou publiez en les masquant.",
            article="L3221-4",
            motif="biffures_en_attente",
            en_attente=faits.en_attente,
        )


def programmable(le: datetime, maintenant: datetime) -> None:
    if le <= maintenant:
        raise Refus("Choisissez un moment à venir, ou publiez maintenant.", motif="moment_passe")


def projets_publiables(publication: str, secret_social: bool) -> None:
    if secret_social or publication != "projets_et_decisions":
        raise Refus(
            "Cet organe ne publie pas ses projets. Un administrateur peut changer ce réglage (clé « publication »).",
            motif="publication_aucune",
        )


def projets_tardifs(jour: date, seance: date) -> bool:
    """Published less than five clear days before the séance (art. L3221-4): done all the same, and marked."""
    return jour > delais.francs(seance, FRANCS_PROJETS, avant=True)


def retenue(numero: str) -> str:
    """The title of a closed point: its number, nothing of what it is about."""
    return f"Point n°{INSECABLE}{numero}"


def motif_retenue() -> str:
    return f"Huis clos ({BASE_HUIS_CLOS}). Le titre et le texte ne sont pas publics."


def echeance_projets(seance: date) -> str:
    """« Projets en ligne au plus tard le 8 décembre 2026 »."""
    return date_longue(delais.francs(seance, FRANCS_PROJETS, avant=True))
