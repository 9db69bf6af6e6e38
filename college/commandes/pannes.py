"""What failed around a command, in a French sentence that says what to do."""

from __future__ import annotations

import errno

from sqlalchemy.exc import SQLAlchemyError

SANS_TABLE = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")
DISQUE_PLEIN = ("database or disk is full", "No space left on device", "DiskFull")
FICHIERS = {
    errno.ENOENT: "ce dossier ou ce fichier n’existe pas",
    errno.ENOTDIR: "ce dossier ou ce fichier n’existe pas",
    errno.EACCES: "vous n’avez pas le droit d’y lire ou d’y écrire",
    errno.EPERM: "vous n’avez pas le droit d’y lire ou d’y écrire",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "ce nom est déjà celui d’un fichier",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EFBIG: "le fichier dépasserait la taille permise",
    errno.EADDRINUSE: "ce port est déjà pris",
}


def de_la_base(erreur: SQLAlchemyError) -> str:
    """The database was never prepared, or does not answer."""
    if any(signe in str(erreur) for signe in SANS_TABLE):
        return "La base est vide ou n’est pas à jour : lancez « college migrer », puis recommencez."
    if any(signe in str(erreur) for signe in DISQUE_PLEIN):
        return "Le disque est plein : libérez de la place, puis recommencez ; rien n’a été changé."
    return (
        f"La base de données ne répond pas ou refuse ({type(erreur).__name__}) : « college doctor » dit quoi faire ; "
        "rien n’a été changé."
    )


def du_systeme(erreur: OSError) -> str:
    """A file, a disk or a port of this machine."""
    raison = FICHIERS.get(erreur.errno or 0, erreur.strerror or type(erreur).__name__)
    return f"{erreur.filename or 'La machine refuse'} : {raison}."
