"""The votes of a point besides the one that decides: an amendment, the doors, the rounds that elected nobody yet.

The minutes tell each of them; a vote that was only taken again under the same question gives way to the last one.
"""

from __future__ import annotations

from collections.abc import Iterable

from college.seances import depouillement, phrases, propositions
from college.seances.modele import Inscription, Scrutin

HUIS_CLOS = "Traitement du point à huis clos"


def mis_aux_voix(ligne: Inscription) -> Iterable[str]:
    """« Amendement de Mme Dupont – par 8 voix pour et 5 voix contre (…), la proposition est adoptée. »"""
    derniers = {_question(v): v for v in sorted(ligne.scrutins, key=lambda v: v.id) if _a_dire(ligne, v)}
    for question, vote in derniers.items():
        if dit := depouillement.imprimee(vote):
            yield phrases.mis_aux_voix(question, dit, vote.resultat or "", vote.comptes)


def _question(vote: Scrutin) -> str:
    return HUIS_CLOS if vote.regle.get("objet") == "huis_clos" else vote.question


def _a_dire(ligne: Inscription, vote: Scrutin) -> bool:
    """Proclaimed on a question of its own: neither an election, nor one of the propositions that decide."""
    if not vote.proclame_le or vote.mode == "election" or vote.regle.get("objet") == "urgence":
        return False
    if vote.regle.get("objet") in ("huis_clos", "amendement"):
        return True
    decidees = {d.libelle for d in ligne.decisions} | {v.question for v in _qui_decident(ligne)}
    return bool(vote.question) and vote.question not in decidees and not propositions.est_liee(vote)


def _qui_decident(ligne: Inscription) -> list[Scrutin]:
    return [d.scrutin for d in ligne.decisions if d.scrutin is not None]


def avec_les_tours(vote: Scrutin | None) -> str:
    """What the minutes say of an election: each round, the one that ends it last (L1122-28)."""
    if vote is None or vote.mode != "election" or vote.tour == 1:
        return depouillement.imprimee(vote)
    tours = {v.tour: v for v in sorted(vote.inscription.scrutins, key=lambda v: v.id) if _meme_election(v, vote)}
    dits = [depouillement.imprimee(tours[rang]) for rang in sorted(tours)] + [depouillement.imprimee(vote)]
    return " ".join(dit for dit in dits if dit)


def _meme_election(autre: Scrutin, vote: Scrutin) -> bool:
    memes = autre.mode == "election" and autre.question == vote.question
    return memes and autre.tour < vote.tour and bool(autre.proclame_le)
