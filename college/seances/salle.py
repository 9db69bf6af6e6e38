"""The room: arrivals, exits, withdrawals for interest. Only a person records a movement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.seances import connexions, cycle, presence, scrutin
from college.seances.modele import Bulletin, Emargement, Inscription, Presence, Scrutin, Seance
from college.seances.releve import Releve, rang_de
from college.seances.verrou import toucher, verrouiller
from college.transaction import unite


@exige("seance.conduire")
def noter_presence(
    acteur: Acteur,
    seance: Seance,
    mandataire_id: int,
    evenement: str,
    *,
    inscription: Inscription | None = None,
    le: datetime | None = None,
    motif: str = "",
    cote: int | None = None,
    a_distance: bool = False,
) -> Presence | None:
    """Record a movement at its place in the treatment; the same one again changes nothing (None)."""
    verrouiller(seance)
    if seance.etat in cycle.VERROUILLEE and not motif.strip():
        raise Refus(
            "La séance est levée : les présences ne changent plus, sauf correction dont vous donnez le motif.",
            motif="seance_levee",
        )
    releve = Releve(seance)
    if mandataire_id not in releve.par_id:
        raise Invalide("Cette personne ne siège pas à cette séance.", "mandataire")
    nom = releve.nom(mandataire_id)
    if evenement == "se_retire" and inscription is None and seance.inscription_courante_id is None:
        raise Invalide("Indiquez le point pour lequel la personne se retire.", "inscription")
    if le is not None and evenement in presence.RESULTAT:
        moments = presence.Moments(seance.debut, seance.ouverte_le, seance.levee_le, horloge.maintenant())
        presence.verifier_moment(evenement, le, moments, nom)
    a_distance = a_distance and presence.RESULTAT.get(evenement) == "present"
    if a_distance:
        connexions.verifier(seance)
    inscription, cote = _place(seance, inscription, evenement, cote)
    if evenement == "quitte" and _a_vote_au_point(inscription, mandataire_id):
        cote = presence.APRES  # nobody leaves before the point on which he voted
    rang = rang_de(inscription) if inscription else 0
    _refuser_hors_mandat(releve, mandataire_id, rang + cote)
    nouveau = presence.Mouvement(mandataire_id, evenement, rang, cote, sequence=10**12)
    pas_ouverte = seance.etat in cycle.AVANT_SEANCE
    if presence.decider(releve.mouvements, nouveau, nom, avant_l_ouverture=pas_ouverte) is None:
        return None
    if evenement in ("absent", "excuse", "se_retire"):
        presence.refuser_si_a_vote(_points_votes(seance, mandataire_id, inscription, cote), nom)
    elif evenement == "quitte":
        _refuser_pendant_son_vote(seance, mandataire_id, nom)
    ligne = ligne_de_presence(acteur, seance, mandataire_id, evenement, inscription=inscription, cote=cote)
    ligne.motif, ligne.le, ligne.a_distance = motif, le or ligne.le, a_distance
    unite().add(ligne)
    seance.presences_signalees = [m for m in seance.presences_signalees if m != mandataire_id]
    journal.noter(
        acteur, f"presence.{evenement}", seance, membre=mandataire_id, inscription=ligne.inscription_id, motif=motif,
        a_distance=a_distance,
    )  # fmt: skip
    toucher(seance)
    unite().flush()
    return ligne


def _refuser_hors_mandat(releve: Releve, mandataire_id: int, rang: int) -> None:
    """Before his installation, or once his mandate has ended, a person sits nowhere in the room."""
    if mandataire_id in {m.id for m in releve.membres_au_rang(rang)}:
        return
    raise Refus(
        f"{releve.nom(mandataire_id)} ne siège pas à ce moment de la séance : son mandat commence après son "
        "installation et finit au point qui en prend acte. Notez l’une ou l’autre à ce point.",
        motif="hors_mandat",
    )


@exige("seance.signaler")
def signaler_presence(acteur: Acteur, seance: Seance) -> Seance:
    """A member says on his device that he is there; the secretary, who sees him, notes it (never by itself)."""
    verrouiller(seance)
    membre_id = acteur.mandats.get(seance.organe_id, 0)
    releve = Releve(seance)
    if seance.etat in cycle.VERROUILLEE or membre_id not in {m.id for m in releve.membres}:
        raise Refus("On ne signale sa présence qu’à une séance à laquelle on siège, avant sa levée.", motif="etat")
    if membre_id not in releve.presents() and membre_id not in seance.presences_signalees:
        seance.presences_signalees = [*seance.presences_signalees, membre_id]
        journal.noter(acteur, "presence.signalee", seance, membre=membre_id)
        toucher(seance)
    return seance


def ligne_de_presence(
    acteur: Acteur,
    seance: Seance,
    mandataire_id: int,
    evenement: str,
    *,
    inscription: Inscription | None = None,
    cote: int = presence.AVANT,
) -> Presence:
    """The row of a movement, now."""
    return Presence(
        institution_id=seance.institution_id,
        seance_id=seance.id,
        mandataire_id=mandataire_id,
        evenement=evenement,
        inscription_id=inscription.id if inscription else None,
        cote=cote,
        motif="",
        le=horloge.maintenant(),
        saisi_par_id=acteur.agent_id,
    )


def _place(
    seance: Seance, inscription: Inscription | None, evenement: str, cote: int | None
) -> tuple[Inscription | None, int]:
    """Where a movement hangs: the point named, else the one in discussion, else before the opening."""
    if inscription is not None and inscription.seance_id != seance.id:
        raise Invalide("Ce point n’est pas à l’ordre du jour de cette séance.", "inscription")
    if inscription is None and seance.etat not in cycle.AVANT_SEANCE:
        inscription = next((i for i in seance.inscriptions if i.id == seance.inscription_courante_id), None)
        if inscription is not None and inscription.rang_traite is None and evenement != "se_retire":
            # Only its urgency is being voted: the item comes later, the movement belongs here.
            traites = [i for i in seance.inscriptions if i.rang_traite is not None]
            return max(traites, key=lambda i: i.rang_traite or 0, default=None), presence.APRES
        if cote is None and inscription is not None and evenement != "se_retire" and _traite(inscription):
            return inscription, presence.APRES
    if cote is None and inscription is not None and evenement == "revient" and _traite(inscription):
        return inscription, presence.APRES  # nobody comes back before the point that is already decided
    return inscription, cote or presence.AVANT


def lieu_present(seance: Seance) -> tuple[Inscription | None, int]:
    """Where the séance stands now: before or after which point."""
    return _place(seance, None, "", None)


def _traite(inscription: Inscription) -> bool:
    return bool(inscription.decisions) or any(v.etat in ("clos", "proclame") for v in inscription.scrutins)


def _points_votes(seance: Seance, mandataire_id: int, inscription: Inscription | None, cote: int) -> list[str]:
    """The points on which this member voted and that the movement would cover."""
    debut = rang_de(inscription) + cote if inscription else 0
    return [
        ligne.numero
        for ligne in seance.inscriptions
        if rang_de(ligne) >= debut and _a_vote_au_point(ligne, mandataire_id)
    ]


def _refuser_pendant_son_vote(seance: Seance, mandataire_id: int, nom: str) -> None:
    """He voted on a device and the vote is still open: his exit belongs after it, or his ballot has no voter."""
    for ligne in seance.inscriptions:
        if any(v.etat == "ouvert" and _a_vote(v, mandataire_id) for v in ligne.scrutins):
            raise Refus(
                f"{nom} vient de voter au point {ligne.numero}, dont le vote est encore ouvert : "
                "clôturez-le, puis notez sa sortie.",
                motif="vote_en_cours",
            )


def _a_vote_au_point(inscription: Inscription | None, mandataire_id: int) -> bool:
    return inscription is not None and any(_a_vote(v, mandataire_id) for v in inscription.scrutins)


def _a_vote(vote: Scrutin, mandataire_id: int) -> bool:
    """On the item itself (its urgency was voted at another moment of the séance), closed or still open."""
    if vote.regle.get("objet", "proposition") not in scrutin.SUR_LE_FOND:
        return False
    if vote.etat == "ouvert":
        table = Emargement if vote.mode in ("secret", "election") else Bulletin
        demande = select(table.id).where(table.scrutin_id == vote.id, table.mandataire_id == mandataire_id)
        return unite().scalar(demande) is not None
    if (votants := vote.instantane.get("votants")) or not vote.votants:
        return mandataire_id in (votants or ())
    la = Releve(vote.seance).votants(vote.inscription)  # counted without names: are there as many voices as members?
    return mandataire_id in la and vote.votants >= len(la)
