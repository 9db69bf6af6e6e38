"""The sentences that the minutes say, in correct French: votes, presences, movements, outcomes. Pure.

Conventions (contract §8): names are « Prénom Nom »; one is « une voix », « un bulletin blanc »; zero
counts are left out; a secret result reads pour, contre, abstention, blanc, nul.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from college.francais import INSECABLE, date_longue, heure, majuscule
from college.seances.grammaire import accorder, du, le, liste
from college.seances.personnes import Personne, designer_tous, noms

UNANIMITE = "à l’unanimité"
FORMES = {
    "pour": ("une voix pour", "voix pour"),
    "contre": ("une voix contre", "voix contre"),
    "abstention": ("une abstention", "abstentions"),
    "blanc": ("un bulletin blanc", "bulletins blancs"),
    "nul": ("un bulletin nul", "bulletins nuls"),
}
AVEC_NOMS = ("contre", "abstention")
CDLD = " du Code de la démocratie locale et de la décentralisation"
LO = " de la loi organique des centres publics d’action sociale"
# L1122-19 forbids the same to « tout membre du conseil et du collège »; article 37 of the LO says it for the CPAS.
ARTICLES_INTERET = {
    "college": f"L1122-19{CDLD}",
    "conseil": f"L1122-19{CDLD}",
    "bureau_permanent": f"37{LO}",
    "conseil_action_sociale": f"37{LO}",
    "comite_special": f"37{LO}",
}


def vote(
    comptes: Mapping[str, int],
    membres: Mapping[str, Sequence[Personne]] | None = None,
    *,
    secret: bool = False,
    mention: str = "resultat_et_noms",
    zeros: bool = False,
    complet: bool = True,
) -> str:
    """« Par 9 voix pour, 3 voix contre (…) et 5 abstentions (…), », « À l’unanimité, » where all present voted so.

    `mention` is the organe's choice (`aucune` says nothing); `zeros` keeps « 0 abstention ».
    """
    if mention == "aucune":
        return ""
    entete = "au scrutin secret, " if secret else ""
    if complet and unanime(comptes):
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


AILLEURS = ("contre", "abstention", "blanc", "nul")


def propositions(
    voix: Sequence[tuple[str, int, Sequence[Personne]]],
    autres: Mapping[str, int],
    membres: Mapping[str, Sequence[Personne]],
    *,
    secret: bool = False,
    nommer: bool = True,
) -> str:
    """« Par 5 voix pour la proposition « A », 4 voix pour la proposition « B » (…) et une abstention (…), »"""
    morceaux = []
    for libelle, nombre, personnes in voix:
        dit = f"{nombre_de_voix(nombre)} pour la proposition «{INSECABLE}{libelle}{INSECABLE}»"
        morceaux.append(f"{dit}{_parenthese(personnes)}" if nommer else dit)
    morceaux += [_morceau(c, autres[c], membres.get(c, ())) for c in AILLEURS if autres.get(c)]
    return majuscule(f"{'au scrutin secret, ' if secret else ''}par {liste(morceaux)},")


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


def election(
    elus: Sequence[Personne],
    voix: Sequence[int],
    *,
    autres: Sequence[tuple[str, int]] = (),
    tour: int = 1,
    benefice_age: bool = False,
    entre: Sequence[str] = (),
) -> str:
    """« Au scrutin secret, Mme Anne Petit (12 voix) est élue au second tour ; M. Luc Noël obtient 5 voix. »

    Whose gender is not known is chosen, not « élu »: « le choix se porte sur Anne Petit (12 voix) ». Where posts
    are left, `entre` names those who stand in the ballot for them.
    """
    dits = [f"{p.dit} ({nombre_de_voix(v)})" for p, v in zip(elus, voix, strict=True)]
    fin = {1: "", 2: " au second tour"}.get(tour, f" au {tour}e tour")
    age = ", au bénéfice de l’âge" if benefice_age else ""
    reste = f"{INSECABLE}; {_obtenus(autres)}" if autres else ""
    surplus = f"{INSECABLE}; pour le surplus, il y a ballottage entre {liste(list(entre))}" if entre else ""
    choisis = f"le choix se porte sur {liste(dits)}"
    if all(p.genre for p in elus):
        verbe = "est" if len(elus) == 1 else "sont"
        choisis = f"{liste(dits)} {verbe} {accorder('élu', [p.genre for p in elus])}"
    return f"Au scrutin secret, {choisis}{fin}{age}{reste}{surplus}."


def ballottage(obtenus: Sequence[tuple[str, int]], entre: Sequence[str], requis: int) -> str:
    """« Au scrutin secret, M. Luc Noël obtient 6 voix et Mme Anne Petit obtient 5 voix ; personne n’ayant la
    majorité absolue (8 voix), il y a ballottage entre M. Luc Noël et Mme Anne Petit. »"""
    majorite = f" ({nombre_de_voix(requis)})" if requis else ""
    suite = f"personne n’ayant la majorité absolue{majorite}, il y a ballottage entre {liste(list(entre))}"
    return f"Au scrutin secret, {_obtenus(obtenus)}{INSECABLE}; {suite}."


def parite_des_voix(obtenus: Sequence[tuple[str, int]], entre: Sequence[str]) -> str:
    """The same number of voices, and nobody told who is the eldest: nobody is elected yet."""
    return f"Au scrutin secret, {_obtenus(obtenus)}{INSECABLE}; il y a parité de voix entre {liste(list(entre))}."


def _obtenus(autres: Sequence[tuple[str, int]]) -> str:
    """What the other candidates received, then the ballots that name nobody."""
    dits = [f"{nom} obtient {nombre_de_voix(n)}" for nom, n in autres if nom not in FORMES]
    if ecartes := [_morceau(nom, n, ()) for nom, n in autres if nom in FORMES]:
        dits.append(f"il y a {liste(ecartes)}")
    return liste(dits)


def nombre_de_voix(nombre: int) -> str:
    return {0: "aucune voix", 1: "une voix"}.get(nombre, f"{nombre} voix")


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
    a_distance: bool = False,
    tutelle_cpas: bool = False,
) -> str:
    """« Mme Claire Dupont, échevine, quitte la séance avant la discussion du point 7. »

    Printing the hour is the organe's choice; a withdrawal quotes its article: that of an interest, or that of
    the president of the CPAS who leaves the collège to exercise its tutelle (L1123-8).
    """
    verbe = VERBES[evenement][len(personnes) > 1]
    if a_distance:
        verbe = "se connecte à la séance" if len(personnes) == 1 else "se connectent à la séance"
    moment = f" à {heure(a)}" if a else ""
    lieu = f" {PLACES[cote]}{f'{INSECABLE}{numero}' if numero else ''}"
    if evenement == "se_retire":
        reference = f"L1123-8{CDLD}" if tutelle_cpas else ARTICLES_INTERET.get(type_organe)
        article = f", en application de l’article {reference}" if reference else ""
        lieu = f" pour le point{f'{INSECABLE}{numero}' if numero else ''}{article}"
    return f"{_sujet(personnes)} {verbe}{moment}{lieu}."


PARTICIPES = {"arrive": "arrivé", "revient": "rentré", "quitte": "sorti", "se_retire": "retiré"}


def a_distance(personnes: Sequence[Personne], outil: str, base: str) -> str:
    """« Mme Claire Dupont, échevine, participe à distance par Webex, vue et entendue de tous (inondations). »"""
    par = f" par {outil}" if outil else ""
    genres = [p.genre for p in personnes]
    vus = f"{accorder('vu', genres)} et {accorder('entendu', genres)} de tous"
    raison = f" ({base.strip().rstrip('.')})" if base.strip() else ""
    return f"{_sujet(personnes)} {_participe(personnes)} à distance{par}, {vus}{raison}."


def huis_clos_a_distance(personnes: Sequence[Personne]) -> str:
    """What was established of each one when he was noted as connected."""
    return f"Le local d’où {_sujet(personnes)} {_participe(personnes)} préserve le huis clos."


def _participe(personnes: Sequence[Personne]) -> str:
    return "participe" if len(personnes) == 1 else "participent"


RESERVE_A_LA_SALLE = "Les membres qui participent à distance ne prennent pas part à ce point."


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


def huis_clos(president: Personne | None, motif: str, *, ferme: bool) -> str:
    """« Le président prononce le huis clos : question de personnes. »"""
    raison = motif.strip().rstrip(".")
    raison = f"{INSECABLE}: {_en_cours_de_phrase(raison)}" if raison else ""
    if not ferme:
        return f"Le point est traité en séance publique{raison}."
    qui = "La présidente" if president and president.genre == "f" else "Le président"
    return f"{qui} prononce le huis clos{raison}."


# « Question de personnes » loses its capital; « CPAS », « M. Dupont », « Mme Anne Petit », « Anne Petit » keep theirs.
_NOM_PROPRE = re.compile(r"\S[A-ZÀ-Þ.]|(?!L[ea]s?\b|L[’']|Une?\b)\S+ [A-ZÀ-Þ]")


def _en_cours_de_phrase(motif: str) -> str:
    return motif if _NOM_PROPRE.match(motif) else motif[:1].lower() + motif[1:]


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
    "pv_approuve": "{organe} approuve le procès-verbal.",
    "nul_a_representer": (
        f"Aucun suffrage n’étant exprimé, le vote est nul{INSECABLE}; le point est représenté à la prochaine séance."
    ),
    "non_applicable": "Le point est sans objet.",
    "non_examine": "Le point n’étant pas présenté par son auteur, il n’est pas examiné.",
}
PRECISIONS = {
    "prochaine": "{organe} décide de reporter le point à sa prochaine séance.",
    "sine_die": "{organe} décide de reporter le point sine die.",
    "auteur": "Le point est retiré de l’ordre du jour à la demande de son auteur.",
}
REPORT_A_DATE = "{organe} décide de reporter le point à la séance du {jour}."


def issue(code: str, organe: str, genre: str = "m", precision: str = "") -> str:
    """What replaces the text of a point that was not adopted: « Le Collège décide de reporter le point. »"""
    dite = ISSUES.get(code, "")
    if precision:
        dite = PRECISIONS.get(precision, REPORT_A_DATE)
    jour = date_longue(date.fromisoformat(precision)) if dite is REPORT_A_DATE else ""
    return dite.format(organe=majuscule(le(organe, genre)), jour=jour)


PARITE_REMISE = f"Il y a parité de voix{INSECABLE}: l’affaire est remise à une autre séance."  # L1123-22
URGENCE_REFUSEE = "L’urgence n’étant pas admise, le point n’est pas examiné."


def urgence(
    titre: str,
    comptes: Mapping[str, int],
    membres: Mapping[str, Sequence[Personne]],
    motif: str = "",
    *,
    admise: bool = True,
) -> str:
    """Urgency in a conseil, with the names of those who declared it (L1122-24)."""
    admis = f"L’urgence {'est' if admise else 'n’est pas'} admise pour le point «{INSECABLE}{titre}{INSECABLE}»"
    raison = f" ({motif.strip().rstrip('.')})" if motif.strip() else ""
    if unanime(comptes):
        dits = f", {UNANIMITE} des membres présents{_parenthese(membres.get('pour', ()))}"
    else:
        suite = [_morceau(choix, comptes[choix], membres.get(choix, ())) for choix in FORMES if comptes.get(choix)]
        dits = f", par {liste(suite)}" if suite else ""
    return f"{admis}{raison}{dits}."


def _parenthese(personnes: Sequence[Personne]) -> str:
    return f" ({noms(personnes)})" if personnes else ""


def vote_sans_suite(vote: str, suite: str, issue_: str, parite: bool = False) -> str:
    """The vote and the outcome in one sentence, where no text follows: « Par 5 voix pour et 9 voix contre (…),
    la proposition n’est pas adoptée. »"""
    if issue_ == "refuse":
        egales = f"{INSECABLE}: il y a parité de voix" if parite else ""
        return f"{vote} la proposition n’est pas adoptée{egales}."
    if issue_ == "nul_a_representer":
        return f"{vote.rstrip(',')}{INSECABLE}: {suite[:1].lower()}{suite[1:]}"
    return phrase_de_vote_complete(vote, suite)


def mis_aux_voix(question: str, vote: str, resultat: str, comptes: Mapping[str, int]) -> str:
    """« Amendement de Mme Dupont – par 8 voix pour et 5 voix contre (…), la proposition est adoptée. »"""
    egales = bool(comptes.get("pour")) and comptes.get("pour") == comptes.get("contre")
    suites = {
        "adopte": f"{vote} la proposition est adoptée.",
        "nul": f"{vote.rstrip(',')}{INSECABLE}: aucun suffrage n’étant exprimé, le vote est nul.",
    }
    dit = suites.get(resultat) or vote_sans_suite(vote, "", "refuse", egales)
    return f"{question.rstrip(' .:;')} – {a_la_suite(dit)}"


def avec_libelle(libelle: str, vote: str) -> str:
    """The vote of one decision among several: « Budget 2027 : par 18 voix pour et une voix contre (…), »"""
    return f"{libelle.rstrip(' .:;')}{INSECABLE}: {a_la_suite(vote)}"


DEBUTS = ("Par ", "À l’", "Au scrutin ", "Il y a ")


def a_la_suite(vote: str) -> str:
    """The vote inside another sentence: the person with whom it may begin keeps the capital of « Mme » or of a name."""
    return f"{vote[:1].lower()}{vote[1:]}" if vote.startswith(DEBUTS) else vote


def prend_la_presidence(personne: Personne, *, reprise: bool = False) -> str:
    """« Mme Claire Dupont, échevine, prend la présidence. »"""
    return f"{_sujet([personne])} {'reprend' if reprise else 'prend'} la présidence."


def phrase_de_vote_complete(phrase: str, suite: str) -> str:
    """Join the vote sentence and what follows it: « Par 9 voix pour, le Collège décide… »"""
    if not phrase:
        return majuscule(suite)
    return f"{phrase} {suite[:1].lower() + suite[1:] if suite else ''}".strip()
