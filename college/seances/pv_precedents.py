"""Which minutes still wait for their approval, and which of them a line of an agenda approves (L1122-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from college import francais
from college.seances import requetes
from college.seances.modele import Inscription, Seance
from college.transaction import unite

TENUES = ("levee", "arretee")
RECENTES = 6


@dataclass(frozen=True)
class Attente:
    """One part of the minutes of a past séance: the closed one apart, where the organe sits in public."""

    seance: Seance
    huis_clos: bool

    @property
    def jour(self) -> str:
        """« 9 novembre 2026 »."""
        return francais.date_longue(self.seance.debut)


def en_attente(seance: Seance, sauf: Inscription | None = None) -> list[Attente]:
    """Of the last séances of the organe, oldest first, what no other line approves or has approved."""
    passees = tenues(seance)
    ids = [tenue.id for tenue in passees]
    deux = requetes.reglages(seance.organe).seance_publique
    prises, fermees = _prises(ids, sauf, deux), _avec_huis_clos(ids)
    parties = [
        Attente(tenue, huis_clos)
        for tenue in reversed(passees)
        for huis_clos in (False, True)
        if not huis_clos or (deux and tenue.id in fermees and tenue.carence_le is None)
    ]
    return [a for a in parties if (a.seance.id, a.huis_clos) not in prises]


def tenues(seance: Seance) -> Sequence[Seance]:
    """The last séances of the organe whose minutes are not approved yet, latest first."""
    demande = select(Seance).where(
        Seance.organe_id == seance.organe_id, Seance.debut < seance.debut, Seance.etat.in_(TENUES)
    )
    return unite().scalars(demande.order_by(Seance.debut.desc()).limit(RECENTES)).unique().all()


def _prises(ids: Sequence[int], sauf: Inscription | None, deux: bool) -> set[tuple[int | None, bool]]:
    """What a line bears already: not decided yet, or approved; a postponed one leaves the minutes waiting."""
    demande = (
        select(Inscription.pv_de_id, Inscription.huis_clos)
        .join(Seance, Seance.id == Inscription.seance_id)
        .where(
            Inscription.pv_de_id.in_(ids),
            Inscription.retiree.is_(False),
            Inscription.id != (sauf.id if sauf and sauf.id else 0),
            Seance.etat != "annulee",
            or_(Inscription.issue.is_(None), Inscription.issue.in_(("accepte", "accepte_modifie"))),
        )
    )
    return {(vise, ferme and deux) for vise, ferme in unite().execute(demande)}


def _avec_huis_clos(ids: Sequence[int]) -> set[int]:
    demande = select(Inscription.seance_id).where(
        Inscription.seance_id.in_(ids), Inscription.huis_clos.is_(True), Inscription.retiree.is_(False)
    )
    return set(unite().scalars(demande.distinct()))


def choisir(attentes: Sequence[Attente], titre: str, huis_clos: bool) -> Attente | None:
    """Those of the day that the title names, else the last ones that wait; the closed part for a closed line."""
    memes = [a for a in attentes if a.huis_clos == huis_clos] or [a for a in attentes if not a.huis_clos]
    dit = titre.replace(francais.INSECABLE, " ")
    nommee = next((a for a in memes if a.jour.replace(francais.INSECABLE, " ") in dit), None)
    return nommee or (memes[-1] if memes else None)


def designer(ligne: Inscription) -> None:
    """The line of a point that approves minutes names them; what was chosen by hand stays."""
    if ligne.point.nature == "pv" and ligne.pv_de_id is None:
        trouvee = choisir(en_attente(ligne.seance, sauf=ligne), ligne.titre, ligne.huis_clos)
        ligne.pv_de_id = trouvee.seance.id if trouvee else None
