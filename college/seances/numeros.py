"""The numbers and references of an agenda. Pure.

Free before the convocation, frozen from version A on: what is removed keeps its number, what comes late
takes the next one, or « n bis » when it was put in the middle.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from string import Formatter

from college import references

MODES_HUIS_CLOS = ("continue", "reprend", "prefixee")
PREFIXE_HUIS_CLOS = "HC"
LATINS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")

CHAMPS = {
    "date": re.compile(r"(?:%[YymdjV]|[-/._ ])+\Z"),
    "annee": re.compile(r"\Z"),
    "mois": re.compile(r"(?:0?\d)?d?\Z"),
    "seance": re.compile(r"(?:0?\d)?d?\Z"),
    "numero": re.compile(r"(?:0?\d)?d?\Z"),
    "organe": re.compile(r"\Z"),
    "institution": re.compile(r"\Z"),
}


@dataclass(frozen=True)
class Entree:
    """One line of the agenda, as the numbering sees it."""

    huis_clos: bool = False
    sous_point: bool = False
    fige: str | None = None


@dataclass
class _Compteurs:
    """The counters of the two parts of an agenda (one only where the numbering goes on)."""

    mode: str
    dernier: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})
    sous: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})

    def suivant(self, entree: Entree) -> str:
        partie = entree.huis_clos and self.mode != "continue"
        if entree.sous_point and self.dernier[partie]:
            self.sous[partie] += 1
            return f"{self._prefixe(partie)}{self.dernier[partie]}.{self.sous[partie]}"
        self.dernier[partie] += 1
        self.sous[partie] = 0
        return f"{self._prefixe(partie)}{self.dernier[partie]}"

    def _prefixe(self, partie: bool) -> str:
        return PREFIXE_HUIS_CLOS if partie and self.mode == "prefixee" else ""


def numeroter(entrees: Sequence[Entree], mode: str = "continue") -> list[str]:
    """The number of each line of a free agenda, in order: « 1 », « 2 », « 2.1 »."""
    compteurs = _Compteurs(mode)
    return [compteurs.suivant(entree) for entree in entrees]


def completer(entrees: Sequence[Entree], mode: str = "continue") -> list[str]:
    """The numbers of an agenda already sent: frozen ones stay, new lines take the next, or « n bis »."""
    pris = [(_partie(e, mode), e.fige) for e in entrees if e.fige]
    numeros: list[str] = []
    for rang, entree in enumerate(entrees):
        numero = entree.fige
        if numero is None:
            partie = _partie(entree, mode)
            numero = _tardif(partie, _voisin(entrees[:rang], numeros, partie, mode), entrees[rang + 1 :], pris, mode)
            pris.append((partie, numero))
        numeros.append(numero)
    return numeros


def _partie(entree: Entree, mode: str) -> bool:
    """Which of the two series a line belongs to (one only where the numbering goes on)."""
    return entree.huis_clos and mode != "continue"


def _voisin(avant: Sequence[Entree], numeros: Sequence[str], partie: bool, mode: str) -> str | None:
    """The number of the line just above in the same series."""
    memes = [n for e, n in zip(avant, numeros, strict=True) if _partie(e, mode) == partie]
    return memes[-1] if memes else None


def _tardif(
    partie: bool, voisin: str | None, suite: Sequence[Entree], pris: Sequence[tuple[bool, str]], mode: str
) -> str:
    memes = [numero for autre, numero in pris if autre == partie]
    if voisin and any(e.fige and _partie(e, mode) == partie for e in suite):
        racine = voisin.split(" ")[0]
        return next(n for n in (f"{racine} {latin}" for latin in _latins()) if n not in memes)
    prefixe = PREFIXE_HUIS_CLOS if partie and mode == "prefixee" else ""
    return f"{prefixe}{max((tete(n) for n in memes), default=0) + 1}"


def _latins() -> Sequence[str]:
    return [*LATINS, *(f"{LATINS[-1]}-{n}" for n in range(2, 100))]


def tete(numero: str) -> int:
    """The leading figure of a number: 3 in « 3.1 », « 3 bis » and « HC3 »."""
    trouve = re.search(r"\d+", numero)
    return int(trouve.group()) if trouve else 0


def cle_de_tri(numero: str) -> tuple[bool, int, int, int]:
    """Sort numbers as a reader expects: 3, 3 bis, 3.1, 3.2, 10, HC1."""
    _, _, sous = numero.partition(".")
    _, _, latin = numero.partition(" ")
    return (
        numero.startswith(PREFIXE_HUIS_CLOS),
        tete(numero),
        tete(sous),
        LATINS.index(latin) + 1 if latin in LATINS else 0,
    )


def verifier_motif(motif: str) -> None:
    """Refuse a pattern of reference outside the closed vocabulary; nothing of a person's is evaluated."""
    champs = []
    for _, champ, precision, conversion in _morceaux(motif):
        if champ is None:
            continue
        if champ not in CHAMPS or conversion:
            raise ValueError(f"Le champ « {champ} » n’existe pas : {', '.join(CHAMPS)}.")
        if precision and not CHAMPS[champ].match(precision):
            raise ValueError(f"La précision « {precision} » du champ « {champ} » n’est pas admise.")
        champs.append(champ)
    if "numero" not in champs:
        raise ValueError("Le motif de référence doit contenir le champ « {numero} ».")


def reference(motif: str, *, jour: date, numero: str, seance: int = 0, organe: str = "", institution: str = "") -> str:
    """The reference of a line: « COL/20261127-6 » for `COL/{date:%Y%m%d}-{numero}`."""
    verifier_motif(motif)
    valeurs = {
        "annee": str(jour.year),
        "mois": jour.month,
        "seance": seance,
        "organe": organe,
        "institution": institution,
    }
    morceaux = []
    for texte, champ, precision, _ in _morceaux(motif):
        morceaux.append(texte)
        if champ == "date":
            morceaux.append(jour.strftime(precision or "%Y%m%d"))
        elif champ == "numero":
            morceaux.append(_numero_mis_en_forme(numero, precision or ""))
        elif champ:
            morceaux.append(format(valeurs[champ], precision or ""))
    return "".join(morceaux)


def _numero_mis_en_forme(numero: str, precision: str) -> str:
    if not precision:
        return numero
    return re.sub(r"\d+", lambda trouve: format(int(trouve.group()), precision), numero, count=1)


def _morceaux(motif: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(motif))
    except ValueError as faute:
        raise ValueError("Le motif de référence a une accolade de trop ou de moins.") from faute


def place(portes: Sequence[tuple[str, bool]], ecrit: int | str, huis_clos: bool) -> int | None:
    """A number of the agenda as a place (from 1): that of the line which bears it, else the figure itself.

    `portes`: number and part of each line, in their order. Where closed numbers begin again, the mover's part
    (`huis_clos`) wins. None when it is no number.
    """
    voulu = str(ecrit).strip().casefold()
    trouves = [(ferme != huis_clos, n) for n, (porte, ferme) in enumerate(portes, start=1) if porte.casefold() == voulu]
    return min(trouves)[1] if trouves else references.numero(voulu)
