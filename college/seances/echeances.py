"""The dates that surround a séance, shown as countdowns: notice, projects, late items. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from college import delais
from college.erreurs import Refus
from college.seances import droit
from college.seances.grammaire import date_complete

ORIGINES_DE_MEMBRE = ("conseiller",)
FONCTIONS_EXCLUES = frozenset({"bourgmestre", "echevin", "president_cpas"})


@dataclass(frozen=True)
class Echeance:
    """One date to keep: what, until when, by which article."""

    code: str
    libelle: str
    jour: date
    article: str

    def restant(self, aujourdhui: date) -> int:
        """Days left; negative once it is past."""
        return (self.jour - aujourdhui).days


DEPOTS = (
    ("publication_projets_francs", "Projets publiés au plus tard le"),
    ("point_conseiller_francs", "Points des conseillers reçus jusqu’au"),
    ("interpellation_francs", "Interpellations reçues jusqu’au"),
)


def echeances(
    type_organe: str,
    jour: date,
    *,
    convocation: int = 1,
    extraordinaire: bool = False,
    publie_projets: bool = True,
    preavis: int | None = None,
) -> list[Echeance]:
    """What must have happened before the séance, soonest first; `preavis` is the organe's own delay of notice."""
    parametre = droit.delai_convocation(type_organe, jour, convocation=convocation, extraordinaire=extraordinaire)
    if preavis is not None:
        parametre = replace(parametre, valeur=preavis)
    prevues = [("convocation", "Convocation reçue au plus tard le", parametre)]
    for code, libelle in DEPOTS:
        if publie_projets or code != "publication_projets_francs":
            prevues.append((code, libelle, droit.regle(code, type_organe, jour)))
    dues = [
        Echeance(code, libelle, delais.francs(jour, p.valeur, avant=True), p.article)
        for code, libelle, p in prevues
        if p.valeur
    ]
    return sorted(dues, key=lambda e: e.jour)


def verifier_depot(type_organe: str, jour: date, depose_le: date, fonction: str, nature: str = "conseiller") -> None:
    """A councillor's extra item (5 clear days, never by a member of the collège) or an interpellation (15)."""
    code = "interpellation_francs" if nature == "interpellation" else "point_conseiller_francs"
    parametre = droit.regle(code, type_organe, jour)
    if nature != "interpellation" and fonction in FONCTIONS_EXCLUES:
        raise Refus(
            "Un membre du collège ne dépose pas de point supplémentaire : le point passe par le collège.",
            article=parametre.article,
            motif="depot_par_le_college",
        )
    if not parametre.valeur:
        return
    dernier = delais.francs(jour, parametre.valeur, avant=True)
    if depose_le > dernier:
        objet, e = {"interpellation": ("Cette interpellation", "e"), "question": ("Cette question", "e")}.get(
            nature, ("Ce point", "")
        )
        raise Refus(
            f"{objet} devait être déposé{e} au plus tard le {date_complete(dernier)} "
            f"({parametre.valeur} jours francs) : proposez-l{'a' if e else 'e'} pour la séance suivante.",
            article=parametre.article,
            motif="depot_tardif",
            franchissable=True,
        )
