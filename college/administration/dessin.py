"""The validation chain drawn: boxes, conditions, parallel steps, the way back. PURE: positions and words.

The template writes the SVG; everything that it shows is also in the table of steps beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from college.points.definition import Chaine, Etape

LARGE, HAUT, ECART, COULOIR = 152, 72, 40, 124
MARGE = 4
SOUS = 30  # below the lowest box, for its third line of words
LETTRES = 21  # of a title, in a box


@dataclass(frozen=True)
class Boite:
    """One step as a rectangle."""

    x: int
    y: int
    titre: tuple[str, ...]
    qui: str
    quand: tuple[str, ...] = ()
    bout: bool = False
    conditionnelle: bool = False
    vacante: bool = False


@dataclass
class Dessin:
    """What the template draws."""

    largeur: int
    hauteur: int
    boites: list[Boite] = field(default_factory=list)
    fleches: list[str] = field(default_factory=list)
    contours: list[str] = field(default_factory=list)
    description: str = ""
    large: int = LARGE
    haut: int = HAUT


def dessiner(chaine: Chaine, qui: Mapping[str, str], fin: str, vacantes: frozenset[str] = frozenset()) -> Dessin:
    """`qui` names the holder of each step; `fin` the body where the chain leads; `vacantes` have nobody."""
    colonnes = _colonnes(chaine.etapes)
    rangees = max((len(colonne) for colonne in colonnes), default=1)
    milieu = MARGE + 24 + (rangees - 1) * COULOIR // 2
    dessin = Dessin(MARGE * 2 + (len(colonnes) + 2) * (LARGE + ECART) - ECART, milieu * 2 + HAUT + SOUS)
    dessin.boites.append(Boite(MARGE, milieu, ("Proposé",), "auteur ou autrice", bout=True))
    centre = milieu + HAUT // 2
    for place, colonne in enumerate(colonnes, 1):
        x = MARGE + place * (LARGE + ECART)
        haut = milieu - (len(colonne) - 1) * COULOIR // 2
        for rang, etape in enumerate(colonne):
            y = haut + rang * COULOIR
            dessin.boites.append(_boite(x, y, etape, qui, vacantes))
            _relier(dessin, x, y, centre, seule=len(colonne) == 1)
        if all(etape.si for etape in colonne):
            dessin.contours.append(_contour(x, haut, centre))
    x_fin = MARGE + (len(colonnes) + 1) * (LARGE + ECART)
    dessin.boites.append(Boite(x_fin, milieu, ("Séance",), couper(fin), bout=True))
    dessin.fleches.append(f"M{x_fin - ECART} {centre}H{x_fin - 3}")
    dessin.description = _description(chaine, qui, fin)
    return dessin


def _colonnes(etapes: tuple[Etape, ...]) -> list[list[Etape]]:
    """Steps of the same parallel block share a column."""
    colonnes: list[list[Etape]] = []
    for etape in etapes:
        if colonnes and etape.parallele and colonnes[-1][0].parallele == etape.parallele:
            colonnes[-1].append(etape)
        else:
            colonnes.append([etape])
    return colonnes


def _boite(x: int, y: int, etape: Etape, qui: Mapping[str, str], vacantes: frozenset[str]) -> Boite:
    return Boite(
        x,
        y,
        en_lignes(etape.libelle, LETTRES),
        couper(qui.get(etape.code, "")),
        tuple(ligne for dit in _quand(etape) for ligne in en_lignes(dit, 27)),
        conditionnelle=bool(etape.si),
        vacante=etape.code in vacantes,
    )


def _relier(dessin: Dessin, x: int, y: int, centre: int, seule: bool) -> None:
    avant, apres, propre = x - ECART, x + LARGE, y + HAUT // 2
    if seule:
        dessin.fleches.append(f"M{avant} {centre}H{x - 3}")
        return
    dessin.fleches.append(f"M{avant} {centre}H{avant + ECART // 2}V{propre}H{x - 3}")
    dessin.contours.append(f"M{apres} {propre}H{apres + 12}V{centre}H{apres + ECART // 2}")


def _contour(x: int, haut: int, centre: int) -> str:
    """The way round steps that are all conditional: « sinon »."""
    dessus = haut - 14
    return f"M{x - ECART // 2} {centre}V{dessus}H{x + LARGE + ECART // 2 - 6}V{centre}"


def quand(etape: Etape) -> str:
    """« si le montant hors TVA atteint 30 000 € · 10 jours ouvrables »"""
    return " · ".join(_quand(etape))


def _quand(etape: Etape) -> list[str]:
    """The condition, then the delay and whether the point waits: three lines at most under a box."""
    delai = []
    if etape.delai_jours_ouvrables:
        delai.append(f"{etape.delai_jours_ouvrables} jours ouvrables")
    elif etape.delai_jours:
        delai.append(f"{etape.delai_jours} jours calendrier")
    if not etape.obligatoire:
        delai.append("facultatif")
    si = ["si " + " et ".join(condition.phrase for condition in etape.si)] if etape.si else []
    return si + ([", ".join(delai)] if delai else [])


def couper(texte: str, lettres: int = 24) -> str:
    """What fits in a box; the table says it whole."""
    return texte if len(texte) <= lettres else f"{texte[: lettres - 1].rstrip()}…"


def en_lignes(texte: str, lettres: int) -> tuple[str, ...]:
    """Two lines at most, broken between words."""
    lignes = [""]
    for mot in texte.split(" "):
        if lignes[-1] and len(lignes[-1]) + 1 + len(mot) > lettres:
            lignes.append("")
        lignes[-1] = f"{lignes[-1]} {mot}".strip()
    if len(lignes) > 2:
        lignes = [lignes[0], couper(" ".join(lignes[1:]), lettres)]
    return tuple(couper(ligne, lettres) for ligne in lignes if ligne)


def _description(chaine: Chaine, qui: Mapping[str, str], fin: str) -> str:
    etapes = [
        f"{etape.libelle} ({qui.get(etape.code, 'personne')}{', ' + quand(etape) if quand(etape) else ''})"
        for etape in chaine.etapes
    ]
    return ", puis ".join(["Proposé", *etapes, f"séance\u00a0: {fin}"]) + ". Renvoi possible vers l’auteur."
