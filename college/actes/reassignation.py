"""A hand that is absent, refuses or left its function gives way to another, with the reason (pratique §7)."""

from __future__ import annotations

import copy

from college import horloge, journal
from college.actes import creation, requetes, signataires
from college.actes.modele import Acte
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Mandat
from college.templates_docs.contexte import signataire as en_contexte


@exige("acte.gerer")
def reassigner(acteur: Acteur, acte: Acte, champ: str, mandataire_id: int, motif: str) -> Acte:
    """Another member signs at that place: a new version, the old bytes kept. Never after a first signature."""
    version = requetes.version_courante(acte)
    if any(s.version_id == version.id and s.etat == "faite" for s in acte.signatures):
        raise Refus(
            "Une première signature a figé cet acte : l’autre place revient à qui tient aujourd’hui la fonction.",
            motif="fige",
        )
    if champ not in {main.champ for main in requetes.mains(version)}:
        raise Invalide("Cet acte n’a pas cette place de signature.", "champ")
    if not motif.strip():
        raise Invalide("Écrivez pourquoi un autre signe : le motif est gardé avec l’acte.", "motif")
    main = signataires.signataire(_mandat(acte, mandataire_id), champ)
    contexte = copy.deepcopy(version.contexte)
    contexte["signataires"] = [en_contexte(main) if s["champ"] == champ else s for s in contexte["signataires"]]
    creation.ajouter_version(acte, contexte, f"Signataire remplacé : {motif.strip()}", version.annexes)
    acte.etat = "en_preparation"
    journal.noter(acteur, "acte.reassigne", acte, champ=champ, mandataire=mandataire_id, motif=motif.strip())
    return acte


def _mandat(acte: Acte, mandataire_id: int) -> Mandat:
    """The mandate by which that person signs, held today in the organe."""
    for mandat in organisation.mandats(acte.organe_id, horloge.aujourdhui()):
        if mandat.mandataire_id == mandataire_id:
            return mandat
    raise Invalide("Cette personne n’a pas de mandat dans cet organe aujourd’hui.", "mandataire")
