"""What a process and its children cost, as the reel prints it."""

from __future__ import annotations

import os
import subprocess
import sys

from college.reel import depense

OUVRIER = "import sys; sum(range(3_000_000)); print(1, flush=True); sys.stdin.read()"


def test_le_serveur_et_son_atelier_sont_comptes_a_part():
    commande = [sys.executable, "-c", OUVRIER, "college.templates_docs.travailleur"]
    with subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as ouvrier:
        ouvrier.stdout.readline()
        cout = depense.mesurer(os.getpid())
        ouvrier.stdin.close()
    assert cout.web > 0 and cout.atelier > 0
    assert 10 < cout.memoire < 4000


def test_un_processus_disparu_ne_coute_rien():
    assert depense.mesurer(2**22 + 1) is None
