"""API of the room: send an act, follow it, act on it (contract §6, §8)."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Any, Literal

from pydantic import Field

from college import horloge
from college.actes.modele import Acte
from college.api import cadre
from college.droits import Acteur
from college.tutelle import formes, presentation, requetes, services
from college.tutelle.donnees import catalogue
from college.tutelle.modele import Echange, Envoi
from college.tutelle.regime import LIBELLES, Regle

cadre.trouve("envoi")(requetes.envoi)


class NouvelEnvoi(cadre.Corps):
    connecteur: str = Field(default="", max_length=40, description="Le connecteur\u00a0; sinon celui du déploiement.")
    pieces: dict[str, int] | None = Field(default=None, description="Code de pièce demandée → numéro d’annexe.")
    passer_outre: str = Field(default="", max_length=2000, description="Motif pour passer outre une garde.")


class ActionEnvoi(cadre.Corps):
    action: Literal["relancer", "completer", "retirer", "consigner", "certifier_expiration"]
    annexes: list[int] = Field(default_factory=list, description="Annexes à joindre (completer).")
    etat: str = Field(default="", max_length=40, description="Ce que l’autorité a fait savoir (consigner).")
    le: date | None = Field(default=None, description="Date du document reçu (consigner).")
    reference: str = Field(default="", max_length=80)
    commentaire: str = Field(default="", max_length=4000)


class FiltreEnvois(cadre.Filtre):
    etat: list[str] = Field(default_factory=list, description="États voulus.")
    acte: int | None = None


@cadre.post(
    "/actes/<ref:acte>/envois", reponse=formes.EnvoiVu, droit="tutelle.transmettre", statut=201, etiquette="Tutelle"
)
def transmettre(acteur: Acteur, acte: Acte, corps: NouvelEnvoi) -> dict[str, Any]:
    """Transmettre un acte à l’autorité de tutelle."""
    return forme(services.transmettre(acteur, acte, corps.connecteur, corps.pieces, corps.passer_outre))


@cadre.get("/actes/<ref:acte>/envois", droit="tutelle.lire", etiquette="Tutelle")
def envois_d_un_acte(acteur: Acteur, acte: Acte) -> dict[str, Any]:
    """Les envois d’un acte, du plus ancien au plus récent."""
    forme_ = partial(forme, cachees=requetes.pieces_cachees(acteur))
    return cadre.paginer_liste(requetes.d_un_acte(acte.id), cadre.Filtre(limite=200), forme_)


@cadre.get("/envois", droit="tutelle.lire", etiquette="Tutelle")
def lister(acteur: Acteur, requete: FiltreEnvois) -> dict[str, Any]:
    """Les envois que l’on suit."""
    choix = requetes.envois(acteur, requete.etat or None)
    if requete.acte is not None:
        choix = choix.where(Envoi.acte_id == requete.acte)
    forme_ = partial(forme, cachees=requetes.pieces_cachees(acteur))
    return cadre.paginer(choix, requete, forme_, [Envoi.id], descendant=True)


@cadre.get("/envois/<ref:envoi>", reponse=formes.EnvoiVu, droit="tutelle.lire", etiquette="Tutelle")
def lire(acteur: Acteur, envoi: Envoi) -> dict[str, Any]:
    """Un envoi\u00a0: état, tentatives, accusés, échéances, échanges."""
    return forme(envoi, requetes.pieces_cachees(acteur))


@cadre.post("/envois/<ref:envoi>/actions", reponse=formes.EnvoiVu, droit="tutelle.transmettre", etiquette="Tutelle")
def agir(acteur: Acteur, envoi: Envoi, corps: ActionEnvoi) -> dict[str, Any]:
    """Relancer, compléter, retirer, consigner ce qui est reçu, certifier l’expiration."""
    match corps.action:
        case "relancer":
            services.relancer(acteur, envoi)
        case "completer":
            services.completer(acteur, envoi, corps.annexes, corps.commentaire)
        case "retirer":
            services.retirer(acteur, envoi, corps.commentaire)
        case "consigner":
            services.consigner(acteur, envoi, corps.etat, _midi(corps.le), corps.reference, corps.commentaire)
        case "certifier_expiration":
            services.certifier_expiration(acteur, envoi)
    return forme(envoi)


@cadre.get("/types-actes", droit="connecte", etiquette="Tutelle")
def types_d_actes(acteur: Acteur) -> dict[str, Any]:
    """Les types d’actes connus aujourd’hui, avec leur régime de tutelle, leurs délais et leurs pièces."""
    regles = catalogue().types(horloge.aujourdhui())
    return cadre.paginer_liste(regles, cadre.Filtre(limite=200), forme_regle)


def _midi(jour: date | None) -> datetime | None:
    return datetime.combine(jour, time(12), horloge.BRUXELLES) if jour else None


def forme(envoi: Envoi, cachees: frozenset[str] = frozenset()) -> dict[str, Any]:
    """`cachees`: the pieces of which this reader knows nothing."""
    ligne = presentation.ligne_d_envoi(envoi)
    return {
        "id": envoi.id,
        "acte": {"id": envoi.acte_id, "reference": envoi.acte.reference, "titre": envoi.acte.titre},
        "etat": envoi.etat,
        "libelle": ligne.texte_etat,
        "delai_echu": ligne.echue,
        "reference": envoi.reference,
        "connecteur": envoi.connecteur,
        "regime_tutelle": envoi.regime,
        "autorite": envoi.autorite,
        "executoire": {"possible": ligne.execution.possible, "phrase": ligne.execution.phrase},
        "tentatives": envoi.tentatives,
        "erreur": envoi.derniere_erreur or None,
        "passer_outre": envoi.passer_outre or None,
        "transmis_le": envoi.transmis_le,
        "recu_complet_le": envoi.recu_complet_le,
        "sha256": envoi.sha256,
        "pieces": requetes.pieces_montrables(envoi.pieces, cachees),
        "pieces_absentes": envoi.pieces_absentes,
        "accuses": [{"type": a.type, "recu_le": a.recu_le, "reference": a.reference} for a in envoi.accuses],
        "echeances": [{"type": e.type, "date": e.date, "regle": e.regle} for e in envoi.echeances if e.courante],
        "echanges": [forme_echange(e, cachees) for e in envoi.echanges],
    }


def forme_echange(echange: Echange, cachees: frozenset[str] = frozenset()) -> dict[str, Any]:
    details = dict(echange.contenu)
    if "pieces" in details:
        details["pieces"] = requetes.pieces_montrables(details["pieces"], cachees)
    return {
        "id": echange.id,
        "sens": echange.sens,
        "type": echange.type,
        "reference": echange.reference,
        "le": echange.le,
        "texte": echange.texte,
        "details": details,
    }


def forme_regle(regle: Regle) -> dict[str, Any]:
    return {
        "code": regle.code,
        "libelle": regle.libelle,
        "organes": list(regle.organes),
        "regime_tutelle": regle.regime,
        "regime_libelle": LIBELLES[regle.regime],
        "base_legale": regle.base_legale,
        "autorite": regle.autorite,
        "jours_transmission": regle.jours_transmission,
        "jours_decision": regle.jours_decision,
        "jours_prorogation": regle.jours_prorogation,
        "condition": regle.condition,
        "pieces": [{"code": c, "libelle": catalogue().piece(c).libelle} for c in regle.pieces],
        "confiance": regle.confiance,
    }
