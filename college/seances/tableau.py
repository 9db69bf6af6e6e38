"""Who sat, as documents list it: of the whole séance with its comings and goings, or at one point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from college.francais import INSECABLE
from college.seances import phrases, phrases_mandats, presence, sieges
from college.seances.grammaire import accorder
from college.seances.membre import Membre
from college.seances.modele import Inscription, Seance
from college.seances.personnes import VOIX_EN_MOTS
from college.seances.presence import Mouvement
from college.seances.releve import Releve, rang_de
from college.templates_docs import entree

FIN = 9  # a mandate begins or ends once the point is over


class Tableau:
    """The presence lists of one séance, by rank, the secretary last."""

    def __init__(self, seance: Seance, releve: Releve, traites: Sequence[Inscription]) -> None:
        self.seance = seance
        self.releve = releve
        self.numeros = [ligne.numero for ligne in traites]
        self.places = {ligne.id: n for n, ligne in enumerate(traites, start=1)}
        self.par_membre: dict[int, list[Mouvement]] = {}
        for mouvement in sorted(releve.mouvements, key=lambda m: m.place):
            self.par_membre.setdefault(mouvement.membre, []).append(mouvement)

    def liste(self) -> tuple[entree.Personne, ...]:
        """Where each stood at the opening, then what he did: « présente, sortie au point 7, rentrée au point 9 »."""
        depart = presence.etats(self.releve.mouvements, (0, presence.APRES))
        ailleurs = presence.connectes(self.releve.mouvements, (0, presence.APRES))
        personnes = []
        for membre in self._au_depart():
            etat = str(depart.get(membre.id, "absent"))
            mouvements = list(self._mouvements(membre))
            venu_apres = etat != "present" and bool(mouvements or membre.entree)
            suite = [dit for _, dit in sorted([*mouvements, *self._mandats(membre)], key=itemgetter(0))]
            dits = suite if venu_apres else [_mot(membre, etat, membre.id in ailleurs), *suite]
            etat = "arrive" if venu_apres else etat
            personnes.append(self._personne(membre, etat, ", ".join(dits), membre.id in ailleurs))
        return tuple(personnes)

    def _au_depart(self) -> list[Membre]:
        """One line a person who sat at some moment, in the first function that was his."""
        premiers: dict[int, Membre] = {}
        for membre in sorted(self.releve.sieges, key=lambda m: self.places.get(m.entree, 0)):
            if membre.a_siege:
                premiers.setdefault(membre.id, membre)
        return [m for m in self.releve.sieges if premiers.get(m.id) is m]

    def au_point(self, ligne: Inscription) -> tuple[entree.Personne, ...]:
        """Who sat during that point: those connected take no part in one that is kept for the room."""
        place = (rang_de(ligne), presence.AVANT)
        etats = presence.etats(self.releve.mouvements, place)
        ailleurs = presence.connectes(self.releve.mouvements, place)
        personnes = []
        for membre in self.releve.membres_a(ligne):
            connecte = membre.id in ailleurs
            etat = "absent" if connecte and ligne.presence_physique else str(etats.get(membre.id, "absent"))
            personnes.append(self._personne(membre, etat, _mot(membre, etat, connecte), connecte))
        return tuple(personnes)

    def _mandats(self, membre: Membre) -> Iterable[tuple[tuple[int, int], str]]:
        """« installée comme conseillère au point 2 », « démissionnaire au point 3 », with their place."""
        for siege in self.releve.sieges:
            if siege.id != membre.id:
                continue
            if siege.entree:
                place = self.places[siege.entree]
                yield (place, FIN), phrases_mandats.au_tableau(siege.personne, "", self.numeros[place - 1])
            if siege.sortie and siege.cause in sieges.CAUSES:
                place = self.places[siege.sortie]
                yield (place, FIN), phrases_mandats.au_tableau(siege.personne, siege.cause, self.numeros[place - 1])

    def _mouvements(self, membre: Membre) -> Iterable[tuple[tuple[int, int], str]]:
        """What he did after the opening, in the order of treatment, with its place."""
        retrait = -1
        installe = {
            (self.places[s.entree], presence.APRES) for s in self.releve.sieges if s.id == membre.id and s.entree
        }
        for mouvement in self.par_membre.get(membre.id, ()):
            if not mouvement.rang or mouvement.rang > len(self.numeros):
                continue
            if mouvement.evenement == "se_retire":
                retrait = mouvement.rang
            elif mouvement.evenement == "revient" and _suit(mouvement, retrait):
                continue  # back as soon as the point from which he withdrew was over
            if mouvement.evenement == "arrive" and (mouvement.rang, mouvement.cote) in installe:
                continue  # he was there to take the oath
            if dit := self._dit(membre, mouvement):
                yield (mouvement.rang, mouvement.cote), dit

    def _dit(self, membre: Membre, mouvement: Mouvement) -> str:
        radical = phrases.PARTICIPES.get(mouvement.evenement)
        if radical is None:
            return ""
        if mouvement.a_distance and mouvement.evenement == "arrive":
            radical = "connecté"
        lieu = "pour le" if mouvement.evenement == "se_retire" else "après le" if mouvement.cote else "au"
        return f"{accorder(radical, [membre.genre])} {lieu} point{INSECABLE}{self.numeros[mouvement.rang - 1]}"

    def _personne(self, membre: Membre, etat: str, dit: str, connecte: bool) -> entree.Personne:
        present = etat in ("present", "arrive")
        groupe = ("connecte" if connecte else "present") if present else "excuse" if etat == "excuse" else "absent"
        if membre.officier and membre.id == self.seance.secretaire_id:
            groupe = "secretaire"
        p = membre.personne
        return entree.Personne(
            nom=f"{p.civilite} {p.nom_complet}".strip(),
            qualite=self._qualite(membre),
            presence="" if membre.officier and etat == "absent" else dit,
            genre=membre.genre,
            groupe=groupe,
        )

    def _qualite(self, membre: Membre) -> str:
        """Title, « président » for whoever chairs, and the voice where it does not count."""
        dits = [membre.personne.qualite]
        if membre.id == self.seance.president_id and not membre.fonction.startswith("president"):
            dits.append("présidente" if membre.genre == "f" else "président")
        if membre.id == self.seance.secretaire_id and membre.fonction != "secretaire_seance":
            dits.append("secrétaire")
        if membre.voix == "consultative":
            dits.append(VOIX_EN_MOTS["consultative"])
        return ", ".join(d for d in dits if d)


RADICAUX = {"present": "présent", "excuse": "excusé", "retire": "retiré", "sorti": "sorti"}


def _mot(membre: Membre, etat: str, connecte: bool) -> str:
    radical = "connecté" if connecte and etat == "present" else RADICAUX.get(etat, "absent")
    return accorder(radical, [membre.genre])


def _suit(retour: Mouvement, retrait: int) -> bool:
    """Does this return close the withdrawal from the point of that rank?"""
    return (retour.rang, retour.cote) in ((retrait, presence.APRES), (retrait + 1, presence.AVANT))
