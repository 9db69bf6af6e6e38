"""From ballots to a result: the snapshot at close, the counts, and the sentence at the proclamation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import delete, select

from college import horloge
from college.boite_envoi import periodique
from college.erreurs import Refus
from college.seances import composition, election, phrases, propositions, requetes, urne
from college.seances import scrutin as regles
from college.seances.modele import BulletinScelle, Emargement, Scrutin
from college.seances.personnes import Personne
from college.seances.releve import Releve
from college.transaction import lecture, une_fois_ecrit, unite


def conclure(vote: Scrutin, releve: Releve, choix: Mapping[int, str]) -> None:
    """Close a public vote on its nominal ballots."""
    votants = [membre for membre, voulu in choix.items() if voulu != "ne_participe_pas"]
    vote.noms = {cle: valeurs for cle, valeurs in regles.noms(choix).items() if valeurs}
    president = releve.president(vote.inscription)
    choix_president = choix.get(president.id) if president else None
    _finir(vote, releve, regles.compter(choix), votants, choix_president)


def conclure_comptes(vote: Scrutin, releve: Releve, comptes: Mapping[str, int]) -> None:
    """Close a vote on counts alone: paper, or a show of hands."""
    presents = releve.votants(vote.inscription)
    if vote.mode == "election":
        _finir_election(vote, releve, comptes, presents)
    else:
        _finir(vote, releve, {c: comptes.get(c, 0) for c in regles.COMPTES}, presents, None)


def ouvrir_urne(vote: Scrutin, releve: Releve) -> None:
    """Open the sealed boxes, keep the counts, destroy boxes and key: nothing links a voter any more."""
    boites = list(unite().scalars(select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote.id)))
    if boites and not urne.presente(vote.id):
        raise Refus(
            f"La clé de cette urne n’est plus sur ce serveur, la base vient d’une sauvegarde : ses {len(boites)} "
            "bulletins ne s’ouvrent plus. Faites voter sur papier, puis donnez le dépouillement.",
            motif="urne_perdue",
        )
    votants = list(unite().scalars(select(Emargement.mandataire_id).where(Emargement.scrutin_id == vote.id)))
    comptes = Counter(urne.desceller(vote.id, boites)) if boites else Counter()
    fermer_urne(vote)
    if vote.mode == "election":
        _finir_election(vote, releve, comptes, sorted(votants))
    else:
        _finir(vote, releve, {c: comptes.get(c, 0) for c in regles.COMPTES}, sorted(votants), None)


def fermer_urne(vote: Scrutin) -> None:
    """No box is left, then no key: the key goes last, so that a process killed on the way loses no ballot."""
    unite().execute(delete(BulletinScelle).where(BulletinScelle.scrutin_id == vote.id))
    vote.cle_publique = None
    une_fois_ecrit(partial(urne.detruire, vote.id))


@periodique(300)
def detruire_les_cles_oubliees() -> None:
    """A process killed between a count and the end of its key leaves the key: the boxes are gone, it goes too."""
    if gardees := urne.gardees():
        finis = select(Scrutin.id).where(Scrutin.id.in_(gardees), Scrutin.etat.in_(("clos", "proclame")))
        with lecture() as session:
            for scrutin_id in session.scalars(finis):
                urne.detruire(scrutin_id)


def _instantane(vote: Scrutin, releve: Releve, votants: Sequence[int]) -> dict[str, Any]:
    """Entitled, present, voted: frozen, so that a past vote never reads today's members."""
    return {
        "ayants_droit": composition.ids_deliberants(releve.membres_a(vote.inscription)),
        "presents": releve.votants(vote.inscription),
        "votants": list(votants),
        "quorum": releve.quorum(vote.inscription).explication,
    }


def _finir(
    vote: Scrutin, releve: Releve, comptes: Mapping[str, int], votants: Sequence[int], choix_president: str | None
) -> None:
    regle = vote.regle
    resultat = regles.depouiller(
        comptes,
        regles.Regles(
            type_organe=vote.seance.organe.type,
            jour=composition.jour_de(vote.seance),
            majorite=regle.get("majorite", "absolue"),
            secret=vote.mode == "secret",
            presents=len(releve.votants(vote.inscription)),
            choix_president=choix_president,
            urgence_reconnue=bool(regle.get("urgence_reconnue")),
            partages_anterieurs=int(regle.get("partages_anterieurs", 0)),
            objet=regle.get("objet", "proposition"),
        ),
    )
    vote.comptes = dict(comptes)
    vote.votants = sum(comptes.values()) if vote.mode != "unanimite" else len(votants)
    vote.instantane = _instantane(vote, releve, votants if vote.noms or vote.mode == "secret" else [])
    vote.resultat = resultat.resultat
    vote.explication = resultat.explication
    vote.regle = {**regle, "article": resultat.article, "voix_preponderante": resultat.voix_preponderante}
    if vote.lie_a_id is not None:
        propositions.departager(vote, releve)


def candidats(vote: Scrutin) -> list[election.Candidat]:
    """The persons who may be chosen, with their date of birth where it is known."""
    return [
        election.Candidat(
            c["code"],
            c["nom"],
            date.fromisoformat(c["naissance"]) if c.get("naissance") else None,
            c.get("genre") or "",
        )
        for c in vote.candidats
    ]


def issue_election(vote: Scrutin, voix: Mapping[str, int], votants: Sequence[int]) -> election.ResultatElection:
    """What these counts would elect."""
    postes = int(vote.regle.get("postes", 1))
    ecartes = voix.get("blanc", 0) + voix.get("nul", 0)
    exprimees = sum(n for code, n in voix.items() if code not in ("blanc", "nul"))
    valables = exprimees if postes == 1 else min(len(votants) - ecartes, exprimees)
    return election.depouiller(
        voix,
        candidats(vote),
        valables=valables,
        jour=composition.jour_de(vote.seance),
        tour=vote.tour,
        postes=postes,
    )


def _finir_election(vote: Scrutin, releve: Releve, voix: Mapping[str, int], votants: Sequence[int]) -> None:
    issue = issue_election(vote, voix, votants)
    vote.comptes = dict(voix)
    vote.votants = issue.valables + voix.get("blanc", 0) + voix.get("nul", 0)
    vote.instantane = _instantane(vote, releve, votants)
    vote.resultat = issue.resultat
    vote.explication = issue.explication
    vote.regle = {
        **vote.regle,
        "article": issue.article,
        "requis": issue.requis,
        "elus": [c.code for c in issue.elus],
        "ballottage": [c.code for c in issue.ballottage],
        "benefice_age": issue.au_benefice_de_l_age,
    }


def proclamer(vote: Scrutin, releve: Releve) -> None:
    """The president says the result: the sentence of the minutes is fixed."""
    vote.etat = "proclame"
    vote.proclame_le = horloge.maintenant()
    vote.phrase = phrase(vote, releve)


def phrase(vote: Scrutin, releve: Releve) -> str:
    """The sentence of the minutes for this vote (also shown before the proclamation, as a preview)."""
    if vote.mode == "election":
        return _phrase_election(vote)
    personnes = personnes_par_choix(vote, releve)
    if propositions.est_liee(vote):
        dite = propositions.phrase(vote, releve, _mention(releve))
    else:
        dite = phrases.vote(
            vote.comptes, personnes, secret=vote.mode == "secret", mention=_mention(releve), complet=_complet(vote)
        )
    suites = [phrases.non_participants(personnes.get("ne_participe_pas", ()))] if dite else []
    if vote.regle.get("voix_preponderante"):
        president = releve.president(vote.inscription)
        motif = "l’urgence a été reconnue avant la discussion"
        if not vote.regle.get("urgence_reconnue"):
            motif = "c’est le troisième partage sur la même affaire"
        suites.append(phrases.voix_preponderante(president.personne if president else None, motif))
    return " ".join([*(s for s in suites if s), dite]).strip()


def _complet(vote: Scrutin) -> bool:
    """Did all who were present with a voice vote, or say that they take no part?"""
    dits = sum(vote.comptes.values()) + len(vote.noms.get("ne_participe_pas", ()))
    return dits >= len(vote.instantane.get("presents", ()))


def _mention(releve: Releve) -> str:
    """What the organe says of a vote; one that prints none still shows the secretary the whole sentence."""
    mention = requetes.reglages(releve.seance.organe).mention_vote
    return "resultat_et_noms" if mention == "aucune" else mention


def imprimee(vote: Scrutin | None) -> str:
    """The sentence that the minutes print: a collège prints none, but urgency and casting votes always are."""
    if vote is None:
        return ""
    remarquable = vote.regle.get("objet") == "urgence" or vote.regle.get("voix_preponderante")
    discrete = requetes.reglages(vote.seance.organe).mention_vote == "aucune"
    return "" if discrete and not remarquable else vote.phrase


def personnes_par_choix(vote: Scrutin, releve: Releve) -> dict[str, list[Personne]]:
    """The persons behind the stored names, by choice."""
    return {choix: [releve.par_id[m].personne for m in ids if m in releve.par_id] for choix, ids in vote.noms.items()}


def _phrase_election(vote: Scrutin) -> str:
    par_code = {c["code"]: _personne(c) for c in vote.candidats}
    elus = vote.regle.get("elus", [])
    restes = sorted(((code, n) for code, n in vote.comptes.items() if n and code not in elus), key=lambda r: -r[1])
    autres = [(par_code[code].dit, n) for code, n in restes if code in par_code]
    autres += [(code, n) for code, n in restes if code not in par_code]
    entre = [par_code[code].dit for code in vote.regle.get("ballottage", [])]
    if not elus and vote.tour >= election.DERNIER_TOUR:
        return phrases.parite_des_voix(autres, entre) if entre else ""
    if not elus:
        return phrases.ballottage(autres, entre, int(vote.regle.get("requis", 0))) if entre else ""
    return phrases.election(
        [par_code[code] for code in elus],
        [vote.comptes.get(code, 0) for code in elus],
        autres=autres,
        tour=vote.tour,
        benefice_age=bool(vote.regle.get("benefice_age")),
        entre=entre,
    )


def _personne(candidat: Mapping[str, Any]) -> Personne:
    return Personne("", candidat["nom"], candidat.get("genre", ""))
