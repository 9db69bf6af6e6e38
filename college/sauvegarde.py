"""Backup and restore: one file, every row and every stored file, proved by hash; the same for both databases.

Rows are written as JSON lines read from one snapshot, so that a backup under load is consistent, needs no
tool of the database, and a commune may move from SQLite to PostgreSQL with it. Files are immutable and named
by their hash: those stored after the snapshot do no harm. Sessions are not kept, nor the keys of open ballots,
nor what can be rebuilt (the index).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
    update,
)

from college import horloge, migrations
from college.erreurs import Refus

FORMAT = 1
ANCRE = re.compile(r"ancres/\d+/\d+-[0-9a-f]{64}\.tst")
OMISES = frozenset({"session_web", "tentative_connexion", "alembic_version"})
MOTS = "fts_"  # the database's own index of words fills itself again
LOT = 500


@dataclass(frozen=True)
class Bilan:
    """What a backup or a restore carried."""

    lignes: int
    fichiers: int


def sauvegarder(moteur: Engine, fichiers: Path, cible: Path) -> Bilan:
    """Write a backup to `cible`, whole or not at all. Raises Refus when it exists already."""
    if cible.exists():
        raise Refus(f"Le fichier {cible} existe déjà : choisissez un autre nom.")
    provisoire = cible.with_name(cible.name + ".partiel")
    try:
        bilan = _archiver(moteur, fichiers, provisoire)
        provisoire.replace(cible)
    finally:
        provisoire.unlink(missing_ok=True)  # a full disk is not filled further by half a backup
    return bilan


def _archiver(moteur: Engine, fichiers: Path, cible: Path) -> Bilan:
    with zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        comptes = _ecrire_tables(moteur, archive)
        empreintes = _ecrire_fichiers(fichiers, archive)
        manifeste = {
            "format": FORMAT,
            "le": horloge.systeme().isoformat(),
            "revision": migrations.revision(moteur),
            "tables": comptes,
            "fichiers": empreintes,
        }
        archive.writestr("manifeste.json", json.dumps(manifeste, indent=1))
    return Bilan(sum(comptes.values()), len(empreintes))


def _ecrire_tables(moteur: Engine, archive: zipfile.ZipFile) -> dict[str, int]:
    comptes: dict[str, int] = {}
    with moteur.connect() as brute:
        connexion = brute.execution_options(isolation_level="REPEATABLE READ") if _postgresql(brute) else brute
        with connexion.begin():
            for table in _tables(connexion):
                with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as sortie:
                    for ligne in _lire(connexion, table):
                        sortie.write(json.dumps(ligne, ensure_ascii=False).encode() + b"\n")
                        comptes[table.name] = comptes.get(table.name, 0) + 1
    return comptes


def _lire(connexion: Connection, table: Table) -> Iterator[list[Any]]:
    lignes = connexion.execution_options(yield_per=LOT).execute(select(table).order_by(*table.primary_key.columns))
    for ligne in lignes:
        yield [_ecrire(valeur) for valeur in ligne]


def _ecrire(valeur: Any) -> Any:
    match valeur:
        case datetime():
            return (valeur if valeur.tzinfo else valeur.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case date():
            return valeur.isoformat()
        case Decimal():
            return str(valeur)
        case bytes() | memoryview():
            return base64.b64encode(valeur).decode()
    return valeur


def _ecrire_fichiers(fichiers: Path, archive: zipfile.ZipFile) -> list[str]:
    empreintes = []
    for chemin in sorted(fichiers.glob("??/*")):
        if chemin.is_file() and len(chemin.name) == 64:
            archive.write(chemin, f"fichiers/{chemin.name}", compress_type=zipfile.ZIP_STORED)
            empreintes.append(chemin.name)
    for chemin in sorted(fichiers.glob("ancres/*/*.tst")):
        archive.write(chemin, chemin.relative_to(fichiers).as_posix())
    return empreintes


def restaurer(moteur: Engine, fichiers: Path, source: Path) -> Bilan:
    """Restore into an empty place: every hash is checked before the first row is written.

    A backup of an older version is restored at its own revision, then migrated.
    """
    with _abimee(source), _ouvrir(source) as archive:
        manifeste = _manifeste(archive, source)
        _exiger_le_vide(moteur)
        for empreinte in manifeste["fichiers"]:
            _restaurer_fichier(archive, fichiers, empreinte)
        for nom in filter(ANCRE.fullmatch, archive.namelist()):
            _poser(fichiers / nom, archive.read(nom))
        migrations.monter(moteur, manifeste["revision"])
        with moteur.connect().execution_options(college_ecrit=True) as connexion, connexion.begin():
            tables = _tables(connexion)
            for table in tables:
                _restaurer_table(connexion, archive, table, manifeste["tables"].get(table.name, 0))
            if _postgresql(connexion):
                _avancer_les_sequences(connexion, tables)
    migrations.monter(moteur)
    return Bilan(sum(manifeste["tables"].values()), len(manifeste["fichiers"]))


@contextmanager
def _abimee(source: Path) -> Iterator[None]:
    """A part that is missing, cut or not what it was: said, with nothing kept in the database."""
    try:
        yield
    except (KeyError, EOFError, zipfile.BadZipFile, zlib.error, json.JSONDecodeError, UnicodeDecodeError) as erreur:
        raise Refus(f"{source} est abîmé ({erreur}) : prenez une autre sauvegarde, rien n’est restauré.") from erreur


def _ouvrir(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as erreur:
        raise Refus(f"{source} n’est pas une sauvegarde lisible : {erreur}.") from erreur


def _manifeste(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        manifeste: dict[str, Any] = json.loads(archive.read("manifeste.json"))
    except (KeyError, ValueError) as erreur:
        raise Refus(f"{source} n’est pas une sauvegarde de college.") from erreur
    if manifeste.get("format") != FORMAT:
        raise Refus("Cette sauvegarde vient d’une version plus récente : installez-la, puis restaurez.")
    return manifeste


def _exiger_le_vide(moteur: Engine) -> None:
    if not migrations.revision(moteur):
        return
    with moteur.connect() as connexion:
        for table in _tables(connexion):
            if connexion.scalar(select(func.count()).select_from(table)):
                raise Refus("La base n’est pas vide : restaurez dans un dossier de données neuf (COLLEGE_DATA_DIR).")


def _restaurer_fichier(archive: zipfile.ZipFile, fichiers: Path, empreinte: str) -> None:
    octets = archive.read(f"fichiers/{empreinte}")
    if hashlib.sha256(octets).hexdigest() != empreinte:
        raise Refus(f"La sauvegarde est altérée : le fichier {empreinte[:12]}… n’a pas l’empreinte attendue.")
    _poser(fichiers / empreinte[:2] / empreinte, octets)


def _poser(cible: Path, octets: bytes) -> None:
    cible.parent.mkdir(parents=True, exist_ok=True)
    cible.write_bytes(octets)


def _restaurer_table(connexion: Connection, archive: zipfile.ZipFile, table: Table, attendu: int) -> None:
    """Insert by lots; links inside one table are set once all its rows are there."""
    soi = [cle.parent.name for cle in table.foreign_keys if cle.column.table is table]
    liens: list[dict[str, Any]] = []
    nombre = 0
    lignes = _lignes(archive, table)
    while lot := list(islice(lignes, LOT)):
        nombre += len(lot)
        for ligne in lot:
            if any(ligne[nom] is not None for nom in soi):
                liens.append({nom: ligne[nom] for nom in ("id", *soi)})
                ligne.update(dict.fromkeys(soi))
        connexion.execute(insert(table), lot)
    for lien in liens:
        connexion.execute(update(table).where(table.c.id == lien.pop("id")).values(**lien))
    if nombre != attendu:
        raise Refus(f"La sauvegarde est altérée : {nombre} lignes dans {table.name}, {attendu} attendues.")


def _lignes(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    nom = f"tables/{table.name}.jsonl"
    if nom not in archive.namelist():
        return
    with archive.open(nom) as entree:
        for valeurs in map(json.loads, entree):
            yield {c.name: _relire(v, c.type) for c, v in zip(table.columns, valeurs, strict=True)}


def _relire(valeur: Any, genre: Any) -> Any:
    if valeur is None or isinstance(genre, JSON):
        return valeur
    if isinstance(genre, DateTime):
        lu = datetime.fromisoformat(valeur)
        return lu if genre.timezone else lu.astimezone(UTC).replace(tzinfo=None)
    if isinstance(genre, LargeBinary):
        return base64.b64decode(valeur)
    if genre.python_type is date:
        return date.fromisoformat(valeur)
    return Decimal(valeur) if genre.python_type is Decimal else valeur


def _tables(connexion: Connection) -> list[Table]:
    """As the database itself describes them: an older revision is read as it was."""
    reflet = MetaData()
    reflet.reflect(connexion)
    voulues = (table for table in reflet.sorted_tables if not table.name.startswith(MOTS))
    return [table for table in voulues if table.name not in OMISES]


def _postgresql(connexion: Connection) -> bool:
    return connexion.dialect.name == "postgresql"


def _avancer_les_sequences(connexion: Connection, tables: list[Table]) -> None:
    """Rows came with their ids: the next ones must follow."""
    for table in tables:
        suite = connexion.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name})
        if suite and (dernier := connexion.scalar(select(func.max(table.c.id)))):
            connexion.execute(text("SELECT setval(:suite, :dernier)"), {"suite": suite, "dernier": dernier})
