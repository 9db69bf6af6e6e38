"""Who sits: the members of a séance, from the mandates of the day, then from the séance's own snapshot."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from college import horloge
from college.organisation import requetes as organisation
from college.organisation.modele import Mandat
from college.organisation.reglages import reglages_organe
from college.points.modele import Point
from college.seances import droit
from college.seances.modele import Inscription, Seance
from college.seances.personnes import Personne
from college.transaction import unite

# Officers attend, advise and keep the minutes: they never count (contract §8).
OFFICIERS = frozenset(
    {
        "directeur_general",
        "directeur_general_adjoint",
        "directeur_financier",
        "secretaire_seance",
        "fonctionnaire_delegue",
    }
)
SECRETAIRES = ("secretaire_seance", "directeur_general", "directeur_general_adjoint")
PRESIDENTS = ("president_assemblee", "bourgmestre", "president", "president_cpas")
BUDGET_DU_CPAS = "TUT-CPAS-BUDGET"


@dataclass(frozen=True)
class Membre:
    """A member as the séance knows him: who, which function, which voice, in which rank."""

    id: int
    identifiant: str
    prenom: str
    nom: str
    genre: str
    fonction: str
    titre: str
    voix: str
    rang: int
    groupe: str = ""
    interim: str = ""

    @property
    def personne(self) -> Personne:
        nu = Personne(self.prenom, self.nom, self.genre, self.fonction, self.titre, self.voix, self.groupe)
        if not self.interim or self.titre:
            return nu
        return replace(nu, titre=f"{nu.qualite} {self.interim}")  # « bourgmestre f.f. »

    @property
    def delibere(self) -> bool:
        return self.voix == "deliberative"

    @property
    def officier(self) -> bool:
        return self.fonction in OFFICIERS


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
    vus: dict[int, Membre] = {}
    for mandat in organisation.mandats(seance.organe_id, jour_de(seance)):
        membre = membre_de(mandat, seance.organe.type)
        deja = vus.get(membre.id)
        if deja is None or (membre.delibere and not deja.delibere):
            vus[membre.id] = membre
    return sorted(vus.values(), key=lambda m: (m.officier, m.rang or 10**6, m.nom))


def figer(seance: Seance) -> list[Membre]:
    """Take the snapshot (at the notice, refreshed at the opening)."""
    membres = relever(seance)
    seance.membres = [asdict(m) for m in membres]
    seance.president_id = _premier(membres, PRESIDENTS)
    seance.secretaire_id = _premier(membres, SECRETAIRES)
    return membres


def membres(seance: Seance) -> list[Membre]:
    """The snapshot where there is one, today's mandates before."""
    return [Membre(**m) for m in seance.membres] if seance.membres else relever(seance)


def _premier(membres_: list[Membre], fonctions: tuple[str, ...]) -> int | None:
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
    demande = (
        select(Inscription.id)
        .join(Point, Point.id == Inscription.point_id)
        .where(Inscription.seance_id == seance.id, Inscription.retiree.is_(False), Point.type_acte == BUDGET_DU_CPAS)
    )
    return int(regle.valeur) if unite().scalar(demande.limit(1)) else 0


def president(seance: Seance, presents: frozenset[int] | set[int]) -> Membre | None:
    """Who chairs: the president when present, else the first present by rank (L1123-5 for the bourgmestre)."""
    tous = membres(seance)
    titulaire = next((m for m in tous if m.id == seance.president_id), None)
    if titulaire and titulaire.id in presents:
        return titulaire
    return next((m for m in tous if m.id in presents and m.delibere), titulaire)


def ids_deliberants(membres_: list[Membre]) -> list[int]:
    return [m.id for m in membres_ if m.delibere]


def identifiants(membres_: list[Membre]) -> dict[int, Any]:
    return {m.id: m.identifiant for m in membres_}
