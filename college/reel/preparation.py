"""The reel's own installation: a fresh database, one paquet an institution, one token a person.

Tokens are made here, in one go, rather than by hundreds of runs of `college agents jeton`.
"""

from __future__ import annotations

from typing import Any

from college import transaction
from college.administration.paquet import importer
from college.administration.paquet_format import Paquet
from college.droits import acteur_systeme
from college.organisation import jetons, requetes
from college.reel import generation
from college.reel.lecture import AgendaReel

METIERS = (*generation.METIERS, "president")


def installer(agendas: list[tuple[AgendaReel, str]]) -> dict[str, str]:
    """Import the paquets of all séances; the token of each person, by sign-in name."""
    donnes: dict[str, str] = {}
    for agenda, organe in agendas:
        paquet: dict[str, Any] = generation.paquet(agenda, organe)
        with transaction.ecriture():
            importer(acteur_systeme(0), Paquet.model_validate(paquet))
            for metier in METIERS:
                qui = generation.identifiant(agenda.slug, metier)
                agent = requetes.agent_par_identifiant(qui)
                if agent is None:
                    raise LookupError(f"{qui} n’a pas été créé par son paquet.")
                donnes[qui] = jetons.creer(agent, nom="reel")
    return donnes
