"""PURE. Personal data that a public text should not show, proposed for masking (CDLD, art. L3221-4).

Names of elected people stay: the law keeps them. Everything else is a proposal that a person settles,
except a national register number, which is never published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from college.francais import MOIS

NISS = "Numéro de registre national"
IBAN = "Numéro de compte bancaire"
TELEPHONE = "Numéro de téléphone"
COURRIEL = "Adresse de courriel"
NAISSANCE = "Date de naissance"
ADRESSE = "Adresse d’une personne"
NOM = "Nom d’un tiers"

#: Never published, whatever a person answers.
TOUJOURS = frozenset({NISS})


class Trouvaille(NamedTuple):
    debut: int
    fin: int
    extrait: str
    motif: str


_E = r"[\s\u00a0\u202f]"
_MAJ = r"[A-ZÀ-ÖØ-Þ]"
_NOM_PROPRE = rf"{_MAJ}[\w’'-]*(?:{_E}+(?:(?:de|du|van|von|le|la|den|der|d’|del|di){_E}+)*{_MAJ}[\w’'-]+){{0,3}}"
_MOIS = rf"(?:{'|'.join(MOIS)})"
_JOUR = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|(?:1er|\d{{1,2}}){_E}+{_MOIS}{_E}+\d{{4}})"

_MOTIFS = (
    (NISS, re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[ -]?\d{3}[. ]?\d{2}(?!\d)")),
    (IBAN, re.compile(r"\b[A-Z]{2}\d{2}(?:[\s\u00a0]?[A-Z0-9]{4}){3,7}(?:[\s\u00a0]?[A-Z0-9]{1,3})?\b")),
    # From the beginning of what may be one: read from each of its dots, a long row of words would hold the server.
    (COURRIEL, re.compile(r"(?<![\w.+-])[.+-]*+(?P<x>\w[\w.+-]*+@[\w-]+(?:\.[\w-]+)+)\b")),
    (
        TELEPHONE,
        re.compile(
            r"(?<![\d/.,-])(?!\d{2}[/.]\d{2}[/.]\d{4})(?:(?:\+|00)32[\s./]?(?:\(0\))?|0)[1-9]\d{0,2}(?:[\s./]?\d{2,3}){3}(?![\d/-])"
        ),
    ),
    (NAISSANCE, re.compile(rf"(?<=\b)(?:né|née|naissance)\b[^.;\n]{{0,40}}?(?P<x>{_JOUR})", re.IGNORECASE)),
    (
        ADRESSE,
        re.compile(
            rf"\b(?:domicilié|domiciliée|domiciliés|résidant|demeurant){_E}+(?:à{_E}+)?(?P<x>[^;\n]{{8,90}}?\d{{4}}{_E}+{_MAJ}[\w’'-]+)",
        ),
    ),
    (
        NOM,
        re.compile(
            rf"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Maître|Dr|Docteur){_E}+(?P<x>{_NOM_PROPRE})"
        ),
    ),
)


def detecter(texte: str, noms_publics: Collection[str] = (), publics: Collection[str] = ()) -> list[Trouvaille]:
    """What to propose, in order. `noms_publics` are people whose names stay; `publics` contact data of the house."""
    gardes = {_cle(p) for p in publics}
    elus = [_cle(nom) for nom in noms_publics]
    trouvailles: list[Trouvaille] = []
    pris = bytearray(len(texte))
    for trouvaille in _toutes(texte):
        cle = _cle(trouvaille.extrait)
        dedans = slice(trouvaille.debut, trouvaille.fin)
        if any(pris[dedans]) or cle in gardes or (trouvaille.motif == NOM and _est_elu(cle, elus)):
            continue
        trouvailles.append(trouvaille)
        pris[dedans] = b"\1" * (trouvaille.fin - trouvaille.debut)
    return sorted(trouvailles)


def _toutes(texte: str) -> Iterator[Trouvaille]:
    for motif, forme in _MOTIFS:
        for trouve in forme.finditer(texte):
            groupe = "x" if "x" in forme.groupindex else 0
            extrait = trouve[groupe]
            if motif in _CONTROLES and not _CONTROLES[motif](extrait):
                continue
            yield Trouvaille(trouve.start(groupe), trouve.end(groupe), extrait, motif)


def _niss_valable(extrait: str) -> bool:
    """The check digits tell a register number from a phone or a file number (97 − rest; « 2 » before from 2000)."""
    chiffres = re.sub(r"\D", "", extrait)
    base, cle = chiffres[:9], int(chiffres[9:])
    return cle in (97 - int(base) % 97, 97 - int("2" + base) % 97)


def _iban_valable(extrait: str) -> bool:
    compact = re.sub(r"\s", "", extrait)
    tourne = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in tourne)) % 97 == 1


_CONTROLES = {NISS: _niss_valable, IBAN: _iban_valable}


def _cle(texte: str) -> str:
    return " ".join(texte.casefold().replace("'", "’").split())


def _est_elu(nom: str, elus: list[str]) -> bool:
    """« Dupont » or « Claire Dupont » when Claire Dupont sits; « Paul Dupont » does not."""
    mots = set(nom.split())
    return any(mots <= set(elu.split()) and elu.split()[-1] in nom for elu in elus)
