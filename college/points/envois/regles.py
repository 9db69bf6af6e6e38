"""What travels with a point that another organe takes over, and what stays behind. PURE.

Own texts: a filled one replaces the point's, one that is filled empty empties it (a title never), one that was
not given leaves the point's own (scenario P55). Across institutions only what the sender ticks goes along
(pratique §11): no piece that was not named, nothing of the sender's own lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from college.erreurs import Refus
from college.points.phrases import fr

TEXTES = ("titre", "motivation", "dispositif")
ACCEPTES = ("accepte", "accepte_modifie")
CONTINUES = {"reporte": "reporté", "nul_a_representer": "déclaré nul, à représenter"}  # goes on as another point
_ARRETES = {
    "refuse": "refusé",
    "retire": "retiré",
    "renvoye": "renvoyé à son service",
    "non_applicable": "déclaré non applicable",
    "non_examine": "laissé sans examen",
}
_PROPRES_A_LA_MAISON = (
    *("groupe_en_charge", "demandeur", "destinataires", "dossier", "mots_cles", "date_limite"),
    *("services_associes", "groupes_en_copie"),
)


class Suite(NamedTuple):
    """What was chosen for the other organe; `pieces` names annexes, None leaves it to `annexes`."""

    organe: str
    titre: str | None = None
    motivation: str | None = None
    dispositif: str | None = None
    annexes: bool = True
    pieces: tuple[int, ...] | None = None
    urgence: bool = False


class Reception(NamedTuple):
    """What the other organe takes: see `ReglagesOrgane`."""

    meme_institution: bool
    categories: Mapping[str, str]
    annexes: Collection[str]
    champs_absents: Collection[str]


def lire(ecrite: Mapping[str, Any]) -> Suite | None:
    """A choice as it was kept on the point."""
    if not ecrite.get("organe"):
        return None
    connus = {cle: valeur for cle, valeur in ecrite.items() if cle in Suite._fields}
    pieces = connus.get("pieces")
    return Suite(**connus | {"pieces": None if pieces is None else tuple(pieces)})


def contenu(source: Mapping[str, Any], suite: Suite, reception: Reception) -> dict[str, Any]:
    """The fields of the new point."""
    vus = dict(source)
    for champ in TEXTES:
        propre = getattr(suite, champ)
        if propre is not None and (propre or champ != "titre"):
            vus[champ] = propre
    if vus.get("categorie"):
        vus["categorie"] = reception.categories.get(vus["categorie"], vus["categorie"])
    absents = {*reception.champs_absents} | ({*_PROPRES_A_LA_MAISON} if not reception.meme_institution else set())
    return {champ: valeur for champ, valeur in vus.items() if champ not in absents}


def pieces(annexes: Iterable[Any], suite: Suite, reception: Reception) -> list[Any]:
    """The annexes that go along: never one added after the decision, never one of a type unknown over there."""
    offertes = [annexe for annexe in annexes if annexe.type in reception.annexes]
    if suite.pieces is not None:
        return [annexe for annexe in offertes if annexe.id in suite.pieces]
    return offertes if suite.annexes and reception.meme_institution else []


def verifier(suite: Suite, reception: Reception, secret_social: bool) -> None:
    """Across institutions, a matter of social secrecy leaves under a title of its own. Raises Refus."""
    if secret_social and not reception.meme_institution and not suite.titre:
        raise Refus(
            fr("Ce point relève du secret social : donnez le titre que l'autre institution lira."), motif="titre_propre"
        )


def cible(vers: str, ici: str) -> str:
    """One name for one organe: its code at home, `INSTITUTION/ORGANE` elsewhere. `ici`: the code of the house."""
    return vers.removeprefix(f"{ici}/")


def due(suite: Suite | None, issue: str | None, transmis: Collection[str], ici: str) -> bool:
    """The decision has come: does the point go on now? Once only."""
    return suite is not None and issue in ACCEPTES and cible(suite.organe, ici) not in transmis


def empechement(issue: str) -> str:
    """Why what was so decided does not go on by hand either; empty when it may (accepted, taken note of)."""
    if issue in CONTINUES:
        phrase = f"Ce point a été {CONTINUES[issue]} : transmettez celui qui le continue, une fois accepté."
    elif issue in _ARRETES:
        phrase = (
            f"Ce point a été {_ARRETES[issue]} : il ne part pas. Dupliquez-le pour proposer un texte à l'autre organe."
        )
    else:
        return ""
    return fr(phrase)
