"""The only door to documents for the rest of the house: a small pool of warm, limited processes.

WeasyPrint, docxtpl and pyHanko live in `travailleur`, never here: the web process stays light, and a hostile
template or a bomb costs one child. A worker that dies is replaced; a job whose worker died is tried once more.
"""

from __future__ import annotations

import atexit
import os
import queue
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from college.erreurs import Erreur
from college.templates_docs import coin, trame

_RACINE = str(Path(__file__).parents[2])
_MARGE = 15
_DEMARRAGE = 60
"""What a new worker may take besides, on a busy machine, to load its libraries and fonts."""


class EchecRendu(Erreur):
    """A document could not be made; `genre` is refus, delai, memoire, interrompu or erreur."""

    statut = 422

    def __init__(self, genre: str, phrase: str) -> None:
        super().__init__(phrase, genre=genre)
        self.genre = genre


class OuvrierMort(Exception):
    """The worker is gone; the job may be tried again elsewhere."""


@dataclass(frozen=True)
class Limites:
    """What one document may cost: processor seconds, address space, wall seconds."""

    cpu: int = 20
    memoire: int = 1 << 30
    duree: int = 30


@dataclass(frozen=True)
class Resultat:
    """Bytes of the document and what is known of it (`pages`, `signatures`)."""

    contenu: bytes
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int | None:
        """Number of pages, where the operation counts them."""
        return self.details.get("pages")


class Ouvrier:
    """One warm process; serves one job at a time."""

    def __init__(self) -> None:
        self._coin = coin.ouvrir()
        environnement = {c: v for c, v in os.environ.items() if c in ("PATH", "HOME", "LANG", "TZ")}
        processus = subprocess.Popen(
            [sys.executable, "-m", "college.templates_docs.travailleur"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environnement, "TMPDIR": str(self._coin), "PYTHONPATH": _RACINE, "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        if processus.stdin is None or processus.stdout is None:
            raise OuvrierMort
        self.processus, self._vers, self._de = processus, processus.stdin, processus.stdout

    def demander(self, message: bytes, delai: float) -> tuple[dict[str, Any], list[bytes]]:
        """Send a job, wait for its answer until `delai` seconds from now."""
        echeance = time.monotonic() + delai
        try:
            self._vers.write(message)
            self._vers.flush()
            return trame.lire(lambda nombre: _lire(self._de.fileno(), nombre, echeance))
        except (BrokenPipeError, EOFError, ValueError) as erreur:
            raise OuvrierMort from erreur

    def fermer(self) -> None:
        """End the process and everything that it forked; nothing is left behind, on the disk either."""
        with suppress(OSError):
            self._vers.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.processus.pid, 9)
        self.processus.wait()
        self._de.close()
        coin.fermer(self._coin)


def _lire(descripteur: int, nombre: int, echeance: float) -> bytes:
    morceaux, manque = [], nombre
    while manque:
        reste = echeance - time.monotonic()
        if reste <= 0 or not select.select([descripteur], [], [], reste)[0]:
            raise EOFError
        morceau = os.read(descripteur, min(manque, 1 << 20))
        if not morceau:
            raise EOFError
        morceaux.append(morceau)
        manque -= len(morceau)
    return b"".join(morceaux)


class Atelier:
    """The pool: as many documents at once as it has places; others wait their turn."""

    def __init__(self, places: int | None = None) -> None:
        self._places: queue.LifoQueue[Ouvrier | None] = queue.LifoQueue()
        for _ in range(places or max(1, min(4, os.cpu_count() or 1))):
            self._places.put(None)

    def executer(
        self,
        operation: str,
        arguments: dict[str, Any],
        blobs: Sequence[bytes] = (),
        limites: Limites | None = None,
    ) -> Resultat:
        """Run one operation of `travailleur.OPERATIONS`; raises `EchecRendu` with its sentence."""
        limites = limites or Limites()
        message = trame.encoder({"operation": operation, "arguments": arguments, "limites": asdict(limites)}, blobs)
        for essai in (1, 2):
            try:
                entete, sortie = self._confier(message, limites.duree + _MARGE)
                break
            except OuvrierMort:
                if essai == 2:
                    raise EchecRendu(
                        "interrompu", "L’atelier des documents ne répond pas. Recommencez dans un instant."
                    ) from None
        if not entete.pop("ok"):
            raise EchecRendu(entete["genre"], entete["phrase"])
        return Resultat(sortie[0] if sortie else b"", entete)

    def _confier(self, message: bytes, delai: float) -> tuple[dict[str, Any], list[bytes]]:
        ouvrier = self._places.get()
        try:
            if ouvrier is None:
                ouvrier, delai = Ouvrier(), delai + _DEMARRAGE
            reponse = ouvrier.demander(message, delai)
        except BaseException:
            if ouvrier:
                ouvrier.fermer()
            ouvrier = None
            raise
        finally:
            self._places.put(ouvrier)
        return reponse

    def fermer(self) -> None:
        """End every idle worker; the pool stays usable and would start new ones."""
        oisifs = [self._places.get() for _ in range(self._places.qsize())]  # all out: what is put back comes first
        for ouvrier in oisifs:
            if ouvrier:
                ouvrier.fermer()
            self._places.put(None)


_verrou = threading.Lock()
_atelier: Atelier | None = None
_places: int | None = None


def dimensionner(places: int) -> None:
    """How many documents this process may have made at once (before the first one)."""
    global _places
    _places = places


def atelier() -> Atelier:
    """The pool of this process, made at first use."""
    global _atelier
    with _verrou:
        if _atelier is None:
            _atelier = Atelier(_places)
            atexit.register(_atelier.fermer)
        return _atelier


def _oublier() -> None:
    """A forked process must not talk through its parent's pipes."""
    global _atelier, _verrou
    _atelier, _verrou = None, threading.Lock()


os.register_at_fork(after_in_child=_oublier)


def limites_pour(contexte: dict[str, Any]) -> Limites:
    """Long minutes are lawful: what a document may cost grows with its own text, and only with it."""
    poids = len(str(contexte)) // 10_000
    return Limites(cpu=20 + poids, memoire=(1 << 30) + (poids << 23), duree=30 + 3 * poids)


def rendre(
    type_document: str,
    format_document: str,
    contexte: dict[str, Any],
    gabarit: bytes | None = None,
) -> Resultat:
    """The document's bytes: `format_document` is pdf or docx, `gabarit` the commune's template, else ours."""
    arguments = {"type": type_document, "contexte": contexte}
    blobs = [gabarit] if gabarit is not None else []
    return atelier().executer(format_document, arguments, blobs, limites_pour(contexte))


def essayer_gabarit(type_document: str, format_document: str, gabarit: bytes) -> Resultat:
    """Fill a template with invented data: refuses with the part, field or line at fault."""
    arguments = {"type": type_document, "format": format_document}
    return atelier().executer("essayer_gabarit", arguments, [gabarit])


@dataclass(frozen=True)
class Examen:
    """What a worker says of a file that somebody joins: (why, what to do) when it is refused, else its pages."""

    refus: tuple[str, str] | None = None
    pages: int | None = None


def examiner(format_piece: str, octets: bytes) -> Examen:
    """Read a PDF (`pdf`) or an image (`PNG`, `JPEG`…) away from the web process: a bomb costs one child."""
    try:
        details = atelier().executer("examiner", {"format": format_piece}, [octets]).details
    except EchecRendu as echec:
        if echec.genre in ("delai", "memoire"):
            return Examen(("il demande trop de ressources pour être lu", "enregistrez-le à nouveau, plus léger"))
        raise
    refus = details.get("refus")
    return Examen((refus[0], refus[1]) if refus else None, details.get("pages"))


def extraire(format_piece: str, octets: bytes) -> str:
    """The words of a `pdf`, `docx` or `odt`; none where it costs too much to read."""
    try:
        return (
            atelier()
            .executer("extraire", {"format": format_piece}, [octets], Limites(cpu=30, duree=60))
            .contenu.decode()
        )
    except EchecRendu as echec:
        if echec.genre in ("delai", "memoire"):
            return ""
        raise


def apercu(octets: bytes, page: int, nette: bool = False) -> bytes:
    """A page of a PDF as a WebP image; `nette`: in grey, PNG, fine enough for its letters to be read by a program."""
    return atelier().executer("apercu", {"page": page, "nette": nette}, [octets]).contenu


def assembler(pieces: Sequence[tuple[str | list[str], bytes]], niveaux: Sequence[int] = ()) -> Resultat:
    """One PDF of several (title, bytes), bookmarked (a piece of level 1 under the one before it).

    A piece with several titles is marked at each of its own headings. Never of signed files meant to stay valid.
    """
    arguments = {"titres": [titre for titre, _ in pieces], "niveaux": list(niveaux) or [0] * len(pieces)}
    return atelier().executer("assembler", arguments, [b for _, b in pieces], Limites(cpu=60, duree=90))


def assembler_docx(pieces: Sequence[bytes], meta: dict[str, str]) -> Resultat:
    """One Word document of several; `meta` holds its properties (auteur, titre, sujet, cree_le)."""
    return atelier().executer("assembler_docx", {"meta": meta}, pieces, Limites(cpu=60, duree=90))


def relier(pieces: Sequence[dict[str, Any]], contenus: Sequence[bytes], visa: str) -> Resultat:
    """The annexes of an act (`nom`, `mime`, `sha256` of each) as one file, `visa` stamped on each page."""
    return atelier().executer("relier", {"pieces": list(pieces), "visa": visa}, contenus, Limites(cpu=60, duree=90))


def joindre(acte: bytes, liasse: bytes, titre: str) -> Resultat:
    """An act followed by its stamped annexes, to read and print; its own file is attached, byte for byte."""
    return atelier().executer("joindre", {"titre": titre}, [acte, liasse], Limites(cpu=60, duree=90))


def signer(contenu: bytes, cle: bytes, certificats: bytes, demande: dict[str, Any]) -> bytes:
    """A PAdES signature on a prepared field (see `pades.signer`)."""
    return atelier().executer("signer", demande, [contenu, cle, certificats]).contenu


def verifier(contenu: bytes, racines: bytes, instant: str | None = None) -> list[dict[str, Any]]:
    """What each signature of the file is worth."""
    reponse = atelier().executer("verifier", {"instant": instant}, [contenu, racines])
    signatures: list[dict[str, Any]] = reponse.details["signatures"]
    return signatures


def demande_de_jeton(sha256: str, unique: int) -> bytes:
    """What to ask of a timestamping authority about this fingerprint."""
    return atelier().executer("jeton_demander", {"sha256": sha256, "unique": unique}).contenu


def lire_jeton(reponse: bytes, sha256: str, unique: int) -> tuple[bytes, datetime]:
    """Its token and the instant that it proves; refused when it is about something else."""
    lu = atelier().executer("jeton_lire", {"sha256": sha256, "unique": unique}, [reponse])
    return lu.contenu, datetime.fromisoformat(lu.details["instant"])


def verifier_jeton(jeton: bytes, sha256: str) -> tuple[str, str]:
    """The instant that a kept token proves of this fingerprint, and the authority that signed it."""
    lu = atelier().executer("jeton_verifier", {"sha256": sha256}, [jeton])
    return lu.details["instant"], lu.details["autorite"]
