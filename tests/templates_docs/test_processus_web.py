"""The web process stays light: what makes documents, reads files or signs lives in the workers."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.outillage.patience import PATIENCE

LOURDS = ("weasyprint", "docx", "docxtpl", "pikepdf", "pypdfium2", "pyhanko", "PIL", "numpy", "fontTools", "asn1crypto")
MESURE = """
import json, os, sys
from college import create_app
from college.settings import Settings
create_app(Settings(data_dir=sys.argv[1]))
memoire = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
print(json.dumps({"modules": [m for m in sys.argv[2:] if m in sys.modules], "memoire": memoire}))
"""


def test_le_processus_web_ne_charge_aucune_fabrique_de_documents(tmp_path):
    lance = subprocess.run(
        [sys.executable, "-c", MESURE, str(tmp_path), *LOURDS],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert lance.returncode == 0, lance.stderr
    vu = json.loads(lance.stdout.splitlines()[-1])
    assert vu["modules"] == []
    # The bar is 150 MB once it serves (quality S9): threads, first pages and the index take the rest.
    assert vu["memoire"] < 130, f"{vu['memoire']} MB before the first request"
