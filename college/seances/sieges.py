"""Who sits at each point, where a mandate begins or ends at one of them. Pure.

An oath, a resignation, a replacement change the base of the quorum, the voters and the order of precedence from the
next point on (L1122-9, L1126-1), never of the point itself nor of those before. `rangs` gives the place of each line
in the order treated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from college.erreurs import Refus
from college.francais import INSECABLE, enumerer
from college.seances.grammaire import accorder
from college.seances.membre import Membre

# Why a seat ends at a point; « fonction »: the same person sits on in another one.
CAUSES = {"demission": "Démission acceptée", "remplacement": "Fin d’un remplacement", "autre": "Autre fin de mandat"}
AUTRE_FONCTION = "fonction"
FIN = 10**9
Rangs = Mapping[int, int]


def ordonner(membres: Iterable[Membre]) -> list[Membre]:
    """By precedence, the officers last."""
    return sorted(membres, key=lambda m: (m.officier, m.rang or 10**6, m.nom))


def siege(membre: Membre, rangs: Rangs, rang: int) -> bool:
    """Does this seat cover the point of that rank (0: the opening, FIN: now)?"""
    debut = rangs[membre.entree] if membre.entree else -1
    fin = rangs[membre.sortie] if membre.sortie else FIN
    return membre.a_siege and debut < rang <= fin


def au_rang(membres: Sequence[Membre], rangs: Rangs, rang: int) -> list[Membre]:
    """Who sits during the point of that rank."""
    return [m for m in membres if siege(m, rangs, rang)]


def changent(membres: Iterable[Membre]) -> bool:
    """Does the composition change in this séance?"""
    return any(m.entree or m.sortie or m.attendu for m in membres)


def installer(membres: Sequence[Membre], nouveau: Membre, point: int, fin_prevue: str = "") -> list[Membre]:
    """`nouveau` sits from the point after that one on; in another function, where he sat already (`fin_prevue`: the
    last day that his former mandate had)."""
    actuel = next((m for m in membres if m.id == nouveau.id and not m.sortie), None)
    suite = list(membres)
    attendu = False
    if actuel is not None and actuel.a_siege:
        _refuser_si_inchange(actuel, nouveau, point)
        suite[suite.index(actuel)] = replace(actuel, sortie=point, cause=AUTRE_FONCTION, fin_prevue=fin_prevue)
    elif actuel is not None:
        attendu = True
        suite.remove(actuel)
    return ordonner([*suite, replace(nouveau, entree=point, sortie=0, cause="", attendu=attendu)])


def _refuser_si_inchange(actuel: Membre, nouveau: Membre, point: int) -> None:
    nom = actuel.personne.nom_complet
    if (actuel.fonction, actuel.rang) == (nouveau.fonction, nouveau.rang):
        raise Refus(
            f"{nom} siège déjà comme {actuel.personne.qualite} : donnez-lui une autre fonction ou un autre rang, "
            "ou ne notez rien.",
            motif="siege_deja",
        )
    if actuel.entree == point:
        raise Refus(
            f"{nom} vient d’être {accorder('installé', [actuel.genre])} à ce point : annulez d’abord cette "
            "installation pour la corriger.",
            motif="siege_deja",
        )


def finir(membres: Sequence[Membre], membre_id: int, point: int, cause: str, fin_prevue: str = "") -> list[Membre]:
    """That member sits during this point for the last time."""
    if cause not in CAUSES:
        raise Refus(f"« {cause} » n’est pas une cause de fin de mandat : {', '.join(CAUSES)}.", motif="cause_inconnue")
    actuel = next((m for m in membres if m.id == membre_id and m.a_siege and not m.sortie), None)
    if actuel is None or actuel.entree == point:
        raise Refus(
            "Cette personne ne siège pas à ce point : il n’y a pas de mandat auquel mettre fin.", motif="ne_siege_pas"
        )
    fini = replace(actuel, sortie=point, cause=cause, fin_prevue=fin_prevue)
    return [fini if m is actuel else m for m in membres]


def annuler(membres: Sequence[Membre], membre_id: int, point: int) -> list[Membre]:
    """What was noted of that person at this point was not so: the seats are again what they were before."""
    if not any(m.id == membre_id and point in (m.entree, m.sortie) for m in membres):
        raise Refus("Rien n’est noté de cette personne à ce point.", motif="rien_a_annuler")
    if any(m.id == membre_id and m.entree == point and m.sortie for m in membres):
        raise Refus("Son mandat change encore à un point suivant : annulez d’abord ce changement.", motif="suite_notee")
    suite = []
    for m in membres:
        if m.id != membre_id:
            suite.append(m)
        elif m.entree == point:
            if m.attendu:
                suite.append(replace(m, entree=0))
        else:
            suite.append(replace(m, sortie=0, cause="", fin_prevue="") if m.sortie == point else m)
    return ordonner(suite)


def notes(membres: Iterable[Membre], point: int) -> list[tuple[Membre, bool]]:
    """What is noted at this point, ends first: (the seat, does it begin). A new function is told once."""
    ici = list(membres)
    fins = [(m, False) for m in ici if m.sortie == point and m.cause != AUTRE_FONCTION]
    return [*fins, *((m, True) for m in ici if m.entree == point)]


def expliquer(membres: Sequence[Membre], rangs: Rangs, numeros: Mapping[int, str], rang: int) -> str:
    """« 12 membres en fonction depuis le point 2 (installation : Zoé Jacquet) », or nothing where nothing changed."""
    dits = []
    points = {p for m in membres for p in (m.entree, m.sortie) if p and rangs[p] < rang}
    for point in sorted(points, key=rangs.__getitem__):
        faits = [
            f"{'installation' if entre else CAUSES[m.cause].lower()}{INSECABLE}: {m.personne.nom_complet}"
            for m, entre in notes(membres, point)
            if m.delibere
        ]
        if faits:
            dits.append(f"le point{INSECABLE}{numeros[point]} ({', '.join(faits)})")
    if not dits:
        return ""
    base = sum(1 for m in au_rang(membres, rangs, rang) if m.delibere)
    return f"{base} membre{'s' if base > 1 else ''} en fonction depuis {enumerer(dits)}"


def a_attendre(mandats: Iterable[tuple[int, date, bool]], jour: date) -> frozenset[int]:
    """Among (person, first day, interim), who must be installed in a séance that installs members: those whose mandate
    begins that day. Where everybody's does, the whole assembly is new, and sits from its opening."""
    lus = list(mandats)
    nouveaux = {qui for qui, du, interim in lus if du == jour and not interim}
    anciens = {qui for qui, du, _ in lus if du < jour}
    return frozenset(nouveaux - anciens) if anciens else frozenset()


def remplaces(mandats: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Among (person, whom he replaces or nobody), who does not sit because a substitute has taken the seat.

    Whoever stands in for another and has a seat of his own leaves the seats as they are: the bourgmestre whom an
    échevin replaces is absent (L1123-5); the councillor on leave whom a substitute replaces does not sit (L1122-6).
    """
    lus = list(mandats)
    en_titre = {qui for qui, remplace in lus if not remplace}
    return frozenset(remplace for qui, remplace in lus if remplace and qui not in en_titre)
