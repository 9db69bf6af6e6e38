"""Counting a vote. Pure: what the law makes of the ballots, with the sentence that explains it.

Only « pour » and « contre » are expressed; abstentions, blank and null ballots are out of the base
(L1122-26, -27). A tie rejects in a conseil; in a collège it postpones (L1123-22), unless the urgency was
recognised before the discussion or the matter ties for the third time: then the president's voice decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from college.erreurs import Refus
from college.seances import droit, quorum

CHOIX_PUBLICS = ("pour", "contre", "abstention", "ne_participe_pas")
CHOIX_SECRETS = ("pour", "contre", "abstention", "blanc", "nul")
COMPTES = ("pour", "contre", "abstention", "blanc", "nul")
MODES = ("public", "secret", "unanimite", "election")
SUR_LE_FOND = ("proposition", "amendement")  # what is voted otherwise comes before the point is discussed
TITRES = ("personnel", "procuration", "saisie")
REGLES_MAJORITE = ("absolue", "deux_tiers_presents", "unanimite")
PARTAGES_DECISIFS = 3


@dataclass(frozen=True)
class Regles:
    """What the count depends on besides the ballots, as it stood when the vote was opened."""

    type_organe: str
    jour: date
    majorite: str = "absolue"
    secret: bool = False
    presents: int = 0
    choix_president: str | None = None
    urgence_reconnue: bool = False
    partages_anterieurs: int = 0
    appel_conseiller_possible: bool = False
    parite: str | None = None
    objet: str = "proposition"


@dataclass(frozen=True)
class Depouillement:
    """The result of a vote and the reason of it."""

    comptes: Mapping[str, int]
    resultat: str
    explication: str
    article: str
    requis: int = 0
    voix_preponderante: bool = False
    unanime: bool = False
    noms: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def exprimes(self) -> int:
        return self.comptes.get("pour", 0) + self.comptes.get("contre", 0)


def compter(bulletins: Mapping[int, str]) -> dict[str, int]:
    """Ballots, one a member, to counts; who takes no part is not counted."""
    comptes = dict.fromkeys(COMPTES, 0)
    for choix in bulletins.values():
        if choix in comptes:
            comptes[choix] += 1
    return comptes


def noms(bulletins: Mapping[int, str]) -> dict[str, list[int]]:
    """Who chose what, in the order of the ballots (precedence)."""
    releve: dict[str, list[int]] = {choix: [] for choix in CHOIX_PUBLICS}
    for membre, choix in bulletins.items():
        releve.setdefault(choix, []).append(membre)
    return releve


def unanimite(presents: Sequence[int], exceptions: Mapping[int, str]) -> dict[int, str]:
    """« Tous pour, sauf… »: the nominal ballots, in the order of those present."""
    if set(exceptions) - set(presents):
        raise Refus(
            "Chaque exception doit nommer un membre présent avec voix délibérative.",
            motif="exception_absente",
        )
    for choix in exceptions.values():
        verifier_choix(choix, secret=False)
    return {membre: exceptions.get(membre, "pour") for membre in presents}


def verifier_choix(choix: str, *, secret: bool) -> None:
    """Blank and null exist on paper and in secret only; taking no part is said aloud."""
    admis = CHOIX_SECRETS if secret else CHOIX_PUBLICS
    if choix not in admis:
        raise Refus(f"« {choix} » n’est pas un choix de ce vote : {', '.join(admis)}.", motif="choix_inconnu")


def valider_comptes(comptes: Mapping[str, object], votants: int, *, secret: bool, lies: int = 0) -> dict[str, int]:
    """Counts given by the secretary: whole, known, and no more than the voters (linked votes included)."""
    propres = dict.fromkeys(COMPTES, 0)
    for choix, nombre in comptes.items():
        if choix not in COMPTES or (choix in ("blanc", "nul") and not secret):
            raise Refus(f"« {choix} » ne se compte pas dans ce vote.", motif="compte_inconnu")
        if not isinstance(nombre, int) or isinstance(nombre, bool) or nombre < 0:
            raise Refus(f"Le compte « {choix} » doit être un nombre entier, zéro ou plus.", motif="compte_invalide")
        propres[choix] = nombre
    total = sum(propres.values()) + lies
    if total > votants:
        raise Refus(
            f"Le dépouillement compte {total} bulletins pour {votants} votants : vérifiez les comptes.",
            motif="trop_de_bulletins",
        )
    return propres


def depouiller(comptes: Mapping[str, int], regles: Regles) -> Depouillement:
    """The result of a vote on a proposal."""
    pour, contre = comptes.get("pour", 0), comptes.get("contre", 0)
    if pour + contre == 0:
        return _nul(comptes, regles)
    if regles.majorite == "deux_tiers_presents":
        return _deux_tiers(comptes, regles)
    if pour == contre:
        return _parite(comptes, regles)
    requis = quorum.majorite(pour + contre)
    if regles.majorite == "unanimite":
        requis = pour + contre
    resultat = "adopte" if pour >= requis else "rejete"
    phrase = (
        f"{_voix(pour)} pour sur {pour + contre} {'exprimée' if pour + contre == 1 else 'exprimées'}, "
        f"{requis} {'requise' if requis == 1 else 'requises'}{_hors_base(comptes)} : {RESULTAT_EN_MOTS[resultat]}"
    )
    article = droit.regle("majorite", regles.type_organe, regles.jour).article
    return Depouillement(comptes, resultat, phrase, article, requis, unanime=_unanime(comptes))


RESULTAT_EN_MOTS = {"adopte": "adopté", "rejete": "rejeté", "partage": "partage des voix", "nul": "vote nul"}


def _unanime(comptes: Mapping[str, int]) -> bool:
    return comptes.get("pour", 0) > 0 and sum(comptes.values()) == comptes["pour"]


def _nul(comptes: Mapping[str, int], regles: Regles) -> Depouillement:
    article = droit.regle("majorite", regles.type_organe, regles.jour).article
    phrase = "aucun suffrage exprimé : le vote est nul, le point est à représenter à la prochaine séance"
    return Depouillement(comptes, "nul", phrase, article)


def _deux_tiers(comptes: Mapping[str, int], regles: Regles) -> Depouillement:
    """Urgency in a conseil, or its doors closed: two thirds of the members present, not of the voices expressed
    (L1122-24, L1122-20)."""
    requis = quorum.fraction_haute(regles.presents, (2, 3))
    resultat = "adopte" if comptes.get("pour", 0) >= requis else "rejete"
    phrase = (
        f"{_voix(comptes.get('pour', 0))} pour, {requis} requises "
        f"(deux tiers des {regles.presents} membres présents) : {RESULTAT_EN_MOTS[resultat]}"
    )
    article = droit.regle(
        "huis_clos_vote" if regles.objet == "huis_clos" else "urgence", "conseil", regles.jour
    ).article
    return Depouillement(comptes, resultat, phrase, article, requis, unanime=_unanime(comptes))


def _parite(comptes: Mapping[str, int], regles: Regles) -> Depouillement:
    parametre = droit.regle("parite", regles.type_organe, regles.jour)
    regle = regles.parite or parametre.valeur
    requis = quorum.majorite(comptes["pour"] + comptes["contre"])
    entete = f"parité, {_voix(comptes['pour'])} pour et {_voix(comptes['contre'])} contre"
    if regle != "partage":
        return Depouillement(comptes, "rejete", f"{entete} : rejeté", parametre.article, requis)
    if motif := motif_preponderance(regles):
        if regles.choix_president in ("pour", "contre"):
            resultat = "adopte" if regles.choix_president == "pour" else "rejete"
            phrase = f"{entete} ; {motif} : la voix du président est décisive, {RESULTAT_EN_MOTS[resultat]}"
            return Depouillement(comptes, resultat, phrase, parametre.article, requis, voix_preponderante=True)
        entete = f"{entete} ; {motif}, mais le président n’a pas exprimé de voix publique"
    phrase = f"{entete} : partage, le point est reporté à une autre séance"
    return Depouillement(comptes, "partage", phrase, parametre.article, requis)


def motif_preponderance(regles: Regles) -> str:
    """Why the president's voice decides, or nothing (L1123-22). Never in a secret vote: it has no name."""
    if regles.secret or not droit.regle("voix_preponderante", regles.type_organe, regles.jour).valeur:
        return ""
    if regles.urgence_reconnue:
        return "urgence reconnue avant la discussion"
    if regles.partages_anterieurs + 1 >= PARTAGES_DECISIFS and not regles.appel_conseiller_possible:
        return "troisième partage sur la même affaire, sans majorité pour appeler un conseiller"
    return ""


def _voix(nombre: int) -> str:
    return f"{nombre} voix"


def _hors_base(comptes: Mapping[str, int]) -> str:
    hors = [
        (comptes.get("abstention", 0), "abstention"),
        (comptes.get("blanc", 0), "blanc"),
        (comptes.get("nul", 0), "nul"),
    ]
    dits = [f"{n} {mot}{'s' if n > 1 else ''}" for n, mot in hors if n]
    return f" ({', '.join(dits)} hors du calcul)" if dits else ""
