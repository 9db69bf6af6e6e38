"""What the public is told of the supervision of an act, from plain facts of its transmission."""

from __future__ import annotations

from typing import Any

from college.francais import date_longue

ATTENTES = (
    "a_transmettre",
    "en_preparation",
    "transmis",
    "accuse_technique",
    "incomplet",
    "complete",
    "en_instruction",
    "proroge",
)
FINS = {
    "approuve": ("Approuvé", "a approuvé cette décision"),
    "approuve_partiellement": ("Approuvé en partie", "a approuvé cette décision en partie"),
    "reforme": ("Réformé", "a réformé cette décision"),
    "non_approuve": ("Non approuvé", "n’a pas approuvé cette décision"),
    "annule": ("Annulé", "a annulé cette décision"),
    "annule_partiellement": ("Annulé en partie", "a annulé cette décision en partie"),
    "sans_mesure": ("Sans mesure de tutelle", "n’a pris aucune mesure contre cette décision"),
    "executoire_par_expiration": ("Exécutoire", "ne s’est pas prononcée dans le délai : cette décision est exécutoire"),
}


def a_transmettre(regime: str) -> dict[str, Any]:
    """Decided, under a regime of approval, and not sent yet."""
    return {"regime": regime, "etat": "a_transmettre", "etapes": [_etape("a_venir", "Examen par la tutelle")]}


def d_envoi(envoi: Any) -> dict[str, Any]:
    """Where the transmission stands; `envoi` is the tutelle room's row, read by its plain columns only."""
    etat = str(envoi.etat)
    if etat in ("erreur", "retire"):
        return {}
    limite = max((e.date for e in envoi.echeances if e.courante), default=None)
    etapes = [_etape("fait", "Transmis à la tutelle", envoi.transmis_le)] if envoi.transmis_le else []
    suivi: dict[str, Any] = {"regime": str(envoi.regime), "etat": etat, "etapes": etapes}
    if etat in FINS:
        libelle, phrase = FINS[etat]
        jour = max((echange.jour for echange in envoi.echanges), default=envoi.termine_le)
        etapes.append(_etape("fait", libelle, jour))
        suivi["phrase"] = f"L’autorité de tutelle {phrase}{_le(jour)}."
        suivi["decidee_le"] = jour.isoformat()[:10] if jour else None
    elif etat in ATTENTES:
        etapes.append(
            _etape("courant", "À l’examen") | ({"detail": f"au plus tard le {date_longue(limite)}"} if limite else {})
        )
        suivi["echeance"] = date_longue(limite) if limite else ""
    return suivi


def _le(instant: Any) -> str:
    return f" le {date_longue(instant)}" if instant else ""


def _etape(etat: str, libelle: str, quand: Any = None) -> dict[str, str]:
    return {"etat": etat, "libelle": libelle} | ({"quand": date_longue(quand)} if quand else {})
