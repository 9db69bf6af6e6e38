"""The facts of an act that an authority takes alone: arrêté, police ordonnance (pratique §14, document 7)."""

from __future__ import annotations

import re

from college import horloge
from college.actes import dossiers, signataires
from college.points import requetes as points
from college.points.modele import Point
from college.templates_docs import entree as e

RECOURS = (
    "Un recours en annulation peut être introduit contre le présent acte devant la section du contentieux "
    "administratif du Conseil d’État, par requête adressée sous pli recommandé à son greffe, rue de la Science 33, "
    "1040 Bruxelles, ou déposée par la voie électronique, dans les soixante jours de sa publication ou de sa "
    "notification."
)


def dossier(point: Point) -> e.Dossier:
    """Its text as it stands, the hands in function today, the way of appeal."""
    texte = points.texte(point)
    organe, jour = point.organe, horloge.aujourdhui()
    mains = signataires.en_fonction(organe, jour)
    chef = next((m for m in mains if m.champ == "president"), None)
    feminin = chef is not None and chef.qualite.lower().startswith("la ")
    return e.Dossier(
        etablissement=dossiers.etablissement(organe.institution),
        corps=e.Corps(organe.nom, organe.type, "f" if feminin else "m", organe.code),
        seance=e.Seance(jour=jour, publique=False),
        points=(
            e.Point(
                numero="",
                titre=texte.titre,
                nature=point.nature,
                reference=point.reference,
                motivation_html=texte.motivation,
                dispositif_html=texte.dispositif,
                verbe="ARRÊTE",
                huis_clos=point.huis_clos,
            ),
        ),
        signataires=mains,
        partie="integrale",
        emis_le=jour,
        intitule=_intitule(texte.titre, point.nature),
        recours=str(organe.reglages.get("recours") or RECOURS),
    )


def _intitule(titre: str, nature: str) -> str:
    """« Arrêté de police » when its title says so, else what its nature makes it."""
    dit = re.match(r"(arrêté|ordonnance)( de police)?\b", titre, re.IGNORECASE)
    if dit:
        return dit.group(0).capitalize()
    return "Ordonnance de police" if nature == "ordonnance" else "Arrêté"
