"""The keys of an organe (contract §8) with the law's defaults by type. PURE.

`ReglagesOrgane` is what rooms read; what the commune wrote in the paquet wins over the default of the type.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Mention = Literal["aucune", "resultat", "resultat_et_noms"]
Publication = Literal["projets_et_decisions", "decisions", "aucune"]


class VoteAppareils(BaseModel):
    """Whether members may vote on their own devices; `base` names the article of the ROI that allows it."""

    model_config = ConfigDict(frozen=True)

    public: bool = False
    secret: bool = False
    base: str = ""


class ReglagesOrgane(BaseModel):
    """Typed keys of one organe. `preavis_francs` are clear days; 0 means that no notice is required.

    `chaines`: the chain of the natures that do not follow `chaine`.
    `decisions_masquees`: services read what was decided once the secretary publishes it (P30).
    `participation_distance`: the article of the rules of procedure that lets members sit from elsewhere.
    `lecture_masquee`: who reads its points with the marked passages hidden (a role, `membre`, `copie`,
    `autres_services`). `categories_recues`, `annexes_recues`, `champs_absents`: what a point sent by another organe
    keeps here (its category's code there → here, the types of its pieces, the optional fields that do not exist here).
    `double_forme`: headings of presence name women and men apart (« Présentes et présents »).
    `jeton`: what a presence is worth, in euros, but to the functions of `jeton_exclus`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    chaine: str = ""
    chaines: dict[str, str] = Field(default_factory=dict)
    ordre: list[str] = Field(default_factory=lambda: ["huis_clos", "urgence", "service"])
    reference: str = "{organe}/{date:%Y%m%d}-{numero}"
    mention_vote: Mention = "resultat_et_noms"
    actes: Literal["tous", "a_la_demande"] = "tous"
    signature: Literal["pv_seul", "actes_marques", "tous"] = "tous"
    numerotation_huis_clos: Literal["continue", "reprend", "prefixee"] = "continue"
    secret_social: bool = False
    double_forme: bool = False
    seance_publique: bool = False
    publication: Publication = "aucune"
    vote_appareils: VoteAppareils = VoteAppareils()
    participation_distance: str = ""
    signature_avant_publication: bool = False
    convocation_requise: bool = False
    preavis_francs: int = 0
    preavis_francs_suivantes: int = 2
    issue_defaut: str = "accepte"
    seuil_avis_df_htva: int = 30_000
    titre_huis_clos: str = "Huis clos – article L1122-21"
    cloture_jours: int = 0
    cloture_heure: str = "12:00"
    decisions_masquees: bool = False
    lecture_masquee: list[str] = Field(default_factory=list)
    categories_recues: dict[str, str] = Field(default_factory=dict)
    annexes_recues: list[str] = Field(default_factory=lambda: ["interne", "publiable", "a_signer", "integrante"])
    champs_absents: list[str] = Field(default_factory=list)
    jeton: Decimal = Decimal(0)
    jeton_exclus: list[str] = Field(default_factory=list)

    def chaine_pour(self, nature: str) -> str:
        """The code of the chain that a point of this nature follows."""
        return self.chaines.get(nature, self.chaine)


COLLEGIAL: dict[str, Any] = {
    "mention_vote": "aucune",
    "actes": "a_la_demande",
    "signature": "actes_marques",
    "ordre": ["huis_clos", "urgence", "service"],
}
DEFAUTS: dict[str, dict[str, Any]] = {
    "college": COLLEGIAL,
    "bureau_permanent": COLLEGIAL,
    "conseil": {
        "seance_publique": True,
        "publication": "projets_et_decisions",
        "signature_avant_publication": True,
        "convocation_requise": True,
        "preavis_francs": 7,  # CDLD L1122-13
        "jeton_exclus": ["bourgmestre", "echevin", "president_cpas"],  # paid as members of the collège: CDLD L1122-7
    },
    "conseil_action_sociale": {"convocation_requise": True, "preavis_francs": 5},  # LO 8.7.1976, art. 30
    "comite_special": {"convocation_requise": True, "preavis_francs": 5},
    "comite_concertation": {"convocation_requise": True, "preavis_francs": 5},
    "autorite": {"mention_vote": "aucune"},
    "libre": {},
}


def reglages_organe(type_organe: str, ecrits: dict[str, Any]) -> ReglagesOrgane:
    """The keys in force: the type's defaults, then what the commune wrote. `public` aliases `seance_publique`."""
    voulus = dict(ecrits)
    if "public" in voulus:
        voulus.setdefault("seance_publique", voulus.pop("public"))
    return ReglagesOrgane.model_validate({**DEFAUTS[type_organe], **voulus})
