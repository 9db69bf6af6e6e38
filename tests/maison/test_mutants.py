"""Mutation testing of the pure rules (`make test-long`): broken in one place, their tests see it 85 times in a hundred.

Only quick, pure tests are run, each named for its rule; what survives is printed. `tests/outils/mutants.py` says what
is broken and what is left alone.
"""

from __future__ import annotations

import pytest

from tests.outils.mutants import eprouver, mutants

EXIGE = 0.85
CHAINE = ("points/test_chaine_boutons", "points/test_chaine", "points/test_chaine_proprietes")
REGLES = {
    "college.points.chaine": CHAINE,
    "college.points.definition": ("points/test_definition",),
    "college.points.edition": ("points/test_edition",),
    "college.points.lecture": ("points/test_lecture_valeurs", "points/test_lecture"),
    "college.points.position": ("points/test_position",),
    "college.points.permis": ("points/test_permis", "points/test_permis_visas", "points/test_permis_avis"),
    "college.points.pliage": ("points/test_pliage",),
    "college.points.regles": ("points/test_regles", "points/test_regles_natures"),
    "college.points.volets": ("points/test_volets_regles",),
    "college.seances.ordre": ("seances/test_ordre", "seances/test_ordre_blocs"),
    "college.seances.quorum": ("seances/test_quorum", "seances/test_quorum_table"),
    "college.seances.scrutin": ("seances/test_scrutin_table", "seances/test_scrutin"),
    "college.seances.cycle": ("seances/test_cycle_table", "seances/test_cycle"),
    "college.seances.lies": ("seances/test_lies_regles",),
    "college.seances.distance": ("seances/test_distance_regles",),
    "college.delais": ("seances/test_delais", "seances/test_delais_calendrier"),
}


@pytest.mark.long
@pytest.mark.parametrize("module", REGLES)
def test_les_mutants_sont_vus(module):
    bilan = eprouver(module, [f"tests/{nom}.py" for nom in REGLES[module]])
    print(f"\n{module}: {bilan}")
    assert bilan.taux >= EXIGE, str(bilan)


def test_un_mutant_change_un_endroit_et_laisse_la_prose():
    source = '"""Dit."""\ndef f(n: int = 2) -> str:\n    """Dit."""\n    return "une phrase" if n < 3 else "code"\n'
    dits = [mutant.dit for mutant in mutants(source)]
    assert dits == [
        "2 -> 3",
        "return 'une phrase' if n < 3 else 'code' -> return None",
        "n < 3 -> n <= 3",
        "n < 3 -> n >= 3",
        "3 -> 4",
        "'code' -> 'code_x'",
    ]
    assert all(mutant.source != source and mutant.ligne in (2, 4) for mutant in mutants(source))
