"""The simulated authority's files: kept in memory, and in a file of JSON lines when one is given.

A deposit is decided by its key alone: the same key and manifest answer the same receipt for ever.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from college.connecteurs.protocole import EvenementJson, RecuJson
from college.connecteurs.simulateur.scenarios import DECISIONS, dues, repliques


class Refuse(Exception):
    """A refusal with its HTTP status and French sentence."""

    def __init__(self, statut: int, phrase: str) -> None:
        super().__init__(phrase)
        self.statut, self.phrase = statut, phrase


@dataclass
class Depot:
    """One file at the authority's."""

    reference: str
    scenario: str
    manifeste: dict[str, Any]
    recu: RecuJson
    arrive: float
    complement: float | None = None
    retire: bool = False
    evenements: list[EvenementJson] = field(default_factory=list)

    @property
    def etat(self) -> str:
        """The last thing said, or « recu »."""
        if self.retire:
            return "retire"
        return self.evenements[-1].type if self.evenements else "recu"


class Depots:
    """All files, under one lock."""

    def __init__(self, horloge: Callable[[], datetime], scenario: str, pas: float, fichier: Path | None = None) -> None:
        self._horloge, self.scenario, self.pas, self._fichier = horloge, scenario, pas, fichier
        self._verrou = threading.RLock()
        self.par_reference: dict[str, Depot] = {}
        self._recus: dict[str, RecuJson] = {}
        if fichier and fichier.exists():
            for ligne in fichier.read_text(encoding="utf-8").splitlines():
                self._appliquer(json.loads(ligne))

    def __len__(self) -> int:
        return len(self.par_reference)

    def recu(self, cle: str) -> RecuJson | None:
        """The receipt given for a key, if any."""
        with self._verrou:
            return self._recus.get(cle)

    def deposer(self, cle: str, manifeste: bytes, pieces: Mapping[str, bytes]) -> tuple[RecuJson, bool]:
        """Take a file in; returns its receipt and whether it is new."""
        with self._verrou:
            if ancien := self._deja(cle, manifeste):
                return ancien, False
            corps = _verifier(cle, manifeste, pieces)
            return self._noter("depot", cle, manifeste, self._reference(cle), corps), True

    def completer(
        self, reference: str, cle: str, manifeste: bytes, pieces: Mapping[str, bytes]
    ) -> tuple[RecuJson, bool]:
        """Take in the pieces that were asked for."""
        with self._verrou:
            depot = self.trouver(reference)
            if ancien := self._deja(cle, manifeste):
                return ancien, False
            if depot.etat != "incomplet":
                raise Refuse(409, "Aucune pièce n’est attendue pour ce dossier.")
            corps = _verifier(cle, manifeste, pieces)
            return self._noter("complement", cle, manifeste, reference, corps), True

    def retirer(self, reference: str, motif: str) -> None:
        """Give a file back."""
        with self._verrou:
            depot = self.trouver(reference)
            if depot.retire:
                return
            if depot.etat in DECISIONS:
                raise Refuse(409, "Ce dossier est décidé : il ne peut plus être retiré.")
            self._ecrire({"genre": "retrait", "reference": reference, "motif": motif})

    def trouver(self, reference: str) -> Depot:
        """A file with everything that is due by now said."""
        with self._verrou:
            depot = self.par_reference.get(reference)
            if depot is None:
                raise Refuse(404, "Aucun dossier ne porte cette référence.")
            if not depot.retire:
                self._parler(depot)
            return depot

    def _parler(self, depot: Depot) -> None:
        reponses = repliques(depot.scenario, str(depot.manifeste.get("regime", "")))
        nombre = dues(reponses, depot.arrive, depot.complement, self.pas, time.time())
        for rang in range(len(depot.evenements), nombre):
            reponse = reponses[rang]
            le = depot.recu.recu_le if reponse.type == "accuse_technique" else self._horloge()
            depot.evenements.append(
                EvenementJson(
                    numero=rang + 1,
                    type=reponse.type,
                    le=le,
                    reference=f"SIM/{depot.reference}/{rang + 1}",
                    texte=reponse.texte,
                    details=reponse.details,
                )
            )

    def _deja(self, cle: str, manifeste: bytes) -> RecuJson | None:
        ancien = self._recus.get(cle)
        if ancien is None:
            return None
        if ancien.empreinte != hashlib.sha256(manifeste).hexdigest():
            raise Refuse(409, "Cette clé d’idempotence a déjà servi pour un autre contenu.")
        return ancien.model_copy(update={"deja_recu": True})

    def _reference(self, cle: str) -> str:
        """A function of the key: after a loss of memory, no old reference comes to name another file."""
        return f"ET-{self._horloge():%Y}-{hashlib.sha256(cle.encode()).hexdigest()[:8].upper()}"

    def _noter(self, genre: str, cle: str, manifeste: bytes, reference: str, corps: dict[str, Any]) -> RecuJson:
        recu = RecuJson(
            reference=reference, recu_le=self._horloge(), cle=cle, empreinte=hashlib.sha256(manifeste).hexdigest()
        )
        self._ecrire(
            {
                "genre": genre,
                "manifeste": corps,
                "recu": recu.model_dump(mode="json"),
                "arrive": time.time(),
                "scenario": self.scenario,
            }
        )
        return recu

    def _ecrire(self, ligne: dict[str, Any]) -> None:
        if self._fichier:
            with self._fichier.open("a", encoding="utf-8") as sortie:
                sortie.write(json.dumps(ligne, ensure_ascii=False) + "\n")
        self._appliquer(ligne)

    def _appliquer(self, ligne: dict[str, Any]) -> None:
        if ligne["genre"] == "retrait":
            self.par_reference[ligne["reference"]].retire = True
            return
        recu = RecuJson.model_validate(ligne["recu"])
        self._recus[recu.cle] = recu
        if ligne["genre"] == "depot":
            self.par_reference[recu.reference] = Depot(
                recu.reference, ligne["scenario"], ligne["manifeste"], recu, ligne["arrive"]
            )
        else:
            self.par_reference[recu.reference].complement = ligne["arrive"]


def _verifier(cle: str, manifeste: bytes, pieces: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest as a dictionary, once it agrees with the key and with every byte received."""
    try:
        corps = json.loads(manifeste)
        annoncees = {piece["nom"]: piece["sha256"] for piece in corps["pieces"]}
    except (ValueError, KeyError, TypeError) as erreur:
        raise Refuse(422, "Le manifeste est illisible.") from erreur
    if corps.get("cle") != cle:
        raise Refuse(422, "La clé d’idempotence n’est pas celle du manifeste.")
    if len(annoncees) != len(corps["pieces"]):
        raise Refuse(422, "Deux pièces portent le même nom dans le manifeste.")
    recues = {nom: hashlib.sha256(contenu).hexdigest() for nom, contenu in pieces.items()}
    for nom, empreinte in annoncees.items():
        if recues.get(nom) != empreinte:
            raise Refuse(422, f"La pièce « {nom} » manque ou ne correspond pas à son empreinte.")
    if recues.keys() - annoncees.keys():
        raise Refuse(422, "Une pièce reçue n’est pas annoncée dans le manifeste.")
    return dict(corps)
