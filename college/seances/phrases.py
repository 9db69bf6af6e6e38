"""The sentences that the minutes say, in correct French: votes, presences, movements, outcomes. Pure.

Conventions (contract §8): names are « Prénom Nom »; one is « une voix », « un bulletin blanc »; zero
counts are left out; a secret result reads pour, contre, abstention, blanc, nul.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from college.francais import INSECABLE, heure, majuscule
from college.seances.grammaire import accorder, du, le, liste
from college.seances.personnes import Personne, designer_tous, intitule, noms

UNANIMITE = "à l’unanimité"
FORMES = {
    "pour": ("une voix pour", "voix pour"),
    "contre": ("une voix contre", "voix contre"),
    "abstention": ("une abstention", "abstentions"),
    "blanc": ("un bulletin blanc", "bulletins blancs"),
    "nul": ("un bulletin nul", "bulletins nuls"),
}
AVEC_NOMS = ("contre", "abstention")
ARTICLES_INTERET = {"college": "L1125-10", "conseil": "L1122-19"}


def vote(
    comptes: Mapping[str, int],
    membres: Mapping[str, Sequence[Personne]] | None = None,
    *,
    secret: bool = False,
    mention: str = "resultat_et_noms",
    zeros: bool = False,
) -> str:
    """« Par 9 voix pour, 3 voix contre (…) et 5 abstentions (…), », « À l’unanimité, ».

    `mention` is the organe's choice (`aucune` says nothing); `zeros` keeps « 0 abstention ».
    """
    if mention == "aucune":
        return ""
    entete = "au scrutin secret, " if secret else ""
    if unanime(comptes):
        return majuscule(f"{entete}{UNANIMITE},")
    nommes = membres or {}
    montrer = mention == "resultat_et_noms" and not secret
    morceaux = [
        _morceau(choix, comptes.get(choix, 0), nommes.get(choix, ()) if montrer and choix in AVEC_NOMS else ())
        for choix in FORMES
        if comptes.get(choix, 0) or (zeros and choix in ("pour", "contre", "abstention"))
    ]
    if not morceaux:
        return ""
    return majuscule(f"{entete}par {liste(morceaux)},")


def unanime(comptes: Mapping[str, int]) -> bool:
    """Every voter present said pour."""
    return comptes.get("pour", 0) > 0 and comptes["pour"] == sum(comptes.get(c, 0) for c in FORMES)


def _morceau(choix: str, nombre: int, personnes: Sequence[Personne]) -> str:
    seul, plusieurs = FORMES[choix]
    if nombre == 0:
        plusieurs = {"abstention": "abstention"}.get(choix, plusieurs)
    dit = seul if nombre == 1 else f"{nombre} {plusieurs}"
    return f"{dit} ({noms(personnes)})" if personnes else dit


def non_participants(personnes: Sequence[Personne]) -> str:
    """« Mme Claire Dupont, échevine, ne prend pas part au vote. »"""
    if not personnes:
        return ""
    verbe = "ne prend pas part" if len(personnes) == 1 else "ne prennent pas part"
    return f"{_sujet(personnes)} {verbe} au vote."


def voix_preponderante(president: Personne | None, motif: str) -> str:
    """The casting vote and the fact that founds it (L1123-22): the PV states both."""
    qui = du(president.qualite, president.genre) if president and president.qualite else "du président"
    return f"Il y a parité de voix. {majuscule(motif)}{INSECABLE}: la voix {qui} est décisive."


def election(elus: Sequence[Personne], voix: Sequence[int], *, tour: int = 1, benefice_age: bool = False) -> str:
    """« Au scrutin secret, Mme Anne Petit est élue par 12 voix, au second tour. »"""
    dits = [f"{p.civilite} {p.nom_complet} ({nombre_de_voix(v)})".strip() for p, v in zip(elus, voix, strict=True)]
    verbe = "est" if len(elus) == 1 else "sont"
    participe = accorder("élu", [p.genre for p in elus])
    fin = {1: "", 2: " au second tour"}.get(tour, f" au {tour}e tour")
    age = ", au bénéfice de l’âge" if benefice_age else ""
    return f"Au scrutin secret, {liste(dits)} {verbe} {participe}{fin}{age}."


def nombre_de_voix(nombre: int) -> str:
    return "une voix" if nombre == 1 else f"{nombre} voix"


def liste_presences(
    radical: str, personnes: Sequence[Personne], *, double: bool = False, pour_ce_point: bool = False
) -> str:
    """« Présents : Mme Claire Dupont, échevine ; M. Luc Noël, échevin. », « Excusée pour ce point : … »"""
    if not personnes:
        return ""
    titre = intitule(radical, personnes, double) + (" pour ce point" if pour_ce_point else "")
    return f"{titre}{INSECABLE}: {f'{INSECABLE}; '.join(p.designer_avec_voix() for p in personnes)}."


def intitule_presents(personnes: Sequence[Personne], *, a_distance: bool = False, double: bool = False) -> str:
    """« Présents », « Présente », or « Connectés » by videoconference."""
    return intitule("Connecté" if a_distance else "Présent", personnes, double)


VERBES = {
    "arrive": ("entre en séance", "entrent en séance"),
    "revient": ("rentre en séance", "rentrent en séance"),
    "quitte": ("quitte la séance", "quittent la séance"),
    "se_retire": ("se retire", "se retirent"),
}
PLACES = {0: "avant la discussion du point", 1: "après la discussion du point"}


def mouvement(
    personnes: Sequence[Personne],
    evenement: str,
    *,
    numero: str = "",
    cote: int = 0,
    type_organe: str = "conseil",
    a: datetime | None = None,
) -> str:
    """« Mme Claire Dupont, échevine, quitte la séance avant la discussion du point 7. »

    Printing the hour is the organe's choice; a withdrawal quotes its article.
    """
    verbe = VERBES[evenement][len(personnes) > 1]
    moment = f" à {heure(a)}" if a else ""
    lieu = f" {PLACES[cote]}{f' {numero}' if numero else ''}"
    if evenement == "se_retire":
        reference = ARTICLES_INTERET.get(type_organe)
        article = f", en application de l’article {reference} du Code de la démocratie locale" if reference else ""
        lieu = f" pour le point{f' {numero}' if numero else ''}{article}"
    return f"{_sujet(personnes)} {verbe}{moment}{lieu}."


def _sujet(personnes: Sequence[Personne]) -> str:
    """The subject with the comma that closes the apposition."""
    return designer_tous(personnes) + ("," if any(p.qualite for p in personnes[-1:]) else "")


def ouverture(president: Personne | None, a: datetime | None = None) -> str:
    """« La présidente ouvre la séance à 19 h 32. »"""
    return _seance(president, "ouvre", "La séance est ouverte", a)


def cloture(president: Personne | None, a: datetime | None = None) -> str:
    """« Le président lève la séance à 22 h 05. »"""
    return _seance(president, "lève", "La séance est levée", a)


def suspension(president: Personne | None, a: datetime | None = None) -> str:
    return _seance(president, "suspend", "La séance est suspendue", a)


def reprise(president: Personne | None, a: datetime | None = None) -> str:
    return _seance(president, "reprend", "La séance est reprise", a)


def _seance(president: Personne | None, verbe: str, impersonnel: str, a: datetime | None) -> str:
    moment = f" à {heure(a)}" if a else ""
    if president is None:
        return f"{impersonnel}{moment}."
    qui = "La présidente" if president.genre == "f" else "Le président"
    return f"{qui} {verbe} la séance{moment}."


def carence(requis: int, presents: int, base: int) -> str:
    """The heart of a PV de carence: who was missing to decide."""
    sont = "membre est présent" if presents == 1 else "membres sont présents"
    nombre = "Aucun membre n’est présent" if presents == 0 else f"{presents} {sont}"
    return (
        f"{nombre} sur {base}{INSECABLE}; le quorum de {requis} n’est pas atteint. "
        "L’assemblée ne peut délibérer et la séance est levée."
    )


ISSUES = {
    "reporte": "{organe} décide de reporter le point.",
    "renvoye": "{organe} décide de renvoyer le point au service.",
    "retire": "Le point est retiré de l’ordre du jour.",
    "refuse": "{organe} décide de ne pas approuver la proposition.",
    "pris_acte": "{organe} prend acte.",
    "nul_a_representer": (
        f"Aucun suffrage n’étant exprimé, le vote est nul{INSECABLE}; le point est représenté à la prochaine séance."
    ),
    "non_applicable": "Le point est sans objet.",
}


def issue(code: str, organe: str, genre: str = "m") -> str:
    """What replaces the text of a point that was not adopted: « Le Collège décide de reporter le point. »"""
    return ISSUES.get(code, "").format(organe=majuscule(le(organe, genre)))


def decide(organe: str, pluriel_organe: bool = False, genre: str = "m") -> str:
    """« Le Conseil communal décide », the subject of the operative part."""
    return f"{majuscule(le(organe, genre))} {'décident' if pluriel_organe else 'décide'}"


def urgence_admise(comptes: Mapping[str, int], pour: Sequence[Personne], titre: str) -> str:
    """Urgency admitted in a conseil, with the names of those who said so (L1122-24)."""
    admis = f"L’urgence est admise pour le point «{INSECABLE}{titre}{INSECABLE}»"
    dits = f" ({noms(pour)})" if pour else ""
    return f"{admis} par {nombre_de_voix(comptes.get('pour', 0))}{dits}."


def phrase_de_vote_complete(phrase: str, suite: str) -> str:
    """Join the vote sentence and what follows it: « Par 9 voix pour, le Collège décide… »"""
    if not phrase:
        return majuscule(suite)
    return f"{phrase} {suite[:1].lower() + suite[1:] if suite else ''}".strip()
