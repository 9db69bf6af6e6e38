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
ECARTES = {"blanc": "bulletins blancs", "nul": "bulletins nuls"}


@dataclass(frozen=True)
class Candidat:
    """A person who may be chosen; the date of birth settles ties."""

    code: str
    nom: str
    naissance: date | None = None


@dataclass(frozen=True)
class ResultatElection:
    """Who is elected, and who stands in the second round where one is needed."""

    elus: tuple[Candidat, ...]
    ballottage: tuple[Candidat, ...]
    valables: int
    requis: int
    explication: str
    article: str

    @property
    def resultat(self) -> str:
        if self.valables == 0:
            return "nul"
        return "partage" if self.ballottage else "adopte"


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
    if tour >= 2:
        elus = tuple(classes[:postes])
        return ResultatElection(elus, (), valables, 0, _phrase_pluralite(classes, voix, postes), article)
    requis = quorum.majorite(valables)
    elus = tuple(c for c in classes if voix.get(c.code, 0) >= requis)[:postes]
    restants = postes - len(elus)
    suite = [c for c in classes if c not in elus][: 2 * restants] if restants else []
    phrase = f"{valables} bulletins valables, majorité absolue {requis} : {_issue(elus, suite)}"
    return ResultatElection(elus, tuple(suite), valables, requis, phrase, article)


def _issue(elus: Sequence[Candidat], ballottage: Sequence[Candidat]) -> str:
    dits = []
    if elus:
        dits.append(f"élection {de(_noms(elus))}")
    if ballottage:
        dits.append(f"ballottage entre {_noms(ballottage)}")
    return " ; ".join(dits)


def _noms(candidats: Sequence[Candidat]) -> str:
    return enumerer([c.nom for c in candidats])


def _phrase_pluralite(classes: Sequence[Candidat], voix: Mapping[str, int], postes: int) -> str:
    dernier, suivant = classes[postes - 1], classes[postes] if len(classes) > postes else None
    egalite = suivant is not None and voix.get(suivant.code, 0) == voix.get(dernier.code, 0)
    complement = ", préféré comme le plus âgé à égalité de voix" if egalite else ""
    return f"ballottage à la pluralité des voix : {_noms(classes[:postes])}{complement}"
