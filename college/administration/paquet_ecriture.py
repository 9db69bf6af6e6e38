"""Write a paquet communal as YAML that a secretary can read, edit and hand to the neighbouring town. Pure."""

from __future__ import annotations

from typing import Any

import yaml

from college.administration.paquet_format import Paquet

EN_TETE = """\
# Paquet communal : une institution, ses gens, ses chaînes, ses organes.
# Relire avant d’importer : college paquet comparer FICHIER. Importer : college paquet importer FICHIER.
"""


class _Ecrivain(yaml.SafeDumper):
    """Short things on one line, lists indented under their key, no alias."""

    def ignore_aliases(self, _donnee: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def exporter(paquet: Paquet) -> str:
    """The YAML of `paquet`; what equals the default is left out: it says only what was chosen."""
    donnees = paquet.model_dump(exclude_defaults=True, mode="python")
    blocs = [_bloc({cle: valeur}) for cle, valeur in ({"paquet": 1} | donnees).items()]
    return EN_TETE + "\n".join(blocs)


def _bloc(donnees: dict[str, Any]) -> str:
    seul = all(isinstance(valeur, int) for valeur in donnees.values())  # « paquet: 1 », not « {paquet: 1} »
    return yaml.dump(
        donnees,
        Dumper=_Ecrivain,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False if seul else None,
        width=118,
    )
