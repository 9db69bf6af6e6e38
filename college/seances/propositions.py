"""The propositions of one point that are linked: who has chosen among them, and what comes out of them together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from college.seances import composition, lies, phrases
from college.seances.modele import Emargement, Scrutin
from college.seances.personnes import Personne
from college.seances.releve import Releve
from college.seances.scrutin import Regles
from college.transaction import unite


def groupe(vote: Scrutin) -> list[Scrutin]:
    """The propositions put to the vote together, the first one first; a vote by itself is alone."""
    tete = vote.lie_a_id or vote.id
    liees = [v for v in vote.inscription.scrutins if tete in (v.id, v.lie_a_id) and (v is vote or v.etat != "cree")]
    return sorted(liees, key=lambda v: v.id)


def est_liee(vote: Scrutin) -> bool:
    return len(groupe(vote)) > 1


def libelle(vote: Scrutin) -> str:
    """What the proposition is called; the point's own text has no other name."""
    return vote.question or "texte proposé"


def retenue(vote: Scrutin) -> Scrutin:
    """The proposition that carries the decision: the one adopted, else the vote itself."""
    return next((v for v in groupe(vote) if v.resultat == "adopte"), vote)


def deja_votants(vote: Scrutin) -> dict[int, Scrutin]:
    """Who has chosen another proposition of the group already (the first one is voted before any other exists)."""
    if vote.lie_a_id is None:
        return {}
    autres = {v.id: v for v in groupe(vote) if v is not vote}
    if vote.mode == "secret":
        demande = select(Emargement.mandataire_id, Emargement.scrutin_id).where(Emargement.scrutin_id.in_(autres))
        return {membre: autres[ou] for membre, ou in unite().execute(demande)}
    return {membre: v for v in autres.values() for ids in v.noms.values() for membre in ids}


def voix_comptees(vote: Scrutin) -> int:
    """The ballots of the other propositions, which the voters share (P43)."""
    return sum(v.votants for v in groupe(vote) if v is not vote) if vote.lie_a_id is not None else 0


def refuser_second_choix(vote: Scrutin, membre_id: int, nom: str) -> None:
    if (ailleurs := deja_votants(vote).get(membre_id)) is not None:
        lies.refuser_second_choix(nom, libelle(ailleurs))


def departager(vote: Scrutin, releve: Releve) -> None:
    """A proposition is closed: the results of the group are those of all its voices together."""
    propositions = [v for v in groupe(vote) if v.etat in ("clos", "proclame")]
    regles = Regles(
        type_organe=vote.seance.organe.type,
        jour=composition.jour_de(vote.seance),
        secret=vote.mode == "secret",
        urgence_reconnue=bool(vote.regle.get("urgence_reconnue")),
        partages_anterieurs=int(vote.regle.get("partages_anterieurs", 0)),
    )
    resultats = lies.depouiller([v.comptes for v in propositions], regles, _choix_du_president(propositions, releve))
    for proposition, resultat in zip(propositions, resultats, strict=True):
        proposition.resultat = resultat.resultat
        proposition.explication = resultat.explication
        rendu = {"article": resultat.article, "voix_preponderante": resultat.voix_preponderante}
        proposition.regle = {**proposition.regle, **rendu}


def _choix_du_president(propositions: Sequence[Scrutin], releve: Releve) -> int | None:
    president = releve.president(propositions[0].inscription)
    choisis = (n for n, v in enumerate(propositions) if president and president.id in v.noms.get("pour", ()))
    return next(choisis, None)


def phrase(vote: Scrutin, releve: Releve, mention: str) -> str:
    """One sentence for them all: « Par 5 voix pour la proposition « A » et 4 voix pour la proposition « B », »"""
    propositions = groupe(vote)
    gagnante = retenue(vote)
    nommer = mention == "resultat_et_noms" and vote.mode != "secret"
    voix, totaux = [], dict.fromkeys(phrases.AILLEURS, 0)
    noms: dict[str, list[Personne]] = {choix: [] for choix in phrases.AILLEURS}
    for v in propositions:
        personnes = {c: [releve.par_id[m].personne for m in ids if m in releve.par_id] for c, ids in v.noms.items()}
        voix.append((libelle(v), v.comptes.get("pour", 0), personnes.get("pour", ()) if v is not gagnante else ()))
        for choix in phrases.AILLEURS:
            totaux[choix] += v.comptes.get(choix, 0)
            noms[choix] += personnes.get(choix, ())
    return phrases.propositions(voix, totaux, noms if nommer else {}, secret=vote.mode == "secret", nommer=nommer)
