"""Electing persons: absolute majority, then a ballot between the first ones, the eldest on a tie. Pure.

L1122-28: if nobody has the majority at the first round, the president draws a list of twice as many
names as there are posts; the second round is decided by plurality; on a tie the eldest is preferred.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from college.erreurs import Refus
from college.francais import de, enumerer
from college.seances import droit, quorum

SANS_AGE = date.max
DERNIER_TOUR = 2
ECARTES = {"blanc": "bulletins blancs", "nul": "bulletins nuls"}


@dataclass(frozen=True)
class Candidat:
    """A person who may be chosen; the date of birth settles ties."""

    code: str
    nom: str
    naissance: date | None = None
    genre: str = ""


@dataclass(frozen=True)
class ResultatElection:
    """Who is elected, and who stands in the second round where one is needed."""

    elus: tuple[Candidat, ...]
    ballottage: tuple[Candidat, ...]
    valables: int
    requis: int
    explication: str
    article: str
    au_benefice_de_l_age: bool = False

    @property
    def resultat(self) -> str:
        if self.valables == 0:
            return "nul"
        return "partage" if self.ballottage else "adopte"


AGE_INCONNU = (
    "À parité de voix, la personne la plus âgée est élue : donnez la date de naissance {de_qui}, "
    "puis donnez à nouveau le dépouillement."
)


def sans_age(issue: ResultatElection, tour: int) -> tuple[Candidat, ...]:
    """Who must tell a date of birth before a tie of the last round is settled."""
    return tuple(c for c in issue.ballottage if c.naissance is None) if tour >= DERNIER_TOUR else ()


def verifier_ages(issue: ResultatElection, tour: int) -> None:
    """Refuse to close a paper ballot on a tie that nobody can settle yet."""
    if inconnus := sans_age(issue, tour):
        de_qui = enumerer([de(c.nom) for c in inconnus])
        raise Refus(AGE_INCONNU.format(de_qui=de_qui), article=issue.article, motif="age_inconnu")


def valider_voix(
    voix: Mapping[str, object], candidats: Sequence[Candidat], *, votants: int, postes: int
) -> dict[str, int]:
    """Counts of an election: known names, whole numbers, no more than the voters could give."""
    connus = {c.code: c.nom for c in candidats} | ECARTES
    propres = {}
    for code, nombre in voix.items():
        if code not in connus:
            raise Refus(f"« {code} » n’est pas candidat à cette élection.", motif="candidat_inconnu")
        if not isinstance(nombre, int) or isinstance(nombre, bool) or nombre < 0:
            raise Refus(f"Le compte de « {connus[code]} » doit être un nombre entier, zéro ou plus.",
                        motif="compte_invalide")  # fmt: skip
        propres[code] = nombre
    pour_personne = propres.get("blanc", 0) + propres.get("nul", 0)
    exprimees = sum(propres.values()) - pour_personne
    if pour_personne > votants or exprimees > (votants - pour_personne) * postes:
        raise Refus(
            f"Le dépouillement donne {exprimees + pour_personne} voix, plus que {votants} votants n’en ont : "
            "vérifiez les comptes.",
            motif="trop_de_bulletins",
        )
    return propres


def depouiller(
    voix: Mapping[str, int], candidats: Sequence[Candidat], *, valables: int, jour: date, tour: int = 1, postes: int = 1
) -> ResultatElection:
    """One round: `valables` is the number of ballots that are neither blank nor null."""
    article = droit.regle("election", "conseil", jour).article
    if valables == 0:
        return ResultatElection((), (), 0, 0, "aucun bulletin valable : l’élection est à recommencer", article)
    classes = sorted(candidats, key=lambda c: (-voix.get(c.code, 0), c.naissance or SANS_AGE))
    if tour >= DERNIER_TOUR:
        return _pluralite(classes, voix, valables, postes, article)
    requis = quorum.majorite(valables)
    elus = tuple(c for c in classes if voix.get(c.code, 0) >= requis)[:postes]
    restants = postes - len(elus)
    suite = _liste_du_double([c for c in classes if c not in elus], voix, restants)
    pluriel = "s" if valables > 1 else ""
    phrase = f"{valables} bulletin{pluriel} valable{pluriel}, majorité absolue {requis} : {_issue(elus, suite)}"
    return ResultatElection(elus, tuple(suite), valables, requis, phrase, article)


def _liste_du_double(classes: Sequence[Candidat], voix: Mapping[str, int], postes: int) -> Sequence[Candidat]:
    """Twice as many names as there are posts; all those who tie for its last place while their ages are not known."""
    if len(classes) <= 2 * postes or not postes:
        return classes if postes else ()
    barre = voix.get(classes[2 * postes - 1].code, 0)
    egaux = [c for c in classes if voix.get(c.code, 0) == barre]
    ages_connus = all(c.naissance for c in egaux)
    return classes[: 2 * postes] if ages_connus else [c for c in classes if voix.get(c.code, 0) >= barre]


def _pluralite(
    classes: Sequence[Candidat], voix: Mapping[str, int], valables: int, postes: int, article: str
) -> ResultatElection:
    """The last round: most voices, the eldest on a tie, nobody while an age that would settle it is not known."""
    elus = tuple(classes[:postes])
    barre = voix.get(elus[-1].code, 0)
    egaux = [c for c in classes if voix.get(c.code, 0) == barre]
    disputes = len(classes) > postes and voix.get(classes[postes].code, 0) == barre
    if disputes and any(c.naissance is None for c in egaux):
        surs = tuple(c for c in elus if voix.get(c.code, 0) > barre)
        phrase = f"ballottage : parité de voix entre {_noms(egaux)}, la personne la plus âgée est préférée"
        return ResultatElection(surs, tuple(egaux), valables, 0, phrase, article)
    age = f", {_prefere(elus[-1])} à égalité de voix" if disputes else ""
    phrase = f"ballottage à la pluralité des voix : {_noms(elus)}{age}"
    return ResultatElection(elus, (), valables, 0, phrase, article, au_benefice_de_l_age=disputes)


def _prefere(elu: Candidat) -> str:
    return "préférée comme la plus âgée" if elu.genre == "f" else "préféré comme le plus âgé"


def _issue(elus: Sequence[Candidat], ballottage: Sequence[Candidat]) -> str:
    dits = []
    if elus:
        dits.append(f"élection {de(_noms(elus))}")
    if ballottage:
        dits.append(f"ballottage entre {_noms(ballottage)}")
    return " ; ".join(dits)


def _noms(candidats: Sequence[Candidat]) -> str:
    return enumerer([c.nom for c in candidats])
