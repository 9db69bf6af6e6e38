"""The head of the journal, shown once a day to a third party (RFC 3161): what the chain alone cannot prove.

Whoever holds the database may cut the journal's tail, or fold a false chain from its beginning. A token on the head
of each day lies beside the stored files, outside the database: `fichiers/ancres/<institution>/<entry>-<seal>.tst`.
The seal is a SHA-256, so that the token is about it and nothing else; its file's name says which entry carried it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from college import stockage
from college.journal import EntreeJournal
from college.templates_docs import rendu
from college.transaction import unite

EVENEMENT = "journal.ancre"


@dataclass(frozen=True)
class Ancre:
    """One kept token: the entry that was the head, its seal, the proof."""

    entree: int
    sceau: str
    fichier: Path


@dataclass(frozen=True)
class Bilan:
    """What the anchors say: how many hold, the last one (instant, authority), the sentences of those that do not."""

    tenues: int
    derniere: str
    autorite: str
    fautes: tuple[str, ...]


def tete(institution_id: int) -> tuple[int, str] | None:
    """The last sealed entry and its seal; None when only the anchor of the day before was written since."""
    scellees = EntreeJournal.institution_id == institution_id, EntreeJournal.sceau.is_not(None)
    derniere = unite().scalar(select(EntreeJournal).where(*scellees).order_by(EntreeJournal.id.desc()).limit(1))
    if derniere is None or derniere.sceau is None or derniere.evenement == EVENEMENT:
        return None
    return derniere.id, derniere.sceau


def garder(institution_id: int, entree: int, sceau: str, jeton: bytes) -> None:
    """Keep the token, durably, out of the database."""
    stockage.ancrer(str(institution_id), f"{entree}-{sceau}.tst", jeton)


def ancres(institution_id: int) -> list[Ancre]:
    """The kept tokens, oldest first."""
    lues: list[Ancre] = []
    for fichier in stockage.ancres(str(institution_id)).glob("*-*.tst"):
        entree, _, sceau = fichier.stem.partition("-")
        lues.append(Ancre(int(entree), sceau, fichier))
    return sorted(lues, key=lambda ancre: ancre.entree)


def verifier(institution_id: int, combien: int = 0) -> Bilan:
    """Hold each token (or the last `combien`) against the journal: its entry is still there, under the same seal."""
    gardees = ancres(institution_id)[-combien:]
    ici = EntreeJournal.institution_id == institution_id, EntreeJournal.id.in_([ancre.entree for ancre in gardees])
    sceaux = {entree.id: entree.sceau for entree in unite().scalars(select(EntreeJournal).where(*ici))}
    tenues, derniere, autorite, fautes = 0, "", "", []
    for ancre in gardees:
        try:
            instant, autorite = rendu.verifier_jeton(ancre.fichier.read_bytes(), ancre.sceau)
        except rendu.EchecRendu as refus:
            if refus.genre != "refus":
                raise
            fautes.append(f"entrée {ancre.entree} : {refus.phrase}")
            continue
        if sceaux.get(ancre.entree) == ancre.sceau:
            tenues, derniere = tenues + 1, instant
        else:
            fautes.append(f"l’entrée {ancre.entree}, montrée à « {autorite} », n’est plus là ou n’est plus la même")
    return Bilan(tenues, derniere, autorite, tuple(fautes))
