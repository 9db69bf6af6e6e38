"""What the minutes say of a mandate that begins or ends at a point. Pure."""

from __future__ import annotations

from college.francais import INSECABLE, de
from college.seances.droit import Parametre
from college.seances.grammaire import accorder
from college.seances.personnes import Personne
from college.seances.phrases import CDLD


def installation(qui: Personne, president: Personne | None, serment: Parametre | None) -> str:
    """« Mme Zoé Jacquet prête entre les mains du président le serment prescrit par l’article L1126-1 (…). Elle est
    installée dans ses fonctions de conseillère. » Without the oath where the text of the point tells it."""
    installe = f"est {accorder('installé', [qui.genre])} dans ses fonctions {de(qui.qualite)}"
    if serment is None or not serment.valeur:
        return f"{qui.dit} {installe}."
    mains = "de la présidente" if president is not None and president.genre == "f" else "du président"
    formule = f"«{INSECABLE}{serment.valeur}{INSECABLE}»"
    pronom = {"f": "Elle", "m": "Il"}.get(qui.genre, qui.dit)
    return (
        f"{qui.dit} prête entre les mains {mains} le serment prescrit par l’article {_article(serment)}{INSECABLE}: "
        f"{formule} {pronom} {installe}."
    )


def fin(qui: Personne, cause: str, demission: Parametre) -> str:
    """« La démission de M. Paul Wéry, conseiller, est acceptée, conformément à l’article L1122-9 (…) ; son mandat prend
    fin. »"""
    if cause == "demission":
        base = f", conformément à l’article {_article(demission)}" if demission.valeur else ""
        nom = qui.designer() + ("," if qui.qualite else "")
        return f"La démission {de(nom)} est acceptée{base}{INSECABLE}; son mandat prend fin."
    nom = qui.designer() + ("," if qui.qualite else "")
    if cause == "remplacement":
        return f"{nom} cesse de siéger{INSECABLE}: son remplacement prend fin."
    return f"Le mandat {de(nom)} prend fin."


def _article(regle: Parametre) -> str:
    return regle.article.replace(" CDLD", CDLD)


PARTICIPES = {"demission": "démissionnaire au point", "remplacement": "jusqu’au point", "autre": "jusqu’au point"}


def au_tableau(qui: Personne, cause: str, numero: str) -> str:
    """In the attendance list: « démissionnaire au point 2 », « installée au point 2 »."""
    mots = PARTICIPES.get(cause) or f"{accorder('installé', [qui.genre])} comme {qui.qualite} au point"
    return f"{mots}{INSECABLE}{numero}"
