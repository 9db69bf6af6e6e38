"""What follows from a decision's own words and its addressees. PURE."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

from college import delais

CANAUX = {
    "recommande": "Recommandé",
    "simple": "Courrier simple",
    "courriel": "Courriel",
    "ebox": "eBox",
    "main_propre": "En main propre",
}
BLOC = re.compile(r"<(p|li|td)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
ARTICLE = re.compile(r"^\s*(?:art(?:icle|\.)?\s*(?:\d+\s*(?:er|bis|ter)?|unique)\s*[.:–-]*\s*)", re.IGNORECASE)
CHARGE = re.compile(r"^(?:(?:le|la)\s+\w+\s+)?(?:de\s+)?charger?\b", re.IGNORECASE)
SUITE = re.compile(r"(?<=[.;])\s+(?=(?:de\s+)?charger?\b)", re.IGNORECASE)  # said at the end of an article
PRINCIPE = re.compile(r"\b(?:décision de principe|accord de principe|marque son accord sur le principe)", re.IGNORECASE)
NLC_134 = re.compile(r"\b(?:article|art\.)\s*134\b(?!\s*(?:bis|ter|sexies))", re.IGNORECASE)
JOURS_RECOURS = 60  # annulment before the Conseil d'État: arrêté du Régent du 23 août 1948, art. 4


def phrases(html: str) -> list[str]:
    """The blocks of a text in plain words, without « Article 3. »."""
    nus = (" ".join(unescape(re.sub(r"<[^>]+>", " ", dedans)).split()) for _, dedans in BLOC.findall(html))
    return [ARTICLE.sub("", nu) for nu in nus if nu]


def charges(html: str) -> list[str]:
    """The sentences that charge somebody: « Charge le service Travaux de l’exécution. »"""
    dites = (dite for phrase in phrases(html) for dite in SUITE.split(phrase))
    return [dite[:1].upper() + dite[1:] for dite in dites if CHARGE.match(dite)]


def de_principe(titre: str, html: str) -> bool:
    """Does the text decide on the principle only, and wait for the final decision?"""
    return bool(PRINCIPE.search(titre) or any(PRINCIPE.search(phrase) for phrase in phrases(html)))


def a_confirmer(nature: str, html: str) -> bool:
    """An ordonnance of the bourgmestre in urgency: the next conseil confirms it, or it lapses (NLC, art. 134)."""
    return nature == "ordonnance" and any(NLC_134.search(phrase) for phrase in phrases(html))


def objet(titre: str) -> str:
    """« fermeture de la rue Haute », out of « Ordonnance de police : fermeture de la rue Haute »."""
    return re.sub(r"^(?:arrêté|ordonnance)(?: de police)?\s*[:–-]\s*", "", titre, flags=re.IGNORECASE)


@dataclass(frozen=True)
class Destinataire:
    """Somebody who receives a piece, by a channel."""

    nom: str
    genre: str = "tiers"
    adresse: str = ""
    canal: str = "simple"
    piece: str = "notification"
    service: str = ""


@dataclass(frozen=True)
class Affaire:
    """What the rule reads of a settled point."""

    destinataires: Sequence[Any] = ()
    demandeur: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    service: str = ""


def destinataires(affaire: Affaire) -> list[Destinataire]:
    """Those written on the point, then its applicant, then its own service; nobody twice."""
    lus = [lire(brut, affaire.services) for brut in affaire.destinataires]
    if affaire.demandeur.strip():
        lus.append(Destinataire(affaire.demandeur.strip(), "demandeur"))
    if affaire.service:
        lus.append(_service(affaire.service, affaire.services))
    return list({(d.nom.casefold(), d.piece): d for d in reversed([d for d in lus if d.nom])}.values())[::-1]


def _service(code: str, services: Mapping[str, str]) -> Destinataire:
    return Destinataire(services.get(code, code), "service", canal="courriel", piece="releve", service=code)


def lire(brut: Any, services: Mapping[str, str]) -> Destinataire:
    """« travaux », or its name, is a service; « Anne Petit, rue Haute 3, 4000 Liège » a person with an address."""
    if isinstance(brut, Mapping):
        code = str(brut.get("service") or "")
        if code:
            return _service(code, services)
        champs = {cle: str(brut[cle]) for cle in ("genre", "adresse", "canal", "piece") if brut.get(cle)}
        if champs.get("canal") not in (None, *CANAUX):
            champs.pop("canal")
        return Destinataire(str(brut.get("nom") or "").strip(), **champs)
    texte = str(brut).strip()
    for code, nom_service in services.items():
        if texte.casefold() in (code.casefold(), nom_service.casefold()):
            return _service(code, services)
    nom, _, adresse = texte.partition(",")
    adresse = adresse.strip()
    return Destinataire(nom.strip(), "tiers", adresse, "courriel" if "@" in adresse else "simple")


def date_recours(notifie: date) -> date:
    """The last day to appeal: sixty days after the notification, carried off days without service."""
    return delais.tutelle(notifie, JOURS_RECOURS)


def compter_presences(
    seances: Iterable[tuple[str, frozenset[int], frozenset[int]]],
    noms: Mapping[int, str],
    jeton: int,
    payes: Collection[tuple[str, int]] | None = None,
) -> list[dict[str, Any]]:
    """A line a member: séances held, attended, and what is due in cents; each séance counts once a day.

    A member counts as present whoever sat at some moment of the séance (each séance: its day, its members, those
    who were there). `payes` are the (day, member) that give a jeton, all of them without it: a member of the collège
    who sits in the conseil is counted and not paid (L1122-7).
    """
    tenues: dict[int, set[str]] = {}
    vues: dict[int, set[str]] = {}
    for jour, membres, presents in seances:
        for membre in membres:
            tenues.setdefault(membre, set()).add(jour)
        for membre in membres & presents:
            vues.setdefault(membre, set()).add(jour)
    return [
        {
            "mandataire": membre,
            "nom": noms[membre],
            "tenues": len(jours),
            "presences": len(vues.get(membre, ())),
            "du": sum(jeton for jour in vues.get(membre, ()) if payes is None or (jour, membre) in payes),
        }
        for membre, jours in sorted(tenues.items(), key=lambda paire: noms[paire[0]])
    ]
