"""The state of a séance at a moment: who is there at each point, the quorum, the order treated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select

from college.seances import composition, presence, quorum, rappels, sieges
from college.seances.membre import Membre
from college.seances.modele import Inscription, Presence, Seance
from college.transaction import unite


def ordre_traite(inscriptions: Sequence[Any]) -> list[Any]:
    """The points in the order they were treated; those still to come follow in the agenda's order."""
    return sorted(
        (i for i in inscriptions if not i.retiree),
        key=lambda i: (i.rang_traite is None, i.rang_traite or 0, i.rang),
    )


def intercaler(inscriptions: Sequence[Inscription], sans_debat: Sequence[Inscription]) -> None:
    """Points settled by closing were treated at their place of the agenda, not after the exceptions.

    Those that were called keep their order; each other one goes before the first that follows it on the agenda.
    """
    suite = [i for i in ordre_traite(inscriptions) if i not in sans_debat]
    for ligne in sorted(sans_debat, key=lambda i: i.rang):
        place = next((n for n, autre in enumerate(suite) if autre.rang > ligne.rang), len(suite))
        suite.insert(place, ligne)
    for rang, ligne in enumerate(suite, start=1):
        ligne.rang_traite = rang


# Built once: each ballot asks it.
_MOUVEMENTS = (
    select(
        Presence.mandataire_id,
        Presence.evenement,
        Presence.inscription_id,
        Presence.cote,
        Presence.id,
        Presence.a_distance,
    )
    .where(Presence.seance_id == bindparam("seance"))
    .order_by(Presence.id)
)


def mouvements(seance: Seance) -> list[presence.Mouvement]:
    """The movements of the séance, each at its place in the order treated."""
    lignes = unite().execute(_MOUVEMENTS, {"seance": seance.id}).all()
    rangs = {0: 0}
    if any(ligne.inscription_id for ligne in lignes):
        rangs |= {i.id: n for n, i in enumerate(ordre_traite(_lignes(seance)), start=1)}
    return [
        presence.Mouvement(membre, evenement, rangs.get(inscription or 0, 0), cote, sequence, ailleurs)
        for membre, evenement, inscription, cote, sequence, ailleurs in lignes
    ]


def _lignes(seance: Seance) -> Sequence[Any]:
    """The lines where they are read already, else what their order needs: a ballot does not read the texts."""
    if "inscriptions" in seance.__dict__:
        return seance.inscriptions
    colonnes = (
        Inscription.id, Inscription.numero, Inscription.rang, Inscription.rang_traite, Inscription.retiree
    )  # fmt: skip
    return unite().execute(select(*colonnes).where(Inscription.seance_id == seance.id)).all()


def rang_de(inscription: Inscription) -> int:
    """The place of a point in the order treated (1 for the first)."""
    suite = [i.id for i in ordre_traite(_lignes(inscription.seance))]
    return suite.index(inscription.id) + 1 if inscription.id in suite else len(suite) + 1


class Releve:
    """What one request needs to know of the room, read once: members, movements, quorum.

    `sieges` holds every seat of the séance, `membres` who sits now; a person has one seat at each point.
    """

    def __init__(self, seance: Seance) -> None:
        self.seance = seance
        self.sieges: list[Membre] = composition.membres(seance)
        self.mouvements = mouvements(seance)
        self.par_id = {m.id: m for m in sorted(self.sieges, key=lambda m: not m.sortie)}

    @cached_property
    def _places(self) -> tuple[dict[int, int], dict[int, str]]:
        """Where each point stands in the order treated, and its number; nobody asks while no mandate changes."""
        suite = ordre_traite(_lignes(self.seance))
        return {i.id: n for n, i in enumerate(suite, start=1)}, {i.id: i.numero for i in suite}

    @property
    def places(self) -> dict[int, int]:
        return self._places[0]

    def membres_au_rang(self, rang: int) -> list[Membre]:
        """Who is a member at the point of that rank, by precedence."""
        if not sieges.changent(self.sieges):
            return self.sieges
        return sieges.au_rang(self.sieges, self.places, rang)

    def membres_a(self, inscription: Inscription | None) -> list[Membre]:
        """Who is a member during that point, or now."""
        if inscription is None or not sieges.changent(self.sieges):
            return self.membres
        return self.membres_au_rang(rang_de(inscription))

    @cached_property
    def membres(self) -> list[Membre]:
        """Who is a member now."""
        return self.membres_au_rang(sieges.FIN)

    def presents(self, inscription: Inscription | None = None) -> frozenset[int]:
        """Every member in the room now, or during a point."""
        siegent = {m.id for m in self.membres_a(inscription)}
        if inscription is None:
            return presence.presents(self.mouvements) & siegent
        # On the point in discussion a second vote counts whoever came back since the first one.
        en_discussion = inscription.id == self.seance.inscription_courante_id
        cote = presence.APRES if en_discussion else presence.AVANT
        rang = rang_de(inscription) if any(m.rang for m in self.mouvements) else 1
        assis = presence.presents_au_point(self.mouvements, rang, cote)
        if inscription.presence_physique:  # who is connected takes no part in it
            assis -= presence.connectes(self.mouvements, (rang, cote))
        return assis & siegent

    def connectes(self, inscription: Inscription | None = None) -> list[Membre]:
        """Who sits from elsewhere now, or when a point is called; by rank."""
        place = (rang_de(inscription), presence.AVANT) if inscription is not None else None
        ailleurs = presence.connectes(self.mouvements, place)
        return [m for m in self.membres_a(inscription) if m.id in ailleurs]

    def votants(self, inscription: Inscription) -> list[int]:
        """Members present with a deliberative voice, by rank: whoever is installed after the point has none in it."""
        presents = self.presents(inscription)
        return [m.id for m in self.membres_a(inscription) if m.delibere and m.id in presents]

    def etats(self) -> dict[int, str]:
        """Where each member stands now."""
        releve = presence.etats(self.mouvements)
        return {m.id: releve.get(m.id, "attendu") for m in self.membres}

    def quorum(self, inscription: Inscription | None = None) -> quorum.Quorum:
        """The quorum now, or at a point (a third notice frees only the items placed for the third time)."""
        deliberants = composition.ids_deliberants(self.membres_a(inscription))
        presents = self.presents(inscription)
        calcule = quorum.calculer(
            self.seance.organe.type,
            composition.jour_de(self.seance),
            base=len(deliberants),
            presents=sum(1 for m in deliberants if m in presents),
            convocation=self.seance.convocation,
            troisieme_fois=inscription is None or _troisieme_fois(self.seance, inscription),
        )
        change = self.changement if inscription is None else self._changement(rang_de(inscription))
        return replace(calcule, explication=f"{calcule.explication}, {change}") if change else calcule

    @cached_property
    def changement(self) -> str:
        """Why the base is no longer that of the opening, now."""
        return self._changement(sieges.FIN)

    def _changement(self, rang: int) -> str:
        if not any(m.entree or m.sortie for m in self.sieges):
            return ""
        return sieges.expliquer(self.sieges, *self._places, rang)

    def president(self, inscription: Inscription | None = None) -> Membre | None:
        return composition.president(self.seance, self.membres_a(inscription), self.presents(inscription))

    def nom(self, mandataire_id: int) -> str:
        membre = self.par_id.get(mandataire_id)
        return membre.personne.nom_complet if membre else "Cette personne"


def _troisieme_fois(seance: Seance, inscription: Inscription) -> bool:
    """Was the item on the two former agendas that failed for want of quorum (L1122-17)?"""
    return seance.convocation < 3 or inscription.point_id in rappels.repris(seance)
