"""Who signs for an organe on a given day: those in function then, not those of the séance (L1132-3, L1132-4)."""

from __future__ import annotations

from datetime import date

from college.organisation import requetes as organisation
from college.organisation.modele import Mandat, Organe
from college.seances.personnes import Personne
from college.templates_docs.entree import Signataire

# The secretary's hand left, the president's right; the first function that somebody holds wins.
MAINS = (
    ("secretaire", ("directeur_general", "directeur_general_adjoint", "secretaire_seance")),
    ("president", ("bourgmestre", "president_cpas", "president", "president_assemblee", "echevin")),
)


def en_fonction(organe: Organe, jour: date) -> tuple[Signataire, ...]:
    """The two hands of the organe on that day; one who stands in for another goes before (« f.f. »)."""
    mandats = sorted(organisation.mandats(organe.id, jour), key=lambda m: not m.interim)
    trouves = []
    for champ, fonctions in MAINS:
        titulaire = next((m for f in fonctions for m in mandats if m.fonction == f), None)
        if titulaire is not None:
            trouves.append(signataire(titulaire, champ))
    return tuple(trouves)


def signataire(mandat: Mandat, champ: str) -> Signataire:
    """« La Directrice générale f.f., »: title as the person chose it, the interim said."""
    m = mandat.mandataire
    interim = str(mandat.interim.get("titre") or "") if mandat.interim else ""
    qualite = Personne(m.prenom, m.nom, m.genre, mandat.fonction, mandat.titre).au_pied
    if interim and interim not in qualite:
        qualite = f"{qualite} {interim}"
    return Signataire(m.nom_complet, qualite, champ, fonction=mandat.fonction, mandataire_id=m.id)


def titre_en_fonction(organe: Organe, fonction: str, jour: date) -> str:
    """« la Directrice financière », if the organe has one that day."""
    trouve = next((m for m in organisation.mandats(organe.id, jour) if m.fonction == fonction), None)
    return signataire(trouve, "").qualite if trouve else ""
