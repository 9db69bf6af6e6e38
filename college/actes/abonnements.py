"""News from the rooms below, heard inside their own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from college import horloge
from college.actes import approbation, creation, dossiers, services
from college.annonces import abonner
from college.droits import Acteur
from college.organisation import requetes as organisation
from college.points import requetes as points
from college.points.modele import Point
from college.points.regles import EFFETS
from college.seances.modele import Inscription, Seance
from college.seances.personnes import Personne as PersonneSeance
from college.templates_docs import documents
from college.templates_docs import entree as e


@abonner("seance.arretee")
def _faire_les_actes(acteur: Acteur, seance: Seance, inscriptions: Sequence[Inscription]) -> None:
    creation.de_seance(acteur, seance, inscriptions)


@abonner("seance.pv_approuve")
def _approuver_le_pv(acteur: Acteur, seance: Seance, observations: Sequence[dict[str, Any]] = ()) -> None:
    approbation.approuver(acteur, seance, observations or ())


@abonner("seance.convoquee")
def _garder_la_convocation(acteur: Acteur, seance: Seance, lettre: str) -> None:
    """What was sent is kept as it was sent: the notice and the agenda of this version."""
    facts = dossiers.de_seance(seance, "integrale", projet=False)
    for type_document in ("convocation", "ordre_du_jour"):
        contexte = documents.contexte_de(type_document, facts)
        services.demander_document(acteur, seance, type_document, "pdf", "integrale", contexte=contexte)


@abonner("point.decide_hors_seance")
def _faire_l_acte(acteur: Acteur, point: Point) -> None:
    """A decision without a séance (pratique §4): its own number, register and signatures."""
    texte = points.texte(point)
    jour = horloge.aujourdhui()
    organe = point.organe
    signataires = tuple(
        _signataire(m.mandataire, m.fonction, m.titre, rang)
        for rang, m in enumerate(organisation.mandats(organe.id, jour)[:2])
    )
    dossier = e.Dossier(
        etablissement=dossiers.etablissement(organe.institution),
        corps=e.Corps(organe.nom, organe.type, code=organe.code),
        seance=e.Seance(jour=jour, publique=False),
        points=(
            e.Point(
                numero="",
                titre=texte.titre,
                reference=point.reference,
                motivation_html=texte.motivation,
                dispositif_html=texte.dispositif,
                verbe=EFFETS[point.nature].verbe if point.nature == "ordonnance" else "ARRÊTE",
                huis_clos=point.huis_clos,
            ),
        ),
        signataires=signataires,
        partie="integrale",
    )
    creation.hors_seance(acteur, organe, point, dossier)


def _signataire(mandataire: Any, fonction: str, titre: str, rang: int) -> e.Signataire:
    personne = PersonneSeance(mandataire.prenom, mandataire.nom, mandataire.genre, fonction, titre)
    article = "la" if mandataire.genre == "f" else "le"
    if personne.qualite[:1] in "aeéiou":
        article = "l’"
    qualite = f"{article}{'' if article.endswith('’') else ' '}{personne.qualite}"
    return e.Signataire(
        mandataire.nom_complet, qualite, f"signataire_{rang + 1}", fonction=fonction, mandataire_id=mandataire.id
    )
