"""The paquet communal as typed objects. Pure: no Flask, no SQLAlchemy, no file.

One paquet describes one institution: its services, groups, people, chains and organes, as readable YAML.
The order of services, groups and categories is the order of the file. `paquet_lecture` reads and checks,
`paquet_ecriture` writes back, `paquet` brings it into the database.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, PlainSerializer, StringConstraints

from college.administration.paquet_format_points import Delegation, ModelePoint
from college.administration.paquet_types import Bloc, Code, Texte, en_liste, en_textes
from college.points.valeurs import Nature

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@+-]{0,127}$")]
Genre = Literal["f", "m", "x"]

TypeInstitution = Literal[
    "commune",
    "cpas",
    "intercommunale",
    "zone_police",
    "zone_secours",
    "province",
    "regie",
    "fabrique",
    "autre",
]
TypeOrgane = Literal[
    "college",
    "conseil",
    "bureau_permanent",
    "conseil_action_sociale",
    "comite_special",
    "comite_concertation",
    "autorite",
    "libre",
]
Fonction = Literal[
    "bourgmestre",
    "echevin",
    "president",
    "president_assemblee",
    "president_cpas",
    "conseiller",
    "membre",
    "directeur_general",
    "directeur_general_adjoint",
    "directeur_financier",
    "secretaire_seance",
    "fonctionnaire_delegue",
]
Voix = Literal["deliberative", "consultative", "sans"]
ROLES_DE_SERVICE = ("redacteur", "chef_service", "lecteur", "conseiller_avis")
Issue = Literal["accepte", "refuse", "reporte", "retire", "renvoye", "pris_acte", "non_applicable"]
Jours = Annotated[int, Field(ge=0, le=60)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Jeton = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2), PlainSerializer(str)]
Prefixe = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")]
JourIso = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Fait = Literal[
    "montant_htva",
    "montant_tvac",
    "categorie",
    "type_acte",
    "organe",
    "service",
    "huis_clos",
    "urgence",
    "incidence_financiere",
    "sens_financier",
]
TypeAnnexe = Literal["interne", "publiable", "a_signer", "integrante"]
ChampFacultatif = Literal[
    "categorie",
    "groupe_en_charge",
    "type_acte",
    "titre_public",
    "rapport",
    "note_synthese",
    "demandeur",
    "destinataires",
    "services_associes",
    "groupes_en_copie",
    "sens_financier",
    "article_budgetaire",
    "mots_cles",
    "date_limite",
]
FAITS_NUMERIQUES = ("montant_htva", "montant_tvac")
FAITS_CHOISIS = {"sens_financier": ("depense", "recette")}
FAITS_BOOLEENS = ("huis_clos", "urgence", "incidence_financiere")
Volet = Literal[
    "titre",
    "classement",
    "resume",
    "motivation",
    "dispositif",
    "budget",
    "publicite",
    "destinataires",
    "annexes",
    "envoi",
]


class Institution(Bloc):
    """The local authority that the paquet describes."""

    code: Code
    nom: Texte
    type: TypeInstitution
    adresse: Texte | None = None
    code_postal: Texte | None = None
    localite: Texte | None = None
    arrondissement: Texte | None = None
    province: Texte | None = None
    courriel: Texte | None = None
    telephone: Texte | None = None
    site: Texte | None = None
    couleur: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    heures_explications: Texte | None = Field(None, description="Quand le DG et le DF donnent des explications")
    ponts: Annotated[list[JourIso], BeforeValidator(en_textes)] | None = Field(
        None, description="Fermetures de la maison"
    )


class Service(Bloc):
    """A department of the institution."""

    code: Code
    nom: Texte


class Groupe(Bloc):
    """A group of people that holds a step or gives an avis; `politique` is an échevin's portfolio."""

    code: Code
    nom: Texte
    genre: Literal["administratif", "politique"] = "administratif"
    mandataire: Identifiant | None = None


class Categorie(Bloc):
    """What a point is about; `matiere` is its public label."""

    code: Code
    libelle: Texte
    matiere: Texte | None = None


class RoleDeclare(Bloc):
    """A role of a service beyond the built-in ones."""

    code: Code
    libelle: Texte


class RoleTenu(Bloc):
    """One role that an agent holds, in a service, of an organe, or of the institution."""

    role: Code
    service: Code | None = None
    organe: Code | None = None


class Agent(Bloc):
    """A person who signs in."""

    identifiant: Identifiant
    prenom: Texte
    nom: Texte
    genre: Genre | None = None
    courriel: Texte | None = None
    titre: Texte | None = None
    groupes: list[Code] = []
    roles: list[RoleTenu] = []


class Interim(Bloc):
    """Dated replacement of somebody, with its ground."""

    remplace: Identifiant
    titre: Literal["f.f.", "délégué", "remplaçant"] = "f.f."
    base: Texte | None = None
    du: date | None = None
    au: date | None = None


class Mandat(Bloc):
    """One function in one organe, between two dates."""

    organe: Code
    fonction: Fonction
    rang: Annotated[int, Field(ge=0, le=999)] | None = None
    du: date | None = None
    au: date | None = None
    voix: Voix | None = None
    groupe_politique: Texte | None = None
    titres: Texte | list[Texte] | dict[str, Texte] | None = None
    interim: Interim | None = None


class Mandataire(Bloc):
    """An elected member or an officer who sits; `agent` is created when it is not listed."""

    identifiant: Identifiant
    prenom: Texte
    nom: Texte
    genre: Genre | None = None
    courriel: Texte | None = None
    naissance: date | None = None
    groupe_politique: Texte | None = None
    agent: Identifiant | None = None
    mandats: list[Mandat] = []


class Condition(Bloc):
    """`si:` of a step: a closed vocabulary over declared facts, never evaluated as code."""

    champ: Fait
    operateur: Literal["=", "!=", "<", "<=", ">", ">=", "dans"]
    valeur: bool | int | float | str | list[bool | int | float | str]


class Etape(Bloc):
    """One step of a chain: a role of the proposing service, or a fixed group or service."""

    code: Code
    libelle: Texte
    type: Literal["visa", "avis"] = "visa"
    role: Code | None = None
    groupe: Code | None = None
    service: Code | None = None
    groupe_en_charge: bool = False
    si: Annotated[list[Condition], BeforeValidator(en_liste)] = []
    delai_jours_ouvrables: Annotated[int, Field(ge=1, le=250)] | None = None
    delai_jours: Annotated[int, Field(ge=1, le=365)] | None = None
    obligatoire: bool = True
    parallele: Code | None = None
    samedi_ouvrable: bool = False
    fin_jamais: Annotated[
        list[Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]],
        BeforeValidator(en_liste),
    ] = []
    bloquant_si_negatif: bool = False
    si_texte_change: Literal["annuler", "garder"] | None = None
    modifie: bool | list[Volet] | None = None
    modifient: Annotated[list[Code], BeforeValidator(en_liste)] = []


class Chaine(Bloc):
    """A validation chain; no step at all is legal (a point is then born `valide`)."""

    code: Code
    libelle: Texte | None = None
    raccourcis: Literal["aucun", "tous", "sans_le_dernier"] = "aucun"
    etapes: list[Etape] = []


class VoteAppareils(Bloc):
    """Voting on devices is off unless the standing orders found it."""

    public: bool = False
    secret: bool = False
    base: Texte | None = None


class Organe(Bloc):
    """A deciding body and its settings; what is left out takes the default of its type."""

    code: Code
    nom: Texte
    type: TypeOrgane
    chaine: Code | None = None
    chaines: dict[Nature, Code] | None = Field(None, description="Chaîne des natures qui suivent une autre chaîne")
    seance_publique: bool | None = Field(None, validation_alias=AliasChoices("seance_publique", "public"))
    publication: Literal["projets_et_decisions", "decisions", "aucune"] | None = None
    ordre: Annotated[list[str], BeforeValidator(en_liste)] | None = None
    reference: Texte | None = None
    reference_acte: Texte | None = None
    mention_vote: Literal["aucune", "resultat", "resultat_et_noms"] | None = None
    actes: Literal["tous", "a_la_demande"] | None = None
    signature: Literal["pv_seul", "actes_marques", "tous"] | None = None
    signature_avant_publication: bool | None = None
    numerotation_huis_clos: Literal["continue", "reprend", "prefixee"] | None = None
    secret_social: bool | None = None
    double_forme: bool | None = Field(None, description="« Présentes et présents » plutôt que « Présents »")
    vote_appareils: VoteAppareils | None = None
    participation_distance: Texte | None = Field(None, description="Article qui permet de siéger à distance")
    issue_defaut: Issue | None = None
    convocation_requise: bool | None = None
    preavis_francs: Jours | None = None
    preavis_francs_suivantes: Jours | None = None
    seuil_avis_df_htva: Annotated[int, Field(ge=0)] | None = None
    titre_huis_clos: Texte | None = None
    lecture_masquee: Annotated[list[Code], BeforeValidator(en_liste)] | None = None
    categories_recues: dict[Code, Code] | None = None
    annexes_recues: Annotated[list[TypeAnnexe], BeforeValidator(en_liste)] | None = None
    champs_absents: Annotated[list[ChampFacultatif], BeforeValidator(en_liste)] | None = None
    cloture_jours: Annotated[int, Field(ge=0, le=60, description="Jours ouvrables avant la séance")] | None = None
    cloture_heure: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    service_depots: Code | None = Field(None, description="Service qui tient les points déposés par les membres")
    consultation: Long | None = Field(None, description="Où et quand les pièces se consultent (convocation)")
    recours: Long | None = Field(None, description="Voies de recours imprimées sous les décisions individuelles")
    prefixe_actes: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")] | None = Field(
        None, description="Début du numéro des actes, par exemple AB"
    )
    jeton: Jeton | None = Field(None, description="Jeton de présence, en euros")
    jeton_exclus: Annotated[list[Fonction], BeforeValidator(en_liste)] | None = Field(
        None, description="Fonctions qui siègent sans jeton"
    )
    lieu: Texte | None = None
    nombre_membres: Annotated[int, Field(ge=1, le=200)] | None = None


class Paquet(Bloc):
    """One institution, whole."""

    paquet: Literal[1]
    institution: Institution
    services: list[Service] = []
    groupes: list[Groupe] = []
    categories: list[Categorie] = []
    roles: list[RoleDeclare] = []
    agents: list[Agent] = []
    mandataires: list[Mandataire] = []
    chaines: list[Chaine] = []
    organes: list[Organe] = []
    modeles_points: list[ModelePoint] = []
    delegations: list[Delegation] = []
    reglages: dict[str, Any] = {}

    def tous_les_agents(self) -> list[Agent]:
        """The listed agents, then those that a mandataire names without their being listed."""
        connus = {agent.identifiant for agent in self.agents}
        crees = [_agent_de(elu) for elu in self.mandataires if elu.agent and elu.agent not in connus]
        return [*self.agents, *crees]


def _agent_de(elu: Mandataire) -> Agent:
    return Agent(
        identifiant=elu.agent or elu.identifiant,
        prenom=elu.prenom,
        nom=elu.nom,
        genre=elu.genre,
        courriel=elu.courriel,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a paquet, served and shipped (`paquet.schema.json`)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Paquet.model_json_schema()}
