"""What happened around a point, in sentences: who came and went, who took the chair, the doors, the pauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from college.seances import composition, droit, phrases, phrases_mandats, presence, sieges
from college.seances.membre import Membre
from college.seances.modele import Inscription, Seance
from college.seances.personnes import Personne
from college.seances.releve import Releve, rang_de

FIN = 10**6
TUTELLE_SUR_LE_CPAS = "TUT-CPAS"


class Incidents:
    """The incidents of one séance, read in the order in which its points were treated."""

    def __init__(self, seance: Seance, releve: Releve, traites: Sequence[Inscription]) -> None:
        self.seance = seance
        self.releve = releve
        self.traites = traites

    def avant(self, ligne: Inscription) -> tuple[str, ...]:
        """Before the point is discussed."""
        rang = rang_de(ligne)
        return (
            *self._mouvements(rang, presence.AVANT),
            *self._reserve(ligne),
            *self._presidence(rang),
            *self._suspensions(ligne, presence.AVANT),
            *self._portes(ligne),
        )

    def apres(self, ligne: Inscription) -> tuple[str, ...]:
        """After it."""
        return (
            *(dit for _, dit in self.mandats(ligne)),
            *self._mouvements(rang_de(ligne), presence.APRES),
            *self._suspensions(ligne, presence.APRES),
        )

    def de_l_acte(self, ligne: Inscription) -> tuple[str, ...]:
        """What the act itself must say: who withdrew for interest, who chaired instead; the rest is in the minutes."""
        rang = rang_de(ligne)
        retraits = self._mouvements(rang, presence.AVANT, ("se_retire",))
        return (*retraits, *self._reserve(ligne), *self._presidence(rang))

    def preside(self, ligne: Inscription | None = None) -> Membre | None:
        """Who chaired during that point; who closed the séance, without one."""
        return self._preside(rang_de(ligne) if ligne else FIN)

    def personne(self, rang: int) -> Personne | None:
        membre = self._preside(rang)
        return membre.personne if membre else None

    def _mouvements(self, rang: int, cote: int, voulus: Iterable[str] = tuple(phrases.VERBES)) -> Iterable[str]:
        """Who came and went at this place, one sentence for those who did the same."""
        ici = [m for m in self.releve.mouvements if (m.rang, m.cote) == (rang, cote) and m.evenement in voulus]
        ici = [m for m in ici if not self._vient_d_etre_installe(m)]
        numero = self.traites[rang - 1].numero if rang <= len(self.traites) else ""
        for (evenement, ailleurs, tutelle), groupe in groupby(ici, key=self._nature):
            personnes = [m.personne for m in map(self._membre, groupe) if m is not None]
            yield phrases.mouvement(
                personnes,
                evenement,
                numero=numero,
                cote=cote,
                type_organe=self.seance.organe.type,
                a_distance=ailleurs,
                tutelle_cpas=tutelle,
            )

    def _nature(self, mouvement: presence.Mouvement) -> tuple[str, bool, bool]:
        """What is told of a movement; the president of the CPAS leaves a collège that judges its acts (L1123-8)."""
        membre = self._membre(mouvement)
        ligne = self.traites[mouvement.rang - 1] if 0 < mouvement.rang <= len(self.traites) else None
        tutelle = (
            self.seance.organe.type == "college"
            and membre is not None
            and membre.fonction == "president_cpas"
            and ligne is not None
            and ligne.point.type_acte.startswith(TUTELLE_SUR_LE_CPAS)
        )
        return mouvement.evenement, mouvement.a_distance, tutelle

    def _membre(self, mouvement: presence.Mouvement) -> Membre | None:
        """The person in the function that was his when he moved."""
        siegent = self.releve.membres_au_rang(mouvement.rang + mouvement.cote)
        return next((m for m in siegent if m.id == mouvement.membre), self.releve.par_id.get(mouvement.membre))

    def _vient_d_etre_installe(self, mouvement: presence.Mouvement) -> bool:
        """His installation is told in a sentence of its own: he was in the room to take the oath."""
        membre = self._membre(mouvement)
        if membre is None or not membre.entree or (mouvement.evenement, mouvement.cote) != ("arrive", presence.APRES):
            return False
        return self.traites[mouvement.rang - 1].id == membre.entree

    def mandats(self, ligne: Inscription) -> Iterable[tuple[Membre, str]]:
        """The mandates that begin or end at this point; the oath is quoted where the text does not tell it."""
        notes = sieges.notes(self.releve.sieges, ligne.id)
        if not notes:
            return
        organe, jour = self.seance.organe.type, composition.jour_de(self.seance)
        dit = "serment" in f"{ligne.motivation}{ligne.dispositif}".lower()
        serment = droit.regle("serment", organe, jour)
        for membre, entre in notes:
            if entre:
                prete = None if dit or membre.officier else serment
                dite = phrases_mandats.installation(membre.personne, self.personne(rang_de(ligne)), prete)
            else:
                dite = phrases_mandats.fin(membre.personne, membre.cause, droit.regle("demission", organe, jour))
            yield membre, dite

    def _reserve(self, ligne: Inscription) -> Iterable[str]:
        """A point kept for those who are in the room, while others sit from elsewhere."""
        if ligne.presence_physique and self.releve.connectes(ligne):
            yield phrases.RESERVE_A_LA_SALLE

    def _presidence(self, rang: int) -> Iterable[str]:
        """Who takes the chair at this point, when the one who held it left or withdrew, or came back."""
        avant, ici = self._preside(rang - 1), self._preside(rang)
        if avant is not None and ici is not None and ici.id != avant.id:
            yield phrases.prend_la_presidence(ici.personne, reprise=ici.id == self.seance.president_id)

    def _preside(self, rang: int) -> Membre | None:
        if rang < 1:  # at the opening: nobody has moved yet
            return self.releve.par_id.get(self.seance.president_id or 0)
        presents = presence.presents_au_point(self.releve.mouvements, rang)
        return composition.president(self.seance, self.releve.membres_au_rang(rang), presents)

    def _portes(self, ligne: Inscription) -> Iterable[str]:
        """The doors closed, or opened, in session."""
        if ligne.motif_huis_clos:
            yield phrases.huis_clos(self.personne(rang_de(ligne)), ligne.motif_huis_clos, ferme=ligne.huis_clos)

    def _suspensions(self, ligne: Inscription, cote: int) -> Iterable[str]:
        dites = {"suspendre": phrases.suspension, "reprendre": phrases.reprise}
        for incident in self.seance.suspensions:
            if (incident["inscription"], incident["cote"]) == (ligne.id, cote):
                yield dites[incident["action"]](self.personne(rang_de(ligne)))
