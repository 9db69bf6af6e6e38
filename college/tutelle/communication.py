"""« Communication des décisions de tutelle »: what the authority said since, as one point of the organe (pratique §9).

The RGCC (art. 4) wants each of them told to the conseil; the amounts that a réformation changed are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from html import escape

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from college import francais, horloge
from college.actes.modele import Acte
from college.organisation.modele import Organe
from college.seances import rassemblement
from college.seances.grammaire import de_l_organe
from college.seances.modele import Inscription, Seance
from college.seances.rassemblement import Recolte
from college.transaction import unite
from college.tutelle.modele import Envoi
from college.tutelle.presentation import montants_reformes
from college.tutelle.suivi import DECISIONS, Etat

MEMOIRE = timedelta(days=365)
RGCC = "<p>Vu l’article 4 du règlement général de la comptabilité communale ;</p>"
DITS = {
    Etat.APPROUVE: "approuvée",
    Etat.APPROUVE_PARTIELLEMENT: "approuvée en partie",
    Etat.REFORME: "réformée",
    Etat.NON_APPROUVE: "non approuvée",
    Etat.ANNULE: "annulée",
    Etat.ANNULE_PARTIELLEMENT: "annulée en partie",
    Etat.SANS_MESURE: "n’appelle aucune mesure de tutelle",
    Etat.EXECUTOIRE_PAR_EXPIRATION: "exécutoire par expiration du délai",
}


@rassemblement.rassembleur
def decisions_de_tutelle(seance: Seance, lignes: Mapping[str, Inscription]) -> Iterable[Recolte]:
    """One point; a second one, closed, for the closed acts: agents of the house read the first, even of a collège."""
    for code, fermes in (("tutelle", False), ("tutelle_huis_clos", True)):
        recus = [envoi for envoi in _recus(seance.organe, lignes.get(code)) if envoi.acte.huis_clos is fermes]
        if recus:
            yield _recolte(code, seance.organe, recus, fermes)


def _recus(organe: Organe, ligne: Inscription | None) -> list[Envoi]:
    suivis = [o.id for o in rassemblement.organes_suivis(organe)]
    demande = (
        select(Envoi)
        .join(Envoi.acte)
        .options(joinedload(Envoi.acte).joinedload(Acte.point), selectinload(Envoi.echanges))
        .where(
            Acte.organe_id.in_(suivis),
            Envoi.etat.in_([*DECISIONS, Etat.EXECUTOIRE_PAR_EXPIRATION]),
            Envoi.termine_le > horloge.maintenant() - MEMOIRE,
            Acte.point_id.is_not(None),
            Acte.point_id.not_in(rassemblement.deja_communiques(organe, ligne)),
        )
        .order_by(Acte.date_decision, Envoi.id)
    )
    return list(unite().scalars(demande).unique())


def _recolte(code: str, organe: Organe, recus: list[Envoi], fermes: bool) -> Recolte:
    liste = "".join(f"<li>{_dire(envoi)}</li>" for envoi in recus)
    donnees = {
        "nature": "communication",
        "titre": "Communication des décisions de tutelle" + (", huis clos" if fermes else ""),
        "motivation": RGCC if organe.type == "conseil" else "",
        "dispositif": f"<p>PREND CONNAISSANCE des décisions suivantes de l’autorité de tutelle :</p><ul>{liste}</ul>",
        "huis_clos": fermes,
    }
    combien = francais.compte(len(recus), "décision", feminin=True)
    libelle = f"{combien} de tutelle à communiquer" + (", à huis clos" if fermes else "")
    return Recolte(code, libelle, donnees, [envoi.acte.point for envoi in recus if envoi.acte.point is not None])


def _dire(envoi: Envoi) -> str:
    """« 2026/0012, délibération du Conseil communal du 26 octobre 2026, Taxe … : réformée le … (old → new). »."""
    acte = envoi.acte
    jour = max((echange.jour for echange in envoi.echanges), default=None)
    quand = f" le {francais.date_longue(jour)}" if jour and envoi.etat != Etat.SANS_MESURE else ""
    chiffres = "".join(
        f" ; {escape(m['libelle'])} : {escape(m['ancien'])} → {escape(m['nouveau'])}" for m in montants_reformes(envoi)
    )
    return francais.insecables(
        f"{escape(acte.reference)}, décision {de_l_organe(acte.organe.nom)} du "
        f"{francais.date_longue(acte.date_decision)}, "
        f"« {escape(acte.titre)} » : {DITS[Etat(envoi.etat)]}{quand}{chiffres}."
    )
