"""What a process and its children cost, as the reel prints it."""

from __future__ import annotations

import os
import subprocess
import sys

from college.reel import depense

NOMMER = "import ctypes; ctypes.CDLL(None).prctl(15, b'college-fond', 0, 0, 0); "
OUVRIER = "import sys; sum(range(3_000_000)); print(1, flush=True); sys.stdin.read()"


def test_le_serveur_son_travail_de_fond_et_son_atelier_sont_comptes_a_part():
    tuyaux = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        subprocess.Popen([sys.executable, "-c", OUVRIER, "college.templates_docs.travailleur"], **tuyaux) as ouvrier,
        subprocess.Popen([sys.executable, "-c", NOMMER + OUVRIER], **tuyaux) as fond,
    ):
        for enfant in (ouvrier, fond):
            enfant.stdout.readline()
        cout = depense.mesurer(os.getpid())
        for enfant in (ouvrier, fond):
            enfant.stdin.close()
    assert cout.web > 0 and cout.fond > 0 and cout.atelier > 0
    assert 5 < cout.memoire_fond < cout.memoire < 4000


def test_un_processus_disparu_ne_coute_rien():
    assert depense.mesurer(2**22 + 1) is None
