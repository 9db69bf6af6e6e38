"""Who sits: the members of a séance, from the mandates of the day, then from the séance's own snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from college import horloge
from college.organisation import requetes as organisation
from college.organisation.modele import Mandat
from college.organisation.reglages import reglages_organe
from college.points.modele import Point
from college.seances import droit, sieges
from college.seances.membre import OFFICIERS, Membre
from college.seances.modele import Inscription, Seance
from college.transaction import unite

SECRETAIRES = ("secretaire_seance", "directeur_general", "directeur_general_adjoint")
PRESIDENTS = ("president_assemblee", "bourgmestre", "president", "president_cpas")
BUDGET_DU_CPAS = "TUT-CPAS-BUDGET"


def voix_effective(fonction: str, voix: str, type_organe: str) -> str:
    """Officers have no voice; the president of the CPAS advises in a conseil communal (L1123-3)."""
    if fonction in OFFICIERS:
        return "sans"
    if fonction == "president_cpas" and type_organe == "conseil" and voix == "deliberative":
        return "consultative"
    return voix


def membre_de(mandat: Mandat, type_organe: str) -> Membre:
    """The snapshot of one mandate."""
    m = mandat.mandataire
    interim = mandat.interim or {}
    titre = mandat.titre or ""
    if interim.get("titre") and titre:
        titre = f"{titre} {interim['titre']}"
    return Membre(
        m.id,
        m.identifiant,
        m.prenom,
        m.nom,
        m.genre,
        mandat.fonction,
        titre,
        voix_effective(mandat.fonction, mandat.voix, type_organe),
        mandat.rang,
        m.groupe_politique,
        str(interim.get("titre", "")),
    )


def jour_de(seance: Seance) -> date:
    """The civil day of the séance in Belgium."""
    return horloge.locale(seance.debut).date()


def relever(seance: Seance) -> list[Membre]:
    """The members by the mandates of the séance's day, one line a person (the highest rank wins)."""
    mandats = organisation.mandats(seance.organe_id, jour_de(seance))
    attendus, remplaces = _attendus(seance, mandats), _remplaces(seance, mandats)
    vus: dict[int, Membre] = {}
    for mandat in mandats:
        membre = membre_de(mandat, seance.organe.type)
        if membre.delibere and membre.identifiant in remplaces:
            continue
        membre = replace(membre, attendu=membre.delibere and membre.id in attendus)
        deja = vus.get(membre.id)
        if deja is None or (membre.delibere and not deja.delibere):
            vus[membre.id] = membre
    return sieges.ordonner(vus.values())


def _remplaces(seance: Seance, mandats: Sequence[Mandat]) -> frozenset[str]:
    """Who is on leave, his seat held by a substitute with a voice."""
    return sieges.remplaces(
        (m.mandataire.identifiant, str((m.interim or {}).get("remplace", "")))
        for m in mandats
        if voix_effective(m.fonction, m.voix, seance.organe.type) == "deliberative"
    )


def _attendus(seance: Seance, mandats: Sequence[Mandat]) -> frozenset[int]:
    """Whose mandate begins that day, where the agenda installs members: each sits after his own point (L1126-1)."""
    jour = jour_de(seance)
    deliberants = [m for m in mandats if voix_effective(m.fonction, m.voix, seance.organe.type) == "deliberative"]
    nouveaux = sieges.a_attendre(((m.mandataire_id, m.du, bool(m.interim)) for m in deliberants), jour)
    if not nouveaux or not _sur_l_ordre_du_jour(seance, Point.nature == "installation"):
        return frozenset()
    siegeaient = select(Mandat.mandataire_id).where(
        Mandat.organe_id == seance.organe_id,
        Mandat.mandataire_id.in_(nouveaux),
        Mandat.du < jour,
        Mandat.au == jour - timedelta(days=1),  # another function since that day: sworn in already
    )
    return nouveaux - frozenset(unite().scalars(siegeaient))


def _sur_l_ordre_du_jour(seance: Seance, lequel: ColumnElement[bool]) -> bool:
    demande = (
        select(Inscription.id)
        .join(Point, Point.id == Inscription.point_id)
        .where(Inscription.seance_id == seance.id, Inscription.retiree.is_(False), lequel)
    )
    return unite().scalar(demande.limit(1)) is not None


def figer(seance: Seance) -> list[Membre]:
    """Take the snapshot (at the notice, refreshed at the opening)."""
    membres = relever(seance)
    ecrire(seance, membres)
    siegent = [m for m in membres if m.a_siege]
    seance.president_id = _premier(siegent, PRESIDENTS)
    seance.secretaire_id = _premier(siegent, SECRETAIRES)
    return membres


def ecrire(seance: Seance, membres_: Sequence[Membre]) -> None:
    seance.membres = [asdict(m) for m in membres_]


def membres(seance: Seance) -> list[Membre]:
    """The snapshot where there is one, today's mandates before: every seat, those that begin or end at a point too."""
    return [Membre(**m) for m in seance.membres] if seance.membres else relever(seance)


def _premier(membres_: Sequence[Membre], fonctions: tuple[str, ...]) -> int | None:
    for fonction in fonctions:
        for membre in sorted(membres_, key=lambda m: not m.interim):  # who replaces goes before whom he replaces
            if membre.fonction == fonction:
                return membre.id
    return None


def preavis(seance: Seance) -> int | None:
    """The clear days that the organe's own rules ask of this notice; None: the law's."""
    reglages = reglages_organe(seance.organe.type, seance.organe.reglages)
    if seance.convocation > 1:
        return reglages.preavis_francs_suivantes or None
    return max(reglages.preavis_francs, _preavis_du_budget(seance)) or None


def _preavis_du_budget(seance: Seance) -> int:
    """The budget and the accounts of a CPAS reach its members sooner than the rest; 0 where no such rule holds."""
    regle = droit.regle("convocation_budget_francs", seance.organe.type, jour_de(seance))
    if not regle.valeur:
        return 0
    return int(regle.valeur) if _sur_l_ordre_du_jour(seance, Point.type_acte == BUDGET_DU_CPAS) else 0


def president(seance: Seance, siegent: Sequence[Membre], presents: frozenset[int] | set[int]) -> Membre | None:
    """Who chairs: the president when present, else the first present by rank (L1123-5 for the bourgmestre).

    Whoever was installed in that office during the séance takes the chair from then on.
    """
    installe = any(m.entree and m.fonction in PRESIDENTS for m in siegent)
    qui = _premier(siegent, PRESIDENTS) if installe else seance.president_id
    titulaire = next((m for m in siegent if m.id == qui), None)
    if titulaire and titulaire.id in presents:
        return titulaire
    return next((m for m in siegent if m.id in presents and m.delibere), titulaire)


def ids_deliberants(membres_: list[Membre]) -> list[int]:
    return [m.id for m in membres_ if m.delibere]


def identifiants(membres_: list[Membre]) -> dict[int, Any]:
    return {m.id: m.identifiant for m in membres_}
