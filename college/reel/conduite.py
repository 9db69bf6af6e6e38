"""Several séances side by side, as several communes work at the same time: one thread each, one clock for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from college.reel.plan import Evenement, prochain
from college.reel.serveur import Horloge

DE_FRONT = 2  # while one waits for the disk or for its documents, the other works; the server has one interpreter


def mener(evenements: Iterable[Evenement], horloge: Horloge, jouer: Callable[[Evenement], None]) -> None:
    """Play every event, in the order of instants as far as a free séance goes; what one raises ends it all."""
    restants = sorted(evenements)
    en_cours: dict[Future[None], Evenement] = {}
    with ThreadPoolExecutor(DE_FRONT, thread_name_prefix="commune") as fils:
        while restants or en_cours:
            while restants and len(en_cours) < DE_FRONT and (suivant := prochain(restants, en_cours.values())):
                restants.remove(suivant)
                horloge.avancer(suivant.instant)
                en_cours[fils.submit(jouer, suivant)] = suivant
            for fini in wait(en_cours, return_when=FIRST_COMPLETED).done:
                del en_cours[fini]
                fini.result()
